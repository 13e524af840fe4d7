package sitemap

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files")

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

const home = "https://inland.example/sitemap.xml"

func read(t *testing.T, text string) string {
	t.Helper()
	return told(t, Document{Body: []byte(text), URL: home, Now: noon})
}

// told is what was read, as lines of text.
func told(t *testing.T, d Document) string {
	t.Helper()
	l, children, err := Read(t.Context(), d)
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var b strings.Builder
	line := func(name string, value any) {
		if s := fmt.Sprint(value); s != "" && s != "[]" {
			fmt.Fprintf(&b, "  %s: %s\n", name, s)
		}
	}
	fmt.Fprintf(&b, "%s: %s\n", l.Kind, l.Format)
	line("title", l.Title)
	line("language", l.Language)
	line("updated", stamp(l.Updated))
	for _, i := range l.Items {
		fmt.Fprintf(&b, "item %s\n", i.URL)
		line("title", i.Title)
		line("published", stamp(i.Published))
		line("updated", stamp(i.Updated))
		line("language", i.Language)
		line("categories", i.Categories)
		line("image", i.Image)
		line("summary", i.Summary)
		line("line", i.Line)
	}
	for _, c := range children {
		fmt.Fprintf(&b, "sitemap %s\n", c.URL)
		line("lastmod", stamp(c.LastMod))
		line("exact", c.Exact)
		line("line", c.Line)
	}
	for _, p := range l.Problems {
		fmt.Fprintf(&b, "problem %d: %s\n", p.Line, p.What)
	}
	return b.String()
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".golden") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := told(t, Document{Body: body, URL: home, Now: noon})
			if *update {
				if err := os.WriteFile(file+".golden", []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file + ".golden")
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if zipped := told(t, Document{Body: zip(body), URL: home, Now: noon}); zipped != got {
				t.Errorf("gzip-ed it reads\n%s", zipped)
			}
		})
	}
}

func zip(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(body)
	z.Close()
	return b.Bytes()
}

const item = "<url><loc>https://inland.example/town/a-story</loc><lastmod>2026-03-01T10:00:00Z</lastmod></url>"

