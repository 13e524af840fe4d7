package sources

import (
	"bytes"
	"regexp"
)

// layout is a file cut into lines, its lines into top-level sections, and the
// lines of the sources section into entries. It is what edits work on, and
// what keeps the YAML parser's costs small: each piece is parsed for itself.
//
// The cut follows the rule of YAML 1.2 (section 8) that whatever belongs to an
// entry, continuation lines of quoted text included, is indented more than the
// dash that begins it.
type layout struct {
	data    []byte // without byte order mark
	mark    []byte // the byte order mark, or nil
	starts  []int  // offset of each line
	newline string // what ends the first line

	root     int    // column of the top-level keys, from 0
	sections []span // top-level keys in the order of the file; a flow document is one section
	list     int    // index in sections of the block list of sources; -1: none
	dash     int    // column of the dashes of that list, from 0
	entries  []span // its entries, each from its dash to the line before the next one's
	body     span   // the lines of the list's section after its first one
}

// span is a range of lines, counted from 0; end is not part of it.
type span struct{ first, end int }

// misplaced is a line that stands where no line may be.
type misplaced struct {
	line, column int // from 0
	what         string
}

// sourcesHeader is the line `sources:` that is followed by a block list.
var sourcesHeader = regexp.MustCompile(`^\s*(?:sources|"sources"|'sources')\s*:\s*(?:\s#.*)?$`)

func newLayout(data []byte) *layout {
	l := &layout{data: data, newline: "\n", list: -1}
	if bytes.HasPrefix(data, utf8Mark) {
		l.mark, l.data = data[:len(utf8Mark)], data[len(utf8Mark):]
	}
	for at := 0; at < len(l.data); {
		l.starts = append(l.starts, at)
		end := bytes.IndexByte(l.data[at:], '\n')
		if end < 0 {
			break
		}
		at += end + 1
	}
	if end := bytes.IndexByte(l.data, '\n'); end > 0 && l.data[end-1] == '\r' {
		l.newline = "\r\n"
	}
	return l
}

// lines is the number of lines.
func (l *layout) lines() int { return len(l.starts) }

// bytes returns the lines of a span, line ends included.
func (l *layout) bytes(s span) []byte {
	if s.first >= s.end {
		return nil
	}
	return l.data[l.starts[s.first]:l.offset(s.end)]
}

// offset returns where line i begins; the end of the file for the line after
// the last one.
func (l *layout) offset(i int) int {
	if i >= len(l.starts) {
		return len(l.data)
	}
	return l.starts[i]
}

// line returns the text of line i without its line end.
func (l *layout) line(i int) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(l.bytes(span{i, i + 1}), []byte("\n")), []byte("\r"))
}

// indent returns how many spaces line i begins with and what follows them. The
// rest is empty for a line that is blank or nothing but a comment.
func (l *layout) indent(i int) (column int, rest []byte) {
	line := l.line(i)
	rest = bytes.TrimLeft(line, " ")
	column = len(line) - len(rest)
	if trimmed := bytes.TrimLeft(rest, "\t"); len(trimmed) == 0 || trimmed[0] == '#' {
		return column, nil
	}
	return column, rest
}

// isBlank tells whether there is nothing on line i, not even a comment.
func (l *layout) isBlank(i int) bool {
	return len(bytes.TrimSpace(l.line(i))) == 0
}

// isDash tells whether rest begins an entry of a block list.
func isDash(rest []byte) bool {
	return len(rest) > 0 && rest[0] == '-' && (len(rest) == 1 || rest[1] == ' ' || rest[1] == '\t')
}

// cut finds sections and entries. It reports each line that belongs to none.
func (l *layout) cut() []misplaced {
	bad := l.cutSections()
	for i, section := range l.sections {
		if l.list < 0 && sourcesHeader.Match(l.line(section.first)) {
			bad = append(bad, l.cutEntries(i)...)
		}
	}
	return bad
}

func (l *layout) cutSections() (bad []misplaced) {
	const none = -1
	l.root = none
	ended := none // the line of "..."
	for i := range l.lines() {
		column, rest := l.indent(i)
		switch {
		case rest == nil:
		case ended >= 0:
			return append(bad, misplaced{i, column, "text after the end of the document"})
		case l.root == none && column == 0 && isMarker(rest, "---"):
		case column == 0 && isMarker(rest, "---"):
			l.endSection(i)
			return append(bad, misplaced{i, 0, "a second document; one file holds one"})
		case column == 0 && isMarker(rest, "..."):
			ended = i
			l.endSection(i)
		case rest[0] == '\t' && column <= max(l.root, 0):
			bad = append(bad, misplaced{i, column, "indented with a tab; YAML wants spaces"})
		case l.root == none:
			l.root = column
			l.sections = append(l.sections, span{i, l.lines()})
		case column < l.root:
			bad = append(bad, misplaced{i, column, "indented less than the first key of the file"})
		case column == l.root && l.beginsSection(rest):
			l.endSection(i)
			if l.sections = append(l.sections, span{i, l.lines()}); len(l.sections) > maxSections {
				return append(bad, misplaced{i, column, "too many keys; a file has defaults, newsroom and sources"})
			}
		}
	}
	return bad
}

// maxSections is far beyond the three keys that a file has; it bounds the work
// on a file of nothing but unknown ones.
const maxSections = 50

// isMarker tells whether rest is a document marker: "---" or "...", alone or
// before a comment.
func isMarker(rest []byte, marker string) bool {
	after, found := bytes.CutPrefix(rest, []byte(marker))
	if !found {
		return false
	}
	trimmed := bytes.TrimLeft(after, " \t")
	return len(trimmed) == 0 || len(trimmed) < len(after) && trimmed[0] == '#'
}

// beginsSection tells whether a line at the column of the top-level keys is
// such a key: not when the document is in flow style, when it closes a
// bracket, or when it is an entry of a list that is not indented.
func (l *layout) beginsSection(rest []byte) bool {
	first := l.data[l.starts[l.sections[0].first]+l.root]
	return first != '{' && first != '[' && rest[0] != '}' && rest[0] != ']' && !isDash(rest)
}

func (l *layout) endSection(line int) {
	if n := len(l.sections); n > 0 {
		l.sections[n-1].end = min(l.sections[n-1].end, line)
	}
}

// cutEntries cuts the section at index i into entries when a block list
// follows its key.
func (l *layout) cutEntries(i int) (bad []misplaced) {
	body := span{l.sections[i].first + 1, l.sections[i].end}
	dash, found := l.firstDash(body)
	if !found {
		return nil
	}
	l.list, l.body, l.dash = i, body, dash
	for line := body.first; line < body.end; line++ {
		column, rest := l.indent(line)
		switch {
		case rest == nil || column > dash:
		case rest[0] == '\t':
			bad = append(bad, misplaced{line, column, "indented with a tab; YAML wants spaces"})
		case column == dash && isDash(rest):
			if n := len(l.entries); n > 0 {
				l.entries[n-1].end = line
			}
			l.entries = append(l.entries, span{line, body.end})
		case isDash(rest):
			bad = append(bad, misplaced{line, column, "this entry is indented less than those before it"})
		default:
			bad = append(bad, misplaced{line, column, `indented less than the entry it belongs to; an entry begins with "- "`})
		}
	}
	return bad
}

// firstDash returns the column of the dash that begins the first entry, and
// whether there is a block list at all. A list without entries is one.
func (l *layout) firstDash(body span) (column int, found bool) {
	for line := body.first; line < body.end; line++ {
		if column, rest := l.indent(line); rest != nil {
			return column, isDash(rest)
		}
	}
	return 0, true
}
