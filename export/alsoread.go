package export

import (
	"html"
	"strings"

	"alsoread/news"
)

// defaultLabel stands where the publisher gave its links none.
const defaultLabel = "Also Read"

// links are those of a story's links that may be written, without a title only
// as their address.
func links(s *news.Story) []news.Link {
	var out []news.Link
	for _, l := range s.AlsoRead {
		if l.URL = webURL(l.URL); l.URL == "" {
			continue
		}
		l.Title, l.Label = orElse(l.Title, l.URL), orElse(l.Label, defaultLabel)
		out = append(out, l)
	}
	return out
}

// alsoReadHTML is a description list of a story's links: each label, and the
// links that it stood over. RSS has no element for them.
func alsoReadHTML(s *news.Story) string {
	var b strings.Builder
	label := ""
	for _, l := range links(s) {
		if b.Len() == 0 {
			b.WriteString("\n<dl>")
		}
		if l.Label != label {
			label = l.Label
			b.WriteString("<dt>" + html.EscapeString(label) + "</dt>")
		}
		b.WriteString(`<dd><a href="` + html.EscapeString(l.URL) + `">` + html.EscapeString(l.Title) + "</a></dd>")
	}
	if b.Len() > 0 {
		b.WriteString("</dl>")
	}
	return b.String()
}
