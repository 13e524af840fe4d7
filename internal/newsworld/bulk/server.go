package bulk

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Options say how large a world is. The zero Options are that of the benchmark:
// a thousand sources on 250 addresses.
type Options struct {
	Sources int    // 0: 1,000
	Hosts   int    // loopback addresses from 127.1.0.1 on; 0: 250
	Port    int    // the same on every address; 0: any free one
	Seed    uint64 // 0: 1
}

func (o Options) withDefaults() Options {
	if o.Sources == 0 {
		o.Sources = 1000
	}
	if o.Hosts == 0 {
		o.Hosts = 250
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	return o
}

// Mode says how the world answers.
type Mode string

const (
	Validators Mode = "validators" // ETag and Last-Modified are sent, and answered with 304
	Plain      Mode = "plain"      // no validators: always 200 with the same bytes
	Tenth      Mode = "tenth"      // as Validators, but every tenth source has two new items
)

// newEach is how many new items a source has that changed.
const newEach = 2

// changes tells whether a source has new items in mode Tenth.
func changes(source int) bool { return source%10 == 7 }

// body is a feed as it is sent.
type body struct {
	gzip         []byte
	size         int // decoded
	etag         string
	lastModified time.Time
}

// source is what a source can answer.
type source struct {
	mediaType   string
	first, next body // next only of those that change
}

// World is a running bulk world.
type World struct {
	options   Options
	generator *generator
	sources   []source
	mode      atomic.Value // Mode
	server    *http.Server
	serving   sync.WaitGroup
	listeners []net.Listener
	stop      func() bool
	ok        atomic.Int64 // answers 200
	unchanged atomic.Int64 // answers 304
	sent      atomic.Int64 // bytes of bodies on the wire
}

// Start makes all feeds and serves them until ctx is done or Close is called. A
// thousand sources take about three seconds of two cores and 40 MB.
func Start(ctx context.Context, o Options) (*World, error) {
	o = o.withDefaults()
	w := &World{options: o}
	if err := w.listen(ctx); err != nil {
		return nil, fmt.Errorf("start the bulk world: %w", err)
	}
	w.generator = newGenerator(o.Seed, o.Hosts, w.options.Port)
	w.sources = w.generator.all(o.Sources)
	w.mode.Store(Validators)
	w.server = &http.Server{Handler: w, ReadHeaderTimeout: time.Minute}
	for _, l := range w.listeners {
		w.serving.Go(func() { w.server.Serve(l) }) // always http.ErrServerClosed
	}
	w.stop = context.AfterFunc(ctx, w.close)
	return w, nil
}

// Close ends the servers.
func (w *World) Close() {
	w.stop()
	w.close()
}

func (w *World) close() {
	w.server.Close()
	w.serving.Wait()
}

func (w *World) listen(ctx context.Context) error {
	var lc net.ListenConfig
	for host := range w.options.Hosts {
		l, err := lc.Listen(ctx, "tcp4", net.JoinHostPort(address(host), strconv.Itoa(w.options.Port)))
		if err != nil {
			for _, l := range w.listeners {
				l.Close()
			}
			return fmt.Errorf("an address of 127.0.0.0/8 for each host is needed, as Linux has them: %w", err)
		}
		w.options.Port = l.Addr().(*net.TCPAddr).Port
		w.listeners = append(w.listeners, l)
	}
	return nil
}

// all makes the feeds of n sources, on all processors.
func (g *generator) all(n int) []source {
	sources := make([]source, n)
	var next atomic.Int64
	var work sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				sources[i] = g.source(i)
			}
		})
	}
	work.Wait()
	return sources
}

func (g *generator) source(i int) source {
	s := source{mediaType: "application/rss+xml; charset=UTF-8", first: g.pack(i, 0)}
	if isAtom(i) {
		s.mediaType = "application/atom+xml"
	}
	if changes(i) {
		s.next = g.pack(i, newEach)
	}
	return s
}

func (g *generator) pack(source, first int) body {
	text := g.feed(source, first)
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	z.Write(text) // a bytes.Buffer takes everything
	z.Close()
	h := fnv.New64a()
	h.Write(text)
	return body{
		gzip: bytes.Clone(buf.Bytes()), size: len(text),
		etag:         fmt.Sprintf(`"%x"`, h.Sum64()),
		lastModified: g.dated(first + ItemsEach - 1),
	}
}

// ServeHTTP answers /s12/feed.rss, /s12/atom.xml and the control address
// /-/mode?set=MODE.
func (w *World) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/-/mode" {
		w.control(rw, r)
		return
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/s"), "/")
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(w.sources) || r.URL.Path != w.generator.path(i) {
		http.NotFound(rw, r)
		return
	}
	w.answer(rw, r, &w.sources[i])
}

func (w *World) answer(rw http.ResponseWriter, r *http.Request, s *source) {
	mode := w.mode.Load().(Mode)
	b := &s.first
	if mode == Tenth && s.next.gzip != nil {
		b = &s.next
	}
	h := rw.Header()
	if mode != Plain {
		h.Set("ETag", b.etag)
		h.Set("Last-Modified", b.lastModified.Format(http.TimeFormat))
		if r.Header.Get("If-None-Match") == b.etag {
			w.unchanged.Add(1)
			rw.WriteHeader(http.StatusNotModified)
			return
		}
	}
	w.ok.Add(1)
	h.Set("Content-Type", s.mediaType)
	h.Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(b.gzip)))
		w.sent.Add(int64(len(b.gzip)))
		rw.Write(b.gzip)
		return
	}
	h.Set("Content-Length", strconv.Itoa(b.size))
	w.sent.Add(int64(b.size))
	if z, err := gzip.NewReader(bytes.NewReader(b.gzip)); err == nil {
		io.Copy(rw, z)
	}
}

// Counts are what the world has answered since they were last asked for.
type Counts struct {
	Mode      Mode  `json:"mode"`
	OK        int64 `json:"ok"`
	Unchanged int64 `json:"unchanged"`
	Sent      int64 `json:"sent"` // bytes of bodies as they went over the wire
}

// control sets the mode, answers with what happened since the last time, and
// counts from nought again.
func (w *World) control(rw http.ResponseWriter, r *http.Request) {
	if mode := Mode(r.URL.Query().Get("set")); mode != "" {
		if mode != Validators && mode != Plain && mode != Tenth {
			http.Error(rw, "no such mode", http.StatusBadRequest)
			return
		}
		w.mode.Store(mode)
	}
	json.NewEncoder(rw).Encode(Counts{
		Mode: w.mode.Load().(Mode), OK: w.ok.Swap(0), Unchanged: w.unchanged.Swap(0), Sent: w.sent.Swap(0),
	})
}

// Size is what the feeds of a world come to, in bytes.
func (w *World) Size() (decoded, compressed int64) {
	for _, s := range w.sources {
		decoded += int64(s.first.size)
		compressed += int64(len(s.first.gzip))
	}
	return decoded, compressed
}
