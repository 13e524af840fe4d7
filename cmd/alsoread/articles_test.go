package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/internal/newsworld"
)

// recommended is what the world's publishers recommend, by the address of the
// story that does, without what feeds put behind it: addresses of stories, in
// order.
func recommended(world *newsworld.World) map[string][]string {
	address := map[string]string{}
	for _, s := range world.Stories() {
		address[s.Publisher+"/"+s.Slug] = world.StoryURL(s)
	}
	out := map[string][]string{}
	for _, s := range world.Stories() {
		for _, block := range s.Blocks {
			for _, link := range block.Links {
				if to := address[link]; to != "" {
					out[world.StoryURL(s)] = append(out[world.StoryURL(s)], to)
				}
			}
		}
	}
	return out
}

func bare(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return address
}

// After one scan each story of the world whose page has Also Read blocks has
// their links, and those lead to the stories they name.
func TestAlsoReadLinks(t *testing.T) {
	d, world := newWorldDesk(t)
	report := d.scan()
	want := recommended(world)
	byID, links := map[int64]string{}, 0
	stories := d.stories()
	for _, s := range stories {
		byID[s.ID] = bare(s.URL)
	}
	for _, s := range stories {
		var got []string
		for _, l := range s.AlsoRead {
			got = append(got, l.URL)
			if l.Title == "" {
				t.Errorf("%s: a link without a title: %+v", s.URL, l)
			}
			if byID[l.Story] != l.URL {
				t.Errorf("%s: the link to %s leads to story %d, %s", s.URL, l.URL, l.Story, byID[l.Story])
			}
		}
		links += len(got)
		if expected := want[bare(s.URL)]; !slices.Equal(got, expected) {
			t.Errorf("%s recommends\n%q, want\n%q", s.URL, got, expected)
		}
	}
	if links < 30 || report.Articles.Links != links || report.Articles.Read < 60 {
		t.Errorf("%d links of the stories; the report says %+v", links, report.Articles)
	}

	for format, mark := range map[string]string{"atom": `rel="related"`, "rss": "&lt;dl&gt;", "json": `"also_read"`} {
		out := d.must(exitOK, "export", format, "--limit", "0")
		has(t, out, mark)
		if format == "atom" && strings.Count(out, mark) != links {
			t.Errorf("the Atom export has %d of %d links", strings.Count(out, mark), links)
		}
		if format == "json" && !json.Valid([]byte(out)) {
			t.Error("the JSON export is none")
		}
	}
}

// On every page of the world the blocks it has are found, and nothing else is.
func TestAlsoReadOfEveryPage(t *testing.T) {
	d, world := newWorldDesk(t)
	want := recommended(world)
	var addresses []string
	for _, s := range world.Stories() {
		if !strings.HasPrefix(s.Section, "archive") && !strings.HasPrefix(s.Section, "members") {
			addresses = append(addresses, world.StoryURL(s))
		}
	}
	answers := strings.SplitAfter(d.must(exitOK, append([]string{"inspect", "--json", "--as", "article"}, addresses...)...), "\n")
	blocks := 0
	for i, address := range addresses {
		var page inspection
		if err := json.Unmarshal([]byte(answers[i]), &page); err != nil || page.Error != "" {
			t.Fatalf("%s: %v, %s", address, err, page.Error)
		}
		var got []string
		for _, l := range page.AlsoRead {
			got = append(got, l.URL)
			if strings.Contains(page.HTML, l.URL) {
				t.Errorf("%s: the link to %s is left in the text", address, l.URL)
			}
		}
		if !slices.Equal(got, want[address]) {
			t.Errorf("%s recommends\n%q, want\n%q", address, got, want[address])
		}
		if len(got) > 0 {
			blocks++
		}
	}
	if blocks < 25 || len(addresses) < 80 {
		t.Errorf("%d of %d pages have blocks", blocks, len(addresses))
	}
}

