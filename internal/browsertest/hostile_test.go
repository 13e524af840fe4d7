package browsertest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// own are some of every kind, for where the folder of data is missing.
var own = []string{
	`<script>alert(1)</script>`, `"><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'onmouseover='alert(1)`, `javascript:alert(1)`,
	`</title><script>alert(1)</script>`, `</textarea><svg onload=alert(1)>`, `<iframe srcdoc="<script>alert(1)</script>">`, `<base href="https://evil.example/">`,
	`<meta http-equiv=refresh content="0;url=https://evil.example/">`, `<link rel=stylesheet href=https://evil.example/>`, `<img src=https://evil.example/x.png>`,
	`<form action=https://evil.example/><button>x</button></form>`, `<style>body{background:url(https://evil.example/)}</style>`,
}

// payloads are what is known to have run somewhere, each once.
func payloads(t *testing.T) []string {
	all := slices.Clone(own)
	folders, _ := filepath.Glob("../../../shared/data/adversarial/*")
	for _, folder := range folders {
		files, _ := filepath.Glob(filepath.Join(folder, "*"))
		for _, file := range files {
			all = append(all, linesOf(file)...)
		}
	}
	if len(folders) == 0 {
		t.Log("only the payloads of this file: the folder of data is not there")
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// linesOf are the payloads of a file: lines, the input of each line of JSON, or
// a whole document.
func linesOf(file string) (out []string) {
	data, err := os.ReadFile(file)
	if err != nil || len(data) > 1<<20 {
		return nil
	}
	switch filepath.Ext(file) {
	case ".xml", ".html", ".json":
		return []string{string(data)}
	case ".txt", ".jsonl", ".tsv":
	default:
		return nil
	}
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		var c struct{ Input string }
		if line := lines.Text(); json.Unmarshal([]byte(line), &c) == nil && c.Input != "" {
			out = append(out, c.Input)
		} else if line != "" {
			out = append(out, line)
		}
	}
	return out
}

const hostileItems = 60

// hostileFeed deals all payloads out to sixty items: into their texts, titles,
// authors, categories and links.
func hostileFeed(all []string) []byte {
	var b bytes.Buffer
	tag := func(name, text string) {
		b.WriteString("<" + name + ">")
		_ = xml.EscapeText(&b, []byte(strings.ToValidUTF8(text, "?"))) // a buffer takes everything
		b.WriteString("</" + name + ">")
	}
	b.WriteString(`<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>`)
	tag("title", all[0])
	for n := range hostileItems {
		pick := func(i int) string { return all[(n+i*hostileItems)%len(all)] }
		b.WriteString("<item>")
		tag("title", fmt.Sprintf("Hostile %d %s %s", n, pick(0), pick(1)))
		tag("link", fmt.Sprintf("https://evil.example/%d?%s", n, pick(2)))
		tag("guid", fmt.Sprint("hostile-", n))
		tag("dc:creator", pick(3))
		tag("category", pick(4))
		tag("description", pick(5)+pick(6))
		var text strings.Builder
		for i := n; i < len(all); i += hostileItems {
			text.WriteString("<p>" + all[i] + "</p>\n")
		}
		tag("content:encoded", text.String())
		b.WriteString(`</item>`)
	}
	b.WriteString("</channel></rss>")
	return b.Bytes()
}

// TestNothingHostileRuns reads a feed of everything that ever ran somewhere, and
// opens all that comes of it. A dialog, a request to another host, and anything
// that the pages' policy had to forbid fail the test.
func TestNothingHostileRuns(t *testing.T) {
	all := payloads(t)
	feed := hostileFeed(all)
	evil := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = w.Write(feed)
	}))
	t.Cleanup(evil.Close)
	name := `<img src=x onerror=alert(1)>`
	d := startDaemon(t, fmt.Appendf(nil, "defaults:\n  allow_networks: [127.0.0.0/8]\nsources:\n  - name: %q\n    publisher: %q\n    tags: [%q]\n    url: %s/feed\n",
		name, `"><script>alert(2)</script>`, `'><svg onload=alert(3)>`, evil.URL))
	b := newTab(t, d.base)
	b.open("")
	b.is(`document.querySelectorAll("#feed .entry").length > 0`)
	b.walk()
	for n := range hostileItems {
		b.open(fmt.Sprint("story/", n+1))
		b.violations()
	}
	for _, path := range []string{"sources", "feeds", "group/1"} {
		b.open(path)
		b.violations()
	}
	for i := 0; i < len(all); i += max(len(all)/40, 1) {
		b.load("search?q="+url.QueryEscape(all[i][:min(len(all[i]), 180)]), `document.querySelector("main")`)
		b.violations()
	}
	t.Logf("%d payloads", len(all))
}

// walk goes through the whole feed.
func (b *tab) walk() {
	b.t.Helper()
	for path, more := "", true; more; more = path != "" {
		b.open(path)
		b.violations()
		path = b.string(`document.querySelector("#older")?.search || ""`)
	}
}
