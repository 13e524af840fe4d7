package clean

import "strings"

// maxName is where the name of a tag is cut. What follows is read as attributes.
const maxName = 64

// nameStop returns where the name of a tag that starts at i ends: at white
// space, a slash, '>' or the end (HTML 13.2.5.8).
func nameStop(s string, i int) int {
	s = s[:min(len(s), i+maxName)]
	for i < len(s) && !isSpace(s[i]) && s[i] != '/' && s[i] != '>' {
		i++
	}
	return i
}

// attributeReader reads the attributes of a tag as the tokeniser of HTML
// (13.2.5.32 to 13.2.5.40) does.
type attributeReader struct {
	s       string
	i       int  // after the last call of next: behind the '>'
	doubt   bool // the tag does not end, or only injections look like it
	slashed bool // ended with "/>"
}

// next returns the next attribute, its value not yet decoded. It returns false
// at the end of the tag.
func (r *attributeReader) next() (name, value string, ok bool) {
	s := r.s
	i := r.i
	for i < len(s) && (isSpace(s[i]) || s[i] == '/') {
		r.slashed = s[i] == '/'
		i++
	}
	if i == len(s) {
		r.i, r.doubt = i, true
		return "", "", false
	}
	if s[i] == '>' {
		r.i = i + 1
		return "", "", false
	}
	r.slashed = false
	start := i
	for i < len(s) && attributeNameByte(s[i]) {
		i++
	}
	name = s[start:i]
	if i == start || i < len(s) && (s[i] == '"' || s[i] == '\'' || s[i] == '<') {
		// Browsers take these for part of the name. No program writes them.
		r.doubt = true
		if i == start {
			i++
		}
	}
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	if i < len(s) && s[i] == '=' {
		value, i = r.value(i + 1)
	}
	r.i = i
	return name, value, true
}

func attributeNameByte(c byte) bool {
	return !isSpace(c) && c != '/' && c != '>' && c != '=' && c != '"' && c != '\'' && c != '<'
}

// value reads what stands behind the '=' before i.
func (r *attributeReader) value(i int) (value string, next int) {
	s := r.s
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	if i == len(s) {
		r.doubt = true
		return "", i
	}
	if quote := s[i]; quote == '"' || quote == '\'' {
		end := strings.IndexByte(s[i+1:], quote)
		if end < 0 {
			r.doubt = true
			return "", len(s)
		}
		return s[i+1 : i+1+end], i + end + 2
	}
	start := i
	for i < len(s) && !isSpace(s[i]) && s[i] != '>' {
		if c := s[i]; c == '"' || c == '\'' || c == '<' || c == '`' {
			r.doubt = true
		}
		i++
	}
	return s[start:i], i
}

// endTagOf returns where the end tag of a raw text element starts, from i on,
// or -1 when there is none.
func endTagOf(s, name string, i int) int {
	for {
		next := strings.Index(s[i:], "</")
		if next < 0 {
			return -1
		}
		i += next
		end := i + 2 + len(name)
		if end < len(s) && strings.EqualFold(s[i+2:end], name) && (isSpace(s[end]) || s[end] == '/' || s[end] == '>') {
			return i
		}
		i += 2
	}
}

// bogusEnd returns where a declaration, a processing instruction or a comment
// that starts with "<!" or "<?" at i ends, or -1 when there is doubt. Browsers
// show none of them.
func bogusEnd(s string, i int) int {
	if strings.HasPrefix(s[i:], "<!--") {
		body := s[i+4:]
		end := strings.Index(body, "-->")
		if end < 0 || strings.HasPrefix(body, ">") || strings.HasPrefix(body, "->") || strings.Contains(body[:end], "--!>") {
			return -1
		}
		return i + 4 + end + 3
	}
	end := strings.IndexByte(s[i:], '>')
	if end < 0 || strings.IndexByte(s[i+1:i+end], '<') >= 0 {
		return -1
	}
	return i + end + 1
}
