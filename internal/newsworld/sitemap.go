package newsworld

import (
	"encoding/xml"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Where a publisher with sitemaps has them. The months are gzip-ed files.
const (
	sitemapIndex = "/sitemap.xml"
	newsSitemap  = "/sitemap-news.xml"
	monthSitemap = "/sitemaps/"
)

// newsDays is how long a story stays in the sitemap for news: what search
// engines ask for.
const newsDays = 2

type sitemapDocument struct {
	XMLName xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	NewsNS  string         `xml:"xmlns:news,attr"`
	ImageNS string         `xml:"xmlns:image,attr"`
	URLs    []sitemapStory `xml:"url"`
}

type sitemapStory struct {
	Address  string        `xml:"loc"`
	Modified string        `xml:"lastmod"`
	News     *sitemapNews  `xml:"news:news"`
	Image    *sitemapImage `xml:"image:image"`
}

type sitemapNews struct {
	Publication string `xml:"news:publication>news:name"`
	Language    string `xml:"news:publication>news:language"`
	Published   string `xml:"news:publication_date"`
	Title       string `xml:"news:title"`
	Keywords    string `xml:"news:keywords,omitempty"`
}

type sitemapImage struct {
	Address string `xml:"image:loc"`
}

type sitemapIndexDocument struct {
	XMLName  xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Sitemaps []sitemapEntry `xml:"sitemap"`
}

type sitemapEntry struct {
	Address  string `xml:"loc"`
	Modified string `xml:"lastmod"`
}

func (w *World) routeSitemaps(mux *http.ServeMux, p *publisher) {
	if !p.sitemaps {
		return
	}
	mux.HandleFunc("GET "+sitemapIndex, func(rw http.ResponseWriter, r *http.Request) {
		serveXML(rw, w.sitemapIndex(p))
	})
	mux.HandleFunc("GET "+newsSitemap, func(rw http.ResponseWriter, r *http.Request) {
		serveXML(rw, w.newsSitemap(p))
	})
	mux.HandleFunc("GET "+monthSitemap+"{file}", func(rw http.ResponseWriter, r *http.Request) { w.serveMonth(rw, r, p) })
}

func serveXML(rw http.ResponseWriter, document any) {
	body, err := marshal(document)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "application/xml")
	rw.Write(body)
}

// sitemapIndex names the sitemap for news and one of each month.
func (w *World) sitemapIndex(p *publisher) sitemapIndexDocument {
	var doc sitemapIndexDocument
	var months []string
	for _, s := range w.published(p.key, "") { // newest first
		if len(doc.Sitemaps) == 0 {
			doc.Sitemaps = append(doc.Sitemaps, sitemapEntry{w.URL(p.key) + newsSitemap, modified(s)})
		}
		if month := monthOf(s); !slices.Contains(months, month) {
			months = append(months, month)
			doc.Sitemaps = append(doc.Sitemaps, sitemapEntry{w.URL(p.key) + monthSitemap + month + ".xml.gz", modified(s)})
		}
	}
	return doc
}

func (w *World) newsSitemap(p *publisher) sitemapDocument {
	doc := newSitemap()
	since := w.Now().AddDate(0, 0, -newsDays)
	for _, s := range w.published(p.key, "") {
		if s.Published.Before(since) {
			continue
		}
		entry := sitemapStory{Address: w.StoryURL(s), Modified: modified(s), News: &sitemapNews{
			Publication: p.name, Language: p.language, Title: s.Title, Keywords: strings.Join(s.Tags, ", "),
			Published: s.Published.In(p.zone()).Format(time.RFC3339),
		}}
		if s.Image != "" {
			entry.Image = &sitemapImage{w.URL(p.key) + picturePath(s)}
		}
		doc.URLs = append(doc.URLs, entry)
	}
	return doc
}

// serveMonth sends a file that is compressed itself, and is not labelled so.
func (w *World) serveMonth(rw http.ResponseWriter, r *http.Request, p *publisher) {
	month, ok := strings.CutSuffix(r.PathValue("file"), ".xml.gz")
	doc := newSitemap()
	for _, s := range w.published(p.key, "") {
		if monthOf(s) == month {
			doc.URLs = append(doc.URLs, sitemapStory{Address: w.StoryURL(s), Modified: modified(s)})
		}
	}
	body, err := marshal(doc)
	if !ok || len(doc.URLs) == 0 || err != nil {
		http.NotFound(rw, r)
		return
	}
	rw.Header().Set("Content-Type", "application/gzip")
	rw.Write(zipped(body))
}

func newSitemap() sitemapDocument {
	return sitemapDocument{NewsNS: "http://www.google.com/schemas/sitemap-news/0.9", ImageNS: "http://www.google.com/schemas/sitemap-image/1.1"}
}

func monthOf(s Story) string  { return s.Published.UTC().Format("2006-01") }
func modified(s Story) string { return s.lastChange().UTC().Format(time.RFC3339) }

// loginPage is what a publisher has in place of the part of its site that is
// for members.
var loginPage = template.Must(template.New("login").Parse(`<!DOCTYPE html>
<html lang="{{.language}}"><head><meta charset="utf-8"><title>Log in – {{.name}}</title></head>
<body><h1>{{.name}}</h1><p>This part is for members.</p>
<form action="/members/" method="post">
<input type="email" name="who"><input type="password" name="secret"><button>Log in</button>
</form></body></html>
`))

func serveLogin(rw http.ResponseWriter, p *publisher) {
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := loginPage.Execute(rw, map[string]string{"language": p.language, "name": p.name}); err != nil {
		fmt.Fprintln(rw, err)
	}
}
