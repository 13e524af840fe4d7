package page

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"alsoread/news"
)

const dataDir = "../../../shared/data"

// hostile are some of every kind, for where the folder of data is missing.
var hostile = []string{
	`<script>x</script>`, `"><script>x</script>`, `'"onmouseover=x a="`, `<img src=x onerror=x>`, `javascript:x`, "java\nscript:x", ` javascript:x`,
	`data:text/html,<script>x</script>`, `vbscript:x`, `</title><script>x</script>`, `</textarea><script>x</script>`, `<svg><script>x</script></svg>`,
	`<math><mtext><table><mglyph><style><img src=x onerror=x>`, `<noscript><p title="</noscript><img src=x onerror=x>">`, `--><script>x</script>`,
	`<a href="javascript:x">y</a>`, `<a href="//evil.example/">y</a>`, `<base href="https://evil.example/">`, `<form action="https://evil.example/"><button>x</button></form>`,
	`<iframe src="https://evil.example/"></iframe>`, `<style>*{x:y}</style>`, `<p style="background:url(https://evil.example/)">x</p>`, `<link rel=stylesheet href="https://evil.example/">`,
	`<meta http-equiv=refresh content="0;url=https://evil.example/">`, "\x00<scr\x00ipt>x</scr\x00ipt>", "\u202e\u2066<b>", `{{.}}`, `https://x.example/"><script>x</script>`,
	`https://x.example/?a='onclick='x`, `<img src="https://evil.example/1" srcset="https://evil.example/2 2x" alt='"><script>x</script>'>`, `<select><option>x</select><xmp><script>x</script></xmp>`,
}

// eachPayload visits what is known to have got through somewhere.
func eachPayload(t *testing.T, visit func(string)) {
	t.Helper()
	for _, p := range hostile {
		visit(p)
	}
	folders, _ := filepath.Glob(filepath.Join(dataDir, "adversarial", "xss-*"))
	if len(folders) == 0 {
		t.Log("only the payloads of this file: the folder of data is not there")
	}
	for _, folder := range append(folders, filepath.Join(dataDir, "adversarial", "naughty-strings")) {
		files, _ := filepath.Glob(filepath.Join(folder, "*.*"))
		for _, file := range files {
			eachLine(t, file, visit)
		}
	}
}

func eachLine(t *testing.T, file string, visit func(string)) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(file) == ".xml" {
		visit(string(data))
		return
	}
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		line := lines.Text()
		var c struct{ Input string }
		if filepath.Ext(file) == ".jsonl" && json.Unmarshal([]byte(line), &c) == nil {
			line = c.Input
		}
		visit(line)
	}
}

// fault tells what in a page could run, look or ask as the outside wants.
func fault(page string) string {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return err.Error()
	}
	found := ""
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if f := faultOf(n); f != "" {
			found = f
		}
	}
	return found
}

func faultOf(n *html.Node) string {
	switch n.Data {
	case "iframe", "object", "embed", "style", "base", "frame", "math", "applet", "template", "textarea", "video", "audio":
		return "element " + n.Data
	case "script":
		if n.FirstChild != nil || !strings.Contains(attribute(n, "src"), "static/room.") {
			return "a script of another"
		}
	case "meta":
		if attribute(n, "http-equiv") != "" {
			return "a meta that acts"
		}
	}
	for _, a := range n.Attr {
		if f := faultOfAttribute(n.Data, a); f != "" {
			return f
		}
	}
	return ""
}

func faultOfAttribute(element string, a html.Attribute) string {
	switch {
	case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "srcset", a.Key == "formaction":
		return "attribute " + a.Key
	case a.Key == "href", a.Key == "src", a.Key == "action":
		u, err := url.Parse(strings.TrimSpace(a.Val))
		if err != nil {
			return "address " + a.Val
		}
		away := u.Scheme != "" || u.Host != ""
		if away && (element != "a" || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto") {
			return element + " leads to " + a.Val
		}
	}
	return ""
}

func TestMarkupLetsNothingRun(t *testing.T) {
	f := frame("../", "")
	n := 0
	eachPayload(t, func(payload string) {
		n++
		for _, text := range []string{payload, `<p title="` + payload + `">`, `<a href="` + payload + `">x</a>`, `<img src='` + payload + `'>`} {
			for _, story := range []news.Story{{}, {ID: 7, Content: text}} {
				if bad := fault(string(f.Markup(story, text))); bad != "" {
					t.Errorf("%s in %.300q", bad, text)
				}
			}
		}
	})
	t.Logf("%d payloads", n)
}

