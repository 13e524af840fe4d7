package export

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"strconv"
	"time"

	"alsoread/news"
)

// Feed is what a merged feed says of itself. Only Title is needed; what is
// empty is left out of the document or, where a format demands it, replaced as
// the field says.
type Feed struct {
	Title       string
	Description string // RSS: Title when empty
	Link        string // the page for people. RSS: Self when empty, else http://localhost/
	Self        string // where the document itself is to be had
	ID          string // Atom, an IRI that never changes: Self when empty, else made from Title
	Language    string // BCP 47
	Generator   string // "alsoread" when empty
	About       string // JSON Feed: the page that explains the _alsoread extension

	// Updated is when the feed last changed. When it is zero the writers find
	// it themselves, as the latest LastChange of the stories. A document over
	// 4 MiB, which is not held back for that, then carries it after the last
	// story; that is valid, but some validators advise against it.
	Updated time.Time
}

// LastChange returns when the story last changed a feed that it is in: when it
// was published, updated or first seen, whichever is latest. It is what
// Feed.Updated is to be the latest of.
func LastChange(s *news.Story) time.Time {
	return later(changed(s), s.FirstSeen)
}

// published returns the date a story is shown under.
func published(s *news.Story) time.Time {
	for _, t := range [...]time.Time{s.Published, s.Sort, s.FirstSeen} {
		if writable(t) {
			return t
		}
	}
	return time.Time{}
}

// changed returns when the publisher last changed the story.
func changed(s *news.Story) time.Time { return later(published(s), s.Updated) }

// writable reports whether t is known and has a year of four digits, which is
// what RFC 3339 and RFC 822 dates hold.
func writable(t time.Time) bool {
	return !t.IsZero() && t.Year() >= 1 && t.UTC().Year() <= 9999
}

func later(a, b time.Time) time.Time {
	if writable(b) && (b.After(a) || !writable(a)) {
		return b
	}
	return a
}

// Layouts of dates. RSS: RFC 822 with four digits for the year and a numeric
// zone; zone names are read wrongly by too many readers.
const (
	rssDate  = "Mon, 02 Jan 2006 15:04:05 -0700"
	atomDate = time.RFC3339
)

func (o *output) time(t time.Time, layout string) {
	o.buf = t.UTC().AppendFormat(o.buf, layout)
}

func (o *output) date(name string, t time.Time, layout string) {
	if writable(t) {
		o.open(name)
		o.time(t, layout)
		o.close(name)
	}
}

// appendID appends the story's id: a version 8 UUID (RFC 9562 section 5.8)
// made from what makes the story that story, so that it is the same in every
// format, every export and every database. A permalink would not be: the same
// story is listed under several addresses.
func appendID(dst []byte, s *news.Story) []byte {
	return appendUUID(dst, identity(s))
}

func appendUUID(dst []byte, id news.Key) []byte {
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	dst = append(dst, "urn:uuid:"...)
	for i, end := range [...]int{4, 6, 8, 10, 16} {
		start := [...]int{0, 4, 6, 8, 10}[i]
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, id[start:end])
	}
	return dst
}

func nameUUID(kind, name string) string {
	return string(appendUUID(nil, digest(kind, name)))
}

// digest turns a name into 16 bytes; kind keeps names of different sorts apart.
func digest(kind, name string) (id news.Key) {
	sum := sha256.Sum256([]byte(kind + "\x00" + name))
	copy(id[:], sum[:])
	return id
}

// identity is the story's key, or the key that it would get from its address,
// guid and first source alone.
func identity(s *news.Story) news.Key {
	if !s.Key.IsZero() {
		return s.Key
	}
	if s.URL == "" && s.GUID == "" {
		return digest("id", strconv.FormatInt(s.ID, 10))
	}
	source := ""
	if len(s.Sightings) > 0 {
		source = s.Sightings[0].Source
	}
	id := news.Identify(source, &news.Listing{Items: []news.Item{{URL: s.URL, GUID: s.GUID, Title: s.Title}}})[0]
	if id.URL.IsZero() {
		return id.GUID
	}
	return id.URL
}

func (f *Feed) generator() string { return orElse(f.Generator, "alsoread") }

func orElse(s, otherwise string) string {
	if blank(s) {
		return otherwise
	}
	return s
}

// language returns tag if it has the form of a BCP 47 tag, else "".
func language(tag string) string {
	if len(tag) < 2 || len(tag) > 35 {
		return ""
	}
	for i := range len(tag) {
		c := tag[i]
		if !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' && i > 0 || c == '-' && i > 0) {
			return ""
		}
	}
	return tag
}

// document is a format's part in writing a feed.
type document interface {
	// head writes what comes before the stories. Nil says that the feed's date
	// is not known yet: end is going to get it.
	head(updated *time.Time)
	item(s *news.Story)
	end(updated *time.Time)
}

// holdAt is how many bytes are held back while the feed's date is looked for.
const holdAt = 4 << 20

// write runs the stories through d. A feed without a date is held back until
// the stories have told it. format names the document in errors.
func (o *output) write(format string, d document, date time.Time, stories iter.Seq2[news.Story, error]) error {
	dated := writable(date)
	held := !dated
	if dated {
		d.head(&date)
	}
	for s, err := range stories {
		if err != nil {
			return fmt.Errorf("read the stories for %s: %w", format, err)
		}
		if !dated {
			date = later(date, LastChange(&s))
		}
		d.item(&s)
		if held && len(o.buf) > holdAt {
			o.putBefore(func() { d.head(nil) })
			held = false
		}
		if !held && !o.spill() {
			break
		}
	}
	if held {
		o.putBefore(func() { d.head(&date) })
		dated = true
	}
	if dated {
		d.end(nil)
	} else {
		d.end(&date)
	}
	if o.flush(); o.err != nil {
		return fmt.Errorf("write %s: %w", format, o.err)
	}
	return nil
}

// putBefore puts what head writes before what is in the buffer.
func (o *output) putBefore(head func()) {
	items := o.buf
	o.buf = make([]byte, 0, spillAt+len(items))
	head()
	o.buf = append(o.buf, items...)
}
