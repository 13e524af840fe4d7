package feed

import (
	"bytes"
	"errors"
	"fmt"
)

// ErrNotFeed is the error of Read for a document that is no feed at all. The
// errors below wrap it and say what the document is instead.
var ErrNotFeed = errors.New("not a feed")

// What a document was instead of a feed.
var (
	ErrHTML   = fmt.Errorf("this is an HTML page, %w", ErrNotFeed)
	ErrEmpty  = fmt.Errorf("the document is empty, %w", ErrNotFeed)
	ErrJSON   = fmt.Errorf("this is JSON, but %w: it has no items", ErrNotFeed)
	ErrBinary = fmt.Errorf("this is binary data, %w", ErrNotFeed)
	ErrXML    = fmt.Errorf("this is XML, but %w", ErrNotFeed)
	ErrText   = fmt.Errorf("this is plain text, %w", ErrNotFeed)
)

// sniff says what text is when the pass found no feed in it.
func sniff(text []byte) error {
	start := bytes.TrimSpace(text[:min(len(text), 4096)])
	switch {
	case len(bytes.TrimSpace(text)) == 0:
		return ErrEmpty
	case isBinary(start):
		return ErrBinary
	case isHTML(start):
		return ErrHTML
	case len(start) > 0 && start[0] == '<':
		return ErrXML
	}
	return ErrText
}

// isBinary reports whether text holds what no text holds: one control
// character in thirty.
func isBinary(text []byte) bool {
	odd := 0
	for _, c := range text {
		if c < 0x20 && !isSpace(c) && c != 0x1b {
			odd++
		}
	}
	return odd > len(text)/30
}

// startsPage reports whether text says of itself that it is a page: by its
// document type, or by its first tag.
func startsPage(text []byte) bool {
	text = bytes.TrimSpace(text)
	if hasDoctype(text) {
		return true
	}
	m := markup{text: text}
	t, ok := m.next()
	return ok && asciiEqualFold(t.name, "html")
}

func hasDoctype(text []byte) bool {
	if len(text) <= 9 || !bytes.EqualFold(text[:9], []byte("<!doctype")) {
		return false
	}
	rest := bytes.TrimSpace(text[9:])
	return len(rest) > 4 && bytes.EqualFold(rest[:4], []byte("html"))
}

// isHTML reports whether text begins like a page.
func isHTML(text []byte) bool {
	if hasDoctype(text) {
		return true
	}
	m := markup{text: text}
	for range 20 {
		t, ok := m.next()
		if !ok {
			return false
		}
		for _, name := range []string{"html", "head", "body", "title", "meta", "script", "div", "p", "br"} {
			if asciiEqualFold(t.name, name) {
				return true
			}
		}
	}
	return false
}

// isJSON reports whether text begins like a JSON value that could be a feed.
func isJSON(text []byte) bool {
	start := bytes.TrimLeft(text[:min(len(text), 4096)], " \t\r\n\ufeff")
	return len(start) > 0 && (start[0] == '{' || start[0] == '[')
}
