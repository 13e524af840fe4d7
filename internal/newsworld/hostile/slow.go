package hostile

import (
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
)

const late = "timeout|no answer|within"

func slowCases() []Case {
	return []Case{
		{Name: "never answers", Row: 8, Want: []string{late}, Raw: func(ctx context.Context, c net.Conn, _ int) { <-ctx.Done() }},
		{Name: "status line drips", Row: 8, Want: []string{late}, Raw: func(ctx context.Context, c net.Conn, _ int) {
			drip(ctx, c, "H")
		}},
		{Name: "headers drip", Row: 8, Want: []string{late}, Raw: func(ctx context.Context, c net.Conn, _ int) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\n")
			drip(ctx, c, "X-Drop: 1\r\n")
		}},
		{Name: "body drips", Row: 8, Want: []string{late}, Serve: always(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", typeRSS)
			io.WriteString(w, rssHead)
			drip(r.Context(), w, " ")
		})},
		{Name: "gzip body drips", Row: 8, Want: []string{late}, Serve: always(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", typeRSS)
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			io.WriteString(z, rssHead)
			z.Flush()
			drip(r.Context(), w, "\x00\x00\x00\xff\xff") // an empty stored block: RFC 1951, section 3.2.4
		})},
		{Name: "chunks drip", Row: 8, Want: []string{late}, Raw: func(ctx context.Context, c net.Conn, _ int) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n")
			drip(ctx, c, "1\r\n<\r\n")
		}},
		{Name: "whole document, connection held open", Row: 8, Want: []string{late}, Raw: func(ctx context.Context, c net.Conn, _ int) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 100000\r\n\r\n"+rss(Place{URL: "http://held.example/feed"}, 0, 2))
			<-ctx.Done()
		}},
	}
}
