package news

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// searchFields are what a search may name, in the order they are told in.
var searchFields = []string{"source", "tag", "publisher", "lang", "after", "before"}

// ParseSearch reads what a person types into a search box: words, "words that
// stand together", and fields.
//
//	source:NAME     listed by this source; may be repeated: any of them
//	tag:TAG         of a source with this tag; may be repeated: any of them
//	publisher:NAME  by this publisher
//	lang:en         in this language
//	after:WHEN      not older than a day (2026-11-22), a time (RFC 3339) or an age (36h, 7d)
//	before:WHEN     older than
//
// A value with spaces stands in quotation marks, straight or curved; within them
// \" is one and \\ a backslash. A day begins at midnight in zone. What looks like
// a field and is none, such as an address or a time of day, is a word.
//
// Names are given back as they were typed; Query.Resolve finds whose they are.
// The error says in one line what is wrong with the text.
func ParseSearch(text string, now time.Time, zone *time.Location) (Query, error) {
	if !utf8.ValidString(text) {
		return Query{}, errors.New("the search is not UTF-8 text")
	}
	p := searchParser{now: now, zone: zone, given: map[string]bool{}}
	rest := strings.TrimSpace(text)
	for rest != "" {
		var err error
		if rest, err = p.next(rest); err != nil {
			return Query{}, err
		}
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
	}
	q := p.query
	q.Search = strings.Join(p.words, " ")
	if !q.Since.IsZero() && !q.Until.IsZero() && !q.Since.Before(q.Until) {
		return Query{}, errors.New("after: is not earlier than before:, so nothing can match")
	}
	return q, nil
}

type searchParser struct {
	now   time.Time
	zone  *time.Location
	query Query
	words []string
	given map[string]bool
}

// next takes one field or one word off the text.
func (p *searchParser) next(text string) (rest string, err error) {
	if name, after, ok := cutField(text); ok {
		value, rest, err := cutValue(name, after)
		if err != nil {
			return "", err
		}
		return rest, p.set(name, value)
	}
	end := wordEnd(text)
	word := text[:end]
	if name, _, ok := strings.Cut(word, ":"); ok {
		if meant := nearField(name); meant != "" {
			return "", fmt.Errorf("there is no field %s: (did you mean %s: ?)", name, meant)
		}
	}
	p.words = append(p.words, word)
	return text[end:], nil
}

// cutField splits the name of a field off the text.
func cutField(text string) (name, rest string, ok bool) {
	name, rest, ok = strings.Cut(text, ":")
	if !ok || len(name) > 12 {
		return "", "", false
	}
	name = strings.ToLower(name)
	if name == "language" {
		name = "lang"
	}
	return name, rest, slices.Contains(searchFields, name)
}

// cutValue splits the value of a field off the text.
func cutValue(name, text string) (value, rest string, err error) {
	mark, size := utf8.DecodeRuneInString(text)
	closing := closingMark(mark)
	if closing == 0 {
		end := strings.IndexFunc(text, unicode.IsSpace)
		if end < 0 {
			end = len(text)
		}
		if value, rest = text[:end], text[end:]; value == "" {
			return "", "", fmt.Errorf("%s: has no value; write it right behind the colon, such as %s", name, exampleOf(name))
		}
		return value, rest, nil
	}
	var b strings.Builder
	escaped := false
	for i, r := range text[size:] {
		switch {
		case escaped:
			b.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case r == closing || r == '"':
			if value = strings.TrimSpace(b.String()); value == "" {
				return "", "", fmt.Errorf("%s: has no value between its quotation marks", name)
			}
			return value, text[size+i+utf8.RuneLen(r):], nil
		default:
			b.WriteRune(r)
		}
	}
	return "", "", fmt.Errorf("the quotation mark behind %s: is never closed", name)
}

// closingMark is the mark that ends what mark begins; 0 when it begins nothing.
func closingMark(mark rune) rune {
	switch mark {
	case '"':
		return '"'
	case '“':
		return '”'
	case '„':
		return '“'
	case '«':
		return '»'
	}
	return 0
}

func exampleOf(name string) string {
	return map[string]string{"source": `source:"BBC World"`, "tag": "tag:world", "publisher": "publisher:BBC", "lang": "lang:en",
		"after": "after:2026-11-22", "before": "before:2026-11-22"}[name]
}

// wordEnd is where the word, or the words between quotation marks, at the
// beginning of text end. A mark that is never closed is part of its word.
func wordEnd(text string) int {
	mark, size := utf8.DecodeRuneInString(text)
	if closing := closingMark(mark); closing != 0 {
		if i := strings.IndexRune(text[size:], closing); i >= 0 {
			return size + i + utf8.RuneLen(closing)
		}
	}
	if end := strings.IndexFunc(text, unicode.IsSpace); end >= 0 {
		return end
	}
	return len(text)
}

// set takes a field into the query.
func (p *searchParser) set(name, value string) (err error) {
	several := name == "source" || name == "tag"
	if p.given[name] && !several {
		return fmt.Errorf("%s: is given more than once", name)
	}
	p.given[name] = true
	switch name {
	case "source":
		p.query.Sources = append(p.query.Sources, value)
	case "tag":
		p.query.Tags = append(p.query.Tags, value)
	case "publisher":
		p.query.Publisher = value
	case "lang":
		p.query.Language, err = searchLanguage(value)
	case "after":
		p.query.Since, err = p.moment(name, value)
	case "before":
		p.query.Until, err = p.moment(name, value)
	}
	return err
}

// searchLanguage reads a language tag and keeps the language alone: lang:en-GB
// finds what says "en" as well.
func searchLanguage(value string) (string, error) {
	tag, _, _ := strings.Cut(strings.ToLower(value), "-")
	letters := strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz") == ""
	if !letters || len(tag) < 2 || len(tag) > 3 {
		return "", fmt.Errorf("lang:%s is no language; write its code, such as lang:en or lang:hi", shortened(value))
	}
	return tag, nil
}

// moment reads a day, a time or an age.
func (p *searchParser) moment(name, value string) (time.Time, error) {
	zone := p.zone
	if zone == nil {
		zone = time.UTC
	}
	if t, err := time.ParseInLocation(time.DateOnly, value, zone); err == nil {
		return t.UTC(), nil
	}
	if t, err := time.Parse(time.RFC3339, value); err == nil {
		return t.UTC(), nil
	}
	if age, ok := parseAge(value); ok {
		return p.now.Add(-age).UTC(), nil
	}
	return time.Time{}, fmt.Errorf("%s:%s is no day (2026-11-22), time (2026-11-22T08:00:00Z) or age (36h, 7d)", name, shortened(value))
}

// parseAge reads 90m, 36h, 7d or 2w; at most a hundred years of it.
func parseAge(s string) (time.Duration, bool) {
	if s == "" {
		return 0, false
	}
	unit := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}[s[len(s)-1]]
	n, err := strconv.ParseUint(s[:len(s)-1], 10, 32)
	if unit == 0 || err != nil || time.Duration(n) > 100*366*24*time.Hour/unit {
		return 0, false
	}
	return time.Duration(n) * unit, true
}

// nearField is the field that was probably meant; "" when none was.
func nearField(name string) string {
	name = strings.ToLower(name)
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	for _, field := range searchFields {
		if name != field && oneApart(name, field) {
			return field
		}
	}
	return ""
}

// oneApart reports whether one letter that is added, left out or another makes
// one word of the other.
func oneApart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || a == "" {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}

// shortened keeps a fault on one line.
func shortened(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }), " ")
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}
