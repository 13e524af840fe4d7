package feed

import (
	"bytes"
	"encoding/base64"
	"html"
	"net/url"
	"strings"
	"unicode/utf8"

	"alsoread/scanner/clean"
)

// lifted is the text of an element as it stands in the document, with what is
// needed to read it.
type lifted struct {
	raw   []byte
	as    encoding
	base  *url.URL // the xml:base in scope; nil: the document's own address
	lang  string
	cut   bool // it was longer than maxContent
	media bool // a picture, a sound, a film
}

// encoding says how markup stands in a text.
type encoding uint8

const (
	asLoose  encoding = iota // RSS: escaped HTML or plain text, the publisher does not say
	asPlain                  // Atom type="text": characters
	asHTML                   // Atom type="html": escaped HTML
	asMarkup                 // Atom type="xhtml": the elements themselves
	asBase64                 // Atom 0.3 mode="base64"
	asMedia                  // Atom 1.0, a media type that is no text: base64, if it is that
)

// lifted returns the text of the start tag t with the given content.
func (p *pass) lifted(t tag, r rule, e element, raw []byte) lifted {
	x := lifted{raw: raw, base: e.base, lang: e.language}
	switch {
	case r.name == "xhtml:body":
		x.as = asMarkup
	case p.d.atom || strings.HasPrefix(r.name, "atom:"):
		kind := attributeValue(t.attrs, "type")
		x.as = atomEncoding(kind, attributeValue(t.attrs, "mode"), raw)
		x.media = isMedia(kind)
	case len(t.attrs) > 0:
		x.as = rssEncoding(attributeValue(t.attrs, "type"), attributeValue(t.attrs, "mode"))
	}
	if len(x.raw) > maxContent {
		x.raw, x.cut = x.raw[:maxContent], true
	}
	return x
}

// atomEncoding follows RFC 4287 sections 3.1.1 and 4.1.3.3, and Atom 0.3 where
// there is a mode. A text without a type that holds elements is taken for the
// markup it is.
func atomEncoding(kind, mode string, raw []byte) encoding {
	kind, mode = strings.ToLower(kind), strings.ToLower(mode)
	if media, _, ok := strings.Cut(kind, ";"); ok {
		kind = strings.TrimSpace(media)
	}
	switch {
	case mode == "base64":
		return asBase64
	case kind == "xhtml" || kind == "application/xhtml+xml" || mode == "xml" && hasTag(raw):
		return asMarkup
	case kind == "html" || kind == "text/html":
		return asHTML
	case kind == "" && (mode == "escaped" || mode == "" && !hasTag(raw)):
		return asLoose // by the letter it is plain text; entities in it say otherwise
	case (kind == "" || kind == "text" || kind == "text/plain") && hasTag(raw):
		return asMarkup
	case kind == "" || kind == "text" || strings.HasPrefix(kind, "text/"):
		return asPlain
	case strings.HasSuffix(kind, "xml"):
		return asMarkup
	case strings.Contains(kind, "/"):
		return asMedia
	}
	return asLoose
}

// isMedia reports whether a media type is one that holds no text at all.
func isMedia(kind string) bool {
	kind, _, _ = strings.Cut(strings.ToLower(kind), "/")
	return kind == "image" || kind == "audio" || kind == "video"
}

func rssEncoding(kind, mode string) encoding {
	switch strings.ToLower(kind) {
	case "xhtml", "application/xhtml+xml":
		return asMarkup
	case "html", "text/html":
		return asHTML
	}
	if strings.EqualFold(mode, "base64") {
		return asBase64
	}
	return asLoose
}

// html returns the text as an HTML fragment, not yet cleaned.
func (x *lifted) html() string {
	raw := bytes.TrimSpace(x.raw)
	switch x.as {
	case asPlain:
		return html.EscapeString(decodedString(raw))
	case asHTML:
		return decodedString(raw)
	case asMarkup:
		return withoutDiv(markupHTML(raw))
	case asBase64, asMedia:
		return x.fromBase64(raw)
	}
	if isInline(raw) {
		return markupHTML(raw)
	}
	text := decoded(raw)
	if !guessMarkup(text) {
		return html.EscapeString(string(text))
	}
	return string(text)
}

// title returns the text as one line of plain text.
func (x *lifted) title() string {
	switch raw := bytes.TrimSpace(x.raw); {
	case x.as == asPlain:
		return clean.Title(decodedString(raw), false)
	case x.as == asLoose && !isInline(raw):
		return titleOf(decoded(raw))
	}
	return clean.Title(x.html(), true)
}

