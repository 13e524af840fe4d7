package store

import (
	"errors"
	"fmt"
	"strings"
)

// maxPhrases bounds what one search may ask for.
const maxPhrases = 64

// errNoWords: the search holds nothing that could be found, punctuation only.
var errNoWords = errors.New("no words")

// matchExpression turns what a user typed into an FTS5 expression: every word
// must be there, "quoted words" next to each other, and word* begins one. All
// else is plain text: AND, NOT, columns, brackets mean nothing.
// https://www.sqlite.org/fts5.html#full_text_query_syntax
func matchExpression(search string) (string, error) {
	var phrases []string
	for i, part := range strings.Split(normaliseQuotes(search), `"`) {
		pieces := strings.Fields(part)
		if i%2 == 1 { // between quotes
			pieces = []string{part}
		}
		for _, piece := range pieces {
			if p := phrase(piece); p != "" {
				phrases = append(phrases, p)
			}
		}
		if len(phrases) > maxPhrases {
			return "", fmt.Errorf("search for more than %d words", maxPhrases)
		}
	}
	if len(phrases) == 0 {
		return "", errNoWords
	}
	return strings.Join(phrases, " "), nil
}

func normaliseQuotes(s string) string {
	return strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`).Replace(s)
}

// phrase is one FTS5 phrase: the terms of text next to each other, as AT&T is
// the terms at and t.
func phrase(text string) string {
	var q queryTerms
	eachTerm(text, &q)
	if len(q.terms) == 0 {
		return ""
	}
	out := `"` + strings.Join(q.terms, " ") + `"`
	if q.prefix || !q.open && strings.HasSuffix(text, "*") {
		out += " *"
	}
	return out
}

// queryTerms collects the terms of one phrase. The last letters of a script
// without spaces may go on in the story, so their last term is left open.
type queryTerms struct {
	terms  []string
	open   bool   // terms ends with letters that may go on
	last   string // the closing term, should something follow
	prefix bool   // the last term is the beginning of one
}

func (q *queryTerms) word(term []byte) {
	q.close()
	q.terms = append(q.terms, string(term))
}

func (q *queryTerms) run(letters []rune) {
	q.close()
	for i := 0; i+1 < len(letters); i++ {
		q.terms = append(q.terms, string(letters[i:i+2]))
	}
	q.open, q.last = true, string(letters[len(letters)-1])
	if len(letters) == 1 {
		q.terms = append(q.terms, q.last)
		q.prefix = true
		q.last = ""
	}
}

func (q *queryTerms) close() {
	if q.open && q.last != "" {
		q.terms = append(q.terms, q.last)
	}
	q.open, q.last, q.prefix = false, "", false
}