// TestOracleSees checks that the test above can fail.
func TestOracleSees(t *testing.T) {
	for _, page := range []string{`<script>x</script>`, `<p onclick=x>`, `<a href="javascript:x">y</a>`, `<img src="https://evil.example/">`, `<svg onload=x></svg>`,
		`<p style="x">`, `<form action="https://evil.example/">`, `<iframe></iframe>`, `<meta http-equiv=refresh>`, `<link href="//evil.example">`} {
		if fault(page) == "" {
			t.Errorf("%s: nothing seen", page)
		}
	}
}

func TestMarkup(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"text":           {`a & b < c`, `a &amp; b &lt; c`},
		"paragraphs":     {`<p>a<p>b`, `<p>a</p><p>b</p>`},
		"link":           {`<a href="https://x.example/?a=1&amp;b=2" onclick="x" target="_blank">y</a>`, `<a href="https://x.example/?a=1&amp;b=2" rel="noopener noreferrer nofollow ugc">y</a>`},
		"mail":           {`<a href="mailto:a@b.example">y</a>`, `<a href="mailto:a@b.example" rel="noopener noreferrer nofollow ugc">y</a>`},
		"dangerous link": {`<a href="javascript:x">y</a>`, `<a>y</a>`},
		"headings":       {`<h1>a</h1><h5>b</h5>`, `<h3>a</h3><h5>b</h5>`},
		"picture":        {`<img src="https://x.example/1.jpg" alt="A &quot;b&quot;" srcset="x">`, `<span class="picture">A &#34;b&#34;</span>`},
		"bad picture":    {`<img src="data:x" alt=" ">`, ``},
		"script":         {`a<script>b</script>c`, `ac`},
		"unknown":        {`<blink>a</blink><section><p>b</p></section>`, `a<div><p>b</p></div>`},
		"right to left":  {`<p dir="RTL" lang="ar">ا</p>`, `<p lang="ar" dir="rtl">ا</p>`},
		"table":          {`<table><tr><td colspan="2" width="9">a</td></tr></table>`, `<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>`},
		"player":         {`<video src="https://x.example/1.mp4">no</video>b`, `b`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(frame("../", "").Markup(news.Story{}, tt.in)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// poison puts a text into every field that may hold one.
func poison(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), text)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if !v.Type().Field(i).IsExported() || name == "Root" || name == "Here" || name == "Change" || name == "Zone" {
				continue // these are the newsroom's own
			}
			poison(v.Field(i), text)
		}
	case reflect.Slice:
		if v.Len() == 0 && v.Type().Elem().Kind() == reflect.String {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		}
		for i := range v.Len() {
			poison(v.Index(i), text)
		}
	case reflect.String:
		v.SetString(text)
	}
}

// TestPagesLetNothingRun draws every page with a hostile text in every place
// that holds text, feeds' addresses and queries included.
func TestPagesLetNothingRun(t *testing.T) {
	p := New()
	pages := 0
	for name, draw := range map[string]func(io.Writer, string) error{
		"front": func(w io.Writer, s string) error {
			v := madeUpFront()
			poison(reflect.ValueOf(v), s)
			return p.Front(w, v)
		},
		"group": func(w io.Writer, s string) error {
			v := madeUpGroup()
			poison(reflect.ValueOf(v), s)
			return p.Group(w, v)
		},
		"story": func(w io.Writer, s string) error {
			v := madeUpStory()
			poison(reflect.ValueOf(v), s)
			return p.Story(w, v)
		},
		"sources": func(w io.Writer, s string) error {
			v := madeUpSources()
			poison(reflect.ValueOf(v), s)
			return p.Sources(w, v)
		},
		"search": func(w io.Writer, s string) error {
			v := madeUpSearch()
			poison(reflect.ValueOf(v), s)
			return p.Search(w, v)
		},
		"preview": func(w io.Writer, s string) error {
			v := madeUpPreview()
			poison(reflect.ValueOf(v), s)
			return p.Preview(w, v)
		},
	} {
		for _, payload := range hostile {
			var b bytes.Buffer
			if err := draw(&b, payload); err != nil {
				t.Fatal(err)
			}
			pages++
			if bad := fault(b.String()); bad != "" {
				t.Errorf("%s: %s with %q", name, bad, payload)
			}
		}
	}
	t.Logf("%d pages", pages)
}
