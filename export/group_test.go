package export

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"alsoread/news"
)

// ferry is an event told by two, reprinted by one, with a related group.
func ferry() Coverage {
	story := func(id int64, publisher, title string, hour int) news.Story {
		return news.Story{ID: id, URL: "https://" + publisher + ".example/" + title[:2] + "?a=1&b=2", Title: title, Publisher: publisher, Sort: day(hour),
			Published: day(hour), FirstSeen: day(hour).Add(time.Minute), Language: "en",
			Sightings: []news.Sighting{{Source: publisher, SourceURL: "https://" + publisher + ".example/rss", Publisher: publisher, At: day(hour)}}}
	}
	lead := story(1, "harbour", "Ferry aground <off> Gull Point & stuck", 8)
	lead.Summary, lead.Image = "<p>A ferry is stuck.</p>", "https://harbour.example/ferry.jpg"
	lead.AlsoRead = []news.Link{
		{URL: "https://rival.example/Th?a=1&b=2", Title: "the same event", Label: "Also Read", Story: 2},
		{URL: "https://harbour.example/horn", Title: "Fog horn silent", Label: "Also Read"},
	}
	follower := story(2, "rival", "The ferry that went too near", 10)
	reprint := story(3, "evening", "Ferry aground off Gull Point", 9)
	reprint.CopyOf = 1
	inquiry := story(9, "rival", "Inquiry into ferries", 11)
	return Coverage{
		Group: news.Group{ID: 40, Key: news.Key{1, 2, 3}, Lead: 1, Title: lead.Title, Stories: 3, Publishers: 2, Outlets: 3, Copies: 1,
			First: day(8), Latest: day(10), Joined: day(10).Add(time.Minute), Changed: day(12)},
		Members: []news.Member{{Story: lead}, {Story: reprint}, {Story: follower}},
		Page:    "https://news.example/group/40",
		Related: []news.Relation{{Group: news.Group{ID: 41, Lead: 9}}},
		Leads:   map[int64]news.Story{9: inquiry},
	}
}

// Every publisher stands in the text with headline and link, what is related
// below it; the entry is valid and comes back whole.
func TestGroupsAsFeeds(t *testing.T) {
	for _, f := range formats {
		t.Run(f.name, func(t *testing.T) {
			body := f.document(t, sampleFeed(), GroupItem(ferry()))
			if err := f.check(body); err != nil {
				t.Errorf("%v\n%s", err, body)
			}
			if again := f.document(t, sampleFeed(), GroupItem(ferry())); !bytes.Equal(body, again) {
				t.Error("the same group gives other bytes")
			}
			feed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
			if err != nil || len(feed.Items) != 1 {
				t.Fatalf("%d items, %v", len(feed.Items), err)
			}
			item := feed.Items[0]
			if item.Title != "Ferry aground <off> Gull Point & stuck" || item.Link != "https://harbour.example/Fe?a=1&b=2" ||
				!item.PublishedParsed.Equal(day(8).Truncate(time.Second)) {
				t.Errorf("%q %q %v", item.Title, item.Link, item.PublishedParsed)
			}
			for _, part := range []string{
				"<p>A ferry is stuck.</p>", "2 publishers, 1 reprint", `<a href="https://news.example/group/40">The whole coverage</a>`,
				`<li><b>harbour</b>: <a href="https://harbour.example/Fe?a=1&amp;b=2">Ferry aground &lt;off&gt; Gull Point &amp; stuck</a>`,
				`<li><b>rival</b>: <a href="https://rival.example/Th?a=1&amp;b=2">The ferry that went too near</a>, 14 March 2026, 10:15 UTC</li>`,
				`<b>evening</b>: <a href="https://evening.example/Fe?a=1&amp;b=2">Ferry aground off Gull Point</a>, 14 March 2026, 09:15 UTC (reprint)</li>`,
			} {
				if !strings.Contains(item.Content, part) {
					t.Errorf("the text lacks %s\n%s", part, item.Content)
				}
			}
			for _, related := range []string{"https://rival.example/In?a=1", "https://harbour.example/horn"} {
				if !strings.Contains(string(body), related) {
					t.Errorf("%s is not in the document", related)
				}
			}
			if strings.Contains(string(body), "the same event") {
				t.Error("a link into the group itself is recommended")
			}
		})
	}
}

// Another publisher changes the entry's date, its text and nothing of its id.
func TestGroupEntryIsUpdatedWhenAPublisherJoins(t *testing.T) {
	before := GroupItem(ferry())
	more := ferry()
	joined := news.Story{ID: 4, URL: "https://late.example/x", Title: "Ferry, again", Publisher: "late", Sort: day(13), FirstSeen: day(13)}
	more.Members = append(more.Members, news.Member{Story: joined})
	more.Group.Stories, more.Group.Publishers, more.Group.Joined = 4, 3, day(13)
	after := GroupItem(more)
	if id := string(appendID(nil, &after)); id != string(appendID(nil, &before)) {
		t.Errorf("id %s", id)
	}
	if !after.Updated.Equal(day(13)) || !after.Published.Equal(before.Published) || !strings.Contains(after.Content, "Ferry, again") {
		t.Errorf("%+v", after)
	}
}

func TestGroupEntryNamesSoManyStories(t *testing.T) {
	c := ferry()
	for i := range 150 {
		c.Members = append(c.Members, news.Member{Story: news.Story{ID: int64(100 + i), Title: "t", Publisher: "p", Sort: day(12), URL: "https://p.example/"}})
	}
	if text := GroupItem(c).Content; strings.Count(text, "<li>") != groupItems+1 || !strings.Contains(text, "<li>and 53 more</li>") {
		t.Errorf("%d entries", strings.Count(text, "<li>"))
	}
}
