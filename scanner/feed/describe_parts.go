package feed

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"alsoread/scanner/clean"
)

const (
	typeText  = "text/plain"
	typeHTML  = "text/html"
	typeXHTML = "application/xhtml+xml"
)

// atomTexts are Atom's, plain text unless they say otherwise (RFC 4287 section
// 3.1.1; Atom 0.3 likewise).
var atomTexts = map[string]bool{
	"title": true, "subtitle": true, "tagline": true, "info": true, "rights": true, "copyright": true,
	"summary": true, "content": true,
}

// otherTexts are those of RSS and of modules, and what they are written in.
var otherTexts = map[string]string{
	"title": typeText, "copyright": typeText, "rights": typeText, "tagline": typeText, "subtitle": typeText,
	"description": typeHTML, "abstract": typeText, "summary": typeHTML, "content": typeHTML,
	"content:encoded": typeHTML, "fullitem": typeHTML, "body": typeHTML,
	"xhtml:body": typeXHTML, "xhtml:div": typeXHTML,
}

// textType returns the media type a text is written in; empty when the element
// is no text.
func (s *sight) textType() string {
	kind := otherTexts[s.name]
	if s.atom && atomTexts[s.name] {
		kind = typeText
	}
	if kind == "" {
		return ""
	}
	switch stated := strings.ToLower(attributeValue(s.t.attrs, "type")); {
	case stated == "text":
		return typeText
	case stated == "html":
		return typeHTML
	case stated == "xhtml":
		return typeXHTML
	case strings.Contains(stated, "/"):
		return s.take(stated)
	}
	return kind
}

func (s *sight) text(kind string) {
	part := s.part()
	if len(part.Texts) >= maxList {
		return
	}
	told := Text{Element: s.key, Type: kind, Base: s.scope(), Language: s.take(s.e.language)}
	if s.at == atSource {
		x := s.p.lifted(s.t, rule{name: s.key}, s.e, s.content())
		told.Text = s.take(clean.Text(x.html()))
	}
	part.Texts = append(part.Texts, told)
}

func (s *sight) link() {
	href := s.address(attributeValue(s.t.attrs, "href"))
	part := s.part()
	if href == "" || len(part.Links) >= maxList {
		return
	}
	length, _ := strconv.ParseInt(attributeValue(s.t.attrs, "length"), 10, 64)
	part.Links = append(part.Links, Link{Href: href, Rel: firstOf(strings.ToLower(s.attribute("rel")), "alternate"),
		Type: s.attribute("type"), Title: s.attribute("title"), Language: s.attribute("hreflang"), Length: max(length, 0)})
}

// mediaScheme is that of a media:category which states none (Media RSS 1.5.1).
const mediaScheme = "http://search.yahoo.com/mrss/category_schema"

func (s *sight) category() {
	c := Category{Term: s.attribute("term"), Scheme: firstOf(s.attribute("scheme"), s.attribute("domain")), Label: s.attribute("label")}
	if c.Term == "" {
		c.Term = s.take(string(plain(s.content())))
	}
	if c.Scheme == "" && s.key == "media:category" {
		c.Scheme = mediaScheme
	}
	if part := s.part(); c.Term != "" && (c.Scheme != "" || c.Label != "") && len(part.Categories) < maxList {
		part.Categories = append(part.Categories, c)
	}
}

func (s *sight) reply() {
	a := func(name string) string { return attributeValue(s.t.attrs, name) }
	to := Reply{Ref: s.attribute("ref"), Href: s.address(a("href")), Type: s.attribute("type"), Source: s.address(a("source"))}
	if part := s.part(); to != (Reply{}) && len(part.ReplyTo) < maxList {
		part.ReplyTo = append(part.ReplyTo, to)
	}
}

// valid reads a period in the encoding of Dublin Core (DCMI Period), and the
// date of expiry of RSS 0.93.
func (s *sight) valid() {
	text := s.take(decodedString(s.content()))
	var period Period
	if s.name == "expirationdate" {
		period.Until = s.date(text)
	}
	for field := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(field, "=")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "start":
			period.From = s.date(value)
		case "end":
			period.Until = s.date(value)
		}
	}
	if period != (Period{}) {
		s.part().Valid = &period
	}
}

func (s *sight) date(text string) time.Time {
	t, _, _ := clean.Date(text, s.p.now)
	return t
}

func (s *sight) person() {
	of := children(s.content())
	p := Person{Name: s.take(of["name"]), Email: s.take(of["email"]), URL: s.address(firstOf(of["uri"], of["url"])), Role: s.name}
	if part := s.part(); p != (Person{Role: s.name}) && len(part.People) < maxList {
		part.People = append(part.People, p)
	}
}

func (s *sight) generator() {
	address := firstOf(attributeValue(s.t.attrs, "uri"), attributeValue(s.t.attrs, "url"))
	g := Generator{Name: s.take(string(plain(s.content()))), Version: s.attribute("version"), URL: s.address(address)}
	if g != (Generator{}) {
		s.part().Generator = &g
	}
}

func (s *sight) image() {
	of := children(s.content())
	i := Image{Title: s.take(of["title"]), Link: s.address(of["link"]), Description: s.take(of["description"]),
		Width: pixels(of["width"]), Height: pixels(of["height"])}
	if i != (Image{}) {
		s.part().Image = &i
	}
}

func pixels(text string) int {
	n, _ := strconv.ParseUint(strings.TrimSpace(text), 10, 16)
	return int(n)
}

func (s *sight) textInput() {
	of := children(s.content())
	i := Input{Title: s.take(of["title"]), Description: s.take(of["description"]), Name: s.take(of["name"]), Link: s.address(of["link"])}
	if i != (Input{}) {
		s.part().TextInput = &i
	}
}

func (s *sight) cloud() {
	port, _ := strconv.ParseUint(attributeValue(s.t.attrs, "port"), 10, 16)
	c := Cloud{Domain: s.attribute("domain"), Port: int(port), Path: s.attribute("path"),
		Procedure: s.attribute("registerprocedure"), Protocol: s.attribute("protocol")}
	if c != (Cloud{}) {
		s.part().Cloud = &c
	}
}

// children returns the texts of the elements in raw by their local names, in
// lower case; the first of each.
func children(raw []byte) map[string]string {
	all := map[string]string{}
	m := markup{text: raw}
	t, ok := m.next()
	for ok && len(all) < maxList {
		next, more := m.next()
		end := len(raw)
		if more {
			end = next.start
		}
		_, local := splitName(t.name)
		name := string(bytes.ToLower(local[:min(len(local), 32)]))
		if _, had := all[name]; !had && !t.closing && !t.empty {
			all[name] = strings.TrimSpace(decodedString(raw[t.end:end]))
		}
		t, ok = next, more
	}
	return all
}
