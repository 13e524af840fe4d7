package sources

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
)

// Remove returns the bytes of the file without the source of this name. The
// comment lines directly above its entry go with it, but not a heading, which
// is a comment with a run of three or more of - = * # ~ in it, and nothing
// above an empty line. Everything else stays byte for byte, save the empty
// line that set the entry off from its neighbour.
func (f *File) Remove(name string) ([]byte, error) {
	at := f.index(name)
	if at < 0 {
		return nil, fmt.Errorf("%s has no source %s%s", f.Path, quote(name), f.meant(name))
	}
	l := f.layout
	if l.list < 0 {
		return nil, f.bracketsError()
	}
	cut := l.cutout(at)
	data := slices.Concat(l.mark, l.data[:l.offset(cut.first)], l.data[l.offset(cut.end):])
	var names []string
	for i, s := range f.Sources {
		if i != at {
			names = append(names, s.Name)
		}
	}
	if err := f.verify(data, names); err != nil {
		return nil, err
	}
	return data, nil
}

func (f *File) meant(name string) string {
	names := make([]string, 0, len(f.Sources))
	for _, s := range f.Sources {
		names = append(names, s.Name)
	}
	if near := nearest(name, names); near != "" {
		return "; did you mean " + quote(near) + "?"
	}
	return ""
}

// core returns the lines of the entry at index i, from its dash to its last
// line, and the comments below it that are indented like its keys.
func (l *layout) core(i int) span {
	s := l.entries[i]
	end := s.first + 1
	for line := end; line < s.end; line++ {
		if _, rest := l.indent(line); rest != nil {
			end = line + 1
		}
	}
	for line := end; line < s.end; line++ {
		if l.isBlank(line) {
			continue
		}
		if column, _ := l.indent(line); column <= l.dash {
			break // a comment that belongs to what follows
		}
		end = line + 1
	}
	return span{s.first, end}
}

// heading is a comment that stands over several entries.
var heading = regexp.MustCompile(`[-=*#~─═]{3,}`)

// lead returns the comment lines directly above the entry at index i that
// belong to it.
func (l *layout) lead(i int) span {
	s := span{l.entries[i].first, l.entries[i].first}
	for s.first > l.body.first {
		line := bytes.TrimSpace(l.line(s.first - 1))
		if len(line) == 0 || line[0] != '#' || heading.Match(line[1:]) {
			break
		}
		if i > 0 && s.first-1 < l.core(i-1).end {
			break
		}
		s.first--
	}
	return s
}

// cutout returns the lines that go when the entry at index i is removed, with
// the empty lines that would otherwise stand there twice.
func (l *layout) cutout(i int) span {
	cut := span{l.lead(i).first, l.core(i).end}
	before, after := cut.first, cut.end
	for before > l.body.first && l.isBlank(before-1) {
		before--
	}
	for after < l.lines() && l.isBlank(after) {
		after++
	}
	last := i == len(l.entries)-1 || after == l.lines()
	switch {
	case before < cut.first && (after > cut.end || last):
		cut.first = before
	case before == cut.first && l.opens(cut.first):
		cut.end = after
	}
	return cut
}

// opens tells whether the line before is no entry: the key sources itself or a
// heading.
func (l *layout) opens(line int) bool {
	if line <= l.body.first {
		return true
	}
	above := bytes.TrimSpace(l.line(line - 1))
	return len(above) > 0 && above[0] == '#'
}
