package clean

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"alsoread/news"
)

// localeNames are the names of months and weekdays of one language, January and
// Sunday first, folded; alternatives stand side by side.
type localeNames struct {
	months, weekdays [][]string
	wide             bool // written without spaces: names stand anywhere, and are never abbreviated
}

// namesOf gathers the names of a language.
func namesOf(locale string) localeNames {
	lines := localeLines[locale]
	n := localeNames{months: make([][]string, 12), weekdays: make([][]string, 7), wide: locale == "zh" || locale == "ja" || locale == "ko" || locale == "th"}
	n.take(n.months, lineOf(months, lines[0]))
	n.take(n.months, lineFor(localeMonths, locale))
	n.take(n.weekdays, lineOf(weekdays, lines[1]))
	n.take(n.weekdays, lineFor(localeWeekdays, locale))
	if locale == "th" {
		n.take(n.months, thaiMonths)
	}
	return n
}

func (n localeNames) take(to [][]string, line string) {
	for i, names := range strings.Fields(line) {
		for name := range strings.SplitSeq(names, "|") {
			to[i] = append(to[i], foldWord(strings.ReplaceAll(name, "_", " ")))
		}
	}
}

func lineOf(table string, n int) string {
	if n < 0 {
		return ""
	}
	return strings.Split(strings.TrimPrefix(table, "\n"), "\n")[n]
}

func lineFor(table, locale string) string {
	for line := range strings.Lines(table) {
		if rest, ok := strings.CutPrefix(line, locale+" "); ok {
			return rest
		}
	}
	return ""
}

// DateLayout reads dates that are all written in one way: by a layout of Go's
// reference time whose names of months and weekdays, and of the halves of the day,
// are those of a language. It may be used by many at once.
type DateLayout struct {
	layout string
	locale string // of news.DateLocales; "": the names are English, as the layout has them
	names  localeNames
	wanted []layoutName
}

// NewDateLayout makes one; locale is a language tag. Whatever the layout gives, a
// name of a language may stand in full or abbreviated, with a point or without, in
// any case. Digits may be of any script; in Thai the year is of the Buddhist era.
func NewDateLayout(layout, locale string) *DateLayout {
	l := &DateLayout{layout: layout, locale: news.DateLocale(locale)}
	if l.locale != "" {
		l.names, l.wanted = namesOf(l.locale), namesIn(layout)
	}
	return l
}

// Read reads a date; false when it does not fit. Without a zone in the layout it
// is in UTC.
func (l *DateLayout) Read(text string) (time.Time, bool) {
	text = asciiDigits(Line(text))
	if l.locale == "th" {
		text = christianYears(text)
	}
	r := localeReader{DateLayout: l, tries: maxDateTries}
	return r.read(text, 0, 0)
}

// maxDateTries is how often a text is tried: a name can be found at more than one
// place ("mar 3 mar 2026" is Tuesday, 3 March in Spanish).
const maxDateTries = 64

// layoutName is a place in a layout where a name stands, in English.
type layoutName struct {
	kind byte // 'm'onth, 'w'eekday, 'h'alf of the day
	full bool
	dot  bool // the layout has a point behind it
}

// namesIn lists the names of a layout, in order.
func namesIn(layout string) (out []layoutName) {
	for i := 0; i < len(layout); {
		n, length := layoutName{}, 1
		for _, c := range []struct {
			word string
			layoutName
		}{{"January", layoutName{kind: 'm', full: true}}, {"Jan", layoutName{kind: 'm'}}, {"Monday", layoutName{kind: 'w', full: true}},
			{"Mon", layoutName{kind: 'w'}}, {"PM", layoutName{kind: 'h'}}, {"pm", layoutName{kind: 'h'}}} {
			if strings.HasPrefix(layout[i:], c.word) {
				n, length = c.layoutName, len(c.word)
				break
			}
		}
		if i += length; n.kind != 0 {
			n.dot = strings.HasPrefix(layout[i:], ".")
			out = append(out, n)
		}
	}
	return out
}

// localeReader puts English names in the place of those of a language until the
// layout fits.
type localeReader struct {
	*DateLayout
	tries int
}

