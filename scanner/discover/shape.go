package discover

import (
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// feedNames are last segments of paths that are feeds on most sites.
var feedNames = set(`feed rss rss2 atom rdf rss.xml feed.xml atom.xml index.xml index.rdf index.rss index.atom feed.json
	feed.rss feed.atom rss.php feed.php rss.aspx rss.jsp rss.cfm rss.json rss2.xml rss.rdf news.rss news.xml`)

// feedFolders are segments below which feeds stand.
var feedFolders = set("rss rss2 rssfeeds rss-feeds feeds feed atom xmlrss feedburner")

// feedQueries are parameters that ask for a feed, with the beginnings of their
// values; "" is any.
var feedQueries = map[string][]string{
	"feed":   {"rss", "atom", "rdf", "comments", "json"},
	"format": {"rss", "atom", "feed"},
	"type":   {"rss", "atom"},
	"alt":    {"rss", "atom"},
	"output": {"rss", "atom"},
	"view":   {"rss", "atom"},
	"rss":    {""},
	"atom":   {""},
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// hints are what every address that looks like a feed or a sitemap has in it.
var hints = []string{"rss", "feed", "atom", "rdf", "index.xml", "news.xml", "sitemap"}

// mayBeFeed is a quick look at an address as it stands in the page.
func mayBeFeed(href string) bool {
	if len(href) > 2048 {
		return false
	}
	href = strings.ToLower(href)
	for _, h := range hints {
		if strings.Contains(href, h) {
			return true
		}
	}
	return false
}

// looksLikeFeed says whether an address is one under which most sites have a feed.
func looksLikeFeed(u *url.URL) bool {
	p := strings.ToLower(strings.Trim(u.Path, "/"))
	segments := strings.Split(p, "/")
	last := segments[len(segments)-1]
	extension := path.Ext(last)
	switch {
	case isPage(extension) && extension != "":
		return hasFeedQuery(u)
	case feedNames[last], extension == ".rss", extension == ".atom", extension == ".rdf":
		return true
	case extension == ".xml" && (strings.Contains(last, "rss") || strings.Contains(last, "feed") || strings.Contains(last, "atom")):
		return true
	case extension == ".json" && strings.Contains(last, "feed") && !strings.Contains(p, "wp-json"):
		return true
	case extension == ".xml" || extension == "":
		for _, s := range segments[:len(segments)-1] {
			if feedFolders[s] {
				return true
			}
		}
		if label, _, _ := strings.Cut(u.Hostname(), "."); p != "" && (label == "feeds" || label == "rss" || label == "feed") {
			return true
		}
	}
	return hasFeedQuery(u)
}

// isPage says whether an extension is that of pages, pictures, sound or
// programs, which are no feeds unless their query says so.
func isPage(extension string) bool {
	switch extension {
	case ".html", ".htm", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".css", ".js", ".mp3", ".m4a", ".mp4", ".pdf", ".zip", ".opml", ".ico":
		return true
	}
	return false
}

func hasFeedQuery(u *url.URL) bool {
	if u.RawQuery == "" {
		return false
	}
	for name, values := range u.Query() {
		for _, begin := range feedQueries[strings.ToLower(name)] {
			if strings.HasPrefix(strings.ToLower(values[0]), begin) {
				return true
			}
		}
	}
	return false
}

// mayBeSitemap is looksLikeSitemap for an address as it stands in the page.
func mayBeSitemap(href string) bool {
	u, err := url.Parse(strings.TrimSpace(href))
	return err == nil && looksLikeSitemap(u)
}

// looksLikeSitemap leaves out the pages for people that go by that name.
func looksLikeSitemap(u *url.URL) bool {
	p := strings.ToLower(u.Path)
	if !strings.Contains(p, "sitemap") && !strings.Contains(p, "site-map") {
		return false
	}
	for _, end := range []string{".xml", ".xml.gz", ".txt", ".txt.gz"} {
		if strings.HasSuffix(p, end) {
			return true
		}
	}
	return false
}

// platforms have /feed and /rss paths that are no feeds of the page that links
// to them: sharing buttons, and readers to subscribe with.
var platforms = set(`facebook.com twitter.com x.com linkedin.com instagram.com pinterest.com threads.net threads.com
	tiktok.com whatsapp.com t.me telegram.me feedly.com inoreader.com newsblur.com yahoo.com netvibes.com bloglines.com
	google.com apple.com spotify.com subtome.com rss.com wikipedia.org mozilla.org`)

// isPlatform says whether an address is on a platform and the page is not.
func isPlatform(u, page *url.URL) bool {
	domain := domainOf(u)
	return platforms[domain] && (page == nil || domainOf(page) != domain)
}

// domainOf is the registrable domain of an address; its host where it has none.
func domainOf(u *url.URL) string {
	host := strings.ToLower(u.Hostname())
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}

// commentTitles are how content management systems call the feed of comments.
// "Comment" alone is a section of British papers, "Kommentare" one of German.
var commentTitles = []string{
	"comments feed", "comment feed", "comments rss", "comments atom", "comments (rss", "comments (atom", "comments on", "comments for",
	"all comments", "kommentar-feed", "kommentare-feed", "kommentarfeed", "kommentare als feed", "flux des commentaires",
	"flux de commentaires", "feed dei commenti", "feed de comentarios", "feed de los comentarios", "feed de comentários",
	"canal de comentarios", "rss de los comentarios", "fuente de comentarios", "reactiesfeed", "reacties feed", "reacties op",
	"kommentarsflöde", "kommentarsfeed", "kommentarer-feed", "kommentarstrøm", "kommenttien syöte", "kommenttisyöte",
	"kanał z komentarzami", "kanał komentarzy", "rss komentářů", "лента комментариев", "канал комментариев", "стрічка коментарів",
	"yorum beslemesi", "yorum akışı", "コメントフィード", "コメントのフィード", "评论 feed", "评论feed", "評論 feed", "迴響 feed",
	"댓글 피드", "ροή σχολίων", "פיד תגובות", "خلاصة التعليقات", "umpan komentar", "dòng bình luận",
}

// isComments says whether a feed is that of comments.
func isComments(address, title string) bool {
	title = strings.ToLower(title)
	for _, words := range commentTitles {
		if strings.Contains(title, words) {
			return true
		}
	}
	u := absolute(address)
	if u == nil {
		return false
	}
	p := strings.ToLower(u.Path)
	for _, part := range []string{"/comments/feed", "/comments/default", "/comments/rss", "/comments.rss", "/comments.atom", "/comments.xml", "/commentsrss", "/comments/atom", "/feed/comments", "/rss/comments"} {
		if strings.Contains(p, part) {
			return true
		}
	}
	for _, value := range u.Query()["feed"] {
		if strings.HasPrefix(value, "comments") {
			return true
		}
	}
	return false
}
