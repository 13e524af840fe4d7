package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"alsoread/news"
)

// Wanting returns stories whose own page is to be read for a source, the newest
// first: those that Save found new while Source.Articles was set, until Keep
// says that they were read or are to be left.
func (s *Store) Wanting(ctx context.Context, source string, now time.Time, limit int) ([]news.Wanted, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT a.story_id, s.url, a.tries FROM articles a CROSS JOIN stories s ON s.id = a.story_id
		WHERE a.source_id = (SELECT id FROM sources WHERE name = ?) AND a.next_try > 0 AND a.next_try <= ?
		ORDER BY a.story_id DESC LIMIT ?`, source, millis(now), limit)
	if err != nil {
		return nil, fmt.Errorf("look for articles to read: %w", explain(err))
	}
	defer rows.Close()
	var out []news.Wanted
	for rows.Next() {
		var w news.Wanted
		if err := rows.Scan(&w.Story, &w.URL, &w.Tries); err != nil {
			return nil, fmt.Errorf("look for articles to read: %w", explain(err))
		}
		out = append(out, w)
	}
	return out, explain(rows.Err())
}

// Keep keeps what the pages of stories said, all of them in one transaction:
// links; the text where the feed gave less; image, authors, language, dates and
// categories where the feed gave none. What a link led to (Article.From) becomes
// a story of its own. Stories purged meanwhile are left out.
func (s *Store) Keep(ctx context.Context, articles []news.Article) error {
	if len(articles) == 0 {
		return nil
	}
	err := s.transact(ctx, func(tx *transaction) error {
		b, err := s.newBatch(tx)
		if err != nil {
			return err
		}
		for i := range articles {
			if err := b.article(&articles[i]); err != nil {
				return fmt.Errorf("story %d: %w", articles[i].Story, err)
			}
		}
		return b.finish()
	})
	if err != nil {
		return fmt.Errorf("keep %d articles: %w", len(articles), err)
	}
	return nil
}

// want notes that a story's own page is to be read, unless that was noted before.
func (b *batch) want(source, story int64, it *news.Item, at time.Time) error {
	if it.URL == "" {
		return nil
	}
	return b.tx.run(b.lane.addWanted, story, source, max(1, millis(at)))
}

func (b *batch) article(a *news.Article) error {
	if a.From != 0 {
		return b.followed(a)
	}
	r, err := b.story(a.Story)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // purged
	}
	if err != nil {
		return err
	}
	failed, text := 0, ""
	if a.Err != nil {
		failed, text = 1, oneLine(a.Err)
	}
	_, err = b.tx.Exec("UPDATE articles SET next_try = ?, tried = ?, tries = tries + ?, error = ? WHERE story_id = ?",
		millis(a.Again), millis(a.At), failed, text, a.Story)
	if err != nil || a.Err != nil {
		return err
	}
	b.touched = true
	if err := b.tx.run(b.lane.noteChange, b.now, a.Story); err != nil {
		return err
	}
	if err := b.takeArticle(a, r); err != nil {
		return err
	}
	if err := b.learnAddress(a, r); err != nil {
		return err
	}
	if err := b.setLinks(a); err != nil {
		return err
	}
	return b.tx.regroupAgain(a.Story)
}

// oneLine is an error as it stands in a column.
func oneLine(err error) string {
	text := strings.Join(strings.Fields(err.Error()), " ")
	return strings.ToValidUTF8(text[:min(len(text), 300)], "")
}

// takeArticle fills the story's row with what its page said. This is no revision:
// what a reader saw before is still there, and more.
func (b *batch) takeArticle(a *news.Article, r storyRow) error {
	next := r
	next.Image = orElse(r.Image, a.Image)
	next.Language = orElse(r.Language, a.Language)
	next.Tongue = primaryTag(next.Language)
	if r.Published == 0 {
		next.Published = millis(a.Published)
	}
	if r.Updated == 0 {
		next.Updated = millis(a.Updated)
	}
	old, err := b.body(r.Body)
	if err != nil {
		return err
	}
	summary := orElse(old.summary, r.Summary)
	content := old.content
	if longer(a.Content, max(visibleLen(content), visibleLen(summary))) {
		content = a.Content
	}
	if next.More, err = moreOfPage(r.More, a, content != old.content); err != nil {
		return err
	}
	if content != old.content {
		if err := b.dropText(a.Story, r.Body); err != nil {
			return err
		}
		if next.Summary, next.Body, err = b.keepText(summary, content); err != nil {
			return err
		}
		if summary == "" {
			if err := b.reindex(a.Story, next.Title, body{content: content}); err != nil {
				return err
			}
		}
	}
	if next == r {
		return nil
	}
	return b.writeStory(a.Story, &next)
}

func (b *batch) writeStory(id int64, r *storyRow) error {
	return b.tx.run(b.lane.reviseStory, r.Published, r.Updated, r.Body, r.Revisions, r.Language, r.Tongue, r.URL,
		r.Title, r.Summary, r.Image, r.More, id)
}

func visibleLen(fragment string) int { return len(visible(fragment, 0)) }

func longer(fragment string, than int) bool {
	return len(fragment) > than && visibleLen(fragment) > than
}

// dropText makes a hole where a text was that a longer one takes the place of,
// unless a revision has it too.
func (b *batch) dropText(story, ref int64) error {
	if ref == 0 {
		return nil
	}
	if _, pending := b.pack.pending(ref); pending {
		return nil
	}
	var revised bool
	err := b.tx.QueryRow("SELECT EXISTS (SELECT 1 FROM revisions WHERE story_id = ? AND body = ?)", story, ref).Scan(&revised)
	if err != nil || revised {
		return err
	}
	b.readNumber = 0 // what was read of the block is no longer so
	return b.lane.punch(b.tx, []int64{ref})
}

// moreOfPage adds what a page said to what the feed had said. text says that the
// story's content is the page's.
func moreOfPage(old sql.NullString, a *news.Article, text bool) (sql.NullString, error) {
	var m more
	if old.Valid {
		if err := json.Unmarshal([]byte(old.String), &m); err != nil {
			return old, err
		}
	}
	m.Page = &pageMore{Text: text, ImageCredit: a.ImageCredit, Paywalled: a.Paywalled, Publisher: a.Publisher, Followed: a.From}
	if len(m.Authors) == 0 {
		m.Authors = a.Authors
	}
	if len(m.Categories) == 0 {
		m.Categories = a.Categories
	}
	out, err := json.Marshal(m)
	return sql.NullString{String: string(out), Valid: true}, err
}

// learnAddress makes the address that a page gives itself another key of its
// story, so that links to it lead there: feeds may list the address of a
// redirector. The page must name the publisher's own site and bear the story's
// title, for broken templates name their section, or their front page.
func (b *batch) learnAddress(a *news.Article, r storyRow) error {
	if a.URL == "" || !strings.EqualFold(a.Title, r.Title) || r.Title == "" {
		return nil
	}
	id := news.Identify("", &news.Listing{Items: []news.Item{{URL: a.URL, Title: a.Title}}})[0]
	if id.URL.IsZero() || string(id.URL[:]) == r.Key {
		return nil
	}
	_, err := b.tx.Exec("INSERT OR IGNORE INTO identities (key, story_id) VALUES (?, ?)", id.URL[:], a.Story)
	return err
}

// pageOf reads what a row has more of, if the story's own page was read.
func pageOf(text sql.NullString) (*more, error) {
	if !strings.Contains(text.String, `"page":{`) {
		return nil, nil
	}
	m := &more{}
	if err := json.Unmarshal([]byte(text.String), m); err != nil || m.Page == nil {
		return nil, err
	}
	return m, nil
}

// moreWithPage is what the feed says now over what feed and page had said.
func moreWithPage(it *news.Item, page *more) (sql.NullString, error) {
	m := *page
	if len(it.Authors) > 0 {
		m.Authors = it.Authors
	}
	if len(it.Categories) > 0 {
		m.Categories = it.Categories
	}
	if len(it.Enclosures) > 0 {
		m.Enclosures = it.Enclosures
	}
	m.Comments = orElse(it.CommentsURL, m.Comments)
	text, err := json.Marshal(m)
	return sql.NullString{String: string(text), Valid: true}, err
}

// loadUnread adds to the sources what of their stories' own pages could not be
// read within a day before the last scan.
func (s *Store) loadUnread(ctx context.Context, sources []news.SourceState) error {
	return s.loadFailures(ctx, sources, `SELECT a.source_id, count(*), max(a.tried), a.error FROM articles a
		CROSS JOIN sources src ON src.id = a.source_id
		WHERE a.error <> '' AND a.tried >= src.last_scan - 86400000 GROUP BY a.source_id`,
		func(to *news.SourceState, count int, latest string) { to.Unread, to.ArticleError = count, latest })
}

// loadFailures runs a query for sources, counts, times and the error that came last
// (SQLite takes a bare column from the row of the max) and sets them.
func (s *Store) loadFailures(ctx context.Context, sources []news.SourceState, query string, set func(to *news.SourceState, count int, latest string)) error {
	rows, err := s.read.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	places := make(map[int64]int, len(sources))
	for i, src := range sources {
		places[src.ID] = i
	}
	for rows.Next() {
		var id, tried int64
		var count int
		var text string
		if err := rows.Scan(&id, &count, &tried, &text); err != nil {
			return err
		}
		if i, ok := places[id]; ok {
			set(&sources[i], count, text)
		}
	}
	return rows.Err()
}
