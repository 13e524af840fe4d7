package feed

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonScanner takes JSON apart without judging it: commas too many, raw line
// breaks in strings, escapes that are none do no harm, and what stands before
// the place where a document is cut short is read. Values are slices of the
// text; nothing is decoded before it is asked for.
type jsonScanner struct {
	text []byte
	pos  int
}

var (
	errJSONEnd    = errors.New("the document ends in the middle")
	errJSONObject = errors.New("not an object")
	errJSONSyntax = errors.New("not legal JSON")
)

// space moves to the next thing that says something; false at the end.
func (s *jsonScanner) space() bool {
	for s.pos < len(s.text) && (isSpace(s.text[s.pos]) || s.text[s.pos] == ',') {
		s.pos++
	}
	return s.pos < len(s.text)
}

// value returns the value that begins here, and moves behind it.
func (s *jsonScanner) value() ([]byte, error) {
	start := s.pos
	var open [maxDepth]byte
	depth := 0
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; c {
		case '"':
			if err := s.skipString(); err != nil {
				return nil, err
			}
		case '{', '[':
			if depth == maxDepth {
				return nil, limitError(ErrTooDeep, "over %d nested values", maxDepth)
			}
			open[depth] = c + 2 // "}" and "]" stand two behind "{" and "["
			depth++
			s.pos++
			continue
		case '}', ']':
			if depth == 0 || open[depth-1] != c {
				return nil, errJSONSyntax
			}
			depth--
			s.pos++
		case ' ', '\n', '\t', '\r', ',', ':':
			s.pos++
			continue
		default:
			s.skipWord()
		}
		if depth == 0 {
			return s.text[start:s.pos], nil
		}
	}
	return nil, errJSONEnd
}

// skipString moves behind the string that begins here.
func (s *jsonScanner) skipString() error {
	for i := s.pos + 1; i < len(s.text); i++ {
		n := bytes.IndexAny(s.text[i:min(len(s.text), i+32)], `"\`)
		if n < 0 {
			i = min(len(s.text), i+32) - 1
			continue
		}
		if i += n; s.text[i] == '"' {
			s.pos = i + 1
			return nil
		}
		i++ // what is escaped
	}
	return errJSONEnd
}

// skipWord moves behind a number, true, false, null, or what stands for them.
func (s *jsonScanner) skipWord() {
	for s.pos < len(s.text) && !isSpace(s.text[s.pos]) && !isOneOf(s.text[s.pos], `,:{}[]"`) {
		s.pos++
	}
}

// object calls each with the members of the object that begins here. A value
// that each reads itself, by moving on, is not read again.
func (s *jsonScanner) object(each func(key string) error) error {
	if !s.space() || s.text[s.pos] != '{' {
		return errJSONObject
	}
	for s.pos++; s.space(); {
		switch s.text[s.pos] {
		case '}':
			s.pos++
			return nil
		case '"':
		default:
			return errJSONSyntax
		}
		start := s.pos
		if err := s.skipString(); err != nil {
			return err
		}
		key := jsonString(s.text[start:s.pos])
		if !s.space() || s.text[s.pos] != ':' {
			return errJSONSyntax
		}
		if s.pos++; !s.space() {
			break
		}
		if err := each(key); err != nil {
			return err
		}
	}
	return errJSONEnd
}

// array calls each at the elements of the array that begins here.
func (s *jsonScanner) array(each func() error) error {
	if s.text[s.pos] != '[' {
		return errJSONSyntax
	}
	for s.pos++; s.space(); {
		if s.text[s.pos] == ']' {
			s.pos++
			return nil
		}
		if err := each(); err != nil {
			return err
		}
	}
	return errJSONEnd
}

// members calls each with the members of an object; anything else has none.
func members(raw []byte, each func(key string, raw []byte)) error {
	s := jsonScanner{text: raw}
	return s.object(func(key string) error {
		v, err := s.value()
		if err == nil {
			each(key, v)
		}
		return err
	})
}

// elements calls each with the elements of an array, and with anything else as
// if it were the only one of an array.
func elements(raw []byte, each func(raw []byte)) {
	if len(raw) == 0 || raw[0] != '[' {
		each(raw)
		return
	}
	s := jsonScanner{text: raw}
	_ = s.array(func() error { // what ends an array early was told when its item was read
		v, err := s.value()
		if err == nil {
			each(v)
		}
		return err
	})
}

// jsonText returns a string, or a number as it is written; anything else is
// empty. The specification asks readers to take an id of any type as a string.
func jsonText(raw []byte) string {
	if len(raw) == 0 {
		return ""
	}
	switch c := raw[0]; {
	case c == '"':
		return jsonString(raw)
	case c == '-' || c >= '0' && c <= '9':
		return string(raw)
	}
	return ""
}

// jsonString decodes a string, quotes included. An escape that is none stands
// for the character behind the backslash.
func jsonString(raw []byte) string {
	raw = bytes.TrimSuffix(bytes.TrimPrefix(raw, []byte(`"`)), []byte(`"`))
	i := bytes.IndexByte(raw, '\\')
	if i < 0 {
		return string(raw)
	}
	var b strings.Builder
	b.Grow(len(raw))
	for i >= 0 {
		b.Write(raw[:i])
		raw = raw[i+1:]
		if len(raw) == 0 {
			break
		}
		raw = raw[writeEscape(&b, raw):]
		i = bytes.IndexByte(raw, '\\')
	}
	b.Write(raw)
	return b.String()
}

// writeEscape writes what the escape behind a backslash stands for, and returns
// its length.
func writeEscape(b *strings.Builder, s []byte) int {
	switch s[0] {
	case 'n':
		b.WriteByte('\n')
	case 't':
		b.WriteByte('\t')
	case 'r':
		b.WriteByte('\r')
	case 'b', 'f':
		b.WriteByte(' ')
	case 'u':
		return writeUnicode(b, s)
	default:
		_, n := utf8.DecodeRune(s)
		b.Write(s[:n])
		return n
	}
	return 1
}

// writeUnicode writes the character of "uXXXX", or of two that are a surrogate
// pair.
func writeUnicode(b *strings.Builder, s []byte) int {
	r, ok := hex4(s[1:])
	if !ok {
		b.WriteByte('u')
		return 1
	}
	if !utf16.IsSurrogate(r) {
		b.WriteRune(r)
		return 5
	}
	if len(s) >= 11 && s[5] == '\\' && s[6] == 'u' {
		if low, ok := hex4(s[7:]); ok {
			if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
				b.WriteRune(both)
				return 11
			}
		}
	}
	b.WriteRune(utf8.RuneError)
	return 5
}

func hex4(s []byte) (r rune, ok bool) {
	if len(s) < 4 {
		return 0, false
	}
	for _, c := range s[:4] {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
