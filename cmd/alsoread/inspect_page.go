package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"alsoread/news"
	"alsoread/scanner/discover"
	"alsoread/scanner/feed"
	"alsoread/scanner/page"
)

// Kinds of an inspected page.
const (
	asArticle news.Kind = "article"
	asListing news.Kind = "listing"
)

func validAs(as string) bool {
	return as == "" || news.Kind(as) == asArticle || news.Kind(as) == asListing
}

// inspectedPage is what an inspection has of a page only. Times of an article
// bear the zone in which the page wrote them.
type inspectedPage struct {
	URL          string          `json:"url,omitempty"`
	CanonicalURL string          `json:"canonical_url,omitempty"`
	Guessed      bool            `json:"guessed,omitempty"` // nobody said what kind of page it is
	Published    *time.Time      `json:"published,omitempty"`
	Modified     *time.Time      `json:"modified,omitempty"`
	Section      string          `json:"section,omitempty"`
	ImageCredit  string          `json:"image_credit,omitempty"`
	Paywalled    bool            `json:"paywalled,omitempty"`
	Words        int             `json:"words,omitempty"`
	Text         string          `json:"text,omitempty"`
	HTML         string          `json:"html,omitempty"`
	AlsoRead     []inspectedLink `json:"also_read,omitzero"` // an article always has the key
	Feeds        []inspectedFeed `json:"feeds,omitzero"`     // a page always has it
}

type inspectedLink struct {
	URL   string `json:"url"`
	Title string `json:"title"`
	Label string `json:"label"` // empty: only the markup says what it is
}

type inspectedFeed struct {
	URL   string `json:"url"`
	Title string `json:"title"`
	Type  string `json:"type"` // media type
}

// inspectPage reads a page as it is told to, or as what it looks like. A page
// that stands in the place of another (a login, a captcha) is named as such
// unless it is told what to be.
func inspectPage(ctx context.Context, in inspected, doc feed.Document) (inspection, error) {
	d := page.Document{Body: doc.Body, URL: doc.URL, ContentType: doc.ContentType, Now: time.Now().UTC()}
	kind := news.Kind(in.As)
	if barrier := discover.BarrierOf(doc.Body, doc.URL, doc.ContentType); barrier != "" && kind == "" {
		return inspection{Kind: news.KindPage}, fmt.Errorf("this is %s", barrier)
	}
	var out inspection
	var err error
	switch kind {
	case asArticle:
		out, err = inspectArticle(ctx, d)
	case asListing:
		out, err = inspectListing(ctx, d)
	default:
		out, err = guessPage(ctx, d)
	}
	if err != nil {
		return inspection{Kind: news.KindPage, inspectedPage: inspectedPage{Feeds: feedsOf(doc)}}, err
	}
	out.File, out.Feeds = in.File, feedsOf(doc)
	return out, nil
}

func inspectArticle(ctx context.Context, d page.Document) (inspection, error) {
	a, err := page.ReadArticle(ctx, d, nil)
	if err != nil {
		return inspection{}, err
	}
	return articleInspection(a), nil
}

func articleInspection(a *page.Article) inspection {
	out := inspection{Kind: asArticle, Title: a.Title, Authors: a.Authors, Image: a.Image, Language: a.Language, Categories: a.Tags,
		inspectedPage: inspectedPage{URL: a.URL, CanonicalURL: a.CanonicalURL, Published: zoned(a.Published), Modified: zoned(a.Modified),
			Section: a.Section, ImageCredit: a.ImageCredit, Paywalled: a.Paywalled, Words: a.Words, Text: a.Text, HTML: a.HTML}}
	if out.AlsoRead = []inspectedLink{}; out.Authors == nil {
		out.Authors = []string{}
	}
	for _, l := range a.AlsoRead {
		out.AlsoRead = append(out.AlsoRead, inspectedLink{URL: l.URL, Title: l.Title, Label: l.Label})
	}
	for _, p := range a.Problems {
		out.Problems = append(out.Problems, inspectedProblem(p))
	}
	return out
}

func inspectListing(ctx context.Context, d page.Document) (inspection, error) {
	l, err := page.ReadListing(ctx, d, nil, nil)
	if err != nil {
		return inspection{}, err
	}
	return listingInspection(d, l), nil
}

func listingInspection(d page.Document, l *news.Listing) inspection {
	out := inspectionOf("", l)
	out.Kind, out.URL = asListing, d.URL
	return out
}

// guessPage reads a page as what it rather is.
func guessPage(ctx context.Context, d page.Document) (inspection, error) {
	article, listing, err := page.Read(ctx, d)
	if err != nil {
		return inspection{}, err
	}
	var out inspection
	if listing != nil {
		out = listingInspection(d, listing)
	} else {
		out = articleInspection(article)
	}
	out.Guessed = true
	return out, nil
}

func feedsOf(doc feed.Document) []inspectedFeed {
	out := []inspectedFeed{}
	for _, f := range discover.Feeds(doc.Body, doc.URL, doc.ContentType) {
		if f.How == discover.ByLink {
			out = append(out, inspectedFeed{URL: f.URL, Title: f.Title, Type: f.Type})
		}
	}
	return out
}

// zoned is a time in JSON in the zone it was written in.
func zoned(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.Truncate(time.Second)
	return &t
}

// describe writes what a page is, for people.
func (p inspectedPage) describe(w io.Writer) {
	guessed := ""
	if p.Guessed {
		guessed = " (guessed; --as decides)"
	}
	when := ""
	if p.Published != nil {
		when = p.Published.Format(time.RFC3339)
	}
	for _, row := range [][2]string{
		{"canonical", p.CanonicalURL}, {"published", when}, {"section", p.Section}, {"credit", p.ImageCredit},
	} {
		if row[1] != "" {
			fmt.Fprintf(w, "  %-12s %s\n", row[0], fit(row[1], 100))
		}
	}
	if p.Words > 0 {
		fmt.Fprintf(w, "  %-12s %d words%s\n", "article", p.Words, guessed)
	}
	for _, l := range p.AlsoRead {
		fmt.Fprintf(w, "  %-12s %s  %s\n", "also read", fit(l.Title, 60), plain(l.URL))
	}
	for _, f := range p.Feeds {
		fmt.Fprintf(w, "  %-12s %s\n", "feed", plain(f.URL))
	}
}
