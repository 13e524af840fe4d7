package export

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

var update = flag.Bool("update", false, "write the golden files anew")

// format is a feed format with what its tests need to know.
type format struct {
	name  string
	ext   string
	write func(io.Writer, Feed, iter.Seq2[news.Story, error]) error
	check func([]byte) error // against the rules of the format
}

var formats = []format{
	{"RSS", "rss", WriteRSS, checkRSS},
	{"Atom", "atom", WriteAtom, checkAtom},
	{"JSON Feed", "json", WriteJSON, checkJSONFeed},
}

func (f format) document(t testing.TB, feed Feed, stories ...news.Story) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.write(&b, feed, seq(stories...)); err != nil {
		t.Fatalf("%s: %v", f.name, err)
	}
	return b.Bytes()
}

func seq(stories ...news.Story) iter.Seq2[news.Story, error] {
	return func(yield func(news.Story, error) bool) {
		for _, s := range stories {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func day(hour int) time.Time { return time.Date(2026, 3, 14, hour, 15, 9, 0, time.UTC) }

func sampleFeed() Feed {
	return Feed{
		Title:       "Harbour & Hills: everything",
		Description: "All stories of the newsroom",
		Link:        "http://127.0.0.1:7077/",
		Self:        "http://127.0.0.1:7077/feeds/all",
		Language:    "en",
		Updated:     day(12),
		About:       "http://127.0.0.1:7077/about/json-feed",
	}
}

func sampleStories() []news.Story {
	full := news.Story{
		ID:        7,
		URL:       "https://harbour.example/2026/03/ferry?from=rss&n=1",
		Title:     `Ferry <em>"Anna"</em> returns & docks`,
		Authors:   []string{"Ada Brook", "Bo Ōta"},
		Published: day(8), Updated: day(9), FirstSeen: day(10), Sort: day(8),
		Language:    "en",
		Publisher:   "Harbour Herald",
		Summary:     `<p>Back after <b>nine</b> days.</p>`,
		Content:     `<p>Back after nine days, said the <a href="https://harbour.example/m?a=1&amp;b=2">master</a>.</p><pre>]]&gt;</pre>`,
		Image:       "https://img.harbour.example/anna.jpg",
		CommentsURL: "https://harbour.example/2026/03/ferry#comments",
		GUID:        "harbour-7",
		ImageCredit: "Ana Lens / Harbour", Paywalled: true,
		AlsoRead: []news.Link{
			{URL: "https://harbour.example/2026/03/tide?a=1&b=2", Title: `When the <tide> turns & "lifts"`, Label: "Also Read", Story: 8},
			{URL: "https://hillwire.example/9", Title: "高山の雪", Label: "Also Read", Position: 1},
			{URL: "https://harbour.example/untitled", Position: 2},
			{URL: "javascript:alert(1)", Title: "not a link", Label: "Also Read", Position: 3},
			{URL: "https://harbour.example/more", Title: "More", Label: "More on the dam", Position: 4},
		},
		Categories: []string{"Ports & ships", "Local"},
		Enclosures: []news.Enclosure{
			{URL: "https://cdn.harbour.example/anna.mp3", Type: "audio/mpeg", Length: 123456},
			{URL: "https://cdn.harbour.example/anna.mp4"},
		},
		Sightings: []news.Sighting{
			{Source: "Harbour", SourceURL: "https://harbour.example/rss", Publisher: "Harbour Herald", At: day(10),
				URL: "https://harbour.example/2026/03/ferry?from=rss&n=1", Title: `Ferry <em>"Anna"</em> returns & docks`},
			{Source: "Hill Wire", SourceURL: "https://hillwire.example/atom", Publisher: "Hill Wire", At: day(11),
				URL: "https://harbour.example/2026/03/ferry?from=hill", Title: "Ferry returns"},
		},
	}
	bare := news.Story{ID: 8, GUID: "no-address-8", Title: "No address", FirstSeen: day(7), Sort: day(7),
		Sightings: []news.Sighting{{Source: "Minutes", SourceURL: "https://council.example/minutes", Publisher: "Council", At: day(7)}}}
	return []news.Story{full, bare, {ID: 9, URL: "https://hillwire.example/9", Title: "高山の雪", Sort: day(6), FirstSeen: day(6), Language: "ja"}}
}

func TestGoldenFiles(t *testing.T) {
	for _, f := range formats {
		golden(t, "feed."+f.ext, f.document(t, sampleFeed(), sampleStories()...))
		undated := sampleFeed()
		undated.Updated = time.Time{}
		golden(t, "undated."+f.ext, f.document(t, undated, sampleStories()...))
		golden(t, "empty."+f.ext, f.document(t, Feed{Title: "Nothing yet"}))
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (go test -update writes it anew); got:\n%s", path, got)
	}
}

// What the documents must be, whatever is in the stories.
func TestGoldenFilesKeepTheRules(t *testing.T) {
	var xmlFiles []string
	for _, f := range formats {
		files, err := filepath.Glob("testdata/*." + f.ext)
		if err != nil || len(files) == 0 {
			t.Fatalf("no golden files for %s: %v", f.name, err)
		}
		for _, file := range files {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.check(body); err != nil {
				t.Errorf("%s: %v", file, err)
			}
			if f.ext != "json" {
				xmlFiles = append(xmlFiles, file)
			}
		}
	}
	xmllint(t, xmlFiles...)
}

// xmllint asks a second, independent XML reader.
func xmllint(t *testing.T, files ...string) {
	t.Helper()
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Log("xmllint is not installed: well-formedness was checked by encoding/xml alone")
		return
	}
	out, err := exec.Command("xmllint", append([]string{"--noout", "--huge", "--nonet"}, files...)...).CombinedOutput()
	if err != nil {
		t.Errorf("xmllint: %v\n%s", err, firstLines(out, 20))
	}
}

func firstLines(b []byte, n int) string {
	return strings.Join(strings.SplitN(string(b), "\n", n+1)[:min(n, strings.Count(string(b), "\n"))], "\n")
}

// wellFormed reads the document by encoding/xml, strictly.
func wellFormed(body []byte) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestSameStoriesGiveTheSameBytes(t *testing.T) {
	for _, f := range formats {
		first := f.document(t, sampleFeed(), sampleStories()...)
		time.Sleep(time.Second/100 + time.Nanosecond)
		if second := f.document(t, sampleFeed(), sampleStories()...); !bytes.Equal(first, second) {
			t.Errorf("%s: two documents of the same stories differ", f.name)
		}
	}
}

func TestNoClock(t *testing.T) {
	today := time.Now().UTC()
	for _, f := range formats {
		body := string(f.document(t, Feed{Title: "Undated"}, news.Story{ID: 1, URL: "https://a.example/1"}))
		for _, layout := range []string{"2006-01-02", "02 Jan 2006"} {
			if strings.Contains(body, today.Format(layout)) {
				t.Errorf("%s: today's date stands in the document:\n%s", f.name, body)
			}
		}
		if err := f.check([]byte(body)); err != nil {
			t.Errorf("%s without any date: %v", f.name, err)
		}
	}
}

func TestErrorOfTheStoriesEndsTheDocument(t *testing.T) {
	failing := func(yield func(news.Story, error) bool) {
		if yield(sampleStories()[0], nil) {
			yield(news.Story{}, io.ErrUnexpectedEOF)
		}
	}
	for _, f := range formats {
		err := f.write(io.Discard, sampleFeed(), failing)
		if err == nil || !strings.Contains(err.Error(), "read the stories for "+f.name+": unexpected EOF") {
			t.Errorf("%s: error %v", f.name, err)
		}
	}
}

func TestErrorOfTheWriterStopsReading(t *testing.T) {
	for _, f := range formats {
		read := 0
		endless := func(yield func(news.Story, error) bool) {
			for yield(sampleStories()[0], nil) {
				read++
			}
		}
		err := f.write(brokenPipe{}, sampleFeed(), endless)
		if err == nil || !strings.Contains(err.Error(), "write "+f.name+": "+io.ErrClosedPipe.Error()) {
			t.Errorf("%s: error %v", f.name, err)
		}
		if read > 1000 {
			t.Errorf("%s: read %d stories after the writer had failed", f.name, read)
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// A feed of any length is streamed.
func TestWritersHoldOneStoryAtATime(t *testing.T) {
	story := sampleStories()[0]
	many := func(yield func(news.Story, error) bool) {
		for range 5000 {
			if !yield(story, nil) {
				return
			}
		}
	}
	for _, f := range formats {
		w := &largestWrite{}
		if err := f.write(w, sampleFeed(), many); err != nil {
			t.Fatal(err)
		}
		if w.largest > 2*spillAt || w.total < 5000*1000 {
			t.Errorf("%s: %d bytes in writes of up to %d", f.name, w.total, w.largest)
		}
		w = &largestWrite{}
		if err := f.write(w, Feed{Title: "undated"}, many); err != nil {
			t.Fatal(err)
		}
		if w.largest > holdAt+2*spillAt || w.total < 5000*1000 {
			t.Errorf("%s without a date: %d bytes in writes of up to %d", f.name, w.total, w.largest)
		}
	}
}

type largestWrite struct{ largest, total int }

func (w *largestWrite) Write(p []byte) (int, error) {
	w.largest, w.total = max(w.largest, len(p)), w.total+len(p)
	return len(p), nil
}

func TestIDs(t *testing.T) {
	id := func(s news.Story) string { return string(appendID(nil, &s)) }
	base := sampleStories()[0]
	moved := base
	moved.ID, moved.Title, moved.FirstSeen = 4711, "Another title", day(20)
	if id(base) != id(moved) {
		t.Error("the id changes with the database or the title")
	}
	sameArticle := base
	sameArticle.URL, sameArticle.GUID = "https://HARBOUR.example/2026/03/ferry?n=1&from=rss&utm_source=x", "other"
	if id(base) != id(sameArticle) {
		t.Error("the id depends on how the address is spelt")
	}
	keyed := base
	keyed.Key = news.Identify("", &news.Listing{Items: []news.Item{{URL: base.URL}}})[0].URL
	if id(base) != id(keyed) {
		t.Error("the id changes when the key is known")
	}
	seen := map[string]string{}
	for name, s := range map[string]news.Story{
		"by address":      base,
		"by key":          {Key: news.Key{1}, URL: base.URL},
		"other address":   {ID: 7, URL: "https://harbour.example/other"},
		"by guid":         {ID: 7, GUID: "g"},
		"guid of another": {ID: 7, GUID: "g", Sightings: []news.Sighting{{Source: "Hills"}}},
		"by number":       {ID: 7},
		"other number":    {ID: 8},
	} {
		got := id(s)
		if other, dup := seen[got]; dup {
			t.Errorf("%s and %s have the id %s", name, other, got)
		}
		seen[got] = name
		if !uuidURN.MatchString(got) {
			t.Errorf("%s: %q is no UUID URN", name, got)
		}
	}
	want := fmt.Sprintf("<id>%s</id>", id(base))
	if !bytes.Contains(formats[1].document(t, sampleFeed(), base), []byte(want)) {
		t.Errorf("Atom lacks %s", want)
	}
}

// The feed's date is the latest of its stories when none was given: before them
// where the document can be held back, else after them.
func TestUpdatedComesFromTheStories(t *testing.T) {
	feed := sampleFeed()
	feed.Updated = time.Time{}
	large := sampleStories()[0]
	large.Content = strings.Repeat("x", holdAt)
	for i, want := range []struct{ date, story string }{
		{"<lastBuildDate>Sat, 14 Mar 2026 10:15:09 +0000</lastBuildDate>", "<item>"},
		{"<updated>2026-03-14T10:15:09Z</updated>", "<entry"},
	} {
		f := formats[i]
		head, _, _ := strings.Cut(string(f.document(t, feed, sampleStories()...)), want.story)
		if !strings.Contains(head, want.date) {
			t.Errorf("%s lacks %s before its stories:\n%s", f.name, want.date, head)
		}
		body := f.document(t, feed, large, sampleStories()[1])
		head, rest, _ := strings.Cut(string(body), want.story)
		tail := rest[strings.LastIndex(rest, "No address"):]
		if strings.Contains(head, "2026") || !strings.Contains(tail, want.date) {
			t.Errorf("%s, too large to be held: %s...%s", f.name, head, tail)
		}
		if err := f.check(body); err != nil {
			t.Errorf("%s: %v", f.name, err)
		}
	}
}

func TestImpossibleDatesAreNotWritten(t *testing.T) {
	for name, when := range map[string]time.Time{
		"year 10000":   time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC),
		"year 0":       time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC),
		"west of 9999": time.Date(9999, 12, 31, 23, 0, 0, 0, time.FixedZone("", -3600*8)),
	} {
		story := news.Story{ID: 1, URL: "https://a.example/", Published: when, Updated: when, FirstSeen: day(1)}
		for _, f := range formats {
			body := f.document(t, Feed{Title: name, Updated: when}, story)
			if err := f.check(body); err != nil {
				t.Errorf("%s, %s: %v\n%s", name, f.name, err, body)
			}
			if f.name == "RSS" && !bytes.Contains(body, []byte("<pubDate>Sat, 14 Mar 2026 01:15:09 +0000</pubDate>")) {
				t.Errorf("%s: not dated by when it was first seen:\n%s", name, body)
			}
		}
	}
}

func TestJSONExtension(t *testing.T) {
	var doc struct {
		Items []struct {
			Alsoread struct {
				About     string
				Story     int64
				Publisher string
				FirstSeen time.Time `json:"first_seen"`
				Sources   []struct {
					Name    string
					FeedURL string `json:"feed_url"`
					Seen    time.Time
					URL     string
					Title   string
				}
			} `json:"_alsoread"`
		}
	}
	if err := json.Unmarshal(formats[2].document(t, sampleFeed(), sampleStories()...), &doc); err != nil {
		t.Fatal(err)
	}
	got := doc.Items[0].Alsoread
	if got.About != sampleFeed().About || got.Story != 7 || got.Publisher != "Harbour Herald" || !got.FirstSeen.Equal(day(10)) || len(got.Sources) != 2 {
		t.Errorf("extension %+v", got)
	}
	first, second := got.Sources[0], got.Sources[1]
	if first.Name != "Harbour" || first.URL != "" || first.Title != "" {
		t.Errorf("the first source repeats the story: %+v", first)
	}
	if second.FeedURL != "https://hillwire.example/atom" || !second.Seen.Equal(day(11)) ||
		second.URL != "https://harbour.example/2026/03/ferry?from=hill" || second.Title != "Ferry returns" {
		t.Errorf("second source %+v", second)
	}
}
