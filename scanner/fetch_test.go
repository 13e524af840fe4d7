package scanner

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alsoread/news"
)

func TestGet(t *testing.T) {
	var got *http.Request
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Location", "/feed.en.xml")
		w.Header().Set("ETag", `W/"a b"`)
		w.Header().Set("Last-Modified", "yesterday, about noon")
		w.Header().Set("Cache-Control", "max-age=600")
		w.Write(gzipped(t, []byte(feedText)))
	})
	f := newTestFetcher(t, FetcherOptions{Version: "1.2 beta", Contact: "https://news.example/bot"})
	source := secretSource(server.URL + "/feed.xml#top")
	res, err := f.Get(t.Context(), Request{Source: source, Accept: "application/rss+xml"})
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != 200 || string(res.Body) != feedText || res.Bytes != int64(len(feedText)) || res.Wire == 0 || res.Wire >= res.Bytes+50 {
		t.Errorf("status %d, %d bytes, %d on the wire: %q", res.StatusCode, res.Bytes, res.Wire, res.Body)
	}
	if res.URL != server.URL+"/feed.xml" || res.Moved != "" || res.NotModified {
		t.Errorf("URL %q, moved %q, not modified %v", res.URL, res.Moved, res.NotModified)
	}
	if res.ETag != `W/"a b"` || res.LastModified != "yesterday, about noon" || res.Wait != 10*time.Minute ||
		res.ContentType != "application/rss+xml; charset=utf-8" || res.ContentLocation != "/feed.en.xml" {
		t.Errorf("%+v", res)
	}
	for name, want := range map[string]string{
		"User-Agent": "alsoread/1.2-beta (news feed reader; +https://news.example/bot)", "Accept": "application/rss+xml",
		"Accept-Encoding": "gzip, zstd, br", "Accept-Language": "en", "Cookie": "a=hunter2; session=hunter2",
		"If-None-Match": "", "If-Modified-Since": "", "Referer": "", "X-Key": "hunter2",
	} {
		if v := got.Header.Get(name); v != want {
			t.Errorf("%s: %q, want %q", name, v, want)
		}
	}
	if user, password, _ := got.BasicAuth(); user != "reader" || password != "hunter2" {
		t.Errorf("user %q, password %q", user, password)
	}
}

func TestUserAgent(t *testing.T) {
	var got string
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.UserAgent()
		io.WriteString(w, feedText)
	})
	for _, test := range []struct {
		options FetcherOptions
		source  string
		want    string
	}{
		{FetcherOptions{}, "", "alsoread (news feed reader)"},
		{FetcherOptions{Version: "1.0"}, "", "alsoread/1.0 (news feed reader)"},
		{FetcherOptions{Version: "1.0"}, "https://me.example/", "alsoread/1.0 (news feed reader; +https://me.example/)"},
		{FetcherOptions{Version: "1.0"}, "MyBot/2", "MyBot/2"},
		{FetcherOptions{UserAgent: "All/1"}, "", "All/1"},
		{FetcherOptions{UserAgent: "All/1"}, "MyBot/2", "MyBot/2"},
	} {
		source := sourceAt(server.URL)
		source.UserAgent = test.source
		if _, err := newTestFetcher(t, test.options).Get(t.Context(), Request{Source: source}); err != nil || got != test.want {
			t.Errorf("%q, want %q; %v", got, test.want, err)
		}
	}
}

// Validators go back verbatim, and only when they are asked for.
func TestConditional(t *testing.T) {
	const etag, modified = `"odd, but theirs"`, "Thu, 01 Jan 1970 00:00:00 +0000"
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		w.Header().Set("Cache-Control", "max-age=60")
		if r.Header.Get("If-None-Match") == etag && r.Header.Get("If-Modified-Since") == modified {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, feedText)
	})
	f := newTestFetcher(t, FetcherOptions{})
	request := Request{Source: sourceAt(server.URL), State: news.State{ETag: etag, LastModified: modified}, Conditional: true}
	res, err := f.Get(t.Context(), request)
	if err != nil || !res.NotModified || res.StatusCode != 304 || res.Body != nil || res.Hash != 0 || res.Wait != time.Minute || res.ETag != etag {
		t.Errorf("%+v, %v", res, err)
	}
	res.Release()
	request.Conditional = false
	if res, err := f.Get(t.Context(), request); err != nil || res.NotModified || string(res.Body) != feedText {
		t.Errorf("%+v, %v", res, err)
	}
}

// A validator that could not be sent back is as good as none.
func TestValidatorsThatCannotBeReturned(t *testing.T) {
	for name, etag := range map[string]string{"long": `"` + strings.Repeat("x", 2000) + `"`, "control": "\"a\x01b\""} {
		url := says(t, okHead+"Etag: "+etag+"\r\nContent-Length: 3\r\n\r\nabc")
		res, err := get(t, sourceAt(url))
		if err == nil && res.ETag != "" {
			t.Errorf("%s: kept %q", name, res.ETag)
		}
	}
}

// The hash is that of the document, however it was sent, and stays the same
// over the years: it is stored.
func TestHash(t *testing.T) {
	gzip := false
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if !gzip {
			io.WriteString(w, "abc")
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(gzipped(t, []byte("abc")))
	})
	f := newTestFetcher(t, FetcherOptions{})
	for _, gzip = range []bool{false, true} {
		res, err := f.Get(t.Context(), Request{Source: sourceAt(server.URL)})
		if err != nil || res.Hash != 0x44bc2cf5ad770999 { // XXH64 of "abc", seed 0
			t.Errorf("hash %x, %v", res.Hash, err)
		}
	}
}