func (r *localeReader) read(text string, from, n int) (time.Time, bool) {
	if n == len(r.wanted) {
		r.tries--
		t, err := time.Parse(r.layout, text)
		return t, err == nil
	}
	for at := from; at < len(text) && r.tries > 0; {
		_, size := utf8.DecodeRuneInString(text[at:])
		if r.begins(text, at) {
			for _, end := range r.ends(text, at) {
				english := r.english(text[at:end], r.wanted[n])
				if english == "" {
					continue
				}
				if !r.wanted[n].dot && end < len(text) && text[end] == '.' {
					end++ // of an abbreviation
				}
				if t, ok := r.read(text[:at]+english+text[end:], at+len(english), n+1); ok {
					return t, true
				}
			}
		}
		at += size
	}
	return time.Time{}, false
}

// begins says whether a name may begin at a place of the text.
func (r *localeReader) begins(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	return r.names.wide || at == 0 || !unicode.IsLetter(before) && !unicode.IsMark(before)
}

// maxNameLetters is how many characters of a script without spaces a name has.
const maxNameLetters = 16

// ends lists where a name that begins at a place may end, the longest first:
// after a second word, with the digits behind a word, after the word; or, in
// scripts without spaces, after any character.
func (r *localeReader) ends(text string, at int) (ends []int) {
	if r.names.wide {
		letters := 0
		for i, c := range text[at:] {
			if letters++; letters > maxNameLetters {
				break
			}
			ends = append(ends, at+i+utf8.RuneLen(c))
		}
		slices.Reverse(ends)
		return ends
	}
	word, digits := wordRunEnd(text, at, false), wordRunEnd(text, at, true)
	if word == at {
		return nil
	}
	if strings.HasPrefix(text[word:], " ") {
		if second := wordRunEnd(text, word+1, true); second > word+1 {
			ends = append(ends, second)
		}
	}
	if digits > word {
		ends = append(ends, digits)
	}
	return append(ends, word)
}

// wordRunEnd is the end of the word at a place, with the digits in it or up to them.
func wordRunEnd(text string, at int, digits bool) int {
	for i, c := range text[at:] {
		if !unicode.IsLetter(c) && !unicode.IsMark(c) && !strings.ContainsRune("-'’ʼ\u200c", c) && !(digits && unicode.IsDigit(c)) {
			return at + i
		}
	}
	return len(text)
}

// english is the English name for a name of the language; "" when it is none.
func (r *localeReader) english(name string, want layoutName) string {
	if name == "" {
		return ""
	}
	switch want.kind {
	case 'm':
		if i := r.find(r.names.months, name, 3); i >= 0 {
			return shownAs(time.Month(i+1).String(), want.full)
		}
	case 'w':
		if i := r.find(r.names.weekdays, name, 2); i >= 0 {
			return shownAs(time.Weekday(i).String(), want.full)
		}
	case 'h':
		switch meaningOf(name).half {
		case am:
			return "AM"
		case pm:
			return "PM"
		}
	}
	return ""
}

func shownAs(name string, full bool) string {
	if full {
		return name
	}
	return name[:3]
}

// find returns the place of a name, or of the only one that begins so.
func (r *localeReader) find(list [][]string, name string, least int) int {
	key := foldWord(strings.ReplaceAll(name, "\u200c", "")) // between letters of one word, in Persian
	for i, names := range list {
		if slices.Contains(names, key) {
			return i
		}
	}
	found := -1
	if r.names.wide || utf8.RuneCountInString(key) < least {
		return found
	}
	for i, names := range list {
		if slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, key) }) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// asciiDigits writes the digits of other scripts as those of ours.
func asciiDigits(text string) string {
	return strings.Map(func(c rune) rune {
		if d := digitOf(c); d >= 0 {
			return rune('0' + d)
		}
		return c
	}, text)
}

// christianYears turns years of the Buddhist era into those of ours.
func christianYears(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		if year, err := strconv.Atoi(text[i:end]); err == nil && end-i == 4 && year > 2400 && year < 2700 {
			b.WriteString(strconv.Itoa(year - 543))
		} else {
			b.WriteString(text[i:max(end, i+1)])
		}
		i = max(end, i+1)
	}
	return b.String()
}
