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
// typed, regardless of case. The error names the first that no source has.
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
		q.Publisher, err = find("publisher", q.Publisher, func(s *SourceState) []string { return []string{s.Publisher} })
	}
	return err
}
