package page

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// trait is something that speaks for or against a link being one to a story,
// seen in its address and its text alone.
type trait int

const (
	slugTwo   trait = iota // the longest name in the path has two words
	slugThree              // three
	slugFour               // four or five
	slugLong               // six and more
	dated                  // the path holds a date
	numbered               // an id of five digits or more, or a long hexadecimal one
	shallow                // one segment
	deep                   // three segments and more
	storyWord              // "article", "story", "post": a segment says what it is
	listWord               // "author", "tag", "category", "page": a segment says it lists others
	utilWord               // "privacy", "contact", "subscribe": a segment is housekeeping
	textNone               // no text
	textOne                // one word
	textTwo                // two
	textThree              // three
	textFew                // four or five
	textMany               // six to eight
	textLong               // nine and more
	textUtil               // the text is housekeeping: "Subscribe now"
	echoed                 // three words of the path and more are in the text
	sentence               // the text goes on in lower case, as headlines of many papers do, or ends or pauses as sentences do
	traitCount
)

// traitWeights are the weights of a logistic regression over the traits, fitted
// to 1,669 labelled links of news home pages and rounded; docs/pages.md has
// what it measured on publishers left out of the fit.
var traitWeights = [traitCount]float64{
	slugTwo:   0.6,
	slugThree: 1.4,
	slugFour:  2.8,
	slugLong:  4.2,
	dated:     1.3,
	numbered:  1.6,
	shallow:   -0.5,
	deep:      0.6,
	storyWord: 2.8,
	listWord:  -1.5,
	utilWord:  -1.9,
	textNone:  0.2,
	textOne:   -1.7,
	textTwo:   -1.0,
	textThree: -0.7,
	textFew:   -0.3,
	textMany:  0.6,
	textLong:  1.3,
	textUtil:  -1.5,
	echoed:    0,
	sentence:  1.0,
}

// traitBias is the score of a link without any trait.
const traitBias = -2.4

// link is a link as the page has it, with what was seen in it.
type link struct {
	url    *url.URL
	text   string // one line
	path   []string
	traits [traitCount]bool
	never  bool // cannot be a story: not a page, a share button, a home page
}

// linkScore returns how likely a link leads to a story: above zero more likely
// than not. page is where the link stands; nil when that is not known.
func linkScore(u *url.URL, text string, page *url.URL) float64 {
	l := look(u, text, page)
	if l.never {
		return -10
	}
	score := traitBias
	for t, has := range l.traits {
		if has {
			score += traitWeights[t]
		}
	}
	return score
}

// look finds the traits of a link.
func look(u *url.URL, text string, page *url.URL) *link {
	l := &link{url: u, text: text, path: segments(u)}
	l.never = l.impossible(page)
	if l.never {
		return l
	}
	l.readPath()
	l.readText()
	return l
}

// impossible tells links that are no page of a story whatever they say.
func (l *link) impossible(page *url.URL) bool {
	u := l.url
	if u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return true
	}
	if len(l.path) == 0 && !storyQuery(u) {
		return true
	}
	if nested := strings.ToLower(u.RawQuery); strings.Contains(nested, "=http:") || strings.Contains(nested, "=http%3a") ||
		strings.Contains(nested, "=https:") || strings.Contains(nested, "=https%3a") {
		return true // an address within an address: share buttons, sign-in with the way back
	}
	if i := strings.LastIndexByte(u.Path, '.'); i >= 0 && fileWords[strings.ToLower(u.Path[i+1:])] {
		return true
	}
	return page != nil && u.Host == page.Host && strings.TrimSuffix(u.Path, "/") == strings.TrimSuffix(page.Path, "/") && u.RawQuery == page.RawQuery
}

func (l *link) readPath() {
	words, hexes := 0, false
	for i, s := range l.path {
		parts := nameWords(s)
		n := 0
		for _, w := range parts {
			if digits(w) < len(w) && len(w) > 1 && !longHex(w) {
				n++
			}
			hexes = hexes || longHex(w)
		}
		words = max(words, n)
		l.traits[storyWord] = l.traits[storyWord] || storyWords[s] && (i < len(l.path)-1 || storyQuery(l.url))
		l.traits[listWord] = l.traits[listWord] || listWords[s] && !(s == "index" && storyQuery(l.url))
		l.traits[utilWord] = l.traits[utilWord] || utilWords[s] || len(parts) <= 4 && len(parts) > 1 && (utilWords[parts[0]] || utilWords[parts[len(parts)-1]])
	}
	l.traits[slugTwo] = words == 2
	l.traits[slugThree] = words == 3
	l.traits[slugFour] = words == 4 || words == 5
	l.traits[slugLong] = words > 5
	l.traits[dated] = pathDate(l.path)
	l.traits[numbered] = hexes || storyQuery(l.url) || longNumber(l.path)
	l.traits[shallow] = len(l.path) <= 1
	l.traits[deep] = len(l.path) >= 3
}

func (l *link) readText() {
	words := textWords(l.text)
	l.traits[textNone] = words == 0
	l.traits[textOne] = words == 1
	l.traits[textTwo] = words == 2
	l.traits[textThree] = words == 3
	l.traits[textFew] = words == 4 || words == 5
	l.traits[textMany] = words >= 6 && words <= 8
	l.traits[textLong] = words > 8
	fields := strings.FieldsFunc(strings.ToLower(l.text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(fields) > 0 && words <= 5 {
		l.traits[textUtil] = utilWords[fields[0]] || utilWords[fields[len(fields)-1]]
	}
	l.traits[echoed] = l.echoes(fields) >= 3
	l.traits[sentence] = words >= 3 && runsOn(l.text)
}

// echoes counts the words of the path that are in the text.
func (l *link) echoes(fields []string) int {
	in := map[string]bool{}
	for _, f := range fields[:min(len(fields), 64)] {
		in[f] = true
	}
	n := 0
	for _, s := range l.path {
		for _, w := range nameWords(s) {
			if len(w) > 2 && in[w] {
				n++
				delete(in, w)
			}
		}
	}
	return n
}

// runsOn tells a text that reads like a sentence.
func runsOn(s string) bool {
	lower := 0
	for _, f := range strings.Fields(s) {
		if first, _ := utf8.DecodeRuneInString(f); unicode.IsLower(first) {
			lower++
		}
	}
	return lower >= 2 || strings.ContainsAny(s, "?!:“”‘’\"'…,;।？！：「」、。")
}

// textWords counts words; where a script has no spaces, three letters are one.
func textWords(s string) int {
	words, dense := 0, 0
	for _, f := range strings.Fields(s) {
		letters := false
		for _, r := range f {
			letters = letters || unicode.IsLetter(r)
			if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
				dense++
			}
		}
		if letters {
			words++
		}
	}
	return max(words, (dense+2)/3)
}
