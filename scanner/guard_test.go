package scanner

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Row 1: no spelling of a forbidden address is dialled.
func TestForbiddenSpellings(t *testing.T) {
	for _, raw := range []string{
		"http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://017700000001/",
		"http://0177.0.0.1/", "http://0x7F.1/", "http://127.0.0.1./", "HTTP://127.0.0.1/", " http://127.0.0.1/ ",
		"http://１２７.０.０.１/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://0/", "http://0.0.0.0/", "http://0x/",
		"http://[::]/", "http://[::1]/", "http://[0:0:0:0:0:0:0:1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
		"http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1%25eth0]/",
		"http://[fc00::1]/", "http://[fd00:ec2::254]/", "http://[fec0::1]/", "http://[ff02::1]/", "http://[100::1]/",
		"http://[2001:db8::1]/", "http://[2001::1]/", "http://[3fff::1]/", "http://[5f00::1]/",
		"http://10.0.0.1/", "http://172.31.255.255/", "http://192.168.0.1:8080/", "http://169.254.169.254/latest/meta-data/",
		"http://100.100.100.200/", "http://192.0.0.192/", "http://198.18.0.1/", "http://224.0.0.1/", "http://240.0.0.1/",
		"http://255.255.255.255/", "http://168.63.129.16/", "https://127.0.0.1:8443/",
	} {
		t.Run(raw, func(t *testing.T) {
			dials := new(dialCounter)
			f := newTestFetcher(t, FetcherOptions{dialling: dials.dialled, Resolver: everyName(t, "169.254.169.254")})
			source := sourceAt(raw)
			source.AllowNetworks = nil
			_, err := f.Get(t.Context(), Request{Source: source})
			if !errors.Is(err, ErrForbiddenAddress) {
				t.Errorf("not named as a forbidden address: %v", err)
			}
			wantError(t, err, "is not a public address", "allow_networks: [")
			if len(dials.all()) != 0 {
				t.Errorf("dialled %v", dials.all())
			}
		})
	}
}

// Row 1, over the collection of spellings. Some are no URL at all; none is dialled.
func TestForbiddenSpellingsCollected(t *testing.T) {
	file, err := os.Open("../../shared/data/adversarial/ssrf-urls/urls.tsv")
	if err != nil {
		t.Skip("the collection of spellings is not here:", err)
	}
	defer file.Close()
	dials := new(dialCounter)
	f := newTestFetcher(t, FetcherOptions{dialling: dials.dialled, Resolver: everyName(t, "10.9.8.7")})
	n, named := 0, 0
	for lines := bufio.NewScanner(file); lines.Scan(); n++ {
		raw, _, _ := strings.Cut(lines.Text(), "\t")
		source := sourceAt(raw)
		source.AllowNetworks = nil
		_, err := f.Get(t.Context(), Request{Source: source})
		wantError(t, err)
		if errors.Is(err, ErrForbiddenAddress) {
			named++
		}
	}
	if n < 100 || named < n/2 {
		t.Errorf("of %d spellings %d were named as forbidden addresses", n, named)
	}
	if len(dials.all()) != 0 {
		t.Errorf("dialled %v", dials.all())
	}
}

func TestPublicAddressesPass(t *testing.T) {
	g := newGuard(nil)
	for _, raw := range []string{"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001::1", "::ffff:1.1.1.1"} {
		if err := g.judge(netip.MustParseAddr(raw)); err != nil {
			t.Errorf("%s: %v", raw, err)
		}
	}
}

