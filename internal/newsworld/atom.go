package newsworld

import (
	"encoding/xml"
	"time"
)

type atomDocument struct {
	XMLName  xml.Name    `xml:"feed"`
	NS       string      `xml:"xmlns,attr"`
	Language string      `xml:"xml:lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle"`
	Updated  string      `xml:"updated"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Links      []atomLink     `xml:"link"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Author     string         `xml:"author>name,omitempty"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary"`
	Content    *atomText      `xml:"content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// atomText is a text construct (RFC 4287, section 3.1): escaped HTML, or XHTML
// within a div.
type atomText struct {
	Type  string     `xml:"type,attr"`
	Text  string     `xml:",chardata"`
	XHTML *atomXHTML `xml:"div"`
}

type atomXHTML struct {
	NS   string `xml:"xmlns,attr"`
	Body string `xml:",innerxml"`
}

func (w *World) writeAtom(p *publisher, f feed, stories []Story) ([]byte, error) {
	home := w.URL(p.key)
	document := atomDocument{
		NS: "http://www.w3.org/2005/Atom", Language: p.language,
		ID: home + "/", Title: f.name, Subtitle: p.motto,
		Updated: lastChange(stories).In(p.zone()).Format(time.RFC3339),
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: home + f.path},
			{Rel: "alternate", Type: "text/html", Href: home + "/"},
		},
	}
	for _, s := range stories {
		document.Entries = append(document.Entries, w.atomEntry(p, f, s))
	}
	return marshal(document)
}

func (w *World) atomEntry(p *publisher, f feed, s Story) atomEntry {
	address := w.StoryURL(s)
	entry := atomEntry{
		// RFC 4151: an id that does not change when the address does.
		ID:        "tag:" + p.key + ".example," + s.Published.UTC().Format(time.DateOnly) + ":" + s.Slug,
		Title:     s.Title,
		Links:     []atomLink{{Rel: "alternate", Type: "text/html", Href: p.link(address)}},
		Published: s.Published.In(p.zone()).Format(time.RFC3339),
		Updated:   s.lastChange().In(p.zone()).Format(time.RFC3339),
		Author:    s.Author, Summary: s.Summary,
	}
	for _, tag := range s.Tags {
		entry.Categories = append(entry.Categories, atomCategory{tag})
	}
	if s.Image != "" {
		entry.Links = append(entry.Links, atomLink{Rel: "enclosure", Type: pictureType(s), Href: w.pictureURL(s)})
	}
	if f.full {
		entry.Content = w.atomContent(f, s)
	}
	return entry
}

func (w *World) atomContent(f feed, s Story) *atomText {
	if f.xhtml {
		return &atomText{Type: "xhtml", XHTML: &atomXHTML{"http://www.w3.org/1999/xhtml", w.bodyHTML(s)}}
	}
	return &atomText{Type: "html", Text: w.bodyHTML(s)}
}
