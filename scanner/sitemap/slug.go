package sitemap

import (
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"alsoread/scanner/clean"
)

// titleOf makes a title from an address: the words of the last segment of its
// path that has two or more, or else of the one with most letters, without
// extension, date and ids. An address without words gives its path, or its host.
func titleOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return clean.Title(address, false)
	}
	best := ""
	for segment := range strings.SplitSeq(u.Path, "/") {
		words := wordsOf(segment)
		if n := letters(words); n > 0 && (n >= letters(best) || n >= 6 && strings.Contains(words, " ")) {
			best = words
		}
	}
	if best == "" {
		return clean.Title(strings.Trim(u.Host+u.Path, "/"), false)
	}
	r, size := utf8.DecodeRuneInString(best)
	return clean.Title(string(unicode.ToUpper(r))+best[size:], false)
}

// extension ends the names of pages.
var extension = regexp.MustCompile(`(?i)\.(?:s?html?|xhtml|php\d?|aspx?|jsp|cfm|cms|story|amp)$`)

// dated begins slugs that begin with their day.
var dated = regexp.MustCompile(`^(?:19|20)\d\d[-_]\d\d?[-_]\d\d?(?:[-_]|$)`)

// wordsOf returns the words of a slug: "the-big-story_2-1234567.html" is "the
// big story 2". Ids and days at either end are no words.
func wordsOf(slug string) string {
	slug = dated.ReplaceAllString(extension.ReplaceAllString(slug, ""), "")
	words := strings.FieldsFunc(slug, func(c rune) bool {
		return c == '-' || c == '_' || c == '+' || c == ',' || c == '.' || c == '~' || unicode.IsSpace(c) || unicode.IsControl(c)
	})
	for len(words) > 0 && isID(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	for len(words) > 0 && isID(words[0]) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// isID says whether a word is more likely to be a number of the publisher's own
// than a part of the title: 12345678, a12345678, 5f3c9b2a81.
func isID(word string) bool {
	digits := strings.Map(func(c rune) rune {
		if '0' <= c && c <= '9' {
			return c
		}
		return -1
	}, word)
	return len(digits) >= 5 || len(digits) >= 2 && len(word) >= 8
}

func letters(s string) (n int) {
	for _, c := range s {
		if unicode.IsLetter(c) {
			n++
		}
	}
	return n
}

// Days and months as addresses have them: /2024/05/17/, /2024-05-17-, /20240517/,
// sitemap-2024-05.xml, ?yyyy=2024&mm=05.
var (
	dayInPath = regexp.MustCompile(`/((?:19|20)\d\d)(?:/(\d{1,2})/(\d{1,2})(?:[/-]|$)|-(\d{2})-(\d{2})(?:[^0-9]|$)|(\d{2})(\d{2})(?:[^0-9]|$))`)
	monthIn   = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)\d\d)(?:[^0-9]{0,4}(\d{1,2}))?(?:[^0-9]{0,4}(\d{1,2}))?(?:[^0-9]|$)`)
)

// dayOf returns the day in an address, its midnight in UTC; zero when there is none.
func dayOf(address string) time.Time {
	_, path, _ := strings.Cut(address, "://")
	m := dayInPath.FindStringSubmatch(path)
	if m == nil {
		return time.Time{}
	}
	return day(m[1], m[2]+m[4]+m[6], m[3]+m[5]+m[7])
}

// monthOf returns the beginning of the year, month or day in the address of a
// sitemap; zero when there is none.
func monthOf(address string) time.Time {
	_, path, _ := strings.Cut(address, "://")
	_, path, _ = strings.Cut(path, "/")
	m := monthIn.FindStringSubmatch(path)
	if m == nil {
		return time.Time{}
	}
	for _, try := range [][2]string{{m[2], m[3]}, {m[2], ""}, {"", ""}} {
		if t := day(m[1], try[0], try[1]); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// day returns a date of digits, missing ones being 1; zero when there is no such day.
func day(year, month, dayOfMonth string) time.Time {
	y, m, d := number(year), number(month), number(dayOfMonth)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Year() != y || int(t.Month()) != m || t.Day() != d {
		return time.Time{}
	}
	return t
}

func number(digits string) int {
	if digits == "" {
		return 1
	}
	n := 0
	for _, c := range digits {
		n = 10*n + int(c-'0')
	}
	return n
}
