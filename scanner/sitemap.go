package scanner

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/cespare/xxhash/v2"

	"alsoread/news"
	"alsoread/scanner/sitemap"
)

const (
	// maxChildren is how many sitemaps of an index are asked for in one scan, the
	// newest. Large sites have one a day or a month; what is new is in the first.
	maxChildren = 5
	// settled is how long before the last scan a sitemap must have been changed
	// for the last time so that it need not be asked for again. Indexes are made
	// anew by the hour or the day, some time after what they tell of.
	settled = 24 * time.Hour
	// maxProblems is how many problems of an index's sitemaps are told.
	maxProblems = 50
)

var errIndexTime = errors.New("the time for an index is over")

// readSitemap reads a sitemap, and of an index the newest sitemaps that it
// names.
func (s *Scanner) readSitemap(ctx context.Context, src news.Source, old news.State, res *Response) (*news.Listing, error) {
	listing, children, err := s.parseSitemap(ctx, src, res)
	if err != nil || len(children) == 0 {
		return listing, err
	}
	x := &index{scanner: s, src: src, old: old, listing: listing, exact: true, hash: res.Hash, asked: map[string]bool{res.URL: true}}
	x.add(children)
	ctx, cancel := context.WithTimeoutCause(ctx, src.Timeout, errIndexTime)
	defer cancel()
	if err := x.follow(ctx, res); err != nil {
		return nil, err
	}
	return x.remember(res), nil
}

func (s *Scanner) parseSitemap(ctx context.Context, src news.Source, res *Response) (*news.Listing, []sitemap.Child, error) {
	ctx, done, err := s.reading(ctx, src)
	if err != nil {
		return nil, nil, err
	}
	defer done()
	return sitemap.Read(ctx, sitemap.Document{Body: res.Body, URL: res.URL, ContentType: res.ContentType,
		MaxItems: src.MaxItems, MaxBytes: src.MaxBody, Now: time.Now().UTC(), Pattern: src.URLPattern})
}

// index is an index that is being followed.
type index struct {
	scanner *Scanner
	src     news.Source
	old     news.State
	listing *news.Listing // what was read so far

	queue  []sitemap.Child
	asked  map[string]bool
	named  int // sitemaps
	read   int // of them
	exact  bool
	hash   uint64 // of everything that was read
	failed error  // why a sitemap could not be read; the first
}

// add puts sitemaps in front of the queue: those of the index, later those of an
// index within it.
func (x *index) add(children []sitemap.Child) {
	var wanted []sitemap.Child
	for _, c := range children {
		x.exact = x.exact && c.Exact
		if x.asked[c.URL] {
			continue
		}
		x.asked[c.URL] = true
		if x.named++; !x.isSettled(c) {
			wanted = append(wanted, c)
		}
	}
	x.queue = append(wanted, x.queue...)
}

// isSettled says that a sitemap has nothing that an earlier scan did not read.
// A body hash in the state tells that this scan missed nothing.
func (x *index) isSettled(c sitemap.Child) bool {
	return x.old.BodyHash != 0 && c.Exact && c.LastMod.Before(x.old.LastSuccess.Add(-settled))
}

// follow asks for the sitemaps. All of them together have as much time as the
// source has for one exchange; what does not come in time is left for the next
// scan. The error is that of the first, if none could be read.
func (x *index) follow(ctx context.Context, res *Response) error {
	for asked := 0; asked < maxChildren && len(x.queue) > 0; asked++ {
		child := x.queue[0]
		x.queue = x.queue[1:]
		bytes, err := x.take(ctx, child)
		res.Bytes += bytes
		if err != nil {
			x.fail(child, err)
		}
		if ctx.Err() != nil {
			break
		}
	}
	if x.failed != nil && x.read == 0 {
		return fmt.Errorf("no sitemap of the index: %w", x.failed)
	}
	if left := len(x.queue); left > 0 {
		x.problem(0, fmt.Sprintf("%d of %d sitemaps of the index were left for another scan: the newest %d are read in one", left, x.named, maxChildren))
	}
	return nil
}

// take asks for one sitemap and adds what is in it.
func (x *index) take(ctx context.Context, child sitemap.Child) (bytes int64, err error) {
	res, err := x.scanner.fetcher.Get(ctx, Request{Source: x.src, URL: child.URL, Accept: acceptFeed})
	if err != nil {
		return 0, err
	}
	defer res.Release()
	listing, children, err := x.scanner.parseSitemap(ctx, x.src, res)
	if err != nil {
		return res.Bytes, fmt.Errorf("read: %w", err)
	}
	x.hash = combined(x.hash, res.Hash)
	x.read++
	x.add(children)
	for _, p := range listing.Problems {
		x.problem(p.Line, x.shown(child)+": "+p.What)
	}
	x.merge(listing)
	return res.Bytes, nil
}

func combined(a, b uint64) uint64 {
	return max(1, xxhash.Sum64(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, a), b)))
}

func (x *index) fail(child sitemap.Child, err error) {
	if x.failed == nil {
		x.failed = err
	}
	x.problem(0, x.shown(child)+": "+err.Error())
}

func (x *index) problem(line int, what string) {
	if len(x.listing.Problems) < maxProblems {
		x.listing.Problems = append(x.listing.Problems, news.Problem{Line: line, What: what})
	}
}

// shown is the address of a sitemap as problems tell it: without its query, and
// no more than its host where the source has secrets.
func (x *index) shown(child sitemap.Child) string {
	u, err := url.Parse(child.URL)
	if err != nil || hasSecretURL(&x.src) || hasCredentials(&x.src) {
		return "a sitemap of the index"
	}
	return oneLine(u.EscapedPath(), 100)
}

// merge adds the items of one sitemap.
func (x *index) merge(l *news.Listing) {
	all := x.listing
	if x.read == 1 && len(all.Items) == 0 {
		all.Title, all.Language = l.Title, l.Language
	}
	if all.Title != l.Title {
		all.Title = ""
	}
	if all.Language != l.Language {
		all.Language = ""
	}
	if l.Updated.After(all.Updated) {
		all.Updated = l.Updated
	}
	all.Items = append(all.Items, l.Items...)
}

// remember says in res what the next scan is to know of this one: nothing that
// would keep it from asking again for what was missed. The index alone tells
// whether anything is new only if it says of every sitemap when it was changed,
// to the minute. It returns the listing; nil when all is as it was.
func (x *index) remember(res *Response) *news.Listing {
	switch {
	case x.read == 0 && x.failed == nil && len(x.listing.Items) == 0:
		return nil // all of them are settled
	case x.failed != nil:
		res.ETag, res.LastModified, res.Hash = "", "", 0
	case !x.exact:
		res.ETag, res.LastModified, res.Hash = "", "", x.hash
		if x.hash == x.old.BodyHash {
			return nil
		}
	}
	x.listing.Items = newestOf(x.listing.Items, x.src.MaxItems)
	return x.listing
}

// newestOf returns the limit newest items, newest first, each address once.
func newestOf(items []news.Item, limit int) []news.Item {
	slices.SortStableFunc(items, func(a, b news.Item) int { return b.Published.Compare(a.Published) })
	seen := make(map[string]bool, len(items))
	items = slices.DeleteFunc(items, func(i news.Item) bool {
		twice := seen[i.URL]
		seen[i.URL] = true
		return twice
	})
	return items[:min(len(items), cmp.Or(limit, sitemap.DefaultMaxItems))]
}