// Sitemaps as they come. want are lines that must be told; no other items may be.
func TestRead(t *testing.T) {
	const sound = "item https://inland.example/town/a-story"
	for _, c := range []struct {
		name, text string
		items      int
		want       []string
	}{
		{"no namespace", "<urlset>" + item + "</urlset>", 1, []string{sound, "title: A story", "published: 2026-03-01T10:00:00Z"}},
		{"wrong namespace", `<urlset xmlns="http://www.google.com/schemas/sitemap/0.84">` + item + "</urlset>", 1, []string{sound}},
		{"prefixed", `<s:urlset xmlns:s="x"><s:url><s:loc>https://inland.example/town/a-story</s:loc></s:url></s:urlset>`, 1, []string{sound}},
		{"upper case", strings.ToUpper("<urlset><url><loc>") + "https://inland.example/town/a-story</LOC></URL></URLSET>", 1, []string{sound}},
		{"undeclared news prefix", "<urlset><url><loc>/x</loc><n:news><n:title>Told</n:title></n:news></url></urlset>", 1,
			[]string{"sitemap: news sitemap", "title: Told", "item https://inland.example/x"}},
		{"news without its block", "<urlset><url><loc>/x</loc><title>Told</title><publication_date>2026-03-02</publication_date></url></urlset>", 1,
			[]string{"title: Told", "published: 2026-03-02T00:00:00Z"}},
		{"byte order mark", "\ufeff<?xml version='1.0'?><urlset>" + item + "</urlset>", 1, []string{sound}},
		{"text before it", "Warning: headers sent\n<br><b>notice</b>\n<urlset>" + item + "</urlset>", 1, []string{sound}},
		{"no root", item, 1, []string{sound, "problem 0: neither urlset nor sitemapindex stands around the entries"}},
		{"cut in an address", "<urlset>" + item + "<url><loc>https://inland.example/town/a-sto", 1,
			[]string{sound, "problem 0: the document ends before its end tag: it may have been cut", "an entry without an address"}},
		{"cut behind an address", "<urlset>" + item + "<url><loc>https://inland.example/b</loc><lastmod>2026-0", 2, []string{"item https://inland.example/b"}},
		{"end tags missing", "<urlset><url><loc>https://inland.example/a-b<lastmod>2026-03-01<url><loc>https://inland.example/c-d</urlset>", 2,
			[]string{"item https://inland.example/a-b", "item https://inland.example/c-d", "published: 2026-03-01T00:00:00Z"}},
		{"end of news missing", "<urlset><url><news:news><news:title>T</news:title><loc>/x</loc></url></urlset>", 1, []string{"title: T", "item https://inland.example/x"}},
		{"stray end tags", "<urlset></url></news:news>" + item + "</url></x></urlset>", 1, []string{sound}},
		{"bare ampersand", "<urlset><url><loc>https://inland.example/a?b=1&c=2</loc></url></urlset>", 1, []string{"item https://inland.example/a?b=1&c=2"}},
		{"ampersand escaped twice", "<urlset><url><loc>https://inland.example/a?b=1&amp;amp;c=2</loc></url></urlset>", 1, []string{"item https://inland.example/a?b=1&c=2"}},
		{"white space around", "<urlset><url><loc>\n  https://inland.example/a\n </loc></url></urlset>", 1, []string{"item https://inland.example/a"}},
		{"CDATA", "<urlset><url><loc><![CDATA[https://inland.example/a?x=1&y=2]]></loc></url></urlset>", 1, []string{"item https://inland.example/a?x=1&y=2"}},
		{"comment with an entry", "<urlset><!-- <url><loc>/no</loc></url> -->" + item + "</urlset>", 1, []string{sound}},
		{"comment that never ends", "<urlset>" + item + "<!-- <url><loc>/yes</loc></url></urlset>", 2, []string{sound}},
		{"relative address", "<urlset><url><loc>/town/a-story</loc></url></urlset>", 1, []string{sound}},
		{"script address", "<urlset><url><loc>javascript:alert(1)</loc></url>" + item + "</urlset>", 1,
			[]string{sound, "problem 1: an entry whose address is no web address was left out"}},
		{"front page", "<urlset><url><loc>https://inland.example/</loc></url>" + item + "</urlset>", 1, []string{sound, "a front page"}},
		{"date that is none", "<urlset><url><loc>/a</loc><lastmod>yesteryear</lastmod></url></urlset>", 1, []string{"problem 1: a date could not be read"}},
		{"date of the future", "<urlset><url><loc>/a</loc><lastmod>2031-01-01</lastmod></url></urlset>", 1, []string{"a date that cannot be right was left out"}},
		{"date without zone", "<urlset><url><loc>/a</loc><lastmod>2026-03-01T10:00:00</lastmod></url></urlset>", 1, []string{"a date has no zone: read as UTC"}},
		{"title as HTML", "<urlset><url><loc>/a</loc><news:news><news:title>&lt;b&gt;Big&lt;/b&gt; day</news:title></news:news></url></urlset>", 1, []string{"title: Big day"}},
		{"title with brackets", "<urlset><url><loc>/a</loc><news:news><news:title>Is 3 &lt; 4?</news:title></news:news></url></urlset>", 1, []string{"title: Is 3 < 4?"}},
		{"markup in a title", "<urlset><url><loc>/a</loc><news:news><news:title>A <b>big</b> day</news:title></news:news></url></urlset>", 1, []string{"title: A big day"}},
		{"video", "<urlset><url><loc>/a</loc><video:video><video:title>Film</video:title><video:description>A &lt;i&gt; film</video:description>" +
			"<video:thumbnail_loc>/t.jpg</video:thumbnail_loc><video:content_loc>/f.mp4</video:content_loc></video:video></url></urlset>", 1,
			[]string{"title: Film", "image: https://inland.example/t.jpg", "summary: A &lt;i&gt; film"}},
		{"list of addresses", "\n https://inland.example/a \r\nhttps://inland.example/b?x=1&amp;y=2\nrubbish\n", 2,
			[]string{"sitemap: sitemap", "item https://inland.example/a", "problem 4: a line is no address"}},
		{"empty", "<urlset></urlset>", 0, []string{"sitemap: sitemap"}},
		{"empty tag", "<urlset/>", 0, []string{"sitemap: sitemap"}},
		{"windows-1252", "<?xml version='1.0' encoding='windows-1252'?><urlset><url><loc>/a</loc><news:news><news:title>Caf\xe9</news:title></news:news></url></urlset>", 1, []string{"title: Café"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(t, c.text)
			if n := strings.Count("\n"+got, "\nitem "); n != c.items {
				t.Errorf("%d items, want %d", n, c.items)
			}
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("%q is not told", want)
				}
			}
			if t.Failed() {
				t.Log(got)
			}
		})
	}
}

