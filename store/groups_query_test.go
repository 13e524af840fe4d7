package store

import (
	"context"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

// grouped is mixed with its stories in groups of one to five.
func grouped(t testing.TB) *Store {
	t.Helper()
	s := mixed(t)
	placed(t, s, func(u news.Ungrouped) int64 { return 1 + u.ID%40/2*u.ID%37 }, func(u news.Ungrouped) int64 { return 0 })
	yes := true
	for i, g := range listGroups(t, s, news.GroupQuery{}) {
		if i%2 == 0 {
			mark(t, s, news.Marks{Groups: []int64{g.ID}, Read: &yes})
		}
		if i%5 < 2 {
			mark(t, s, news.Marks{Groups: []int64{g.ID}, Saved: &yes})
		}
	}
	return s
}

func listGroups(t testing.TB, s *Store, q news.GroupQuery) (out []news.Group) {
	t.Helper()
	for g, err := range s.Groups(context.Background(), q) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, g)
	}
	return out
}

func groupIDs(groups []news.Group) (out []int64) {
	for _, g := range groups {
		out = append(out, g.ID)
	}
	return out
}

// groupQueries are every mix of conditions there may be.
func groupQueries() (out []news.GroupQuery) {
	yes, no := true, false
	for i := range 1 << 11 {
		var q news.GroupQuery
		if i&1 != 0 {
			q.Order = news.GroupsHeadlines
		}
		if i&2 != 0 {
			q.Tags = []string{"tag1", "tag2"}
		}
		if i&4 != 0 {
			q.Publisher = "publisher1"
		}
		if i&8 != 0 {
			q.Language = "en"
		}
		if i&16 != 0 {
			q.Since, q.Until = noon.Add(-415*time.Minute), noon.Add(-3*time.Minute)
		}
		if i&32 != 0 {
			q.Publishers = 2
		}
		if i&64 != 0 {
			q.Exclusive, q.ExclusiveAt = true, noon.Add(-200*time.Minute)
		}
		if i&128 != 0 {
			q.Before = news.Group{Latest: noon.Add(-100 * time.Minute), Rank: news.Rank(2, 0, noon.Add(-100*time.Minute)), ID: 20}.Cursor(q.Order)
		}
		if i&256 != 0 {
			q.Limit = 3
		}
		if i&512 != 0 {
			q.Read = []*bool{&yes, &no}[i/2%2]
		}
		if i&1024 != 0 {
			q.Saved = []*bool{&yes, &no}[i/4%2]
		}
		out = append(out, q)
	}
	return out
}

// wantedGroups is the query done the slow way.
func wantedGroups(all []news.Group, stories map[int64][]news.Story, tags map[string][]string, q news.GroupQuery) (ids []int64) {
	slices.SortFunc(all, func(a, b news.Group) int {
		x, y := a.Cursor(q.Order), b.Cursor(q.Order)
		if x.Sort != y.Sort {
			if x.Sort > y.Sort {
				return -1
			}
			return 1
		}
		return int(y.ID - x.ID)
	})
	for _, g := range all {
		from := slices.ContainsFunc(stories[g.ID], func(story news.Story) bool {
			return len(wanted([]news.Story{story}, tags, news.Query{Tags: q.Tags, Publisher: q.Publisher})) > 0
		})
		language := q.Language == "" || slices.ContainsFunc(stories[g.ID], func(story news.Story) bool {
			return strings.HasPrefix(story.Language, q.Language)
		})
		at := g.Cursor(q.Order)
		before := q.Before == (news.GroupCursor{}) || at.Sort < q.Before.Sort || at.Sort == q.Before.Sort && at.ID < q.Before.ID
		if from && language && before && g.Publishers >= q.Publishers &&
			(q.Since.IsZero() || !g.Latest.Before(q.Since)) && (q.Until.IsZero() || g.Latest.Before(q.Until)) &&
			(q.Read == nil || g.Read == *q.Read) && (q.Saved == nil || g.Saved == *q.Saved) &&
			(!q.Exclusive || g.Outlets == 1 && (g.Exclusive || g.Latest.Before(q.ExclusiveAt))) {
			ids = append(ids, g.ID)
		}
	}
	if q.Limit > 0 && len(ids) > q.Limit {
		ids = ids[:q.Limit]
	}
	return ids
}

