package coverage

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// language is a primary tag such as "en"; "" is unknown.
type language string

// detectWords are looked at to tell a language.
const detectWords = 200

// What speaks for a language beside its stop words, in the measure of fullVote:
// that the feed says so, so that one foreign word makes no headline foreign;
// where it says nothing, that the language is much the commonest of its script;
// and letters that others do not have, though names bring them into every
// language.
const (
	declaredVote = fullVote
	likelyVote   = fullVote / 2
	letterVote   = fullVote / 3
)

// detect tells the language of a text by its stop words and letters; declared,
// which feeds often get wrong, decides only where they do not.
func detect(words []word, declared string) language {
	words = words[:min(len(words), detectWords)]
	script := scriptOf(words)
	expected, bonus := primary(declared), declaredVote
	if expected == "" || misfits(expected, script) {
		expected, bonus = likely[script], likelyVote
	}
	var votes [maxStopLanguages]int
	strange := 0
	for _, w := range words {
		v := votesOf[w.text]
		for _, i := range v.languages {
			votes[i] += v.weight
		}
		if !isASCII(w.text) && voteByLetters(&votes, w.text, expected) {
			strange++
		}
	}
	if strange >= 2 && primary(declared) != expected {
		bonus = 0
	}
	best, most := expected, bonus
	if i := slices.Index(stopLanguages, expected); i >= 0 {
		most += votes[i]
	}
	for i, n := range votes[:len(stopLanguages)] { // of two with as many votes the first
		if n > most {
			best, most = stopLanguages[i], n
		}
	}
	return best
}

// maxStopLanguages is room for the lists of stopwords.txt.
const maxStopLanguages = 80

// primary is the first part of a language tag: en of en-GB. Tags of before, and of
// languages that are written as others are, give the one they are taken for.
func primary(tag string) language {
	tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	tag, _, _ = strings.Cut(tag, "_")
	if other, ok := sameLanguage[tag]; ok {
		return other
	}
	if len(tag) > 3 {
		return ""
	}
	return language(tag)
}

var sameLanguage = map[string]language{"nb": "no", "nn": "no", "iw": "he", "in": "id", "ms": "id", "fil": "tl", "sh": "hr", "bs": "hr", "cmn": "zh", "yue": "zh", "prs": "fa"}

// script is a system of writing.
type script uint8

const (
	noScript script = iota
	latin
	cyrillic
	greek
	hebrew
	arabicScript
	devanagari
	bengali
	tamilScript
	telugu
	kannada
	malayalam
	gujarati
	gurmukhi
	sinhala
	hangul
	kana
	han
	thai
	lao
	khmer
	burmese
	georgian
	armenian
	otherScript
	scripts
)

// likely is the language that a script is most often met in, for headlines without
// a single stop word: a wrong stem does little harm. Han is of two.
var likely = [scripts]language{latin: "en", cyrillic: "ru", greek: "el", hebrew: "he", arabicScript: "ar", devanagari: "hi", bengali: "bn", tamilScript: "ta",
	telugu: "te", kannada: "kn", malayalam: "ml", gujarati: "gu", gurmukhi: "pa", sinhala: "si", hangul: "ko", kana: "ja", thai: "th", lao: "lo", khmer: "km",
	burmese: "my", georgian: "ka", armenian: "hy"}

var scriptTables = [scripts]*unicode.RangeTable{latin: unicode.Latin, cyrillic: unicode.Cyrillic, greek: unicode.Greek, hebrew: unicode.Hebrew,
	arabicScript: unicode.Arabic, devanagari: unicode.Devanagari, bengali: unicode.Bengali, tamilScript: unicode.Tamil, telugu: unicode.Telugu,
	kannada: unicode.Kannada, malayalam: unicode.Malayalam, gujarati: unicode.Gujarati, gurmukhi: unicode.Gurmukhi, sinhala: unicode.Sinhala,
	hangul: unicode.Hangul, han: unicode.Han, thai: unicode.Thai, lao: unicode.Lao, khmer: unicode.Khmer, burmese: unicode.Myanmar,
	georgian: unicode.Georgian, armenian: unicode.Armenian}

// scriptWords are looked at to tell the script.
const scriptWords = 24

// scriptOf is the script of most words; that of Japanese, whatever the share of
// Han, as soon as there is Kana.
func scriptOf(words []word) script {
	var counts [scripts]int
	for _, w := range words[:min(len(words), scriptWords)] {
		if !w.number {
			counts[scriptOfWord(w.text)]++
		}
	}
	if counts[kana] > 0 && counts[han] > 0 {
		return kana
	}
	best := noScript
	for s := noScript + 1; s < scripts; s++ {
		if counts[s] > counts[best] || best == noScript && counts[s] > 0 {
			best = s
		}
	}
	return best
}