// No page is asked for twice, not by a second scan and not by another source of
// the publisher; none that robots.txt forbids is asked for, and that is said.
func TestArticlesAreReadOnce(t *testing.T) {
	d, world := newWorldDesk(t)
	first := d.scan()
	for _, name := range []string{"Inland Observer", "Meridian Business Review"} {
		if row := first.source(t, name); row.Status != "ok" || row.Articles == nil || row.Articles.Failed != 1 ||
			!strings.Contains(row.Articles.Error, "robots.txt of 127.0.0.") || !strings.Contains(row.Articles.Error, "disallows this page") {
			t.Errorf("%s: %+v", name, row.Articles)
		}
	}
	has(t, d.must(exitOK, "sources", "list"), "ok, but 1 article not read: robots.txt of 127.0.0.24")
	second := d.scan()
	if second.Articles.Read != 0 || second.Articles.Failed != 0 {
		t.Errorf("the second scan: %+v", second.Articles)
	}
	asked := map[string]int{}
	for _, r := range world.Requests() {
		if strings.Count(r.Path, "/") == 5 {
			asked[r.Publisher+bare(r.Path)]++
		}
		if strings.Contains(r.Path, "/members/") || strings.Contains(r.Path, "/archive/") {
			t.Errorf("%s was asked for %s, which its robots.txt forbids", r.Publisher, r.Path)
		}
	}
	if len(asked) != first.Articles.Read {
		t.Errorf("%d pages were asked for, %d read", len(asked), first.Articles.Read)
	}
	for page, n := range asked {
		if n != 1 {
			t.Errorf("%s was asked for %d times", page, n)
		}
	}
}

// A link to a story that has not come yet leads to it when it has.
func TestLinkToAStoryOfTheFuture(t *testing.T) {
	d, world := newWorldDesk(t)
	world.Publish(newsworld.Story{Publisher: "harbour-post", Slug: "pilot-boats", Section: "city", Title: "Pilot boats to be electric",
		Blocks: []newsworld.Block{{Text: "The pilots of Port Merrow are to have three electric boats by next summer, the port said on Friday."}}})
	world.Publish(newsworld.Story{Publisher: "evening-lantern", Slug: "quiet-harbour", Section: "city", Title: "A quiet harbour at last", Blocks: []newsworld.Block{
		{Text: "Those who live above the pilots' quay are to sleep better from next summer on, when the boats no longer roar."},
		{Kind: newsworld.Also, Text: "Also Read", Shape: "label", Links: []string{"harbour-post/pilot-boats"}},
		{Text: "The port says that the boats cost more but are cheaper to run, and that nobody is going to miss the smell."}}})
	var quiet storyLine
	find := func(title string) storyLine {
		stories := d.stories()
		i := slices.IndexFunc(stories, func(s storyLine) bool { return s.Title == title })
		if i < 0 {
			t.Fatalf("no story %q", title)
		}
		return stories[i]
	}
	d.scan("Evening Lantern")
	if quiet = find("A quiet harbour at last"); len(quiet.AlsoRead) != 1 || quiet.AlsoRead[0].Story != 0 {
		t.Fatalf("before the other story came: %+v", quiet.AlsoRead)
	}
	d.scan("Harbour Post")
	if quiet = find("A quiet harbour at last"); quiet.AlsoRead[0].Story != find("Pilot boats to be electric").ID {
		t.Errorf("after it came: %+v", quiet.AlsoRead)
	}
}

// A dry run reads no article.
func TestDryRunReadsNoArticles(t *testing.T) {
	d, world := newWorldDesk(t)
	began := time.Now()
	if r := d.scan("--dry-run"); r.Articles.Read != 0 {
		t.Errorf("%+v", r.Articles)
	}
	for _, r := range world.Requests() {
		if r.At.After(began) && strings.Count(r.Path, "/") == 5 {
			t.Errorf("%s was asked for %s", r.Publisher, r.Path)
		}
	}
}
