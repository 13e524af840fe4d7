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
	var b strings.Builder
	space, runes := false, 0
	add := func(text string) bool {
		for _, r := range text {
			if r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\u00a0' {
				space = true
				continue
			}
			if limit > 0 && runes >= limit {
				return false
			}
			if space && b.Len() > 0 {
				b.WriteByte(' ')
				runes++
			}
			space = false
			b.WriteRune(r)
			runes++
		}
		return true
	}
	for fragment != "" {
		text, rest, tag := strings.Cut(fragment, "<")
		if limit > 0 && len(text) > 8*limit+64 {
			text = text[:8*limit+64] // more than can be shown; an entity cut in two is past the end
		}
		if strings.IndexByte(text, '&') >= 0 {
			text = html.UnescapeString(text)
		}
		if !add(text) || !tag {
			break
		}
		name, after, _ := strings.Cut(rest, ">")
		space = space || !inlineTag(name)
		fragment = after
	}
	return b.String()
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
