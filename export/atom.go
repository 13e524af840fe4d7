package export

import (
	"io"
	"iter"
	"slices"
	"strconv"
	"time"

	"alsoread/news"
)

// WriteAtom writes Atom 1.0 (RFC 4287). Each entry names the source that
// listed the story first (atom:source, with the publisher as its author) and
// every source that listed it (rel="via"), and links to what its publisher
// recommends beside it (rel="related"). It returns the first error of w or
// of stories; the document is then incomplete. A story's image is written as
// Media RSS, since Atom has no element for it.
func WriteAtom(w io.Writer, f Feed, stories iter.Seq2[news.Story, error]) error {
	a := &atomWriter{output: newOutput(w), feed: &f}
	return a.write("Atom", a, f.Updated, stories)
}

type atomWriter struct {
	*output
	feed *Feed
}

func (a *atomWriter) head(updated *time.Time) {
	f := a.feed
	a.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"`)
	a.lang(f.Language)
	a.raw(">\n")
	self := webURL(f.Self)
	a.element("id", orElse(orElse(f.ID, self), nameUUID("feed", f.Title)))
	a.element("title", f.Title)
	a.elementIf("subtitle", f.Description)
	a.updated(updated)
	// Section 4.1.1 wants an author of the feed unless every entry has one.
	a.author(f.Title)
	a.link("self", "application/atom+xml", self, "")
	a.link("alternate", "text/html", webURL(f.Link), "")
	a.element("generator", f.generator())
}

func (a *atomWriter) end(updated *time.Time) {
	a.updated(updated)
	a.raw("</feed>\n")
}

// updated writes the feed's date, which section 4.1.1 requires; one without any
// date gets the beginning of Unix time.
func (a *atomWriter) updated(t *time.Time) {
	if t != nil {
		a.date("updated", orEpoch(*t), atomDate)
	}
}

func orEpoch(t time.Time) time.Time {
	if writable(t) {
		return t
	}
	return time.Unix(0, 0)
}

func (a *atomWriter) lang(tag string) {
	if tag = language(tag); tag != "" {
		a.attribute("xml:lang", tag)
	}
}

func (a *atomWriter) author(name string) {
	a.raw("<author>")
	a.open("name")
	a.text(orElse(name, "unknown"))
	a.raw("</name></author>\n")
}

// link writes a link unless href is empty; so are kind and title left out.
func (a *atomWriter) link(rel, kind, href, title string) {
	if href == "" {
		return
	}
	a.beginLink(rel, href)
	if kind != "" {
		a.attribute("type", kind)
	}
	if !blank(title) {
		a.attribute("title", title)
	}
	a.raw("/>\n")
}

func (a *atomWriter) beginLink(rel, href string) {
	a.raw(`<link rel="`)
	a.raw(rel)
	a.raw(`"`)
	a.attribute("href", href)
}

func (a *atomWriter) item(s *news.Story) {
	a.raw("<entry")
	a.lang(s.Language)
	a.raw(">\n<id>")
	a.buf = appendID(a.buf, s)
	a.close("id")
	a.element("title", s.Title)
	a.date("updated", orEpoch(changed(s)), atomDate)
	a.date("published", published(s), atomDate)
	for _, author := range s.Authors {
		if !blank(author) {
			a.author(author)
		}
	}
	for _, category := range s.Categories {
		if !blank(category) {
			a.raw("<category")
			a.attribute("term", category)
			a.raw("/>\n")
		}
	}
	address := webURL(s.URL)
	a.link("alternate", "", address, "")
	a.link("replies", "text/html", webURL(s.CommentsURL), "") // RFC 4685
	a.files(s)
	a.via(s)
	for _, l := range links(s) {
		a.link("related", "", l.URL, l.Title)
	}
	a.html("summary", s.Summary)
	// Section 4.1.2: an entry without an alternate link must have content.
	if address == "" && blank(s.Content) {
		a.raw("<content/>\n")
	}
	a.html("content", s.Content)
	a.source(s)
	a.raw("</entry>\n")
}

func (a *atomWriter) html(name, fragment string) {
	if blank(fragment) {
		return
	}
	a.raw("<")
	a.raw(name)
	a.raw(` type="html">`)
	a.text(fragment)
	a.close(name)
}

func (a *atomWriter) files(s *news.Story) {
	for i := range s.Enclosures {
		e := &s.Enclosures[i]
		address := webURL(e.URL)
		if address == "" {
			continue
		}
		a.beginLink("enclosure", address)
		a.attribute("type", mediaType(e.Type, address))
		if e.Length > 0 {
			a.attribute("length", strconv.FormatInt(e.Length, 10))
		}
		a.raw("/>\n")
	}
	a.image(webURL(s.Image))
}

// via names each source that listed the story once, the first one first.
func (a *atomWriter) via(s *news.Story) {
	for i := range s.Sightings {
		sighting := &s.Sightings[i]
		listed := slices.ContainsFunc(s.Sightings[:i], func(earlier news.Sighting) bool {
			return earlier.SourceURL == sighting.SourceURL
		})
		if !listed {
			a.link("via", "", webURL(sighting.SourceURL), sighting.Source)
		}
	}
}

func (a *atomWriter) source(s *news.Story) {
	if len(s.Sightings) == 0 {
		return
	}
	first := &s.Sightings[0]
	address := webURL(first.SourceURL)
	a.raw("<source>\n")
	a.element("id", orElse(address, nameUUID("source", first.Source)))
	a.element("title", first.Source)
	a.date("updated", orEpoch(first.At), atomDate)
	a.author(orElse(first.Publisher, first.Source))
	a.link("self", "", address, "")
	a.raw("</source>\n")
}
