package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// plain is the text of an HTML fragment, at most limit bytes of it.
func plain(fragment string, limit int) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(fragment))
	for b.Len() < limit {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " ")
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			if name, _ := z.TagName(); !within[string(name)] {
				b.WriteByte(' ')
			}
		}
	}
	return cut(strings.Join(strings.Fields(html.UnescapeString(b.String())), " "), limit)
}

// within are elements whose edges do not end a word.
var within = map[string]bool{"a": true, "b": true, "i": true, "em": true, "strong": true, "span": true, "u": true, "s": true,
	"sub": true, "sup": true, "mark": true, "small": true, "code": true, "abbr": true, "cite": true, "q": true, "time": true, "wbr": true, "bdi": true, "bdo": true}

// cut ends a text between words, at most limit bytes on.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	s = s[:limit]
	if space := strings.LastIndexByte(s, ' '); space > limit/2 {
		s = s[:space]
	}
	return s + "…"
}

// folded is a letter as search compares it: without case and accents.
func folded(r rune) rune {
	if r < utf8.RuneSelf {
		return unicode.ToLower(r)
	}
	for _, base := range norm.NFD.String(string(r)) {
		return unicode.ToLower(base)
	}
	return r
}

func fold(s string) []rune {
	var out []rune
	for _, r := range s {
		out = append(out, folded(r))
	}
	return out
}

// region is a part of a text, in letters.
type region struct{ from, to int }

// folds are searched words as find compares them.
func folds(words []string) (out [][]rune) {
	for _, w := range words {
		if f := fold(w); len(f) > 0 {
			out = append(out, f)
		}
	}
	return out
}

// find tells where words begin with one of the searched ones.
func find(text []rune, wanted [][]rune) []region {
	var found []region
	for i := 0; i < len(text); i++ {
		if i > 0 && isWord(text[i-1]) && !spaceless(text[i]) {
			continue
		}
		longest := 0
		for _, w := range wanted {
			if len(w) > longest && hasPrefix(text[i:], w) {
				longest = len(w)
			}
		}
		if longest > 0 {
			found = append(found, region{i, i + longest})
			i += longest - 1
		}
	}
	return found
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

const firstSpaceless = 0x0e00 // the block of Thai

// spaceless reports letters of scripts that put no spaces between words.
func spaceless(r rune) bool {
	return r >= firstSpaceless && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

func hasPrefix(text, prefix []rune) bool {
	if len(text) < len(prefix) {
		return false
	}
	for i, r := range prefix {
		if text[i] != r {
			return false
		}
	}
	return true
}

// marked writes a text with the searched words in mark elements.
func (b *markupBuilder) marked(text string, words [][]rune) {
	letters := []rune(norm.NFC.String(text))
	at := 0
	for _, r := range find(foldedAll(letters), words) {
		b.text(string(letters[at:r.from])).raw("<mark>").text(string(letters[r.from:r.to])).raw("</mark>")
		at = r.to
	}
	b.text(string(letters[at:]))
}

func foldedAll(letters []rune) []rune {
	out := make([]rune, len(letters))
	for i, r := range letters {
		out[i] = folded(r)
	}
	return out
}

// around is the part of a text, about size letters long, that begins shortly
// before the first searched word.
func around(text string, words [][]rune, size int) string {
	letters := []rune(norm.NFC.String(text))
	from := 0
	if found := find(foldedAll(letters), words); len(found) > 0 && found[0].from > size/2 {
		from = found[0].from - size/3
		for from > 0 && isWord(letters[from-1]) && !spaceless(letters[from]) {
			from--
		}
	}
	to := min(from+size, len(letters))
	for to < len(letters) && to < from+size+20 && isWord(letters[to]) {
		to++
	}
	out := string(letters[from:to])
	if from > 0 {
		out = "… " + out
	}
	if to < len(letters) {
		out += " …"
	}
	return out
}
