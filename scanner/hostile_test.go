package scanner

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"alsoread/news"
)

// drip writes piece again and again until the reader is gone.
func drip(c net.Conn, piece string, every time.Duration) {
	for {
		if _, err := io.WriteString(c, piece); err != nil {
			return
		}
		time.Sleep(every)
	}
}

const okHead = "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"

// Row 8: whatever drips, the exchange ends at the source's deadline and says so.
func TestDeadline(t *testing.T) {
	tests := map[string]struct {
		answer func(c net.Conn)
		say    string
	}{
		"never answers": {func(c net.Conn) { io.Copy(io.Discard, c) }, "no answer within 300ms"},
		"headers drip": {func(c net.Conn) {
			io.WriteString(c, okHead)
			drip(c, "X-A: b\r\n", 20*time.Millisecond)
		}, "no answer within 300ms"},
		"status line drips": {func(c net.Conn) { drip(c, "H", 20*time.Millisecond) }, "timeout"},
		"body drips": {func(c net.Conn) {
			io.WriteString(c, okHead+"Content-Length: 100000\r\n\r\n")
			drip(c, "<", 20*time.Millisecond)
		}, "bytes of the body within 300ms"},
		"gzip drips": {func(c net.Conn) {
			io.WriteString(c, okHead+"Content-Encoding: gzip\r\nContent-Length: 100000\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03")
			drip(c, "\x00\x00\x00\xff\xff", 20*time.Millisecond)
		}, "of the body within 300ms"},
		"chunks drip": {func(c net.Conn) {
			io.WriteString(c, okHead+"Transfer-Encoding: chunked\r\n\r\n")
			drip(c, "1\r\n<\r\n", 20*time.Millisecond)
		}, "of the body within 300ms"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := sourceAt(serveRaw(t, test.answer))
			source.Timeout = 300 * time.Millisecond
			began := time.Now()
			_, err := get(t, source)
			wantError(t, err, "timeout", test.say)
			if !errors.Is(err, ErrTimeout) {
				t.Errorf("not ErrTimeout: %v", err)
			}
			if took := time.Since(began); took < 250*time.Millisecond || took > 3*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// Row 8: the deadline is one for all hops together.
func TestDeadlineCoversRedirects(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(100 * time.Millisecond)
		http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
	})
	source := sourceAt(server.URL + "/")
	source.Timeout = 350 * time.Millisecond
	began := time.Now()
	_, err := get(t, source)
	wantError(t, err, "timeout: no answer within 350ms")
	if took := time.Since(began); took > 900*time.Millisecond {
		t.Errorf("took %v", took)
	}
}

// Row 8: sources that hang hold up no others.
func TestHangingSourcesDelayNobody(t *testing.T) {
	stuck := serveRaw(t, func(c net.Conn) { io.Copy(io.Discard, c) })
	good := serve(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, feedText) })
	f := newTestFetcher(t, FetcherOptions{Resolver: everyName(t, "127.0.0.1")})
	ctx, cancel := context.WithCancel(t.Context())
	var hanging sync.WaitGroup
	for range 20 {
		hanging.Go(func() { f.Get(ctx, Request{Source: sourceAt(stuck)}) })
	}
	time.Sleep(50 * time.Millisecond)
	began := time.Now()
	for i := range 5 {
		url := strings.Replace(good.URL, "127.0.0.1", fmt.Sprintf("feed%d.example.com", i), 1)
		if _, err := f.Get(t.Context(), Request{Source: sourceAt(url)}); err != nil {
			t.Error(err)
		}
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("took %v", took)
	}
	cancel()
	hanging.Wait()
}

// The caller's own end is no timeout of the source.
func TestCancelled(t *testing.T) {
	stop := errors.New("shutting down")
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(50*time.Millisecond, func() { cancel(stop) })
	f := newTestFetcher(t, FetcherOptions{})
	_, err := f.Get(ctx, Request{Source: sourceAt(serveRaw(t, func(c net.Conn) { io.Copy(io.Discard, c) }))})
	if !errors.Is(err, stop) || errors.Is(err, ErrTimeout) {
		t.Errorf("got %v", err)
	}
}

// heap tells how much is allocated at most while do runs, above what was before.
func heap(do func()) uint64 {
	read := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse
	}
	runtime.GC()
	before, most := read(), uint64(0)
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	for {
		select {
		case <-done:
			return max(most, read()) - min(before, max(most, read()))
		case <-time.After(2 * time.Millisecond):
			most = max(most, read())
		}
	}
}

