package clean

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// The form of an address that URL returns and HTML lets stand: what browsers
// and net/url read alike, and what cannot end an attribute.

func escape(s string, safe func(s string, i int) bool) string {
	const hex = "0123456789ABCDEF"
	var out []byte
	for i := range len(s) {
		if safe(s, i) {
			if out != nil {
				out = append(out, s[i])
			}
			continue
		}
		if out == nil {
			out = append(make([]byte, 0, len(s)+16), s[:i]...)
		}
		out = append(out, '%', hex[s[i]>>4], hex[s[i]&15])
	}
	if out == nil {
		return s
	}
	return string(out)
}

func userSafe(s string, i int) bool {
	return urlSafe(s, i) && s[i] < utf8.RuneSelf && strings.IndexByte("/?#@[]", s[i]) < 0
}

// urlSafe says whether the byte s[i] of valid UTF-8 may stand as it is.
func urlSafe(s string, i int) bool {
	c := s[i]
	switch urlClass[c] {
	case urlPlain, urlAmp:
		return true
	case urlPercent:
		return i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
	case urlTail:
		return leadOf(s, i) < utf8.RuneSelf || urlClass[leadOf(s, i)] == urlTail
	}
	return false
}

// leadOf returns the first byte of the character that the byte s[i] belongs to.
func leadOf(s string, i int) byte {
	for i > 0 && !utf8.RuneStart(s[i]) {
		i--
	}
	return s[i]
}

type urlByte uint8

const (
	urlNever   urlByte = iota // must be percent-encoded
	urlPlain                  // stands as it is
	urlAmp                    // '&'
	urlPercent                // '%', when two hexadecimal digits follow
	urlTail                   // part of a character beyond ASCII: stands as it is
)

// urlClass classes the bytes of what follows a host. C2, E2, EF start controls,
// spaces, line separators and direction marks, so characters that they start
// are percent-encoded; E3 starts the ideographic space but kana as well.
var urlClass = func() (t [256]urlByte) {
	for c := 0x21; c < 0x7F; c++ {
		t[c] = urlPlain
	}
	for _, c := range "\"<>\\^`{|}" {
		t[c] = urlNever
	}
	t['&'], t['%'] = urlAmp, urlPercent
	for c := 0x80; c < 0x100; c++ {
		t[c] = urlTail
	}
	t[0xC2], t[0xE2], t[0xEF] = urlNever, urlNever, urlNever
	return t
}()

// isAbsolute says whether v is an absolute http or https address in the form
// that URL returns. With escaped, v stands in an attribute: an ampersand must
// be written "&amp;".
func isAbsolute(v string, escaped bool) bool {
	if len(v) > maxURL || !strings.HasPrefix(v, "http") {
		return false
	}
	rest := strings.TrimPrefix(v[4:], "s")
	if !strings.HasPrefix(rest, "://") {
		return false
	}
	rest = rest[3:]
	end := hostEnd(rest)
	return end > 0 && isTail(rest[end:], escaped)
}

// hostEnd returns where the authority that s starts with ends, or 0 when it is
// not of a form that net/url and browsers read alike.
func hostEnd(s string) int {
	i, colon := 0, -1
	for i < len(s) && hostByte(s[i]) {
		if s[i] == ':' && colon < 0 {
			colon = i
		}
		i++
	}
	switch {
	case i < len(s) && (s[i] == '[' || s[i] == '@'):
		return oddHostEnd(s)
	case i == 0 || colon == 0 || i < len(s) && s[i] != '/' && s[i] != '?' && s[i] != '#':
		return 0
	case colon > 0 && !isPort(s[colon+1:i]):
		return oddHostEnd(s)
	}
	return i
}

func hostByte(c byte) bool {
	return isLetter(c) || isDigit(c) || c == '.' || c == '-' || c == '_' || c == ':'
}

func isPort(s string) bool {
	if len(s) == 0 || len(s) > 5 {
		return false
	}
	port := 0
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
		port = port*10 + int(s[i]-'0')
	}
	return port < 1<<16
}

// oddHostEnd judges an authority with user information or an IPv6 address. The
// judgement is net/url's.
func oddHostEnd(s string) int {
	end := strings.IndexAny(s, "/?#")
	if end < 0 {
		end = len(s)
	}
	u, err := url.Parse("http://" + s[:end])
	if err != nil || u.Hostname() == "" || strings.ContainsAny(s[:end], "\"<>&'`\\{}|^ %") || !isASCII(s[:end]) {
		return 0
	}
	if port := u.Port(); port != "" && !isPort(port) || strings.HasSuffix(s[:end], ":") {
		return 0
	}
	return end
}

// isTail judges what follows the host.
func isTail(s string, escaped bool) bool {
	ascii := true
	for i := 0; i < len(s); i++ {
		c := urlClass[s[i]]
		if c == urlPlain {
			continue
		}
		switch c {
		case urlTail:
			ascii = false
		case urlAmp:
			if escaped && !strings.HasPrefix(s[i:], "&amp;") {
				return false
			}
		case urlPercent:
			if i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]) {
				return false
			}
		default:
			return false
		}
	}
	return ascii || utf8.ValidString(s)
}
