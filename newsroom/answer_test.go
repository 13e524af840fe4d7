package newsroom

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestConditionalRequests(t *testing.T) {
	f := newFake()
	v := &versions{n: 1, changed: at(31)}
	room := New(Options{Store: f, Version: v.version})
	first := get(room, "/feeds/all.rss")
	etag, modified := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
	if !strings.HasPrefix(etag, `W/"`) || modified != "Sat, 14 Mar 2026 09:31:26 GMT" || first.Header.Get("Cache-Control") != "no-cache" {
		t.Fatalf("headers %v", first.Header)
	}
	tests := []struct {
		name    string
		path    string
		headers []string
		want    int
	}{
		{"same tag", "/feeds/all.rss", []string{"If-None-Match", etag}, 304},
		{"same tag, strong", "/feeds/all.rss", []string{"If-None-Match", strings.TrimPrefix(etag, "W/")}, 304},
		{"same tag, compressed by a proxy", "/feeds/all.rss", []string{"If-None-Match", strings.TrimSuffix(etag, `"`) + `-gzip"`}, 304},
		{"same tag and compressed", "/feeds/all.rss", []string{"If-None-Match", etag, "Accept-Encoding", "gzip"}, 304},
		{"one of several", "/feeds/all.rss", []string{"If-None-Match", `"x", W/"y.z",` + etag}, 304},
		{"any", "/feeds/all.rss", []string{"If-None-Match", "*"}, 304},
		{"other tag", "/feeds/all.rss", []string{"If-None-Match", `W/"0123456789abcdef.0123456789abcdef01234567"`}, 200},
		{"broken tag", "/feeds/all.rss", []string{"If-None-Match", `"`}, 200},
		{"empty parts", "/feeds/all.rss", []string{"If-None-Match", `W/"."`}, 200},
		{"tag of another feed", "/feeds/all.atom", []string{"If-None-Match", etag}, 200},
		{"tag of another limit", "/feeds/all.rss?limit=3", []string{"If-None-Match", etag}, 200},
		{"same date", "/feeds/all.rss", []string{"If-Modified-Since", modified}, 304},
		{"later date", "/feeds/all.rss", []string{"If-Modified-Since", "Sat, 14 Mar 2026 10:00:00 GMT"}, 304},
		{"earlier date", "/feeds/all.rss", []string{"If-Modified-Since", "Sat, 14 Mar 2026 09:31:25 GMT"}, 200},
		{"broken date", "/feeds/all.rss", []string{"If-Modified-Since", "yesterday"}, 200},
		{"a tag counts more than a date", "/feeds/all.rss", []string{"If-None-Match", `"x"`, "If-Modified-Since", modified}, 200},
		{"date for a page without one", "/opml", []string{"If-Modified-Since", modified}, 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := get(room, tt.path, tt.headers...)
			if res.StatusCode != tt.want {
				t.Fatal(res.Status)
			}
			text := body(t, res)
			if tt.want == 304 && (text != "" || res.Header.Get("Vary") == "" || res.Header.Get("Content-Type") != "") {
				t.Errorf("304 with %q, %v", text, res.Header)
			}
		})
	}
}

// As long as the data has not changed, a client that comes back costs nothing.
func TestSameStateIsNotMadeAgain(t *testing.T) {
	f := newFake()
	v := &versions{n: 1, changed: at(31)}
	room := New(Options{Store: f, Version: v.version})
	etag := get(room, "/feeds/all.rss").Header.Get("ETag")
	reads := f.reads.Load()
	if res := get(room, "/feeds/all.rss", "If-None-Match", etag); res.StatusCode != 304 || f.reads.Load() != reads {
		t.Errorf("%s after %d readings", res.Status, f.reads.Load()-reads)
	}
	// The data changed, but not for this feed: it is made, and found the same.
	v.n, v.changed = 2, at(40)
	if res := get(room, "/feeds/all.rss", "If-None-Match", etag); res.StatusCode != 304 || f.reads.Load() != reads+1 || res.Header.Get("ETag") != etag {
		t.Errorf("unchanged feed of changed data: %s, tag %s", res.Status, res.Header.Get("ETag"))
	}
	f.stories[0].Title = "New title"
	v.n = 3
	res := get(room, "/feeds/all.rss", "If-None-Match", etag)
	if res.StatusCode != 200 || res.Header.Get("ETag") == etag || !strings.Contains(body(t, res), "New title") {
		t.Errorf("changed feed: %s, tag %s", res.Status, res.Header.Get("ETag"))
	}
}

