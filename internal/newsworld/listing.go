package newsworld

import (
	"bytes"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"
)

// latestWord heads the list of a publisher's newest stories.
var latestWord = map[string]string{
	"en": "Latest", "fr": "Dernières nouvelles", "de": "Aktuell", "es": "Lo último",
	"hi": "ताज़ा ख़बरें", "ja": "最新ニュース", "ar": "آخر الأخبار",
}

// teaser is a story as a page lists it.
type teaser struct {
	URL, Title, Summary, Section, Author, Picture string
	Published, Shown                              string
}

func (w *World) teasers(publisher string, limit int) []teaser {
	stories := w.published(publisher, "")
	return w.teasersOf(publisherOf(publisher), stories[:min(limit, len(stories))])
}

// teasersOf links by path, as pages do.
func (w *World) teasersOf(p *publisher, stories []Story) []teaser {
	var out []teaser
	for _, s := range stories {
		t := teaser{
			URL: s.path(), Title: s.Title, Summary: s.Summary, Section: s.Section, Author: s.Author,
			Published: s.Published.In(p.zone()).Format(time.RFC3339),
			Shown:     s.Published.In(p.zone()).Format("2 Jan 2006, 15:04"),
		}
		if s.Image != "" {
			t.Picture = picturePath(s)
		}
		out = append(out, t)
	}
	return out
}

func (w *World) sections(publisher string) []string {
	var sections []string
	for _, s := range w.published(publisher, "") {
		if s.Section != "" && !slices.Contains(sections, s.Section) {
			sections = append(sections, s.Section)
		}
	}
	slices.Sort(sections)
	return sections
}

var listingPage = template.Must(template.New("listing").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}" dir="{{.Direction}}">
<head>
<meta charset="utf-8">
<title>{{.Title}}</title>
<meta name="description" content="{{.Motto}}">
{{range .Feeds}}<link rel="alternate" type="{{.Type}}" title="{{.Title}}" href="{{.Href}}">
{{end}}</head>
<body>
<header><a href="/">{{.Publisher}}</a><p>{{.Motto}}</p>
<nav>{{range .Sections}}<a href="/#{{.}}">{{.}}</a> {{end}}</nav></header>
<main>
<h1>{{.Heading}}</h1>
{{range .Teasers}}<article class="card">
{{with .Picture}}<img src="{{.}}" alt="" loading="lazy">
{{end}}<p class="section">{{.Section}}</p>
<h2><a href="{{.URL}}">{{.Title}}</a></h2>
<p class="teaser">{{.Summary}}</p>
<p class="meta">{{with .Author}}<span class="author">{{.}}</span> · {{end}}<time datetime="{{.Published}}">{{.Shown}}</time></p>
</article>
{{end}}</main>
<footer><p>{{.Publisher}} · <a href="/robots.txt">robots.txt</a></p></footer>
</body>
</html>
`))

// writeListing writes a page of cards, for a publisher that has no feed.
func (w *World) writeListing(p *publisher, f feed, stories []Story) ([]byte, error) {
	return w.listingPage(p, f.name, stories)
}

func (w *World) listingPage(p *publisher, title string, stories []Story) ([]byte, error) {
	var buf bytes.Buffer
	err := listingPage.Execute(&buf, map[string]any{
		"Language": p.language, "Direction": p.direction(), "Title": title, "Publisher": p.name, "Motto": p.motto,
		"Heading": latestWord[p.language], "Sections": w.sections(p.key), "Feeds": advertised(p),
		"Teasers": w.teasersOf(p, stories),
	})
	return buf.Bytes(), err
}

type advertisement struct{ Type, Title, Href string }

// advertised are the feeds that a publisher's pages name in their head.
func advertised(p *publisher) []advertisement {
	var out []advertisement
	for _, f := range p.feeds {
		if f.format != listing {
			mediaType, _, _ := strings.Cut(mediaTypes[f.format], ";")
			out = append(out, advertisement{mediaType, f.name, f.path})
		}
	}
	return out
}

// serveHome answers with the publisher's front page.
func (w *World) serveHome(rw http.ResponseWriter, p *publisher) {
	stories := w.published(p.key, "")
	page, err := w.listingPage(p, p.name, stories[:min(20, len(stories))])
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.Write(page)
}
