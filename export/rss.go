package export

import (
	"io"
	"iter"
	"strconv"
	"time"

	"alsoread/news"
)

const rssHead = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"` +
	` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
`

// WriteRSS writes RSS 2.0 with the elements that the RSS Profile of the RSS
// Advisory Board recommends. Items carry one enclosure, as that profile asks;
// further files are media:content. It returns the first error of w or of
// stories; the document is then incomplete.
func WriteRSS(w io.Writer, f Feed, stories iter.Seq2[news.Story, error]) error {
	r := &rssWriter{output: newOutput(w), feed: &f}
	return r.write("RSS", r, f.Updated, stories)
}

type rssWriter struct {
	*output
	feed *Feed
}

func (r *rssWriter) head(updated *time.Time) {
	f, self := r.feed, webURL(r.feed.Self)
	r.raw(rssHead)
	r.plain("title", f.Title)
	r.element("link", orElse(orElse(webURL(f.Link), self), "http://localhost/"))
	r.plain("description", orElse(f.Description, f.Title))
	if self != "" {
		r.raw("<atom:link")
		r.attribute("href", self)
		r.raw(` rel="self" type="application/rss+xml"/>` + "\n")
	}
	r.elementIf("language", language(f.Language))
	if updated != nil {
		r.date("lastBuildDate", *updated, rssDate)
	}
	r.element("generator", f.generator())
}

func (r *rssWriter) end(updated *time.Time) {
	if updated != nil {
		r.date("lastBuildDate", *updated, rssDate)
	}
	r.raw("</channel>\n</rss>\n")
}

// plain writes an element whose text readers have been seen to take for HTML.
func (r *rssWriter) plain(name, text string) {
	r.open(name)
	r.buf = appendEscaped(r.buf, text, &rssText)
	r.close(name)
}

func (r *rssWriter) plainEach(name string, texts []string) {
	for _, text := range texts {
		if !blank(text) {
			r.plain(name, text)
		}
	}
}

func (r *rssWriter) item(s *news.Story) {
	r.raw("<item>\n")
	r.plain("title", s.Title)
	r.elementIf("link", webURL(s.URL))
	r.raw(`<guid isPermaLink="false">`)
	r.buf = appendID(r.buf, s)
	r.close("guid")
	r.date("pubDate", published(s), rssDate)
	if s.Updated.After(published(s)) {
		r.date("atom:updated", s.Updated, atomDate)
	}
	r.plainEach("dc:creator", s.Authors)
	r.plainEach("category", s.Categories)
	r.elementIf("comments", webURL(s.CommentsURL))
	r.elementIf("dc:language", language(s.Language))
	r.elementIf("description", s.Summary)
	r.content(s)
	r.files(s)
	r.source(s)
	r.raw("</item>\n")
}

// content writes the story's text, and what its publisher recommends at the end.
func (r *rssWriter) content(s *news.Story) {
	also := alsoReadHTML(s)
	if also == "" {
		r.elementIf("content:encoded", s.Content)
		return
	}
	r.element("content:encoded", orElse(s.Content, s.Summary)+also)
}

// files writes the first enclosure as such and the image and all other
// enclosures as Media RSS.
func (r *rssWriter) files(s *news.Story) {
	image := webURL(s.Image)
	first := true
	for i := range s.Enclosures {
		e := &s.Enclosures[i]
		address := webURL(e.URL)
		if address == "" {
			continue
		}
		if first {
			r.enclosure(address, e)
		} else if address != image {
			r.media(address, e)
		}
		first = false
	}
	r.image(image)
}

// image writes a story's image in both ways that readers look for.
func (o *output) image(address string) {
	if address == "" {
		return
	}
	o.raw("<media:content")
	o.attribute("url", address)
	o.raw(` medium="image"/>` + "\n<media:thumbnail")
	o.attribute("url", address)
	o.raw("/>\n")
}

// enclosure writes all three attributes, which RSS 2.0 requires; an unknown
// length is 0, as the profile advises.
func (r *rssWriter) enclosure(address string, e *news.Enclosure) {
	r.raw("<enclosure")
	r.attribute("url", address)
	r.attribute("length", strconv.FormatInt(max(e.Length, 0), 10))
	r.attribute("type", mediaType(e.Type, address))
	r.raw("/>\n")
}

func (r *rssWriter) media(address string, e *news.Enclosure) {
	kind := mediaType(e.Type, address)
	r.raw("<media:content")
	r.attribute("url", address)
	if e.Length > 0 {
		r.attribute("fileSize", strconv.FormatInt(e.Length, 10))
	}
	r.attribute("type", kind)
	if m := medium(kind); m != "" {
		r.attribute("medium", m)
	}
	r.raw("/>\n")
}

// source names the source that listed the story first.
func (r *rssWriter) source(s *news.Story) {
	if len(s.Sightings) == 0 {
		return
	}
	first := &s.Sightings[0]
	address := webURL(first.SourceURL)
	if address == "" {
		return
	}
	r.raw("<source")
	r.attribute("url", address)
	r.raw(">")
	r.buf = appendEscaped(r.buf, first.Source, &rssText)
	r.close("source")
}