func gzipped(t testing.TB, data []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	z.Write(data)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bomb is gzip of so many MiB of blanks.
func bomb(t testing.TB, mib int) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	blanks := bytes.Repeat([]byte(" "), 1<<20)
	for range mib {
		z.Write(blanks)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Rows 9 and 10: the cap counts decoded bytes, says which it is, and bounds
// the memory.
func TestBombs(t *testing.T) {
	big := bomb(t, 256)
	tests := map[string]struct {
		header string
		body   func(w io.Writer)
	}{
		"gzip bomb":        {"Content-Encoding: gzip\r\n", func(w io.Writer) { w.Write(big) }},
		"bomb in gzip":     {"Content-Encoding: gzip\r\n", func(w io.Writer) { w.Write(gzipped(t, big)) }},
		"bomb, both named": {"Content-Encoding: gzip, gzip\r\n", func(w io.Writer) { w.Write(gzipped(t, big)) }},
		"bomb as a file":   {"", func(w io.Writer) { w.Write(big) }},
		"endless":          {"", func(w io.Writer) { endless(w, "<item><title>x</title></item>") }},
		"endless title":    {"", func(w io.Writer) { endless(w, strings.Repeat("x", 1000)) }},
		"empty blocks, endless": {"Content-Encoding: gzip\r\n", func(w io.Writer) {
			io.WriteString(w, "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03")
			endless(w, strings.Repeat("\x00\x00\x00\xff\xff", 1000))
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			url := serveRaw(t, func(c net.Conn) {
				io.WriteString(c, okHead+test.header+"Connection: close\r\n\r\n")
				test.body(c)
			})
			var err error
			used := heap(func() { _, err = get(t, sourceAt(url)) })
			wantError(t, err, "body over 1 MiB after decompression")
			if !errors.Is(err, ErrTooLarge) {
				t.Errorf("not ErrTooLarge: %v", err)
			}
			if used > 32<<20 {
				t.Errorf("took %s", bytesText(int64(used)))
			}
		})
	}
}

func endless(w io.Writer, piece string) {
	out := bufio.NewWriterSize(w, 64<<10)
	for {
		if _, err := io.WriteString(out, piece); err != nil {
			return
		}
	}
}

// Row 9: a length that is too large is not even waited for.
func TestAnnouncedTooLarge(t *testing.T) {
	url := serveRaw(t, func(c net.Conn) {
		io.WriteString(c, okHead+"Content-Length: 1000000000\r\n\r\n")
		io.Copy(io.Discard, c)
	})
	_, err := get(t, sourceAt(url))
	wantError(t, err, "body over 1 MiB")
}

// Row 11: what comes before and around a body is bounded too.
func TestFloods(t *testing.T) {
	tests := map[string]struct {
		answer func(c net.Conn)
		say    string
	}{
		"one header of 2 MiB": {func(c net.Conn) {
			io.WriteString(c, okHead+"X-Bomb: "+strings.Repeat("x", 2<<20)+"\r\n\r\n")
		}, "headers of the answer over 1 MiB"},
		"headers without end": {func(c net.Conn) {
			io.WriteString(c, okHead)
			endless(c, "X-Bomb: "+strings.Repeat("x", 1000)+"\r\n")
		}, "headers of the answer over 1 MiB"},
		"1xx without end": {func(c net.Conn) {
			endless(c, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")
		}, "headers of the answer over 1 MiB"},
		"cookies without end": {func(c net.Conn) {
			io.WriteString(c, okHead)
			endless(c, "Set-Cookie: a="+strings.Repeat("x", 1000)+"\r\n")
		}, "headers of the answer over 1 MiB"},
		"chunk extensions": {func(c net.Conn) {
			io.WriteString(c, okHead+"Transfer-Encoding: chunked\r\n\r\n")
			endless(c, "1;"+strings.Repeat("x", 3000)+"\r\n<\r\n")
		}, "chunk"},
		"trailer without end": {func(c net.Conn) {
			io.WriteString(c, okHead+"Transfer-Encoding: chunked\r\nTrailer: X-A\r\n\r\n1\r\n<\r\n0\r\n")
			endless(c, "X-A: "+strings.Repeat("x", 1000)+"\r\n")
		}, "trailer"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			url := serveRaw(t, test.answer)
			var err error
			used := heap(func() { _, err = get(t, sourceAt(url)) })
			wantError(t, err, test.say)
			if used > 24<<20 {
				t.Errorf("took %s", bytesText(int64(used)))
			}
		})
	}
}

// Row 11: 3,000 cookies are within the limit; they are neither kept nor sent back.
func TestCookiesAreIgnored(t *testing.T) {
	var sent []string
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		sent = append(sent, r.Header.Get("Cookie"))
		for i := range 3000 {
			w.Header().Add("Set-Cookie", fmt.Sprintf("c%d=x", i))
		}
		if r.URL.Path == "/" {
			w.Header().Set("Location", "/next")
			w.WriteHeader(http.StatusFound)
			return
		}
		io.WriteString(w, feedText)
	})
	f := newTestFetcher(t, FetcherOptions{})
	for range 2 {
		if _, err := f.Get(t.Context(), Request{Source: sourceAt(server.URL)}); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Join(sent, "") != "" || len(sent) != 4 {
		t.Errorf("sent %q", sent)
	}
}

// Row 12: an answer that is not whole is an error, so nothing of it is kept.
func TestBrokenAnswers(t *testing.T) {
	whole := gzipped(t, bytes.Repeat([]byte(feedText), 50))
	flipped := bytes.Clone(whole)
	flipped[len(flipped)-6] ^= 1
	head := func(extra string) string { return okHead + "Etag: \"x\"\r\n" + extra + "\r\n" }
	tests := map[string]struct{ answer, say string }{
		"nothing":            {"", "closed before the answer was complete"},
		"short body":         {head("Content-Length: 1000\r\n") + feedText, "closed before the answer was complete"},
		"short gzip":         {head("Content-Encoding: gzip\r\n") + string(whole[:len(whole)/2]), "gzip body cut short"},
		"gzip, no trailer":   {head("Content-Encoding: gzip\r\n") + string(whole[:len(whole)-4]), "gzip body cut short"},
		"gzip, wrong sum":    {head("Content-Encoding: gzip\r\n") + string(flipped), "gzip body is damaged"},
		"gzip, then rubbish": {head("Content-Encoding: gzip\r\n") + string(whole) + "rubbish rubbish", "gzip body is damaged"},
		"no brotli":          {head("Content-Encoding: br\r\n") + feedText, "br body"},
		"no zstd":            {head("Content-Encoding: zstd\r\n") + feedText, "zstd body"},
		"unknown encoding":   {head("Content-Encoding: compress\r\n") + feedText, `unknown Content-Encoding "compress"`},
		"four layers":        {head("Content-Encoding: gzip, gzip, gzip, gzip\r\n") + feedText, "more than 3 times"},
		"chunks cut short":   {head("Transfer-Encoding: chunked\r\n") + "10\r\n<rss>", "closed before the answer was complete"},
		"bad chunk":          {head("Transfer-Encoding: chunked\r\n") + "zz\r\n<rss>\r\n0\r\n\r\n", "malformed chunk"},
		"huge chunk":         {head("Transfer-Encoding: chunked\r\n") + "fffffffffffffffff\r\n<rss>\r\n0\r\n\r\n", "malformed chunk"},
		"two lengths":        {head("Content-Length: 5\r\nContent-Length: 500\r\n") + feedText, "two different Content-Length"},
		"negative length":    {head("Content-Length: -5\r\n") + feedText, "Content-Length that is no number"},
		"HTTP/0.9":           {feedText, "not HTTP"},
		"binary":             {"\x00\x01\x02\xff\xfe\r\n\r\n", "not HTTP"},
		"SSH":                {"SSH-2.0-OpenSSH_9.2\r\n", "not HTTP"},
		"terminal escapes":   {"HTTP/1.1 \x1b]0;evil\x07 OK\r\n\r\n", "not HTTP"},
		"bad header":         {"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n" + feedText, "malformed header"},
		"odd encoding":       {head("Transfer-Encoding: gzip\r\n") + feedText, "Transfer-Encoding"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			res, err := get(t, sourceAt(says(t, test.answer)))
			wantError(t, err, test.say)
			if res != nil {
				t.Error("there is a response beside the error")
			}
		})
	}
}