func TestStatuses(t *testing.T) {
	var status int
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(status)
		io.WriteString(w, "<html>sorry</html>")
	})
	f := newTestFetcher(t, FetcherOptions{})
	for _, status = range []int{400, 401, 403, 404, 410, 418, 429, 451, 500, 502, 503, 504} {
		_, err := f.Get(t.Context(), Request{Source: sourceAt(server.URL)})
		var answer *HTTPError
		if !errors.As(err, &answer) || answer.Status != status || answer.RetryAfter != 2*time.Minute {
			t.Errorf("%d: %v", status, err)
		}
		wantError(t, err, fmt.Sprintf("fetch: %d %s", status, http.StatusText(status)))
		if errors.Is(err, ErrGone) != (status == 410) {
			t.Errorf("%d: gone is wrong", status)
		}
	}
	for _, status = range []int{200, 203} {
		if _, err := f.Get(t.Context(), Request{Source: sourceAt(server.URL)}); err != nil {
			t.Errorf("%d: %v", status, err)
		}
	}
}

// Buffers that were given back serve other answers without showing through.
func TestRelease(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, strings.Repeat(r.URL.Query().Get("x"), 10_000))
	})
	f := newTestFetcher(t, FetcherOptions{})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			word := string(rune('a' + i))
			for range 20 {
				res, err := f.Get(t.Context(), Request{Source: sourceAt(server.URL + "/?x=" + word)})
				if err != nil || string(res.Body) != strings.Repeat(word, 10_000) {
					t.Errorf("%s: %v", word, err)
					return
				}
				res.Release()
				res.Release()
				if res.Body != nil {
					t.Error("the body is still there")
				}
			}
		})
	}
	wg.Wait()
	var none *Response
	none.Release()
}

func TestHTTP2(t *testing.T) {
	var proto atomic.Value
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		proto.Store(r.Proto)
		w.Write(bytes.Repeat([]byte(feedText), 20_000)) // more than one window
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // the second fetch breaks its handshake off
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	f := newTestFetcher(t, FetcherOptions{RootCAs: roots})
	source := sourceAt(server.URL)
	source.MaxBody = 10 << 20
	res, err := f.Get(t.Context(), Request{Source: source})
	if err != nil || proto.Load() != "HTTP/2.0" || len(res.Body) != 20_000*len(feedText) {
		t.Errorf("%v over %v", err, proto.Load())
	}
	_, err = get(t, source) // does not know the server's certificate
	wantError(t, err, "certificate")
}

// Connections are used again: after documents, redirects, errors and 304s.
func TestKeepAlive(t *testing.T) {
	remotes := map[string]bool{}
	var mu sync.Mutex
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		remotes[r.RemoteAddr] = true
		mu.Unlock()
		switch r.URL.Path {
		case "/404":
			http.Error(w, "no", http.StatusNotFound)
		case "/302":
			http.Redirect(w, r, "/zlib", http.StatusFound)
		case "/zlib":
			w.Header().Set("Content-Encoding", "deflate")
			w.Write(encoded(t, "deflate", []byte(strings.Repeat(feedText, 200))))
			w.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond) // the end of the chunks comes after the end of the text
		case "/304":
			w.WriteHeader(http.StatusNotModified)
		}
	})
	f := newTestFetcher(t, FetcherOptions{})
	for _, path := range []string{"/404", "/302", "/zlib", "/304", "/404", "/zlib"} {
		f.Get(t.Context(), Request{Source: sourceAt(server.URL + path), State: news.State{ETag: "x"}, Conditional: true})
	}
	if len(remotes) != 1 {
		t.Errorf("%d connections for one source after another", len(remotes))
	}
}

// A source that leaves its limits open has the usual ones.
func TestZeroSource(t *testing.T) {
	s := filled(news.Source{})
	if s.Timeout != 20*time.Second || s.MaxBody != 15<<20 || s.PerHost != 2 {
		t.Errorf("%+v", s)
	}
	_, err := newTestFetcher(t, FetcherOptions{}).Get(t.Context(), Request{})
	wantError(t, err, "URL without http")
}

// BenchmarkGet asks a loopback server for 124 KB sent as gzip, as the world of
// `make bench` does; its server runs on the same processors.
func BenchmarkGet(b *testing.B) {
	text := benchText()
	zipped := gzipped(b, text)
	server := serve(b, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("ETag", `"1"`)
		w.Write(zipped)
	})
	b.Logf("%d bytes, %d gzip", len(text), len(zipped))
	f := newTestFetcher(b, FetcherOptions{})
	for name, request := range map[string]Request{
		"new": {Source: sourceAt(server.URL)},
		"304": {Source: sourceAt(server.URL), State: news.State{ETag: `"1"`}, Conditional: true},
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					res, err := f.Get(b.Context(), request)
					if err != nil {
						b.Fatal(err)
					}
					res.Release()
				}
			})
		})
	}
}

// benchText is 124 KB that gzip takes to about 35 KB, as news feeds do.
func benchText() []byte {
	var b bytes.Buffer
	for seed := uint32(1); b.Len() < 124<<10; {
		for range 6 {
			seed = seed*1664525 + 1013904223
			fmt.Fprintf(&b, "%x ", seed>>20)
		}
		b.WriteString("<p>and the words that all of them share, ")
	}
	return b.Bytes()
}
