package scanner

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"alsoread/news"
)

const feedText = `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title></channel></rss>`

// loopback is the allow list of sources that the tests' own servers stand for.
var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// sourceAt is a source on a loopback server, with the limits that its
// configuration would fill in.
func sourceAt(url string) news.Source {
	return news.Source{Name: "Test", URL: url, Display: url, Kind: news.KindFeed, Location: time.UTC,
		Timeout: 5 * time.Second, MaxBody: 1 << 20, PerHost: 8, AllowNetworks: loopback}
}

func newTestFetcher(t testing.TB, o FetcherOptions) *Fetcher {
	t.Helper()
	f := NewFetcher(o)
	t.Cleanup(f.Close)
	return f
}

func get(t testing.TB, s news.Source) (*Response, error) {
	t.Helper()
	return newTestFetcher(t, FetcherOptions{}).Get(t.Context(), Request{Source: s})
}

// wantError checks that err is there and that its one line has all the words.
func wantError(t testing.TB, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", words)
	}
	text := err.Error()
	if !strings.HasPrefix(text, "fetch: ") || strings.ContainsAny(text, "\n\r\t\x1b") || len(text) > 400 {
		t.Errorf("not one clear line: %q", text)
	}
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("error %q does not say %q", text, w)
		}
	}
}

func serve(t testing.TB, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// serveRaw runs a server that answers each request with whatever answer writes.
// The connection is closed when answer returns.
func serveRaw(t testing.TB, answer func(c net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var open sync.WaitGroup
	var mu sync.Mutex
	var conns []net.Conn
	open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			conns = append(conns, c)
			mu.Unlock()
			open.Go(func() {
				defer c.Close()
				if _, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
					answer(c)
				}
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		mu.Lock()
		for _, c := range conns {
			c.Close()
		}
		mu.Unlock()
		open.Wait()
	})
	return "http://" + l.Addr().String() + "/feed.xml"
}

// says is a raw server that writes text and hangs up.
func says(t testing.TB, text string) string {
	return serveRaw(t, func(c net.Conn) { io.WriteString(c, text) })
}

// names is a name server on loopback. answer tells the addresses of a name
// without its final dot; none means that there is no such name.
func names(t testing.TB, answer func(name string) []string) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			if reply := dnsReply(buf[:n], answer); reply != nil {
				conn.WriteTo(reply, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func dnsReply(query []byte, answer func(string) []string) []byte {
	var m dnsmessage.Message
	if m.Unpack(query) != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	addrs := answer(strings.TrimSuffix(strings.ToLower(q.Name.String()), "."))
	if len(addrs) == 0 {
		m.RCode = dnsmessage.RCodeNameError
	}
	for _, a := range addrs {
		addr := netip.MustParseAddr(a)
		head := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1}
		switch {
		case addr.Is4() && q.Type == dnsmessage.TypeA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AResource{A: addr.As4()}})
		case addr.Is6() && q.Type == dnsmessage.TypeAAAA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AAAAResource{AAAA: addr.As16()}})
		}
	}
	reply, err := m.Pack()
	if err != nil {
		return nil
	}
	return reply
}

// everyName resolves all names to one address.
func everyName(t testing.TB, addr string) *net.Resolver {
	return names(t, func(string) []string { return []string{addr} })
}

// dialCounter counts the addresses that the guard let through, and lets only
// loopback be dialled.
type dialCounter struct {
	mu    sync.Mutex
	addrs []netip.AddrPort
}

func (d *dialCounter) dialled(a netip.AddrPort) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.addrs = append(d.addrs, a)
	if !a.Addr().IsLoopback() {
		return errors.New("not dialled in tests")
	}
	return nil
}

func (d *dialCounter) all() []netip.AddrPort {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.addrs
}

func portOf(s *httptest.Server) string {
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	return port
}
