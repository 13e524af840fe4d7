package newsroom

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"alsoread/news"
	"alsoread/newsroom/page"
)

// GroupReader reads single groups for the pages. An error may be ErrNotFound.
type GroupReader interface {
	// Group returns one group. The number of one that was joined to another
	// leads to that other.
	Group(ctx context.Context, id int64) (news.Group, error)
	// Members returns the stories of a group, the earliest first, at most limit
	// of them (0: all), with what tied each to it.
	Members(ctx context.Context, group int64, limit int) ([]news.Member, error)
	// MembersOf returns those of some groups, by their numbers, at most limit of
	// each, without their sightings. Groups that are not there are left out.
	MembersOf(ctx context.Context, groups []int64, limit int) (map[int64][]news.Member, error)
}

// TieReader reads what else there is to read. An error may be ErrNotFound.
type TieReader interface {
	// Related returns the groups of the same thread, the nearest first.
	Related(ctx context.Context, group int64, limit int) ([]news.Relation, error)
	// Recommended returns what the publishers of stories recommend, by the numbers
	// of the stories, without what is in the story's own group.
	Recommended(ctx context.Context, stories []news.Story) (map[int64][]news.Link, error)
	// AlsoRead returns what Recommended does, and the groups that are related to a
	// story's own, at most limit of them.
	AlsoRead(ctx context.Context, stories []news.Story, limit int) (map[int64][]news.Link, map[int64][]news.Relation, error)
}

// Calendar counts the stories that each source listed for the first time, by
// source and by day in UTC, since a day.
type Calendar func(ctx context.Context, since time.Time) (map[string]map[time.Time]int, error)

// Languages returns the languages of the groups whose latest story is of since or
// later, as primary tags.
type Languages func(ctx context.Context, since time.Time) ([]string, error)

// pages is what the pages keep between two requests.
type pages struct {
	draw    *page.Pages
	files   map[string]page.File
	groups  GroupReader
	ties    TieReader
	days    Calendar
	entries *entries

	languagesSince Languages

	sources    remembered[*sourceList]
	calendar   remembered[calendar]
	headlines  remembered[[]news.Group]
	exclusives remembered[[]page.Entry]
	trends     remembered[[]page.Trend]
	languages  remembered[[]string]
}

func newPages(o Options) *pages {
	return &pages{draw: page.New(), files: page.Files(), groups: o.Groups, ties: o.Ties, days: o.Calendar, entries: newEntries(), languagesSince: o.Languages}
}

// pageRoutes are for people with a browser. What no other part answers ends here.
func (r *Room) pageRoutes() []route {
	routes := []route{
		{"GET", "/{$}", ScopeRead, r.front},
		{"GET", "/group/{id}", ScopeRead, r.groupPageOf},
		{"POST", "/group/{id}/correct", ScopeWrite, r.correctGroup},
		{"POST", "/group/{id}/undo", ScopeWrite, r.undoCorrection},
		{"GET", "/story/{id}", ScopeRead, r.storyPageOf},
		{"GET", "/sources", ScopeRead, r.sourcesPage},
		{"GET", "/sources/discover", ScopeAdmin, r.discover},
		{"POST", "/sources/add", ScopeAdmin, r.addSource},
		{"POST", "/sources/opml", ScopeAdmin, r.importOPML},
		{"POST", "/sources/scan", ScopeWrite, r.scanSource},
		{"POST", "/sources/change", ScopeAdmin, r.changeSource},
		{"POST", "/reading", ScopeWrite, r.markPage},
		{"GET", "/search", ScopeRead, r.searchPage},
		{"GET", "/feeds", ScopeRead, r.feedsPage},
		{"GET", "/static/{file}", ScopeNone, r.staticFile},
		{"GET", "/", ScopeNone, func(http.ResponseWriter, *http.Request) error { return errNotFound }},
	}
	for i, t := range routes {
		if t.pattern != "/static/{file}" {
			routes[i].serve = r.telling(t.serve)
		}
	}
	return routes
}

// frame is what stands around a page that lies so many folders below the root.
func (r *Room) frame(req *http.Request, here string) page.Frame {
	root := "./"
	if depth := strings.Count(req.URL.Path, "/") - 1; depth > 0 {
		root = strings.Repeat("../", depth)
	}
	p := r.progress.current()
	_, who := r.whoIs(req)
	return page.Frame{
		Root: root, Name: r.title, Here: here, Said: said[req.URL.Query().Get("said")], Now: time.Now(), Zone: r.zone,
		Scan:     page.Progress{Running: p.Begun != nil && p.Ended == nil, Done: p.Done, Total: p.Total, New: p.New},
		Live:     true,
		SignedIn: who == reader,
		Pictures: r.pictures != nil, Marks: r.reader != nil,
	}
}

// said is what a page says of what was just done, by the word in its address.
var said = map[string]string{
	"split":    "Split out. This is the event that came of it; what was corrected can be undone below.",
	"merge":    "Merged. It can be undone below.",
	"pin":      "Pinned: later grouping leaves these stories here.",
	"undo":     "Undone.",
	"added":    "Added to sources.yaml. Its first scan is under way.",
	"opml":     "Imported.",
	"removed":  "Removed from sources.yaml. Its stories stay.",
	"disabled": "Disabled in sources.yaml: it is not scanned until it is enabled again.",
	"enabled":  "Enabled. It is scanned by its schedule again.",
	"asked":    "It is being scanned now.",
	"waits":    "Its publisher asked us to wait; it is scanned as soon as that is over.",
	"nobody":   "Choose stories in the timeline first.",

	"through": "Marked as read, from the newest down to where you were.",
	"partly":  "The newest ten thousand are marked as read. There are more: mark again.",
}