func TestAllowNetworks(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, feedText) })
	port := portOf(server)
	tests := map[string]struct {
		allow, host string
		ok          bool
	}{
		"exact":             {"127.0.0.1/32", "127.0.0.1", true},
		"range":             {"127.0.0.0/8", "127.0.0.1", true},
		"legacy notation":   {"127.0.0.0/8", "0x7f.1", true},
		"mapped address":    {"127.0.0.0/8", "[::ffff:127.0.0.1]", true},
		"mapped range":      {"::ffff:127.0.0.0/104", "127.0.0.1", true},
		"other range":       {"10.0.0.0/8", "127.0.0.1", false},
		"other address":     {"127.0.0.2/32", "127.0.0.1", false},
		"name, in range":    {"127.0.0.0/8", "feeds.example.com", true},
		"name, not in it":   {"10.0.0.0/8", "feeds.example.com", false},
		"everything but v4": {"::/0", "127.0.0.1", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := newTestFetcher(t, FetcherOptions{Resolver: everyName(t, "127.0.0.1")})
			source := sourceAt(fmt.Sprintf("http://%s:%s/", test.host, port))
			source.AllowNetworks = []netip.Prefix{netip.MustParsePrefix(test.allow)}
			_, err := f.Get(t.Context(), Request{Source: source})
			if test.ok && err != nil {
				t.Error(err)
			}
			if !test.ok && !errors.Is(err, ErrForbiddenAddress) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A connection that was opened for a source which may dial its address is not
// there for one that may not.
func TestPooledConnectionsAreNotShared(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, feedText) })
	// The name keeps the URL itself from giving the second source away.
	f := newTestFetcher(t, FetcherOptions{Resolver: everyName(t, "127.0.0.1")})
	source := sourceAt(strings.Replace(server.URL, "127.0.0.1", "feeds.example.com", 1))
	if _, err := f.Get(t.Context(), Request{Source: source}); err != nil {
		t.Fatal(err)
	}
	source.AllowNetworks = nil
	if _, err := f.Get(t.Context(), Request{Source: source}); !errors.Is(err, ErrForbiddenAddress) {
		t.Errorf("got %v", err)
	}
}

// Row 2: what a name means is judged at the moment it is dialled.
func TestNameToPrivateAddress(t *testing.T) {
	dials := new(dialCounter)
	f := newTestFetcher(t, FetcherOptions{dialling: dials.dialled, Resolver: everyName(t, "127.0.0.1")})
	source := sourceAt("http://feeds.example.com/rss")
	source.AllowNetworks = nil
	_, err := f.Get(t.Context(), Request{Source: source})
	wantError(t, err, "feeds.example.com is at 127.0.0.1", "127.0.0.1/32")
	if !errors.Is(err, ErrForbiddenAddress) || len(dials.all()) != 0 {
		t.Errorf("%v; dialled %v", err, dials.all())
	}
}

// Row 2: a name server that answers differently each time gains nothing; what
// is dialled is what was judged.
func TestRebindingName(t *testing.T) {
	var asked atomic.Int32
	resolver := names(t, func(string) []string {
		if asked.Add(1) <= 2 { // A and AAAA of the first look-up
			return []string{"192.0.2.1", "10.0.0.1"}
		}
		return []string{"127.0.0.1"}
	})
	dials := new(dialCounter)
	f := newTestFetcher(t, FetcherOptions{dialling: dials.dialled, Resolver: resolver})
	source := sourceAt("http://feeds.example.com/rss")
	source.AllowNetworks, source.Timeout = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, 300*time.Millisecond
	for range 3 {
		f.Get(t.Context(), Request{Source: source})
	}
	for _, a := range dials.all() {
		if a.Addr().IsLoopback() || a.Addr().IsPrivate() {
			t.Errorf("dialled %v", a)
		}
	}
	if asked.Load() < 3 {
		t.Error("the name was not looked up again")
	}
}

// Row 6: a link out of a document is judged like everything else.
func TestPageLinkToPrivateAddress(t *testing.T) {
	f := newTestFetcher(t, FetcherOptions{})
	source := sourceAt("https://news.example.com/")
	source.AllowNetworks = nil
	for _, link := range []string{"http://169.254.169.254/latest", "http://localhost/", "file:///etc/passwd", "http://127.1:6379/"} {
		_, err := f.Get(t.Context(), Request{Source: source, URL: link})
		wantError(t, err)
	}
}

// proxyServer is a proxy on loopback that answers for every host itself.
func proxyServer(t *testing.T, seen *atomic.Int32) *httptest.Server {
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen.Add(1)
		if r.Header.Get("Proxy-Authorization") == "" || !r.URL.IsAbs() {
			w.WriteHeader(http.StatusProxyAuthRequired)
			return
		}
		io.WriteString(w, feedText)
	})
}