func TestGroupQuery(t *testing.T) {
	s := grouped(t)
	all := listGroups(t, s, news.GroupQuery{})
	stories := map[int64][]news.Story{}
	for _, story := range list(t, s, news.Query{}) {
		stories[story.Group] = append(stories[story.Group], story)
	}
	tags := map[string][]string{}
	for name, src := range sourcesOf(t, s) {
		tags[name] = src.Tags
	}
	some := 0
	for _, q := range groupQueries() {
		want := wantedGroups(all, stories, tags, q)
		if got := groupIDs(listGroups(t, s, q)); !slices.Equal(got, want) {
			t.Errorf("%+v\ngot  %d\nwant %d", q, got, want)
		}
		some += len(want)
		n, err := s.CountGroups(context.Background(), q)
		if q.Limit = 0; err != nil || n != len(wantedGroups(all, stories, tags, q)) {
			t.Errorf("%+v: counted %d, %v", q, n, err)
		}
	}
	if len(all) < 20 || some < 1000 {
		t.Errorf("%d groups, %d found: nothing was tested", len(all), some)
	}
}

// No list reads the whole of groups, of stories or of members, nor counts, nor
// sorts what an index has sorted.
func TestGroupQueryPlans(t *testing.T) {
	s := grouped(t)
	for _, q := range groupQueries() {
		sel, err := s.selectGroups(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		text, args := sel.groupList(q.Order, 10)
		byIndex := strings.Contains(sel.from, "INDEXED BY") && !strings.Contains(sel.from, "group_sources_latest") && // sorts the newest of each source
			(q.Order == news.GroupsNewest || !strings.Contains(sel.from, "groups_saved")) // the saved are few
		checkPlan(t, s, byIndex, text, args...)
	}
	for _, query := range []string{linksOut, linksIn, kinOut, kinIn} {
		checkPlan(t, s, false, query, "[1,2]", 10)
	}
}

func checkPlan(t *testing.T, s *Store, sorted bool, text string, args ...any) {
	t.Helper()
	plan := explainPlan(t, s, text, args...)
	for _, line := range plan {
		whole := strings.HasPrefix(line, "SCAN ") && !strings.HasPrefix(line, "SCAN json_each") && !strings.Contains(line, "USING INDEX groups_") &&
			!strings.HasPrefix(line, "SCAN CONSTANT") && line != "SCAN x" // the few groups of beginWith
		if whole || sorted && strings.Contains(line, "USE TEMP B-TREE FOR ORDER BY") {
			t.Fatalf("%s\n%s", text, strings.Join(plan, "\n"))
		}
	}
}

func TestPagingMeetsEveryGroupOnce(t *testing.T) {
	s := grouped(t)
	for _, order := range []news.GroupOrder{news.GroupsNewest, news.GroupsHeadlines} {
		all := groupIDs(listGroups(t, s, news.GroupQuery{Order: order}))
		var got []int64
		q := news.GroupQuery{Order: order, Limit: 3}
		for {
			page := listGroups(t, s, q)
			if len(page) == 0 {
				break
			}
			got = append(got, groupIDs(page)...)
			q.Before = page[len(page)-1].Cursor(order)
		}
		equal(t, got, all)
	}
}

// Links of publishers tie groups, one to a stranger more than one to its own;
// likeness of terms less; nothing ties a group to itself.
func TestRelated(t *testing.T) {
	s := openTest(t)
	published(t, s, "a", "b", "c", "a")
	link := func(to int) news.Link { return news.Link{URL: item(999 + to).URL, Title: "there", Label: "Also Read"} }
	err := s.Keep(context.Background(), []news.Article{
		{Story: 1, At: noon, AlsoRead: []news.Link{link(2), link(4)}},
		{Story: 3, At: noon, AlsoRead: []news.Link{link(1)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	placed(t, s, alone, original)
	relations, err := s.Related(context.Background(), 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range relations {
		got = append(got, r.Group.Title+" "+string(r.Reason.Kind)+" "+r.Reason.Label)
	}
	equal(t, got, []string{"What c says link Also Read", "What b says link Also Read", "What a says link Also Read"})
	if relations[0].Score != relations[1].Score || relations[2].Score >= relations[1].Score || relations[0].Reason.From != 3 || relations[0].Reason.To != 1 {
		t.Errorf("%+v", relations)
	}
	placed(t, s, nil, nil, news.Move{Story: 2, To: 1}) // one event after all
	own := storyOf(t, s, 1)
	other := storyOf(t, s, 3)
	allLinks, allAlso, err := s.AlsoRead(context.Background(), []news.Story{own, other}, 5)
	links, also := allLinks[own.ID], allAlso[own.ID]
	if err != nil || len(links) != 1 || links[0].Story != 4 || len(also) != 1 || also[0].Group.ID != 3 {
		t.Errorf("%+v\n%+v, %v", links, also, err)
	}
	if links, also := allLinks[other.ID], allAlso[other.ID]; len(links) != 1 || links[0].Story != 1 || len(also) != 0 {
		t.Errorf("of another of them: %+v\n%+v", links, also)
	}
}

// The newest groups of some sources are the same, whichever way they are found.
func TestNewestOfSourcesBothWays(t *testing.T) {
	s := grouped(t)
	ctx := context.Background()
	compared := 0
	for _, q := range groupQueries() {
		if q.Language != "" || !newestAlone(&q) {
			continue
		}
		sources, err := s.sourcesOf(ctx, news.Query{Tags: q.Tags, Publisher: q.Publisher})
		if err != nil {
			t.Fatal(err)
		}
		if sources == nil || len(sources.ids) == 0 {
			continue
		}
		var ways [2][]int64
		for i, groups := range []float64{math.MaxFloat64, 0} {
			many := *sources
			if many.groups = groups; i == 1 {
				many.ids = append(slices.Repeat([]int64{-1}, fewSources), many.ids...)
			}
			var sel selection
			sel.newest(q, &many)
			if leads := strings.Contains(sel.from, "group_sources_latest"); leads != (i == 0) {
				t.Fatalf("%+v: leads %t", many, leads)
			}
			text, args := sel.groupList(q.Order, q.Limit)
			groups, err := readGroups(ctx, s.read, text, args...)
			if err != nil {
				t.Fatal(err)
			}
			ways[i] = groupIDs(groups)
		}
		equal(t, ways[0], ways[1])
		compared += len(ways[0])
	}
	if compared < 20 {
		t.Errorf("%d groups were compared", compared)
	}
}

// The members of some groups are those of each.
func TestMembersOfSomeGroups(t *testing.T) {
	s := grouped(t)
	all := groupIDs(listGroups(t, s, news.GroupQuery{}))
	for _, limit := range []int{1, 2, 100} {
		got, err := s.MembersOf(context.Background(), append(all, 987654), limit)
		if err != nil || len(got) != len(all) {
			t.Fatalf("%d groups of %d, %v", len(got), len(all), err)
		}
		for _, id := range all {
			want, err := s.Members(context.Background(), id, limit)
			for i := range want {
				want[i].Story.Sightings = nil
			}
			if err != nil || !reflect.DeepEqual(got[id], want) {
				t.Errorf("group %d: %+v, want %+v, %v", id, got[id], want, err)
			}
		}
	}
}
