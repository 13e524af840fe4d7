package newsroom

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// fakeKeys has one password and a token of each scope.
type fakeKeys struct {
	password string
	tokens   map[string]Scope
	checked  int
}

func newKeys() *fakeKeys {
	return &fakeKeys{password: "correct horse", tokens: map[string]Scope{"alsoread_reader": ScopeRead, "alsoread_writer": ScopeWrite, "alsoread_admin": ScopeAdmin}}
}

func (k *fakeKeys) Locked() (string, bool) { return k.password, k.password != "" }
func (k *fakeKeys) Password(given string) bool {
	k.checked++
	return given == k.password
}
func (k *fakeKeys) Token(given string) (Scope, bool) {
	scope, ok := k.tokens[given]
	return scope, ok
}

func lockedRoom(log *slog.Logger) (*Room, *fakeKeys) {
	o := wholeOptions()
	keys := newKeys()
	o.Keys, o.Log = keys, log
	return New(o), keys
}

func bearer(token string) []string { return []string{"Authorization", "Bearer " + token} }

// Every route asks for a scope, and lets exactly those in who have it.
func TestEveryRouteAsksWhoComes(t *testing.T) {
	room, _ := lockedRoom(nil)
	open := map[string]bool{"/healthz": true, "/readyz": true, "/login": true, "/logout": true, "/": true}
	for _, route := range room.routes() {
		target := strings.NewReplacer("{id}", "7", "{kind}", "tag", "{file}", "x", "{$}", "", "{name}", "x").Replace(route.pattern)
		switch route.pattern {
		case "/api/v1/events", "/login":
			continue // one goes on, the other is the door itself
		case "/":
			target = "/nothing"
		}
		res := send(room, route.method, target, "", "")
		if shut := res.Code == 401; shut == (route.scope == ScopeNone) {
			t.Errorf("%s %s for a stranger: %d", route.method, route.pattern, res.Code)
		}
		if route.scope == ScopeNone && !open[route.pattern] && !strings.HasPrefix(route.pattern, "/static/") {
			t.Errorf("%s %s is open to everybody", route.method, route.pattern)
		}
		for token, have := range map[string]Scope{"alsoread_reader": ScopeRead, "alsoread_writer": ScopeWrite, "alsoread_admin": ScopeAdmin} {
			res := send(room, route.method, target, "", "", bearer(token)...)
			want := res.Code != 401 && res.Code != 403
			if want != (have >= route.scope) {
				t.Errorf("%s %s with %s: %d", route.method, route.pattern, token, res.Code)
			}
		}
	}
}

// What is refused looks the same, whatever was wrong.
func TestRefusalsTellNothing(t *testing.T) {
	shape := func(headers ...string) string {
		room, _ := lockedRoom(nil)
		res := send(room, "GET", "/api/v1/stories", "", "", headers...)
		return fmt.Sprint(res.Code, res.Header(), res.Body.String())
	}
	want := shape()
	if !strings.HasPrefix(want, "401 ") {
		t.Fatal(want)
	}
	basic := func(user, password string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
	}
	for name, header := range map[string]string{
		"unknown token": "Bearer alsoread_nobody", "nearly one": "Bearer alsoread_readeR", "empty": "Bearer ", "the password as token": "Bearer correct horse",
		"basic": basic("x", "nobody"), "basic with the password": basic("x", "correct horse"), "broken basic": "Basic %%%", "another scheme": "Digest x", "long": "Bearer " + strings.Repeat("x", 20_000),
	} {
		if got := shape("Authorization", header); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
	room, _ := lockedRoom(nil)
	if res := send(room, "GET", "/feeds/all.rss", "", "", "Authorization", basic("anybody", "alsoread_reader")); res.Code != 200 {
		t.Errorf("a feed reader with a token: %d", res.Code)
	}
	for _, target := range []string{"/feeds/all.rss?token=alsoread_reader", "/feeds/all.rss?access_token=alsoread_reader"} {
		if res := send(room, "GET", target, "", ""); res.Code != 401 {
			t.Errorf("a token in the address: %d", res.Code)
		}
	}
}

// Whoever tries many tokens is told to wait; who has one is let in meanwhile.
func TestManyWrongTokens(t *testing.T) {
	var log bytes.Buffer
	room, _ := lockedRoom(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	codes := map[int]int{}
	var last *httptest.ResponseRecorder
	for i := range 10_000 {
		last = send(room, "GET", "/api/v1/stories", "", "", bearer(fmt.Sprint("alsoread_guess", i))...)
		codes[last.Code]++
	}
	if codes[401] < triesByAddress || codes[401] > triesByAddress+5 || codes[401]+codes[429] != 10_000 {
		t.Errorf("answers %v", codes)
	}
	if last.Header().Get("Retry-After") == "" || last.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("429 with %v", last.Header())
	}
	if res := send(room, "GET", "/api/v1/stories", "", "", bearer("alsoread_reader")...); res.Code != 200 {
		t.Errorf("a right token from the same address: %d", res.Code)
	}
	if strings.Contains(log.String(), "guess") || strings.Contains(log.String(), "alsoread_") {
		t.Error("a token stands in the log")
	}
}

// The limits hold for an address, for a network of IPv6, and for all together,
// and end with time.
func TestTries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tries := newTries()
		one := netip.MustParseAddr("192.0.2.1")
		for i := range triesByAddress {
			if wait := tries.take(one); wait != 0 {
				t.Fatalf("try %d: wait %v", i, wait)
			}
		}
		if wait := tries.take(one); wait <= 0 || wait > tryAgainAfter {
			t.Errorf("one too many: wait %v", wait)
		}
		if wait := tries.take(netip.MustParseAddr("192.0.2.2")); wait != 0 {
			t.Errorf("another address waits %v", wait)
		}
		tries.giveBack(one)
		if wait := tries.take(one); wait != 0 {
			t.Errorf("after a right one: wait %v", wait)
		}
		time.Sleep(tryAgainAfter)
		if wait := tries.take(one); wait != 0 {
			t.Errorf("later: wait %v", wait)
		}
		for i := range triesByAddress {
			tries.take(netip.MustParseAddr(fmt.Sprintf("2001:db8::%d", i+1)))
		}
		if wait := tries.take(netip.MustParseAddr("2001:db8::ffff")); wait == 0 {
			t.Error("an IPv6 network has more tries than an address")
		}
		for i := range 3 * triesByAll {
			tries.take(netip.AddrFrom4([4]byte{10, 0, byte(i / 250), byte(i % 250)}))
		}
		if wait := tries.take(netip.MustParseAddr("198.51.100.1")); wait == 0 {
			t.Error("all together have no limit")
		}
		time.Sleep(time.Hour)
		for i := range maxRemembered + 10 {
			tries.take(netip.AddrFrom4([4]byte{11, byte(i >> 16), byte(i >> 8), byte(i)}))
		}
		if len(tries.by) > maxRemembered {
			t.Errorf("%d addresses are remembered", len(tries.by))
		}
	})
}

