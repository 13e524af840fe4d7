package feed

import (
	"bytes"
	"strings"

	"alsoread/scanner/clean"
)

// htmlElements are the elements of HTML that are found in feeds. A "tag" of any
// other name is text that happens to have brackets.
var htmlElements = func() map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields(`a abbr acronym address area article aside audio b basefont bdi bdo big blink
		blockquote body br button canvas caption center cite code col colgroup dd del details dfn dialog dir div dl dt em
		embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i
		iframe img input ins kbd label legend li link main map mark marquee menu meta meter nav noscript object ol
		optgroup option output p param picture pre progress q rp rt ruby s samp script section select small source span
		strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u
		ul var video wbr`) {
		set[name] = true
	}
	return set
}()

// guessHTML reports whether text, of which nobody says what it is, is HTML: it
// has an end tag, an entity, a line break or an image, and no tag that HTML
// does not know. "How to use <div>" and "Vec<T> explained" are text.
func guessHTML(text []byte) bool {
	sign := hasEntity(text)
	m := markup{text: text}
	for t, ok := m.next(); ok; t, ok = m.next() {
		name := strings.ToLower(string(t.name))
		if !htmlElements[name] {
			return false
		}
		sign = sign || t.closing || t.empty || name == "br" || name == "img" || len(t.attrs) > 0
	}
	return sign
}

// guessMarkup is guessHTML for whole texts, where one start tag of HTML is sign
// enough: paragraphs need no end.
func guessMarkup(text []byte) bool {
	m := markup{text: text}
	for t, ok := m.next(); ok; t, ok = m.next() {
		if htmlElements[strings.ToLower(string(t.name))] {
			return true
		}
	}
	return hasEntity(text) || bytes.Contains(text, commentStart)
}

// hasEntity reports whether text has an entity or a character reference.
func hasEntity(text []byte) bool {
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			return false
		}
		text = text[i:]
		if n := bytes.IndexByte(text[:min(len(text), maxEntity)], ';'); n > 1 {
			if _, ok := appendEntity(nil, text[:n+1]); ok {
				return true
			}
		}
		text = text[1:]
	}
}

// titleOf returns a title of which nobody says what it is as plain text.
func titleOf(text []byte) string { return clean.Title(string(text), guessHTML(text)) }
