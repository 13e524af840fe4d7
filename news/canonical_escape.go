package news

import (
	"strconv"
	"strings"
)

// place is a part of an address with its own set of characters that stand for
// themselves.
type place uint8

const (
	inPath place = 1 << iota
	inQuery
	inFragment
)

// literal tells in which places a byte stands for itself; everywhere else it
// is written as a percent escape. Unreserved characters (RFC 3986 section 2.3)
// do so everywhere, as section 6.2.2.2 asks. Of the sub-delimiters the path
// keeps those that no server tells from their escapes, so that it's and it%27s
// are one. "&" and, in queries, ";" and "=" are always escaped, because in
// front of them a canonical form must not grow a new meaning when read again.
var literal = func() (t [256]place) {
	set := func(chars string, in place) {
		for i := range len(chars) {
			t[chars[i]] |= in
		}
	}
	set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~", inPath|inQuery|inFragment)
	set("!$'()*,:@", inPath|inQuery|inFragment)
	set("+=;", inPath|inFragment)
	set("/?", inQuery|inFragment)
	return t
}()

const upperHex = "0123456789ABCDEF"

// appendEscaped appends s with its escapes normalised for a place: decoded
// where the character may stand for itself, upper case otherwise. A per cent
// sign that starts no escape is escaped itself.
func appendEscaped(dst []byte, s string, in place) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if literal[c]&in != 0 {
			dst = append(dst, c)
			continue
		}
		if c == '%' {
			if b, ok := escapedByte(s, i); ok {
				c = b
				i += 2
			}
		} else if c == '+' && in == inQuery {
			c = ' ' // application/x-www-form-urlencoded
		}
		if literal[c]&in != 0 {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', upperHex[c>>4], upperHex[c&15])
		}
	}
	return dst
}

// escapedByte decodes the percent escape at s[i], if there is one.
func escapedByte(s string, i int) (byte, bool) {
	if i+2 >= len(s) {
		return 0, false
	}
	hi, lo := hexDigit(s[i+1]), hexDigit(s[i+2])
	if hi < 0 || lo < 0 {
		return 0, false
	}
	return byte(hi<<4 | lo), true
}

func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= lower(c) && lower(c) <= 'f':
		return int(lower(c)-'a') + 10
	}
	return -1
}

// unescape decodes every percent escape and leaves what is none as it is.
func unescape(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' {
			if b, ok := escapedByte(s, i); ok {
				c = b
				i += 2
			}
		}
		out = append(out, c)
	}
	return string(out)
}

// markup are the named character references that are found in links which
// were escaped once too often. Others are not touched: &copy=1 and &section=2
// are parameters.
var markup = map[string]string{"amp": "&", "quot": `"`, "apos": "'", "lt": "<", "gt": ">"}

// unescapeMarkup replaces character references that were left over in an
// address, such as "?a=1&amp;b=2" and "don&#39;t". Left alone the second would
// lose all that follows its "#", and two stories would become one. What is
// nested deeper than three times is nobody's mistake any more and stays: its
// "&" and ";" end up escaped.
func unescapeMarkup(s string) string {
	for range 3 {
		i := strings.IndexByte(s, '&')
		if i < 0 || strings.IndexByte(s[i:], ';') < 0 {
			return s
		}
		out := replaceReferences(s)
		if out == s {
			return s
		}
		s = out
	}
	return s
}

// replaceReferences replaces each reference once, but "&amp;amp;amp;" at once.
func replaceReferences(s string) string {
	var out strings.Builder
	for {
		before, after, ok := strings.Cut(s, "&")
		out.WriteString(before)
		if !ok {
			return out.String()
		}
		text := "&"
		for text == "&" {
			name, rest, ok := strings.Cut(after, ";")
			decoded, known := reference(name)
			if !ok || !known {
				break
			}
			text, after = decoded, rest
		}
		out.WriteString(text)
		s = after
	}
}

// reference decodes the inside of a character reference: "amp", "#39", "#x27".
func reference(name string) (string, bool) {
	if len(name) > len("#1114111") || name == "" {
		return "", false
	}
	if name[0] != '#' {
		text, ok := markup[name]
		return text, ok
	}
	digits, base := name[1:], 10
	if digits != "" && lower(digits[0]) == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n < ' ' || n > 0x10ffff {
		return "", false
	}
	return string(rune(n)), true
}
