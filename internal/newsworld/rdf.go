package newsworld

import (
	"encoding/xml"
	"time"
)

type rdfDocument struct {
	XMLName  xml.Name   `xml:"rdf:RDF"`
	NS       string     `xml:"xmlns,attr"`
	RDFNS    string     `xml:"xmlns:rdf,attr"`
	DublinNS string     `xml:"xmlns:dc,attr"`
	BodyNS   string     `xml:"xmlns:content,attr"`
	Channel  rdfChannel `xml:"channel"`
	Items    []rdfItem  `xml:"item"`
}

type rdfChannel struct {
	About       string        `xml:"rdf:about,attr"`
	Title       string        `xml:"title"`
	Link        string        `xml:"link"`
	Description string        `xml:"description"`
	Language    string        `xml:"dc:language"`
	Date        string        `xml:"dc:date,omitempty"`
	Items       []rdfResource `xml:"items>rdf:Seq>rdf:li"`
}

type rdfResource struct {
	Resource string `xml:"rdf:resource,attr"`
}

type rdfItem struct {
	About       string   `xml:"rdf:about,attr"`
	Title       string   `xml:"title"`
	Link        string   `xml:"link"`
	Description string   `xml:"description"`
	Content     *cdata   `xml:"content:encoded"`
	Creator     string   `xml:"dc:creator,omitempty"`
	Subjects    []string `xml:"dc:subject"`
	Date        string   `xml:"dc:date"`
}

func (w *World) writeRDF(p *publisher, f feed, stories []Story) ([]byte, error) {
	home := w.URL(p.key)
	document := rdfDocument{
		NS:       "http://purl.org/rss/1.0/",
		RDFNS:    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
		DublinNS: "http://purl.org/dc/elements/1.1/",
		BodyNS:   "http://purl.org/rss/1.0/modules/content/",
		Channel: rdfChannel{
			About: home + f.path, Title: f.name, Link: home + "/", Description: p.motto, Language: p.language,
			Date: dateOrNone(lastChange(stories), p, time.RFC3339),
		},
	}
	for _, s := range stories {
		item := w.rdfItem(p, f, s)
		document.Items = append(document.Items, item)
		document.Channel.Items = append(document.Channel.Items, rdfResource{item.About})
	}
	return marshal(document)
}

func (w *World) rdfItem(p *publisher, f feed, s Story) rdfItem {
	address := w.StoryURL(s)
	item := rdfItem{
		About: address, Title: s.Title, Link: p.link(address), Description: s.Summary, Creator: s.Author,
		Subjects: s.Tags, Date: s.Published.In(p.zone()).Format(time.RFC3339),
	}
	if f.full {
		item.Content = &cdata{w.bodyHTML(s)}
	}
	return item
}
