package page

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"alsoread/news"
)

// text is what a reader reads of a page, with one space between any two words.
func text(t *testing.T, draw func(io.Writer) error) (string, string) {
	t.Helper()
	var b bytes.Buffer
	if err := draw(&b); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			out.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(out.String()), " "), b.String()
}

func shows(t *testing.T, name, page string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(page, w) {
			t.Errorf("the %s does not show %q", name, w)
		}
	}
}

func TestFront(t *testing.T) {
	read, source := text(t, func(w io.Writer) error { return New().Front(w, madeUpFront()) })
	shows(t, "front page", read, "Headlines", "14 newsrooms, 9 reprints", "broke: Harbour Post 06:42", "12 min ago", "Why together both say dockers, Port Merrow, 31 days; nearly the same text",
		"Also Read Who pays for the strike? A year on the docks", "Harbour Post , BBC , Le Monde +11", "View Source", "Top Trends ferries", "Exclusives A year on the docks",
		"Wire Nine timeout, since 05:10", "480 sources, 3 failing", "scanning 312/480, 27 new", "Sun 22 Nov, 16:41 IST", "Nora Feld / Harbour Post", "Older")
	shows(t, "front page", source, `title="Sun 22 Nov 2026, 16:29 IST"`, `lang="ar"`, `title="All events (Atom)"`, `href="./group/1"`,
		`<a class="source" href="https://news.example/story"`, `src="./images/10"`, `<a class="older" id="older" rel="next" href="./?before=1">`)
	if strings.Contains(source, "pictures.example") {
		t.Error("a picture of another host is asked for")
	}
}

func TestGroup(t *testing.T) {
	read, source := text(t, func(w io.Writer) error { return New().Group(w, madeUpGroup()) })
	shows(t, "group", read, "06:51 Harbour Post broke it Dockers vote", "+1 h", "3 reprints", "Coast Digest Strike at Port Merrow ends", "pinned", "Related events Vaccine trial halted",
		"9 newsrooms · Also Read", "Split them out", "Pin them here", "Merge", "1 story pinned here", "Undo")
	shows(t, "group", source, `<svg class="growth"`, `aria-label="6 newsrooms in 9 h"`, `<input type="checkbox" form="correct" name="story" value="101">`,
		`<form id="correct" method="post" action="../group/1/correct">`, `<button name="correction" value="4">Undo`)
}

func TestStory(t *testing.T) {
	read, source := text(t, func(w io.Writer) error { return New().Story(w, madeUpStory()) })
	shows(t, "story", read, "Nora Feld, Ned Calloway", "updated 3 h ago", "The event Port strike ends", "Sightings Harbour Post", "Ferries resume", "changed 3 h ago")
	shows(t, "story", source, "<del>may end</del><ins>ends</ins>", "<h3>What was agreed</h3>", `<img src="../images/10"`, `<img src="../images/10/`+PictureName("https://x.example/a.jpg")+`" alt="A ferry" loading="lazy" decoding="async">`)
}

func TestSources(t *testing.T) {
	read, source := text(t, func(w io.Writer) error { return New().Sources(w, madeUpSources()) })
	shows(t, "sources", read, "3 of 5 sources well", "timeout for 6 h fetch: no answer from wire.example within 20s", "selector matched nothing", "retired by its publisher",
		"every 37 min", "4 min ago", "5,400", "Scan now")
	shows(t, "sources", source, `<svg class="spark"`, `action="./sources/discover"`, `enctype="multipart/form-data"`, `<a href="./opml" download`)
	closed := madeUpSources()
	closed.Writable = false
	if _, source := text(t, func(w io.Writer) error { return New().Sources(w, closed) }); strings.Contains(source, `type="file"`) {
		t.Error("additions are offered where none is taken")
	}
}

func TestSearch(t *testing.T) {
	read, source := text(t, func(w io.Writer) error { return New().Search(w, madeUpSearch()) })
	shows(t, "search", read, "Harbour Post 1 h ago the event View Source")
	shows(t, "search", source, `rel="noopener noreferrer">View Source</a>`, ` lang="ar"`, `<a class="open" href="./story/`, "Port <mark>strike</mark> ends after 31 days, <mark>ferries</mark> resume", "tag: world", `value="strike ferries tag:world"`, `title="All events (RSS)"`)
}

