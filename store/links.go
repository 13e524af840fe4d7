package store

import (
	"strings"

	"alsoread/news"
)

// Limits of the links of one story.
const (
	maxLinks    = 100
	maxLinkText = 500 // bytes of a title or label
)

// setLinks puts the links of a page in the place of those it had before.
func (b *batch) setLinks(a *news.Article) error {
	if _, err := b.tx.Exec("DELETE FROM links WHERE story_id = ?", a.Story); err != nil {
		return err
	}
	position := 0
	for _, l := range a.AlsoRead {
		key := linkKey(l.URL)
		if key.IsZero() || position == maxLinks {
			continue
		}
		_, err := b.tx.Exec("INSERT INTO links (story_id, position, key, url, title, label) VALUES (?, ?, ?, ?, ?, ?)",
			a.Story, position, key[:], l.URL, cut(l.Title, maxLinkText), cut(l.Label, maxLinkText))
		if err != nil {
			return err
		}
		if err := b.addTarget(a, l, key); err != nil {
			return err
		}
		position++
	}
	return nil
}

// linkKey is the key that a story at the address has; zero where the address is
// none of a story.
func linkKey(address string) news.Key {
	return news.Identify("", &news.Listing{Items: []news.Item{{URL: address}}})[0].URL
}

func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "")
}

// links reads the links of the stories, with the stories that they lead to.
func (l *loader) links() error {
	rows, err := l.tx.QueryContext(l.ctx, `SELECT k.story_id, k.position, k.url, k.title, k.label, coalesce(t.id, 0), coalesce(g.error, '')
		FROM links k LEFT JOIN identities i ON i.key = k.key LEFT JOIN stories t ON t.id = i.story_id AND t.id <> k.story_id
		LEFT JOIN targets g ON g.key = k.key AND i.key IS NULL
		WHERE k.story_id IN (SELECT value FROM json_each(?)) ORDER BY k.story_id, k.position`, l.ids)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var link news.Link
		if err := rows.Scan(&id, &link.Position, &link.URL, &link.Title, &link.Label, &link.Story, &link.Problem); err != nil {
			return err
		}
		if story := l.stories[id]; story != nil {
			story.AlsoRead = append(story.AlsoRead, link)
		}
	}
	return rows.Err()
}
