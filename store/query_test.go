package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

// mixed has 6 sources, 20 items each, some listed by two, in 3 languages.
func mixed(t testing.TB) *Store {
	t.Helper()
	s := openTest(t)
	var scans []news.Scan
	var sources []news.Source
	for n := range 6 {
		src := testSource(fmt.Sprint("s", n))
		src.Publisher = fmt.Sprint("publisher", n/2)
		src.Tags = []string{fmt.Sprint("tag", n%3), "all"}
		var items []news.Item
		for i := range 20 {
			it := item(n*100 + i)
			if i < 5 {
				it = item(i) // also listed by s0
			}
			it.Language = []string{"en-GB", "de", ""}[i%3]
			it.Title = fmt.Sprintf("Story %d of s%d with word%d", i, n, i%7)
			items = append(items, it)
		}
		sources = append(sources, src)
		scans = append(scans, scanOf(src, noon, items...))
	}
	syncAllOf(t, s, sources...)
	save(t, s, scans...)
	yes := true
	mark(t, s, news.Marks{Stories: savedOfMixed, Saved: &yes})
	return s
}

var savedOfMixed = []int64{3, 8, 15, 16, 30, 44, 61, 75, 80, 90, 5000}

// wanted is the query done the slow way.
func wanted(stories []news.Story, tags map[string][]string, q news.Query) (ids []int64) {
	for _, story := range stories {
		from := slices.ContainsFunc(story.Sightings, func(g news.Sighting) bool {
			return (len(q.Sources) == 0 || slices.Contains(q.Sources, g.Source)) &&
				(len(q.Tags) == 0 || slices.ContainsFunc(q.Tags, func(tag string) bool { return slices.Contains(tags[g.Source], tag) })) &&
				(q.Publisher == "" || g.Publisher == q.Publisher)
		})
		lang, _, _ := strings.Cut(story.Language, "-")
		before := q.Before == (news.Cursor{}) || story.Sort.Before(q.Before.Sort) || story.Sort.Equal(q.Before.Sort) && story.ID < q.Before.ID
		if from && before && (q.Language == "" || q.Language == lang) &&
			(q.Since.IsZero() || !story.Sort.Before(q.Since)) && (q.Until.IsZero() || story.Sort.Before(q.Until)) &&
			(q.Search == "" || strings.Contains(story.Title, q.Search)) && (len(q.IDs) == 0 || slices.Contains(q.IDs, story.ID)) &&
			(q.Saved == nil || slices.Contains(savedOfMixed, story.ID) == *q.Saved) {
			ids = append(ids, story.ID)
		}
	}
	if q.Limit > 0 && len(ids) > q.Limit {
		ids = ids[:q.Limit]
	}
	return ids
}

func ids(stories []news.Story) (out []int64) {
	for _, story := range stories {
		out = append(out, story.ID)
	}
	return out
}

// queries are every mix of conditions there may be.
func queries() (out []news.Query) {
	yes, no := true, false
	for i := range 1 << 9 {
		var q news.Query
		if i&1 != 0 {
			q.Search = "word3"
		}
		if i&2 != 0 {
			q.Sources = []string{"s1", "s2", "s4", "nobody"}
		}
		if i&4 != 0 {
			q.Tags = []string{"tag1", "tag2"}
		}
		if i&8 != 0 {
			q.Publisher = "publisher1"
		}
		if i&16 != 0 {
			q.Language = "en"
		}
		if i&32 != 0 {
			q.Since, q.Until = noon.Add(-415*time.Minute), noon.Add(-3*time.Minute)
		}
		if i&64 != 0 {
			q.Before = news.Cursor{Sort: noon.Add(-200 * time.Minute), ID: 50}
		}
		if i&128 != 0 {
			q.IDs = []int64{3, 15, 30, 45, 60, 75, 90, 5000}
		}
		if i&256 != 0 {
			q.Saved = []*bool{&yes, &no}[i%2]
		}
		out = append(out, q)
		q.Limit = 3
		out = append(out, q)
	}
	return out
}

func TestQuery(t *testing.T) {
	s := mixed(t)
	all := list(t, s, news.Query{})
	if len(all) != 6*15+5 {
		t.Fatalf("%d stories", len(all))
	}
	tags := map[string][]string{}
	for name, src := range sourcesOf(t, s) {
		tags[name] = src.Tags
	}
	for _, q := range queries() {
		want := wanted(all, tags, q)
		if got := ids(list(t, s, q)); !slices.Equal(got, want) {
			t.Errorf("%+v\ngot  %d\nwant %d", q, got, want)
		}
		n, err := s.Count(context.Background(), q)
		if q.Limit = 0; err != nil || n != len(wanted(all, tags, q)) {
			t.Errorf("%+v: counted %d, %v", q, n, err)
		}
	}
}

// No list reads the whole of stories, whatever is asked.
func TestBareStories(t *testing.T) {
	s := mixed(t)
	keep(t, s, news.Article{Story: 1, At: noon, AlsoRead: []news.Link{{URL: item(2).URL, Title: "Two"}}})
	whole, bare := list(t, s, news.Query{IDs: []int64{1}}), list(t, s, news.Query{IDs: []int64{1}, Bare: true})
	if len(whole[0].Sightings) == 0 || len(whole[0].AlsoRead) != 1 || bare[0].Sightings != nil || bare[0].AlsoRead != nil || bare[0].Title != whole[0].Title {
		t.Errorf("%+v, bare %+v", whole, bare)
	}
}

