package page

import (
	"fmt"
	"regexp"
	"strings"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// Selectors are the compiled selectors of a listing page. They hold no state:
// one may serve many pages at once.
type Selectors struct {
	item       *matcher
	name       string // of item, as written: errors quote it
	link       field
	title      field
	summary    field
	author     field
	time       field
	image      field
	next       field
	remove     []*matcher
	timeFormat *clean.DateLayout // nil: read as it comes
}

// field is a selector relative to the item, and what is taken of its match.
type field struct {
	written string   // "" when the source selects no such thing
	match   *matcher // nil: the item itself
	attr    string   // "" takes the text, or what a field of its kind takes by default
}

func (f field) chosen() bool { return f.written != "" }

// fieldAttribute is the end of a selector that takes an attribute: "a@data-href".
var fieldAttribute = regexp.MustCompile(`@([A-Za-z_:][-A-Za-z0-9_:.]*)$`)

// Compile compiles the selectors of a source. An error says which one is bad.
func Compile(s *news.Select) (*Selectors, error) {
	c := &Selectors{name: s.Item}
	if s.TimeFormat != "" {
		c.timeFormat = clean.NewDateLayout(s.TimeFormat, s.TimeLocale)
	}
	var err error
	if c.item, err = compile(s.Item); err != nil {
		return nil, fmt.Errorf("select.item: %w", err)
	}
	for _, f := range []struct {
		key, css string
		to       *field
	}{
		{"link", s.Link, &c.link}, {"title", s.Title, &c.title}, {"summary", s.Summary, &c.summary},
		{"author", s.Author, &c.author}, {"time", s.Time, &c.time}, {"image", s.Image, &c.image}, {"next", s.Next, &c.next},
	} {
		if *f.to, err = compileField(f.css); err != nil {
			return nil, fmt.Errorf("select.%s: %w", f.key, err)
		}
	}
	for _, css := range s.Remove {
		m, err := compile(css)
		if err != nil {
			return nil, fmt.Errorf("select.remove: %w", err)
		}
		c.remove = append(c.remove, m)
	}
	return c, nil
}

func compileField(written string) (field, error) {
	f := field{written: strings.TrimSpace(written)}
	css := f.written
	if at := fieldAttribute.FindStringSubmatch(css); at != nil {
		f.attr = strings.ToLower(at[1])
		css = strings.TrimSpace(strings.TrimSuffix(css, at[0]))
	}
	if css == "" {
		return f, nil
	}
	var err error
	f.match, err = compile(css)
	return f, err
}
