package scanner

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"alsoread/news"
	"alsoread/scanner/discover"
	"alsoread/scanner/feed"
	"alsoread/scanner/page"
	"alsoread/scanner/sitemap"
)

// What one discovery may ask for, beside the page itself: one at a time, each
// with the source's own limits and manners.
const (
	maxChecks  = 12      // candidates that the page names
	maxGuesses = 8       // requests for what it does not name, robots.txt among them
	maxTried   = 4 << 20 // bytes of one of them, decoded
)

const acceptAny = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"

// Finder looks for what can be followed at an address.
type Finder struct{ fetcher Getter }

// NewFinder returns a Finder that asks through fetcher.
func NewFinder(fetcher Getter) *Finder { return &Finder{fetcher} }

// Discovery is what was found at an address.
type Discovery struct {
	URL        string           // that answered, after redirects
	Kind       news.Kind        // of the document there: feed, sitemap or page
	Barrier    discover.Barrier // what stood in place of the page
	Candidates []Candidate      // those that can be read first, then by rank
	Guessed    []string         // addresses that were tried without being named anywhere
	Stopped    error            // why guessing ended early: the site refused, or was gone
	Listing    *PageListing     // what the page itself lists; nil when it lists nothing
}

// PageListing are the stories that a page lists, which is what is left to follow
// where there is no feed.
type PageListing struct {
	Select *news.Select // that describes them; nil: they are found without, but no selectors were
	Items  []news.Item
}

// Candidate is a feed or a sitemap, or what a page says to be one.
type Candidate struct {
	discover.Found
	Format string
	Name   string    // the document's own title
	Items  int       // that it lists now; of an index, sitemaps
	Newest time.Time // of its items; zero when they have no dates
	Titles []string  // of the first of them
	Tried  bool      // it was asked for
	Err    error     // why it cannot be read, one line
	hash   uint64
}

// Works says that the candidate was read.
func (c *Candidate) Works() bool { return c.Tried && c.Err == nil }

// Readable says that there is a candidate that can be read.
func (d *Discovery) Readable() bool {
	return slices.ContainsFunc(d.Candidates, func(c Candidate) bool { return c.Works() })
}

// Discover looks at src.URL. If that is a feed or a sitemap itself, it is the
// only candidate. Of a page, those that it names are read, the best first; when
// it names no feed that can be read, robots.txt and a few likely places are
// asked. The error is that of the request for src.URL, or ctx's.
func (f *Finder) Discover(ctx context.Context, src news.Source) (*Discovery, error) {
	res, err := f.fetcher.Get(ctx, Request{Source: src, Accept: acceptAny})
	if err != nil {
		return nil, err
	}
	defer res.Release()
	d := &Discovery{URL: res.URL, Kind: news.KindPage}
	self := Candidate{Found: discover.Found{URL: firstOf(res.Moved, src.URL), Type: res.ContentType, How: discover.Given, Rank: 1}}
	if self.read(ctx, src, res); self.Err == nil {
		d.Kind, d.Candidates = self.Kind, []Candidate{self}
		return d, nil
	}
	if errors.Is(self.Err, feed.ErrHTML) {
		d.Barrier = barrierOf(res)
	}
	if errors.Is(self.Err, feed.ErrHTML) && d.Barrier == discover.NoBarrier {
		d.Listing = listed(ctx, res)
	}
	f.check(ctx, src, d, discover.Feeds(res.Body, res.URL, res.ContentType))
	if !d.hasFeed() {
		f.guess(ctx, src, d)
	}
	d.settle()
	return d, context.Cause(ctx)
}

// listed reads the stories that a page lists, and the selectors for them.
func listed(ctx context.Context, res *Response) *PageListing {
	doc := page.Document{Body: res.Body, URL: res.URL, ContentType: res.ContentType, Now: time.Now().UTC()}
	if chosen, listing, err := page.Suggest(ctx, doc); err == nil {
		return &PageListing{Select: chosen, Items: listing.Items}
	}
	if listing, err := page.ReadListing(ctx, doc, nil, nil); err == nil {
		return &PageListing{Items: listing.Items}
	}
	return nil
}

// hasFeed says that there is a feed of stories that can be read.
func (d *Discovery) hasFeed() bool {
	return slices.ContainsFunc(d.Candidates, func(c Candidate) bool {
		return c.Works() && c.Kind == news.KindFeed && !c.Comments
	})
}

// settle drops what is the same under another address, puts first what can be
// read, and counts the ranks anew.
func (d *Discovery) settle() {
	seen := map[uint64]bool{}
	d.Candidates = slices.DeleteFunc(d.Candidates, func(c Candidate) bool {
		twice := c.hash != 0 && seen[c.hash]
		seen[c.hash] = true
		return twice
	})
	slices.SortStableFunc(d.Candidates, func(a, b Candidate) int {
		switch {
		case a.Works() == b.Works():
			return 0
		case a.Works():
			return -1
		}
		return 1
	})
	for i := range d.Candidates {
		d.Candidates[i].Rank = i + 1
	}
}

// check reads what a page names.
func (f *Finder) check(ctx context.Context, src news.Source, d *Discovery, found []discover.Found) {
	for i, one := range found {
		c := Candidate{Found: one}
		if i < maxChecks && ctx.Err() == nil && one.URL != d.URL {
			f.try(ctx, src, &c)
		}
		d.Candidates = append(d.Candidates, c)
	}
}

