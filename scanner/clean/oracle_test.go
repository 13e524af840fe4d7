package clean

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The oracle judges sanitised HTML by parsing it as a browser does, knowing
// nothing of how it was made: its tables are its own.

const dataDir = "../../../shared/data"

var oracleElements = setOf(`a abbr acronym address article aside audio b bdi bdo big blockquote br caption center cite code
	col colgroup data dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd
	li main mark menu nav ol p picture pre q rb rp rt rtc ruby s samp section small source span strike strong sub summary sup
	table tbody td tfoot th thead time tr track tt u ul var video wbr`)

var oracleAttributes = setOf(`abbr alt cite colspan controls datetime dir height href hreflang kind label lang media open poster
	reversed rowspan scope sizes span src srclang srcset start title type value width`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

// unsafe says what is unsafe about a fragment, read as part of a page and as a
// page of its own, with scripts enabled and without; "" when nothing is.
func unsafe(fragment string) string {
	div := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, scripting := range []bool{true, false} {
		option := html.ParseOptionEnableScripting(scripting)
		nodes, err := html.ParseFragmentWithOptions(strings.NewReader(fragment), div, option)
		if err != nil {
			return "fragment: " + err.Error()
		}
		for _, n := range nodes {
			if what := unsafeNode(n, false); what != "" {
				return "fragment: " + what
			}
		}
		page, err := html.ParseWithOptions(strings.NewReader(fragment), option)
		if err != nil {
			return "page: " + err.Error()
		}
		if what := unsafeNode(page, true); what != "" {
			return "page: " + what
		}
	}
	return unsafeText(fragment)
}

func unsafeText(s string) string {
	if !utf8.ValidString(s) {
		return "invalid UTF-8"
	}
	for _, r := range s {
		if r < 0x20 && r != '\n' && r != '\t' || 0x7F <= r && r < 0xA0 || r == 0xFFFE || r == 0xFFFF {
			return fmt.Sprintf("character %U", r)
		}
	}
	return ""
}

func unsafeNode(n *html.Node, page bool) string {
	switch n.Type {
	case html.ElementNode:
		structure := page && (n.Data == "html" || n.Data == "head" || n.Data == "body") && len(n.Attr) == 0
		if n.Namespace != "" || !structure && !oracleElements[n.Data] {
			return "element " + n.Namespace + ":" + n.Data
		}
	case html.TextNode:
		if what := unsafeText(n.Data); what != "" {
			return what
		}
	case html.DocumentNode:
	default:
		return fmt.Sprintf("node of type %d: %q", n.Type, n.Data)
	}
	for _, a := range n.Attr {
		if what := unsafeAttribute(a); what != "" {
			return n.Data + ": " + what
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if what := unsafeNode(c, page); what != "" {
			return what
		}
	}
	return ""
}

func unsafeAttribute(a html.Attribute) string {
	if a.Namespace != "" || strings.HasPrefix(a.Key, "on") || !oracleAttributes[a.Key] {
		return "attribute " + a.Key
	}
	addresses := []string{}
	switch a.Key {
	case "href", "src", "poster", "cite":
		addresses = append(addresses, a.Val)
	case "srcset":
		addresses = append(addresses, strings.Split(a.Val, ", ")...)
	}
	for _, address := range addresses {
		address = strings.Map(func(r rune) rune {
			if r <= ' ' || 0x7F <= r && r <= 0xA0 {
				return -1
			}
			return r
		}, address)
		scheme, _, ok := strings.Cut(strings.ToLower(address), ":")
		if !ok || scheme != "http" && scheme != "https" && (scheme != "mailto" || a.Key != "href") {
			return "address " + a.Val
		}
	}
	return ""
}

// balanced says what keeps the tags of a fragment from nesting properly.
func balanced(fragment string) string {
	var open []string
	z := html.NewTokenizer(strings.NewReader(fragment))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				return "not closed: " + strings.Join(open, " ")
			}
			return ""
		case html.StartTagToken:
			if name, _ := z.TagName(); !voidName(string(name)) {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return fmt.Sprintf("</%s> inside of %v", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func voidName(name string) bool {
	switch name {
	case "br", "hr", "img", "wbr", "col", "source", "track":
		return true
	}
	return false
}

// checkHTML checks everything that must hold of what HTML returns.
func checkHTML(t *testing.T, fragment string) {
	t.Helper()
	base, _ := url.Parse("https://news.example/a/b?c=d#e")
	for _, base := range []*url.URL{base, nil} {
		out := HTML(fragment, base)
		if what := unsafe(out); what != "" {
			t.Errorf("unsafe: %s\n in %.500q\nout %.500q", what, fragment, out)
		}
		if what := balanced(out); what != "" {
			t.Errorf("not balanced: %s\n in %.500q\nout %.500q", what, fragment, out)
		}
		if again := HTML(out, nil); again != out {
			t.Errorf("not idempotent:\n in %.500q\nout %.500q\nthen %.500q", fragment, out, again)
		}
		if !proven(out) {
			t.Errorf("not proven:\n in %.500q\nout %.500q", fragment, out)
		}
		if len(out) > MaxHTML {
			t.Errorf("%d bytes from %d", len(out), len(fragment))
		}
	}
}

// payloads calls visit with every injection of the development data.
func payloads(t testing.TB, visit func(name, payload string)) {
	dir := filepath.Join(dataDir, "adversarial")
	if _, err := os.Stat(dir); err != nil {
		if _, fuzzing := t.(*testing.F); fuzzing {
			return // the seeds of the target itself must do
		}
		t.Skip("skipped: the data for measuring is not there: ", err)
	}
	folders, _ := filepath.Glob(filepath.Join(dir, "xss-*"))
	folders = append(folders, filepath.Join(dir, "naughty-strings"))
	for _, folder := range folders {
		_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			visitFile(t, path, visit)
			return nil
		})
	}
}

func visitFile(t testing.TB, path string, visit func(name, payload string)) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path)
	switch filepath.Ext(path) {
	case ".jsonl":
		for line := range strings.Lines(string(data)) {
			var c struct{ Input string }
			if err := json.Unmarshal([]byte(line), &c); err != nil {
				t.Fatal(path, err)
			}
			visit(name, c.Input)
		}
	case ".txt":
		visit(name, string(data))
		lines := bufio.NewScanner(strings.NewReader(string(data)))
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			visit(name, lines.Text())
		}
	case ".xml":
		visit(name, string(data))
		for _, text := range texts(data) {
			visit(name, text)
		}
	}
}

// texts returns the text and CDATA of every element of a feed.
func texts(feed []byte) (list []string) {
	d := xml.NewDecoder(strings.NewReader(string(feed)))
	d.Strict, d.Entity, d.AutoClose = false, xml.HTMLEntity, xml.HTMLAutoClose
	for {
		token, err := d.Token()
		if err != nil {
			return list
		}
		if text, ok := token.(xml.CharData); ok && strings.TrimSpace(string(text)) != "" {
			list = append(list, string(text))
		}
	}
}
