package feed

import (
	"bytes"
	"strings"
)

// openRoot handles the start tags before the root: PHP warnings, HTML, a page
// that is no feed at all. Nothing is opened until the root of a feed is met.
func (p *pass) openRoot(t tag) {
	_, local := splitName(t.name)
	var lower [16]byte
	if len(local) > len(lower) {
		return
	}
	switch string(appendLower(lower[:0], local)) {
	case "rss", "rdf":
		p.startRSS(t, atRoot)
	case "channel":
		p.startRSS(t, atChannel)
	case "feed":
		p.startAtom(t)
	case "html", "body":
		p.d.page, p.strange = true, true
	case "entry":
		if isAtom(namespaces(t.attrs)) {
			p.startAtom(t)
			p.d.format = atomFormat(t)
			p.stack = p.stack[:0]
			p.openItem(t)
		}
	default:
		p.strange = true
	}
}

// startRSS opens the root of the RSS family: <rss>, <rdf:RDF>, or a <channel>
// that stands alone (CDF, RSS 1.1, or a document that lost its root).
func (p *pass) startRSS(t tag, at place) {
	p.d.rooted = true
	p.d.format = rssFormat(t)
	p.startRoot(t, at)
	p.d.xml = append(p.d.xml, `<rss version="2.0"><channel>`...)
	if at == atChannel {
		p.d.unsure = p.strange || attributeValue(t.attrs, "href") == ""
		p.channelAttributes(t)
		if base := attributeValue(t.attrs, "base"); base != "" && len(p.stack) > 0 { // CDF
			p.rebase(&p.stack[0], []byte(base))
		}
	}
}

func (p *pass) startAtom(t tag) {
	p.d.rooted, p.d.atom = true, true
	p.d.format = atomFormat(t)
	p.d.unsure = p.d.format == "atom"
	p.names.native = "atom"
	p.startRoot(t, atFeed)
	p.d.xml = append(p.d.xml, "<feed>"...)
}

func (p *pass) startRoot(t tag, at place) {
	if before := bytes.TrimLeft(p.text[:t.start], "\ufeff \t\r\n"); p.strange || len(before) > 0 && before[0] != '<' {
		p.problem(t.start, "something else stands before the feed")
	}
	e := p.element(t)
	if prefix, _ := splitName(t.name); len(prefix) > 0 && p.names.meaning(prefix) == "?" {
		p.names.bindings = append(p.names.bindings, binding{string(appendLower(nil, prefix)), ""})
	}
	e.at = at
	p.d.language = e.language
	p.stack = append(p.stack, e)
	if t.empty {
		p.popTo(0)
	}
}

// channelAttributes reads what CDF says of a channel in its start tag.
func (p *pass) channelAttributes(t tag) {
	for _, a := range t.attrs {
		_, local := splitName(a.name)
		switch {
		case asciiEqualFold(local, "href"):
			p.d.xml = append(p.d.xml, "<link>"...)
			p.writeText(a.value, p.base, "link")
			p.d.xml = append(p.d.xml, "</link>"...)
		case asciiEqualFold(local, "lastmod"):
			p.writeStart(dateUpdated, nil, nil)
			p.writeText(a.value, nil, dateUpdated)
			p.writeEnd(dateUpdated)
		}
	}
}

// namespaces returns the namespace addresses a tag declares, folded, in one
// string.
func namespaces(attrs []attribute) string {
	var all []string
	for _, a := range attrs {
		if _, ok := xmlnsPrefix(a.name); ok {
			all = append(all, foldNamespace(string(a.value)))
		}
	}
	return strings.Join(all, "\n")
}

func isAtom(namespaces string) bool {
	for uri := range strings.SplitSeq(namespaces, "\n") {
		if prefixes[uri] == "atom" {
			return true
		}
	}
	return false
}

func attributeValue(attrs []attribute, name string) string {
	for _, a := range attrs {
		if asciiEqualFold(a.name, name) {
			return strings.TrimSpace(decodedString(a.value))
		}
	}
	return ""
}

func rssFormat(t tag) string {
	spaces := namespaces(t.attrs)
	_, local := splitName(t.name)
	switch version := attributeValue(t.attrs, "version"); {
	case asciiEqualFold(local, "rdf") && strings.Contains(spaces, "netscape.com"):
		return "rss 0.90"
	case asciiEqualFold(local, "rdf"):
		return "rss 1.0"
	case strings.Contains(spaces, "rss1.1"):
		return "rss 1.1"
	case asciiEqualFold(local, "channel"):
		return "cdf"
	case plainVersion(version):
		return "rss " + version
	}
	return "rss"
}

func atomFormat(t tag) string {
	spaces := namespaces(t.attrs)
	version := attributeValue(t.attrs, "version")
	switch {
	case strings.Contains(spaces, "2005/atom"):
		return "atom 1.0"
	case plainVersion(version):
		return "atom " + version
	case isAtom(spaces):
		return "atom 0.3"
	}
	return "atom"
}

// plainVersion keeps markup and jokes out of the name of a format.
func plainVersion(v string) bool {
	return v != "" && len(v) <= 8 && len(bytes.Trim([]byte(v), "0123456789.")) == 0
}
