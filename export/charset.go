package export

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decode returns the text of a document whatever it claims to be written in:
// byte order marks and UTF-16 come first, then bytes that are valid UTF-8, then
// the XML declaration. Single bytes that fit nothing are read as windows-1252,
// which is what lists put together from several hands hold.
func decode(body []byte) string {
	if order, ok := utf16Order(body); ok {
		text, _ := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(body)
		return string(text)
	}
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	shifted := bytes.IndexByte(body, 0x1b) >= 0 // ISO 2022 looks like ASCII
	if utf8.Valid(body) && !shifted {
		return string(body)
	}
	if e, name := charset.Lookup(declared(body)); e != nil && name != "utf-8" && !strings.HasPrefix(name, "utf-16") {
		if text, err := e.NewDecoder().Bytes(body); err == nil {
			return string(text)
		}
	}
	return mixed(body)
}

// utf16Order recognises UTF-16 by its byte order mark or by the first "<".
func utf16Order(body []byte) (unicode.Endianness, bool) {
	if len(body) < 4 {
		return unicode.LittleEndian, false
	}
	switch {
	case body[0] == 0xff && body[1] == 0xfe, body[0] == '<' && body[1] == 0 && body[3] == 0:
		return unicode.LittleEndian, true
	case body[0] == 0xfe && body[1] == 0xff, body[0] == 0 && body[1] == '<' && body[2] == 0:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// declared returns the encoding that the XML declaration names.
func declared(body []byte) string {
	head := string(body[:min(len(body), 512)])
	_, after, ok := strings.Cut(head, "encoding=")
	if !ok || len(after) < 2 {
		return ""
	}
	label, _, _ := strings.Cut(after[1:], after[:1])
	return label
}

// mixed reads UTF-8 with stray bytes of windows-1252 in it.
func mixed(body []byte) string {
	var b strings.Builder
	b.Grow(len(body) + len(body)/8)
	for len(body) > 0 {
		r, size := utf8.DecodeRune(body)
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(body[0])
		}
		b.WriteRune(r)
		body = body[size:]
	}
	return b.String()
}
