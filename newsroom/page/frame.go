package page

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"alsoread/news"
)

// Frame is what stands around every page.
type Frame struct {
	Root  string // the way from this page to the newsroom's root: "./" or "../", so that pages hold behind any prefix
	Name  string // of the newsroom
	Title string // of the page; empty on the front page
	Here  string // which of the pages in the masthead this is: "feed", "sources", "search", or none
	Asked string // what stands in the search box
	Said  string // what came of what was just done; empty: nothing was
	Now   time.Time
	Zone  *time.Location
	Feeds []Feed // of what the page shows
	Scan  Progress
	Live  bool // the page is worth telling of what happens

	SignedIn bool // by a password, so that one can sign out
	Bare     bool // nothing but the page itself: the door

	// Pictures: the newsroom shows the pictures of stories, fetched by itself.
	Pictures bool
	// Marks: what was read and saved is kept, and can be said.
	Marks bool

	until *time.Time // when the part being drawn changes by itself; nil: it is not kept
}

// Feed is a feed of what a page shows.
type Feed struct {
	Title string
	Type  string // media type
	Short string // "RSS"
	Href  string // relative to the root
}

// Progress is how far the scan under way has come.
type Progress struct {
	Running bool
	Done    int
	Total   int
	New     int // stories
}

// Picture is the way to a story's picture, which the newsroom fetches so that
// nobody's browser has to ask another host; empty: there is none to show.
func (f Frame) Picture(s news.Story) string {
	if !f.Pictures || s.Image == "" || s.ID == 0 {
		return ""
	}
	return f.Root + "images/" + strconv.FormatInt(s.ID, 10)
}

// GroupWay is the way to a group's page, StoryWay to a story's.
func (f Frame) GroupWay(id int64) string { return f.Root + "group/" + strconv.FormatInt(id, 10) }
func (f Frame) StoryWay(id int64) string { return f.Root + "story/" + strconv.FormatInt(id, 10) }

// With is the way to the front page narrowed by one thing.
func (f Frame) With(name, value string) string {
	return f.To("", url.Values{name: {value}}.Encode())
}

// Outside is an address of another host that a link may lead to: http and https
// alone. Browsers run what other schemes hold.
func (f Frame) Outside(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	if strings.ContainsAny(u.Host, "<>\"'`\\^{}|()% ") { // no host has these
		return ""
	}
	return u.String()
}

// Find is the way to a search by one field, or for words where it names none.
func (f Frame) Find(field, value string) string {
	if strings.ContainsAny(value, " \t:()") {
		value = `"` + value + `"`
	}
	if field != "" {
		value = field + ":" + value
	}
	return f.To("search", url.Values{"q": {value}}.Encode())
}

// To is the way to a page with a query; an empty query: without one.
func (f Frame) To(page, query string) string {
	if query == "" {
		return f.Root + page
	}
	return f.Root + page + "?" + query
}
