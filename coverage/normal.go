package coverage

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// One word is written in many ways: composed or with combining marks, in
// presentation forms of Arabic, in full-width letters, with vowel points or
// without, with the digits of its own script. Writers and systems do not keep to
// any of them, so all are brought to one.

// normal composes what is written with combining marks, and takes compatibility
// forms back to the letters they stand for. Most texts have neither and cost a
// search for a few bytes.
func normal(s string) string {
	if hasCompatible(s) {
		return norm.NFKC.String(s)
	}
	if hasMarks(s) {
		return norm.NFC.String(s)
	}
	return s
}

// hasMarks looks for combining marks, for those of Kana, and for Hangul written
// letter by letter.
func hasMarks(s string) bool {
	return strings.IndexByte(s, 0xCC) >= 0 || strings.IndexByte(s, 0xCD) >= 0 || // U+0300 to U+036F
		strings.Contains(s, "\u3099") || strings.Contains(s, "\u309A") || strings.Contains(s, "\xE1\x84") // U+1100 and on
}

// hasCompatible looks for ligatures, presentation forms, and letters and digits of
// another width. Full-width punctuation, which Chinese and Japanese texts are
// full of, is none.
func hasCompatible(s string) bool {
	for {
		i := strings.IndexByte(s, 0xEF)
		if i < 0 {
			return false
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case 0xFB00 <= r && r <= 0xFDFF, 0xFE70 <= r && r < 0xFEFF:
			return true
		case 0xFF10 <= r && r <= 0xFF5A && (unicode.IsLetter(r) || unicode.IsDigit(r)), 0xFF66 <= r && r <= 0xFF9F:
			return true
		}
		s = s[i+size:]
	}
}

// fold lowers r and drops differences that writers do not keep to.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	r = unicode.ToLower(r)
	if int(r) < len(nearLetters) {
		return nearLetters[r]
	}
	return farLetter(r)
}

func farLetter(r rune) rune {
	if unicode.IsDigit(r) {
		return '0' + digitOf(r)
	}
	if other, ok := plainLetters[r]; ok {
		return other
	}
	return r
}

// nearLetters spares the look-ups of farLetter to the scripts of most news. It is
// read-only.
var nearLetters = func() (table [0x700]rune) {
	for r := range rune(len(table)) {
		table[r] = farLetter(r)
	}
	return table
}()

// digitOf is the value of a decimal digit: in every script they stand in a row
// that begins with zero, and the rows of one range follow each other.
func digitOf(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	return 0
}

// plainLetters are letters that are written for one another. Capitals of Greek
// are written without accents; Persian and Urdu have letters of their own for
// the Arabic yeh, kaf and heh; Indian scripts mark some letters with a dot that
// is often left out. It is read-only.
var plainLetters = map[rune]rune{
	'ё': 'е', 'ѐ': 'е', 'ѝ': 'и',
	'ά': 'α', 'έ': 'ε', 'ή': 'η', 'ί': 'ι', 'ό': 'ο', 'ύ': 'υ', 'ώ': 'ω', 'ϊ': 'ι', 'ϋ': 'υ', 'ΐ': 'ι', 'ΰ': 'υ', 'ς': 'σ',
	'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ى': 'ي', 'ی': 'ي', 'ې': 'ي', 'ئ': 'ي', 'ؤ': 'و', 'ک': 'ك', 'ہ': 'ه', 'ھ': 'ه', 'ۀ': 'ه', 'ە': 'ه',
	0x901: 0x902, // candrabindu for anusvara
	// letters with a dot, which composed normal form takes apart
	0x958: 0x915, 0x959: 0x916, 0x95A: 0x917, 0x95B: 0x91C, 0x95C: 0x921, 0x95D: 0x922, 0x95E: 0x92B, 0x95F: 0x92F, 0x929: 0x928, 0x931: 0x930, 0x934: 0x933,
	0x9DC: 0x9A1, 0x9DD: 0x9A2, 0x9DF: 0x9AF, 0xA33: 0xA32, 0xA36: 0xA38, 0xA59: 0xA16, 0xA5A: 0xA17, 0xA5B: 0xA1C, 0xA5E: 0xA2B, 0xB5C: 0xB21, 0xB5D: 0xB22,
}

// silent tells what stands inside words and changes none: vowel points, the dots
// of Indian letters, the line that makes Arabic words longer, joiners, and hyphens
// that only show at the end of a line.
func silent(r rune) bool {
	switch {
	case r == 0xAD:
		return true
	case r < 0x591:
		return false
	case r <= 0x5C7:
		return unicode.Is(unicode.M, r)
	case 0x610 <= r && r <= 0x61A, r == 0x640, 0x64B <= r && r <= 0x65F, r == 0x670, 0x6D6 <= r && r <= 0x6ED:
		return !unicode.IsLetter(r) || r == 0x640
	case r < 0x2000:
		return r == 0x93C || r == 0x9BC || r == 0xA3C || r == 0xABC || r == 0xB3C || r == 0xCBC
	}
	return r == 0x200B || r == zeroWidthNonJoiner || r == 0x200D || r == 0x2060 || r == 0xFEFF || 0xFE00 <= r && r <= 0xFE0F
}

// zeroWidthNonJoiner stands between the parts of a Persian word, most often before
// an ending, and there it parts words; in Indian scripts it only shapes letters.
const zeroWidthNonJoiner = 0x200C

// unmarked takes off a stem what many write and many leave out: the marks of Latin
// letters. Vietnamese tells words apart by them.
func unmarked(stem string, lang language) string {
	if lang == "vi" || isASCII(stem) {
		return stem
	}
	r, _ := utf8.DecodeRuneInString(stem)
	if !unicode.Is(unicode.Latin, r) {
		return stem
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(stem) {
		switch {
		case 0x300 <= r && r <= 0x36F:
		case r >= utf8.RuneSelf && latinPlain[r] != "":
			b.WriteString(latinPlain[r])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// latinPlain are letters that are no letter with a mark. It is read-only.
var latinPlain = map[rune]string{'ß': "ss", 'ı': "i", 'ø': "o", 'æ': "ae", 'œ': "oe", 'đ': "d", 'ł': "l", 'ð': "d", 'þ': "th", 'ə': "e"}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