// Row 7: a proxy on a private address is used when, and only when, it was
// configured; what it is asked for is judged all the same.
func TestProxy(t *testing.T) {
	var seen atomic.Int32
	proxy := proxyServer(t, &seen)
	configured := strings.Replace(proxy.URL, "http://", "http://user:hunter2@", 1)
	tests := map[string]struct {
		url   string
		allow []netip.Prefix
		ok    bool
	}{
		"public name":              {"http://feeds.example.com/rss", nil, true},
		"public address":           {"http://1.1.1.1/rss", nil, true},
		"loopback":                 {"http://127.0.0.1/rss", nil, false},
		"loopback, decimal":        {"http://2130706433/rss", nil, false},
		"the proxy itself":         {proxy.URL, nil, false},
		"local name":               {"http://localhost/rss", nil, false},
		"metadata name":            {"http://metadata.google.internal/", nil, false},
		"single label":             {"http://router/", nil, false},
		"name of a cluster":        {"http://kubernetes.default.svc/", nil, false},
		"name of the home":         {"http://nas.home.arpa/", nil, false},
		"loopback, allowed":        {"http://127.0.0.1/rss", loopback, true},
		"local name, all in order": {"http://bridge.local/rss", loopback, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			seen.Store(0)
			f := newTestFetcher(t, FetcherOptions{Resolver: everyName(t, "127.0.0.1")})
			source := sourceAt(test.url)
			source.AllowNetworks, source.Proxy = test.allow, configured
			_, err := f.Get(t.Context(), Request{Source: source})
			if test.ok && (err != nil || seen.Load() != 1) {
				t.Errorf("error %v, asked %d times", err, seen.Load())
			}
			if !test.ok && (!errors.Is(err, ErrForbiddenAddress) || seen.Load() != 0) {
				t.Errorf("error %v, asked %d times", err, seen.Load())
			}
		})
	}
	t.Run("another source does not get to its address", func(t *testing.T) {
		source := sourceAt(proxy.URL)
		source.AllowNetworks = nil
		if _, err := get(t, source); !errors.Is(err, ErrForbiddenAddress) {
			t.Errorf("got %v", err)
		}
	})
}

func TestProxyOfTheEnvironment(t *testing.T) {
	var seen atomic.Int32
	proxy := proxyServer(t, &seen)
	t.Setenv("HTTP_PROXY", strings.Replace(proxy.URL, "http://", "http://user:hunter2@", 1))
	t.Setenv("NO_PROXY", "direct.example.com")
	t.Setenv("REQUEST_METHOD", "")
	f := newTestFetcher(t, FetcherOptions{Resolver: everyName(t, "127.0.0.1")})
	source := sourceAt("http://feeds.example.com/rss")
	source.AllowNetworks = nil
	if _, err := f.Get(t.Context(), Request{Source: source}); err != nil || seen.Load() != 1 {
		t.Errorf("error %v, proxy asked %d times", err, seen.Load())
	}
	// Past the proxy, its own address is as forbidden as any other.
	source.URL = strings.Replace(proxy.URL, "127.0.0.1", "direct.example.com", 1)
	if _, err := f.Get(t.Context(), Request{Source: source}); !errors.Is(err, ErrForbiddenAddress) {
		t.Errorf("got %v", err)
	}
}

func TestBadProxyIsNotQuoted(t *testing.T) {
	for _, proxy := range []string{"http://user:hunter2@bad host/", "hunter2", "ftp://hunter2@proxy/", "http://user:hunter2@127.0.0.1:1/"} {
		source := sourceAt("http://feeds.example.com/")
		source.Proxy = proxy
		_, err := get(t, source)
		wantError(t, err)
		if strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "proxy") {
			t.Errorf("%v", err)
		}
	}
}

func TestTransportsAreBounded(t *testing.T) {
	f := newTestFetcher(t, FetcherOptions{})
	u, _ := url.Parse("http://feeds.example.com/")
	for i := range 3 * maxTransports {
		allow := []netip.Prefix{netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 0, byte(i), 0}), 24)}
		if _, err := f.transports.get(u, allow, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := f.transports.get(u, nil, ""); err != nil { // in use all the time
			t.Fatal(err)
		}
	}
	if n := len(f.transports.sets); n != maxTransports {
		t.Errorf("%d sets of connections", n)
	}
	if f.transports.sets[transportKey{}] == nil {
		t.Error("the set used last was closed")
	}
}

func TestPorts(t *testing.T) {
	for raw, ok := range map[string]bool{
		"http://news.example.com:8080/": true, "http://news.example.com:81/": true, "https://news.example.com:8443/": true,
		"http://news.example.com:443/": true, "http://news.example.com:65535/": true, "http://news.example.com:080/": true,
		"http://news.example.com:22/": false, "http://news.example.com:25/": false, "http://news.example.com:6667/": false,
		"http://news.example.com:0/": false, "http://news.example.com:65536/": false, "http://news.example.com:99999999999999999999/": false,
	} {
		if _, err := parseTarget(raw, nil); (err == nil) != ok {
			t.Errorf("%s: %v", raw, err)
		}
	}
}
