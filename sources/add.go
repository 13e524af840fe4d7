package sources

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"alsoread/news"
)

// Added is what became of one entry.
type Added struct {
	Name      string // the name that was given to it
	Duplicate string // the source that has this URL already; then nothing was added
	Err       error  // why it could not be added, one line
}

// OK tells whether the entry was added.
func (a Added) OK() bool { return a.Duplicate == "" && a.Err == nil }

// Add returns the bytes of the file with entries appended to its sources, in
// the style in which the file is written; everything else stays byte for byte.
// What became of each entry is told in the order of the entries: one that is
// wrong, or whose URL is in the file already, is left out, and the others are
// added.
//
// Names, publishers and tags are made one line of at most 200 (tags 100)
// characters without control characters first, and a name that is taken gets a
// number: "BBC", "BBC 2". Writing the bytes is the caller's
// duty, and so is not to write over a file that has changed since it was read.
//
// The error tells that the file cannot be edited, because its sources are
// written between brackets; then nothing was added.
func (f *File) Add(entries ...Entry) ([]byte, []Added, error) {
	added := make([]Added, len(entries))
	batch := newBatch(f)
	var texts []string
	for i, e := range entries {
		var text string
		if text, added[i] = batch.take(e); added[i].OK() {
			texts = append(texts, text)
		}
	}
	if len(texts) == 0 {
		return f.Bytes(), added, nil
	}
	data, err := f.insert(texts)
	if err != nil {
		return nil, nil, err
	}
	if err := f.verify(data, batch.names); err != nil {
		return nil, nil, err
	}
	return data, added, nil
}

// Bytes returns the file as it was read.
func (f *File) Bytes() []byte {
	return slices.Concat(f.layout.mark, f.layout.data)
}

// batch are the entries of one Add.
type batch struct {
	style     style
	addresses map[string]string // name of the source of each address
	taken     map[string]bool   // names
	numbers   map[string]int    // the last number that a name was given
	names     []string          // of the file after the entries were added
}

func newBatch(f *File) *batch {
	b := &batch{
		style:     f.layout.style(),
		addresses: make(map[string]string),
		taken:     make(map[string]bool),
		numbers:   make(map[string]int),
	}
	for _, s := range f.Sources {
		b.taken[s.Name] = true
		b.names = append(b.names, s.Name)
		b.addresses[address(s.Display)] = s.Name
	}
	return b
}

// take writes an entry, or says why not.
func (b *batch) take(e Entry) (string, Added) {
	e.URL = strings.TrimSpace(e.URL)
	if !e.Env {
		e.URL = escape(e.URL)
	}
	if name, found := b.addresses[address(e.written())]; found {
		return "", Added{Name: cleanText(e.Name, maxName), Duplicate: name}
	}
	e.clean()
	e.Name = b.unique(e.Name)
	text := e.yaml(b.style)
	if err := e.check(); err != nil {
		return "", Added{Name: e.Name, Err: err}
	}
	b.addresses[address(e.written())] = e.Name
	b.taken[e.Name] = true
	b.names = append(b.names, e.Name)
	return text, Added{Name: e.Name}
}

// unique returns a name that no source of the file has.
func (b *batch) unique(name string) string {
	if !b.taken[name] {
		return name
	}
	// A number must fit behind the longest name.
	base := name
	if runes := []rune(name); len(runes) > maxName-10 {
		base = strings.TrimSpace(string(runes[:maxName-10]))
	}
	for n := max(b.numbers[base], 1) + 1; ; n++ {
		numbered := base + " " + strconv.Itoa(n)
		if !b.taken[numbered] {
			b.numbers[base] = n
			return numbered
		}
	}
}

// style is how the entries of a file are written.
type style struct {
	newline string
	dash    int  // column of the dash, from 0
	gap     int  // blanks between the dash and the first key
	spaced  bool // an empty line between entries
}

var dashGap = regexp.MustCompile(`^ *-( +)[^ #]`)

