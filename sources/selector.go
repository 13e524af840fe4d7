package sources

import (
	"regexp"
	"strings"
	"time"

	"github.com/andybalholm/cascadia"

	"alsoread/news"
)

const (
	maxRemove = 64  // selectors of one remove list
	maxPages  = 100 // pages of a listing read in one scan
)

// attribute is the end of a selector that takes an attribute: "a@data-href".
// An at sign within brackets or quotes is none, for they would follow it.
var attribute = regexp.MustCompile(`@([A-Za-z_:][-A-Za-z0-9_:.]*)$`)

// selector reads a CSS selector of elements.
func (r *reader) selector(at place) (string, bool) {
	s, ok := r.plain(at, maxPattern)
	if !ok {
		return "", false
	}
	if attribute.MatchString(s) {
		r.fault(at, "selects elements; it takes no @attribute")
		return "", false
	}
	return s, r.compiles(at, s)
}

// field reads a CSS selector that may end in "@attribute"; "@attribute" alone
// is an attribute of the item itself.
func (r *reader) field(at place) (string, bool) {
	s, ok := r.plain(at, maxPattern)
	if !ok {
		return "", false
	}
	css := strings.TrimSpace(attribute.ReplaceAllString(s, ""))
	return s, css == "" || r.compiles(at, css)
}

// compiles checks a selector with the compiler that goquery uses: there a bad
// one silently matches nothing.
func (r *reader) compiles(at place, css string) bool {
	if _, err := cascadia.Compile(css); err != nil {
		r.fault(at, "%s is no CSS selector: %v", quote(css), err)
		return false
	}
	if costly(css) {
		r.fault(at, "%s holds :has more than once for one element, which is too costly", quote(css))
		return false
	}
	return true
}

// costly says that one compound of a selector ("article.card:has(h2)") holds :has
// twice: each is a walk through all that is below every element of a page.
func costly(css string) bool {
	depth, has := 0, 0
	for i := range len(css) {
		switch c := css[i]; {
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth--
		case depth == 0 && strings.IndexByte(" \t\n,>+~", c) >= 0:
			has = 0
		case c == ':' && (strings.HasPrefix(css[i:], ":has(") || strings.HasPrefix(css[i:], ":haschild(")):
			if has++; has > 1 {
				return true
			}
		}
	}
	return false
}

// selectors reads a list of CSS selectors.
func (r *reader) selectors(at place) ([]string, bool) {
	var all []string
	for _, item := range r.list(at, maxRemove) {
		if s, ok := r.selector(item); ok {
			all = append(all, s)
		}
	}
	return all, true
}

// pattern reads a regular expression.
func (r *reader) pattern(at place) (*regexp.Regexp, bool) {
	s, ok := r.literal(at, maxPattern)
	if !ok {
		return nil, false
	}
	re, err := regexp.Compile(s)
	if err != nil {
		r.fault(at, "%s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		return nil, false
	}
	return re, true
}

// timeFormat reads a layout of Go's reference time. One that names no day is
// most often a layout of another language, such as YYYY-MM-DD.
func (r *reader) timeFormat(at place) (string, bool) {
	s, ok := r.plain(at, maxPattern)
	if !ok {
		return "", false
	}
	one := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	other := one.AddDate(16, 8, 24)
	if one.Format(s) == other.Format(s) {
		r.fault(at, "%s holds no day; it is written with Go's reference time, Mon Jan 2 15:04:05 2006", quote(s))
		return "", false
	}
	if _, err := time.Parse(s, one.Format(s)); err != nil {
		r.fault(at, "%s cannot be read back; it is written with Go's reference time, Mon Jan 2 15:04:05 2006", quote(s))
		return "", false
	}
	return s, true
}

// locale reads a language tag, of a language whose names of months are known.
func (r *reader) locale(at place) (string, bool) {
	s, ok := r.plain(at, maxTag)
	if !ok {
		return "", false
	}
	if news.DateLocale(s) == "" {
		r.fault(at, "%s is no language whose names of months are known: %s", quote(s), news.DateLocales)
		return "", false
	}
	return s, true
}

// selectKeys are the keys of select.
var selectKeys = setters[news.Select]{
	"item":        setTo((*reader).selector, func(s *news.Select) *string { return &s.Item }),
	"link":        setTo((*reader).field, func(s *news.Select) *string { return &s.Link }),
	"title":       setTo((*reader).field, func(s *news.Select) *string { return &s.Title }),
	"summary":     setTo((*reader).field, func(s *news.Select) *string { return &s.Summary }),
	"author":      setTo((*reader).field, func(s *news.Select) *string { return &s.Author }),
	"time":        setTo((*reader).field, func(s *news.Select) *string { return &s.Time }),
	"time_format": setTo((*reader).timeFormat, func(s *news.Select) *string { return &s.TimeFormat }),
	"time_locale": setTo((*reader).locale, func(s *news.Select) *string { return &s.TimeLocale }),
	"image":       setTo((*reader).field, func(s *news.Select) *string { return &s.Image }),
	"remove":      setTo((*reader).selectors, func(s *news.Select) *[]string { return &s.Remove }),
	"next":        setTo((*reader).field, func(s *news.Select) *string { return &s.Next }),
	"max_pages":   setTo(number(1, maxPages), func(s *news.Select) *int { return &s.MaxPages }),
}

// readSelect reads the selectors of a listing page.
func readSelect(r *reader, s *news.Source, at place) {
	selected := &news.Select{}
	readMap(r, selected, at, selectKeys)
	if at.node.kind != mapNode {
		return
	}
	s.Select = selected
	if at.node.get("item") == nil {
		r.fault(at, "wants item, the selector of one story")
	}
	switch {
	case selected.MaxPages == 0 && at.node.get("next") != nil:
		selected.MaxPages = DefaultPages
	case selected.MaxPages == 0:
		selected.MaxPages = 1
	case selected.MaxPages > 1 && at.node.get("next") == nil:
		r.fault(at.under("max_pages", at.node.get("max_pages")), "has no effect without next, the link to the next page")
	}
	if at.node.get("time_format") != nil && at.node.get("time") == nil {
		r.fault(at.under("time_format", at.node.get("time_format")), "has no effect without time")
	}
	if at.node.get("time_locale") != nil && at.node.get("time_format") == nil {
		r.fault(at.under("time_locale", at.node.get("time_locale")), "has no effect without time_format")
	}
}

// articleKeys are the keys of article.
var articleKeys = setters[news.ArticleSelect]{
	"body":      setTo((*reader).selector, func(s *news.ArticleSelect) *string { return &s.Body }),
	"remove":    setTo((*reader).selectors, func(s *news.ArticleSelect) *[]string { return &s.Remove }),
	"also_read": setTo((*reader).selector, func(s *news.ArticleSelect) *string { return &s.AlsoRead }),
}

// readArticle reads the selectors of article pages.
func readArticle(r *reader, s *news.Source, at place) {
	s.Article = &news.ArticleSelect{}
	readMap(r, s.Article, at, articleKeys)
}
