package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	jsonfeed "github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"

	"alsoread/news"
)

// naughty are strings that have broken writers of feeds before.
var naughty = []string{
	"", " ", "plain", "a & b", "a &amp; b", "&", "&;", "&#0;", "&#x1F;", "&lt;script&gt;", "&nbsp;", "AT&T",
	"<", ">", "<<", "</title>", "</item><item>", "<![CDATA[", "]]>", "]]]]><![CDATA[>", "<![CDATA[x]]>", "<!--", "-->", "<?xml?>",
	"<!DOCTYPE x [<!ENTITY a 'b'>]>", "<script>alert(1)</script>", `"><script>alert(1)</script>`, `' onmouseover='alert(1)`,
	`"`, `'`, `\`, `\"`, `\u0000`, "`", "\\u003cb\\u003e", "${jndi:ldap://x}", "{{7*7}}",
	"nul\x00byte", "bell\x07", "esc\x1b[31mred", "del\x7f", "vertical\x0btab", "form\x0cfeed", "c1\u0080\u009b\u0085end", "\u001f",
	"tab\tinside", "line\nfeed", "carriage\rreturn", "cr\r\nlf", "\r", "\n", "\r\n\r\n",
	"\ufffe", "\uffff", "x\ufffey\uffffz", "\ufeffbom", "\ufffd", "\ufdd0", "\U0001ffff", "\U0010ffff",
	"\xff", "\xc0\xaf", "\xed\xa0\x80", "cut \xe2\x82", "\xf8\x88\x80\x80\x80", "ok\xc2", "\xef\xbf", "\xef", "\xc2",
	"Ünïcödé", "日本語の見出し", "😀🏳️‍🌈", "עברית", "\u202eright to left\u202c", "\u200b", "\u2028\u2029", "é", "ﷺ",
	"=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-1", strings.Repeat("]]>", 100), strings.Repeat("long ", 5000), strings.Repeat("&", 3000),
}

// allNaughty adds the published lists where they are at hand.
func allNaughty(t testing.TB) []string {
	all := slices.Clone(naughty)
	const data = "../../shared/data/adversarial"
	body, err := os.ReadFile(filepath.Join(data, "naughty-strings/blns.json"))
	if err != nil {
		t.Log("the published lists of naughty strings are not here: our own alone")
		return all
	}
	var published []string
	if err := json.Unmarshal(body, &published); err != nil {
		t.Fatal(err)
	}
	all = append(all, published...)
	payloads, _ := filepath.Glob(filepath.Join(data, "xss-payloads/*.txt"))
	for _, file := range payloads {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Split(string(body), "\n")...)
	}
	return all
}

// expected is what may come back of s: without what XML forbids and without
// control characters, line ends as line feeds. It is written without a look at
// the escaping code.
func expected(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\r':
			b.WriteByte('\n')
		case r == '\t' || r == '\n':
			b.WriteRune(r)
		case r < ' ', r >= 0x7f && r <= 0x9f, r == 0xfffe, r == 0xffff:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// trimmed is expected as gofeed gives it, without white space around it.
func trimmed(s string) string { return strings.TrimSpace(expected(s)) }

// naughtyStory carries s everywhere a publisher could have put it.
func naughtyStory(id int, s string) news.Story {
	return news.Story{
		ID: int64(id), URL: "https://news.example/" + strconv.Itoa(id) + "?q=a&amp;b",
		Title: s, Summary: s, Content: "<p>" + s, Authors: []string{s, "Second " + s}, Categories: []string{s, "c" + s},
		Language: s, Publisher: s, GUID: s, Image: s, CommentsURL: s, Published: day(id % 24), FirstSeen: day(23),
		Enclosures: []news.Enclosure{{URL: s, Type: s}, {URL: "https://cdn.example/" + strconv.Itoa(id), Type: s, Length: 9}},
		Sightings:  []news.Sighting{{Source: s, SourceURL: "https://source.example/" + strconv.Itoa(id), Publisher: s, At: day(2), URL: s, Title: s}},
	}
}

func naughtyStories(all []string) []news.Story {
	stories := make([]news.Story, 0, len(all))
	for i, s := range all {
		stories = append(stories, naughtyStory(i, s))
	}
	return stories
}

func TestNaughtyStringsKeepTheRules(t *testing.T) {
	all := allNaughty(t)
	stories := naughtyStories(all)
	var xmlFiles []string
	for _, f := range formats {
		for i, feed := range []Feed{sampleFeed(), {Title: "\x00]]>", Description: "<b>\x1b", Link: "javascript:alert(1)", Self: "data:x", Language: `"x`, ID: ""}} {
			body := f.document(t, feed, stories...)
			if err := f.check(body); err != nil {
				t.Errorf("%s: %.2000s", f.name, err)
			}
			if at := bytes.IndexFunc(body, func(r rune) bool { return isControl(r) && r != '\n' && r != '\t' }); at >= 0 {
				t.Errorf("%s: control character in %q", f.name, body[max(0, at-40):at+10])
			}
			if f.ext != "json" {
				file := filepath.Join(t.TempDir(), fmt.Sprint(i, ".", f.ext))
				if err := os.WriteFile(file, body, 0o644); err != nil {
					t.Fatal(err)
				}
				xmlFiles = append(xmlFiles, file)
			}
		}
	}
	xmllint(t, xmlFiles...)
}

