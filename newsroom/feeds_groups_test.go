package newsroom

import (
	"context"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"alsoread/news"
)

// fakeGroups reads single groups of fakeCoverage.
type fakeGroups struct{ *fakeCoverage }

func (f fakeGroups) Group(ctx context.Context, id int64) (news.Group, error) {
	g, _, _, err := f.fakeCoverage.Group(ctx, id)
	return g, err
}

func (f fakeGroups) Members(_ context.Context, id int64, limit int) ([]news.Member, error) {
	if id > 8 {
		return nil, ErrNotFound
	}
	first, second := f.story, f.story
	first.ID, first.Title, first.Sort, first.FirstSeen = 90, "The first of them", at(1), at(1)
	return []news.Member{{Story: first}, {Story: second}}[:min(limit, 2)], nil
}

func (f fakeGroups) MembersOf(ctx context.Context, groups []int64, limit int) (map[int64][]news.Member, error) {
	out := map[int64][]news.Member{}
	for _, id := range groups {
		if members, err := f.Members(ctx, id, limit); err == nil {
			out[id] = members
		}
	}
	return out, nil
}

func groupsRoom() *Room {
	o := wholeOptions()
	o.Groups = fakeGroups{o.Coverage.(*fakeCoverage)}
	return New(o)
}

func TestGroupFeeds(t *testing.T) {
	room := groupsRoom()
	for _, ending := range []string{"rss", "atom", "json"} {
		for path, want := range map[string]string{"/feeds/groups.": "Strike|Fog", "/feeds/groups.?limit=1": "Strike", "/feeds/group/7.": "Story 0 <b> & co|The first of them"} {
			before, query, _ := strings.Cut(path, "?")
			res := get(room, before+ending+"?"+query)
			feed, err := gofeed.NewParser().ParseString(body(t, res))
			if err != nil || res.StatusCode != 200 {
				t.Fatalf("%s%s: %s, %v", path, ending, res.Status, err)
			}
			var titles []string
			for _, item := range feed.Items {
				titles = append(titles, item.Title)
			}
			if got := strings.Join(titles, "|"); got != want {
				t.Errorf("%s%s: %s, want %s", path, ending, got, want)
			}
			if again := get(room, before+ending+"?"+query, "If-None-Match", res.Header.Get("ETag")); again.StatusCode != 304 {
				t.Errorf("%s%s again: %s", path, ending, again.Status)
			}
		}
	}
}

func TestGroupFeedRefusals(t *testing.T) {
	room := groupsRoom()
	for target, want := range map[string]int{
		"/feeds/groups.rss?q=ferry": 400, "/feeds/groups.rss?q=tag:nothing": 400, "/feeds/groups.rss?q=source:Harbour": 400, "/feeds/groups.rss?limit=201": 400,
		"/feeds/groups.rss?q=tag:world+lang:en": 200, "/feeds/groups.xml": 404, "/feeds/group/99.rss": 404, "/feeds/group/x.rss": 404, "/feeds/group/7": 404,
	} {
		if res := get(room, target); res.StatusCode != want {
			t.Errorf("%s: %s, want %d", target, res.Status, want)
		}
	}
	if res := get(room, "/feeds/group/6.atom"); res.StatusCode != 308 || res.Header.Get("Location") != "7.atom" {
		t.Errorf("a group that was joined to another: %s %s", res.Status, res.Header.Get("Location"))
	}
}
