package export

import (
	"bytes"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"alsoread/news"
)

func groupOfThree() (news.Group, []news.Member) {
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	story := func(id int64, publisher, title string, copyOf int64) news.Member {
		return news.Member{Story: news.Story{ID: id, URL: "https://" + publisher + "/" + title, Title: "Strike <b> " + title, Publisher: publisher, CopyOf: copyOf,
			Summary: "<p>About " + title + "</p>", FirstSeen: noon, Sightings: []news.Sighting{{Source: publisher + " feed", SourceURL: "https://" + publisher + "/rss"}}}}
	}
	members := []news.Member{story(1, "wire.example", "a", 0), story(2, "harbour.example", "b", 0), story(3, "hill.example", "c", 1)}
	members[2].Story.URL = "javascript:alert(1)"
	return news.Group{ID: 7, Lead: 2, Title: "Strike <b> b", Stories: 5, Publishers: 2, Copies: 1, First: noon, Joined: noon.Add(time.Hour)}, members
}

func TestGroupItem(t *testing.T) {
	g, members := groupOfThree()
	item := GroupItem(news.Key{1, 2, 3}, g, members, "https://news.example/group/7")
	for _, want := range []string{
		"<p>About b</p>", "<p>2 newsrooms, 1 reprint</p>", `<li><a href="https://wire.example/a">Strike &lt;b&gt; a</a> wire.example (also carried by hill.example)</li>`,
		`<li><a href="https://harbour.example/b">Strike &lt;b&gt; b</a> harbour.example</li></ul>`, "<p>and 2 more stories</p>", `<a href="https://news.example/group/7">The whole coverage</a>`,
	} {
		if !strings.Contains(item.Content, want) {
			t.Errorf("the item lacks %s:\n%s", want, item.Content)
		}
	}
	if strings.Contains(item.Content, "javascript") || strings.Count(item.Content, "<li>") != 2 {
		t.Errorf("content %s", item.Content)
	}
	if item.URL != "https://harbour.example/b" || item.Publisher != "harbour.example" || !item.Updated.Equal(g.Joined) || !item.Published.Equal(g.First) || len(item.Sightings) != 3 {
		t.Errorf("%+v", item)
	}
}

// An event is one item under one id, which is updated when a publisher joins.
func TestGroupItemInEveryFormat(t *testing.T) {
	g, members := groupOfThree()
	for name, write := range map[string]func(io.Writer, Feed, iter.Seq2[news.Story, error]) error{"rss": WriteRSS, "atom": WriteAtom, "json": WriteJSON} {
		parse := func(g news.Group, members []news.Member) *gofeed.Item {
			var out bytes.Buffer
			item := GroupItem(news.Key{9}, g, members, "")
			if err := write(&out, Feed{Title: "Events"}, func(yield func(news.Story, error) bool) { yield(item, nil) }); err != nil {
				t.Fatal(name, err)
			}
			feed, err := gofeed.NewParser().Parse(&out)
			if err != nil || len(feed.Items) != 1 {
				t.Fatal(name, err, feed)
			}
			return feed.Items[0]
		}
		before := parse(g, members[:1])
		after := parse(g, members)
		if before.GUID == "" || before.GUID != after.GUID || after.Title != "Strike <b> b" || !slices.ContainsFunc([]string{after.Content, after.Description}, func(s string) bool { return strings.Contains(s, "harbour.example/b") }) {
			t.Errorf("%s: %q, %q: %+v", name, before.GUID, after.GUID, after)
		}
	}
}