// No string can add an element of its own.
func TestOnlyOurElements(t *testing.T) {
	known := strings.Fields(`rss channel item title link description language lastBuildDate generator guid pubDate creator category comments
		encoded enclosure content thumbnail source feed id subtitle updated author name entry published summary`)
	stories := naughtyStories(allNaughty(t))
	for _, f := range formats[:2] {
		root, err := parse(f.document(t, sampleFeed(), stories...))
		if err != nil {
			t.Fatal(err)
		}
		var walk func(*node)
		walk = func(n *node) {
			if !slices.Contains(known, n.XMLName.Local) {
				t.Errorf("%s: element %v", f.name, n.XMLName)
			}
			for _, c := range n.Nodes {
				walk(c)
			}
		}
		walk(root)
	}
}

func TestGofeedReadsTheSame(t *testing.T) {
	all := allNaughty(t)
	stories := naughtyStories(all)
	for _, f := range formats {
		t.Run(f.name, func(t *testing.T) {
			parser := gofeed.NewParser()
			parser.KeepOriginalFeed = true
			feed, err := parser.Parse(bytes.NewReader(f.document(t, sampleFeed(), stories...)))
			if err != nil {
				t.Fatal(err)
			}
			if feed.Title != sampleFeed().Title || feed.Link != sampleFeed().Link || feed.FeedLink != sampleFeed().Self ||
				feed.Description != sampleFeed().Description || feed.Language != "en" {
				t.Errorf("feed came back as %+v", feed)
			}
			if f.ext != "json" && (feed.UpdatedParsed == nil || !feed.UpdatedParsed.Equal(sampleFeed().Updated)) {
				t.Errorf("updated %v", feed.Updated)
			}
			if len(feed.Items) != len(stories) {
				t.Fatalf("%d of %d items", len(feed.Items), len(stories))
			}
			for i, item := range feed.Items {
				sameItem(t, f, item, &stories[i])
				got, want := strings.Join(authorsOf(feed, i), "|"), strings.Join(kept(stories[i].Authors), "|")
				if got != want {
					t.Errorf("authors of %.60q: got %.200q, want %.200q", item.Title, got, want)
				}
			}
		})
	}
}

func sameItem(t *testing.T, f format, item *gofeed.Item, s *news.Story) {
	t.Helper()
	same := func(field, got, want string) {
		if strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%s of %.60q: got %.200q, want %.200q", field, s.Title, got, want)
		}
	}
	same("title", item.Title, trimmed(s.Title))
	same("content", item.Content, trimmed(s.Content))
	if f.ext != "json" {
		same("summary", item.Description, trimmed(s.Summary))
	}
	same("link", item.Link, s.URL)
	same("id", item.GUID, string(appendID(nil, s)))
	if item.PublishedParsed == nil || !item.PublishedParsed.Equal(s.Published) {
		t.Errorf("published of %q: %v", s.Title, item.Published)
	}
	same("categories", strings.Join(clean(item.Categories), "|"), strings.Join(kept(s.Categories), "|"))
	files := 0
	for _, e := range item.Enclosures {
		if e.URL == s.Enclosures[1].URL {
			files++
		}
	}
	if files != 1 && webURL(s.Enclosures[0].URL) == "" {
		t.Errorf("enclosures of %q: %d", s.Title, len(item.Enclosures))
	}
}

// authorsOf avoids gofeed's guess that a name might hold a mail address, which
// it makes for RSS and JSON Feed.
func authorsOf(feed *gofeed.Feed, i int) (names []string) {
	switch original := feed.OriginalFeed().(type) {
	case *rss.Feed:
		names = original.Items[i].DublinCoreExt.Creator
	case *atom.Feed:
		for _, a := range original.Entries[i].Authors {
			names = append(names, a.Name)
		}
	case *jsonfeed.Feed:
		for _, a := range original.Items[i].Authors {
			names = append(names, a.Name)
		}
	}
	return clean(names)
}

func kept(texts []string) []string {
	out := make([]string, 0, len(texts))
	for _, s := range texts {
		out = append(out, trimmed(s))
	}
	return clean(out)
}

func clean(texts []string) (out []string) {
	for _, s := range texts {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Random mixtures of the strings, as many as a short time allows.
func TestRandomTextKeepsTheRules(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		var stories []news.Story
		for i := range 50 {
			var b strings.Builder
			for range random.IntN(8) {
				b.WriteString(naughty[random.IntN(len(naughty)-3)])
			}
			stories = append(stories, naughtyStory(i, b.String()))
		}
		for _, f := range formats {
			if err := f.check(f.document(t, sampleFeed(), stories...)); err != nil {
				t.Fatalf("%s: %.2000s", f.name, err)
			}
		}
	}
}

func FuzzWriters(f *testing.F) {
	for _, s := range naughty[:60] {
		f.Add(s, "https://example.org/"+s)
	}
	f.Fuzz(func(t *testing.T, text, address string) {
		story := naughtyStory(1, text)
		story.URL, story.Image, story.Sightings[0].SourceURL = address, address, address
		for _, format := range formats {
			body := format.document(t, Feed{Title: text, Description: text, Link: address, Self: address, Updated: day(1)}, story)
			if err := format.check(body); err != nil {
				t.Fatalf("%s: %v\n%s", format.name, err, body)
			}
		}
	})
}

func TestRevisedStoryKeepsItsDateInEveryFormat(t *testing.T) {
	story := sampleStories()[0]
	for _, f := range formats {
		feed, err := gofeed.NewParser().Parse(bytes.NewReader(f.document(t, sampleFeed(), story)))
		if err != nil {
			t.Fatal(err)
		}
		updated := feed.Items[0].UpdatedParsed
		if updated == nil || !updated.Equal(day(9)) || !feed.Items[0].PublishedParsed.Equal(day(8)) {
			t.Errorf("%s: updated %v, published %v", f.name, updated, feed.Items[0].PublishedParsed)
		}
	}
}
