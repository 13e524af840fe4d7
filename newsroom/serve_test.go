package newsroom

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestServerLimits(t *testing.T) {
	s := newServer(t.Context(), http.NotFoundHandler(), nil)
	for name, d := range map[string]time.Duration{
		"ReadHeaderTimeout": s.ReadHeaderTimeout, "ReadTimeout": s.ReadTimeout, "WriteTimeout": s.WriteTimeout, "IdleTimeout": s.IdleTimeout,
	} {
		if d <= 0 || d > 2*time.Minute {
			t.Errorf("%s is %v", name, d)
		}
	}
	if s.MaxHeaderBytes <= 0 || s.MaxHeaderBytes > 64<<10 {
		t.Errorf("MaxHeaderBytes is %d", s.MaxHeaderBytes)
	}
	if s.WriteTimeout <= makingTime {
		t.Error("a document that takes its full time could never be sent")
	}
}

// served runs Serve on the loopback until the test ends.
func served(t *testing.T, handler http.Handler) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, l, handler, nil) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

func TestServe(t *testing.T) {
	address := served(t, New(Options{Store: newFake()}))
	res, err := http.Get("http://" + address + "/feeds/all.rss")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 200 || res.ProtoMajor != 1 {
		t.Error(res.Status, res.Proto)
	}
}

func TestHugeHeadersAreRefused(t *testing.T) {
	address := served(t, New(Options{Store: newFake()}))
	for name, header := range map[string]string{
		"one header":   "X-Big: " + strings.Repeat("x", 128<<10),
		"many headers": strings.Repeat("X-Many: x\r\n", 16<<10) + "X: y",
		"long path":    "",
	} {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		path := "/healthz"
		if name == "long path" {
			path += "?" + strings.Repeat("x", 128<<10)
		}
		go fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n", path, header) // may fail: the server has hung up
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("%s: %v, %v", name, res, err)
		}
		conn.Close()
	}
}

func TestSmugglingAndNonsenseAreRefused(t *testing.T) {
	address := served(t, New(Options{Store: newFake()}))
	for _, request := range []string{
		"GET /healthz HTTP/1.1\r\n\r\n",
		"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
		"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
		"GARBAGE\r\n\r\n",
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
		"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
		"GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
	} {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(conn, request)
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || res.StatusCode < 400 || res.StatusCode >= 500 {
			t.Errorf("%q: %v, %v", request, res, err)
		}
		conn.Close()
	}
}

// pipes is a listener whose connections live in memory, so that synctest can
// move the clock over them.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), done: make(chan struct{})} }

func (p *pipes) dial() net.Conn {
	client, server := net.Pipe()
	select {
	case p.conns <- server:
	case <-p.done:
		client.Close()
	}
	return client
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

// Clients that send or read slowly lose their connections, and the server goes
// on answering others.
func TestSlowClients(t *testing.T) {
	tests := []struct {
		name   string
		within time.Duration
		client func(net.Conn)
	}{
		{"says nothing", readHeaderTime + time.Second, func(c net.Conn) {}},
		{"header byte by byte", readHeaderTime + time.Second, func(c net.Conn) {
			for {
				if _, err := c.Write([]byte("G")); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		}},
		{"header without end", readHeaderTime + time.Second, func(c net.Conn) {
			io.WriteString(c, "GET / HTTP/1.1\r\nHost: localhost\r\n")
			for {
				if _, err := io.WriteString(c, "X: y\r\n"); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		}},
		{"body byte by byte", readTime + time.Second, func(c net.Conn) {
			io.WriteString(c, "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n")
			for {
				if _, err := c.Write([]byte("x")); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		}},
		{"never reads the answer", writeTime + 2*time.Second, func(c net.Conn) {
			io.WriteString(c, "GET /feeds/all.rss HTTP/1.1\r\nHost: localhost\r\n\r\n")
		}},
		{"idle afterwards", writeTime + idleTime + time.Second, func(c net.Conn) {
			io.WriteString(c, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
			io.CopyN(io.Discard, c, 20)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newPipes()
				ctx, stop := context.WithCancel(t.Context())
				ended := make(chan error, 1)
				go func() { ended <- Serve(ctx, l, New(Options{Store: newFake()}), nil) }()
				slow := l.dial()
				go tt.client(slow)

				conn := l.dial()
				go io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
				res, err := http.ReadResponse(bufio.NewReader(conn), nil)
				if err != nil || res.StatusCode != 200 {
					t.Errorf("another client: %v, %v", res, err)
				}
				conn.Close()

				time.Sleep(tt.within)
				synctest.Wait()
				slow.SetReadDeadline(time.Now().Add(time.Nanosecond))
				_, err = io.Copy(io.Discard, slow)
				if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrClosedPipe) {
					t.Errorf("the connection is still open after %v: %v", tt.within, err)
				}
				slow.Close()
				stop()
				if err := <-ended; err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// A request that is under way when the end comes is answered; no new one is.
func TestServeDrains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newPipes()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		handler := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			time.Sleep(3 * time.Second)
			if req.Context().Err() == nil {
				io.WriteString(w, "whole")
			}
		})
		go func() { ended <- Serve(ctx, l, handler, nil) }()
		conn := l.dial()
		go io.WriteString(conn, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
		time.Sleep(time.Second)
		stop()
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		if text, _ := io.ReadAll(res.Body); string(text) != "whole" {
			t.Errorf("got %q", text)
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if _, err := l.dial().Write([]byte("x")); err == nil {
			t.Error("a connection was taken after the end")
		}
	})
}

// One that does not end is cut off.
func TestServeDoesNotWaitForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newPipes()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		handler := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { <-req.Context().Done() })
		go func() { ended <- Serve(ctx, l, handler, nil) }()
		conn := l.dial()
		defer conn.Close()
		go io.WriteString(conn, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
		time.Sleep(time.Second)
		start := time.Now()
		stop()
		if err := <-ended; err != nil || time.Since(start) > drainTime+time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

func TestServeNamesItsFailure(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	err = Serve(t.Context(), l, http.NotFoundHandler(), nil)
	if err == nil || !strings.HasPrefix(err.Error(), "serve 127.0.0.1:") || !errors.Is(err, net.ErrClosed) {
		t.Errorf("error %v", err)
	}
}
