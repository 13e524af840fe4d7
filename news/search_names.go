package news

import (
	"fmt"
	"strings"
	"unicode"
)

// SearchOf is the text of a search given as arguments of a command line, whose
// shell has taken the quotation marks off: source:BBC World is one argument.
func SearchOf(args []string) string {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = arg
		name, value, ok := cutField(arg)
		if ok && value != "" && strings.ContainsFunc(value, unicode.IsSpace) && closingMark([]rune(value)[0]) == 0 {
			words[i] = name + ":" + quoteValue(value)
		}
	}
	return strings.Join(words, " ")
}

func quoteValue(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// Resolve puts names as the sources have them in place of those that were
// typed, regardless of case. The error names the first that no source has. A
// publisher may have stories without a source, where Also Read links were followed
// to them: it is called by its domain, which is left as it is.
func (q *Query) Resolve(sources []SourceState) error {
	find := func(what, name string, of func(*SourceState) []string) (string, error) {
		found := ""
		for i := range sources {
			for _, n := range of(&sources[i]) {
				if n == name {
					return n, nil
				}
				if found == "" && strings.EqualFold(n, name) {
					found = n
				}
			}
		}
		if found == "" {
			return "", fmt.Errorf("no source has the %s %q", what, shortened(name))
		}
		return found, nil
	}
	var err error
	for i := range q.Sources {
		if q.Sources[i], err = find("name", q.Sources[i], func(s *SourceState) []string { return []string{s.Name} }); err != nil {
			return err
		}
	}
	for i := range q.Tags {
		if q.Tags[i], err = find("tag", q.Tags[i], func(s *SourceState) []string { return s.Tags }); err != nil {
			return err
		}
	}
	if q.Publisher != "" {
		name, err := find("publisher", q.Publisher, func(s *SourceState) []string { return []string{s.Publisher} })
		switch {
		case err == nil:
			q.Publisher = name
		case isDomain(q.Publisher):
			q.Publisher = strings.ToLower(q.Publisher)
		default:
			return err
		}
	}
	return nil
}

// isDomain says whether a name may be the domain of a publisher: two parts or
// more with a dot between, of letters, digits and hyphens, or an address.
func isDomain(name string) bool {
	host, port, _ := strings.Cut(name, ":")
	for part := range strings.SplitSeq(host, ".") {
		if part == "" || strings.ContainsFunc(part, func(c rune) bool {
			return c != '-' && !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c)
		}) {
			return false
		}
	}
	return strings.Contains(host, ".") && strings.Trim(port, "0123456789") == ""
}
