package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

func readOPML(t testing.TB, text string) *OPML {
	t.Helper()
	list, err := ReadOPML(strings.NewReader(text))
	if err != nil {
		t.Fatalf("ReadOPML: %v", err)
	}
	return list
}

func sampleOutlines() []Outline {
	return []Outline{
		{Title: "Harbour", FeedURL: "https://harbour.example/rss?a=1&b=2", SiteURL: "https://harbour.example/", Tags: []string{"world", "ports & ships"}},
		{Title: `Hill "Wire"`, FeedURL: "https://hillwire.example/atom", Description: "News from <above>", Language: "en-GB"},
		{Title: "Minutes", FeedURL: "https://council.example/minutes", Tags: []string{"local", "a,b", "c/d", "100%", "%2C"}, Kind: news.KindPage},
		{Title: "Mountains", FeedURL: "http://mountains.example/feed", Tags: []string{"world"}},
		{Title: "With a secret", FeedURL: "https://paid.example/${TOKEN}/rss"},
	}
}

func TestWriteOPMLGolden(t *testing.T) {
	var b bytes.Buffer
	if err := WriteOPML(&b, "Sources of <alsoread>", sampleOutlines()); err != nil {
		t.Fatal(err)
	}
	golden(t, "list.opml", b.Bytes())
	if err := checkOPML(b.Bytes()); err != nil {
		t.Error(err)
	}
	xmllint(t, "testdata/list.opml")
}

// checkOPML checks what OPML 2.0 asks of subscription lists.
func checkOPML(body []byte) error {
	root, err := parse(body)
	if err != nil {
		return err
	}
	r := &rules{}
	r.require(root.XMLName.Local == "opml" && root.attr("version") == "2.0", "root %v", root.XMLName)
	r.times(r.times(root, "", "head", 1, 1)[0], "", "title", 1, 1)
	var walk func(*node)
	walk = func(n *node) {
		for _, o := range n.all("", "outline") {
			r.require(o.attr("text") != "", "outline without text")
			if o.attr("type") != "" {
				r.require(o.attr("xmlUrl") != "", "%s without xmlUrl", o.attr("text"))
			} else {
				r.require(len(o.Nodes) > 0, "empty folder %s", o.attr("text"))
			}
			walk(o)
		}
	}
	walk(r.times(root, "", "body", 1, 1)[0])
	return errors.Join(r.broken...)
}

// What is written is read back equal; the order is that of the folders.
func TestOPMLReadsBackEqual(t *testing.T) {
	rows := sampleOutlines()
	var b bytes.Buffer
	if err := WriteOPML(&b, "Sources", rows); err != nil {
		t.Fatal(err)
	}
	list := readOPML(t, b.String())
	if list.Title != "Sources" || len(list.Problems) > 0 {
		t.Errorf("title %q, problems %v", list.Title, list.Problems)
	}
	for i := range list.Outlines {
		if list.Outlines[i].Line == 0 {
			t.Errorf("%s has no line", list.Outlines[i].Title)
		}
		list.Outlines[i].Line = 0
	}
	want := []Outline{rows[0], rows[3], rows[2], rows[1], rows[4]}
	if !reflect.DeepEqual(list.Outlines, want) {
		t.Errorf("got  %+v\nwant %+v", list.Outlines, want)
	}
}

func TestOPMLReadsBackNaughtyStrings(t *testing.T) {
	var rows []Outline
	for i, s := range allNaughty(t) {
		rows = append(rows, Outline{Title: s, Description: s, FeedURL: fmt.Sprintf("https://a.example/%d", i), Tags: []string{s, "x" + s, "second"}})
	}
	checkReadBack(t, rows)
}