func scriptOfWord(w string) script {
	if w[0] < utf8.RuneSelf {
		return latin
	}
	r, size := utf8.DecodeRuneInString(w)
	if isKana(r) {
		return kana
	}
	if next, _ := utf8.DecodeRuneInString(w[size:]); isKana(next) {
		return kana
	}
	for s, table := range scriptTables {
		if table != nil && unicode.Is(table, r) {
			return script(s)
		}
	}
	return otherScript
}

func isKana(r rune) bool { return 0x3041 <= r && r <= 0x30FF }

// writtenIn are languages of other scripts than Latin that feeds often declare.
var writtenIn = map[language][]script{"ru": {cyrillic}, "uk": {cyrillic}, "be": {cyrillic}, "bg": {cyrillic}, "mk": {cyrillic}, "sr": {cyrillic, latin},
	"kk": {cyrillic, latin}, "ky": {cyrillic}, "mn": {cyrillic}, "tg": {cyrillic}, "zh": {han}, "ja": {han, kana}, "ko": {hangul, han},
	"ar": {arabicScript}, "fa": {arabicScript}, "ur": {arabicScript}, "ps": {arabicScript}, "ckb": {arabicScript}, "he": {hebrew}, "yi": {hebrew},
	"hi": {devanagari}, "mr": {devanagari}, "ne": {devanagari}, "bn": {bengali}, "as": {bengali}, "ta": {tamilScript}, "te": {telugu}, "kn": {kannada}, "ml": {malayalam},
	"gu": {gujarati}, "pa": {gurmukhi, arabicScript}, "si": {sinhala}, "th": {thai}, "lo": {lao}, "km": {khmer}, "my": {burmese}, "el": {greek},
	"ka": {georgian}, "hy": {armenian}}

// misfits says whether a declared language cannot be written in the script that
// was found.
func misfits(declared language, found script) bool {
	if found == noScript || found == otherScript {
		return false
	}
	scripts, other := writtenIn[declared]
	if !other {
		return found != latin && likely[found] != ""
	}
	return !slices.Contains(scripts, found)
}

// letters tell languages of one script apart, as far as the words as they are
// scanned keep them.
var letters = lettersOf(map[string]string{
	"ñ": "es", "ã õ": "pt", "ł ż ź ś ń": "pl", "ą ę": "pl lt", "ř ě ů": "cs", "č š ž": "cs sk sl hr lt lv", "ľ ĺ ŕ ô": "sk", "ő ű": "hu", "ş ğ ı": "tr az", "ə": "az",
	"ș ț ţ": "ro", "ă": "ro vi", "đ": "vi hr", "ơ ư ạ ả ấ ầ ẩ ậ ắ ằ ặ ẹ ế ề ể ệ ị ọ ố ồ ổ ộ ớ ờ ở ợ ụ ủ ứ ừ ử ữ ự ỹ": "vi", "å": "sv no da fi", "ø æ": "no da",
	"ä ö": "de sv fi et", "ü": "de tr et az", "ß": "de", "ç": "fr pt tr ca sq", "è ê": "fr it ca", "œ ù": "fr", "ð þ": "is", "ū ī ē ā": "lv", "ė į ų": "lt", "ë": "sq nl",
	"і ї": "uk be kk", "є ґ": "uk", "ў": "be", "ј": "sr mk", "љ њ џ": "sr mk", "ђ ћ": "sr", "ѓ ќ ѕ": "mk", "ы э": "ru be kk", "ъ": "bg ru", "қ ғ ң ә ө ұ һ": "kk",
	"پ چ گ ژ": "fa ur", "ٹ ڈ ڑ ں ے": "ur", "ة": "ar", "ळ": "mr",
})

// letterTable leads from a letter to the place of its languages in lists.
type letterTable struct {
	at    [0x1F00]uint8
	lists [][]uint8
}

func lettersOf(table map[string]string) *letterTable {
	out := &letterTable{lists: [][]uint8{nil}}
	for _, list := range slices.Sorted(maps.Keys(table)) {
		var voted []uint8
		for lang := range strings.FieldsSeq(table[list]) {
			voted = append(voted, uint8(slices.Index(stopLanguages, language(lang))))
		}
		for letter := range strings.FieldsSeq(list) {
			r, _ := utf8.DecodeRuneInString(letter)
			out.at[r] = uint8(len(out.lists))
		}
		out.lists = append(out.lists, voted)
	}
	return out
}

// voteByLetters lets the first telling letter of a word vote, and says whether it
// speaks against the language that is expected.
func voteByLetters(votes *[maxStopLanguages]int, w string, expected language) (against bool) {
	for _, r := range w {
		if r < utf8.RuneSelf || int(r) >= len(letters.at) || letters.at[r] == 0 {
			continue
		}
		against = true
		languages := letters.lists[letters.at[r]]
		for _, i := range languages {
			votes[i] += max(letterVote/len(languages), 1)
			against = against && stopLanguages[i] != expected
		}
		return against
	}
	return false
}
