package hostile

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Case is one publisher that misbehaves.
type Case struct {
	Name string
	Row  int // of the list of faults

	// Want says for one scan after another what its error must match, a
	// regular expression without regard to case; "" is a scan that succeeds,
	// and where a "?" stands before the expression either will do.
	Want []string
	// Items is how many stories are kept after the scans of Want; -1: it
	// depends on limits of the reader.
	Items int

	Serve func(Place) http.Handler                     // one of these two; a handler has the state of its case
	Raw   func(ctx context.Context, c net.Conn, n int) // for answers net/http would not send; n counts connections from 0
}

// Place is where a case stands.
type Place struct {
	URL       string // of the case itself: "http://127.2.0.3:41234/feed"
	Elsewhere string // a feed on another host, which remembers what it was asked
}

// Cases are all of them, in the order of the faults they play.
func Cases() []Case {
	all := slices.Concat(
		redirectCases(), slowCases(), bombCases(), floodCases(), brokenCases(), wrongCases(), waitingCases(),
		lifeCases(), nestingCases(), excessCases(), oddityCases(),
	)
	slices.SortStableFunc(all, func(a, b Case) int { return a.Row - b.Row })
	return all
}

// maxWire bounds what one answer sends, however long it pretends to go on.
const maxWire = 64 << 20

// Long waits of the cases that hang: longer than any timeout a test would set.
const (
	dripEvery = 50 * time.Millisecond
	longest   = 10 * time.Minute
)

// rss is a sound feed of n items, numbered from first.
func rss(place Place, first, n int) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<rss version="2.0"><channel><title>A feed</title><link>`)
	b.WriteString(place.URL + `</link><description>Sound</description>` + "\n")
	for i := first; i < first+n; i++ {
		b.WriteString(rssItem(place, i))
	}
	b.WriteString("</channel></rss>\n")
	return b.String()
}

func rssItem(place Place, i int) string {
	return fmt.Sprintf("<item><title>Story %d of %s</title><link>%s/story/%d</link><guid isPermaLink=\"false\">%s-%d</guid><description>What happened, number %d.</description></item>\n",
		i, place.URL, place.URL, i, place.URL, i, i)
}

const rssHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<rss version="2.0"><channel><title>A feed</title>`

// document serves bytes as a feed, with validators of their own.
func document(mediaType string, make func(Place) []byte) func(Place) http.Handler {
	return func(place Place) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", mediaType)
			w.Write(make(place))
		})
	}
}

const (
	typeRSS  = "application/rss+xml; charset=utf-8"
	typeJSON = "application/feed+json"
)

// always answers every request alike.
func always(handle http.HandlerFunc) func(Place) http.Handler {
	return func(Place) http.Handler { return handle }
}

// inTurn answers the first request with the first handler and so on; the last
// goes on.
func inTurn(handlers func(Place) []http.HandlerFunc) func(Place) http.Handler {
	return func(place Place) http.Handler {
		steps := make(chan http.HandlerFunc, 16)
		turns := handlers(place)
		for _, h := range turns[:len(turns)-1] {
			steps <- h
		}
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			select {
			case h := <-steps:
				h(w, r)
			default:
				turns[len(turns)-1](w, r)
			}
		})
	}
}

func send(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", typeRSS)
		io.WriteString(w, body)
	}
}

func zipped(body []byte) []byte {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	z.Write(body)
	z.Close()
	return buf.Bytes()
}

// repeat writes a piece again and again until limit bytes are written or the
// reader has had enough.
func repeat(w io.Writer, piece string, limit int64) {
	block := []byte(strings.Repeat(piece, max(1, 32<<10/len(piece))))
	for limit > 0 {
		n, err := w.Write(block)
		if err != nil {
			return
		}
		limit -= int64(n)
	}
}

// drip writes one piece after another, slowly, until ctx is done or the reader
// has gone.
func drip(ctx context.Context, w io.Writer, piece string) {
	ticker := time.NewTicker(dripEvery)
	defer ticker.Stop()
	for range longest / dripEvery {
		if _, err := io.WriteString(w, piece); err != nil {
			return
		}
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}
