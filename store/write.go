package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"alsoread/news"
)

// storyRowColumns are those of storyRow, in its order.
const storyRowColumns = `key, sort, first_seen, published, updated, source_id, body, revisions, language, tongue, url, title, summary, guid, image, more`

// storyRowColumnsOf are the same, of stories as s.
const storyRowColumnsOf = `s.key, s.sort, s.first_seen, s.published, s.updated, s.source_id, s.body, s.revisions, s.language, s.tongue, s.url, s.title, s.summary, s.guid, s.image, s.more`

// storyRow is a row of stories but for its number.
type storyRow struct {
	Key                                                          string // 16 bytes
	Sort, FirstSeen, Published, Updated, Source, Body, Revisions int64
	Language, Tongue, URL, Title, Summary, GUID, Image           string
	More                                                         sql.NullString
}

func (r *storyRow) pointers() []any {
	return []any{&r.Key, &r.Sort, &r.FirstSeen, &r.Published, &r.Updated, &r.Source, &r.Body, &r.Revisions,
		&r.Language, &r.Tongue, &r.URL, &r.Title, &r.Summary, &r.GUID, &r.Image, &r.More}
}

// more is what few readers of a list need, as JSON.
type more struct {
	Authors    []string         `json:"authors,omitempty"`
	Categories []string         `json:"categories,omitempty"`
	Enclosures []news.Enclosure `json:"enclosures,omitempty"`
	Comments   string           `json:"comments,omitempty"`
	Page       *pageMore        `json:"page,omitempty"` // nil: the story's own page was not read
}

// pageMore is what only a story's own page says.
type pageMore struct {
	Text        bool   `json:"text,omitempty"` // the story's content is the page's: its feed gave less
	ImageCredit string `json:"image_credit,omitempty"`
	Paywalled   bool   `json:"paywalled,omitempty"`
	Publisher   string `json:"publisher,omitempty"` // of a page that was followed to another publisher
	Followed    int64  `json:"followed,omitempty"`  // the story whose Also Read link led here before any source listed it
}

func moreOf(it *news.Item) (sql.NullString, error) {
	if len(it.Authors)+len(it.Categories)+len(it.Enclosures)+len(it.CommentsURL) == 0 {
		return sql.NullString{}, nil
	}
	text, err := json.Marshal(more{Authors: it.Authors, Categories: it.Categories, Enclosures: it.Enclosures, Comments: it.CommentsURL})
	return sql.NullString{String: string(text), Valid: true}, err
}

// story reads one story's row; sql.ErrNoRows when it was purged.
func (b *batch) story(id int64) (r storyRow, err error) {
	err = b.tx.bind(b.lane.findStory).QueryRow(id).Scan(r.pointers()...)
	return r, err
}

// addStory keeps an item as a new story with its first sighting.
func (b *batch) addStory(source int64, scan *news.Scan, e entry) error {
	b.tx.lastStory++
	id := b.tx.lastStory
	it, seen := e.item, millis(scan.At)
	language := orElse(it.Language, scan.Listing.Language)
	extra, err := moreOf(it)
	if err != nil {
		return err
	}
	r := storyRow{
		Key: firstKey(e.id), FirstSeen: seen, Published: millis(it.Published), Updated: millis(it.Updated), Source: source,
		Language: language, Tongue: primaryTag(language), URL: it.URL, Title: it.Title, GUID: it.GUID, Image: it.Image, More: extra,
	}
	if r.Sort = seen; r.Published != 0 {
		r.Sort = min(r.Published, seen)
	}
	if r.Summary, r.Body, err = b.keepText(it.Summary, it.Content); err != nil {
		return err
	}
	if err := b.tx.run(b.lane.addStory, append([]any{id, b.now}, r.values()...)...); err != nil {
		return err
	}
	if err := b.index(id, it.Title, it.Summary, it.Content); err != nil {
		return err
	}
	if err := b.addKeys(e.id, id); err != nil {
		return err
	}
	b.touched = true
	if scan.Source.Articles {
		if err := b.want(source, id, it, scan.At); err != nil {
			return err
		}
	}
	b.countDay(source, r.Sort)
	if err := b.tx.run(b.lane.addListing, source, id, e.hash); err != nil {
		return err
	}
	return b.tx.run(b.lane.addSighting, id, seen, source, nil, nil, nil)
}

// firstKey is what a new story is known by, and exported under for ever.
func firstKey(id news.Identity) string {
	if !id.URL.IsZero() {
		return string(id.URL[:])
	}
	return string(id.GUID[:])
}

func (r *storyRow) values() []any {
	return []any{[]byte(r.Key), r.Sort, r.FirstSeen, r.Published, r.Updated, r.Source, r.Body, r.Revisions,
		r.Language, r.Tongue, r.URL, r.Title, r.Summary, r.GUID, r.Image, r.More}
}

func (b *batch) addKeys(id news.Identity, story int64) error {
	for _, k := range []news.Key{id.URL, id.GUID} {
		if k.IsZero() {
			continue
		}
		if err := b.addIdentity(k, story); err != nil {
			return err
		}
	}
	return nil
}

