package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"alsoread/internal/newsworld"
)

// groups runs "groups --json".
func (d *desk) groups(args ...string) []groupLine {
	d.t.Helper()
	var all []groupLine
	for line := range strings.Lines(d.must(exitOK, append([]string{"groups", "--json", "--limit", "0"}, args...)...)) {
		var g groupLine
		decode(d.t, []byte(line), &g)
		all = append(all, g)
	}
	return all
}

func (d *desk) group(id int64) groupDetail {
	d.t.Helper()
	var g groupDetail
	decode(d.t, []byte(d.must(exitOK, "group", "show", fmt.Sprint(id), "--json")), &g)
	return g
}

// bySlug are the stories of the world that were kept, by publisher and slug.
func (d *desk) bySlug(world *newsworld.World) map[string]storyLine {
	d.t.Helper()
	slugs := map[string]string{}
	for _, s := range world.Stories() {
		slugs[world.StoryURL(s)] = s.Publisher + "/" + s.Slug
	}
	out := map[string]storyLine{}
	for _, s := range d.stories() {
		out[slugs[bare(s.URL)]] = s
	}
	return out
}

// A scan of the world puts every story into one group; a wire copy printed by
// others is one newsroom and reprints; an Also Read link ties two groups and is
// no reason to be one.
func TestGroupsOfTheWorld(t *testing.T) {
	d, world := newWorldDesk(t)
	report := d.scan()
	if report.Grouped != report.New || report.Groups == 0 || report.Groups >= report.New || report.Copies < 2 {
		t.Errorf("the report says %d grouped of %d new, %d groups, %d copies", report.Grouped, report.New, report.Groups, report.Copies)
	}
	groups, stories := d.groups(), d.bySlug(world)
	total := 0
	for _, g := range groups {
		total += g.Stories
	}
	if total != report.New {
		t.Errorf("%d stories in groups of %d", total, report.New)
	}
	wire := stories["wire-nine/dock-strike-off"]
	for _, slug := range []string{"harbour-post/dock-deal", "evening-lantern/dock-pact"} {
		if s := stories[slug]; s.CopyOf != wire.ID || s.Group != wire.Group {
			t.Errorf("%s is a copy of %d in group %d; the wire's is %d in %d", slug, s.CopyOf, s.Group, wire.ID, wire.Group)
		}
	}
	strike := d.group(wire.Group)
	if strike.Copies < 2 || strike.Publishers+strike.Copies > strike.Stories || strike.Outlets <= strike.Publishers {
		t.Errorf("%+v", strike.groupLine)
	}
	ferry := d.group(stories["harbour-post/ferry-aground"].Group)
	if ferry.Publishers < 3 || len(ferry.Timeline) != ferry.Outlets || ferry.Timeline[0].After != 0 || len(ferry.Related) == 0 {
		t.Errorf("%+v", ferry)
	}
	for _, m := range ferry.Members {
		for _, r := range m.Reasons {
			if r.Story == m.ID || r.Score <= 0 || r.Kind == "terms" && len(r.Terms) == 0 {
				t.Errorf("story %d: %+v", m.ID, r)
			}
		}
	}
	for _, r := range ferry.Related {
		if r.Group == ferry.ID {
			t.Error("a group is related to itself")
		}
	}
}

// A second scan and a daemon's restart change no group.
func TestGroupsOutliveTheProcess(t *testing.T) {
	d, _ := newWorldDesk(t)
	d.scan()
	before := d.must(exitOK, "groups", "--json", "--limit", "0")
	if report := d.scan(); report.Grouped != 0 || report.Moved != 0 {
		t.Errorf("%+v", report)
	}
	if after := d.must(exitOK, "groups", "--json", "--limit", "0"); after != before {
		t.Errorf("before\n%safter\n%s", before, after)
	}
}

// What one scan does not group, the next does.
func TestScanWithoutGroups(t *testing.T) {
	d, _ := newWorldDesk(t)
	first := d.scan("--no-groups")
	if first.Grouped != 0 || len(d.groups()) != 0 {
		t.Errorf("%+v", first)
	}
	if second := d.scan(); second.Grouped != first.New {
		t.Errorf("%d grouped of %d", second.Grouped, first.New)
	}
}

