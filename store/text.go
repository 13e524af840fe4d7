package store

import (
	"html"
	"strings"
	"unicode/utf8"
)

// excerptRunes is how much of a long summary a list shows and a search covers.
const excerptRunes = 280

// inlineSummary is how long a summary may be, in bytes, to lie in its story's
// row, where every list reads it. Longer ones are articles in truth (a third of
// feeds put the whole text there) and go to the body.
const inlineSummary = 1024

// visible is the text of sanitised HTML: tags out, entities read, white space
// single. At most limit runes, 0 for all.
func visible(fragment string, limit int) string {
	w := plainWriter{left: limit, bounded: limit > 0}
	w.text.Grow(len(fragment) * 3 / 4)
	for fragment != "" {
		text, rest, tag := strings.Cut(fragment, "<")
		if limit > 0 && len(text) > 8*limit+64 {
			text = text[:8*limit+64] // more than can be shown; an entity cut in two is past the end
		}
		if strings.IndexByte(text, '&') >= 0 {
			text = html.UnescapeString(text)
		}
		if !w.write(text) || !tag {
			break
		}
		name, after, _ := strings.Cut(rest, ">")
		w.space = w.space || !inlineTag(name)
		fragment = after
	}
	return w.text.String()
}

// plainWriter writes words with single spaces between them.
type plainWriter struct {
	text    strings.Builder
	space   bool // one is due before the next word
	bounded bool
	left    int // runes, if it is bounded
}

// write writes a part of a text, whole words at a time; false: there is no room for
// more.
func (w *plainWriter) write(text string) bool {
	for text != "" {
		end, space := wordEnd(text)
		if end > 0 && !w.word(text[:end]) {
			return false
		}
		w.space = w.space || space > 0
		text = text[end+space:]
	}
	return true
}

// wordEnd is where the first white space begins, and how long it is.
func wordEnd(text string) (end, space int) {
	for i := range len(text) {
		switch text[i] {
		case ' ', '\n', '\t', '\r':
			return i, 1
		case 0xc2: // U+00A0 is C2 A0
			if strings.HasPrefix(text[i:], "\u00a0") {
				return i, 2
			}
		}
	}
	return len(text), 0
}

func (w *plainWriter) word(word string) bool {
	if w.bounded && w.left <= 0 {
		return false
	}
	if w.space && w.text.Len() > 0 {
		w.text.WriteByte(' ')
		w.left--
	}
	w.space = false
	if !utf8.ValidString(word) {
		word = string([]rune(word)) // each wrong byte by itself
	}
	runes := utf8.RuneCountInString(word)
	if !w.bounded || runes <= w.left {
		w.left -= runes
		w.text.WriteString(word)
		return true
	}
	for i, r := range word {
		if w.left <= 0 && i > 0 { // no space without a letter behind it
			break
		}
		w.left--
		w.text.WriteRune(r)
	}
	return false
}

// inlineTag reports whether the tag stands within a word or sentence, so that
// no space is to be put in its place.
func inlineTag(tag string) bool {
	tag = strings.TrimPrefix(tag, "/")
	end := 0
	for end < len(tag) && asciiWord[tag[end]] {
		end++
	}
	switch strings.ToLower(tag[:end]) {
	case "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
		"q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr":
		return true
	}
	return false
}

// excerpt is the beginning of a text as HTML, cut at a word where there is one.
func excerpt(fragment string) string {
	text := visible(fragment, excerptRunes)
	if utf8.RuneCountInString(text) < excerptRunes {
		return html.EscapeString(text)
	}
	if i := strings.LastIndexByte(text, ' '); i > len(text)*3/4 {
		text = text[:i]
	}
	return html.EscapeString(text) + "…"
}
