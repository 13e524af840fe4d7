package coverage

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"alsoread/news"
)

// Words are found behind their stems as if each were held against all of them.
func TestSurfacesSkipNothing(t *testing.T) {
	for lang, text := range map[string]string{
		"en": "The ferry's engines, FERRIES and A4 roads: \"co-operation\" in 2026, naïve Müller's e-mail \xff at St. Malo I o'clock",
		"ru": "Паромы стоят у причала, паромов 12; Паром ушёл BBC",
		"de": "Die Fähren und Häfen der Länder, STRASSE Straße Œuvre ﬁnden",
		"hi": "नौका की यात्रा हिन्दी में 25 लोग",
		"ar": "والعبّارات في المِيناء ٢٥ BBC",
	} {
		t.Run(lang, func(t *testing.T) {
			e := New(Options{})
			u := &news.Ungrouped{ID: 1, Title: "Ferry aground", Text: text + " " + text, Language: lang}
			e.Add(storyOf(u))
			at := language(e.languages.name(e.at(e.find(1)).lang))
			var terms []Term
			for field := range strings.FieldsFuncSeq(u.Title+" "+text, func(r rune) bool { return !inWord(r) }) {
				terms = append(terms, Term{Text: e.stems.of(lowered(field), at)}, Term{Text: lowered(field)})
			}
			terms = append(terms, Term{Text: "nowhere x"})
			got := newSurfaces(e)
			got.read(u, []Reason{{Terms: terms}})
			if want := slowSurfaces(e, u, at, terms); !maps.Equal(got.words, want) || len(want) < 5 {
				t.Errorf("found %q\n want %q", got.words, want)
			}
		})
	}
}

// slowSurfaces looks at every word of title and text for every stem.
func slowSurfaces(e *Engine, u *news.Ungrouped, lang language, terms []Term) map[string]string {
	var wanted []string
	for _, term := range terms {
		for part := range strings.FieldsSeq(term.Text) {
			if !slices.Contains(wanted, part) {
				wanted = append(wanted, part)
			}
		}
	}
	words := map[string]string{}
	for field := range strings.FieldsFuncSeq(u.Title+" . "+u.Text, func(r rune) bool { return !inWord(r) }) {
		lower := lowered(field)
		for i, stem := range wanted {
			if isASCII(lower) && !strings.HasPrefix(lower, stem[:max(1, len(stem)-2)]) || lower != stem && e.stems.of(lower, lang) != stem {
				continue
			}
			words[stem], wanted = field, slices.Delete(wanted, i, i+1)
			break
		}
	}
	return words
}

// BenchmarkSurfaces looks for the words behind thirty stems in a text of 4 KB that has
// half of them.
func BenchmarkSurfaces(b *testing.B) {
	u := &news.Ungrouped{ID: 1, Title: "Ferry runs aground", Language: "en"}
	for n := range 600 {
		u.Text += []string{"the ", "harbours ", "captain ", "of ", "passengers "}[n%5] + threeLetters(n) + threeLetters(n/7) + " "
	}
	var terms []Term
	for n := range 15 {
		terms = append(terms, Term{Text: threeLetters(590-n) + threeLetters((590-n)/7)}, Term{Text: threeLetters(n) + "qu" + threeLetters(n)})
	}
	e := New(Options{})
	e.Add(storyOf(u))
	b.ReportAllocs()
	for b.Loop() {
		newSurfaces(e).read(u, []Reason{{Terms: terms}})
	}
}

func threeLetters(n int) string {
	return string([]byte{"bcdfghklmnprstvz"[n%16], "aeiou"[n/16%5], "lmnr"[n/80%4]})
}
