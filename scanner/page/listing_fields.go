package page

import (
	"html"
	"strings"
	"time"

	nethtml "golang.org/x/net/html"

	"alsoread/scanner/clean"
)

// Bounds of the fields of one item.
const (
	maxItemTitle   = 2 << 10 // bytes
	maxItemSummary = 8 << 10
	maxItemText    = 32 << 10 // of an element that is read for a field
	maxItemAuthors = 16
)

// attribute returns an attribute of an element; "" when it has none.
func attribute(n *nethtml.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func hasToken(list, token string) bool {
	for t := range strings.FieldsSeq(list) {
		if strings.EqualFold(t, token) {
			return true
		}
	}
	return false
}

// nodeLine returns the text of an element in one line, as a reader sees it.
func nodeLine(n *nethtml.Node) string {
	var b strings.Builder
	writeText(&b, n)
	return clean.Line(b.String())
}

func writeText(b *strings.Builder, n *nethtml.Node) {
	if b.Len() > maxItemText {
		return
	}
	switch n.Type {
	case nethtml.TextNode:
		b.WriteString(n.Data)
		return
	case nethtml.ElementNode:
		if unseen(n) {
			return
		}
		if !inline(n.Data) {
			b.WriteByte(' ')
			defer b.WriteByte(' ')
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeText(b, c)
	}
}

// unseen tells elements whose text no reader sees.
func unseen(n *nethtml.Node) bool {
	switch n.Data {
	case "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "textarea", "button":
		return true
	}
	return false
}

func inline(tag string) bool {
	switch tag {
	case "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u", "wbr", "ins", "del", "time":
		return true
	}
	return false
}

// shortened cuts a text at a limit, at the end of a character.
func shortened(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit-len(clean.Ellipsis)], "") + clean.Ellipsis
}

// summaryHTML makes the summary of an item out of plain text.
func summaryHTML(text string) string {
	return clean.HTML(html.EscapeString(shortened(text, maxItemSummary)), nil)
}

// imageOf returns the address of a picture: pages that load pictures late put
// it elsewhere than in src.
func (r *lister) imageOf(n *nethtml.Node) string {
	for _, key := range []string{"data-src", "data-original", "data-lazy-src", "data-srcset", "data-lazy-srcset", "src", "srcset", "data-bg", "poster", "content", "href"} {
		raw := attribute(n, key)
		if raw == "" || strings.HasPrefix(raw, "data:") || strings.HasPrefix(raw, "blob:") {
			continue
		}
		if strings.HasSuffix(key, "srcset") {
			raw = largest(raw)
		}
		if address := r.address(raw); address != "" {
			return address
		}
	}
	return ""
}

// largest returns the widest candidate of a srcset (HTML standard, 4.8.4.2.1).
func largest(srcset string) string {
	best, width := "", -1.0
	for range 64 {
		srcset = strings.TrimLeft(srcset, " \t\n\r\f,")
		if srcset == "" {
			break
		}
		address, rest, _ := strings.Cut(srcset, " ")
		trimmed := strings.TrimRight(address, ",")
		descriptor := ""
		if trimmed == address {
			descriptor, rest, _ = strings.Cut(rest, ",")
		}
		if w := candidateWidth(descriptor); w > width {
			best, width = trimmed, w
		}
		srcset = rest
	}
	return best
}

func candidateWidth(descriptor string) float64 {
	w := 0.0
	for _, c := range strings.TrimSpace(descriptor) {
		if c < '0' || c > '9' {
			break
		}
		w = w*10 + float64(c-'0')
	}
	return w
}

// when reads a date; a layout, if there is one, is tried first.
func (r *lister) when(text string, layout *clean.DateLayout) time.Time {
	text = clean.Line(text)
	if text == "" || len(text) > 200 {
		return time.Time{}
	}
	if layout != nil {
		if t, ok := layout.Read(text); ok {
			return clean.Clamp(t, r.now)
		}
	}
	t, _, ok := clean.Date(text, r.now)
	if !ok {
		return time.Time{}
	}
	return clean.Clamp(t, r.now)
}

// authorNames splits a byline into names: "By Ann Lee and Bo Ek".
func authorNames(line string) []string {
	first, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch strings.ToLower(strings.TrimSuffix(first, ":")) {
	case "by", "von", "par", "por", "di", "door", "av", "af", "text", "texto", "od", "автор":
		line = rest
	}
	var out []string
	for name := range strings.SplitSeq(andWords.Replace(line), ",") {
		if name = strings.TrimSpace(name); name != "" && len(name) < 100 && len(out) < maxItemAuthors {
			out = append(out, name)
		}
	}
	return out
}

var andWords = strings.NewReplacer(" and ", ",", " und ", ",", " et ", ",", " & ", ",", ";", ",", " | ", ",")
