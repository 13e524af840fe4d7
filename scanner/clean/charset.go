package clean

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

const windows1252 = "windows-1252"

// UTF8 returns a document as UTF-8 without NUL characters, byte order mark and
// XML declaration, so that no parser after it has a charset to decide. What is
// UTF-8 already is not copied. The lines of the text keep their numbers.
//
// name is the charset the document was read as, in WHATWG's spelling; note says
// in one line what was wrong. Whom to believe, in this order: the byte order
// mark; zeros where UTF-16 and UTF-32 have them; bytes that are valid UTF-8,
// whatever is declared; contentType, the HTTP header; the XML declaration or
// HTML meta element; the look of the bytes; windows-1252. A text that is UTF-8
// but for a few bytes stays UTF-8, and those are read as windows-1252. UTF-7 is
// refused: its only use left is to smuggle markup past filters.
func UTF8(body []byte, contentType string) (text []byte, name string, note string) {
	if name, rest := wideCharset(body); name != "" {
		return dropDeclaration(decode(wideEncoding(name), rest)), name, ""
	}
	bom := bytes.HasPrefix(body, []byte("\xEF\xBB\xBF"))
	if bom {
		body = body[3:]
	}
	body = dropNUL(body)
	text, name, note = decodeBytes(body, contentType, bom)
	return dropDeclaration(text), name, note
}

// decodeBytes decodes a document of a charset that ASCII is a part of.
func decodeBytes(body []byte, contentType string, bom bool) (text []byte, name, note string) {
	if utf8.Valid(body) {
		if e, name := stateful(body, contentType); e != nil {
			return decode(e, body), name, ""
		}
		if text, ok := undoubleText(body); ok {
			return text, "utf-8", "encoded as UTF-8 twice: undone"
		}
		return body, "utf-8", ""
	}
	good, bad := sequences(body)
	if bom || good > 8*bad || good > 0 && truncated(body) {
		return repair(body), "utf-8", fmt.Sprintf("not UTF-8 in %d places: read as windows-1252 there", bad)
	}
	return decodeDeclared(body, declared(body, contentType))
}

// decodeDeclared decodes what is not UTF-8 by the labels it came with, in the
// order they are to be believed. A label that the bytes contradict gives way to
// the next.
func decodeDeclared(body []byte, labels []string) (text []byte, name, note string) {
	var notes []string
	fewest := len(body)
	for _, label := range labels {
		e, canonical := lookup(label)
		if e == nil {
			notes = append(notes, fmt.Sprintf("charset %.40q unknown", Line(label)))
			continue
		}
		if canonical == "utf-8" {
			notes = append(notes, "declared as utf-8, which it is not")
			continue
		}
		decoded := decode(e, body)
		faults := bytes.Count(decoded, []byte("\uFFFD"))
		if faults < fewest {
			text, name, fewest = decoded, canonical, faults
		}
		if faults == 0 {
			break
		}
	}
	if text == nil {
		name = detect(body)
		e, _ := lookup(name)
		text = decode(e, body)
		notes = append(notes, "read as "+name)
	} else if fewest > 0 {
		notes = append(notes, fmt.Sprintf("%d characters are no %s", fewest, name))
	}
	return text, name, strings.Join(notes, "; ")
}

func decode(e encoding.Encoding, body []byte) []byte {
	// The decoders of golang.org/x/text replace what they cannot read and report
	// no error.
	text, err := e.NewDecoder().Bytes(body)
	if err != nil {
		return repair(body)
	}
	return dropNUL(text)
}

// wideCharset returns the charset of a document in UTF-16 or UTF-32 and the
// document behind its byte order mark; "" when it is in neither.
func wideCharset(body []byte) (name string, rest []byte) {
	if len(body) < 4 {
		return "", nil
	}
	zero := func(i int) bool { return body[i] == 0 }
	switch {
	case bytes.HasPrefix(body, []byte("\xFF\xFE\x00\x00")):
		return "utf-32le", body[4:]
	case bytes.HasPrefix(body, []byte("\x00\x00\xFE\xFF")):
		return "utf-32be", body[4:]
	case bytes.HasPrefix(body, []byte("\xFF\xFE")) && wide(body[2:]):
		return "utf-16le", body[2:]
	case bytes.HasPrefix(body, []byte("\xFE\xFF")) && wide(body[2:]):
		return "utf-16be", body[2:]
	case zero(0) && zero(1) && zero(2) && !zero(3):
		return "utf-32be", body
	case !zero(0) && zero(1) && zero(2) && zero(3):
		return "utf-32le", body
	case zero(0) && !zero(1) && zero(2) && !zero(3):
		return "utf-16be", body
	case !zero(0) && zero(1) && !zero(2) && zero(3):
		return "utf-16le", body
	}
	return "", nil
}

