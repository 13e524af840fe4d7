package coverage

import (
	"iter"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"alsoread/news"
)

// surfaces leads from the stems that the engine works with back to words as
// readers know them: as the stories of a batch write them, titles before texts.
type surfaces struct {
	engine *Engine
	words  map[string]string
}

func newSurfaces(e *Engine) *surfaces { return &surfaces{engine: e, words: map[string]string{}} }

// read looks for the words behind the terms in a story that bears them.
func (s *surfaces) read(u *news.Ungrouped, reasons []Reason) {
	w := s.wanted(reasons)
	title, _ := cut(u.Title, maxTitleBytes)
	text, _ := cut(u.Text, maxTextBytes)
	at := s.engine.find(u.ID)
	if at == 0 {
		return
	}
	lang := s.engine.languages.name(s.engine.at(at).lang)
	for _, part := range [...]string{title, text} {
		for field, ascii := range fieldsOf(part) {
			if len(w.stems) == 0 {
				return
			}
			if !ascii || w.mayBegin(field) {
				s.match(field, lang, w)
			}
		}
	}
}

// wanted are stems whose words are not known yet.
type wanted struct {
	stems []string
	// begin has, by the last five bits of a first letter, a bit for those of each
	// second letter that a word of ASCII may have: most words are none that is looked
	// for, and are told by this.
	begin [32]uint32
}

// wanted are the terms whose words are not known yet; those of pairs one by one.
func (s *surfaces) wanted(reasons []Reason) *wanted {
	w := &wanted{}
	for _, r := range reasons {
		for _, t := range r.Terms {
			for part := range strings.FieldsSeq(t.Text) {
				if _, known := s.words[part]; !known && !slices.Contains(w.stems, part) {
					w.add(part)
				}
			}
		}
	}
	return w
}

func (w *wanted) add(stem string) {
	w.stems = append(w.stems, stem)
	second := ^uint32(0)
	if len(beginningOf(stem)) > 1 {
		second = 1 << (stem[1] & 31)
	}
	w.begin[stem[0]&31] |= second
}

func (w *wanted) mayBegin(field string) bool {
	second := byte(0)
	if len(field) > 1 {
		second = field[1]
	}
	return w.begin[field[0]&31]>>(second&31)&1 == 1
}

// beginningOf is what a word of ASCII has in common with its stem, which differs in
// the last letters at most.
func beginningOf(stem string) string { return stem[:max(1, len(stem)-2)] }

// match takes the term whose word the field is off the list. To stem every word
// of a text would cost more than to place the story: a stem and its word begin
// alike, but for the last letters.
func (s *surfaces) match(field string, lang language, w *wanted) {
	lower := lowered(field)
	ascii := isASCII(lower)
	for i, stem := range w.stems {
		if ascii && !strings.HasPrefix(lower, beginningOf(stem)) {
			continue
		}
		if lower == stem || s.engine.stems.of(lower, lang) == stem {
			s.words[stem] = field
			w.stems = slices.Delete(w.stems, i, i+1)
			return
		}
	}
}

// fieldsOf are the words of a text, and whether each is of ASCII letters and digits
// alone.
func fieldsOf(text string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		begin, ascii := -1, true
		for i, r := range text {
			switch {
			case r < utf8.RuneSelf && asciiInWord[r] || r >= utf8.RuneSelf && inWord(r):
				if begin < 0 {
					begin, ascii = i, true
				}
				ascii = ascii && r < utf8.RuneSelf
			case begin >= 0:
				if !yield(text[begin:i], ascii) {
					return
				}
				begin = -1
			}
		}
		if begin >= 0 {
			yield(text[begin:], ascii)
		}
	}
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// asciiInWord is inWord of ASCII. It is read-only.
var asciiInWord = func() (table [utf8.RuneSelf]bool) {
	for r := range table {
		table[r] = inWord(rune(r))
	}
	return table
}()

// terms are the engine's, in words.
func (s *surfaces) terms(terms []Term) []news.Term {
	out := make([]news.Term, 0, len(terms))
	for _, t := range terms {
		var words []string
		for part := range strings.FieldsSeq(t.Text) {
			word, known := s.words[part]
			if !known {
				word = part
			}
			words = append(words, word)
		}
		out = append(out, news.Term{Text: strings.Join(words, " "), Weight: math.Round(t.Weight*100) / 100})
	}
	return out
}

// reasons are the engine's, in words.
func (s *surfaces) reasons(all []Reason) (out []news.Reason) {
	for _, r := range all {
		kind := news.ReasonTerms
		switch {
		case r.Copy:
			kind = news.ReasonCopy
		case r.Link:
			kind = news.ReasonLink
		case r.Story == 0:
			kind = news.ReasonWords
		}
		out = append(out, news.Reason{Kind: kind, Story: r.Story, Score: math.Round(r.Odds*1000) / 1000, Terms: s.terms(r.Terms)})
	}
	return out
}
