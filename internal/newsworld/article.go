package newsworld

import (
	"fmt"
	"html"
	"html/template"
	"net/http"
	"strings"
	"time"
)

// bodyHTML is the text of an article, well-formed as XML too.
func (w *World) bodyHTML(s Story) string {
	var b strings.Builder
	for _, block := range s.Blocks {
		text := html.EscapeString(block.Text)
		switch block.Kind {
		case Paragraph:
			fmt.Fprintf(&b, "<p>%s</p>\n", text)
		case Heading:
			fmt.Fprintf(&b, "<h2>%s</h2>\n", text)
		case Quote:
			fmt.Fprintf(&b, "<blockquote><p>%s</p></blockquote>\n", text)
		case Also:
			b.WriteString(alsoShapes[block.Shape](text, w.anchors(block.Links)))
		}
	}
	return b.String()
}

// anchors are the links of an Also block to stories that are there by now.
func (w *World) anchors(links []string) []string {
	var anchors []string
	for _, link := range links {
		publisher, slug, _ := strings.Cut(link, "/")
		if s, ok := w.find(publisher, slug); ok {
			anchors = append(anchors, fmt.Sprintf(`<a href="%s">%s</a>`, html.EscapeString(w.StoryURL(s)), html.EscapeString(s.firstTitle)))
		}
	}
	return anchors
}

// alsoShapes are the ways in which publishers set a block of related coverage.
// Without a link there is no block.
var alsoShapes = map[string]func(label string, anchors []string) string{
	// A paragraph of its own: a label in bold and the links after it.
	"label": func(label string, anchors []string) string {
		return ifAny(anchors, "<p><strong>"+label+":</strong> "+strings.Join(anchors, "; ")+"</p>\n")
	},
	// All in bold, label and link parted by a bar, one paragraph a link.
	"pipe": func(label string, anchors []string) string {
		var b strings.Builder
		for _, a := range anchors {
			b.WriteString("<p><strong>" + label + " | " + a + "</strong></p>\n")
		}
		return b.String()
	},
	// The label as a paragraph, the links as a list after it.
	"list": func(label string, anchors []string) string {
		return ifAny(anchors, "<p><em>"+label+"</em></p>\n<ul>\n"+listItems(anchors)+"</ul>\n")
	},
	// The same under a heading.
	"heading": func(label string, anchors []string) string {
		return ifAny(anchors, "<h3>"+label+"</h3>\n<ul>\n"+listItems(anchors)+"</ul>\n")
	},
	// A box beside the text.
	"aside": func(label string, anchors []string) string {
		return ifAny(anchors, "<aside class=\"related-box\"><h4>"+label+"</h4><ul>\n"+listItems(anchors)+"</ul></aside>\n")
	},
	// A card a link, as content systems insert them.
	"card": func(label string, anchors []string) string {
		var b strings.Builder
		for _, a := range anchors {
			b.WriteString("<div class=\"also-read-card\"><span class=\"kicker\">" + label + "</span><h4>" + a + "</h4></div>\n")
		}
		return b.String()
	},
}

func ifAny(anchors []string, block string) string {
	if len(anchors) == 0 {
		return ""
	}
	return block
}

func listItems(anchors []string) string {
	var b strings.Builder
	for _, a := range anchors {
		b.WriteString("<li>" + a + "</li>\n")
	}
	return b.String()
}

var articlePage = template.Must(template.New("article").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}" dir="{{.Direction}}">
<head>
<meta charset="utf-8">
<title>{{.Story.Title}} | {{.Publisher}}</title>
<link rel="canonical" href="{{.URL}}">
<meta property="og:type" content="article">
<meta property="og:title" content="{{.Story.Title}}">
<meta property="og:site_name" content="{{.Publisher}}">
{{with .Picture}}<meta property="og:image" content="{{.}}">
{{end}}<meta name="description" content="{{.Story.Summary}}">
<meta property="article:published_time" content="{{.Published}}">
<script type="application/ld+json">{{.LinkedData}}</script>
</head>
<body>
<header><a href="/">{{.Publisher}}</a><p>{{.Motto}}</p>
<nav>{{range .Sections}}<a href="/#{{.}}">{{.}}</a> {{end}}</nav></header>
<main>
<article>
<h1>{{.Story.Title}}</h1>
<p class="byline">{{with .Story.Author}}<span class="author">{{.}}</span> · {{end}}<time datetime="{{.Published}}">{{.Shown}}</time></p>
{{with .Picture}}<figure><img src="{{.}}" alt="" width="640" height="360"></figure>
{{end}}<div class="article-body">
{{.Body}}</div>
</article>
</main>
<aside class="sidebar"><h2>{{.Latest}}</h2><ol>
{{range .Others}}<li><a href="{{.URL}}">{{.Title}}</a></li>
{{end}}</ol></aside>
<footer><p>{{.Publisher}} · {{.Motto}}</p></footer>
</body>
</html>
`))

func (w *World) serveArticle(rw http.ResponseWriter, r *http.Request, p *publisher) {
	s, ok := w.find(p.key, r.PathValue("slug"))
	if !ok || s.path() != r.URL.Path {
		http.NotFound(rw, r)
		return
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.Header().Set("Last-Modified", s.lastChange().UTC().Format(http.TimeFormat))
	articlePage.Execute(rw, w.articleData(p, s))
}

func (w *World) articleData(p *publisher, s Story) map[string]any {
	published := s.Published.In(p.zone())
	picture := ""
	if s.Image != "" {
		picture = w.pictureURL(s)
	}
	return map[string]any{
		"Story": s, "URL": w.StoryURL(s), "Publisher": p.name, "Motto": p.motto,
		"Language": p.language, "Direction": p.direction(), "Picture": picture,
		"Published": published.Format(time.RFC3339), "Shown": published.Format("2 Jan 2006, 15:04"),
		"Body": template.HTML(w.bodyHTML(s)), "LinkedData": w.linkedData(p, s),
		"Sections": w.sections(p.key), "Latest": latestWord[p.language], "Others": w.teasers(p.key, 6),
	}
}

// linkedData is the article as schema.org has it.
func (w *World) linkedData(p *publisher, s Story) map[string]any {
	return map[string]any{
		"@context": "https://schema.org", "@type": "NewsArticle",
		"headline": s.Title, "url": w.StoryURL(s), "inLanguage": p.language,
		"datePublished": s.Published.In(p.zone()).Format(time.RFC3339),
		"dateModified":  s.lastChange().In(p.zone()).Format(time.RFC3339),
		"author":        map[string]any{"@type": "Person", "name": s.Author},
		"publisher":     map[string]any{"@type": "NewsMediaOrganization", "name": p.name},
	}
}