// checkReadBack writes rows, reads them, and compares what was read with the
// rows as cleaned by hand.
func checkReadBack(t *testing.T, rows []Outline) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteOPML(&b, "Sources", rows); err != nil {
		t.Fatal(err)
	}
	if err := checkOPML(b.Bytes()); err != nil {
		t.Fatalf("%v\n%.3000s", err, b.Bytes())
	}
	list := readOPML(t, b.String())
	if len(list.Problems) > 0 || len(list.Outlines) != len(rows) {
		t.Fatalf("%d of %d rows, problems %v", len(list.Outlines), len(rows), list.Problems)
	}
	back := make(map[string]Outline, len(rows))
	for _, o := range list.Outlines {
		back[o.FeedURL] = o
	}
	for _, row := range rows {
		got := back[row.FeedURL]
		wantTitle := lineOf(row.Title)
		if blank(wantTitle) {
			wantTitle = "a.example"
		}
		if got.Title != cut(wantTitle, maxName) || got.Description != cut(lineOf(row.Description), maxDescription) {
			t.Errorf("%.80q came back as %.80q, %.80q", row.Title, got.Title, got.Description)
		}
		if want := cleanTags(row.Tags); !slices.Equal(got.Tags, want) {
			t.Errorf("tags %.200q came back as %.200q", want, got.Tags)
		}
	}
}

// lineOf is expected on one line: whatever breaks lines or separates words is a
// space.
func lineOf(s string) string {
	spaces := strings.NewReplacer("\v", " ", "\f", " ", "\u0085", " ")
	return strings.Join(strings.Fields(expected(spaces.Replace(strings.ToValidUTF8(s, "\uFFFD")))), " ")
}

