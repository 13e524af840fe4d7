package page

import (
	"strings"

	"alsoread/news"
)

// maxTerms is how many terms a phrase has.
const maxTerms = 5

// because says what holds a story in its group.
func because(reasons []news.Reason) string {
	var phrases []string
	said := map[news.ReasonKind]bool{}
	for _, r := range reasons {
		if said[r.Kind] {
			continue
		}
		said[r.Kind] = true
		switch r.Kind {
		case news.ReasonCorrection:
			phrases = append(phrases, "put together by hand")
		case news.ReasonCopy:
			phrases = append(phrases, "nearly the same text")
		case news.ReasonLink:
			phrases = append(phrases, "a link between them")
		case news.ReasonWords:
			if t := terms(r.Terms); t != "" {
				phrases = append(phrases, "says, as the others do, "+t)
			}
		case news.ReasonTerms:
			if t := terms(r.Terms); t != "" {
				phrases = append(phrases, "both say "+t)
			}
		}
	}
	return strings.Join(phrases, "; ")
}

// terms lists what is shared.
func terms(shared []news.Term) string {
	var texts []string
	for _, t := range shared {
		if len(texts) < maxTerms && t.Text != "" {
			texts = append(texts, t.Text)
		}
	}
	return strings.Join(texts, ", ")
}
