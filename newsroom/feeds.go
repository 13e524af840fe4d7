package newsroom

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"alsoread/export"
	"alsoread/news"
)

// format is a kind of feed, by the ending of its address.
type format struct {
	Name        string
	Ending      string
	ContentType string
	write       func(io.Writer, export.Feed, iter.Seq2[news.Story, error]) error
}

var formats = []format{
	{"RSS", "rss", "application/rss+xml", export.WriteRSS},
	{"Atom", "atom", "application/atom+xml", export.WriteAtom},
	{"JSON Feed", "json", "application/feed+json", export.WriteJSON},
}

// maxContent bounds the HTML of one feed, in bytes; stories beyond it are left
// out. A thousand stories of today's news hold 3 to 4 MB.
const maxContent = 32 << 20

func (r *Room) feedRoutes() []route {
	return []route{
		{"GET", "/feeds/{file}", ScopeRead, r.feed},
		{"GET", "/feeds/groups.rss", ScopeRead, r.groupsFeed},
		{"GET", "/feeds/groups.atom", ScopeRead, r.groupsFeed},
		{"GET", "/feeds/groups.json", ScopeRead, r.groupsFeed},
		{"GET", "/feeds/group/{file}", ScopeRead, r.groupFeed},
		{"GET", "/feeds/{kind}/{file}", ScopeRead, r.feed},
		{"GET", "/opml", ScopeRead, r.opml},
		{"GET", "/about/json-feed", ScopeRead, r.aboutJSONFeed},
	}
}

// feed serves the merged feeds.
func (r *Room) feed(w http.ResponseWriter, req *http.Request) error {
	name, f, ok := splitEnding(req.PathValue("file"))
	if !ok {
		return errNotFound
	}
	q := news.Query{Limit: defaultLimit, Content: true}
	known, err := parameters(req.URL.Query(), &q, r.zone)
	if err != nil {
		return err
	}
	if err := r.resolve(req.Context(), &q); err != nil {
		return err
	}
	title, err := r.choose(req.Context(), req.PathValue("kind"), name, known.Get("q"), &q)
	if err != nil {
		return err
	}
	meta := export.Feed{
		Title: title + narrowed(known.Get("q")), Description: "Stories kept by " + r.title + ", newest first", Generator: r.generator,
		Link: r.baseOf(req), Self: r.self(req, known), About: r.baseOf(req) + "about/json-feed",
	}
	d := document{contentType: f.ContentType + "; charset=utf-8", make: func(ctx context.Context, w io.Writer) error {
		return r.write(ctx, w, f, meta, q)
	}}
	if d.state, d.changed, err = r.state(req.Context(), meta.Self); err != nil {
		return err
	}
	return r.answer(w, req, d)
}

func splitEnding(file string) (name string, f format, ok bool) {
	dot := strings.LastIndexByte(file, '.')
	if dot <= 0 {
		return "", format{}, false
	}
	i := slices.IndexFunc(formats, func(f format) bool { return f.Ending == file[dot+1:] })
	if i < 0 {
		return "", format{}, false
	}
	return file[:dot], formats[i], true
}

// choose narrows q to what the path names and returns the feed's title.
func (r *Room) choose(ctx context.Context, kind, name, search string, q *news.Query) (string, error) {
	switch {
	case kind == "" && name == "all":
		return r.title, nil
	case kind == "" && name == "search":
		if search == "" {
			return "", &refusal{status: http.StatusBadRequest, text: "q is missing: the words to look for"}
		}
		return r.title, nil
	case kind == "tag":
		return r.chooseAmong(ctx, name, &q.Tags, func(s *news.SourceState) []string { return s.Tags })
	case kind == "source":
		return r.chooseAmong(ctx, name, &q.Sources, func(s *news.SourceState) []string { return []string{s.Name} })
	}
	return "", errNotFound
}

// narrowed is what a title says of a search.
func narrowed(search string) string {
	if search == "" {
		return ""
	}
	return ": " + search
}

// resolve finds whose the names of a search are.
func (r *Room) resolve(ctx context.Context, q *news.Query) error {
	if len(q.Sources)+len(q.Tags) == 0 && q.Publisher == "" {
		return nil
	}
	sources, err := r.sourceList(ctx)
	if err != nil {
		return err
	}
	if err := q.Resolve(sources.all); err != nil {
		return &refusal{status: http.StatusBadRequest, text: "q: " + err.Error()}
	}
	return nil
}

// chooseAmong sets one name in the query if a source has it, regardless of case
// where no source has it as it is written.
func (r *Room) chooseAmong(ctx context.Context, name string, field *[]string, names func(*news.SourceState) []string) (string, error) {
	list, err := r.sourceList(ctx)
	if err != nil {
		return "", err
	}
	sources := list.all
	found := ""
	for i := range sources {
		for _, n := range names(&sources[i]) {
			if n == name || found == "" && strings.EqualFold(n, name) {
				found = n
			}
		}
		if found == name {
			break
		}
	}
	switch {
	case found == "":
		return "", errNotFound
	case len(*field) > 0:
		return "", &refusal{status: http.StatusBadRequest, text: "q: the address names one already"}
	}
	*field = []string{found}
	return r.title + ": " + found, nil
}

// write makes the feed. The stories are read first and all at once, so that
// the store is free while they are formatted and the feed can begin with its
// date.
func (r *Room) write(ctx context.Context, w io.Writer, f format, meta export.Feed, q news.Query) error {
	var stories []news.Story
	size := 0
	for s, err := range r.store.Stories(ctx, q) {
		if err != nil {
			return fmt.Errorf("read the stories: %w", err)
		}
		if size += len(s.Content) + len(s.Summary); size > maxContent {
			break
		}
		stories = append(stories, s)
		if at := export.LastChange(&s); at.After(meta.Updated) {
			meta.Updated = at
		}
	}
	return f.write(w, meta, func(yield func(news.Story, error) bool) {
		for _, s := range stories {
			if !yield(s, nil) {
				return
			}
		}
	})
}

// state names the data and the program that a document at this address is made
// by, and says when the data last changed.
func (r *Room) state(ctx context.Context, address string) (string, time.Time, error) {
	if r.version == nil {
		return "", time.Time{}, nil
	}
	name, changed, err := r.version(ctx)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("read the version of the data: %w", err)
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{name, strconv.FormatInt(changed.UnixNano(), 10), r.generator, r.title, address}, "\x00")))
	return hex.EncodeToString(sum[:8]), changed, nil
}

// baseOf is the address of the newsroom, with a slash at the end. The request's
// own host has passed the guard.
func (r *Room) baseOf(req *http.Request) string {
	if r.base != "" {
		return r.base
	}
	scheme := "http"
	if req.TLS != nil {
		scheme = "https"
	}
	return (&url.URL{Scheme: scheme, Host: req.Host, Path: "/"}).String()
}

// self is the address of the document itself, with what was asked of it.
func (r *Room) self(req *http.Request, known url.Values) string {
	self := r.baseOf(req) + strings.TrimPrefix(req.URL.EscapedPath(), "/")
	if len(known) > 0 {
		self += "?" + known.Encode()
	}
	return self
}