func TestReadOPML(t *testing.T) {
	const row = `<outline text="A" xmlUrl="https://a.example/"/>`
	a := Outline{Title: "A", FeedURL: "https://a.example/", Line: 1}
	tagged := func(tags ...string) Outline { o := a; o.Tags = tags; return o }
	tests := []struct {
		name string
		text string
		want []Outline
	}{
		{"nothing but rows", row, []Outline{a}},
		{"empty list", `<opml><head/><body/></opml>`, nil},
		{"folders", `<opml><body><outline text="F"><outline title="G">` + row + `</outline></outline></body></opml>`, []Outline{tagged("F", "G")}},
		{"folder ends", `<outline text="F"></outline>` + row, []Outline{a}},
		{"category", `<outline text="A" xmlUrl="https://a.example/" category="/news/world,politics"/>`, []Outline{tagged("news", "world", "politics")}},
		{"category and folder", `<outline text="news"><outline text="A" xmlUrl="https://a.example/" category="news,x"/></outline>`, []Outline{tagged("news", "x")}},
		{"upper and lower case", `<OPML><BODY><OUTLINE TEXT="A" XMLURL="https://a.example/"/></BODY></OPML>`, []Outline{a}},
		{"xmlURL", `<outline text="A" xmlURL="https://a.example/"/>`, []Outline{a}},
		{"single quotes", `<outline text='A' xmlUrl='https://a.example/'/>`, []Outline{a}},
		{"no quotes", `<outline text=A xmlUrl=https://a.example/ >`, []Outline{a}},
		{"no quotes, closed at once", `<outline text=A xmlUrl=https://a.example/feed/>`, []Outline{{Title: "A", FeedURL: "https://a.example/feed", Line: 1}}},
		{"HTML within", `<outline text="A" description="See <a href="https://b.example/" target="_blank">this</a> and <i class="x">that</i>." xmlUrl="https://a.example/"/>`,
			[]Outline{{Title: "A", Description: `See <a href="https://b.example/" target="_blank">this</a> and <i class="x">that</i>.`, FeedURL: "https://a.example/", Line: 1}}},
		{"no space between", `<outline text="A"xmlUrl="https://a.example/"/>`, []Outline{a}},
		{"space around =", `<outline text = "A" xmlUrl = "https://a.example/" />`, []Outline{a}},
		{"bare ampersand", `<outline text="A & B" xmlUrl="https://a.example/?x=1&y=2"/>`, []Outline{{Title: "A & B", FeedURL: "https://a.example/?x=1&y=2", Line: 1}}},
		{"ampersand like an entity", `<outline text="A" xmlUrl="https://a.example/?a=1&copy=2&lt=3"/>`, []Outline{{Title: "A", FeedURL: "https://a.example/?a=1&copy=2&lt=3", Line: 1}}},
		{"entities", `<outline text="caf&eacute; &#8211; &#x41;&amp;&quot;&nbsp;&unknown;" xmlUrl="https://a.example/?x=1&amp;y=2"/>`,
			[]Outline{{Title: `café – A&" &unknown;`, FeedURL: "https://a.example/?x=1&y=2", Line: 1}}},
		{"less-than", `<outline text="1 < 2 <b>" xmlUrl="https://a.example/"/>`, []Outline{{Title: "1 < 2 <b>", FeedURL: "https://a.example/", Line: 1}}},
		{"greater-than", `<outline text="a > b" xmlUrl="https://a.example/"/>`, []Outline{{Title: "a > b", FeedURL: "https://a.example/", Line: 1}}},
		{"quotes within", `<outline text="The "Best" Blog" xmlUrl="https://a.example/"/>`, []Outline{{Title: `The "Best" Blog`, FeedURL: "https://a.example/", Line: 1}}},
		{"missing quote", `<outline text="A xmlUrl="https://a.example/"/>`, []Outline{a}},
		{"missing >", `<outline text="A" xmlUrl="https://a.example/"` + "\n" + row, []Outline{a, {Title: "A", FeedURL: "https://a.example/", Line: 2}}},
		{"never closed quote", `<outline text="B" xmlUrl="https://b.example/` + "\n" + row, []Outline{{Title: "A", FeedURL: "https://a.example/", Line: 2}}},
		{"rows without end tags", `<outline text="F"><outline text="A" xmlUrl="https://a.example/">` + "\n" + `<outline text="A" xmlUrl="https://a.example/"></outline>` + "\n" + row,
			[]Outline{tagged("F"), {Title: "A", FeedURL: "https://a.example/", Tags: []string{"F"}, Line: 2}, {Title: "A", FeedURL: "https://a.example/", Line: 3}}},
		{"rows with end tags", `<outline text="F"><outline text="A" xmlUrl="https://a.example/"></outline>` + row + `</outline>`, []Outline{tagged("F"), tagged("F")}},
		{"row within a row", `<outline text="A" xmlUrl="https://a.example/">` + row + `</outline>`, []Outline{a, a}},
		{"missing end tags", `<opml><body><outline text="F">` + row, []Outline{tagged("F")}},
		{"too many end tags", `</outline></outline>` + row, []Outline{a}},
		{"byte order mark", "\ufeff" + `<?xml version="1.0"?>` + row, []Outline{a}},
		{"text before the root", "Warning: foo < bar in x.php <br>" + row, []Outline{a}},
		{"comment", `<!-- <outline text="B" xmlUrl="https://b.example/"/> -->` + row, []Outline{a}},
		{"comment that never ends", `<!-- ` + row, []Outline{a}},
		{"doctype", `<!DOCTYPE opml [<!ENTITY x "y">]>` + row, []Outline{a}},
		{"prefix", `<o:opml><o:outline text="A" xmlUrl="https://a.example/"/></o:opml>`, []Outline{a}},
		{"url for xmlUrl", `<outline type="rss" text="A" url="https://a.example/"/>`, []Outline{a}},
		{"feed scheme", `<outline text="A" xmlUrl="feed:https://a.example/"/>`, []Outline{a}},
		{"feed scheme for http", `<outline text="A" xmlUrl="feed://a.example/"/>`, []Outline{{Title: "A", FeedURL: "http://a.example/", Line: 1}}},
		{"no name", `<outline xmlUrl="https://a.example/"/>`, []Outline{{Title: "a.example", FeedURL: "https://a.example/", Line: 1}}},
		{"name over two lines", "<outline text=\"A\n\t B\" xmlUrl=\" https://a.example/ \"/>", []Outline{{Title: "A B", FeedURL: "https://a.example/", Line: 1}}},
		{"everything", `<outline title="A" text="short" type="rss" xmlUrl="https://a.example/" htmlUrl="https://a.example/home" description="d" language="de" version="RSS"/>`,
			[]Outline{{Title: "A", FeedURL: "https://a.example/", SiteURL: "https://a.example/home", Description: "d", Language: "de", Line: 1}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list := readOPML(t, tt.text)
			if !reflect.DeepEqual(list.Outlines, tt.want) {
				t.Errorf("got  %+v\nwant %+v\nproblems %v", list.Outlines, tt.want, list.Problems)
			}
		})
	}
}