func TestResetMidBody(t *testing.T) {
	url := serveRaw(t, func(c net.Conn) {
		io.WriteString(c, okHead+"Content-Length: 1000\r\n\r\n<rss>")
		c.(*net.TCPConn).SetLinger(0)
	})
	_, err := get(t, sourceAt(url))
	wantError(t, err, "connection reset by 127.0.0.1")
}

// Row 13, the fetcher's part: a 304 that nobody asked for, an empty 200.
func TestAnswersWithoutDocument(t *testing.T) {
	tests := map[string]struct {
		answer string
		state  news.State
		say    string
	}{
		"304 unasked":          {"HTTP/1.1 304 Not Modified\r\nEtag: \"x\"\r\n\r\n", news.State{}, "304 Not Modified to a request that set no condition"},
		"empty 200":            {okHead + "Content-Length: 0\r\n\r\n", news.State{}, "empty answer"},
		"blank 200":            {okHead + "Content-Length: 4\r\n\r\n \r\n\t", news.State{}, "empty answer"},
		"empty gzip":           {okHead + "Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", news.State{}, "empty answer"},
		"gzip of nothing":      {okHead + "Content-Encoding: gzip\r\n\r\n" + string(gzipped(t, nil)), news.State{}, "empty answer"},
		"204":                  {"HTTP/1.1 204 No Content\r\n\r\n", news.State{}, "empty answer"},
		"206":                  {"HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\n\r\n<rss>", news.State{}, "206 Partial Content"},
		"404":                  {"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", news.State{}, "404 Not Found"},
		"unknown status":       {"HTTP/1.1 799 Own Words\r\nContent-Length: 0\r\n\r\n", news.State{}, "799"},
		"switching protocols":  {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n", news.State{}, "101"},
		"404 to known content": {"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", news.State{ETag: `"x"`}, "404 Not Found"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := newTestFetcher(t, FetcherOptions{})
			_, err := f.Get(t.Context(), Request{Source: sourceAt(says(t, test.answer)), State: test.state, Conditional: true})
			wantError(t, err, test.say)
		})
	}
}

