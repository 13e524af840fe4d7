package clean

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// UTF8 returns body as UTF-8 text. charset is what it was read as.
func UTF8(body []byte, contentType string) (text []byte, name string, note string) {
	body = bytes.TrimPrefix(body, []byte("\xEF\xBB\xBF"))
	if utf8.Valid(body) {
		return dropDeclaration(body), "utf-8", ""
	}
	e, name, _ := charset.DetermineEncoding(body, contentType)
	text, err := io.ReadAll(e.NewDecoder().Reader(bytes.NewReader(body)))
	if err != nil {
		return bytes.ToValidUTF8(body, nil), "utf-8", "charset not readable: " + name
	}
	return dropDeclaration(text), name, ""
}

func dropDeclaration(text []byte) []byte {
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	if !bytes.HasPrefix(trimmed, []byte("<?xml ")) {
		return text
	}
	_, rest, found := bytes.Cut(trimmed, []byte("?>"))
	if !found {
		return text
	}
	return rest
}
