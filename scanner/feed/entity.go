package feed

import (
	"bytes"
	"html"
	"unicode/utf8"
)

// decoded returns the characters that raw XML stands for: entities, character
// references and CDATA sections are resolved, comments go. HTML's names are
// known, for feeds use them undeclared. What is no entity stays as it is: a
// bare "&" is the commonest fault of all.
func decoded(raw []byte) []byte {
	if bytes.IndexByte(raw, '&') < 0 && bytes.IndexByte(raw, '<') < 0 && bytes.IndexByte(raw, ']') < 0 {
		return raw
	}
	return appendDecoded(make([]byte, 0, len(raw)), raw)
}

func decodedString(raw []byte) string { return string(decoded(raw)) }

func appendDecoded(dst, raw []byte) []byte {
	for len(raw) > 0 {
		i := bytes.IndexByte(raw, '<')
		if i < 0 {
			return appendCharacters(dst, raw)
		}
		dst = appendCharacters(dst, raw[:i])
		raw = raw[i:]
		switch {
		case bytes.HasPrefix(raw, cdataStart):
			raw = raw[len(cdataStart):]
			end := bytes.Index(raw, cdataEnd)
			if end < 0 {
				return append(dst, raw...)
			}
			dst = append(dst, raw[:end]...)
			raw = raw[end+len(cdataEnd):]
		case bytes.HasPrefix(raw, commentStart):
			end := bytes.Index(raw, commentEnd)
			if end < 0 {
				return append(dst, raw...)
			}
			raw = raw[end+len(commentEnd):]
		default:
			dst = append(dst, '<')
			raw = raw[1:]
		}
	}
	return dst
}

// appendCharacters appends what stands between tags and sections. A "]]>" there
// is the end of a CDATA section that was ended before.
func appendCharacters(dst, raw []byte) []byte {
	for {
		i := bytes.Index(raw, cdataEnd)
		if i < 0 {
			return appendEntities(dst, raw)
		}
		dst = appendEntities(dst, raw[:i])
		raw = raw[i+len(cdataEnd):]
	}
}

// maxEntity is the length of the longest entity that is looked for, "&" and
// ";" included: &CounterClockwiseContourIntegral; has 33.
const maxEntity = 34

func appendEntities(dst, raw []byte) []byte {
	for len(raw) > 0 {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			return append(dst, raw...)
		}
		dst = append(dst, raw[:i]...)
		raw = raw[i:]
		n := bytes.IndexByte(raw[:min(len(raw), maxEntity)], ';')
		if n < 2 {
			dst = append(dst, '&')
			raw = raw[1:]
			continue
		}
		var ok bool
		if dst, ok = appendEntity(dst, raw[:n+1]); !ok {
			dst = append(dst, '&')
			n = 0
		}
		raw = raw[n+1:]
	}
	return dst
}

// appendEntity appends what "&...;" stands for; false when it is no entity.
func appendEntity(dst, entity []byte) ([]byte, bool) {
	switch string(entity) {
	case "&amp;":
		return append(dst, '&'), true
	case "&lt;":
		return append(dst, '<'), true
	case "&gt;":
		return append(dst, '>'), true
	case "&quot;":
		return append(dst, '"'), true
	case "&apos;":
		return append(dst, '\''), true
	}
	for _, c := range entity[1 : len(entity)-1] {
		if !isNameByte(c) && c != '#' || c >= 0x80 {
			return dst, false
		}
	}
	text := html.UnescapeString(string(entity))
	if text[len(text)-1] == ';' { // not known, or known only without the ";"
		return dst, false
	}
	r, _ := utf8.DecodeRuneInString(text)
	if r < 0x20 && r != '\n' && r != '\t' && r != '\r' || r == utf8.RuneError {
		return dst, true // a character that XML has no place for
	}
	return append(dst, text...), true
}

// legalRune returns the length of the character that text starts with; 0 when
// XML has no place for it.
func legalRune(text []byte) int {
	r, n := utf8.DecodeRune(text)
	if r == utf8.RuneError && n <= 1 || r == 0xFFFE || r == 0xFFFF {
		return 0
	}
	return n
}

// hasTag reports whether raw holds a tag that is not within a CDATA section.
func hasTag(raw []byte) bool {
	if bytes.IndexByte(raw, '<') < 0 {
		return false
	}
	m := markup{text: raw}
	_, ok := m.next()
	return ok
}