func TestNetworkFaults(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	f := newTestFetcher(t, FetcherOptions{Resolver: names(t, func(string) []string { return nil })})
	_, err = f.Get(t.Context(), Request{Source: sourceAt("http://" + closed.Addr().String())})
	wantError(t, err, "connection to 127.0.0.1 refused")
	_, err = f.Get(t.Context(), Request{Source: sourceAt("http://nowhere.example.com/")})
	wantError(t, err, "no such host: nowhere.example.com")

	plain := serve(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, feedText) })
	_, err = get(t, sourceAt(strings.Replace(plain.URL, "http:", "https:", 1)))
	wantError(t, err, "does not speak TLS")
}

// All the ill-behaved servers at once leave no goroutine behind.
func TestNothingIsLeftBehind(t *testing.T) {
	runtime.GC()
	before := runtime.NumGoroutine()
	t.Run("all", func(t *testing.T) {
		f := newTestFetcher(t, FetcherOptions{})
		answers := []func(c net.Conn){
			func(c net.Conn) { io.Copy(io.Discard, c) },
			func(c net.Conn) { drip(c, "H", 10*time.Millisecond) },
			func(c net.Conn) { io.WriteString(c, okHead+"\r\n"); endless(c, "x") },
			func(c net.Conn) { io.WriteString(c, okHead+"Content-Length: 10\r\n\r\nx") },
			func(c net.Conn) { io.WriteString(c, "HTTP/1.1 302 Found\r\nLocation: /feed.xml\r\n\r\n") },
			func(c net.Conn) { io.WriteString(c, okHead+"Content-Length: 3\r\n\r\nabc") },
		}
		var wg sync.WaitGroup
		for i := range 60 {
			url := serveRaw(t, answers[i%len(answers)])
			wg.Go(func() {
				source := sourceAt(url)
				source.Timeout, source.PerHost = 200*time.Millisecond, 100
				if res, err := f.Get(t.Context(), Request{Source: source}); err == nil {
					res.Release()
				}
			})
		}
		wg.Wait()
	})
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if n := runtime.NumGoroutine(); n <= before+2 {
			return
		} else if time.Now().After(deadline) {
			buf := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d before\n%s", n, before, buf[:runtime.Stack(buf, true)])
		}
	}
}
