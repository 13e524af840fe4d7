package page

import (
	"net/url"

	"alsoread/news"
)

// Front is the front page.
type Front struct {
	Frame
	Headlines  []news.Group
	Trends     []Trend
	Exclusives []Entry
	Entries    []Entry // the feed
	Older      string  // the query of the next part of the feed; empty: this is its end
	Later      bool    // this is not the feed's beginning
	Before     string  // the place at which this part begins; empty: the beginning
	Filter     Filter
	Scanning   []Scanned
	Sources    int // that are scanned
	Failing    int // of them

	draw drawer
}

// Narrowed reports whether the feed is of less than everything.
func (v *Front) Narrowed() bool { return v.Filter.Asked() != "" }

// Entry is a group in a list.
type Entry struct {
	Group   news.Group
	Lead    news.Story
	Broke   news.Story // the earliest; the zero Story where that is the lead
	Tellers []Teller   // who told it, the first first
	Others  int        // further publishers
	Reasons []news.Reason
	Also    []Pointer
	Drawn   *Part // nil: it is drawn each time
}

// Teller is a publisher with its story.
type Teller struct {
	Publisher string
	Story     int64
}

// Pointer leads to something that was written besides: to the group or the story
// where it is known here, to its own address where it is not.
type Pointer struct {
	Title    string
	Label    string // as the page has it: "Also Read"
	Language string
	Group    int64
	Story    int64
	URL      string
}

// Way is where a pointer leads to; empty: nowhere.
func (f Frame) Way(p Pointer) string {
	switch {
	case p.Group != 0:
		return f.GroupWay(p.Group)
	case p.Story != 0:
		return f.StoryWay(p.Story)
	}
	return f.Outside(p.URL)
}

// Trend is a term on the rise.
type Trend struct {
	Term       string
	Publishers int
	Before     float64
	Title      string // of the group where it is met most
	Group      int64
}

// Scanned is what the last scan of a source brought.
type Scanned struct {
	Source string
	Says   string // "3 new", "unchanged", "timeout, since 05:10"
	Bad    bool
}

// Filter is what the feed may be narrowed by, and what it is narrowed by.
type Filter struct {
	Tags, Publishers               []string
	Shelf                          []string // the tags that stand in the open
	Languages                      []Language
	Tag, Publisher, Language, Time string
	Show                           string // Unread, Saved, or empty: everything
	Drawn                          *Part  // of these lists; nil: it is drawn each time
}

// What the feed may show alone.
const (
	Unread = "unread"
	Saved  = "saved"
)

// Language is a language with the name it gives itself.
type Language struct{ Tag, Name string }

// Spans are the times that the feed may be narrowed to.
func (Filter) Spans() []Span {
	return []Span{{"1h", "Last hour"}, {"6h", "Last 6 hours"}, {"24h", "Last 24 hours"}, {"7d", "Last 7 days"}}
}

// Span is a length of time, as an address has it and as people call it.
type Span struct{ Value, Name string }

// Asked is the query of what the feed is narrowed by.
func (f Filter) Asked() string {
	q := url.Values{}
	for name, value := range map[string]string{"tag": f.Tag, "publisher": f.Publisher, "lang": f.Language, "time": f.Time, "show": f.Show} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q.Encode()
}

// Known reports whether a pointer stays within the newsroom.
func (p Pointer) Known() bool { return p.Group != 0 || p.Story != 0 }