func signIn(room http.Handler, password string, headers ...string) *httptest.ResponseRecorder {
	return send(room, "POST", "/login", "application/x-www-form-urlencoded", url.Values{"password": {password}, "next": {"/sources?x=1"}}.Encode(), headers...)
}

func TestLogin(t *testing.T) {
	var log bytes.Buffer
	room, keys := lockedRoom(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	if res := send(room, "GET", "/sources", "", "", "Accept", "text/html"); res.Code != 303 || res.Header().Get("Location") != "/login?next=%2Fsources" {
		t.Errorf("a person is not shown the door: %d %v", res.Code, res.Header())
	}
	if res := send(room, "GET", "/login", "", ""); res.Code != 200 || !strings.Contains(res.Body.String(), `type="password"`) || !strings.Contains(res.Header().Get("Content-Security-Policy"), "form-action 'self'") {
		t.Errorf("the door: %d %s", res.Code, res.Body)
	}
	wrong := signIn(room, "wrong horse")
	if wrong.Code != 401 || len(wrong.Result().Cookies()) > 0 {
		t.Errorf("a wrong password: %d %v", wrong.Code, wrong.Header())
	}
	right := signIn(room, "correct horse")
	if right.Code != 303 || right.Header().Get("Location") != "/sources?x=1" || len(right.Result().Cookies()) != 1 {
		t.Fatalf("the right password: %d %v", right.Code, right.Header())
	}
	cookie := right.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Secure || cookie.MaxAge <= 0 {
		t.Errorf("the cookie %v", cookie)
	}
	with := []string{"Cookie", cookie.Name + "=" + cookie.Value}
	if res := send(room, "GET", "/api/v1/sources", "", "", with...); res.Code != 200 {
		t.Errorf("with the cookie: %d", res.Code)
	}
	if res := send(room, "POST", "/api/v1/scans", "application/json", `{"sources":["Harbour"]}`, append(with, "Origin", "https://evil.example")...); res.Code != 403 {
		t.Errorf("another site writes with the cookie: %d", res.Code)
	}
	keys.password = "another one"
	if res := send(room, "GET", "/api/v1/sources", "", "", with...); res.Code != 401 {
		t.Errorf("after the password was changed: %d", res.Code)
	}
	if strings.Contains(log.String(), "horse") || strings.Contains(log.String(), cookie.Value) {
		t.Errorf("a secret stands in the log:\n%s", &log)
	}
}

func TestLogout(t *testing.T) {
	room, _ := lockedRoom(nil)
	cookie := signIn(room, "correct horse").Result().Cookies()[0]
	with := []string{"Cookie", cookie.Name + "=" + cookie.Value}
	gone := send(room, "POST", "/logout", "", "", with...).Result().Cookies()
	if len(gone) != 1 || gone[0].MaxAge >= 0 {
		t.Errorf("cookies %v", gone)
	}
	if res := send(room, "GET", "/api/v1/sources", "", "", with...); res.Code != 401 {
		t.Errorf("the session goes on: %d", res.Code)
	}
}

// Over TLS the cookie is Secure and bound to the host; over plain HTTP from
// elsewhere no password is taken at all.
func TestLoginAndTLS(t *testing.T) {
	o := wholeOptions()
	o.Keys, o.Hosts = newKeys(), []string{"news.example"}
	room := New(o)
	plain := httptest.NewRequest("POST", "/login", strings.NewReader("password=correct+horse"))
	plain.Host = "news.example"
	plain.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	ask := func(req *http.Request, h http.Handler) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, req)
		return w
	}
	if res := ask(plain.Clone(t.Context()), room); res.Code != 403 || len(res.Result().Cookies()) > 0 {
		t.Errorf("over plain HTTP: %d", res.Code)
	}
	behind := httptest.NewRequest("POST", "/login", strings.NewReader("password=correct+horse"))
	behind.Host, behind.Header = "news.example", plain.Header.Clone()
	behind.Header.Set("X-Forwarded-Proto", "https")
	cookies := ask(behind, room).Result().Cookies()
	if len(cookies) != 1 || !cookies[0].Secure || !strings.HasPrefix(cookies[0].Name, "__Host-") {
		t.Errorf("behind a proxy with TLS: %v", cookies)
	}
	o.BaseURL = "http://news.example/"
	accepted := httptest.NewRequest("POST", "/login", strings.NewReader("password=correct+horse"))
	accepted.Host, accepted.Header = "news.example", plain.Header.Clone()
	if cookies := ask(accepted, New(o)).Result().Cookies(); len(cookies) != 1 || cookies[0].Secure {
		t.Errorf("where the operator accepts plain HTTP: %v", cookies)
	}
}

