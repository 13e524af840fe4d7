package scanner

import (
	"context"
	"fmt"
	"time"

	"alsoread/news"
	"alsoread/scanner/page"
)

// listsOnPage tells sources that are listing pages: those that say so, and those
// that hold selectors for one.
func listsOnPage(src news.Source) bool {
	return src.Kind == news.KindPage || src.Kind == news.KindAuto && src.Select != nil
}

// readListing reads a listing page and the pages that follow it, as many as the
// source allows. What goes wrong with a later page is told as a problem of the
// listing: the stories of the pages before it are kept.
func (s *Scanner) readListing(ctx context.Context, src news.Source, res *Response) (*news.Listing, error) {
	var selectors *page.Selectors
	pages := 1
	if src.Select != nil {
		var err error
		if selectors, err = page.Compile(src.Select); err != nil { // 8 µs, of a page's millisecond and more
			return nil, fmt.Errorf("read: %w", err)
		}
		pages = src.Select.MaxPages
	}
	listing, err := s.readPage(ctx, src, res, selectors)
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	f := follow(listing, res.URL)
	for n := 2; n <= pages && f.wants(src, listing.Next); n++ {
		if !s.readNext(ctx, src, selectors, f, n) {
			break
		}
	}
	return listing, nil
}

// readNext asks for the next page and adds its items; false when there is no use
// in going on.
func (s *Scanner) readNext(ctx context.Context, src news.Source, selectors *page.Selectors, f *following, n int) bool {
	address := f.listing.Next
	f.asked[address] = true
	asks, err := s.robots.permit(ctx, src, address)
	var res *Response
	if err == nil {
		res, err = s.fetcher.Get(ctx, Request{Source: asks, URL: address, Accept: acceptPage})
	}
	defer res.Release()
	var next *news.Listing
	if err == nil {
		next, err = s.readPage(ctx, src, res, selectors)
	}
	if err != nil {
		f.listing.Problems = append(f.listing.Problems, news.Problem{What: fmt.Sprintf("page %d: %v", n, err)})
		return false
	}
	f.asked[res.URL] = true
	f.listing.Next = next.Next
	return f.add(next.Items)
}

// readPage reads one page.
func (s *Scanner) readPage(ctx context.Context, src news.Source, res *Response, selectors *page.Selectors) (*news.Listing, error) {
	ctx, done, err := s.reading(ctx, src)
	if err != nil {
		return nil, err
	}
	defer done()
	return page.ReadListing(ctx, page.Document{Body: res.Body, URL: res.URL, ContentType: res.ContentType,
		MaxItems: src.MaxItems, Now: time.Now().UTC()}, selectors, src.URLPattern)
}

// following is a listing that is read over several pages.
type following struct {
	listing *news.Listing
	asked   map[string]bool // pages
	known   map[string]bool // stories
}

// wants tells whether the next page is to be asked for: it must be another one,
// of the same publisher.
func (f *following) wants(src news.Source, next string) bool {
	if next == "" || f.asked[next] || src.MaxItems > 0 && len(f.listing.Items) >= src.MaxItems {
		return false
	}
	return news.Publisher(next) == news.Publisher(f.listing.Link)
}

func follow(listing *news.Listing, address string) *following {
	f := &following{listing: listing, asked: map[string]bool{address: true}, known: map[string]bool{}}
	for _, it := range listing.Items {
		f.known[it.URL] = true
	}
	return f
}

// add takes the items that are not there yet; false when there were none.
func (f *following) add(items []news.Item) bool {
	before := len(f.known)
	for _, it := range items {
		if !f.known[it.URL] {
			f.known[it.URL] = true
			f.listing.Items = append(f.listing.Items, it)
		}
	}
	return len(f.known) > before
}
