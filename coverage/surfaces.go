package coverage

import (
	"math"
	"slices"
	"strings"
	"unicode"

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
	wanted := s.wanted(reasons)
	title, _ := cut(u.Title, maxTitleBytes)
	text, _ := cut(u.Text, maxTextBytes)
	at := s.engine.find(u.ID)
	if at == 0 {
		return
	}
	lang := s.engine.languages.name(s.engine.at(at).lang)
	for _, part := range [...]string{title, text} {
		for field := range strings.FieldsFuncSeq(part, notInWord) {
			if len(wanted) == 0 {
				return
			}
			wanted = s.match(field, lang, wanted)
		}
	}
}

// wanted are the terms whose words are not known yet; those of pairs one by one.
func (s *surfaces) wanted(reasons []Reason) (out []string) {
	for _, r := range reasons {
		for _, t := range r.Terms {
			for part := range strings.FieldsSeq(t.Text) {
				if _, known := s.words[part]; !known && !slices.Contains(out, part) {
					out = append(out, part)
				}
			}
		}
	}
	return out
}

// match takes the term whose word the field is off the list. To stem every word
// of a text would cost more than to place the story: a stem and its word begin
// alike, but for the last letters.
func (s *surfaces) match(field string, lang language, wanted []string) []string {
	lower := lowered(field)
	for i, stem := range wanted {
		if isASCII(lower) && !strings.HasPrefix(lower, stem[:max(1, len(stem)-2)]) {
			continue
		}
		if lower == stem || s.engine.stems.of(lower, lang) == stem {
			s.words[stem] = field
			return slices.Delete(wanted, i, i+1)
		}
	}
	return wanted
}

func notInWord(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)
}

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
		}
		out = append(out, news.Reason{Kind: kind, Story: r.Story, Score: math.Round(r.Odds*1000) / 1000, Terms: s.terms(r.Terms)})
	}
	return out
}