// Rows that cannot be used are named with their line, and the others are kept.
func TestBadRowsAreNamed(t *testing.T) {
	good := `<outline text="Good" xmlUrl="https://good.example/"/>`
	tests := []struct {
		name string
		row  string
		want string
	}{
		{"no address", `<outline text="Bad"/>`, `"Bad" has no feed address (xmlUrl): left out`},
		{"empty address", `<outline text="Bad" xmlUrl=" "/>`, `"Bad" has no feed address`},
		{"bookmark", `<outline text="Bad" type="link" url="https://b.example/"/>`, `"Bad" has no feed address`},
		{"empty folder", `<outline text="Bad"></outline>`, `"Bad" has no feed address`},
		{"file", `<outline text="Bad" xmlUrl="file:///etc/passwd"/>`, `"Bad": "file:///etc/passwd" is no http or https address: left out`},
		{"javascript", `<outline text="Bad" xmlUrl="javascript:alert(1)"/>`, "is no http or https address"},
		{"hidden javascript", `<outline text="Bad" xmlUrl="java&#10;script:alert(1)"/>`, "holds white space or control characters"},
		{"feed of javascript", `<outline text="Bad" xmlUrl="feed:javascript:alert(1)"/>`, "is no http or https address"},
		{"relative", `<outline text="Bad" xmlUrl="/feed.xml"/>`, "is no http or https address"},
		{"no host", `<outline text="Bad" xmlUrl="https:///feed.xml"/>`, "is no http or https address"},
		{"line break in the address", `<outline text="Bad" xmlUrl="https://b.example/&#13;&#10;- name: x"/>`, "holds white space or control characters"},
		{"long address", `<outline text="Bad" xmlUrl="https://b.example/` + strings.Repeat("x", 5000) + `"/>`, "address longer than 4096 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list := readOPML(t, good+"\n\n"+tt.row+"\n"+good)
			if len(list.Outlines) != 2 || list.Outlines[0].Title != "Good" || list.Outlines[1].Title != "Good" {
				t.Errorf("rows %+v", list.Outlines)
			}
			if len(list.Problems) != 1 || list.Problems[0].Line != 3 || !strings.Contains(list.Problems[0].What, tt.want) {
				t.Errorf("problems %+v, want %q in line 3", list.Problems, tt.want)
			}
			for _, p := range list.Problems {
				if strings.ContainsAny(p.What, "\r\n") {
					t.Errorf("problem over several lines: %q", p.What)
				}
			}
		})
	}
}

