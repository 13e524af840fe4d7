package newsroom

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"alsoread/news"
	"alsoread/newsroom/page"
)

const (
	feedLength      = 20 // groups of one part of the feed
	headlinesLength = 6
	exclusives      = 6
	trendsLength    = 8
	scannedLength   = 12

	exclusiveFor = 48 * time.Hour // then it is no news
	railKept     = 2 * time.Second
)

// front serves the front page.
func (r *Room) front(w http.ResponseWriter, req *http.Request) error {
	filter, q, err := r.narrowing(req.Context(), req.URL.Query())
	if err != nil {
		return err
	}
	return r.send(w, req, func(ctx context.Context, w io.Writer) error {
		v := &page.Front{Frame: r.frame(req, "feed"), Filter: filter, Later: q.Before != (news.GroupCursor{}), Before: req.URL.Query().Get("before")}
		if err := r.fillFront(ctx, v, q); err != nil {
			return err
		}
		return r.pages.draw.Front(w, v)
	})
}

// narrowing reads what the feed is to be narrowed by.
func (r *Room) narrowing(ctx context.Context, values url.Values) (f page.Filter, q news.GroupQuery, err error) {
	f = page.Filter{Tag: values.Get("tag"), Publisher: values.Get("publisher"), Language: values.Get("lang"), Time: values.Get("time"), Show: values.Get("show")}
	if f.Tag != "" || f.Publisher != "" {
		if err := r.resolveFilter(ctx, &f); err != nil {
			return f, q, err
		}
	}
	if f.Tag != "" {
		q.Tags = []string{f.Tag}
	}
	q.Publisher, q.Language = f.Publisher, f.Language
	if err := showing(f.Show, &q); err != nil {
		return f, q, err
	}
	if f.Time != "" {
		length, ok := spans[f.Time]
		if !ok {
			return f, q, &refusal{status: http.StatusBadRequest, text: "time must be 1h, 6h, 24h or 7d"}
		}
		q.Since = time.Now().Add(-length)
	}
	if before := values.Get("before"); before != "" {
		if q.Before, err = parsePlace(before); err != nil {
			return f, q, err
		}
	}
	return f, q, nil
}

var spans = map[string]time.Duration{"1h": time.Hour, "6h": 6 * time.Hour, "24h": 24 * time.Hour, "7d": 7 * 24 * time.Hour}

// resolveFilter finds names as sources have them, regardless of case.
func (r *Room) resolveFilter(ctx context.Context, f *page.Filter) error {
	list, err := r.sourceList(ctx)
	if err != nil {
		return err
	}
	q := news.Query{Publisher: f.Publisher}
	if f.Tag != "" {
		q.Tags = []string{f.Tag}
	}
	if err := q.Resolve(list.all); err != nil {
		return &refusal{status: http.StatusNotFound, text: err.Error()}
	}
	if f.Publisher = q.Publisher; f.Tag != "" {
		f.Tag = q.Tags[0]
	}
	return nil
}

// A place in the feed is written as the sort value of a group and its number.

func place(g *news.Group) string {
	return strconv.FormatInt(g.Latest.UnixMilli(), 10) + "." + strconv.FormatInt(g.ID, 10)
}

func parsePlace(s string) (c news.GroupCursor, err error) {
	sort, id, ok := strings.Cut(s, ".")
	at, err1 := strconv.ParseInt(sort, 10, 64)
	c.ID, err = strconv.ParseInt(id, 10, 64)
	if !ok || err1 != nil || err != nil || c.ID < 1 || at < 0 || at > math.MaxInt64>>10 {
		return c, &refusal{status: http.StatusBadRequest, text: "before is no place in the feed"}
	}
	c.Sort = float64(at)
	return c, nil
}

func (r *Room) fillFront(ctx context.Context, v *page.Front, q news.GroupQuery) error {
	sources, err := r.sourceList(ctx)
	if err != nil {
		return err
	}
	v.Sources, v.Failing = sources.scanned, sources.failing
	v.Filter.Tags, v.Filter.Shelf, v.Filter.Publishers, v.Filter.Drawn = sources.tags, sources.shelf, sources.publishers, sources.filter
	if t := v.Filter.Tag; t != "" && !slices.Contains(sources.shelf, t) {
		v.Filter.Shelf = append(slices.Clone(sources.shelf), t)
	}
	v.Scanning = r.scanning()
	v.Feeds = feedsOf("Events", "groups", "")
	if v.Filter.Tag != "" {
		v.Feeds = feedsOf(v.Filter.Tag, "tag/"+url.PathEscape(v.Filter.Tag), "")
	}
	if r.coverage == nil {
		return nil
	}
	if err := r.fillRails(ctx, v); err != nil {
		return err
	}
	if err := r.fillFeed(ctx, v, q); err != nil {
		return err
	}
	v.Filter.Languages, err = r.languages(ctx, v.Filter.Language)
	return err
}

