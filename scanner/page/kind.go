package page

import (
	"context"
	"errors"
	"net/url"
	"path"
	"strings"

	"alsoread/news"
)

// LeastWords is how many words an article has at the least: pages with fewer are
// notices, empty shells and lists.
const LeastWords = 40

// fewestListed is how many stories a page with a text lists at the least to be a
// listing: an article may recommend two others.
const fewestListed = 3

// ErrNeither means that a page is no article and lists none.
var ErrNeither = errors.New("this is an HTML page, neither a feed nor an article nor a list of them")

// Read reads a page of which nobody said what it is both ways, and returns what
// it rather is; the other is nil.
func Read(ctx context.Context, d Document) (*Article, *news.Listing, error) {
	listing, listingErr := ReadListing(ctx, d, nil, nil)
	article, err := ReadArticle(ctx, d, nil)
	switch {
	case listingErr == nil && (err != nil || lists(article, listing)):
		return nil, listing, nil
	case err != nil:
		return nil, nil, err
	case article.Words < LeastWords && article.Published.IsZero():
		return nil, nil, ErrNeither
	}
	return article, nil, nil
}

// IsArticle says whether what was read as an article is one and no list of them,
// front page, notice or empty shell.
func IsArticle(ctx context.Context, d Document, a *Article) bool {
	if a.Title == "" || atRoot(a.URL) || a.Words < LeastWords && !(a.declared && a.Words >= LeastWords/4) {
		return false
	}
	if a.declared || storyAddress(a.URL) {
		return true
	}
	listing, err := ReadListing(ctx, d, nil, nil)
	return err != nil || !lists(a, listing)
}

// lists says that a page with items is a listing and not an article: it is the
// root of its site, or its address is not that of a story and most of its words
// are those of the items.
func lists(a *Article, listing *news.Listing) bool {
	if atRoot(a.URL) {
		return true
	}
	if a.Words >= LeastWords && (a.declared || storyAddress(a.URL)) {
		return false
	}
	if len(listing.Items) < fewestListed && a.Words > 0 {
		return false
	}
	listed := 0
	for _, it := range listing.Items {
		listed += len(strings.Fields(it.Title)) + len(strings.Fields(it.Summary))
	}
	return listed > 0 && listed >= a.Words/2
}

func atRoot(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}

// declaresArticle says that a page calls itself an article: with a date stated
// for programs, and by Open Graph or by JSON-LD that is of this very page.
func (r *articleReader) declaresArticle() bool {
	if !r.stated {
		return false
	}
	if strings.EqualFold(r.facts.first("og:type"), "article") {
		return true
	}
	key := addressKey(r.article.URL)
	return r.main != nil && r.article.URL != "" && (addressKey(r.main.text("url")) == key || addressKey(r.main.text("mainEntityOfPage")) == key)
}

// storyAddress says that the last part of a path names one story: a slug of
// four words and more, or a number of five digits and more.
func storyAddress(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	last, digits := path.Base(u.Path), 0
	for _, c := range last {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	return digits >= 5 || strings.Count(last, "-")+strings.Count(last, "_") >= 3
}