func TestNoSitemap(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       error
	}{
		{"nothing", " \n ", ErrEmpty},
		{"page", "<!DOCTYPE html><html><body><p>x</p></body></html>", ErrHTML},
		{"page without a doctype", "<head><title>x</title></head>", ErrHTML},
		{"RSS", "<?xml version='1.0'?><rss><channel><item><title>x</title></item></channel></rss>", ErrFeed},
		{"Atom", "<feed xmlns='http://www.w3.org/2005/Atom'><entry/></feed>", ErrFeed},
		{"JSON Feed", `{"version":"https://jsonfeed.org/version/1.1"}`, ErrFeed},
		{"XML", "<?xml version='1.0'?><catalogue><book/></catalogue>", ErrXML},
		{"text", "not found", ErrText},
		{"text with an address", "https://x.example/a\nwas moved\nto another\nplace", ErrText},
		{"JSON", `{"a":1}`, ErrText},
		{"broken gzip", "\x1f\x8b\x08rubbish", ErrNotSitemap},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := Read(t.Context(), Document{Body: []byte(c.text), Now: noon})
			if !errors.Is(err, c.want) || !errors.Is(err, ErrNotSitemap) {
				t.Errorf("error %v, want %v", err, c.want)
			}
			if Is([]byte(c.text), "") {
				t.Error("taken for a sitemap")
			}
		})
	}
}

func TestIs(t *testing.T) {
	for _, text := range []string{
		"<urlset/>", "<?xml version='1.0'?>\n<!-- made by hand -->\n<sitemapindex>", "\ufeff<s:urlset>",
		"<br>Notice: x<urlset>", "\xff\xfe<\x00u\x00r\x00l\x00s\x00e\x00t\x00>\x00",
	} {
		if !Is([]byte(text), "") {
			t.Errorf("%q is not taken for a sitemap", text)
		}
	}
}

func TestNewestAreKept(t *testing.T) {
	var b strings.Builder
	b.WriteString("<urlset>")
	for i := range 5000 {
		at := noon.Add(-time.Duration(i*7919%5000) * time.Hour)
		fmt.Fprintf(&b, "<url><loc>/story-%d</loc><lastmod>%s</lastmod></url>", i, at.Format(time.RFC3339))
	}
	b.WriteString("<url><loc>/undated</loc></url></urlset>")
	l, _, err := Read(t.Context(), Document{Body: []byte(b.String()), URL: home, Now: noon, MaxItems: 100})
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Items) != 100 {
		t.Fatalf("%d items", len(l.Items))
	}
	for i, item := range l.Items {
		if want := noon.Add(-time.Duration(i) * time.Hour); !item.Published.Equal(want) {
			t.Fatalf("item %d is of %s, want %s", i, item.Published, want)
		}
	}
	if !strings.Contains(fmt.Sprint(l.Problems), "the newest 100 of 5001 items were read") {
		t.Errorf("problems: %v", l.Problems)
	}
}

func TestPattern(t *testing.T) {
	got := told(t, Document{Body: []byte("<urlset><url><loc>/town/x</loc></url><url><loc>/about</loc></url></urlset>"),
		URL: home, Now: noon, Pattern: regexp.MustCompile("/town/")})
	if !strings.Contains(got, "/town/x") || strings.Contains(got, "/about") {
		t.Error(got)
	}
}

