package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"alsoread/news"
	"alsoread/scanner"
)

// scanReport is what "scan --json" prints: one object for the whole pass.
type scanReport struct {
	Started *time.Time     `json:"started"`
	Seconds float64        `json:"seconds"`
	Sources []sourceReport `json:"sources"`
	New     int            `json:"new"`
	Updated int            `json:"updated"`
	Failed  int            `json:"failed"`
	Copies  int            `json:"copies"`  // stories found to be one
	Groups  int            `json:"groups"`  // that are new
	Grouped int            `json:"grouped"` // stories put into a group, ones that earlier scans left among them
	Moved   int            `json:"moved"`   // earlier stories that changed their group

	Articles articleReport `json:"articles"`

	began time.Time
}

// sourceReport is how one source fared. Bytes are those of the decoded body.
type sourceReport struct {
	Name    string      `json:"name"`
	URL     string      `json:"url"`
	Status  news.Status `json:"status"`
	Items   int         `json:"items"`
	New     int         `json:"new"`
	Updated int         `json:"updated"`
	Bytes   int64       `json:"bytes"`
	Seconds float64     `json:"seconds"`
	Next    *time.Time  `json:"next,omitempty"`
	Error   string      `json:"error,omitempty"`

	Articles *articleReport `json:"articles,omitempty"` // nil: none was to be read

	since time.Time // when it began to fail
}

// articleReport is how the pages of stories fared.
type articleReport struct {
	Read   int    `json:"read"`
	Failed int    `json:"failed"`
	Links  int    `json:"also_read"`
	Error  string `json:"error,omitempty"` // the first

	Followed    int    `json:"followed"` // Also Read links whose target is a story now
	Unfollowed  int    `json:"unfollowed"`
	FollowError string `json:"follow_error,omitempty"` // the first
}

// addArticles notes what came of the pages of a source's stories.
func (r *scanReport) addArticles(row *sourceReport, p scanner.Pages) {
	if p == (scanner.Pages{}) {
		return
	}
	row.Articles = &articleReport{Read: p.Read, Failed: p.Failed, Links: p.Links, Followed: p.Followed, Unfollowed: p.Unfollowed}
	if p.Err != nil {
		row.Articles.Error = plain(p.Err.Error())
	}
	if p.FollowErr != nil {
		row.Articles.FollowError = plain(p.FollowErr.Error())
	}
	r.Articles.Read += p.Read
	r.Articles.Failed += p.Failed
	r.Articles.Links += p.Links
	r.Articles.Followed += p.Followed
	r.Articles.Unfollowed += p.Unfollowed
}

func newScanReport(now time.Time) *scanReport {
	return &scanReport{Started: stamp(now), Sources: []sourceReport{}, began: now}
}

// skip notes the sources that are not to be asked now and returns the others.
func (r *scanReport) skip(chosen []news.Source, states map[string]news.State, named, due bool) []news.Source {
	r.Sources = slices.Grow(r.Sources, len(chosen))
	return slices.DeleteFunc(slices.Clone(chosen), func(s news.Source) bool {
		st := states[s.Name]
		status, why := waits(s, st, r.began, named, due)
		if status != "" {
			r.Sources = append(r.Sources, sourceReport{Name: s.Name, URL: s.Display, Status: status,
				Next: stamp(st.Next), Error: why})
		}
		return status != ""
	})
}

// waits says whether and why a source is not to be asked now.
func waits(s news.Source, st news.State, now time.Time, named, due bool) (news.Status, string) {
	switch {
	case !st.Retired.IsZero() && !named:
		return news.StatusRetired, "retired by its publisher (410 Gone); scan it by name to try again"
	case st.NotBefore.After(now):
		return news.StatusSkipped, "its publisher asks to wait until " + st.NotBefore.UTC().Format(time.RFC3339)
	case due && scanner.FirstDue(now, s, st).After(now):
		return news.StatusSkipped, "not due"
	}
	return "", ""
}