// What was changed in rows that are kept is told as well.
func TestChangedRowsAreNamed(t *testing.T) {
	tests := []struct {
		name, row, title, want string
	}{
		{"line break in the name", `<outline text="A&#13;&#10;url: http://evil" xmlUrl="https://a.example/"/>`, "A url: http://evil", "line breaks or control characters"},
		{"escape in the name", "<outline text=\"A\x1b]0;x\" xmlUrl=\"https://a.example/\"/>", "A]0;x", "line breaks or control characters"},
		{"long name", `<outline text="` + strings.Repeat("n", 400) + `" xmlUrl="https://a.example/"/>`, strings.Repeat("n", 299) + "…", "name longer than 300 characters: cut"},
		{"site is javascript", `<outline text="A" xmlUrl="https://a.example/" htmlUrl="javascript:alert(1)"/>`, "A", `site address "javascript:alert(1)" is no http or https address`},
		{"not closed", `<outline text="A" xmlUrl="https://a.example/" `, "A", "the outline is not closed"},
		{"too many tags", `<outline text="A" xmlUrl="https://a.example/" category="` + strings.Repeat("t,", 10) + manyTags(40) + `"/>`, "A", "more than 32 tags"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list := readOPML(t, tt.row)
			if len(list.Outlines) != 1 || list.Outlines[0].Title != tt.title || list.Outlines[0].SiteURL != "" {
				t.Fatalf("rows %+v", list.Outlines)
			}
			if len(list.Problems) == 0 || !strings.Contains(list.Problems[0].What, tt.want) || list.Problems[0].Line != 1 {
				t.Errorf("problems %+v, want %q", list.Problems, tt.want)
			}
		})
	}
}

func manyTags(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "tag%d,", i)
	}
	return b.String()
}

func TestNotOPML(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 "it is empty",
		" \n":                              "it is empty",
		"hello":                            "not an OPML subscription list",
		"<!doctype html><html><body>Hi":    "it is an HTML page",
		`<?xml version="1.0"?><rss><item>`: "it is a feed",
		`{"version":"1"}`:                  "not an OPML subscription list",
	} {
		_, err := ReadOPML(strings.NewReader(text))
		if !errors.Is(err, ErrNotOPML) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	broken := io.MultiReader(strings.NewReader("<opml>"), errReader{})
	if _, err := ReadOPML(broken); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("error of the reader: %v", err)
	}
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestOPMLCharsets(t *testing.T) {
	const text = `<outline text="Zürich – café" xmlUrl="https://a.example/"/>`
	latin := strings.NewReplacer("ü", "\xfc", "é", "\xe9", "–", "\x96").Replace(text)
	tests := map[string]string{
		"UTF-8":                          text,
		"UTF-8 declared as ISO-8859-1":   `<?xml version="1.0" encoding="ISO-8859-1"?>` + text,
		"windows-1252":                   `<?xml version="1.0" encoding="windows-1252"?>` + latin,
		"windows-1252 declared as UTF-8": `<?xml version="1.0" encoding="UTF-8"?>` + latin,
		"windows-1252 not declared":      latin,
		"unknown encoding":               `<?xml version="1.0" encoding="x-nonsense"?>` + latin,
		"UTF-16LE":                       utf16(text, false, true),
		"UTF-16BE":                       utf16(text, true, true),
		"UTF-16LE without mark":          utf16(text, false, false),
		"UTF-16BE without mark":          utf16(text, true, false),
	}
	for name, body := range tests {
		list, err := ReadOPML(strings.NewReader(body))
		if err != nil || len(list.Outlines) != 1 || list.Outlines[0].Title != "Zürich – café" {
			t.Errorf("%s: %+v, %v", name, list, err)
		}
	}
	// Two hands in one list.
	list := readOPML(t, `<outline text="é" xmlUrl="https://a.example/"/>`+"<outline text=\"\xe9\" xmlUrl=\"https://b.example/\"/>")
	if list.Outlines[0].Title != "é" || list.Outlines[1].Title != "é" {
		t.Errorf("mixed encodings: %+v", list.Outlines)
	}
}

func utf16(s string, big, mark bool) string {
	var b []byte
	if mark {
		s = "\ufeff" + s
	}
	for _, r := range s {
		if big {
			b = append(b, byte(r>>8), byte(r))
		} else {
			b = append(b, byte(r), byte(r>>8))
		}
	}
	return string(b)
}