// keepText parts what lies in the story's row from what goes into a block.
func (b *batch) keepText(summary, content string) (inline string, ref int64, err error) {
	text := body{content: content}
	if inline = summary; len(summary) > inlineSummary {
		inline, text.summary = excerpt(summary), summary
	}
	if text.empty() {
		return inline, 0, nil
	}
	ref = b.pack.add(text)
	if b.pack.full() {
		err = b.pack.flush(b.writeBlock)
	}
	return inline, ref, err
}

// index makes a story found by the words of its title and of the beginning of
// its summary, or of its content where it has no summary: as far as lists show it.
func (b *batch) index(id int64, title, summary, content string) error {
	b.terms.text = b.terms.text[:0]
	eachTerm(title[:min(len(title), maxTitleIndexed)], &b.terms)
	if summary == "" {
		summary = content
	}
	limit := excerptRunes
	if len(summary) <= inlineSummary {
		limit = 0
	}
	eachTerm(visible(summary, limit), &b.terms)
	return b.tx.run(b.lane.addSearch, id, string(b.terms.text))
}

// maxTitleIndexed bounds, in bytes, what a title may add to the index.
const maxTitleIndexed = 2048

// seeAgain is for a known story that the source lists for the first time
// (before is false) or differently than the last time.
func (b *batch) seeAgain(source int64, scan *news.Scan, e entry, before bool, found map[news.Key]int64, saved *news.Saved) error {
	r, err := b.story(e.story)
	if errors.Is(err, sql.ErrNoRows) {
		// Purged: its identities are the tombstone. It may have moved since.
		return b.learn(found, e.story, e.id.URL)
	}
	if err != nil {
		return err
	}
	b.touched = true
	if err := b.tx.run(b.lane.noteChange, b.now, e.story); err != nil {
		return err
	}
	at := millis(scan.At)
	if !before && strings.Contains(r.More.String, `"followed":`) {
		if at, err = b.takeOver(source, scan, e, &r); err != nil {
			return err
		}
	}
	if before && r.Source == source {
		revised, err := b.revise(e, &r, at)
		if err != nil {
			return err
		}
		if revised {
			saved.Updated++
			if err := b.tx.regroupAgain(e.story); err != nil {
				return err
			}
		}
	}
	if err := b.tx.run(b.lane.addListing, source, e.story, e.hash); err != nil {
		return err
	}
	if !before {
		saved.Seen++
		b.countDay(source, r.Sort)
		if scan.Source.Articles {
			if err := b.want(source, e.story, e.item, scan.At); err != nil {
				return err
			}
		}
		if err := b.learn(found, e.story, e.id.URL, e.id.GUID); err != nil {
			return err
		}
		if err := b.tx.run(b.lane.listGroup, source, e.story); err != nil {
			return err
		}
		return b.addSighting(source, at, e, r)
	}
	return b.sightAgain(source, scan, e, r, found)
}

// maxSightings bounds how often one source can be seen to list one story under
// another address or title. Some make an address or guid anew at every request,
// and would otherwise fill the disk.
const maxSightings = 100

// sightAgain adds a sighting, unless this source's last one of the story says
// the same. A guid made anew is not learnt: the address is known, and counts.
func (b *batch) sightAgain(source int64, scan *news.Scan, e entry, r storyRow, found map[news.Key]int64) error {
	var n, last int64
	var url, title sql.NullString
	err := b.tx.bind(b.lane.lastSighting).QueryRow(e.story, source).Scan(&n, &last, &url, &title)
	if err != nil {
		return err
	}
	if n >= maxSightings || or(url, r.URL) == e.item.URL && or(title, r.Title) == e.item.Title {
		return nil
	}
	if err := b.learn(found, e.story, e.id.URL); err != nil {
		return err
	}
	// The clock may have gone back.
	return b.addSighting(source, max(millis(scan.At), last+1), e, r)
}

func (b *batch) addSighting(source, at int64, e entry, r storyRow) error {
	return b.tx.run(b.lane.addSighting, e.story, at, source,
		unless(e.item.URL, r.URL), unless(e.item.Title, r.Title), unless(e.item.GUID, r.GUID))
}

// body reads one body, from the block being packed or from the table.
func (b *batch) body(ref int64) (body, error) {
	if ref == 0 {
		return body{}, nil
	}
	if text, ok := b.pack.pending(ref); ok {
		return text, nil
	}
	number, place := refBlock(ref)
	if b.readNumber != number {
		var data []byte
		if err := b.tx.bind(b.lane.readBlock).QueryRow(number).Scan(&data); err != nil {
			return body{}, fmt.Errorf("block %d: %w", number, err)
		}
		read, err := b.lane.blocks.unpack(data)
		if err != nil {
			return body{}, fmt.Errorf("block %d: %w", number, err)
		}
		b.readNumber, b.read = number, read
	}
	return b.read.at(place)
}

func orElse(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

// or reads a column of sightings, where NULL stands for what the story has.
func or(s sql.NullString, story string) string {
	if s.Valid {
		return s.String
	}
	return story
}

// unless is the other way round.
func unless(s, story string) any {
	if s == story {
		return nil
	}
	return s
}

// primaryTag is what queries ask for: en of en-GB.
func primaryTag(language string) string {
	tag, _, _ := strings.Cut(language, "-")
	return strings.ToLower(tag)
}
