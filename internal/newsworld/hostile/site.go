package hostile

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Site is a number of cases that are being served.
type Site struct {
	cases     []Case
	urls      map[string]string
	elsewhere string
	stop      context.CancelFunc
	serving   sync.WaitGroup

	mu     sync.Mutex
	asked  map[string][]http.Header // by name of the case
	strays []http.Header            // what was asked elsewhere
	closes []func()
}

// Start serves the cases until ctx is done or Close is called.
func Start(ctx context.Context, cases []Case) (*Site, error) {
	ctx, stop := context.WithCancel(ctx)
	s := &Site{cases: cases, urls: make(map[string]string), asked: make(map[string][]http.Header), stop: stop}
	l, err := listen(ctx, 0)
	if err == nil {
		s.elsewhere = "http://" + l.Addr().String() + "/feed"
		s.serveHTTP(ctx, l, http.HandlerFunc(s.stray))
	}
	for i := 0; err == nil && i < len(cases); i++ {
		err = s.open(ctx, i)
	}
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("start hostile publishers: %w", err)
	}
	context.AfterFunc(ctx, s.closeAll)
	return s, nil
}

func (s *Site) open(ctx context.Context, i int) error {
	c := &s.cases[i]
	l, err := listen(ctx, i+1)
	if err != nil {
		return err
	}
	place := Place{URL: "http://" + l.Addr().String() + "/feed", Elsewhere: s.elsewhere}
	s.urls[c.Name] = place.URL
	if c.Raw != nil {
		s.serveRaw(ctx, l, c)
		return nil
	}
	handler := c.Serve(place)
	s.serveHTTP(ctx, l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.note(c.Name, r.Header)
		handler.ServeHTTP(w, r)
	}))
	return nil
}

// listen takes 127.2.0.n, or 127.0.0.1 where that is the only loopback address.
func listen(ctx context.Context, n int) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp4", fmt.Sprintf("127.2.%d.%d:0", n/250, 1+n%250))
	if err != nil {
		l, err = lc.Listen(ctx, "tcp4", "127.0.0.1:0")
	}
	return l, err
}

func (s *Site) serveHTTP(ctx context.Context, l net.Listener, h http.Handler) {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: time.Minute,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	s.closes = append(s.closes, func() { server.Close() })
	s.serving.Go(func() { server.Serve(l) }) // always http.ErrServerClosed
}

func (s *Site) serveRaw(ctx context.Context, l net.Listener, c *Case) {
	s.closes = append(s.closes, func() { l.Close() })
	s.serving.Go(func() {
		for n := 0; ; n++ {
			conn, err := l.Accept()
			if err != nil {
				return // closed
			}
			s.serving.Go(func() { s.raw(ctx, conn, c, n) })
		}
	})
}

// raw reads a request and lets the case answer on the bare connection.
func (s *Site) raw(ctx context.Context, conn net.Conn, c *Case, n int) {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	conn.SetDeadline(time.Now().Add(longest))
	request, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return
	}
	s.note(c.Name, request.Header)
	c.Raw(ctx, conn, n)
}

func (s *Site) note(name string, h http.Header) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.asked[name]) < 1000 {
		s.asked[name] = append(s.asked[name], h.Clone())
	}
}

// stray answers for the host elsewhere: a feed of one item.
func (s *Site) stray(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	if len(s.strays) < 1000 {
		h := r.Header.Clone()
		h.Set("X-Asked-Path", r.URL.Path)
		s.strays = append(s.strays, h)
	}
	s.mu.Unlock()
	send(rss(Place{URL: s.elsewhere}, 0, 1))(w, r)
}

// URL is the address of a case.
func (s *Site) URL(name string) string { return s.urls[name] }

// Asked returns the headers of the requests that a case has received.
func (s *Site) Asked(name string) []http.Header {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]http.Header(nil), s.asked[name]...)
}

// Strays returns the headers of the requests that reached the host elsewhere,
// each with its path as X-Asked-Path: credentials must not be among them.
func (s *Site) Strays() []http.Header {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]http.Header(nil), s.strays...)
}

// Close ends all servers and connections.
func (s *Site) Close() {
	s.stop()
	s.closeAll()
	s.serving.Wait()
}

func (s *Site) closeAll() {
	for _, c := range s.closes {
		c()
	}
}

// SourcesYAML is a sources.yaml with every case, each source named after its
// case. settings are further lines of its defaults, such as "timeout: 2s".
func (s *Site) SourcesYAML(settings ...string) []byte {
	var b strings.Builder
	b.WriteString("defaults:\n  schedule: \"@every 1m\"\n  host_delay: 0s\n  allow_networks: [127.0.0.0/8]\n")
	for _, line := range settings {
		fmt.Fprintf(&b, "  %s\n", line)
	}
	b.WriteString("sources:\n")
	for _, c := range s.cases {
		fmt.Fprintf(&b, "  - name: %q\n    url: %s\n", c.Name, s.urls[c.Name])
	}
	return []byte(b.String())
}
