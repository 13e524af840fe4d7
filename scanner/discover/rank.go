package discover

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"alsoread/news"
)

// Scores of candidates, the lower the better; the order of the page decides
// among equals.
const (
	scoreOwn      = 20   // of an article or a section, where the site has one too
	scoreDoubtful = 100  // declared without the media type of a feed
	scoreAnchor   = 200  // only linked to
	scoreForeign  = 50   // linked to on another site
	scoreSitemap  = 500  // what it lists has neither text nor, often, title
	scoreNews     = -250 // a sitemap for news does have titles
	scoreComments = 1000 // what readers wrote
)

// ranked orders candidates and drops those that were named before.
func ranked(list []Found, page *url.URL) []Found {
	seen := map[string]bool{}
	list = slices.DeleteFunc(list, func(f Found) bool {
		twice := seen[f.URL]
		seen[f.URL] = true
		return twice
	})
	for i := range list {
		list[i].score = score(&list[i], page)
	}
	slices.SortStableFunc(list, func(a, b Found) int { return cmp.Compare(a.score, b.score) })
	for i := range list {
		list[i].Rank = i + 1
	}
	return list
}

func score(f *Found, page *url.URL) (n int) {
	if f.Comments {
		n += scoreComments
	}
	if f.Kind == news.KindSitemap {
		n += scoreSitemap
		if strings.Contains(f.URL, "news") {
			n += scoreNews
		}
	}
	switch f.How {
	case ByLink:
		if !isFeedType(f.Type) {
			n += scoreDoubtful
		}
		if isBelow(f.URL, page) {
			n += scoreOwn
		}
	case ByAnchor:
		n += scoreAnchor
		if u := absolute(f.URL); page != nil && u != nil && domainOf(u) != domainOf(page) {
			n += scoreForeign
		}
	}
	return n
}

// isBelow says whether a feed stands below the page's own path, as WordPress
// has the comments of an article and the stories of a section.
func isBelow(address string, page *url.URL) bool {
	if page == nil {
		return false
	}
	folder := strings.TrimRight(page.Path, "/")
	u := absolute(address)
	return folder != "" && u != nil && u.Host == page.Host && strings.HasPrefix(u.Path, folder+"/")
}