// guess asks for what the page does not name: the places of a site that is
// known, the sitemaps that robots.txt names, and well-known paths until one of
// them is a feed. It ends when the site refuses or cannot be reached.
func (f *Finder) guess(ctx context.Context, src news.Source, d *Discovery) {
	guesses := discover.Guesses(d.URL)
	known := slices.IndexFunc(guesses, func(g discover.Found) bool { return g.How != discover.BySite })
	left := maxGuesses
	f.guessAll(ctx, src, d, guesses[:max(known, 0)], &left, false)
	if d.hasFeed() || d.Stopped != nil {
		return
	}
	named := f.robots(ctx, src, d, &left)
	f.guessAll(ctx, src, d, named[:min(len(named), 2)], &left, false)
	f.guessAll(ctx, src, d, guesses[max(known, 0):], &left, true)
}

// guessAll tries guesses; first ends it with the first feed.
func (f *Finder) guessAll(ctx context.Context, src news.Source, d *Discovery, guesses []discover.Found, left *int, first bool) {
	for _, g := range guesses {
		if *left == 0 || d.Stopped != nil || ctx.Err() != nil {
			return
		}
		if d.names(g.URL) {
			continue
		}
		*left--
		c := Candidate{Found: g}
		f.try(ctx, src, &c)
		d.Guessed = append(d.Guessed, g.URL)
		switch {
		case c.Works():
			d.Candidates = append(d.Candidates, c)
			if first && c.Kind == news.KindFeed {
				return
			}
		case c.How == discover.ByRobots:
			d.Candidates = append(d.Candidates, c)
		}
		d.stop(c.Err)
	}
}

// names says that an address was tried already.
func (d *Discovery) names(address string) bool {
	return address == d.URL || slices.ContainsFunc(d.Candidates, func(c Candidate) bool { return c.URL == address })
}

// stop ends the guessing when an answer is none, or one that wants us gone.
func (d *Discovery) stop(err error) {
	var answer *HTTPError
	switch {
	case err == nil, errors.Is(err, feed.ErrNotFeed), errors.Is(err, sitemap.ErrNotSitemap), errors.Is(err, ErrTooLarge):
	case errors.As(err, &answer) && refusal(err) == nil && answer.Status != http.StatusUnauthorized:
	case errors.Is(err, errEmpty), errors.Is(err, ErrForbiddenAddress):
	default:
		d.Stopped = err
	}
}

// robots asks for the site's robots.txt and returns the sitemaps that it names.
func (f *Finder) robots(ctx context.Context, src news.Source, d *Discovery, left *int) []discover.Found {
	u, err := url.Parse(d.URL)
	if err != nil || *left == 0 {
		return nil
	}
	*left--
	address := u.Scheme + "://" + u.Host + "/robots.txt"
	d.Guessed = append(d.Guessed, address)
	res, err := f.fetcher.Get(ctx, Request{Source: limited(src), URL: address, Accept: "text/plain, */*;q=0.5"})
	if err != nil {
		d.stop(err)
		return nil
	}
	defer res.Release()
	return discover.Sitemaps(res.Body, res.URL)
}

// limited is a source with the cap of what is only tried.
func limited(src news.Source) news.Source {
	if src.MaxBody <= 0 || src.MaxBody > maxTried {
		src.MaxBody = maxTried
	}
	return src
}

// try asks for a candidate and reads it.
func (f *Finder) try(ctx context.Context, src news.Source, c *Candidate) {
	c.Tried = true
	src = limited(src)
	src.Kind = c.Kind
	res, err := f.fetcher.Get(ctx, Request{Source: src, URL: c.URL, Accept: acceptFeed})
	if err != nil {
		c.Err = err
		return
	}
	defer res.Release()
	if c.read(ctx, src, res); c.Err != nil {
		c.Err = fmt.Errorf("read: %w", explainDocument(src, res, c.Err))
	}
}

// read reads an answer as a feed or a sitemap, whichever it is.
func (c *Candidate) read(ctx context.Context, src news.Source, res *Response) {
	ctx, cancel := context.WithTimeout(ctx, filled(src).Timeout)
	defer cancel()
	c.Tried, c.hash = true, res.Hash
	children := 0
	listing, err := feed.Read(ctx, feed.Document{Body: res.Body, URL: res.URL, ContentType: res.ContentType, Now: time.Now().UTC()})
	if errors.Is(err, feed.ErrNotFeed) && (c.Kind == news.KindSitemap || sitemap.Is(res.Body, res.ContentType)) {
		listing, children, err = readSitemapAlone(ctx, res)
	}
	if c.Err = err; err != nil {
		return
	}
	c.Kind, c.Format, c.Name, c.Items = listing.Kind, listing.Format, listing.Title, len(listing.Items)+children
	for _, item := range listing.Items {
		if item.Published.After(c.Newest) {
			c.Newest = item.Published
		}
		if len(c.Titles) < candidateTitles && item.Title != "" {
			c.Titles = append(c.Titles, item.Title)
		}
	}
}

// candidateTitles are kept of what a candidate lists, for people to judge by.
const candidateTitles = 6

// readSitemapAlone reads a sitemap without following it.
func readSitemapAlone(ctx context.Context, res *Response) (*news.Listing, int, error) {
	l, children, err := sitemap.Read(ctx, sitemap.Document{Body: res.Body, URL: res.URL, ContentType: res.ContentType, MaxBytes: maxTried, Now: time.Now().UTC()})
	return l, len(children), err
}
