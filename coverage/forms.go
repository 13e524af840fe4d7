package coverage

import (
	"slices"
	"strings"
	"unicode"
)

// form is what kind of piece a story is, as far as grouping cares.
type form uint8

const (
	plain   form = iota
	live         // a live blog: one long event, but it touches everything
	roundup      // many events in one piece: ties nothing together
	teaser       // names nothing of what it is about: its title ties nothing
)

// formOf tells the form of a story by its title.
func formOf(title string) form {
	flat := flatten(title)
	words := strings.Fields(flat)
	switch {
	case len(words) == 0:
		return plain
	case topList(words), manyHeadlines(title), roundupMarks.in(flat):
		return roundup
	case liveLabel(words, title), liveMarks.in(flat):
		return live
	case teasing(words):
		return teaser
	}
	return plain
}

// maxFormRunes is how much of a title is read for its form.
const maxFormRunes = 200

// flatten writes a title in lower case with nothing but words and single spaces,
// also at both ends.
func flatten(title string) string {
	var b strings.Builder
	b.WriteByte(' ')
	space, n := true, 0
	for _, r := range normal(title) {
		if n++; n > maxFormRunes {
			break
		}
		switch {
		case silent(r):
		case r == '\'' || r == '’' || r == 'ʼ':
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.M, r):
			b.WriteRune(fold(r))
			space = false
		case !space:
			b.WriteByte(' ')
			space = true
		}
	}
	if !space {
		b.WriteByte(' ')
	}
	return b.String()
}

// marks are phrases by their first word; those of scripts that do not set words
// apart stand under "".
type marks map[string][]string

func marksOf(list []string) marks {
	out := marks{}
	for _, m := range list {
		m = lowered(m)
		first, _, _ := strings.Cut(m, " ")
		if unspaced([]rune(m)[0]) {
			first = ""
		}
		out[first] = append(out[first], m)
	}
	return out
}

// in looks for a mark as whole words of a flat title, or anywhere where words
// are not set apart.
func (m marks) in(flat string) bool {
	if slices.ContainsFunc(m[""], func(mark string) bool { return strings.Contains(flat, mark) }) {
		return true
	}
	for rest := flat[1:]; rest != ""; {
		first, after, _ := strings.Cut(rest, " ")
		for _, mark := range m[first] {
			if strings.HasPrefix(rest, mark) && rest[len(mark)] == ' ' {
				return true
			}
		}
		rest = after
	}
	return false
}

// topList tells "Top 10 news of the day" and "Die 5 wichtigsten Meldungen" from
// "Top 10 finish for Federer": a number near the beginning, and within three
// words what there are so many of.
func topList(words []string) bool {
	for i, w := range words[:min(len(words), 4)] {
		if !isCount(w) || i > 1 && !listWords[words[i-1]] && !tops[words[i-1]] {
			continue
		}
		top := i > 0 && tops[words[i-1]]
		for _, noun := range words[i+1 : min(i+4, len(words))] {
			if listed[noun] && (top || !onlyTop[noun]) {
				return true
			}
		}
	}
	return false
}

func isCount(w string) bool {
	return len(w) <= 3 && strings.IndexFunc(w, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// manyHeadlines tells a title that is a list of headlines: three and more parts
// with a semicolon between them.
func manyHeadlines(title string) bool {
	parts := strings.FieldsFunc(title, func(r rune) bool { return r == ';' || r == '；' || r == '•' || r == '▪' || r == '►' })
	n := 0
	for _, p := range parts {
		if words := strings.Fields(p); len(words) >= 2 || len(words) == 1 && unspaced([]rune(words[0])[0]) {
			n++
		}
	}
	return n >= 3
}

// liveLabel tells "LIVE: ..." and "Live - ..." from "Live music returns".
func liveLabel(words []string, title string) bool {
	if !liveLabels[words[0]] {
		return false
	}
	rest := strings.TrimLeftFunc(title, func(r rune) bool { return !unicode.IsLetter(r) })
	rest = strings.TrimLeftFunc(rest, unicode.IsLetter)
	return strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, " |") || strings.HasPrefix(rest, " -") || strings.HasPrefix(rest, " –") || strings.HasPrefix(rest, " —")
}

// teasing says whether a title has no other words than those of teasers.
func teasing(words []string) bool {
	n := 0
	for _, w := range words {
		switch {
		case teasers[stem(w, "en")]:
			n++
		case !stops["en"][w] && !isCount(w):
			return false
		}
	}
	return n > 0
}