// fillFeed reads one group more than it shows, to know whether there is more.
func (r *Room) fillFeed(ctx context.Context, v *page.Front, q news.GroupQuery) error {
	q.Limit = feedLength + 1
	groups, err := r.groupsOf(ctx, q)
	if err != nil {
		return fmt.Errorf("read the groups: %w", err)
	}
	if len(groups) > feedLength {
		groups = groups[:feedLength]
		asked, _ := url.ParseQuery(v.Filter.Asked()) // it was made a moment ago
		asked.Set("before", place(&groups[feedLength-1]))
		v.Older = asked.Encode()
	}
	v.Entries, err = r.entriesOf(ctx, groups)
	return err
}

func (r *Room) groupsOf(ctx context.Context, q news.GroupQuery) (out []news.Group, err error) {
	for g, err := range r.coverage.Groups(ctx, q) {
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

func (r *Room) fillRails(ctx context.Context, v *page.Front) (err error) {
	if v.Headlines, err = r.pages.headlines.get(ctx, railKept, r.readHeadlines); err != nil {
		return err
	}
	if v.Exclusives, err = r.pages.exclusives.get(ctx, railKept, r.readExclusives); err != nil {
		return err
	}
	v.Trends, err = r.pages.trends.get(ctx, railKept, r.readTrends)
	return err
}

// readHeadlines prefers what more than one newsroom told.
func (r *Room) readHeadlines(ctx context.Context) (out []news.Group, err error) {
	for _, publishers := range []int{2, 0} {
		out = nil
		for g, err := range r.coverage.Groups(ctx, news.GroupQuery{Order: news.GroupsHeadlines, Publishers: publishers, Limit: headlinesLength}) {
			if err != nil {
				return nil, fmt.Errorf("read the headlines: %w", err)
			}
			out = append(out, g)
		}
		if len(out) >= headlinesLength/2 {
			break
		}
	}
	return out, nil
}

func (r *Room) readExclusives(ctx context.Context) (out []page.Entry, err error) {
	now := time.Now()
	q := news.GroupQuery{Exclusive: true, ExclusiveAt: now.Add(-exclusiveAfter), Since: now.Add(-exclusiveFor), Limit: exclusives}
	groups, err := r.groupsOf(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("read the exclusives: %w", err)
	}
	return r.entriesOf(ctx, groups)
}

func (r *Room) readTrends(ctx context.Context) (out []page.Trend, err error) {
	all, err := r.coverage.Trends(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the trends: %w", err)
	}
	for _, t := range all[:min(trendsLength, len(all))] {
		shown := page.Trend{Term: t.Term, Publishers: t.Publishers, Before: t.Before}
		if len(t.Groups) > 0 && r.pages.groups != nil {
			if g, err := r.pages.groups.Group(ctx, t.Groups[0]); err == nil { // else it was purged meanwhile
				shown.Title, shown.Group = g.Title, g.ID
			}
		}
		out = append(out, shown)
	}
	return out, nil
}

// scanning is how the latest scans ended, each source once.
func (r *Room) scanning() []page.Scanned {
	var out []page.Scanned
	seen := map[string]bool{}
	for _, s := range r.progress.latest() {
		if seen[s.Source] || len(out) == scannedLength {
			continue
		}
		seen[s.Source] = true
		out = append(out, page.Scanned{Source: s.Source, Says: scanSays(&s), Bad: s.Error != ""})
	}
	return out
}

// scanSays has the words that room.js has for a scan (scanHappened).
func scanSays(s *ScanReport) string {
	switch {
	case s.Error != "":
		return orElse(s.Cause, "failed")
	case s.New > 0:
		return strconv.Itoa(s.New) + " new"
	case s.Status == news.StatusOK:
		return "nothing new"
	}
	return string(s.Status)
}
