package newsroom

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"alsoread/news"
)

//go:embed index.html
var indexHTML string

//go:embed index.css
var indexCSS string

var indexPage = template.Must(template.New("index").Parse(indexHTML))

// indexPolicy lets the page's one style sheet in, by its hash, and its form ask
// this server.
var indexPolicy = func() string {
	sum := sha256.Sum256([]byte(indexCSS))
	return "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; style-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'"
}()

// pageRoutes are for people with a browser. What no other part answers ends here.
func (r *Room) pageRoutes() []route {
	return []route{
		{"GET", "/{$}", ScopeRead, r.index},
		{"GET", "/", ScopeNone, func(http.ResponseWriter, *http.Request) error { return errNotFound }},
	}
}

// maxListed bounds the sources on the page; the others are in the OPML file.
const maxListed = 500

// indexView is what the page shows.
type indexView struct {
	Title   string
	Style   template.CSS
	Changed string
	All     []feedLink
	Formats []format
	Tags    []feedRow
	Sources []feedRow
	Hidden  int // sources that are not listed
}

type feedRow struct {
	Name  string
	Note  string
	Links []feedLink
}

type feedLink struct {
	Format string
	Type   string
	Href   string // relative, so that it holds behind any prefix
}

// index serves the page that lists the feeds.
func (r *Room) index(w http.ResponseWriter, req *http.Request) error {
	return r.answer(w, req, document{contentType: "text/html; charset=utf-8", csp: indexPolicy, make: func(ctx context.Context, w io.Writer) error {
		view, err := r.view(ctx)
		if err != nil {
			return err
		}
		return indexPage.Execute(w, view)
	}})
}

func (r *Room) view(ctx context.Context) (*indexView, error) {
	sources, err := r.store.Sources(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the sources: %w", err)
	}
	v := &indexView{Title: r.title, Style: template.CSS(indexCSS), All: links("all"), Formats: formats, Tags: tagRows(sources)}
	for i := range sources {
		s := &sources[i]
		switch {
		case s.Gone:
		case len(v.Sources) < maxListed:
			v.Sources = append(v.Sources, feedRow{Name: s.Name, Note: r.note(s), Links: links("source/" + url.PathEscape(s.Name))})
		default:
			v.Hidden++
		}
	}
	if r.version != nil {
		_, changed, err := r.version(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the version of the data: %w", err)
		}
		if !changed.IsZero() {
			v.Changed = r.show(changed)
		}
	}
	return v, nil
}

func links(path string) []feedLink {
	all := make([]feedLink, 0, len(formats))
	for _, f := range formats {
		all = append(all, feedLink{Format: f.Name, Type: f.ContentType, Href: "feeds/" + path + "." + f.Ending})
	}
	return all
}

// tagRows lists the tags of all sources by name.
func tagRows(sources []news.SourceState) []feedRow {
	var tags []string
	for i := range sources {
		if !sources[i].Gone {
			tags = append(tags, sources[i].Tags...)
		}
	}
	slices.Sort(tags)
	var rows []feedRow
	for _, tag := range slices.Compact(tags) {
		rows = append(rows, feedRow{Name: tag, Links: links("tag/" + url.PathEscape(tag))})
	}
	return rows
}

// note says how a source fares.
func (r *Room) note(s *news.SourceState) string {
	switch {
	case !s.State.Retired.IsZero():
		return "retired by its publisher"
	case s.State.Failures > 0:
		return "failing since " + r.show(s.State.FailingSince)
	case s.State.LastSuccess.IsZero():
		return "not read yet"
	case s.Stories == 1:
		return "1 story"
	}
	return fmt.Sprintf("%d stories", s.Stories)
}

func (r *Room) show(t time.Time) string { return t.In(r.zone).Format("2 January 2006, 15:04 MST") }
