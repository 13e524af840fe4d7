package sitemap

import (
	"html"
	"net/url"
	"strings"
	"time"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// maxKeywords is how many keywords of one item are kept.
const maxKeywords = 64

// take judges an entry and keeps it among the newest.
func (r *reader) take(e *entry) {
	e.url = clean.URL(decode(e.raw[loc]), r.base)
	switch {
	case len(e.raw[loc]) == 0:
		r.count(e.line, "an entry without an address was left out", "%d entries without an address were left out")
	case e.url == "":
		r.count(e.line, "an entry whose address is no web address was left out",
			"%d entries whose addresses are no web addresses were left out")
	case e.child:
		r.index = true
		r.dateChild(e)
		r.children.add(e)
	case isFront(e.url):
		r.count(e.line, "a front page, which is no story, was left out", "%d front pages, which are no stories, were left out")
	case r.pattern == nil || r.pattern.MatchString(e.url):
		e.modified, _ = r.date(e, lastmod)
		e.at = r.publishedAt(e)
		r.items.add(e)
	}
}

// isFront says whether an address is that of a whole site.
func isFront(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.Trim(u.EscapedPath(), "/") == "" && u.RawQuery == ""
}

// dateChild dates a sitemap of an index. Many indexes date none; then the month
// or day in the name of the file tells which is the newest, and one for news
// goes before others.
func (r *reader) dateChild(e *entry) {
	var stated bool
	e.at, stated = r.date(e, lastmod)
	e.exact = stated && !e.at.IsZero()
	if e.at.IsZero() {
		e.at = clean.Clamp(monthOf(e.url), r.now)
	}
	e.first = strings.Contains(strings.ToLower(e.url), "news")
}

// publishedAt is when an item was published: as it says, or else by the day in
// its address when that is before its lastmod, or else by its lastmod.
func (r *reader) publishedAt(e *entry) time.Time {
	if t, _ := r.date(e, published); !t.IsZero() {
		return t
	}
	modified := e.modified
	day := clean.Clamp(dayOf(e.url), r.now)
	if !day.IsZero() && (modified.IsZero() || day.AddDate(0, 0, 1).Before(modified)) {
		r.count(e.line, "a date was taken from the address", "%d dates were taken from the addresses")
		return day
	}
	return modified
}

// date reads a date of an entry; zero when there is none that can be kept.
// timed says that it has a time of day.
func (r *reader) date(e *entry, f field) (t time.Time, timed bool) {
	if len(e.raw[f]) == 0 {
		return time.Time{}, false
	}
	text := decode(e.raw[f])
	t, note, ok := clean.Date(text, r.now)
	kept := clean.Clamp(t, r.now)
	timed = strings.Contains(text, ":")
	switch {
	case !ok:
		r.count(e.line, "a date could not be read", "%d dates could not be read")
		return time.Time{}, false
	case kept.IsZero():
		r.count(e.line, "a date that cannot be right was left out", "%d dates that cannot be right were left out")
	case note != "" && timed: // days are good dates here: W3C Datetime
		r.count(e.line, "a date has "+note, "%d dates have "+note)
	}
	return kept, timed
}

// item makes the item of an entry.
func (r *reader) item(e *entry) news.Item {
	item := news.Item{
		URL: e.url, Line: e.line, Title: e.text(title),
		Published: e.at, Updated: e.modified,
		Language:   clean.Language(e.text(language)),
		Categories: keywordsOf(e.text(keywords)),
		Image:      clean.URL(decode(e.raw[image]), r.base),
	}
	if item.Title == "" {
		item.Title = titleOf(e.url)
		r.count(e.line, "a title is missing: made from the address", "%d titles are missing: made from the addresses")
	}
	if text := e.text(description); text != "" {
		item.Summary = clean.HTML(html.EscapeString(text), nil)
	}
	return item
}

// keywordsOf splits news:keywords.
func keywordsOf(text string) []string {
	var list []string
	seen := map[string]bool{}
	for word := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == ',' || c == ';' || c == '、' || c == '،' }) {
		word = strings.TrimSpace(word)
		if low := strings.ToLower(word); word != "" && !seen[low] && len(list) < maxKeywords {
			seen[low] = true
			list = append(list, word)
		}
	}
	return list
}
