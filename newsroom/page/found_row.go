package page

import (
	"html/template"

	"alsoread/news"
)

// Rows draws what was found. It is written by hand for the reason that that of the
// sources is: of a page of thirty stories the template took a third of the time.
func (v *Search) Rows() template.HTML {
	b := &markupBuilder{}
	words := folds(v.Words)
	for i := range v.Found {
		v.row(b, &v.Found[i], words)
	}
	return template.HTML(b.String())
}

func (v *Search) row(b *markupBuilder, s *news.Story, words [][]rune) {
	id := whole(s.ID)
	b.raw("\n<article class=\"entry\" tabindex=\"-1\" id=\"s", id, `" aria-labelledby="t`, id, "\">\n")
	b.raw(`<h2 id="t`, id, `" dir="auto"`).language(s.Language).raw(`><a class="open" href="`).text(v.StoryWay(s.ID)).raw(`">`)
	b.marked(s.Title, words)
	b.raw("</a></h2>\n<p class=\"meta\"><bdi>").text(s.Publisher).raw(`</bdi> <span class="age">`, string(v.Ago(s.Sort)), `</span>`)
	if s.Group != 0 {
		b.raw(` <a href="`).text(v.GroupWay(s.Group)).raw(`">the event</a>`)
	}
	if to := v.Outside(s.URL); to != "" {
		b.raw(` <a class="source" href="`).text(to).raw(`" rel="noopener noreferrer">View Source</a>`)
	}
	b.raw("</p>\n")
	if s.Summary != "" {
		b.raw(`<p class="summary" dir="auto">`)
		b.marked(around(plain(s.Summary, 4000), words, 240), words)
		b.raw("</p>\n")
	}
	b.raw("</article>")
}

// language writes the attribute of a language that is known.
func (b *markupBuilder) language(tag string) *markupBuilder {
	if tag != "" {
		b.raw(` lang="`).text(tag).raw(`"`)
	}
	return b
}