func TestGroupCorrections(t *testing.T) {
	d, world := newWorldDesk(t)
	d.scan()
	stories := d.bySlug(world)
	group := stories["wire-nine/dock-strike-off"].Group
	named := stories["harbour-post/dock-deal"].ID
	groupOf := func(story int64) int64 {
		t.Helper()
		for _, s := range d.stories() {
			if s.ID == story {
				return s.Group
			}
		}
		t.Fatalf("no story %d", story)
		return 0
	}
	id, story := strconv.FormatInt(group, 10), strconv.FormatInt(named, 10)

	has(t, d.must(exitOK, "group", "split", id, story), "1 story of group "+id+" is group")
	made := groupOf(named)
	if made == group {
		t.Fatal("it is still there")
	}
	d.scan()
	if groupOf(named) != made {
		t.Error("the next scan took it back")
	}
	has(t, d.must(exitOK, "group", "show", id), "Corrections", "in force", "broke it", "because:")
	has(t, d.must(exitOK, "group", "split", id, story, "--undo"), "Undone")
	if groupOf(named) != group {
		t.Error("undone, it is not back")
	}
	other := stories["harbour-post/fog-horn-switched-off"].Group
	d.must(exitOK, "group", "merge", id, strconv.FormatInt(other, 10))
	has(t, d.must(exitOK, "group", "show", strconv.FormatInt(other, 10)), fmt.Sprintf("Group %d was joined to it", other), "a person said so")
	d.must(exitOK, "group", "merge", id, "--undo")
	if g := d.group(other); g.ID != other {
		t.Errorf("group %d leads to %d", other, g.ID)
	}
	d.must(exitOK, "group", "pin", id, story, "--never")
	d.scan()
	if groupOf(named) == group {
		t.Error("barred, it is there")
	}
	d.must(exitOK, "group", "pin", id, story, "--never", "--undo")
	d.scan()
	if groupOf(named) != group {
		t.Error("barred no more, grouping does not take it back")
	}
	for args, want := range map[string]string{
		"split x 1": "is no number", "split 1": "name the stories", "show 99999": "no such group", "merge 99999 1": "no such group",
		"pin " + id + " 99999": "no such story", "split " + id + " --undo": "no such correction",
	} {
		_, errs, code := d.run(append([]string{"group"}, strings.Fields(args)...)...)
		if code == exitOK || !strings.Contains(errs, want) {
			t.Errorf("group %s: exit code %d, %s", args, code, errs)
		}
	}
}

// The lists lead by what they say they do.
func TestGroupLists(t *testing.T) {
	d, _ := newWorldDesk(t)
	d.scan()
	all := d.groups()
	if !slices.IsSortedFunc(all, func(a, b groupLine) int { return b.Latest.Compare(*a.Latest) }) {
		t.Error("not by the latest")
	}
	ranked := d.groups("--headlines")
	if !slices.IsSortedFunc(ranked, func(a, b groupLine) int {
		if a.Rank > b.Rank {
			return -1
		}
		return 1
	}) || ranked[0].Publishers < 3 {
		t.Errorf("not by rank: %+v", ranked[0])
	}
	for _, g := range d.groups("--publishers", "2") {
		if g.Publishers < 2 {
			t.Errorf("%+v", g)
		}
	}
	for _, g := range d.groups("--exclusive", "--after", "1h") {
		if g.Outlets != 1 {
			t.Errorf("%+v", g)
		}
	}
	if n := len(d.groups("--publisher", "Harbour Post")); n == 0 || n >= len(all) {
		t.Errorf("%d of %d groups have a story of one publisher", n, len(all))
	}
	has(t, d.must(exitOK, "groups"), "PUBLISHERS", "COPIES", "TITLE")
	d.must(exitOK, "trends")
	d.must(exitUsage, "groups", "--limit", "-1")
	d.must(exitUsage, "groups", "--since", "whenever")
}

// Groups leave as feeds that readers understand, one entry an event.
func TestExportGroups(t *testing.T) {
	d, world := newWorldDesk(t)
	d.scan()
	groups := d.groups("--publishers", "2")
	for _, format := range []string{"rss", "atom", "json"} {
		out := d.must(exitOK, "export", format, "--groups", "--publishers", "2", "--limit", "0")
		feed, err := gofeed.NewParser().ParseString(out)
		if err != nil || len(feed.Items) != len(groups) {
			t.Fatalf("%s: %d entries of %d groups, %v", format, len(feed.Items), len(groups), err)
		}
		for i, item := range feed.Items {
			if item.Title == "" || item.GUID == "" || strings.Count(item.Content, "<li>") != groups[i].Stories {
				t.Errorf("%s: %q, %q, %d stories of %d", format, item.Title, item.GUID, strings.Count(item.Content, "<li>"), groups[i].Stories)
			}
		}
		if again := d.must(exitOK, "export", format, "--groups", "--publishers", "2", "--limit", "0"); again != out {
			t.Errorf("%s: the same groups give other bytes", format)
		}
	}
	strike := d.bySlug(world)["wire-nine/dock-strike-off"].Group
	opml := d.must(exitOK, "export", "opml", "--group", strconv.FormatInt(strike, 10))
	has(t, opml, "Wire Nine", "Evening Lantern")
	if strings.Contains(opml, "Deck") || strings.Count(opml, "xmlUrl") < 3 {
		t.Errorf("the sources of the strike are\n%s", opml)
	}
	feed, err := gofeed.NewParser().ParseString(d.must(exitOK, "export", "rss", "--group", strconv.FormatInt(strike, 10), "--limit", "0"))
	if err != nil || len(feed.Items) != d.group(strike).Stories {
		t.Errorf("%d stories of the group, %v", len(feed.Items), err)
	}
	for _, wrong := range [][]string{{"opml", "--groups"}, {"rss", "--groups", "--group", "1"}, {"rss", "--groups", "--query", "x"}, {"rss", "--headlines"}} {
		d.must(exitUsage, append([]string{"export"}, wrong...)...)
	}
}