// send draws a page. It is made anew each time, as the times on it are.
func (r *Room) send(w http.ResponseWriter, req *http.Request, make func(context.Context, io.Writer) error) error {
	return r.answer(w, req, document{contentType: "text/html; charset=utf-8", csp: page.Policy, make: make})
}

// telling makes a page of what a person could not be given.
func (r *Room) telling(serve func(http.ResponseWriter, *http.Request) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, req *http.Request) error {
		err := found(serve(w, req))
		var refused *refusal
		if !errors.As(err, &refused) || !strings.Contains(req.Header.Get("Accept"), "text/html") {
			return err
		}
		var b bytes.Buffer
		v := &page.Problem{Frame: r.frame(req, ""), Status: refused.status, Text: refused.text}
		v.Title = http.StatusText(refused.status)
		if r.pages.draw.Problem(&b, v) != nil {
			return err
		}
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", page.Policy)
		h.Set("Cache-Control", "no-store")
		w.WriteHeader(refused.status)
		_, _ = w.Write(b.Bytes()) // a client that has gone reads nothing
		return nil
	}
}

// back sends a browser on after it changed something, so that a page loaded
// again does not do it again. The way is relative to what was asked.
func back(w http.ResponseWriter, way string, values url.Values, place ...string) error {
	if len(values) > 0 {
		way += "?" + values.Encode()
	}
	way += strings.Join(place, "")
	h := w.Header()
	h.Set("Location", way) // http.Redirect would make it absolute, which a prefix does not survive
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// staticFile serves style, script and icon. Their names hold their hash: a
// browser never has to ask again.
func (r *Room) staticFile(w http.ResponseWriter, req *http.Request) error {
	f, ok := r.pages.files[req.PathValue("file")]
	if !ok {
		return errNotFound
	}
	if err := r.answer(w, req, document{contentType: f.ContentType, lasting: true, make: func(_ context.Context, w io.Writer) error {
		_, err := w.Write(f.Content)
		return err
	}}); err != nil {
		return fmt.Errorf("send %s: %w", f.Name, err)
	}
	return nil
}

// feedsOf are the three feeds at an address below /feeds, without its ending.
func feedsOf(title, path, query string) []page.Feed {
	var feeds []page.Feed
	for _, f := range formats {
		href := "feeds/" + path + "." + f.Ending
		if query != "" {
			href += "?" + query
		}
		feeds = append(feeds, page.Feed{Title: title, Type: f.ContentType, Short: strings.TrimSuffix(f.Name, " Feed"), Href: href})
	}
	return feeds
}

// pointers are links and related groups as a page shows them, each title once.
func pointers(links []news.Link, related []news.Relation, limit int) []page.Pointer {
	var out []page.Pointer
	seen := map[string]bool{}
	add := func(p page.Pointer) {
		if p.Title != "" && !seen[p.Title] && len(out) < limit {
			seen[p.Title] = true
			out = append(out, p)
		}
	}
	for _, l := range links {
		add(page.Pointer{Title: l.Title, Label: l.Label, Story: l.Story, URL: l.URL})
	}
	for _, t := range related {
		add(page.Pointer{Title: t.Group.Title, Group: t.Group.ID, Label: t.Reason.Label})
	}
	return out
}

// sourceList is what pages say of all sources.
type sourceList struct {
	all              []news.SourceState
	tags, publishers []string
	shelf            []string // the tags that most sources have
	scanned, failing int
	filter           *page.Part // drawn of these tags and publishers
}

// sourcesKept is how old what pages say of the sources may be. With 10,000 of
// them reading costs more than all else on the front page.
const sourcesKept = 3 * time.Second

func (r *Room) sourceList(ctx context.Context) (*sourceList, error) {
	return r.pages.sources.get(ctx, sourcesKept, func(ctx context.Context) (*sourceList, error) {
		all, err := r.store.Sources(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the sources: %w", err)
		}
		l := &sourceList{all: all}
		tags, publishers := map[string]int{}, map[string]int{}
		for i := range all {
			s := &all[i]
			if s.Gone {
				continue
			}
			l.scanned++
			if !s.State.FailingSince.IsZero() {
				l.failing++
			}
			for _, t := range s.Tags {
				tags[t]++
			}
			publishers[s.Publisher] += s.Stories
		}
		l.tags, l.shelf, l.publishers = most(tags, maxTagsShown), most(tags, shelfLength), most(publishers, maxPublishersShown)
		l.filter = &page.Part{}
		if before, ok := r.pages.sources.last(); ok && slices.Equal(before.tags, l.tags) && slices.Equal(before.shelf, l.shelf) && slices.Equal(before.publishers, l.publishers) {
			l.filter = before.filter
		}
		return l, nil
	})
}

const (
	maxTagsShown       = 300
	shelfLength        = 8
	maxPublishersShown = 300
)

// most returns the names that count most, in the order of the alphabet.
func most(counts map[string]int, limit int) []string {
	names := slices.Collect(maps.Keys(counts))
	slices.SortFunc(names, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	names = names[:min(limit, len(names))]
	slices.Sort(names)
	return names
}
