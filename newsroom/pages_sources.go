package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"alsoread/news"
	"alsoread/newsroom/page"
)

// maxSourcesShown bounds the sources of the page; the others are found by the
// search of their stories.
const maxSourcesShown = 1000

// sourcesPage serves the page of all sources.
func (r *Room) sourcesPage(w http.ResponseWriter, req *http.Request) error {
	return r.send(w, req, func(ctx context.Context, w io.Writer) error {
		v := &page.Sources{Frame: r.frame(req, "sources"), Writable: r.desk != nil, URL: req.URL.Query().Get("url")}
		v.Title = "Sources"
		v.Feeds = feedsOf("All stories", "all", "")
		if err := r.fillSources(ctx, v); err != nil {
			return err
		}
		return r.pages.draw.Sources(w, v)
	})
}

func (r *Room) fillSources(ctx context.Context, v *page.Sources) error {
	list, err := r.sourceList(ctx)
	if err != nil {
		return err
	}
	days, err := r.calendar(ctx, v.Now)
	if err != nil {
		return err
	}
	busy, none := map[string]bool{}, make([]int, lately)
	for _, name := range r.progress.current().Active {
		busy[name] = true
	}
	disabled := r.disabled()
	for _, s := range list.all {
		if s.Gone {
			continue
		}
		shown := page.Source{SourceState: s, Busy: busy[s.Name], Days: none}
		if d, ok := days[s.Name]; ok {
			shown.Days = d
		}
		shown.Health, shown.Says, shown.Cause = fare(&s, v.Now, v.Clock24)
		if shown.Paused = disabled[s.Name]; shown.Paused {
			shown.Health, shown.Says, shown.Cause = page.Off, "disabled", ""
		}
		if shown.Health == page.Well {
			v.Healthy++
		}
		if v.All++; len(v.Sources) < maxSourcesShown {
			v.Sources = append(v.Sources, shown)
		}
	}
	return nil
}

const lately = 14 // days that a sparkline shows, today included

// calendar is how many stories a day sources listed lately, by their names.
type calendar map[string][]int

// calendarKept is how old it may be: it is about days.
const calendarKept = 10 * time.Second

func (r *Room) calendar(ctx context.Context, now time.Time) (calendar, error) {
	if r.pages.days == nil {
		return nil, nil
	}
	return r.pages.calendar.get(ctx, calendarKept, func(ctx context.Context) (calendar, error) {
		today := now.UTC().Truncate(24 * time.Hour)
		counts, err := r.pages.days(ctx, today.AddDate(0, 0, 1-lately))
		if err != nil {
			return nil, fmt.Errorf("read the stories a day: %w", err)
		}
		out := make(calendar, len(counts))
		for name, of := range counts {
			out[name] = daysOf(today, of)
		}
		return out, nil
	})
}

func daysOf(today time.Time, counts map[time.Time]int) []int {
	out := make([]int, lately)
	for i := range out {
		out[i] = counts[today.AddDate(0, 0, i-lately+1)]
	}
	return out
}

// fare says how a source fares: the worst that is known of it.
func fare(s *news.SourceState, now time.Time, clock func(time.Time) string) (page.Health, string, string) {
	st := &s.State
	switch {
	case !st.Retired.IsZero():
		return page.Retired, "retired by its publisher", st.Error
	case st.LastScan.IsZero():
		return page.Unknown, "not scanned yet", ""
	case !st.FailingSince.IsZero():
		return page.Failing, briefly(st.Error), nextTry(st, now, clock)
	case s.Drift != "": // before its articles: what they lack comes of it
		return page.Unwell, "its page has changed", sinceWhen(st.Profile.Since, clock) + s.Drift
	case s.Unread > 0:
		return page.Unwell, articlesUnread(s.Unread), s.ArticleError
	case st.NotBefore.After(now):
		return page.Well, "well", "its publisher asked to wait until " + clock(st.NotBefore)
	}
	return page.Well, "well", ""
}

func sinceWhen(at time.Time, clock func(time.Time) string) string {
	if at.IsZero() {
		return ""
	}
	return "since " + clock(at) + ": "
}

func articlesUnread(n int) string {
	if n == 1 {
		return "1 article not read"
	}
	return fmt.Sprintf("%d articles not read", n)
}

// nextTry is the error, and when it is tried again.
func nextTry(st *news.State, now time.Time, clock func(time.Time) string) string {
	text := st.Error
	if next := latest(st.Next, st.BackOff, st.NotBefore); next.After(now) {
		text += "; next try " + clock(next)
	}
	return text
}

func latest(times ...time.Time) (last time.Time) {
	for _, t := range times {
		if t.After(last) {
			last = t
		}
	}
	return last
}

// briefly is what an error comes down to, for a column.
func briefly(text string) string {
	for _, k := range []struct{ in, says string }{
		{"matched nothing", "selector matched nothing"}, {"robots.txt", "robots.txt forbids it"}, {"timeout", "timeout"}, {"no answer", "timeout"}, {"deadline", "timeout"},
		{"refused", "connection refused"}, {"no such host", "no such host"}, {"certificate", "bad certificate"}, {"429", "asked too often"},
		{"401", "password needed"}, {"403", "refused"}, {"404", "not found"}, {"410", "gone"}, {"HTTP 5", "server error"},
	} {
		if strings.Contains(text, k.in) {
			return k.says
		}
	}
	return "failing"
}