// No more passwords are checked than the limit allows, not even the right one.
func TestManyWrongPasswords(t *testing.T) {
	room, keys := lockedRoom(nil)
	codes := map[int]int{}
	for range 100 {
		codes[signIn(room, "wrong horse").Code]++
	}
	if codes[401] != triesByAddress || codes[429] != 100-triesByAddress || keys.checked != triesByAddress {
		t.Errorf("answers %v, %d checks", codes, keys.checked)
	}
	if res := signIn(room, "correct horse"); res.Code != 429 || res.Header().Get("Retry-After") == "" {
		t.Errorf("the right one behind them: %d", res.Code)
	}
	// Another address is not held up, as the proxy on this machine tells it.
	if res := signIn(room, "correct horse", "X-Forwarded-For", "10.9.8.7, 203.0.113.9"); res.Code != 429 { // httptest's client is not on the loopback
		t.Errorf("a stranger chose its address: %d", res.Code)
	}
}

func TestClientOf(t *testing.T) {
	for _, tt := range []struct{ peer, forwarded, want string }{
		{"203.0.113.9:1", "", "203.0.113.9"}, {"203.0.113.9:1", "198.51.100.1", "203.0.113.9"},
		{"127.0.0.1:1", "198.51.100.1", "198.51.100.1"}, {"[::1]:1", "10.0.0.1, 198.51.100.1", "198.51.100.1"}, {"127.0.0.1:1", "nonsense", "127.0.0.1"},
		{"[::ffff:203.0.113.9]:1", "", "203.0.113.9"}, {"pipe", "", "invalid IP"},
	} {
		req := httptest.NewRequest("GET", "/", nil)
		req.RemoteAddr = tt.peer
		if tt.forwarded != "" {
			req.Header.Set("X-Forwarded-For", tt.forwarded)
		}
		if got := clientOf(req).String(); got != tt.want {
			t.Errorf("%s for %s: %s, want %s", tt.peer, tt.forwarded, got, tt.want)
		}
	}
}

// After signing in nobody is sent to another site.
func TestSafeNext(t *testing.T) {
	room := New(wholeOptions())
	for next, want := range map[string]string{
		"/group/7?x=1": "/group/7?x=1", "": "/", "https://evil.example/": "/", "//evil.example/": "/", `/\evil.example`: "/", "/\tx": "/", "javascript:alert(1)": "/", "/x\r\nSet-Cookie: a": "/",
	} {
		if got := room.safeNext(next); got != want {
			t.Errorf("%q leads to %q", next, got)
		}
	}
}

func TestSessionsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSessions(nil, slog.New(slog.DiscardHandler))
		first := s.begin("p")
		time.Sleep(time.Second)
		last := ""
		for range maxSessions {
			last = s.begin("p")
		}
		if len(s.by) > maxSessions || s.holds(first, "p") || !s.holds(last, "p") || s.holds(last, "q") || s.holds("", "p") {
			t.Errorf("%d sessions", len(s.by))
		}
		last = s.begin("p")
		time.Sleep(sessionTime + time.Second)
		if s.holds(last, "p") {
			t.Error("a session without end")
		}
	})
}
