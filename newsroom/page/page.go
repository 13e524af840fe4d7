package page

import (
	"embed"
	"fmt"
	"html/template"
	"io"
)

//go:embed templates/*.html
var templates embed.FS

// Policy is the Content-Security-Policy under which all pages work: style,
// script, pictures and live events come from the newsroom itself, or not at all.
const Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Pages draws. It is safe for use by many goroutines.
type Pages struct {
	front, group, story, sources, preview, imported, search, feeds, login, problem *template.Template
}

// New reads the templates, which are part of the program: it panics when one
// of them is broken.
func New() *Pages {
	frame := template.Must(template.New("frame").Funcs(functions).ParseFS(templates, "templates/frame.html", "templates/parts.html"))
	read := func(name string) *template.Template {
		return template.Must(template.Must(frame.Clone()).ParseFS(templates, "templates/"+name+".html"))
	}
	return &Pages{
		front: read("front"), group: read("group"), story: read("story"), sources: read("sources"),
		preview: read("preview"), imported: read("imported"), search: read("search"), feeds: read("feeds"), login: read("login"), problem: read("problem"),
	}
}

// Front writes the front page.
func (p *Pages) Front(w io.Writer, v *Front) error {
	v.draw = drawer{p.front}
	return draw(w, p.front, v)
}

// Group writes the page of one event.
func (p *Pages) Group(w io.Writer, v *Group) error { return draw(w, p.group, v) }

// Story writes the page of one story.
func (p *Pages) Story(w io.Writer, v *Story) error { return draw(w, p.story, v) }

// Sources writes the page of all sources.
func (p *Pages) Sources(w io.Writer, v *Sources) error { return draw(w, p.sources, v) }

// Preview writes what was found at an address that may become a source.
func (p *Pages) Preview(w io.Writer, v *Preview) error { return draw(w, p.preview, v) }

// Imported writes what became of a list of subscriptions.
func (p *Pages) Imported(w io.Writer, v *Imported) error { return draw(w, p.imported, v) }

// Search writes what was found.
func (p *Pages) Search(w io.Writer, v *Search) error { return draw(w, p.search, v) }

// Feeds writes the page that lists the feeds.
func (p *Pages) Feeds(w io.Writer, v *Feeds) error { return draw(w, p.feeds, v) }

// Login writes the door.
func (p *Pages) Login(w io.Writer, v *Login) error { return draw(w, p.login, v) }

// Problem writes a page that says what went wrong.
func (p *Pages) Problem(w io.Writer, v *Problem) error { return draw(w, p.problem, v) }

func draw(w io.Writer, t *template.Template, view any) error {
	if err := t.ExecuteTemplate(w, "page", view); err != nil {
		return fmt.Errorf("draw the page: %w", err)
	}
	return nil
}

// functions are what the templates may call; the rest are methods of views.
var functions = template.FuncMap{
	"asset":      Asset,
	"coverage":   coverage,
	"thousands":  thousands,
	"plural":     plural,
	"because":    because,
	"terms":      terms,
	"plain":      plain,
	"in":         in,
	"percentage": percentage,
}

// cell is one thing of a page, with the frame it stands in: templates within
// templates see nothing else.
type cell struct {
	Frame
	It    any
	First bool
}

func in(f Frame, it any, first ...bool) cell {
	return cell{Frame: f, It: it, First: len(first) > 0 && first[0]}
}
