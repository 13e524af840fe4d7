package labelled

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/coverage"
	"alsoread/news"
)

// aDay is how long headlines are compared, and how many before.
const aDay = coverage.TrendPeriod

// dated is a story of the news aggregator's set with the cluster that people put it in.
type dated struct {
	coverage.Story
	cluster string
}

// datedStories are the stories of the set that has publishers and times, by time.
func datedStories(t *testing.T) (all []dated) {
	t.Helper()
	dir := filepath.Join(dataDir, "uci-news-aggregator")
	set, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "items.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, maxLine)
	for i := 0; in.Scan(); i++ {
		var line struct {
			Time int64 `json:"timestamp_ms"`
		}
		if err := json.Unmarshal(in.Bytes(), &line); err != nil || line.Time == 0 {
			t.Fatalf("line %d: no time: %v", i+1, err)
		}
		s := set.Stories[i]
		s.Published = time.UnixMilli(line.Time).UTC()
		all = append(all, dated{s, set.Truth[set.Names[i]]})
	}
	return all
}

// trendsAt streams stories as they were published up to a moment and asks for the trends.
func trendsAt(stories []dated, now time.Time) (today []dated, trends []news.Trend) {
	stories = slices.Clone(stories)
	slices.SortStableFunc(stories, func(a, b dated) int { return a.Published.Compare(b.Published) })
	e := coverage.New(coverage.Options{})
	for _, s := range stories {
		if s.Published.Before(now) {
			e.Advance(s.Published)
			e.Add(s.Story)
		}
	}
	tr := coverage.NewTrends(now)
	for _, s := range slices.Backward(stories) {
		if !s.Published.Before(now) {
			continue
		}
		if s.Published.After(now.Add(-aDay)) {
			today = append(today, s)
		}
		tr.Add(news.Headline{Title: s.Title, Language: s.Language, Publisher: s.Publisher, Group: e.GroupOf(s.ID), Copy: e.CopyOf(s.ID) != 0, At: s.Published})
	}
	return today, tr.List()
}

// trendCount is what became of trends: those about an event that rose, and the rising
// events that have one.
type trendCount struct{ trends, right, events, covered int }

func (c trendCount) precision() float64 { return float64(c.right) / float64(c.trends) }
func (c trendCount) recall() float64    { return float64(c.covered) / float64(c.events) }

