package page

import (
	"fmt"
	"html/template"
	"strings"
	"sync"
	"time"

	"alsoread/news"
)

// Part keeps how a part of a page was drawn, for the next page that shows the same.
// It belongs to the data that it is drawn of, and is thrown away with them; the
// times on it change by themselves, so each drawing is kept until the first of them
// does. The nil Part keeps nothing.
type Part struct {
	mu    sync.Mutex
	drawn map[variant]drawing
}

// variant is all that the same data may be drawn differently for.
type variant struct {
	root     string
	zone     *time.Location
	pictures bool
	marks    bool

	first bool       // of an entry: it leads the feed
	group news.Group // of an entry

	filter string // of a filter: what it is set to, the languages it offers
}

type drawing struct {
	html  template.HTML
	until time.Time
}

// maxVariants are kept of a part: of an entry there are two, of a filter as many as
// there are tags that are asked for.
const maxVariants = 32

// get returns what is kept, or draws.
func (p *Part) get(f Frame, v variant, draw func(Frame) (template.HTML, error)) (template.HTML, error) {
	v.root, v.zone, v.pictures, v.marks = f.Root, f.Zone, f.Pictures, f.Marks
	if p == nil {
		return draw(f)
	}
	p.mu.Lock()
	kept, ok := p.drawn[v]
	p.mu.Unlock()
	if ok && f.Now.Before(kept.until) {
		return kept.html, nil
	}
	until := f.Now.AddDate(1, 0, 0)
	f.until = &until
	html, err := draw(f)
	if err != nil {
		return "", err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn == nil || len(p.drawn) >= maxVariants {
		p.drawn = map[variant]drawing{}
	}
	p.drawn[v] = drawing{html, until}
	return html, nil
}

// changes notes that something on the part being drawn changes then.
func (f Frame) changes(at time.Time) {
	if f.until != nil && at.Before(*f.until) {
		*f.until = at
	}
}

// drawer is a set of templates, a part of which can be drawn by itself.
type drawer struct{ *template.Template }

func (d drawer) part(name string, view any) (template.HTML, error) {
	var b strings.Builder
	if err := d.ExecuteTemplate(&b, name, view); err != nil {
		return "", fmt.Errorf("draw %s: %w", name, err)
	}
	return template.HTML(b.String()), nil // made by a template, so it is escaped
}

// Entry draws a group in the feed.
func (v *Front) Entry(e Entry, first bool) (template.HTML, error) {
	return e.Drawn.get(v.Frame, variant{first: first, group: e.Group}, func(f Frame) (template.HTML, error) {
		return v.draw.part("entry", in(f, e, first))
	})
}

// FilterForm draws the filter of the feed.
func (v *Front) FilterForm() (template.HTML, error) {
	set := strings.Builder{}
	set.WriteString(v.Filter.Asked())
	for _, l := range v.Filter.Languages {
		set.WriteString(" " + l.Tag)
	}
	return v.Filter.Drawn.get(v.Frame, variant{filter: set.String()}, func(Frame) (template.HTML, error) {
		return v.draw.part("filter", v)
	})
}
