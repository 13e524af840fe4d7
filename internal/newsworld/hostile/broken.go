package hostile

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

func brokenCases() []Case {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n"
	whole := rss(Place{URL: "http://broken.example/feed"}, 0, 3)
	return []Case{
		{Name: "closed without an answer", Row: 12, Want: []string{"closed|EOF|complete"}, Raw: says("")},
		{Name: "short body", Row: 12, Want: []string{"closed|short|EOF"}, Raw: says(head + "Content-Length: 90000\r\n\r\n" + whole)},
		{Name: "reset in the body", Row: 12, Want: []string{"reset|closed"}, Raw: func(_ context.Context, c net.Conn, _ int) {
			io.WriteString(c, head+"Content-Length: 90000\r\n\r\n"+whole)
			time.Sleep(20 * time.Millisecond) // so that the client has begun to read
			if tcp, ok := c.(*net.TCPConn); ok {
				tcp.SetLinger(0)
			}
		}},
		{Name: "bad chunk", Row: 12, Want: []string{"chunk"}, Raw: says(head + "Transfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\nzz\r\n")},
		{Name: "huge chunk", Row: 12, Want: []string{"chunk"}, Raw: says(head + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n<rss>")},
		{Name: "last chunk missing", Row: 12, Want: []string{"closed|EOF|complete"}, Raw: says(fmt.Sprintf("%sTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n", head, len(whole), whole))},
		{Name: "two lengths", Row: 12, Want: []string{"length"}, Raw: says(head + "Content-Length: 10\r\nContent-Length: 1000\r\n\r\n" + whole)},
		{Name: "negative length", Row: 12, Want: []string{"length"}, Raw: says(head + "Content-Length: -1\r\n\r\n" + whole)},
		{Name: "HTTP/0.9", Row: 12, Want: []string{"http"}, Raw: says(whole)},
		{Name: "binary", Row: 12, Want: []string{"http"}, Raw: says("\x16\x03\x01\x02\x00\x01\xff\xfe\x00\x00\r\n\r\n")},
		{Name: "terminal escapes for a status", Row: 12, Want: []string{"http"}, Raw: says("HTTP/1.1 \x1b]0;mine\x07\x1b[2J 200\r\n\r\n")},
		{Name: "binary as a feed", Row: 12, Want: []string{"binary|not a feed"}, Serve: always(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", typeRSS)
			io.WriteString(w, "\x89PNG\r\n\x1a\n"+strings.Repeat("\x00\x01\xfe\xff", 5000))
		})},
		brokenThenWhole(),
	}
}

func says(answer string) func(context.Context, net.Conn, int) {
	return func(_ context.Context, c net.Conn, _ int) { io.WriteString(c, answer) }
}

// brokenThenWhole cuts its first answer short under the ETag that the whole one
// has: who remembers it from the first is told 304 and has lost the rest.
func brokenThenWhole() Case {
	return Case{Name: "cut short under its final ETag", Row: 12, Want: []string{"closed|short|EOF", ""}, Items: 3, Serve: func(place Place) http.Handler {
		whole := rss(place, 0, 3)
		return inTurn(func(Place) []http.HandlerFunc {
			return []http.HandlerFunc{
				func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Content-Type", typeRSS)
					w.Header().Set("ETag", `"whole"`)
					w.Header().Set("Content-Length", fmt.Sprint(len(whole)))
					io.WriteString(w, whole[:len(whole)/2])
					panic(http.ErrAbortHandler)
				},
				func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("ETag", `"whole"`)
					if r.Header.Get("If-None-Match") == `"whole"` {
						w.WriteHeader(http.StatusNotModified)
						return
					}
					send(whole)(w, r)
				},
			}
		})(place)
	}}
}
