package feed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// Document is a feed as it came.
type Document struct {
	Body        []byte    // decompressed; not changed, and not kept after Read
	URL         string    // where it was found, after redirects: relative addresses are resolved against it
	ContentType string    // of the answer, may be empty
	MaxItems    int       // how many items to keep, the newest; 0: DefaultMaxItems
	Now         time.Time // when it was fetched: no item is dated later; zero: time.Now
}

// Read reads a feed of any format. Items are in the order of the document, all
// their addresses are absolute http(s) ones, their HTML is sanitised. What was
// wrong with the document, and what was lost, is told in Problems.
//
// The error is one line. It wraps ErrNotFeed when the document is no feed at
// all (ErrHTML, ErrEmpty, ErrJSON, ErrBinary, ErrXML, ErrText say what it is
// instead), one of the limits (ErrTooDeep, ErrTooManyAttributes, ...) when
// reading it would cost too much, a *PanicError when a parser gave up, or
// ctx's own error.
func Read(ctx context.Context, d Document) (l *news.Listing, err error) {
	defer recovered(&err)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	r := newReader(d)
	text, charset, note := clean.UTF8(d.Body, d.ContentType)
	if note != "" {
		r.note(0, note)
	}
	r.listing.Charset = charset
	if isJSON(text) {
		return r.readJSON(ctx, text)
	}
	text = expandEntities(text)
	digest, err := digestOf(text, r.base, r.max, r.now)
	if err != nil {
		if startsPage(text[:min(len(text), 4096)]) {
			return nil, ErrHTML // pages pass limits that no feed comes near
		}
		return nil, fmt.Errorf("read feed: %w", err)
	}
	if !digest.isFeed() {
		return nil, sniff(text)
	}
	return r.readXML(ctx, digest)
}

// reader makes a listing of what the parsers found.
type reader struct {
	listing *news.Listing
	digest  *digest
	base    *url.URL // of the document; nil when it is not known
	now     time.Time
	max     int
	notes   map[string]int // what was told, and where in listing.Problems
}

func newReader(d Document) *reader {
	r := &reader{listing: &news.Listing{Kind: news.KindFeed}, now: d.Now, max: d.MaxItems}
	if r.now.IsZero() {
		r.now = time.Now()
	}
	if r.max <= 0 {
		r.max = DefaultMaxItems
	}
	r.base = absolute(d.URL)
	return r
}

// absolute returns an address to resolve others against; nil when it is none.
func absolute(address string) *url.URL {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || !u.IsAbs() || u.Host == "" || longBase(u) {
		return nil
	}
	if len(u.RawQuery) > maxBase {
		u.RawQuery = "" // only a reference to the document itself would repeat it
	}
	return u
}

// longBase says that what is resolved against u would make a small document a
// large one: 1.4 MB with 40,000 links under a path of 6 kB took 3 s and 3 GB.
func longBase(u *url.URL) bool { return len(u.Path) > maxBase }

// settleBase makes up for an unknown address of the document: items are then
// resolved against what the feed says of itself.
func (r *reader) settleBase() {
	if r.base == nil {
		r.base = absolute(firstOf(r.listing.Self, r.listing.Link))
	}
}

// readXML gives the digest to gofeed and translates what comes back.
func (r *reader) readXML(ctx context.Context, d *digest) (*news.Listing, error) {
	r.digest = d
	r.listing.Format = d.format
	r.listing.Language = clean.Language(d.language)
	r.listing.Problems = append(r.listing.Problems, d.problems...)
	if d.untold > 0 {
		r.note(0, fmt.Sprintf("and %d more faults of the kind", d.untold))
	}
	if d.seen > len(d.items) {
		r.note(0, fmt.Sprintf("the newest %d of %d items were read", len(d.items), d.seen))
	}
	var err error
	if d.atom {
		err = r.readAtom(ctx)
	} else {
		err = r.readRSS(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("read feed: %w", err)
	}
	return r.listing, nil
}

// note tells a problem once, however many items have it.
func (r *reader) note(line int, what string) {
	if _, told := r.notes[what]; told || len(r.notes) >= maxProblems {
		return
	}
	if r.notes == nil {
		r.notes = map[string]int{}
	}
	r.notes[what] = line
	r.listing.Problems = append(r.listing.Problems, news.Problem{Line: line, What: what})
}

// alone returns a document that holds nothing but the item m.
func (d *digest) alone(m mark) []byte {
	one := d.xml[m.start:m.end]
	if d.atom {
		return bytes.Join([][]byte{[]byte("<feed>"), one, []byte("</feed>")}, nil)
	}
	return bytes.Join([][]byte{[]byte("<rss><channel>"), one, []byte("</channel></rss>")}, nil)
}

// withoutItems returns the document without its items.
func (d *digest) withoutItems() []byte {
	var rest []byte
	done := 0
	for _, m := range d.items {
		rest = append(rest, d.xml[done:m.start]...)
		done = m.end
	}
	return append(rest, d.xml[done:]...)
}

// isContext reports whether parsing ended because its context did: then there
// is no use in trying again item by item.
func isContext(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
