package news

import (
	"strings"
	"unicode"
)

// exclusiveMarks are how titles call a story exclusive, in lower case: what
// publishers put before a colon, a dash or into brackets.
var exclusiveMarks = []string{
	"exclusive", "world exclusive", "exklusiv", "exclusif", "exclusiva", "en exclusiva", "exclusivo", "esclusiva", "esclusivo",
	"exclusief", "eksklusivt", "exklusivt", "yksinoikeudella", "na wyłączność", "exkluzívne", "exkluzív", "exkluzivně", "exclusiv",
	"ekskluzivno", "ekskluzīvi", "эксклюзив", "ексклюзив", "ексклузивно", "αποκλειστικό", "özel", "özel haber", "eksklusif",
	"độc quyền", "حصري", "خاص", "اختصاصی", "एक्सक्लूसिव", "独家", "獨家", "独自", "スクープ", "단독",
}

// exclusiveEnds are what may stand between the mark and the rest of the title.
const exclusiveEnds = ":|-–—]】)》：｜!"

// exclusiveOpens are what may stand before the mark.
const exclusiveOpens = "[【(《\"'“"

// MarkedExclusive reports whether a title begins with the publisher's word that
// nobody else has the story ("Exclusive: …", "[단독] …", "EXKLUSIV | …"), or
// ends with it in brackets. The word as part of a sentence does not count: "An
// exclusive club burns down".
func MarkedExclusive(title string) bool {
	title = strings.ToLower(strings.TrimSpace(title))
	head := strings.TrimLeft(title, exclusiveOpens+" ")
	for _, mark := range exclusiveMarks {
		if rest, ok := strings.CutPrefix(head, mark); ok && endsMark(rest) {
			return true
		}
	}
	open := strings.LastIndexAny(title, "([【")
	if open < 0 {
		return false
	}
	tail := strings.TrimFunc(title[open:], func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) })
	for _, mark := range exclusiveMarks {
		if tail == mark {
			return true
		}
	}
	return false
}

// endsMark wants a separator after the mark, perhaps after a quotation mark or a
// space.
func endsMark(rest string) bool {
	rest = strings.TrimLeft(rest, " \u00a0\"”’»")
	for _, r := range rest {
		return strings.ContainsRune(exclusiveEnds, r)
	}
	return false
}