func TestOPMLTitle(t *testing.T) {
	for text, want := range map[string]string{
		`<opml><head><title>My &amp; your feeds</title></head></opml>`: "My & your feeds",
		`<opml><head><title><![CDATA[A & B]]></title></head></opml>`:   "A & B",
		`<opml><head><title/></head><body></body></opml>`:              "",
		`<opml><head></head></opml>`:                                   "",
	} {
		if got := readOPML(t, text).Title; got != want {
			t.Errorf("%s: title %q", text, got)
		}
	}
}

// Documents made to hurt: each is read in under half a second on an idle core.
// The limit allows for the race detector on a busy machine; what is not linear
// takes minutes at these sizes.
func TestHostileOPMLIsBounded(t *testing.T) {
	row := `<outline text="A" xmlUrl="https://a.example/"/>`
	tests := []struct {
		name string
		text string
		rows int
		want string // among the problems
	}{
		{"100,000 deep", "<opml>" + strings.Repeat(`<outline text="d">`, 100_000) + row, 1, "nested deeper than 64"},
		{"500,000 deep", strings.Repeat(`<outline>`, 500_000) + row, 1, "nested deeper than 64"},
		{"200,000 wide", strings.Repeat(row+"\n", 200_000), 100_000, "more than 100000 rows: the rest was not read"},
		{"200,000 bad rows", strings.Repeat(`<outline text="x"/>`, 200_000) + row, 1, "199000 more problems"},
		{"longer than the limit", row + strings.Repeat(" ", maxOPML) + row, 1, "longer than 32 MiB: the rest was not read"},
		{"quotes", row + `<outline text="` + strings.Repeat(`" x `, 1<<20), 1, ""},
		{"attributes", row + "<outline " + strings.Repeat(`a="b" x `, 1<<18) + ">", 1, ""},
		{"many tags of quotes", row + strings.Repeat(`<outline `+strings.Repeat(`a="b" x `, 1<<13)+">", 1<<6), 1, ""},
		{"open comments", row + strings.Repeat("<!--", 1<<20), 1, ""},
		{"open sections", row + strings.Repeat("<![CDATA[<?", 1<<19), 1, ""},
		{"less-thans", row + strings.Repeat("<", 2<<20), 1, ""},
		{"less-thans in a value", row + `<outline text="` + strings.Repeat("<", 2<<20), 1, ""},
		{"ampersands", `<outline text="` + strings.Repeat("&", 60_000) + `" xmlUrl="https://a.example/"/>`, 1, "name longer than 300"},
		{"long name", `<outline ` + strings.Repeat("a", 8<<20) + `="b">` + row, 1, ""},
		{"folder names", strings.Repeat(`<outline text="`+strings.Repeat("f", 60_000)+`">`, 64) + strings.Repeat(row, 1000), 1000, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			list := readOPML(t, tt.text)
			if took := time.Since(start); took > 15*time.Second {
				t.Errorf("took %v", took)
			}
			if len(list.Outlines) != tt.rows {
				t.Errorf("%d rows, want %d", len(list.Outlines), tt.rows)
			}
			if tt.want != "" && !slices.ContainsFunc(list.Problems, func(p news.Problem) bool { return strings.Contains(p.What, tt.want) }) {
				t.Errorf("no problem says %q: %.1000v", tt.want, list.Problems)
			}
			if len(list.Problems) > maxProblems+3 {
				t.Errorf("%d problems", len(list.Problems))
			}
		})
	}
}