// plain returns the text without a thought for markup: an id, a guid.
func (x *lifted) plain() string { return strings.TrimSpace(decodedString(x.raw)) }

// isInline reports whether an RSS text holds HTML as elements, unescaped,
// where it should be escaped: it has tags outside CDATA and no escaped ones.
func isInline(raw []byte) bool {
	return hasTag(raw) && !bytes.Contains(raw, []byte("&lt;")) && !bytes.Contains(raw, cdataStart)
}

// fromBase64 returns the text behind base64. What only claims to be base64 by
// its media type is shown as it stands, unless it is a picture or a sound.
func (x *lifted) fromBase64(raw []byte) string {
	plain := decoded(raw)
	compact := bytes.Join(bytes.Fields(plain), nil)
	text := make([]byte, base64.StdEncoding.DecodedLen(len(compact)))
	n, err := base64.StdEncoding.Decode(text, compact)
	text = text[:n]
	switch {
	case err == nil && utf8.Valid(text) && !isBinary(text):
		return string(text)
	case err == nil && x.as == asBase64 && !isBinary(text):
		text, _, _ = clean.UTF8(text, "")
		return string(text)
	case x.as == asMedia && !x.media:
		return html.EscapeString(string(plain))
	}
	return ""
}

// markupHTML returns XML markup as HTML: prefixes are taken off, elements that
// XML closes in one tag and HTML does not are closed, CDATA becomes text.
func markupHTML(raw []byte) string {
	if !needsRewriting(raw) {
		return string(raw)
	}
	out := make([]byte, 0, len(raw)+64)
	m := markup{text: raw}
	done := 0
	for {
		from := m.pos
		t, ok := m.next()
		end := len(raw)
		if ok {
			end = t.start
		}
		out = appendText(out, raw[max(done, from):end])
		if !ok {
			return string(out)
		}
		out = appendTag(out, t, raw)
		done = t.end
	}
}

func needsRewriting(raw []byte) bool {
	if bytes.Contains(raw, []byte("/>")) || bytes.Contains(raw, cdataStart) {
		return true
	}
	for rest := raw; ; {
		i := bytes.IndexByte(rest, '<')
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
		for j := 0; j < len(rest) && (isNameByte(rest[j]) || rest[j] == '/'); j++ {
			if rest[j] == ':' {
				return true
			}
		}
	}
}

// appendText appends the text between two tags; what is in CDATA sections is
// escaped.
func appendText(out, text []byte) []byte {
	for {
		i := bytes.Index(text, cdataStart)
		if i < 0 {
			return append(out, text...)
		}
		out = append(out, text[:i]...)
		text = text[i+len(cdataStart):]
		end := bytes.Index(text, cdataEnd)
		if end < 0 {
			end = len(text)
		}
		out = append(out, html.EscapeString(string(text[:end]))...)
		text = text[min(len(text), end+len(cdataEnd)):]
	}
}

// appendTag appends a tag without its prefix.
func appendTag(out []byte, t tag, raw []byte) []byte {
	_, local := splitName(t.name)
	if t.closing {
		return append(append(append(out, "</"...), local...), '>')
	}
	out = append(append(out, '<'), local...)
	if !t.empty {
		return append(out, raw[t.start+1+len(t.name):t.end]...)
	}
	out = append(append(out, raw[t.start+1+len(t.name):t.end-2]...), '>')
	if !voidElements[strings.ToLower(string(local))] {
		out = append(append(append(out, "</"...), local...), '>')
	}
	return out
}

// voidElements have no end tag in HTML (HTML standard, 13.1.2).
var voidElements = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true,
	"input": true, "link": true, "meta": true, "source": true, "track": true, "wbr": true,
}

// withoutDiv takes off the <div> that RFC 4287 section 3.1.1.3 puts around
// XHTML.
func withoutDiv(s string) string {
	s = strings.TrimSpace(s)
	if !strings.HasPrefix(s, "<div") || !strings.HasSuffix(s, "</div>") {
		return s
	}
	end := strings.IndexByte(s, '>')
	if end < 0 || strings.Contains(s[end+1:len(s)-len("</div>")], "</div") {
		return s // more than one: they may not be one in the other
	}
	return strings.TrimSpace(s[end+1 : len(s)-len("</div>")])
}
