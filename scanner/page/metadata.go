package page

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of what is remembered of one page. Of 747 articles the most had 616
// meta elements and 31 JSON-LD scripts.
const (
	maxMeta    = 1000
	maxPerKind = 300 // headings, times, microdata values, bylines
)

// facts is what a page says of itself, gathered in one walk over its elements
// before anything is removed from it.
type facts struct {
	meta        map[string][]string // content by name, property or itemprop, in lower case
	rel         map[string]string   // first href of link elements by rel
	language    string              // of the html element
	title       string              // of the title element
	scripts     []string            // JSON-LD as it came
	headings    []*html.Node        // h1
	subheadings []*html.Node        // h2
	times       []*html.Node        // time elements
	props       map[string][]*html.Node
	bylines     []*html.Node // elements whose class, id or rel names an author
	dates       []*html.Node // elements whose class or id names a date
	images      []*html.Node // img elements, in order
	named       map[string]naming
}

func gather(root *html.Node) *facts {
	f := &facts{meta: map[string][]string{}, rel: map[string]string{}, props: map[string][]*html.Node{}, named: map[string]naming{}}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			f.element(n)
		}
	}
	return f
}

func (f *facts) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		f.language = attr(n, "lang")
	case atom.Title:
		if f.title == "" && n.Namespace == "" {
			f.title = textOf(n)
		}
	case atom.Meta:
		f.metaElement(n)
		return
	case atom.Link:
		f.linkElement(n)
	case atom.Script:
		if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil && len(f.scripts) < maxPerKind {
			f.scripts = append(f.scripts, n.FirstChild.Data)
		}
		return
	case atom.H1:
		f.headings = appendNode(f.headings, n)
	case atom.H2:
		f.subheadings = appendNode(f.subheadings, n)
	case atom.Time:
		f.times = appendNode(f.times, n)
	case atom.Img:
		f.images = appendNode(f.images, n)
	}
	f.attributes(n)
}

// metaElement reads <meta>. Some sites write value= for content=; both count.
func (f *facts) metaElement(n *html.Node) {
	content := attr(n, "content")
	if content == "" {
		content = attr(n, "value")
	}
	if content = strings.TrimSpace(content); content == "" || len(f.meta) >= maxMeta {
		return
	}
	for _, key := range [...]string{"property", "name", "itemprop"} {
		if name := strings.ToLower(strings.TrimSpace(attr(n, key))); name != "" && len(f.meta[name]) < maxPerKind {
			f.meta[name] = append(f.meta[name], content)
		}
	}
}

func (f *facts) linkElement(n *html.Node) {
	href := strings.TrimSpace(attr(n, "href"))
	if href == "" {
		return
	}
	for rel := range strings.FieldsSeq(strings.ToLower(attr(n, "rel"))) {
		if f.rel[rel] == "" && len(f.rel) < maxMeta {
			f.rel[rel] = href
		}
	}
}

// attributes sorts an element by what its attributes call it.
func (f *facts) attributes(n *html.Node) {
	for _, a := range n.Attr {
		switch a.Key {
		case "itemprop":
			for name := range strings.FieldsSeq(a.Val) {
				name = strings.ToLower(name)
				if len(f.props) < maxMeta {
					f.props[name] = appendNode(f.props[name], n)
				}
			}
		case "rel", "class", "id", "data-testid", "data-qa":
			named := f.naming(a.Val)
			if named.author && (len(f.bylines) == 0 || f.bylines[len(f.bylines)-1] != n) {
				f.bylines = appendNode(f.bylines, n)
			}
			if named.date && (len(f.dates) == 0 || f.dates[len(f.dates)-1] != n) {
				f.dates = appendNode(f.dates, n)
			}
		}
	}
}

// naming is what names of classes tell of an element.
type naming struct{ author, date bool }

// naming looks at each kind of names once: half of a page's elements share theirs
// with others.
func (f *facts) naming(names string) naming {
	known, ok := f.named[names]
	if !ok {
		low := strings.ToLower(bounded(names))
		known = naming{namesAuthor(low), namesDate(low)}
		f.named[names] = known
	}
	return known
}

// namesAuthor says whether one of the names tells of an author, and not of the
// author's picture, a picture's author or who is quoted.
func namesAuthor(low string) bool {
	if !strings.Contains(low, "author") && !strings.Contains(low, "byline") && !strings.Contains(low, "autor") {
		return false
	}
	for name := range strings.FieldsSeq(low) {
		if (strings.Contains(name, "author") || strings.Contains(name, "byline") || strings.Contains(name, "autor")) && !otherAuthors.MatchString(name) {
			return true
		}
	}
	return false
}

var otherAuthors = regexp.MustCompile(`bild|photo|foto|image|img|avatar|caption|picture|credit|thumb|testimonial|quote|comment`)

func namesDate(low string) bool {
	return strings.Contains(low, "date") || strings.Contains(low, "publish") || strings.Contains(low, "time") ||
		strings.Contains(low, "posted") || strings.Contains(low, "datum") || strings.Contains(low, "fecha")
}

func appendNode(to []*html.Node, n *html.Node) []*html.Node {
	if len(to) >= maxPerKind {
		return to
	}
	return append(to, n)
}

// first returns the first content that any of the names has.
func (f *facts) first(names ...string) string {
	for _, name := range names {
		if values := f.meta[name]; len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// textOf returns the text of an element as one line, without that of scripts
// and styles, at most some 4,096 characters of it.
func textOf(n *html.Node) string {
	var b strings.Builder
	appendText(&b, n, 16<<10)
	return foldSpace(b.String())
}

func appendText(b *strings.Builder, n *html.Node, limit int) {
	switch n.Type {
	case html.TextNode:
		b.WriteString(n.Data)
		return
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe:
			return
		case atom.Br:
			b.WriteByte(' ')
		}
	}
	block := isBlock(n)
	if block {
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil && b.Len() < limit; c = c.NextSibling {
		appendText(b, c, limit)
	}
	if block {
		b.WriteByte(' ')
	}
}

// foldSpace makes all white space one space and takes it from both ends. Most
// texts have nothing to fold.
func foldSpace(s string) string {
	s = strings.TrimSpace(s)
	at := unfolded(s)
	if at < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:at])
	for word := range strings.FieldsSeq(s[at:]) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}

// unfolded returns where the first white space is that is no single space; less
// than 0: nowhere.
func unfolded(s string) int {
	for i, c := range s {
		if c == ' ' && i+1 < len(s) && s[i+1] != ' ' || c > ' ' && c < utf8.RuneSelf || !unicode.IsSpace(c) {
			continue
		}
		if i > 0 && s[i-1] == ' ' {
			return i - 1
		}
		return i
	}
	return -1
}

// isBlock says whether an element starts and ends a line.
func isBlock(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Aside, atom.Header, atom.Footer, atom.Main, atom.Nav,
		atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Table, atom.Tr, atom.Td, atom.Th, atom.Tbody, atom.Thead, atom.Tfoot, atom.Caption, atom.Blockquote,
		atom.Figure, atom.Figcaption, atom.Pre, atom.Form, atom.Fieldset, atom.Address, atom.Hr, atom.Details, atom.Summary, atom.Body:
		return true
	}
	return false
}