// Every row of the lists at hand comes in.
func TestRealLists(t *testing.T) {
	const data = "../../shared/data/opml"
	if _, err := os.Stat(data); err != nil {
		t.Skip("the real subscription lists are not here")
	}
	address := regexp.MustCompile(`(?i)xmlUrl=`)
	files, rows := 0, 0
	err := filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".opml" {
			return err
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		list := readOPML(t, string(body))
		want := len(address.FindAll(body, -1))
		if len(list.Outlines) != want || len(list.Problems) > 0 {
			t.Errorf("%s: %d of %d rows, problems %v", path, len(list.Outlines), want, list.Problems)
		}
		folders := bytes.Contains(body, []byte("with_category")) || strings.Contains(path, "with_category")
		for _, o := range list.Outlines {
			if o.Title == "" || feedAddress(o.FeedURL) == "" {
				t.Errorf("%s:%d: %+v", path, o.Line, o)
			}
			if folders && !strings.Contains(path, "without") && len(o.Tags) == 0 {
				t.Errorf("%s:%d: %s lost its folder", path, o.Line, o.Title)
			}
		}
		checkReadBackEqual(t, path, list.Outlines)
		files, rows = files+1, rows+want
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d rows of %d lists", rows, files)
}

// checkReadBackEqual writes what was read and reads it again, regardless of
// order and line numbers.
func checkReadBackEqual(t *testing.T, name string, rows []Outline) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteOPML(&b, name, rows); err != nil {
		t.Fatal(err)
	}
	again := readOPML(t, b.String())
	if got, want := sortedRows(again.Outlines), sortedRows(rows); !slices.Equal(got, want) || len(again.Problems) > 0 {
		t.Errorf("%s does not read back equal:\ngot  %.2000q\nwant %.2000q\nproblems %v", name, got, want, again.Problems)
	}
}

func sortedRows(rows []Outline) []string {
	texts := make([]string, len(rows))
	for i, o := range rows {
		o.Line = 0
		texts[i] = fmt.Sprintf("%+v", o)
	}
	slices.Sort(texts)
	return texts
}

func FuzzReadOPML(f *testing.F) {
	f.Add([]byte(`<opml version="2.0"><body><outline text="F"><outline text="A &amp; B" xmlUrl="https://a.example/?a&b" category="/x/y,z%2C"/></outline></body></opml>`))
	f.Add([]byte("\xff\xfe<\x00o\x00u\x00t\x00l\x00i\x00n\x00e\x00"))
	f.Add([]byte(`<outline text="The "Best" xmlUrl=https://a.example/><outline text='x' xmlurl="feed://b.example">&#0;&#x110000;`))
	f.Add([]byte(`<outline text="%2C%25" xmlUrl="https://a.example/${X}" category="%252C,a/b"><!-- <?x <![CDATA[ ]]> --`))
	f.Fuzz(func(t *testing.T, body []byte) {
		list, err := ReadOPML(bytes.NewReader(body))
		if err != nil {
			return
		}
		for _, o := range list.Outlines {
			if feedAddress(o.FeedURL) != o.FeedURL || o.FeedURL == "" || o.Title == "" || o.Title != oneLine(o.Title) || o.Line < 1 {
				t.Fatalf("row %+v", o)
			}
		}
		checkReadBackEqual(t, "fuzz", list.Outlines)
	})
}

func TestOutlinesOfStatesAndSources(t *testing.T) {
	got := Outlines([]news.SourceState{
		{Name: "A", URL: "https://a.example/${KEY}", Link: "https://a.example/", Tags: []string{"x"}, Kind: news.KindFeed},
		{Name: "Old", URL: "https://old.example/", Gone: true},
		{Name: "P", URL: "https://p.example/", Kind: news.KindPage},
	})
	want := []Outline{
		{Title: "A", FeedURL: "https://a.example/${KEY}", SiteURL: "https://a.example/", Tags: []string{"x"}},
		{Title: "P", FeedURL: "https://p.example/", Kind: news.KindPage},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	rows := OutlinesOf([]news.Source{{Name: "A", URL: "https://a.example/s3cret", Display: "https://a.example/${KEY}", Tags: []string{"x"}}})
	if len(rows) != 1 || rows[0].FeedURL != "https://a.example/${KEY}" || rows[0].Title != "A" || rows[0].Tags[0] != "x" {
		t.Errorf("got %+v", rows)
	}
}
