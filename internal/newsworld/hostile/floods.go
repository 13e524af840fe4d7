package hostile

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
)

func floodCases() []Case {
	return []Case{
		{Name: "headers without end", Row: 11, Want: []string{"header"}, Raw: flood("HTTP/1.1 200 OK\r\n", "X-More: "+strings.Repeat("m", 1000)+"\r\n")},
		{Name: "one header of 20 MB", Row: 11, Want: []string{"header"}, Raw: func(_ context.Context, c net.Conn, _ int) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\nX-Long: ")
			repeat(c, "long", 20<<20)
		}},
		{Name: "3,000 cookies", Row: 11, Want: []string{""}, Items: 2, Raw: func(_ context.Context, c net.Conn, _ int) {
			var b strings.Builder
			for i := range 3000 {
				fmt.Fprintf(&b, "Set-Cookie: c%d=%s; Path=/\r\n", i, strings.Repeat("v", 200))
			}
			answer(c, b.String(), rss(Place{URL: "http://cookies.example/feed"}, 0, 2))
		}},
		{Name: "early hints without end", Row: 11, Want: []string{"header|1xx|informational|answer"}, Raw: flood("", "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")},
		{Name: "chunk extensions without end", Row: 11, Want: []string{"chunk"}, Raw: flood(
			"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n",
			"1;"+strings.Repeat("x", 3000)+"\r\n \r\n")},
		{Name: "one chunk extension without end", Row: 11, Want: []string{"chunk"}, Raw: flood(
			"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n1;", "x=y;")},
		{Name: "trailer without end", Row: 11, Want: []string{"trailer|header|chunk|answer"}, Raw: flood(
			"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n0\r\n", "X-After: "+strings.Repeat("a", 1000)+"\r\n")},
	}
}

func flood(head, piece string) func(context.Context, net.Conn, int) {
	return func(_ context.Context, c net.Conn, _ int) {
		io.WriteString(c, head)
		repeat(c, piece, maxWire)
	}
}

// answer writes a whole answer with further header lines.
func answer(c net.Conn, headers, body string) {
	fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n%s", len(body), headers, body)
}
