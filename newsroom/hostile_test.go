package newsroom

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/html"

	"alsoread/news"
)

// attacks are texts that try to become markup, and the published ones where
// they are at hand.
func attacks(t *testing.T) []string {
	t.Helper()
	all := []string{"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "javascript:alert(1)", `' onmouseover='alert(1)`,
		"</title><script>x</script>", "</style><script>x</script>", "{{.}}", "\x00<b>", "//evil.example/", "..", ".", "a/../b", "%2e%2e%2f", "\u202e"}
	files, _ := filepath.Glob("../../shared/data/adversarial/xss-payloads/*.txt")
	if len(files) == 0 {
		t.Log("the published lists of attacks are not here: our own alone")
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Split(string(body), "\n")...)
	}
	return all
}

// Nothing that a name holds becomes markup of a page: it is read again by an
// HTML parser, and only what the templates have may be there.
func TestNothingRunsOnPages(t *testing.T) {
	all := attacks(t)
	for part := range slices.Chunk(all, maxListed) {
		f := &fake{}
		for i, s := range part {
			f.sources = append(f.sources, news.SourceState{Name: s, Tags: []string{s}, URL: s, Title: s, Link: s, State: news.State{LastScan: at(1), FailingSince: at(1), Error: s, Failures: 1}})
			f.stories = append(f.stories, news.Story{ID: int64(i + 1), Title: s, URL: s, Publisher: s, Summary: s, Language: s, Image: s, Authors: []string{s},
				Sightings: []news.Sighting{{Source: s, Title: s + "x", URL: s}}, AlsoRead: []news.Link{{Title: s, URL: s, Label: s}}})
		}
		room := New(Options{Store: f, Title: part[0]})
		for _, path := range []string{"/", "/feeds", "/sources", "/search?q=a+" + url.QueryEscape(part[len(part)-1]), "/story/1"} {
			res := get(room, path)
			if res.StatusCode != 200 {
				t.Fatal(path, res.Status)
			}
			checkPage(t, res.Body)
		}
	}
}

func checkPage(t *testing.T, page io.Reader) {
	t.Helper()
	elements := strings.Fields("html head meta title link script body header h1 h2 p main ul ol li dl dt dd div section aside nav footer article form label input select option " +
		"datalist details summary button span b bdi a time svg line rect mark table thead tbody tr th td kbd code dialog small")
	z := html.NewTokenizer(page)
	for z.Next() != html.ErrorToken {
		token := z.Token()
		if token.Type != html.StartTagToken && token.Type != html.SelfClosingTagToken {
			continue
		}
		if !slices.Contains(elements, token.Data) && !slices.Contains(strings.Fields("i em strong u s q img blockquote h3 h4 h5 h6"), token.Data) {
			t.Errorf("element %v", token)
		}
		for _, a := range token.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "formaction", a.Key == "http-equiv":
				t.Errorf("attribute %s of %v", a.Key, token)
			case a.Key == "href", a.Key == "action", a.Key == "src":
				checkAddress(t, token.Data, a.Val)
			}
		}
	}
}

// checkAddress requires a relative address; links alone may lead away, and that
// by http.
func checkAddress(t *testing.T, element, address string) {
	t.Helper()
	u, err := url.Parse(address)
	away := err == nil && (u.Scheme != "" || u.Host != "")
	if err != nil || away && (element != "a" || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto") {
		t.Errorf("%s leads to %q", element, address)
	}
}

// Whatever is asked for, an answer comes, and it is one of these.
func FuzzRequest(f *testing.F) {
	for _, target := range []string{"/", "/feeds/all.rss?limit=1", "/feeds/tag/a%2Fb.json?q=x", "/feeds/search.atom?q=%ff&since=0", "//feeds", "/feeds/../x?limit=1;2"} {
		f.Add(target, "localhost", "gzip;q=0.5, *", `W/"a.b", *`, "Sat, 14 Mar 2026 09:31:26 GMT")
	}
	room := New(Options{Store: newFake()})
	f.Fuzz(func(t *testing.T, target, host, accept, match, since string) {
		u, err := url.ParseRequestURI(target)
		if err != nil {
			return
		}
		req := httptest.NewRequest(http.MethodGet, "/", nil)
		req.URL, req.RequestURI, req.Host = u, target, host
		req.Header.Set("Accept-Encoding", accept)
		req.Header.Set("If-None-Match", match)
		req.Header.Set("If-Modified-Since", since)
		w := httptest.NewRecorder()
		room.ServeHTTP(w, req)
		switch w.Code {
		case 200, 301, 304, 307, 400, 404, 421:
		default:
			t.Errorf("%q: %d %s", target, w.Code, w.Body)
		}
	})
}

// More connections than the daemon can afford wait outside, and come in once
// the silent ones have been sent away.
func TestConnectionsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newPipes()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- Serve(ctx, l, New(Options{Store: newFake()}), nil) }()
		for range maxConnections {
			conn := l.dial()
			defer conn.Close()
		}
		start := time.Now()
		conn := l.dial()
		go io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || res.StatusCode != 200 {
			t.Errorf("%v, %v", res, err)
		}
		if waited := time.Since(start); waited < readHeaderTime || waited > 2*readHeaderTime {
			t.Errorf("waited %v", waited)
		}
		conn.Close()
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
