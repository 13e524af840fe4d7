package sources

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// SetDisabled returns the bytes of the file with the source of this name kept
// from being scanned, or scanned again. It writes the one line `disabled: true`
// below the name and takes it out again; where there is more in that line, only
// its value changes. Everything else stays byte for byte.
func (f *File) SetDisabled(name string, disabled bool) ([]byte, error) {
	at := f.index(name)
	switch {
	case at < 0:
		return nil, fmt.Errorf("%s has no source %s%s", f.Path, quote(name), f.meant(name))
	case f.Sources[at].Disabled == disabled:
		return f.Bytes(), nil
	case f.layout.list < 0:
		return nil, f.bracketsError()
	}
	entry := f.layout.entries[at]
	tree, fault := parsePiece(f.layout.bytes(entry), entry.first+1, entryBudget)
	if fault != nil || tree == nil || len(tree.items) != 1 {
		return nil, fmt.Errorf("%s cannot be edited: source %s is no plain entry", f.Path, quote(name))
	}
	data := f.layout.setDisabled(tree.items[0], entry, disabled)
	if err := f.verifyDisabled(data, at, disabled); err != nil {
		return nil, err
	}
	return data, nil
}

// disabledLine is one that says nothing else.
var disabledLine = regexp.MustCompile(`(?i)^ *(?:disabled|"disabled"|'disabled') *: *(?:true|false) *$`)

func (l *layout) setDisabled(entry *node, lines span, disabled bool) []byte {
	i := slices.IndexFunc(entry.pairs, func(p pair) bool { return p.key.text == "disabled" })
	if i < 0 {
		return l.disable(entry, lines)
	}
	value := entry.pairs[i].value
	line := value.line - 1
	if !disabled && line > lines.first && disabledLine.Match(l.line(line)) {
		return l.replace(l.offset(line), l.offset(line+1), "")
	}
	from := l.at(value)
	return l.replace(from, from+len(value.text), fmt.Sprint(disabled))
}

// disable adds the key to an entry that does not have it.
func (l *layout) disable(entry *node, lines span) []byte {
	if start := l.at(entry); l.data[start] == '{' {
		return l.replace(start+1, start+1, "disabled: true, ")
	}
	text := strings.Repeat(" ", entry.column-1) + "disabled: true" + l.newline
	offset := l.offset(l.below(entry, lines))
	if offset > 0 && l.data[offset-1] != '\n' {
		text = l.newline + strings.TrimSuffix(text, l.newline)
	}
	return l.replace(offset, offset, text)
}

// below is the line below the name of an entry; where the name goes on there, the
// line of the next key, or that below the entry.
func (l *layout) below(entry *node, lines span) int {
	i := slices.IndexFunc(entry.pairs, func(p pair) bool { return p.key.text == "name" })
	next := lines.end
	if i+1 < len(entry.pairs) {
		next = entry.pairs[i+1].key.line - 1
	}
	first := entry.pairs[i].key.line
	for line := first; line < next; line++ {
		if _, rest := l.indent(line); rest != nil {
			return next
		}
	}
	return first
}

// at is where a node begins.
func (l *layout) at(n *node) int {
	offset := l.offset(n.line - 1)
	for range n.column - 1 {
		_, size := utf8.DecodeRune(l.data[offset:])
		offset += size
	}
	return offset
}

func (l *layout) replace(from, to int, text string) []byte {
	return slices.Concat(l.mark, l.data[:from], []byte(text), l.data[to:])
}

// verifyDisabled reads a changed file before anybody else does: that one source
// is disabled, or no longer, and nothing else is another.
func (f *File) verifyDisabled(data []byte, at int, disabled bool) error {
	names := make([]string, len(f.Sources))
	for i, s := range f.Sources {
		names[i] = s.Name
	}
	if err := f.verify(data, names); err != nil {
		return err
	}
	changed, err := Parse(f.Path, data, nil)
	if err != nil {
		return fmt.Errorf("%s cannot be edited: the result would not be read: %w", f.Path, err)
	}
	for i, was := range f.Sources {
		is := changed.Sources[i]
		want := was.Disabled
		if i == at {
			want = disabled
		}
		if is.Disabled != want || is.Display != was.Display || is.Publisher != was.Publisher || is.Schedule != was.Schedule || !slices.Equal(is.Tags, was.Tags) {
			return fmt.Errorf("%s cannot be edited: the result would say something else of %s", f.Path, quote(was.Name))
		}
	}
	return nil
}
