package newsworld

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"strings"
	"time"
)

// serve starts the publisher's server, unless it is down.
func (w *World) serve(p *publisher) {
	listener := w.places[p.key].listener
	if listener == nil {
		return
	}
	server := &http.Server{
		Handler:           w.logged(p, w.routes(p)),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       time.Minute,
	}
	w.servers = append(w.servers, server)
	w.serving.Go(func() { server.Serve(listener) }) // always http.ErrServerClosed: nothing else closes the listener
}

func (w *World) routes(p *publisher) http.Handler {
	mux := http.NewServeMux()
	for _, f := range p.feeds {
		mux.HandleFunc("GET "+f.path, func(rw http.ResponseWriter, r *http.Request) { w.serveFeed(rw, r, p, f) })
		if f.moved != "" {
			mux.Handle("GET "+f.moved, http.RedirectHandler(f.path, http.StatusMovedPermanently))
		}
	}
	mux.HandleFunc("GET /{$}", func(rw http.ResponseWriter, r *http.Request) { w.serveHome(rw, p) })
	mux.HandleFunc("GET /robots.txt", func(rw http.ResponseWriter, r *http.Request) { w.serveRobots(rw, p) })
	mux.HandleFunc("GET /members/{$}", func(rw http.ResponseWriter, r *http.Request) { serveLogin(rw, p) })
	w.routeSitemaps(mux, p)
	mux.HandleFunc("GET /pictures/{file}", servePicture)
	mux.HandleFunc("GET /recordings/{slug}", func(rw http.ResponseWriter, r *http.Request) { w.serveRecording(rw, r, p) })
	mux.HandleFunc("GET /{section}/{year}/{month}/{day}/{slug}", func(rw http.ResponseWriter, r *http.Request) {
		w.serveArticle(rw, r, p)
	})
	return mux
}

func (w *World) serveRobots(rw http.ResponseWriter, p *publisher) {
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintln(rw, "User-agent: *")
	fmt.Fprintln(rw, strings.TrimSpace("Disallow: "+p.closed))
	if p.sitemaps {
		fmt.Fprintf(rw, "\nSitemap: %s\n", w.URL(p.key)+sitemapIndex)
	}
}

// mediaTypes are those that publishers of each format commonly send.
var mediaTypes = map[format]string{
	rss2:     "application/rss+xml; charset=utf-8",
	rss1:     "application/xml",
	atom:     "application/atom+xml; charset=utf-8",
	jsonFeed: "application/feed+json",
	listing:  "text/html; charset=utf-8",
}

func (w *World) serveFeed(rw http.ResponseWriter, r *http.Request, p *publisher, f feed) {
	stories := w.listed(p, f)
	body, err := w.document(p, f, stories)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	var changed time.Time
	if p.validators.lastModified() {
		changed = lastChange(stories)
	}
	if p.validators.etag() {
		rw.Header().Set("ETag", entityTag(body))
	}
	rw.Header().Set("Content-Type", mediaTypes[f.format])
	rw.Header().Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		rw.Header().Set("Content-Encoding", "gzip")
		body = zipped(body)
	}
	http.ServeContent(rw, r, "", changed, bytes.NewReader(body))
}

// listed are the stories in a feed, newest first.
func (w *World) listed(p *publisher, f feed) []Story {
	stories := w.published(p.key, f.section)
	for _, other := range f.others {
		publisher, slug, _ := strings.Cut(other, "/")
		if s, ok := w.find(publisher, slug); ok {
			stories = append(stories, s)
		}
	}
	limit := f.limit
	if limit == 0 {
		limit = 30
	}
	return stories[:min(limit, len(stories))]
}

func (w *World) document(p *publisher, f feed, stories []Story) ([]byte, error) {
	switch f.format {
	case rss2:
		return w.writeRSS(p, f, stories)
	case rss1:
		return w.writeRDF(p, f, stories)
	case atom:
		return w.writeAtom(p, f, stories)
	case jsonFeed:
		return w.writeJSONFeed(p, f, stories)
	case listing:
		return w.writeListing(p, f, stories)
	}
	return nil, fmt.Errorf("no writer for %s", f.format)
}

func lastChange(stories []Story) time.Time {
	var last time.Time
	for _, s := range stories {
		if c := s.lastChange(); c.After(last) {
			last = c
		}
	}
	return last
}

// entityTag is weak (RFC 9110, section 8.8.1): it stands for the text, whether
// that is sent compressed or not.
func entityTag(body []byte) string {
	h := fnv.New64a()
	h.Write(body)
	return fmt.Sprintf(`W/"%016x"`, h.Sum64())
}

func zipped(body []byte) []byte {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	z.Write(body)
	z.Close()
	return buf.Bytes()
}

// serveRecording sends a quarter of a minute of silence: MPEG-1 layer III
// frames of 128 kbit/s at 44.1 kHz with nothing in them.
func (w *World) serveRecording(rw http.ResponseWriter, r *http.Request, p *publisher) {
	slug := strings.TrimSuffix(r.PathValue("slug"), ".mp3")
	s, ok := w.find(p.key, slug)
	if !ok || s.Media == "" {
		http.NotFound(rw, r)
		return
	}
	rw.Header().Set("Content-Type", "audio/mpeg")
	http.ServeContent(rw, r, "", s.Published, io.NewSectionReader(silence{}, 0, recordingBytes))
}

const (
	frameBytes     = 417
	recordingBytes = 574 * frameBytes
)

type silence struct{}

var frameHeader = [4]byte{0xff, 0xfb, 0x90, 0xc4}

func (silence) ReadAt(b []byte, offset int64) (int, error) {
	for i := range b {
		b[i] = 0
		if at := (offset + int64(i)) % frameBytes; at < int64(len(frameHeader)) {
			b[i] = frameHeader[at]
		}
	}
	return len(b), nil
}