// A new version of the program may write another document of the same data.
func TestProgramIsPartOfTheState(t *testing.T) {
	v := &versions{n: 1, changed: at(31)}
	old := get(New(Options{Store: newFake(), Version: v.version, Generator: "alsoread/1"}), "/feeds/all.rss").Header.Get("ETag")
	if res := get(New(Options{Store: newFake(), Version: v.version, Generator: "alsoread/2"}), "/feeds/all.rss", "If-None-Match", old); res.StatusCode != 200 {
		t.Error(res.Status)
	}
}

func TestConditionalRequestsWithoutAVersion(t *testing.T) {
	room := New(Options{Store: newFake()})
	for _, path := range []string{"/feeds/all.rss", "/opml", "/", "/about/json-feed"} {
		res := get(room, path)
		if etag := res.Header.Get("ETag"); etag == "" || get(room, path, "If-None-Match", etag).StatusCode != 304 {
			t.Errorf("%s: tag %q", path, etag)
		}
		if res.Header.Get("Last-Modified") != "" {
			t.Errorf("%s: Last-Modified %q", path, res.Header.Get("Last-Modified"))
		}
	}
}

// While the second of the last change is not over, no date is given for it:
// another change within it would go unseen.
func TestNoDateWithinItsSecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &versions{n: 1, changed: time.Now()}
		room := New(Options{Store: newFake(), Version: v.version})
		if got := get(room, "/feeds/all.rss").Header.Get("Last-Modified"); got != "" {
			t.Errorf("at once: %q", got)
		}
		time.Sleep(time.Second)
		if got := get(room, "/feeds/all.rss").Header.Get("Last-Modified"); got == "" {
			t.Error("none after a second")
		}
	})
}

// Clients wait in line for their documents, and are sent away rather than kept
// for ever.
func TestDocumentsAtOnceAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		room := New(Options{Store: newFake()})
		release := make(chan struct{})
		stuck := document{make: func(ctx context.Context, w io.Writer) error {
			<-release
			return nil
		}}
		results := make(chan error, documentsAtOnce)
		for range documentsAtOnce {
			go func() {
				_, _, err := room.made(t.Context(), stuck, false)
				results <- err
			}()
		}
		synctest.Wait()
		start := time.Now()
		res := get(room, "/feeds/all.rss")
		if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" || time.Since(start) != makingTime {
			t.Errorf("%s after %v, %v", res.Status, time.Since(start), res.Header)
		}
		close(release)
		for range documentsAtOnce {
			<-results
		}
		if res := get(room, "/feeds/all.rss"); res.StatusCode != 200 {
			t.Errorf("afterwards: %s", res.Status)
		}
	})
}

func TestHeldBytesAreBounded(t *testing.T) {
	room := New(Options{Store: newFake()})
	room.held.Store(maxHeld - 10)
	if res := get(room, "/feeds/all.rss"); res.StatusCode != http.StatusServiceUnavailable {
		t.Error(res.Status)
	}
	if room.held.Load() != maxHeld-10 {
		t.Errorf("%d bytes are held after the answer", room.held.Load())
	}
	room.held.Store(0)
	if res := get(room, "/feeds/all.rss"); res.StatusCode != 200 || room.held.Load() != 0 {
		t.Errorf("%s, %d bytes held", res.Status, room.held.Load())
	}
}

// A 304's headers take the place of those that the client keeps with the page:
// its policy must be the page's.
func TestNotModifiedKeepsThePolicy(t *testing.T) {
	room := New(Options{Store: newFake()})
	first := get(room, "/feeds")
	second := get(room, "/feeds", "If-None-Match", "*")
	if second.StatusCode != 304 || second.Header.Get("Content-Security-Policy") != first.Header.Get("Content-Security-Policy") {
		t.Errorf("%s with %q, after %q", second.Status, second.Header.Get("Content-Security-Policy"), first.Header.Get("Content-Security-Policy"))
	}
}