func TestMarked(t *testing.T) {
	for name, tt := range map[string]struct {
		text  string
		words []string
		want  string
	}{
		"case":         {"Strike and STRIKES, outstrike", []string{"strike"}, "<mark>Strike</mark> and <mark>STRIKE</mark>S, outstrike"},
		"accents":      {"São Paulo", []string{"sao"}, "<mark>São</mark> Paulo"},
		"no spaces":    {"港でストライキ", []string{"スト"}, "港で<mark>スト</mark>ライキ"},
		"escaped":      {"<b> & strike", []string{"b", "strike"}, "&lt;<mark>b</mark>&gt; &amp; <mark>strike</mark>"},
		"longer first": {"ferryman", []string{"ferry", "ferryman"}, "<mark>ferryman</mark>"},
		"none":         {"a", nil, "a"},
	} {
		t.Run(name, func(t *testing.T) {
			var b markupBuilder
			b.marked(tt.text, folds(tt.words))
			if got := b.String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestMoments(t *testing.T) {
	for want, d := range map[string]time.Duration{"just now": 59 * time.Second, "1 min ago": time.Minute, "59 min ago": 59 * time.Minute, "1 h ago": time.Hour,
		"47 h ago": 47*time.Hour + 59*time.Minute, "2 days ago": 48 * time.Hour, "15 Nov": 7 * 24 * time.Hour, "27 Dec 2025": 330 * 24 * time.Hour, "in 5 min": -5*time.Minute - time.Second} {
		if got := distance(now, now.Add(-d), zone); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
	for name, want := range map[string]string{"Asia/Kolkata": "IST", "America/Sao_Paulo": "UTC-3", "Asia/Kathmandu": "UTC+5:45", "UTC": "UTC", "Europe/Berlin": "CET"} {
		z, err := time.LoadLocation(name)
		if err != nil {
			t.Skip("skipped: no time zones on this system: ", err)
		}
		if got := zoneName(now.In(z)); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestGrowthCountsNewsroomsOnce(t *testing.T) {
	got := string(growth([]told{{before(60), "A", false}, {before(30), "A", false}, {before(20), "B", true}, {before(10), "C", false}}, now, zone))
	shows(t, "picture", got, `aria-label="2 newsrooms in 50 min"`, `class="copied"`, `<title>C</title>`)
	if n := strings.Count(got, `class="told"`); n != 3 {
		t.Errorf("%d dots", n)
	}
	if growth([]told{{before(1), "A", false}}, now, zone) != "" {
		t.Error("one story has no growth")
	}
}

func TestSpark(t *testing.T) {
	var b markupBuilder
	b.spark([]int{0, 4, 1000})
	got := b.String()
	shows(t, "sparkline", got, `aria-label="1,004 stories in 3 days, at most 1,000 a day"`, `<path d="M4 19v-1.5h3V19z"/>`, `<path class="today" d="M8 19v-18.0h3V19z"/>`)
	if n := strings.Count(got, "h3"); n != 2 {
		t.Errorf("%d bars", n)
	}
}

func TestOutside(t *testing.T) {
	for address, want := range map[string]string{"https://x.example/a?b#c": "https://x.example/a?b#c", "javascript:x": "", "//x.example/": "", "ftp://x.example/": "", "/x": "", "": ""} {
		if got := (Frame{}).Outside(address); got != want {
			t.Errorf("%q became %q", address, got)
		}
	}
}

func TestAssets(t *testing.T) {
	for _, name := range []string{"room.css", "room.js", "icon.svg"} {
		f, ok := Files()[Asset(name)]
		if !ok || f.ContentType == "" || len(f.Content) == 0 {
			t.Errorf("%s is not there", name)
		}
	}
}

func TestBecause(t *testing.T) {
	got := because([]news.Reason{{Kind: news.ReasonCorrection}, {Kind: news.ReasonTerms, Terms: []news.Term{{Text: "a"}, {Text: "b"}}}, {Kind: news.ReasonTerms, Terms: []news.Term{{Text: "c"}}}, {Kind: news.ReasonLink}, {Kind: news.ReasonWords, Terms: []news.Term{{Text: "d"}}}})
	if want := "put together by hand; both say a, b; a link between them; says, as the others do, d"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
