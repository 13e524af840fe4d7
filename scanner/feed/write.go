package feed

import (
	"bytes"
	"net/url"
	"strconv"

	"alsoread/scanner/clean"
)

// writeStart writes a start tag with those attributes that are read.
func (p *pass) writeStart(name string, attrs []attribute, base *url.URL) {
	out := append(append(p.d.xml, '<'), name...)
	for _, a := range attrs {
		var lower [16]byte
		if len(a.name) > len(lower) || len(a.value) > maxURL {
			continue
		}
		write, ok := readAttributes[string(appendLower(lower[:0], a.name))]
		if !ok {
			continue
		}
		out = append(append(append(out, ' '), write...), `="`...)
		value := bytes.TrimSpace(decoded(a.value))
		if base != nil && (write == "href" || write == "url" || write == "src") {
			value = []byte(resolved(base, string(value)))
		}
		out = append(appendEscaped(out, value), '"')
	}
	p.d.xml = append(out, '>')
}

func (p *pass) writeEnd(name string) {
	p.d.xml = append(append(append(p.d.xml, "</"...), name...), '>')
}

// addresses are the elements whose text is an address, and which are therefore
// resolved against an xml:base.
var addresses = map[string]bool{
	"link": true, "comments": true, "url": true, "uri": true, "icon": true, "logo": true,
	"atom:icon": true, "atom:logo": true, "feedburner:origLink": true,
}

// writeText writes the text of a short element.
func (p *pass) writeText(raw []byte, base *url.URL, name string) {
	limit := maxField
	if addresses[name] {
		limit = maxURL
	}
	text := bytes.TrimSpace(plain(raw))
	if len(text) > limit {
		if addresses[name] {
			p.problem(p.pos, "<%s> of %d bytes left out", name, len(text))
			return
		}
		p.problem(p.pos, "<%s> of %d bytes cut", name, len(text))
		text = text[:limit]
	}
	if base != nil && addresses[name] {
		text = []byte(resolved(base, string(text)))
	}
	p.d.xml = appendEscaped(p.d.xml, text)
}

// plain returns the text of a short element: entities decoded, and where there
// is markup in it, what that says (<author><name>...).
func plain(raw []byte) []byte {
	if hasTag(raw) {
		return []byte(clean.Text(string(raw)))
	}
	return decoded(raw)
}

// appendEscaped appends text so that it is legal between tags and in a quoted
// attribute. It cuts what XML has no place for, and a character that was cut
// in two.
func appendEscaped(dst, text []byte) []byte {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '&':
			dst = append(dst, "&amp;"...)
		case c == '<':
			dst = append(dst, "&lt;"...)
		case c == '>':
			dst = append(dst, "&gt;"...)
		case c == '"':
			dst = append(dst, "&#34;"...)
		case c < 0x20 && c != '\n' && c != '\t':
		case c < 0x80:
			dst = append(dst, c)
		default:
			n := legalRune(text[i:])
			if n > 0 {
				dst = append(dst, text[i:i+n]...)
				i += n - 1
			}
		}
	}
	return dst
}

// setAside keeps a text and writes its number. Those of the feed itself are
// kept apart, for those of items may be dropped.
func (p *pass) setAside(x lifted) {
	d := p.d
	if p.inItem < 0 {
		d.xml = strconv.AppendInt(append(d.xml, 'f'), int64(len(d.feed)), 10)
		d.feed = append(d.feed, x)
		return
	}
	d.xml = strconv.AppendInt(d.xml, int64(d.textBase+len(d.texts)), 10)
	d.texts = append(d.texts, x)
}
