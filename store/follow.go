package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"alsoread/news"
)

// neverListed is the hash of a story in the listings of a source that has not
// listed it, but has found it behind an Also Read link. No item has it.
const neverListed = 0

// storyPublisher is who stands behind a story s that source src listed, or found
// behind a link to another publisher.
const storyPublisher = "coalesce(json_extract(s.more, '$.page.publisher'), src.publisher)"

// Targets returns what Also Read links of a source's stories lead to and is to be
// asked for, that of the newest stories first: links that Keep was given with
// Link.Follow, whose address is still that of no story, until Keep says that they
// were read or are to be left.
func (s *Store) Targets(ctx context.Context, source string, now time.Time, limit int) ([]news.Wanted, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT t.url, t.tries, t.story_id, s.url FROM targets t CROSS JOIN stories s ON s.id = t.story_id
		WHERE t.source_id = (SELECT id FROM sources WHERE name = ?) AND t.next_try > 0 AND t.next_try <= ?
		AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.key = t.key)
		ORDER BY t.story_id DESC, t.rowid LIMIT ?`, source, millis(now), limit)
	if err != nil {
		return nil, fmt.Errorf("look for links to follow: %w", explain(err))
	}
	defer rows.Close()
	var out []news.Wanted
	for rows.Next() {
		var w news.Wanted
		if err := rows.Scan(&w.URL, &w.Tries, &w.From, &w.Page); err != nil {
			return nil, fmt.Errorf("look for links to follow: %w", explain(err))
		}
		out = append(out, w)
	}
	return out, explain(rows.Err())
}

// addTarget notes what a link leads to, unless that is a story, or was noted
// before. One that could not be followed then, and was never asked for, can be
// by another source's leave.
func (b *batch) addTarget(a *news.Article, l news.Link, key news.Key) error {
	if !l.Follow && l.Problem == "" {
		return nil
	}
	next := int64(0)
	if l.Follow {
		next = max(1, millis(a.At))
	}
	_, err := b.tx.Exec(`INSERT INTO targets (key, source_id, story_id, url, next_try, error)
		SELECT ?1, source_id, story_id, ?2, ?3, ?4 FROM articles WHERE story_id = ?5 AND NOT EXISTS (SELECT 1 FROM identities WHERE key = ?1)
		ON CONFLICT (key) DO UPDATE SET source_id = excluded.source_id, story_id = excluded.story_id, url = excluded.url,
			next_try = excluded.next_try, error = '' WHERE targets.next_try = 0 AND targets.tried = 0 AND excluded.next_try > 0`,
		key[:], l.URL, next, cut(l.Problem, maxLinkText), a.Story)
	return err
}

// followed keeps what the target of an Also Read link said: a story of its own,
// or one that is known already by the address the page gives itself. It counts
// as the source's, and its first sighting says how it was found.
func (b *batch) followed(a *news.Article) error {
	key := linkKey(a.Link)
	var source, from int64
	err := b.tx.QueryRow("SELECT source_id, story_id FROM targets WHERE key = ?", key[:]).Scan(&source, &from)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // the story that led there was purged
	}
	if err != nil {
		return err
	}
	if a.Err != nil {
		_, err = b.tx.Exec("UPDATE targets SET next_try = ?, tried = ?, tries = tries + 1, error = ? WHERE key = ?",
			millis(a.Again), millis(a.At), oneLine(a.Err), key[:])
		return err
	}
	b.touched = true
	if _, err := b.tx.Exec("DELETE FROM targets WHERE key = ?", key[:]); err != nil {
		return err
	}
	ids := followedIDs(a)
	found, err := b.findKeys(append(ids, news.Identity{URL: key}))
	if err != nil {
		return err
	}
	story, ids, err := b.knownAs(a, ids, found)
	if err != nil {
		return err
	}
	if story == 0 {
		if story, err = b.addFollowed(a, source, from, ids[0]); err != nil {
			return err
		}
	}
	for _, id := range append(ids, news.Identity{URL: key}) {
		if err := b.learn(found, story, id.URL); err != nil {
			return err
		}
	}
	return nil
}

// followedIDs are what a page is known by: the address that it gives itself, and
// the one that answered.
func followedIDs(a *news.Article) (ids []news.Identity) {
	for _, address := range []string{a.URL, a.Answered} {
		if key := linkKey(address); !key.IsZero() && (len(ids) == 0 || ids[0].URL != key) {
			ids = append(ids, news.Identity{URL: key})
		}
	}
	return ids
}

// knownAs finds the story that a page is of; 0: a new one. An address that is
// another story's, by its title, is not the page's: broken templates name their
// section, or one article on all pages. ids are those that are its own.
func (b *batch) knownAs(a *news.Article, ids []news.Identity, found map[news.Key]int64) (int64, []news.Identity, error) {
	if story := found[linkKey(a.Link)]; story != 0 {
		return story, nil, nil // listed meanwhile
	}
	for i, id := range ids {
		story := found[id.URL]
		if story == 0 {
			continue
		}
		r, err := b.story(story)
		if errors.Is(err, sql.ErrNoRows) {
			return story, nil, nil // purged: its keys are the tombstone
		}
		if err != nil {
			return 0, nil, err
		}
		if i == len(ids)-1 || news.StillSame(r.URL, r.Title, news.Item{URL: a.Answered, Title: a.Title}) {
			return story, ids[i:], nil
		}
		a.URL, ids = a.Answered, ids[i+1:]
		break
	}
	if len(ids) == 0 {
		ids = []news.Identity{{URL: linkKey(a.Link)}}
	}
	return found[ids[0].URL], ids, nil
}

// addFollowed keeps a page as a new story. One without a date is placed at the
// story that led there, which cannot be older.
func (b *batch) addFollowed(a *news.Article, source, from int64, id news.Identity) (int64, error) {
	item := news.Item{URL: a.URL, Title: a.Title, Authors: a.Authors, Published: a.Published, Updated: a.Updated,
		Image: a.Image, Categories: a.Categories, Language: a.Language}
	scan := &news.Scan{At: a.At, Listing: &news.Listing{}}
	if err := b.addStory(source, scan, entry{item: &item, id: id, hash: neverListed}); err != nil {
		return 0, err
	}
	story := b.tx.lastStory
	r, err := b.story(story)
	if err != nil {
		return 0, err
	}
	if a.Publisher, err = b.publisherNamed(a.Publisher); err != nil {
		return 0, err
	}
	if err := b.takeArticle(&news.Article{Story: story, Content: a.Content, ImageCredit: a.ImageCredit, Paywalled: a.Paywalled, Publisher: a.Publisher, From: from}, r); err != nil {
		return 0, err
	}
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{"UPDATE sightings SET followed = ? WHERE story_id = ?", []any{from, story}},
		{"UPDATE stories SET sort = min(sort, (SELECT sort FROM stories WHERE id = ?)) WHERE id = ? AND published = 0", []any{from, story}},
		{"INSERT INTO articles (story_id, source_id, next_try, tried) VALUES (?, ?, 0, ?)", []any{story, source, millis(a.At)}},
		{"UPDATE sources SET stories = stories + 1 WHERE id = ?", []any{source}},
	} {
		if _, err := b.tx.Exec(s.sql, s.args...); err != nil {
			return 0, err
		}
	}
	followed := *a
	followed.Story = story
	return story, b.setLinks(&followed)
}

// publisherNamed returns what sources.yaml calls the publisher at a registrable
// domain, which is the name where no source is of it.
func (b *batch) publisherNamed(domain string) (string, error) {
	if domain == "" {
		return "", nil
	}
	rows, err := b.tx.Query("SELECT publisher, url, link FROM sources WHERE gone = 0 ORDER BY id")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	for rows.Next() {
		var name, address, link string
		if err := rows.Scan(&name, &address, &link); err != nil {
			return "", err
		}
		if news.Publisher(link) == domain || news.Publisher(address) == domain {
			return name, nil
		}
	}
	return domain, rows.Err()
}

// takeOver is for a story that was found behind a link and is listed by a source
// now. It is given to the first of its own publisher that lists it, or to the one
// that found it: what that says of it counts, and may be revised by it. It
// returns when the source's sighting is to be dated.
func (b *batch) takeOver(source int64, scan *news.Scan, e entry, r *storyRow) (int64, error) {
	at := millis(scan.At)
	var n, last, owners int64
	err := b.tx.QueryRow(`SELECT count(*), coalesce(max(at), 0), (SELECT count(*) FROM listings WHERE story_id = ?1 AND source_id = ?2 AND hash = ?3)
		FROM sightings WHERE story_id = ?1 AND source_id = ?4`, e.story, r.Source, neverListed, source).Scan(&n, &last, &owners)
	if err != nil {
		return 0, err
	}
	if n > 0 { // it was counted when it was found; now it is counted as listed
		if _, err := b.tx.Exec("UPDATE sources SET stories = stories - 1 WHERE id = ?", source); err != nil {
			return 0, err
		}
	}
	if owners == 0 || r.Source != source && !listsItsOwn(scan, e.item.URL) {
		return max(at, last+1), nil
	}
	if _, err := b.tx.Exec("UPDATE stories SET source_id = ?, more = json_remove(more, '$.page.publisher') WHERE id = ?", source, e.story); err != nil {
		return 0, err
	}
	if *r, err = b.story(e.story); err != nil {
		return 0, err
	}
	_, err = b.revise(e, r, at)
	return max(at, last+1), err
}

// listsItsOwn says whether an item is of the publisher whose document lists it.
func listsItsOwn(scan *news.Scan, address string) bool {
	publisher := news.Publisher(address)
	return publisher == news.Publisher(scan.Listing.Link) || publisher == news.Publisher(scan.Source.URL)
}

// loadUnfollowed adds to the sources what Also Read links led to in vain within
// a day before the last scan.
func (s *Store) loadUnfollowed(ctx context.Context, sources []news.SourceState) error {
	return s.loadFailures(ctx, sources, `SELECT t.source_id, count(*), max(t.tried), t.error FROM targets t
		CROSS JOIN sources src ON src.id = t.source_id
		WHERE t.error <> '' AND t.tried > 0 AND t.tried >= src.last_scan - 86400000 GROUP BY t.source_id`,
		func(to *news.SourceState, count int, latest string) { to.Unfollowed, to.FollowError = count, latest })
}