// add notes one scan that has ended.
func (r *scanReport) add(res scanner.Result) {
	s := res.Scan
	row := sourceReport{Name: s.Source.Name, URL: s.Source.Display, Status: s.Status, Items: res.Items,
		New: res.Saved.New, Updated: res.Saved.Updated, Bytes: s.Bytes, Seconds: seconds(s.Took),
		Next: stamp(s.State.Next), since: s.State.FailingSince}
	if s.Err != nil {
		row.Error = plain(s.Err.Error())
	}
	r.addArticles(&row, res.Articles)
	r.Sources = append(r.Sources, row)
	r.New += row.New
	r.Updated += row.Updated
	if row.Status == news.StatusFailed || row.Status == news.StatusRetired && s.Err != nil {
		r.Failed++
	}
}

// grouped notes what came of grouping; nil: there was none.
func (r *scanReport) grouped(g *scanner.Grouping) {
	if g == nil {
		return
	}
	total := g.Total()
	r.Grouped, r.Copies, r.Groups, r.Moved = total.Stories, total.Copies, total.Groups, total.Moved
}

func seconds(d time.Duration) float64 { return float64(d.Milliseconds()) / 1000 }

// printScan writes the report as the user asked for it.
func (a *app) printScan(r *scanReport, zone *time.Location, o scanOptions) error {
	r.Seconds = seconds(time.Since(r.began))
	slices.SortFunc(r.Sources, func(x, y sourceReport) int { return strings.Compare(x.Name, y.Name) })
	if o.json {
		return jsonLine(a.stdout, r)
	}
	fmt.Fprintln(a.stdout, r.headline())
	if o.dryRun {
		fmt.Fprintln(a.stdout, "Nothing was kept (--dry-run).")
	}
	return a.printTroubles(r, zone)
}

// headline tells a pass in one line.
func (r *scanReport) headline() string {
	by := map[news.Status]int{}
	for _, s := range r.Sources {
		by[s.Status]++
	}
	var parts []string
	for _, status := range []news.Status{news.StatusOK, news.StatusUnchanged, news.StatusFailed, news.StatusSkipped, news.StatusRetired} {
		if by[status] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", by[status], status))
		}
	}
	text := fmt.Sprintf("Scanned %s in %.1f s: %s. %s, %d updated.", count(len(r.Sources), "source", "sources"),
		r.Seconds, strings.Join(parts, ", "), count(r.New, "new story", "new stories"), r.Updated)
	if r.Grouped > 0 {
		text += fmt.Sprintf("\nGrouped %s: %s, %s.", count(r.Grouped, "story", "stories"),
			count(r.Groups, "new group", "new groups"), count(r.Copies, "copy", "copies"))
	}
	if p := r.Articles; p.Read+p.Failed > 0 {
		text += fmt.Sprintf("\nRead %s with %s; %d could not be read.", count(p.Read, "article", "articles"),
			count(p.Links, "Also Read link", "Also Read links"), p.Failed)
	}
	if p := r.Articles; p.Followed+p.Unfollowed > 0 {
		text += fmt.Sprintf("\nFollowed %s to stories that no source listed; %d led to none.", count(p.Followed, "Also Read link", "Also Read links"), p.Unfollowed)
	}
	return text
}

// printTroubles lists what was not read, and why.
func (a *app) printTroubles(r *scanReport, zone *time.Location) error {
	rows := [][]string{{"SOURCE", "STATUS", "FAILING SINCE", "NEXT TRY", "WHY"}}
	for _, s := range r.Sources {
		if s.Articles != nil && s.Articles.Error != "" {
			why := fmt.Sprintf("%s not read: %s", count(s.Articles.Failed, "article", "articles"), s.Articles.Error)
			rows = append(rows, []string{fit(s.Name, 40), string(s.Status), "-", "-", why})
		}
		if s.Articles != nil && s.Articles.FollowError != "" {
			why := fmt.Sprintf("%s not followed: %s", count(s.Articles.Unfollowed, "Also Read link", "Also Read links"), s.Articles.FollowError)
			rows = append(rows, []string{fit(s.Name, 40), string(s.Status), "-", "-", why})
		}
		if s.Error == "" || s.Error == "not due" {
			continue
		}
		next := "-"
		if s.Next != nil {
			next = clock(*s.Next, zone)
		}
		rows = append(rows, []string{fit(s.Name, 40), string(s.Status), clock(s.since, zone), next, plain(s.Error)})
	}
	if len(rows) == 1 {
		return nil
	}
	fmt.Fprintln(a.stdout)
	return table(a.stdout, rows)
}
