package newsroom

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A page of another site cannot read this server under its own name.
func TestHosts(t *testing.T) {
	room := New(Options{Store: newFake(), BaseURL: "https://news.example/", Hosts: []string{"nas.local:7077", "Other.Example."}})
	tests := []struct {
		host string
		want int
	}{
		{"localhost", 200}, {"localhost:7077", 200}, {"LOCALHOST.", 200},
		{"127.0.0.1", 200}, {"127.0.0.1:7077", 200}, {"127.1.2.3", 200}, {"[::1]:7077", 200}, {"[::1]", 200}, {"[::ffff:127.0.0.1]", 200},
		{"news.example", 200}, {"NEWS.example:443", 200}, {"nas.local", 200}, {"nas.local:80", 200}, {"other.example", 200},
		{"evil.example", 421}, {"localhost.evil.example", 421}, {"127.0.0.1.evil.example", 421}, {"evil.localhost", 421},
		{"10.0.0.1", 421}, {"0.0.0.0", 421}, {"192.168.1.7:7077", 421}, {"[::]", 421}, {"2130706433", 421}, {"0x7f000001", 421},
		{"news.example.evil.example", 421}, {"", 421}, {"localhost:7077@evil.example", 421}, {"evil.example#localhost", 421},
	}
	for _, tt := range tests {
		for _, path := range []string{"/", "/feeds/all.rss", "/healthz", "/nothing"} {
			want := tt.want
			if want == 200 && path == "/nothing" {
				want = 404
			}
			if res := get(room, path, "Host", tt.host); res.StatusCode != want {
				t.Errorf("Host %q, %s: %s, want %d", tt.host, path, res.Status, want)
			}
		}
	}
}

// The address that the connection was made to is no name that could be bound
// again.
func TestOwnAddressIsAnswered(t *testing.T) {
	server := httptest.NewServer(New(Options{Store: newFake()}))
	defer server.Close()
	for host, want := range map[string]int{server.Listener.Addr().String(): 200, "evil.example": 421} {
		req, err := http.NewRequest(http.MethodGet, server.URL+"/healthz", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: %s", host, res.Status)
		}
	}
}

func TestCrossOriginWritesAreRefused(t *testing.T) {
	room := New(Options{Store: newFake()})
	tests := []struct {
		name    string
		method  string
		headers []string
		want    int
	}{
		{"from another site", "POST", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"from another origin", "POST", []string{"Origin", "https://evil.example"}, 403},
		{"from a sibling", "DELETE", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"from here", "POST", []string{"Sec-Fetch-Site", "same-origin"}, 405},
		{"from no browser", "POST", nil, 405},
		{"reading from another site", "GET", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 200},
	}
	for _, tt := range tests {
		res := do(room, tt.method, "/feeds/all.rss", tt.headers...)
		if res.StatusCode != tt.want {
			t.Errorf("%s: %s", tt.name, res.Status)
		}
		for name := range res.Header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s: another site may read: %s", tt.name, name)
			}
		}
	}
}

func TestEveryAnswerIsProtected(t *testing.T) {
	room := New(Options{Store: newFake()})
	for _, path := range []string{"/", "/opml", "/feeds/all.rss", "/feeds/all.json", "/healthz", "/about/json-feed", "/nothing", "/feeds/all.rss?limit=0", "/feeds//all.rss"} {
		h := get(room, path).Header
		if csp := h.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none';") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: policy %q", path, csp)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin"} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
}

// No write of any route is done for a page of another site, or under a name that
// is not ours, and a body is never larger than it may be.
func TestWritesAreGuarded(t *testing.T) {
	room := New(wholeOptions())
	for _, route := range room.routes() {
		if route.method == http.MethodGet {
			continue
		}
		target := strings.NewReplacer("{id}", "1", "{name}", "x").Replace(route.pattern)
		for name, headers := range map[string][]string{
			"another origin": {"Origin", "https://evil.example"}, "another site": {"Sec-Fetch-Site", "cross-site"}, "a sandbox": {"Origin", "null"},
		} {
			if res := send(room, route.method, target, "application/json", "{}", headers...); res.Code != 403 {
				t.Errorf("%s from %s: %d", route.pattern, name, res.Code)
			}
		}
		req := httptest.NewRequest(route.method, target, strings.NewReader("{}"))
		req.Host = "evil.example"
		w := httptest.NewRecorder()
		room.ServeHTTP(w, req)
		if w.Code != 421 {
			t.Errorf("%s under another name: %d", route.pattern, w.Code)
		}
		if !strings.HasPrefix(route.pattern, "/api/") || strings.HasSuffix(route.pattern, "/undo") || strings.HasSuffix(route.pattern, "/opml") || route.method == http.MethodDelete {
			continue
		}
		if res := send(room, route.method, target, "application/json", `{"url": "`+strings.Repeat("x", maxRequestBody)+`"}`); res.Code != 413 && res.Code != 400 {
			t.Errorf("%s with a large body: %d", route.pattern, res.Code)
		}
	}
}

// Behind a proxy that asks under another name, pages of the base URL may write.
func TestBaseURLIsNoOtherSite(t *testing.T) {
	o := wholeOptions()
	o.BaseURL = "https://news.example/room/"
	room := New(o)
	for origin, want := range map[string]int{"https://news.example": 202, "https://evil.example": 403, "http://news.example": 403} {
		if res := send(room, "POST", "/api/v1/scans", "application/json", `{"sources":["Harbour"]}`, "Origin", origin); res.Code != want {
			t.Errorf("from %s: %d, want %d", origin, res.Code, want)
		}
	}
}
