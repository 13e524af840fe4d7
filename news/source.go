package news

import (
	"net/netip"
	"regexp"
	"time"
)

// Kind says how the bytes of a source are to be read.
type Kind string

const (
	KindAuto    Kind = "auto"    // decided by what the bytes are
	KindFeed    Kind = "feed"    // RSS, Atom, RDF, JSON Feed, CDF
	KindPage    Kind = "page"    // a listing page: HTML
	KindSitemap Kind = "sitemap" // a sitemap, a news sitemap, or an index of them
)

// What a source has fetched of the targets of Also Read links.
const (
	FollowPublisher = "publisher" // those at the publisher of the page that links to them
	FollowAll       = "all"
)

// Timetable tells when a source is to be scanned next: a Period, or a cron
// expression (the schedules of github.com/robfig/cron/v3 satisfy it).
type Timetable interface {
	// Next returns the first time after t; the zero time when there is none.
	Next(t time.Time) time.Time
}

// Period is the timetable of "@every 15m": the multiples of its length since
// the beginning of 1970 in UTC, so that it does not depend on when a process
// began. It counts in whole seconds and is at least one long. Sources that
// share it fall on the same moment; it is for the scanner to spread them.
type Period time.Duration

// Next returns the first multiple after t.
func (p Period) Next(t time.Time) time.Time {
	seconds, every := t.Unix(), int64(p.Length()/time.Second)
	past := seconds % every
	if past < 0 {
		past += every
	}
	return time.Unix(seconds-past+every, 0).In(t.Location())
}

// Length is the time from one to the next.
func (p Period) Length() time.Duration {
	return max(time.Duration(p).Truncate(time.Second), time.Second)
}

// Source is something that is scanned: one entry of sources.yaml with the
// defaults of the file already filled in. It is configuration, checked when
// the file was read; what scans have learnt is in State.
type Source struct {
	Name      string // unique within the file
	URL       string // as configured, after ${ENV_NAME} was filled in: may hold a secret, so never log it (see DisplayURL)
	Display   string // the URL as the file has it, before ${ENV_NAME}: safe to show
	Kind      Kind
	Publisher string   // never empty: by default the registrable domain of URL
	Tags      []string // in the order of the file
	Disabled  bool     // kept in the file and in the store, but not scanned

	Schedule  string         // as written: "*/10 6-23 * * *", "@every 15m", "auto"
	Timetable Timetable      // nil when Schedule is "auto"
	Location  *time.Location // of cron fields and of what people see; never nil

	Timeout       time.Duration  // for the whole exchange, redirects and body included
	MaxBody       int64          // bytes, counted after decompression
	MaxItems      int            // newest kept
	MaxArticles   int            // article pages read in one scan
	PerHost       int            // connections to one host at once
	HostDelay     time.Duration  // least time between two requests to one host; 0 for none
	UserAgent     string         // empty: the program's own
	AllowNetworks []netip.Prefix // private ranges that may be dialled for this source

	Headers  map[string]string // sent to the source's own host only; may hold secrets
	Cookies  map[string]string // likewise
	User     string            // HTTP basic authentication, likewise
	Password string
	Proxy    string // http, https or socks5 URL; empty: the environment's

	Articles   bool           // also read each new story's own page
	Follow     string         // "", FollowPublisher or FollowAll: fetch the targets of Also Read links
	Select     *Select        // selectors of a listing page; nil: found automatically
	URLPattern *regexp.Regexp // stories of a listing page must match; nil: all
	Article    *ArticleSelect // selectors of the source's article pages; nil: found automatically
}

// Select holds the CSS selectors of a listing page. Every field but Item is
// relative to the item; "a@data-href" takes an attribute instead of the text.
type Select struct {
	Item       string // the card of one story; required
	Link       string // @href by default; empty: the first a[href], or the item itself
	Title      string
	Summary    string
	Author     string
	Time       string
	TimeFormat string // a Go reference-time layout; empty: read as it comes
	TimeLocale string // language of the names in TimeFormat, of DateLocales; empty: English
	Image      string // @src by default
	Remove     []string
	Next       string // link to the next page of the listing
	MaxPages   int    // pages read in one scan; at least 1
}

// ArticleSelect holds the CSS selectors of a source's article pages.
type ArticleSelect struct {
	Body     string
	Remove   []string
	AlsoRead string
}
