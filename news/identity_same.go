package news

import (
	"strings"
	"unicode"
)

// StillSame tells whether an item that was found by its guid is still the story
// that the store knows under that guid. It is unless address and title have
// both changed entirely: then the publisher uses the guid again for something
// else, as aggregators do that number their entries "item-1", "item-2".
//
// An address has changed entirely when the canonical forms differ and neither
// an id nor half of the words of the slug is left; a title when less than half
// of its words are. Where the publisher gives no address, or the same one to
// all, nothing of it has changed. What is known on one side only speaks neither
// for nor against; when nothing can be compared, the guid counts.
func StillSame(knownURL, knownTitle string, it Item) bool {
	if strings.TrimSpace(knownURL) == strings.TrimSpace(it.URL) {
		return true
	}
	titleKnown, titleSame := sameWords(titleWords(knownTitle), titleWords(it.Title))
	if titleSame {
		return true
	}
	urlKnown, urlSame := sameAddress(knownURL, it.URL)
	return urlSame || !titleKnown && !urlKnown
}

// sameAddress tells whether two addresses can be compared, and whether
// something that names the story is in both.
func sameAddress(a, b string) (known, same bool) {
	first, err := Canonical(a)
	if err != nil {
		return false, false
	}
	second, err := Canonical(b)
	if err != nil {
		return false, false
	}
	if first == second || sharesID(first, second) {
		return true, true
	}
	_, same = sameWords(slugWords(first), slugWords(second))
	return true, same
}

// sharesID tells whether two addresses on one registrable domain have a number
// of five digits and more in common: a story's id stays when its slug changes.
// Numbers that begin like a date are none.
func sharesID(a, b string) bool {
	if Publisher(a) != Publisher(b) {
		return false
	}
	ids := numbers(a)
	for id := range numbers(b) {
		if ids[id] {
			return true
		}
	}
	return false
}

func numbers(canonical string) map[string]bool {
	ids := make(map[string]bool)
	notDigit := func(r rune) bool { return r < '0' || r > '9' }
	for run := range strings.FieldsFuncSeq(canonical, notDigit) {
		date := strings.HasPrefix(run, "19") || strings.HasPrefix(run, "20")
		if len(run) >= 5 && !(date && (len(run) == 6 || len(run) == 8)) {
			ids[run] = true
		}
	}
	return ids
}

// slugWords returns the words of the last segment of an address that has any.
func slugWords(canonical string) map[string]bool {
	path, _, _ := strings.Cut(canonical[len(formScheme):], "?")
	segments := strings.Split(path, "/")
	for i := len(segments) - 1; i > 0; i-- {
		words := titleWords(unescape(segments[i]))
		for _, generic := range []string{"html", "story", "article", "index", "amp"} {
			delete(words, generic)
		}
		if len(words) >= 2 {
			return words
		}
	}
	return nil
}

// sameWords tells whether two sets of words can be compared, and whether at
// least half of the smaller set is in the other one.
func sameWords(a, b map[string]bool) (known, same bool) {
	if len(a) == 0 || len(b) == 0 {
		return false, false
	}
	shared := 0
	for word := range a {
		if b[word] {
			shared++
		}
	}
	return true, 2*shared >= min(len(a), len(b))
}

// maxTitle is how much of a title is compared, in bytes. The longest headline of
// 14,000 had 600.
const maxTitle = 2048

// titleWords returns the words of a title that carry its meaning: in lower
// case, of four letters or a digit and more; all of them when there are none
// such. Scripts that do not part their words give every two neighbouring
// characters.
func titleWords(title string) map[string]bool {
	if len(title) > maxTitle {
		title = strings.ToValidUTF8(title[:maxTitle], "")
	}
	long, all := make(map[string]bool), make(map[string]bool)
	separator := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }
	for word := range strings.FieldsFuncSeq(strings.ToLower(title), separator) {
		runes := []rune(word)
		all[word] = true
		if unspaced(runes[0]) {
			for i := 0; i+1 < len(runes); i++ {
				long[string(runes[i:i+2])] = true
			}
			continue
		}
		if len(runes) >= 4 || unicode.IsNumber(runes[0]) {
			long[word] = true
		}
	}
	if len(long) == 0 {
		return all
	}
	return long
}

func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