func TestGzip(t *testing.T) {
	body := []byte("<urlset>" + strings.Repeat(item, 1000) + "</urlset>")
	_, _, err := Read(t.Context(), Document{Body: zip(body), MaxBytes: 10_000, Now: noon})
	if !errors.Is(err, ErrTooLarge) {
		t.Errorf("a bomb: %v", err)
	}
	l, _, err := Read(t.Context(), Document{Body: zip(body), MaxBytes: int64(len(body)), Now: noon})
	if err != nil || len(l.Items) != 1000 {
		t.Errorf("at its limit: %v", err)
	}
	l, _, err = Read(t.Context(), Document{Body: append(zip(body), "<!-- cached -->"...), Now: noon})
	if err != nil || len(l.Items) != 1000 || len(l.Problems) == 0 {
		t.Errorf("with text behind it: %v", err)
	}
	half := zip(bytes.ReplaceAll(body, []byte("a-story"), []byte("a-story"+strings.Repeat("x", 50))))
	l, _, err = Read(t.Context(), Document{Body: half[:len(half)-20], Now: noon})
	if err != nil || len(l.Items) == 0 || len(l.Problems) == 0 {
		t.Errorf("cut short: %v", err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Read(ctx, Document{Body: []byte("<urlset/>")}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// What is hostile ends soon.
func TestBounded(t *testing.T) {
	const size = 1 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, text := range map[string]string{
		"open comments":      "<urlset>" + fill("<!--"),
		"open CDATA":         "<urlset><url><loc>" + fill("<![CDATA["),
		"open instructions":  "<urlset>" + fill("<?"),
		"open tags":          "<urlset>" + fill("<a"),
		"open quotes":        "<urlset>" + fill(`<a b="`),
		"deep":               "<urlset>" + fill("<a>"),
		"entries":            "<urlset>" + fill("<url><loc>/a</loc></url>"),
		"children":           "<sitemapindex>" + fill("<sitemap><loc>/a</loc></sitemap>"),
		"entries of nothing": "<urlset>" + fill("<url>"),
		"long title":         "<urlset><url><loc>/a</loc><news:news><news:title>" + fill("x&amp;") + "</news:title></news:news></url></urlset>",
		"brackets in titles": "<urlset><url><loc>/a</loc><news:news><news:title>" + fill("<") + "</news:title></news:news></url></urlset>",
		"odd dates":          "<urlset>" + fill("<url><loc>/a</loc><lastmod>"+strings.Repeat("1 may ", 40)+"</lastmod></url>"),
		"lines":              fill("https://a.example/\n"),
		"attributes":         "<urlset " + fill(`a="b" `) + "></urlset>",
		"entities":           "<urlset><url><loc>" + fill("&") + "</loc></url></urlset>",
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			l, children, err := Read(t.Context(), Document{Body: []byte(text), URL: home, Now: noon})
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %s", took)
			}
			if err == nil && (len(l.Items) > DefaultMaxItems || len(children) > maxChildren || len(l.Problems) > 20) {
				t.Errorf("%d items, %d children, %d problems", len(l.Items), len(children), len(l.Problems))
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.*")
	for _, file := range files {
		if body, err := os.ReadFile(file); err == nil && !strings.HasSuffix(file, ".golden") {
			f.Add(body)
		}
	}
	f.Add([]byte("https://a.example/b\nhttps://a.example/c"))
	f.Add(zip([]byte("<urlset>" + item + "</urlset>")))
	f.Add([]byte("<urlset><url><loc>/a<news:news><news:title><![CDATA[x]]>&amp;</news:title><!--"))
	f.Fuzz(func(t *testing.T, body []byte) {
		was := bytes.Clone(body)
		l, children, err := Read(t.Context(), Document{Body: body, URL: home, Now: noon, MaxItems: 10, MaxBytes: 1 << 20})
		if !bytes.Equal(body, was) {
			t.Fatal("the body was changed")
		}
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Fatalf("not one line: %q", err)
			}
			return
		}
		if len(l.Items) > 10 {
			t.Fatalf("%d items", len(l.Items))
		}
		last := time.Time{}
		for i, item := range l.Items {
			if item.Title == "" || !strings.HasPrefix(item.URL, "http") || strings.ContainsAny(item.URL, " <>\"\n") {
				t.Fatalf("item %q %q", item.Title, item.URL)
			}
			if item.Published.After(noon) || item.Updated.After(noon) {
				t.Fatalf("of the future: %v", item)
			}
			if i > 0 && item.Published.After(last) {
				t.Fatal("not newest first")
			}
			last = item.Published
		}
		for _, c := range children {
			if !strings.HasPrefix(c.URL, "http") || c.LastMod.After(noon) {
				t.Fatalf("child %v", c)
			}
		}
	})
}