// style tells how the entries of the file are written: as the last one is.
func (l *layout) style() style {
	s := style{newline: l.newline, dash: 2, gap: 1}
	n := len(l.entries)
	if n == 0 {
		return s
	}
	s.dash = l.dash
	last := l.entries[n-1]
	if gap := dashGap.FindSubmatch(l.line(last.first)); gap != nil {
		s.gap = len(gap[1])
	}
	s.spaced = n > 1 && l.isBlank(l.lead(n-1).first-1)
	return s
}

// emptyList is a sources key whose value lists nothing.
var emptyList = regexp.MustCompile(`^( *(?:sources|"sources"|'sources')[ \t]*:)(?:[ \t]*(?:\[[ \t]*\]|null|~))?([ \t]*|[ \t]+#.*)(\r?\n)?$`)

// insert puts the texts of entries into the file.
func (f *File) insert(texts []string) ([]byte, error) {
	l := f.layout
	s := l.style()
	separator := ""
	if s.spaced {
		separator = s.newline
	}
	text := strings.Join(texts, separator)
	if len(l.entries) > 0 {
		return l.splice(l.core(len(l.entries)-1).end, separator+text), nil
	}
	for _, section := range l.sections {
		header := l.bytes(span{section.first, section.first + 1})
		switch m := emptyList.FindSubmatch(header); {
		case m != nil && !l.hasContent(span{section.first + 1, section.end}):
			return l.fillEmpty(section, slices.Concat(m[1], m[2], m[3]), text), nil
		case inBrackets.Match(header):
			return nil, f.bracketsError()
		}
	}
	return l.splice(l.lines(), l.heading()+text), nil
}

// hasContent tells whether there is more than comments on the lines of a span.
func (l *layout) hasContent(s span) bool {
	for line := s.first; line < s.end; line++ {
		if _, rest := l.indent(line); rest != nil {
			return true
		}
	}
	return false
}

// inBrackets begins a list of sources, or a whole file, in flow style.
var inBrackets = regexp.MustCompile(`^ *(?:\{|sources|"sources"|'sources')`)

func (f *File) bracketsError() error {
	return fmt.Errorf(`%s: sources are written between brackets; give each a line that begins with "- ", so that the file can be edited`, f.Path)
}

// fillEmpty puts text below a sources key that lists nothing, whose line
// becomes header, and below the comments that follow it.
func (l *layout) fillEmpty(section span, header []byte, text string) []byte {
	changed := newLayout(slices.Concat(l.data[:l.offset(section.first)], header, l.data[l.offset(section.first+1):]))
	changed.mark = l.mark
	at := section.first + 1
	for at < section.end && !changed.isBlank(at) {
		at++
	}
	return changed.splice(at, text)
}

// heading begins the list of sources at the end of a file that has none.
func (l *layout) heading() string {
	heading := "sources:" + l.newline
	if len(bytes.TrimSpace(l.data)) > 0 {
		heading = l.newline + heading
	}
	return strings.Repeat(" ", max(l.root, 0)) + heading
}

// splice returns the file with text before line i.
func (l *layout) splice(i int, text string) []byte {
	at := l.offset(i)
	before := l.data[:at]
	if len(before) > 0 && before[len(before)-1] != '\n' {
		text = l.newline + text
	}
	return slices.Concat(l.mark, before, []byte(text), l.data[at:])
}

// verify reads a changed file before anybody else does: it must have the
// sources that it ought to have, by these names and in this order.
func (f *File) verify(data []byte, names []string) error {
	changed, err := Parse(f.Path, data, nil)
	if err != nil && !(errors.Is(err, ErrNoSources) && len(names) == 0) {
		return fmt.Errorf("%s cannot be edited: the result would not be read: %w", f.Path, err)
	}
	same := slices.EqualFunc(changed.Sources, names, func(s news.Source, name string) bool { return s.Name == name })
	if !same || !utf8.Valid(data) {
		return fmt.Errorf("%s cannot be edited: the result would not list the same sources", f.Path)
	}
	return nil
}
