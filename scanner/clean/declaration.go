package clean

import (
	"bytes"
	"strings"
)

// Where charsets are declared: HTML wants a meta element within 1024 bytes, but
// publishers put scripts and comments before it.
const (
	declarationWindow = 4096
	metaWindow        = 16384
)

// declared returns the labels of the charset that a document came with, the one
// to believe first in front: contentType, the XML declaration or meta element.
// Servers send ISO-8859-1 or ASCII with everything, so where the document says
// something else it is believed.
func declared(body []byte, contentType string) (labels []string) {
	outer, inner := contentTypeCharset(contentType), documentCharset(body)
	if _, name := lookup(outer); name == windows1252 && inner != "" {
		outer, inner = inner, outer
	}
	for _, label := range []string{outer, inner} {
		if label != "" {
			labels = append(labels, label)
		}
	}
	return labels
}

// contentTypeCharset returns the charset parameter of a media type. It reads
// what mime.ParseMediaType refuses too, such as two of them.
func contentTypeCharset(contentType string) string {
	_, rest, found := strings.Cut(strings.ToLower(contentType), "charset")
	if !found {
		return ""
	}
	rest, found = strings.CutPrefix(strings.TrimSpace(rest), "=")
	if !found {
		return ""
	}
	label, _, _ := strings.Cut(rest, ";")
	return strings.Trim(label, " \t\"'")
}

// documentCharset returns the charset a document declares itself.
func documentCharset(body []byte) string {
	head := body[:min(len(body), declarationWindow)]
	if start := bytes.Index(head, []byte("<?xml")); start >= 0 {
		declaration, _, _ := bytes.Cut(head[start:], []byte(">"))
		if _, value, found := bytes.Cut(declaration, []byte("encoding")); found {
			return quoted(string(value))
		}
	}
	head = bytes.ToLower(body[:min(len(body), metaWindow)])
	for {
		start := bytes.Index(head, []byte("<meta"))
		if start < 0 {
			return ""
		}
		var meta []byte
		meta, head, _ = bytes.Cut(head[start:], []byte(">"))
		if _, value, found := bytes.Cut(meta, []byte("charset")); found {
			return quoted(string(value))
		}
	}
}

// quoted returns the value behind an '=', in quotes or not.
func quoted(s string) string {
	s, found := strings.CutPrefix(strings.TrimLeft(s, " \t\r\n"), "=")
	if !found {
		return ""
	}
	s = strings.TrimLeft(s, " \t\r\n\"'")
	if end := strings.IndexAny(s, " \t\r\n\"'?/;>"); end >= 0 {
		s = s[:end]
	}
	return s
}

// dropDeclaration drops the XML declarations a text starts with, and blanks one
// that stands behind other text at its beginning: the text is UTF-8 now, and an
// XML parser would believe what they say. XML 1.1 becomes 1.0 that way, which
// is the same but for control characters. Lines keep their numbers.
func dropDeclaration(text []byte) []byte {
	rest, lines := text, 0
	for {
		trimmed := bytes.TrimLeft(rest, " \t\r\n")
		end := declarationEnd(trimmed)
		if end < 0 {
			break
		}
		end += len(rest) - len(trimmed)
		lines += bytes.Count(rest[:end], []byte("\n"))
		rest = rest[end:]
	}
	if lines > 0 {
		rest = append(bytes.Repeat([]byte("\n"), lines), rest...)
	}
	return blankDeclaration(rest)
}

// declarationEnd returns where the XML declaration that text starts with ends,
// or -1 when it starts with none.
func declarationEnd(text []byte) int {
	if !bytes.HasPrefix(text, []byte("<?xml")) || len(text) < 6 || !isSpace(text[5]) {
		return -1
	}
	end := bytes.Index(text[:min(len(text), declarationWindow)], []byte("?>"))
	if end < 0 {
		return -1
	}
	return end + 2
}

func blankDeclaration(text []byte) []byte {
	head := text[:min(len(text), declarationWindow)]
	start := bytes.Index(head, []byte("<?xml"))
	if start < 0 || bytes.Contains(head[:start], []byte("<![CDATA[")) {
		return text
	}
	end := declarationEnd(text[start:])
	if end < 0 {
		return text
	}
	text = bytes.Clone(text)
	for i := start; i < start+end; i++ {
		if text[i] != '\n' {
			text[i] = ' '
		}
	}
	return text
}