func TestQueryPlans(t *testing.T) {
	s := mixed(t)
	for _, q := range queries() {
		sel, err := s.selectStories(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		text, args := sel.list(10)
		plan := explainPlan(t, s, text, args...)
		for _, line := range plan {
			if strings.HasPrefix(line, "SCAN s") && !strings.Contains(line, "INDEX") && !strings.HasPrefix(line, "SCAN search VIRTUAL") {
				t.Errorf("%+v\n%s\n%s", q, text, strings.Join(plan, "\n"))
			}
			if strings.HasPrefix(line, "SCAN g") || strings.HasPrefix(line, "SCAN listings") {
				t.Errorf("%+v\n%s\n%s", q, text, strings.Join(plan, "\n"))
			}
		}
		sorted := slices.ContainsFunc(plan, func(l string) bool { return strings.Contains(l, "USE TEMP B-TREE FOR ORDER BY") })
		if byIndex := strings.Contains(sel.from, "INDEXED BY"); byIndex && sorted {
			t.Errorf("%+v: sorts what the index has sorted\n%s", q, strings.Join(plan, "\n"))
		}
	}
}

func explainPlan(t testing.TB, s *Store, text string, args ...any) (plan []string) {
	t.Helper()
	rows, err := s.read.Query("EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, detail)
	}
	return plan
}

func TestPagingMeetsEveryStoryOnce(t *testing.T) {
	s := openTest(t)
	var items []news.Item
	for i := range 500 {
		it := item(i)
		it.Published = noon.Add(-time.Duration(i/50) * time.Minute) // fifty of one time
		items = append(items, it)
	}
	save(t, s, scanOf(testSource("a"), noon, items...))
	seen := map[int64]bool{}
	q := news.Query{Limit: 7}
	for pages := 0; ; pages++ {
		page := list(t, s, q)
		if len(page) == 0 || pages > 100 {
			break
		}
		for _, story := range page {
			if seen[story.ID] {
				t.Fatalf("story %d twice", story.ID)
			}
			seen[story.ID] = true
		}
		last := page[len(page)-1]
		q.Before = news.Cursor{Sort: last.Sort, ID: last.ID}
	}
	if len(seen) != 500 {
		t.Errorf("%d stories", len(seen))
	}
}

// A list longer than what is read ahead, left in the middle, used again.
func TestLongList(t *testing.T) {
	s := openTest(t)
	const n = placesAtOnce + storiesAtOnce + 300
	var items []news.Item
	for i := range n {
		it := item(i)
		it.Content = ""
		items = append(items, it)
	}
	save(t, s, scanOf(testSource("a"), noon, items...))
	if got := len(list(t, s, news.Query{})); got != n {
		t.Errorf("%d stories, want %d", got, n)
	}
	if got := len(list(t, s, news.Query{Limit: storiesAtOnce + 1})); got != storiesAtOnce+1 {
		t.Errorf("%d stories", got)
	}
	seq := s.Stories(context.Background(), news.Query{})
	for range 2 {
		count := 0
		for range seq {
			if count++; count == 3 {
				break
			}
		}
	}
}

func TestStory(t *testing.T) {
	s := mixed(t)
	for _, want := range list(t, s, news.Query{Content: true})[:20] {
		got, err := s.Story(context.Background(), want.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, want)
	}
	if _, err := s.Story(context.Background(), 99999); err == nil || !strings.Contains(err.Error(), "no such story") {
		t.Errorf("error %v", err)
	}
}

// A long summary lies with the content; lists show its beginning.
func TestLongSummary(t *testing.T) {
	s := openTest(t)
	it := item(1)
	it.Summary = "<p>" + strings.Repeat("A summary that is an article &amp; more. ", 100) + "</p>"
	save(t, s, scanOf(testSource("a"), noon, it))
	if got := one(t, s); got.Summary != it.Summary || got.Content != it.Content {
		t.Errorf("summary %.60q, content %q", got.Summary, got.Content)
	}
	short := list(t, s, news.Query{})[0].Summary
	if len(short) > 400 || !strings.HasPrefix(short, "A summary that is an article &amp; more. A") || !strings.HasSuffix(short, "…") {
		t.Errorf("in a list %q", short)
	}
	it.Summary = strings.Replace(it.Summary, "more", "less", 1)
	if saved := save(t, s, scanOf(testSource("a"), noon.Add(time.Hour), it)); saved[0].Updated != 1 {
		t.Errorf("saved %+v", saved[0])
	}
	if got := one(t, s); got.Summary != it.Summary {
		t.Errorf("summary %.60q", got.Summary)
	}
	revisions, err := s.Revisions(context.Background(), 1)
	if err != nil || len(revisions) != 1 || !strings.Contains(revisions[0].Summary[:60], "more") || len(revisions[0].Summary) < 3000 {
		t.Errorf("%d revisions, %v", len(revisions), err)
	}
}
