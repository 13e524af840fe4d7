package newsworld

import (
	"encoding/xml"
	"html"
	"strings"
	"time"
)

type rssDocument struct {
	XMLName  xml.Name   `xml:"rss"`
	Version  string     `xml:"version,attr"`
	AtomNS   string     `xml:"xmlns:atom,attr"`
	BodyNS   string     `xml:"xmlns:content,attr"`
	DublinNS string     `xml:"xmlns:dc,attr"`
	MediaNS  string     `xml:"xmlns:media,attr"`
	Channel  rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Self        atomLink  `xml:"atom:link"`
	Description string    `xml:"description"`
	Language    string    `xml:"language"`
	Built       string    `xml:"lastBuildDate,omitempty"`
	TTL         int       `xml:"ttl,omitempty"`
	Items       []rssItem `xml:"item"`
}

type rssItem struct {
	Title       string        `xml:"title"`
	Link        string        `xml:"link"`
	GUID        *rssGUID      `xml:"guid"`
	Published   string        `xml:"pubDate"`
	Creator     string        `xml:"dc:creator,omitempty"`
	Categories  []string      `xml:"category"`
	Description string        `xml:"description"`
	Content     *cdata        `xml:"content:encoded"`
	Enclosure   *rssEnclosure `xml:"enclosure"`
	Picture     *rssMedia     `xml:"media:content"`
	Source      *rssSource    `xml:"source"`
}

type rssGUID struct {
	PermaLink string `xml:"isPermaLink,attr"`
	Value     string `xml:",chardata"`
}

type rssEnclosure struct {
	URL    string `xml:"url,attr"`
	Length int    `xml:"length,attr"`
	Type   string `xml:"type,attr"`
}

type rssMedia struct {
	URL    string `xml:"url,attr"`
	Medium string `xml:"medium,attr"`
	Type   string `xml:"type,attr"`
}

type rssSource struct {
	URL  string `xml:"url,attr"`
	Name string `xml:",chardata"`
}

type cdata struct {
	Text string `xml:",cdata"`
}

func (w *World) writeRSS(p *publisher, f feed, stories []Story) ([]byte, error) {
	home := w.URL(p.key)
	channel := rssChannel{
		Title: f.name, Link: home + "/", Description: p.motto, Language: p.language, TTL: f.ttl,
		Self:  atomLink{Rel: "self", Type: "application/rss+xml", Href: home + f.path},
		Built: dateOrNone(lastChange(stories), p, time.RFC1123Z),
	}
	for _, s := range stories {
		channel.Items = append(channel.Items, w.rssItem(p, f, s))
	}
	return marshal(rssDocument{
		Version:  "2.0",
		AtomNS:   "http://www.w3.org/2005/Atom",
		BodyNS:   "http://purl.org/rss/1.0/modules/content/",
		DublinNS: "http://purl.org/dc/elements/1.1/",
		MediaNS:  "http://search.yahoo.com/mrss/",
		Channel:  channel,
	})
}

func (w *World) rssItem(p *publisher, f feed, s Story) rssItem {
	address := w.StoryURL(s)
	item := rssItem{
		Title: s.Title, Link: p.link(address), Creator: s.Author, Categories: s.Tags, Description: s.Summary,
		Published: s.Published.In(p.zone()).Format(time.RFC1123Z),
		GUID:      &rssGUID{PermaLink: "true", Value: address},
	}
	if f.noGUID {
		item.GUID = nil
	}
	if f.escaped {
		item.Title = emphasised(s.Title)
	}
	if f.full {
		item.Content = &cdata{w.bodyHTML(s)}
	}
	if s.Media != "" {
		item.Enclosure = &rssEnclosure{w.URL(p.key) + "/recordings/" + s.Slug + ".mp3", recordingBytes, "audio/mpeg"}
	}
	if s.Image != "" {
		item.Picture = &rssMedia{w.pictureURL(s), "image", pictureType(s)}
	}
	if s.Publisher != p.key {
		other := publisherOf(s.Publisher)
		item.Source = &rssSource{w.URL(s.Publisher) + other.feeds[0].path, other.name}
	}
	return item
}

// emphasised is a title as HTML, which a feed of plain-text titles should not
// hold but many do.
func emphasised(title string) string {
	first, rest, _ := strings.Cut(html.EscapeString(title), " ")
	return "<b>" + first + "</b> " + rest
}

func dateOrNone(t time.Time, p *publisher, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.In(p.zone()).Format(layout)
}

func marshal(document any) ([]byte, error) {
	body, err := xml.MarshalIndent(document, "", " ")
	if err != nil {
		return nil, err
	}
	return append([]byte(xml.Header), append(body, '\n')...), nil
}
