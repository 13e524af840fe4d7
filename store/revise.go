package store

import (
	"fmt"

	"alsoread/news"
)

// revise takes over what the story's own source says now. What a reader saw
// before is kept as a revision; that the markup alone is another (tracking
// images, signed addresses) is not worth one, and the old text stays. What the
// source leaves empty stays too.
func (b *batch) revise(e entry, r *storyRow, at int64) (revised bool, err error) {
	old, err := b.body(r.Body)
	if err != nil {
		return false, err
	}
	if old.summary == "" {
		old.summary = r.Summary
	}
	it := e.item
	next := *r
	title := orElse(it.Title, r.Title)
	text := body{summary: renewed(old.summary, it.Summary), content: renewed(old.content, it.Content)}
	page, err := pageOf(r.More)
	if err != nil {
		return false, err
	}
	if page != nil && page.Page.Text && !longer(it.Content, visibleLen(old.content)) {
		text.content = old.content // the feed gives less than the page did
	}
	revised = title != r.Title || text != old
	if revised {
		if err := b.keepRevision(e.story, r, at); err != nil {
			return false, err
		}
		next.Title = title
		next.Revisions++
	}
	if text != old {
		if next.Summary, next.Body, err = b.keepText(text.summary, text.content); err != nil {
			return false, err
		}
	}
	if err := takeDetails(&next, it, page); err != nil {
		return false, err
	}
	if next.URL != r.URL || next.Title != r.Title {
		if err := b.tx.run(b.lane.spellOut, r.URL, r.Title, e.story); err != nil {
			return false, err
		}
	}
	if next == *r {
		return false, nil
	}
	if revised {
		if err := b.reindex(e.story, next.Title, text); err != nil {
			return false, err
		}
	}
	*r = next
	return revised, b.writeStory(e.story, r)
}

// takeDetails takes over what is no text. Sort never changes: a story does not
// move in the list because its publisher dates it anew.
func takeDetails(r *storyRow, it *news.Item, page *more) error {
	r.URL = orElse(it.URL, r.URL)
	r.Image = orElse(it.Image, r.Image)
	r.Language = orElse(it.Language, r.Language)
	r.Tongue = primaryTag(r.Language)
	if r.Published == 0 {
		r.Published = millis(it.Published)
	}
	if !it.Updated.IsZero() {
		r.Updated = millis(it.Updated)
	}
	extra, err := moreOf(it)
	if page != nil {
		extra, err = moreWithPage(it, page)
	}
	if extra.Valid {
		r.More = extra
	}
	return err
}

// maxRevisions bounds how many are kept of one story: a feed that counts
// comments in its text would fill the disk. The first is kept, then the newest.
const maxRevisions = 100

func (b *batch) keepRevision(story int64, r *storyRow, until int64) error {
	n := r.Revisions + 1
	if n > maxRevisions {
		if err := b.dropRevisions(story, n-maxRevisions+1, r.Body); err != nil {
			return err
		}
	}
	if err := b.tx.run(b.lane.addRevision, story, n, until, r.Title, r.Summary, r.Body); err != nil {
		return fmt.Errorf("keep revision %d of story %d: %w", n, story, err)
	}
	return nil
}

// dropRevisions removes those from the second to the last given, and the bodies
// that none of the others nor the story has.
func (b *batch) dropRevisions(story, last, present int64) error {
	refs, err := b.tx.numbers(`SELECT DISTINCT body FROM revisions WHERE story_id = ?1 AND n BETWEEN 2 AND ?2 AND body NOT IN (0, ?3)
		AND body NOT IN (SELECT body FROM revisions WHERE story_id = ?1 AND n NOT BETWEEN 2 AND ?2)`, story, last, present)
	if err != nil {
		return err
	}
	if err := b.lane.punch(b.tx, refs); err != nil {
		return err
	}
	b.readNumber = 0 // what was read of it is no longer so
	_, err = b.tx.Exec("DELETE FROM revisions WHERE story_id = ? AND n BETWEEN 2 AND ?", story, last)
	return err
}

func (b *batch) reindex(story int64, title string, text body) error {
	if err := b.tx.run(b.lane.dropSearch, story); err != nil {
		return err
	}
	return b.index(story, title, text.summary, text.content)
}

// renewed is what stands after a source said next where it had said old.
func renewed(old, next string) string {
	if next == "" || next == old || visible(next, 0) == visible(old, 0) {
		return old
	}
	return next
}
