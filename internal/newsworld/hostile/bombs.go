package hostile

import (
	"io"
	"net/http"
	"strings"
	"sync"
)

const tooLarge = "over|too large|exceeds"

// bombBytes is what the bombs come to when they are decompressed.
const bombBytes = 2 << 30

// bomb is bombBytes of spaces after the head of a feed, two megabytes of gzip:
// one member that is made once and repeated, which gzip permits (RFC 1952,
// section 2.2).
var bomb = sync.OnceValue(func() []byte {
	const member = 4 << 20
	one := zipped([]byte(strings.Repeat(" ", member)))
	out := zipped([]byte(rssHead))
	for range bombBytes / member {
		out = append(out, one...)
	}
	return out
})

// deepBomb is the same in gzip again: some ten kilobytes.
var deepBomb = sync.OnceValue(func() []byte { return zipped(bomb()) })

func bombCases() []Case {
	return []Case{
		{Name: "gzip bomb", Row: 9, Want: []string{tooLarge}, Serve: encoded("gzip", bomb)},
		{Name: "gzip bomb in gzip", Row: 9, Want: []string{tooLarge}, Serve: encoded("gzip, gzip", deepBomb)},
		{Name: "gzip bomb as a file", Row: 9, Want: []string{tooLarge + "|binary|not a feed"}, Serve: always(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/gzip")
			w.Write(bomb())
		})},
		{Name: "says gzip and is not", Row: 9, Want: []string{"?gzip"}, Items: -1, Serve: encoded("gzip", func() []byte {
			return []byte(rss(Place{URL: "http://lie.example/feed"}, 0, 1))
		})},
		{Name: "gzip with a wrong checksum", Row: 9, Want: []string{"gzip"}, Serve: encoded("gzip", func() []byte {
			packed := zipped([]byte(rss(Place{URL: "http://sum.example/feed"}, 0, 1)))
			packed[len(packed)-8] ^= 0xff
			return packed
		})},
		{Name: "endless items", Row: 10, Want: []string{tooLarge + "|" + late}, Serve: func(p Place) http.Handler {
			return endless(rssItem(p, 1))
		}},
		{Name: "endless title", Row: 10, Want: []string{tooLarge + "|" + late}, Serve: func(Place) http.Handler {
			return endless("<item><title>" + strings.Repeat("and so on ", 3000))
		}},
		{Name: "too large every time", Row: 17, Want: []string{tooLarge, tooLarge, tooLarge}, Serve: always(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", typeRSS)
			w.Header().Set("Content-Length", "60000000")
			repeat(w, "<!-- much -->", 60_000_000)
		})},
	}
}

func encoded(encoding string, body func() []byte) func(Place) http.Handler {
	return always(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", typeRSS)
		w.Header().Set("Content-Encoding", encoding)
		w.Write(body())
	})
}

// endless sends a piece for as long as the client reads, in gzip when it may:
// a bomb that is never finished. One gzip member is made once and sent again and
// again.
func endless(piece string) http.Handler {
	const member = 1 << 20
	var block strings.Builder
	repeat(&block, piece, member)
	head, more := zipped([]byte(rssHead)), zipped([]byte(block.String()))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", typeRSS)
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			io.WriteString(w, rssHead)
			repeat(w, piece, maxWire)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(head)
		repeat(w, string(more), maxWire)
	})
}
