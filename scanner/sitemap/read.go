package sitemap

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"time"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// Document is a sitemap as it came.
type Document struct {
	Body        []byte         // not changed, and not kept after Read
	URL         string         // where it was found, after redirects
	ContentType string         // of the answer, may be empty
	MaxItems    int            // how many items to keep, the newest; 0: DefaultMaxItems
	MaxBytes    int64          // of a gzip-ed body once it is decompressed; 0: DefaultMaxBytes
	Now         time.Time      // when it was fetched: no item is dated later; zero: time.Now
	Pattern     *regexp.Regexp // addresses of stories must match; nil: all do
}

// What a Document means that leaves a limit at zero. 50 MiB is the most that the
// protocol allows a sitemap to have.
const (
	DefaultMaxItems = 2000
	DefaultMaxBytes = 50 << 20
)

// maxChildren is how many sitemaps of an index are kept, the newest.
const maxChildren = 1000

// Child is a sitemap that an index names.
type Child struct {
	URL     string    // absolute
	LastMod time.Time // as the index says, or as the address does; zero: not known
	Exact   bool      // LastMod is the index's own and has a time of day
	Line    int       // where the entry starts, from 1
}

// ErrTooLarge is the error of Read for a gzip-ed body that passes MaxBytes.
var ErrTooLarge = errors.New("too large")

// Read reads a sitemap of any kind. Items and children are the newest ones,
// newest first; those without any date come last, in the order of the document.
//
// A title that is missing is made from the address. Without a publication date
// an item is dated by the day in its address, or else by its lastmod, which is
// also its Updated. Front pages are left out. Whatever was made up, wrong or
// lost is told in Problems.
//
// The error is one line. It wraps ErrNotSitemap when the document is none
// (ErrEmpty, ErrHTML, ErrFeed, ErrXML, ErrText say what it is instead),
// ErrTooLarge, or ctx's own error.
func Read(ctx context.Context, d Document) (*news.Listing, []Child, error) {
	if ctx.Err() != nil {
		return nil, nil, context.Cause(ctx)
	}
	r := newReader(d)
	body, err := r.unpack(d.Body)
	if err != nil {
		return nil, nil, err
	}
	text, _, note := clean.UTF8(body, d.ContentType)
	if note != "" {
		r.note(0, note)
	}
	if isList(text) {
		err = r.readList(ctx, text)
	} else {
		err = r.readXML(ctx, text)
	}
	if err != nil {
		return nil, nil, err
	}
	listing, children := r.result()
	return listing, children, nil
}

// reader makes a listing of the entries of a document.
type reader struct {
	base     *url.URL // of the document; nil when it is not known
	now      time.Time
	maxBytes int64
	pattern  *regexp.Regexp

	items    newest
	children newest
	news     bool // there was a news:news
	index    bool // there was a sitemapindex, or an entry of one
	problems []news.Problem
	notes    map[string]*tally
	order    []*tally
	lines    lineCounter
}

// tally is a problem that many entries may have.
type tally struct {
	line  int // of the first
	count int
	one   string // "an entry has no address"
	many  string // "%d entries have no address"
}

func newReader(d Document) *reader {
	r := &reader{now: d.Now, maxBytes: d.MaxBytes, pattern: d.Pattern, notes: map[string]*tally{}}
	if r.now.IsZero() {
		r.now = time.Now()
	}
	if r.maxBytes <= 0 {
		r.maxBytes = DefaultMaxBytes
	}
	if r.items.max = d.MaxItems; r.items.max <= 0 {
		r.items.max = DefaultMaxItems
	}
	r.children.max = maxChildren
	if u, err := url.Parse(d.URL); err == nil && u.IsAbs() && u.Host != "" {
		r.base = u
	}
	return r
}

// note tells a problem of the document as a whole.
func (r *reader) note(line int, what string) {
	r.problems = append(r.problems, news.Problem{Line: line, What: what})
}

// count tells a problem of one entry; the same problem of many is told once.
func (r *reader) count(line int, one, many string) {
	t := r.notes[one]
	if t == nil {
		t = &tally{line: line, one: one, many: many}
		r.notes[one] = t
		r.order = append(r.order, t)
	}
	t.count++
}

// result makes the listing.
func (r *reader) result() (*news.Listing, []Child) {
	l := &news.Listing{Kind: news.KindSitemap, Format: r.format()}
	entries := r.items.sorted()
	for _, e := range entries {
		l.Items = append(l.Items, r.item(e))
	}
	var children []Child
	for _, e := range r.children.sorted() {
		children = append(children, Child{URL: e.url, LastMod: e.at, Exact: e.exact, Line: e.line})
	}
	describe(l, entries)
	if n := r.items.seen; n > len(l.Items) {
		r.note(0, fmt.Sprintf("the newest %d of %d items were read", len(l.Items), n))
	}
	if n := r.children.seen; n > len(children) {
		r.note(0, fmt.Sprintf("the newest %d of %d sitemaps of the index were read", len(children), n))
	}
	for _, t := range r.order {
		if t.count == 1 {
			r.note(t.line, t.one)
		} else {
			r.note(t.line, fmt.Sprintf(t.many, t.count))
		}
	}
	l.Problems = r.problems
	return l, children
}

func (r *reader) format() string {
	switch {
	case r.news:
		return "news sitemap"
	case r.index:
		return "sitemap index"
	}
	return "sitemap"
}

// describe gives the listing what all of its items say alike: the name of the
// publication and the language. Its date is that of its newest item.
func describe(l *news.Listing, entries []*entry) {
	for i, e := range entries {
		item := &l.Items[i]
		name := e.text(publication)
		if i == 0 {
			l.Title, l.Language = name, item.Language
		}
		if l.Title != name {
			l.Title = ""
		}
		if l.Language != item.Language {
			l.Language = ""
		}
		for _, t := range []time.Time{item.Updated, item.Published} {
			if t.After(l.Updated) {
				l.Updated = t
			}
		}
	}
}
