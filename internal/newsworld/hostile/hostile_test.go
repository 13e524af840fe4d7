package hostile

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

func start(t *testing.T, cases []Case) *Site {
	t.Helper()
	s, err := Start(t.Context(), cases)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func named(t *testing.T, name string) Case {
	t.Helper()
	for _, c := range Cases() {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no case %q", name)
	return Case{}
}

func TestCasesAreSound(t *testing.T) {
	seen := make(map[string]bool)
	rows := make(map[int]bool)
	for _, c := range Cases() {
		if seen[c.Name] {
			t.Errorf("two cases are named %q", c.Name)
		}
		seen[c.Name], rows[c.Row] = true, true
		if len(c.Want) == 0 || (c.Serve == nil) == (c.Raw == nil) {
			t.Errorf("%s: wants %q, must have one of Serve and Raw", c.Name, c.Want)
		}
		for _, want := range c.Want {
			if _, err := regexp.Compile(strings.TrimPrefix(want, "?")); err != nil {
				t.Errorf("%s: %v", c.Name, err)
			}
		}
	}
	for _, row := range []int{3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 24} {
		if !rows[row] {
			t.Errorf("no case plays fault %d", row)
		}
	}
	if mixed := Mixed(); len(mixed) != 40 {
		t.Errorf("the mixed set has %d sources", len(mixed))
	}
	for _, name := range mixedNames {
		if c := named(t, name); c.Want[0] == "" {
			t.Errorf("%s is in the mixed set and does not fail", name)
		}
	}
}

// Every server ends when it is told to, and none sends without end, whatever a
// client without any limits of its own does.
func TestServersEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Start(ctx, Cases())
	if err != nil {
		t.Fatal(err)
	}
	impatient, stop := context.WithTimeout(t.Context(), 400*time.Millisecond)
	defer stop()
	var clients sync.WaitGroup
	for _, c := range Cases() {
		clients.Go(func() {
			req, _ := http.NewRequestWithContext(impatient, http.MethodGet, s.URL(c.Name), nil)
			req.Header.Set("Accept-Encoding", "gzip") // so that net/http leaves bombs alone
			if res, err := http.DefaultTransport.RoundTrip(req); err == nil {
				io.Copy(io.Discard, io.LimitReader(res.Body, 4<<20))
				res.Body.Close()
			}
		})
	}
	clients.Wait()
	cancel()
	ended := make(chan struct{})
	go func() { s.Close(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Fatal("the servers have not ended five seconds after their context")
	}
}

func TestRepeatIsBounded(t *testing.T) {
	var n counter
	repeat(&n, "abc", 1<<20)
	if n < 1<<20 || n > 1<<20+64<<10 {
		t.Errorf("wrote %d bytes of a limit of %d", n, 1<<20)
	}
}

type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

func TestBombsAreBombs(t *testing.T) {
	packed := bomb()
	if len(packed) > 4<<20 {
		t.Errorf("the bomb has %d bytes", len(packed))
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.CopyN(io.Discard, z, 64<<20); err != nil {
		t.Errorf("after %d bytes: %v", n, err)
	}
	z, err = gzip.NewReader(bytes.NewReader(deepBomb()))
	if err != nil {
		t.Fatal(err)
	}
	if inner, err := io.ReadAll(z); err != nil || !bytes.Equal(inner, packed) || len(deepBomb()) > 100<<10 {
		t.Errorf("bomb in gzip: %d bytes, %v", len(deepBomb()), err)
	}
}

func body(t *testing.T, url string, header ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return res.StatusCode, err.Error()
	}
	return res.StatusCode, string(text)
}

// The cases whose answers change, step by step.
func TestAnswersInTurn(t *testing.T) {
	s := start(t, Cases())
	for name, steps := range map[string][]string{
		"shrinks to nothing and returns":      {"Story 4", "</description>\n</channel>", "Story 4", "Story 4"},
		"fails, then heals":                   {"", "", "", "Story 2", "Story 2"},
		"new stories under the old ETag":      {"Story 1", "Story 3"},
		"cut short under its final ETag":      {"EOF", "Story 2"},
		"guids that change with each request": {">0-1<", ">1-1<", ">2-1<"},
		"a captcha after a feed":              {"Story 1", "human", "Story 2"},
	} {
		for i, want := range steps {
			if _, text := body(t, s.URL(name)); !strings.Contains(text, want) {
				t.Errorf("%s: answer %d is %.200s, want %q", name, i+1, text, want)
			}
		}
	}
	if code, _ := body(t, s.URL("cut short under its final ETag"), "If-None-Match", `"whole"`); code != http.StatusNotModified {
		t.Errorf("the final ETag is answered by %d", code)
	}
}

func TestSiteRemembersWhatWasAsked(t *testing.T) {
	s := start(t, []Case{named(t, "redirect to another host"), named(t, "HTTP/0.9")})
	body(t, s.URL("redirect to another host"), "Authorization", "Basic x")
	body(t, s.URL("HTTP/0.9"), "Cookie", "a=b")
	if asked := s.Asked("redirect to another host"); len(asked) != 1 || asked[0].Get("Authorization") != "Basic x" {
		t.Errorf("asked %v", asked)
	}
	if asked := s.Asked("HTTP/0.9"); len(asked) != 1 || asked[0].Get("Cookie") != "a=b" {
		t.Errorf("asked %v", asked)
	}
	if len(s.Strays()) != 0 {
		t.Error("somebody was elsewhere before")
	}
	body(t, s.elsewhere+"/entity")
	if strays := s.Strays(); len(strays) != 1 || strays[0].Get("X-Asked-Path") != "/feed/entity" {
		t.Errorf("elsewhere saw %v", strays)
	}
}
