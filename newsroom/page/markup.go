package page

import (
	"html/template"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"alsoread/news"
)

// maxMarkup bounds what is shown of one text, in bytes.
const maxMarkup = 2 << 20

// shown are the elements that may stand in a text, by the name under which they
// do: headings go below those of the page, and what has no meaning in a text is
// its plain container.
var shown = map[string]string{
	"p": "p", "br": "br", "hr": "hr", "a": "a", "b": "b", "strong": "strong", "i": "i", "em": "em", "u": "u", "s": "s", "del": "del",
	"strike": "s", "ins": "ins", "mark": "mark", "small": "small", "sub": "sub", "sup": "sup", "q": "q", "cite": "cite", "code": "code",
	"kbd": "kbd", "samp": "samp", "var": "var", "tt": "code", "abbr": "abbr", "acronym": "abbr", "dfn": "dfn", "time": "time", "wbr": "wbr",
	"bdi": "bdi", "bdo": "bdo", "span": "span", "ruby": "ruby", "rt": "rt", "rp": "rp", "pre": "pre", "blockquote": "blockquote",
	"ul": "ul", "ol": "ol", "li": "li", "menu": "ul", "dl": "dl", "dt": "dt", "dd": "dd", "figure": "figure", "figcaption": "figcaption",
	"h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6", "table": "table", "caption": "caption", "thead": "thead",
	"tbody": "tbody", "tfoot": "tfoot", "tr": "tr", "td": "td", "th": "th", "div": "div", "section": "div", "article": "div", "aside": "div",
	"header": "div", "footer": "div", "main": "div", "address": "div", "center": "div", "details": "div", "summary": "p",
}

var empty = map[string]bool{"br": true, "hr": true, "wbr": true}

// silent are elements whose content is no text.
var silent = map[string]bool{"script": true, "style": true, "template": true, "iframe": true, "object": true, "embed": true, "svg": true,
	"math": true, "noscript": true, "noembed": true, "noframes": true, "xmp": true, "plaintext": true, "title": true, "textarea": true,
	"select": true, "audio": true, "video": true, "head": true, "frameset": true}

// Markup lets through what a text from outside may show, whatever it was made
// to hold: what is written is built up here, element by element, from a parsed
// tree, and nothing is copied. Of a story's text, pictures are shown too, where the
// newsroom fetches them; the zero Story: the text is nobody's.
func (f Frame) Markup(s news.Story, fragment string) template.HTML {
	m := markup{frame: f, story: s}
	if !m.text(fragment) {
		return template.HTML("<p>" + template.HTMLEscapeString(plain(fragment, maxMarkup/4)) + "</p>")
	}
	return template.HTML(m.String())
}

// text writes a fragment; false: it is nested deeper than the parser goes, or too
// long.
func (m *markup) text(fragment string) bool {
	if len(fragment) > maxMarkup {
		return false
	}
	nodes, err := html.ParseFragment(strings.NewReader(fragment), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return false
	}
	for _, n := range nodes {
		m.write(n, 0)
	}
	return true
}

type markup struct {
	strings.Builder
	frame    Frame
	story    news.Story // whose text it is; zero: nobody's
	pictures []string   // addresses of those that are shown
}

// maxDepth bounds how deep elements stand in one another.
const maxDepth = 200

func (m *markup) write(n *html.Node, depth int) {
	switch {
	case n.Type == html.TextNode:
		m.WriteString(html.EscapeString(n.Data))
	case n.Type != html.ElementNode || n.Namespace != "" || silent[n.Data] || depth > maxDepth:
	case n.Data == "img":
		m.picture(n)
	default:
		m.element(n, depth)
	}
}

func (m *markup) element(n *html.Node, depth int) {
	name := shown[n.Data]
	if name != "" {
		m.WriteString("<" + name)
		m.attributes(name, n)
		m.WriteString(">")
	}
	if empty[name] {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		m.write(c, depth+1)
	}
	if name != "" {
		m.WriteString("</" + name + ">")
	}
}

func (m *markup) attributes(name string, n *html.Node) {
	switch name {
	case "a":
		if to := m.frame.link(attribute(n, "href")); to != "" {
			m.attribute("href", to)
			m.WriteString(` rel="noopener noreferrer nofollow ugc"`)
		}
	case "td", "th":
		for _, key := range []string{"colspan", "rowspan"} {
			if v := attribute(n, key); v != "" && len(v) <= 3 && strings.Trim(v, "0123456789") == "" {
				m.attribute(key, v)
			}
		}
	}
	if v := attribute(n, "lang"); v != "" && isTag(v) {
		m.attribute("lang", v)
	}
	switch v := strings.ToLower(attribute(n, "dir")); v {
	case "ltr", "rtl", "auto":
		m.attribute("dir", v)
	}
}

func (m *markup) attribute(key, value string) {
	m.WriteString(` ` + key + `="` + html.EscapeString(value) + `"`)
}

// picture shows a picture of a story's text as the newsroom hands it on; one of
// any other text, or that cannot be asked for, stands there by its description.
// What is shown at the head of the story is not repeated.
func (m *markup) picture(n *html.Node) {
	if m.frame.Pictures && m.story.ID != 0 {
		address := m.frame.Outside(attribute(n, "src"))
		if address != "" && address == m.frame.Outside(m.story.Image) {
			return
		}
		if address != "" && len(m.pictures) < maxPictures {
			m.pictures = append(m.pictures, address)
			m.show(n, address)
			return
		}
	}
	if alt := strings.TrimSpace(attribute(n, "alt")); alt != "" {
		m.WriteString(`<span class="picture">` + html.EscapeString(alt) + `</span>`)
	}
}

// link is an address that a link in a text may lead to.
func (f Frame) link(address string) string {
	if u, err := url.Parse(address); err == nil && u.Scheme == "mailto" {
		return u.String()
	}
	return f.Outside(address)
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

// isTag reports whether s may be a language tag (BCP 47).
func isTag(s string) bool {
	return len(s) <= 35 && strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