// judge compares trends with the clusters that rose. A trend is about the cluster
// that most of the day's headlines with it are of.
func (c *trendCount) judge(today []dated, trends []news.Trend, rose, largest map[string]bool) {
	covered := map[string]bool{}
	for _, trend := range trends {
		of := map[string]int{}
		for _, s := range today {
			if strings.Contains(strings.ToLower(s.Title), strings.ToLower(trend.Term)) {
				of[s.cluster]++
			}
		}
		about, all := "", 0
		for _, cluster := range slices.Sorted(keys(of)) {
			all += of[cluster]
			if of[cluster] > of[about] {
				about = cluster
			}
		}
		c.trends++
		if rose[about] && 2*of[about] > all {
			c.right++
			covered[about] = true
		}
	}
	for cluster := range largest {
		c.events++
		c.covered += oneIf(covered[cluster])
	}
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// risen are the clusters of a day with three publishers whose share of them is at least
// twice what it was on the days before, and the ten largest of these.
func risen(stories []dated, now time.Time) (all, largest map[string]bool) {
	publishers := func(from, to time.Time, cluster string) int {
		seen := map[string]bool{}
		for _, s := range stories {
			if !s.Published.Before(from) && s.Published.Before(to) && (cluster == "" || s.cluster == cluster) {
				seen[s.Publisher] = true
			}
		}
		return len(seen)
	}
	share := func(from, to time.Time, cluster string) float64 {
		return (float64(publishers(from, to, cluster)) + 0.5) / (float64(publishers(from, to, "")) + 1)
	}
	count := map[string]int{}
	for _, s := range stories {
		if _, known := count[s.cluster]; known {
			continue
		}
		before, days := 0.0, 0.0
		for day := now.Add(-2 * aDay); publishers(day, day.Add(aDay), "") > 0; day = day.Add(-aDay) {
			before, days = before+share(day, day.Add(aDay), s.cluster), days+1
		}
		if n := publishers(now.Add(-aDay), now, s.cluster); n >= 3 && share(now.Add(-aDay), now, s.cluster) >= 2*before/max(days, 1) {
			count[s.cluster] = n
		} else {
			count[s.cluster] = 0
		}
	}
	order := slices.SortedFunc(keys(count), func(a, b string) int { return cmp.Or(count[b]-count[a], strings.Compare(a, b)) })
	all, largest = map[string]bool{}, map[string]bool{}
	for i, cluster := range order {
		if count[cluster] > 0 {
			all[cluster] = true
			if i < 10 {
				largest[cluster] = true
			}
		}
	}
	return all, largest
}

// TestTrendsOfRealNews asks what the trends of real headlines are worth: on the days
// they are of, on days where half of the events were told evenly before, and on days
// where nothing rises.
func TestTrendsOfRealNews(t *testing.T) {
	if _, err := os.Stat(dataDir); err != nil {
		t.Skip("the labelled sets are not on this machine")
	}
	all := datedStories(t)
	var real, burst, even trendCount
	first := all[0].Published
	for _, s := range all {
		if s.Published.Before(first) {
			first = s.Published
		}
	}
	for day := range time.Duration(3) {
		now := first.Truncate(aDay).Add((day + 1) * aDay)
		today, trends := trendsAt(all, now)
		rose, largest := risen(all, now)
		real.judge(today, trends, rose, largest)
		t.Logf("%s: %s", now.Add(-time.Minute).Format("2 January"), termsOf(trends))
	}
	now := first.Truncate(aDay).Add((coverage.TrendHistory + 1) * aDay)
	const deals = 5
	for seed := range uint64(deals) {
		r := rand.New(rand.NewPCG(seed, 31))
		clusters := map[string]bool{}
		for _, s := range all {
			clusters[s.cluster] = true
		}
		late := map[string]bool{} // clusters told on the last day alone
		for _, c := range slices.Sorted(keys(clusters)) {
			if r.IntN(2) == 0 {
				late[c] = true
			}
		}
		someday := func(days int) time.Time {
			return now.Add(-time.Duration(r.IntN(days))*aDay - time.Duration(1+r.Int64N(int64(aDay)-2)))
		}
		mixed, spread := slices.Clone(all), slices.Clone(all)
		for i := range all {
			spread[i].Published = someday(coverage.TrendHistory + 1)
			if mixed[i].Published = spread[i].Published; late[all[i].cluster] {
				mixed[i].Published = someday(1)
			}
		}
		today, trends := trendsAt(mixed, now)
		burst.judge(today, trends, late, late)
		t.Logf("half of the events late: %s", termsOf(trends))
		today, trends = trendsAt(spread, now)
		even.judge(today, trends, nil, nil)
		t.Logf("nothing rises: %s", termsOf(trends))
	}
	var table strings.Builder
	table.WriteString("\n| stream | trends | of an event that rose | events that rose | with a trend |\n|---|---|---|---|---|\n")
	for _, row := range []struct {
		name string
		trendCount
	}{{"three days as they were, the ten largest events that rose each day", real}, {"half of the events on the last of eight days, the others on any; five deals", burst},
		{"all on any of eight days: nothing rises; five deals", even}} {
		fmt.Fprintf(&table, "| %s | %d | %d | %d | %d |\n", row.name, row.trends, row.right, row.events, row.covered)
	}
	t.Log(table.String())
	// What was reached: shares of the trends that are right, and of the events that have one.
	if real.precision() < 0.92 || real.recall() < 0.86 {
		t.Errorf("as they were: %+v", real)
	}
	if burst.precision() < 0.95 || burst.recall() < 0.87 {
		t.Errorf("half of the events late: %+v", burst)
	}
	if even.trends > deals {
		t.Errorf("%d trends in %d days where nothing rises", even.trends, deals)
	}
}

func termsOf(trends []news.Trend) string {
	var out []string
	for _, trend := range trends {
		out = append(out, fmt.Sprintf("%s (%d)", trend.Term, trend.Publishers))
	}
	return strings.Join(out, ", ")
}