func wideEncoding(name string) encoding.Encoding {
	switch name {
	case "utf-16le":
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case "utf-16be":
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case "utf-32le":
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	}
	return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
}

// wide says whether bytes behind a byte order mark of UTF-16 are UTF-16 rather
// than ASCII: every document has markup, and so zeros.
func wide(body []byte) bool {
	head := body[:min(len(body), 256)]
	return bytes.IndexByte(head, 0) >= 0 || !isASCII(string(head))
}

func dropNUL(body []byte) []byte {
	if bytes.IndexByte(body, 0) < 0 {
		return body
	}
	return bytes.ReplaceAll(body, []byte{0}, nil)
}

// stateful returns the encoding of a text that is ASCII as it stands and
// switches to another script by escape sequences, if it is declared and used.
func stateful(body []byte, contentType string) (e encoding.Encoding, name string) {
	escapes, tildes := bytes.Contains(body, []byte("\x1B$")), bytes.Contains(body, []byte("~{"))
	if !escapes && !tildes {
		return nil, ""
	}
	for _, label := range declared(body, contentType) {
		e, name := lookup(label)
		if escapes && name == "iso-2022-jp" || tildes && name == "hz-gb-2312" {
			return e, name
		}
	}
	return nil, ""
}

// lookup returns the encoding that a label stands for, and its name. The labels
// are WHATWG's first, which read ISO-8859-1 as windows-1252, then IANA's.
func lookup(label string) (encoding.Encoding, string) {
	label = strings.ToLower(strings.Trim(label, " \t\r\n\"';,"))
	for _, spelling := range [...]string{label, strings.ReplaceAll(label, "_", "-"), strings.Replace(label, "win-", "windows-", 1)} {
		if e, err := htmlindex.Get(spelling); err == nil {
			name, err := htmlindex.Name(e)
			if err == nil && name != "replacement" && name != "x-user-defined" && !strings.HasPrefix(name, "utf-16") {
				return e, name
			}
		}
	}
	if e, err := ianaindex.IANA.Encoding(label); err == nil && e != nil && !strings.HasPrefix(label, "utf-") {
		if name, err := ianaindex.MIME.Name(e); err == nil {
			return e, strings.ToLower(name)
		}
	}
	return nil, ""
}

// sequences counts the characters beyond ASCII in body, and the bytes that
// belong to none.
func sequences(body []byte) (good, bad int) {
	for len(body) > 0 {
		if body[0] < utf8.RuneSelf {
			body = body[1:]
			continue
		}
		r, n := utf8.DecodeRune(body)
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		body = body[n:]
	}
	return good, bad
}

// truncated says whether body is UTF-8 up to a last character that is cut off.
func truncated(body []byte) bool {
	for n := 1; n < utf8.UTFMax && n < len(body); n++ {
		if tail := body[len(body)-n:]; utf8.RuneStart(tail[0]) {
			return !utf8.FullRune(tail) && utf8.Valid(body[:len(body)-n])
		}
	}
	return false
}

// repair makes UTF-8 of a text that is nearly so: bytes that belong to no
// character are read as windows-1252, a character cut off at the end goes.
func repair(body []byte) []byte {
	if truncated(body) {
		body = bytes.ToValidUTF8(body, nil)
	}
	out := make([]byte, 0, len(body)+len(body)/32)
	for len(body) > 0 {
		r, n := utf8.DecodeRune(body)
		if r == utf8.RuneError && n == 1 {
			out = utf8.AppendRune(out, charmap.Windows1252.DecodeByte(body[0]))
		} else {
			out = append(out, body[:n]...)
		}
		body = body[n:]
	}
	return out
}
