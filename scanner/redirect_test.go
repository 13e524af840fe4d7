package scanner

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"alsoread/news"
)

// Row 3: each hop is judged as the first URL is.
func TestRedirectTargets(t *testing.T) {
	tests := map[string]struct{ location, say string }{
		"loopback":         {"http://127.0.0.1:8080/", "not a public address"},
		"metadata":         {"http://169.254.169.254/latest/meta-data/", "not a public address"},
		"mapped":           {"http://[::ffff:10.0.0.1]/", "not a public address"},
		"full-width":       {"http://１２７.０.０.１/", "not a public address"},
		"decimal":          {"http://2130706433/", "not a public address"},
		"name to private":  {"http://inside.example.com/", "inside.example.com is at 10.0.0.1"},
		"file":             {"file:///etc/passwd", `scheme "file"`},
		"gopher":           {"gopher://127.0.0.1:11211/_stat", `scheme "gopher"`},
		"javascript":       {"javascript:alert(1)", `scheme "javascript"`},
		"data":             {"data:text/xml,<rss/>", `scheme "data"`},
		"userinfo":         {"http://user:secret@feeds.example.com/", "user name"},
		"userinfo, empty":  {"http://@feeds.example.com/", "user name"},
		"bad escape":       {"http://feeds.example.com%0d%0aX/", "invalid URL"},
		"no host":          {"http:///path", "without a host"},
		"opaque":           {"http:feeds.example.com", "without a host"},
		"bad port":         {"http://feeds.example.com:99999/", "port"},
		"mail port":        {"http://feeds.example.com:25/", "port 25"},
		"backslash":        {`http://feeds.example.com\@127.0.0.1/`, "invalid URL"},
		"long":             {"/" + strings.Repeat("a", maxURL), "URL over 8 KiB"},
		"two dots in host": {"http://a..b/", "not a name"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header()["Location"] = []string{test.location}
				w.WriteHeader(http.StatusFound)
			})
			resolver := names(t, func(name string) []string {
				if name == "inside.example.com" {
					return []string{"10.0.0.1"}
				}
				return nil
			})
			source := sourceAt(server.URL + "/rss")
			source.AllowNetworks = loopback[:1]
			if strings.Contains(test.say, "public") && !strings.Contains(test.location, "169.254") && !strings.Contains(test.location, "10.0") {
				// To be forbidden, loopback must be so: the first hop is then reached through a proxy.
				source.AllowNetworks, source.Proxy, source.URL = nil, server.URL, "http://feeds.example.com/rss"
			}
			f := newTestFetcher(t, FetcherOptions{Resolver: resolver})
			_, err := f.Get(t.Context(), Request{Source: source})
			wantError(t, err, test.say)
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("tells a password: %v", err)
			}
		})
	}
}

// Row 3, over a collection of redirect tricks: wherever they lead, it is never
// to an address that is not public. All names are on loopback here.
func TestRedirectTricksCollected(t *testing.T) {
	files, _ := filepath.Glob("../../shared/data/adversarial/redirects/*.txt")
	if len(files) == 0 {
		t.Skip("the collection of redirects is not here")
	}
	var location string
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Location"] = []string{location}
		w.WriteHeader(http.StatusFound)
	})
	dials := new(dialCounter)
	f := newTestFetcher(t, FetcherOptions{dialling: dials.dialled, Resolver: everyName(t, "10.0.0.1")})
	source := sourceAt(server.URL)
	source.AllowNetworks = loopback[:1]
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if location = strings.TrimSpace(line); location == "" || i%5 != 0 {
				continue
			}
			f.Get(t.Context(), Request{Source: source})
		}
	}
	for _, a := range dials.all() {
		if !a.Addr().IsLoopback() && newGuard(nil).judge(a.Addr()) != nil {
			t.Errorf("dialled %v", a)
		}
	}
}

// Row 4.
func TestRedirectStatuses(t *testing.T) {
	for status, follows := range map[int]bool{300: false, 301: true, 302: true, 303: true, 304: false, 305: false, 306: false, 307: true, 308: true} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			server := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/new" {
					io.WriteString(w, feedText)
					return
				}
				w.Header().Set("Location", "/new")
				w.WriteHeader(status)
			})
			res, err := get(t, sourceAt(server.URL+"/old"))
			if !follows {
				wantError(t, err, fmt.Sprint(status))
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			moved := ""
			if status == 301 || status == 308 {
				moved = server.URL + "/new"
			}
			if res.URL != server.URL+"/new" || res.Moved != moved {
				t.Errorf("URL %q, moved to %q, want %q", res.URL, res.Moved, moved)
			}
		})
	}
}

// Row 4.
func TestRedirectFaults(t *testing.T) {
	n := 0
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		n++
		switch location := w.Header(); r.URL.Path {
		case "/self":
			location.Set("Location", "/self#again")
		case "/a":
			location.Set("Location", "/b")
		case "/b":
			location.Set("Location", "/a")
		case "/count":
			location.Set("Location", fmt.Sprintf("/count?n=%d", n))
		case "/grow":
			location.Set("Location", "/grow?x="+strings.Repeat("x", 2000)+r.URL.RawQuery)
		}
		w.WriteHeader(http.StatusFound)
	})
	for path, say := range map[string]string{
		"/self": "redirect loop", "/a": "redirect loop", "/count": "more than 10 redirects", "/grow": "URL over 8 KiB",
		"/none": "302 Found without a Location",
	} {
		n = 0
		_, err := get(t, sourceAt(server.URL+path))
		wantError(t, err, say)
		if n > 11 {
			t.Errorf("%s: asked %d times", path, n)
		}
	}
}

// A move is remembered only if every hop was for good, from the first.
func TestMoved(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		status, rest, ok := strings.Cut(strings.Trim(r.URL.Path, "/"), "/")
		if !ok {
			io.WriteString(w, feedText)
			return
		}
		w.Header().Set("Location", "/"+rest)
		var code int
		fmt.Sscan(status, &code)
		w.WriteHeader(code)
	})
	for path, moved := range map[string]string{
		"/end": "", "/301/end": "/end", "/308/end": "/end", "/301/308/end": "/end",
		"/302/end": "", "/301/302/end": "", "/302/301/end": "", "/301/307/308/end": "",
	} {
		if moved != "" {
			moved = server.URL + moved
		}
		res, err := get(t, sourceAt(server.URL+path))
		if err != nil || res.Moved != moved {
			t.Errorf("%s: moved to %q, want %q; %v", path, res.Moved, moved, err)
		}
	}
	// What came out of the environment would stay in the store for ever.
	source := sourceAt(server.URL + "/301/end")
	source.Display = server.URL + "/301/${TOKEN}"
	if res, err := get(t, source); err != nil || res.Moved != "" {
		t.Errorf("moved to %q, %v", res.Moved, err)
	}
}

func TestRedirectToOddURL(t *testing.T) {
	var seen string
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/start" {
			w.Header()["Location"] = []string{"/a b/é?q=x y&z=é"}
			w.WriteHeader(http.StatusFound)
			return
		}
		seen = r.RequestURI
		io.WriteString(w, feedText)
	})
	if _, err := get(t, sourceAt(server.URL+"/start")); err != nil || seen != "/a%20b/%C3%A9?q=x%20y&z=%C3%A9" {
		t.Errorf("asked for %q, %v", seen, err)
	}
}

// hop is what one request of an exchange carried.
type hopSeen struct{ host, path, auth, cookie, key string }

// wanderer answers /a>b>c by redirects from host to host, and notes what each was sent.
func wanderer(t *testing.T, seen *[]hopSeen) *httptest.Server {
	var mu sync.Mutex
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		host, _, _ := strings.Cut(r.Host, ":")
		*seen = append(*seen, hopSeen{host, r.URL.Path, r.Header.Get("Authorization"), r.Header.Get("Cookie"), r.Header.Get("X-Key")})
		next, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), ">")
		if next == "" {
			io.WriteString(w, feedText)
			return
		}
		_, port, _ := strings.Cut(r.Host, ":")
		http.Redirect(w, r, "http://"+next+".example.com:"+port+"/"+rest, http.StatusFound)
	})
}

func secretSource(url string) news.Source {
	s := sourceAt(url)
	s.User, s.Password = "reader", "hunter2"
	s.Headers = map[string]string{"X-Key": "hunter2", "Accept-Language": "en"}
	s.Cookies = map[string]string{"session": "hunter2", "a": "hunter2"}
	return s
}

// Row 5: what identifies us goes to the source's own host, and once the
// exchange has left that, not even there any more.
func TestCredentialsStayAtHome(t *testing.T) {
	var seen []hopSeen
	server := wanderer(t, &seen)
	port := portOf(server)
	f := newTestFetcher(t, FetcherOptions{Resolver: everyName(t, "127.0.0.1")})
	for path, want := range map[string]string{
		"/":                 "home:yes",
		"/home>":            "home:yes home:yes",
		"/other>":           "home:yes other:no",
		"/other>home>":      "home:yes other:no home:no",
		"/other>home>home>": "home:yes other:no home:no home:no",
		"/other>other>":     "home:yes other:no other:no",
		"/sub.home>":        "home:yes sub.home:no",
	} {
		seen = nil
		_, err := f.Get(t.Context(), Request{Source: secretSource("http://home.example.com:" + port + path)})
		if err != nil {
			t.Fatal(path, err)
		}
		var got []string
		for _, h := range seen {
			sent := "some"
			switch {
			case h.auth != "" && h.cookie == "a=hunter2; session=hunter2" && h.key == "hunter2":
				sent = "yes"
			case h.auth+h.cookie+h.key == "":
				sent = "no"
			}
			got = append(got, strings.TrimSuffix(h.host, ".example.com")+":"+sent)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", path, got, want)
		}
	}
}

// A link out of the source's own document gets them on its own host alone.
func TestCredentialsOfPageLinks(t *testing.T) {
	var seen []hopSeen
	server := wanderer(t, &seen)
	port := portOf(server)
	f := newTestFetcher(t, FetcherOptions{Resolver: everyName(t, "127.0.0.1")})
	source := secretSource("http://home.example.com:" + port + "/rss")
	for host, sent := range map[string]bool{"home": true, "HOME": true, "other": false} {
		seen = nil
		if _, err := f.Get(t.Context(), Request{Source: source, URL: "http://" + host + ".example.com:" + port + "/"}); err != nil {
			t.Fatal(err)
		}
		if (seen[0].auth != "") != sent || (seen[0].key != "") != sent {
			t.Errorf("%s: %+v", host, seen[0])
		}
	}
	// Neither does a place the source has moved to, if it is another's.
	seen = nil
	state := news.State{URL: "http://other.example.com:" + port + "/"}
	if _, err := f.Get(t.Context(), Request{Source: source, State: state}); err != nil || seen[0].auth != "" {
		t.Errorf("%+v, %v", seen, err)
	}
}

func TestOriginCovers(t *testing.T) {
	of := func(raw string) origin {
		u, err := parseTarget(raw, nil)
		if err != nil {
			t.Fatal(err)
		}
		return originOf(u)
	}
	for _, test := range []struct {
		own, other string
		want       bool
	}{
		{"http://a.example/", "http://a.example/x?y", true},
		{"http://a.example/", "http://A.EXAMPLE.:80/", true},
		{"http://a.example/", "https://a.example/", true},
		{"https://a.example/", "http://a.example/", false},
		{"http://a.example:8080/", "https://a.example/", false},
		{"http://a.example/", "https://a.example:8443/", false},
		{"http://a.example/", "http://a.example:8080/", false},
		{"http://a.example/", "http://www.a.example/", false},
		{"http://a.example/", "https://b.example/", false},
		{"http://[::1]/", "http://[0:0::1]:80/", true},
	} {
		if got := of(test.own).covers(of(test.other)); got != test.want {
			t.Errorf("%s covers %s: %v", test.own, test.other, got)
		}
	}
}

// Once a host has answered over https, nothing goes to it in the clear.
func TestCredentialsAfterDowngrade(t *testing.T) {
	x, err := newTestFetcher(t, FetcherOptions{}).newExchange(Request{Source: secretSource("http://home.example.com/")})
	if err != nil {
		t.Fatal(err)
	}
	for _, hop := range []struct {
		location string
		trusted  bool
	}{{"http://home.example.com/a", true}, {"https://home.example.com/a", true}, {"/b", true}, {"http://home.example.com/b", false}, {"https://home.example.com/c", false}} {
		if err := x.follow(&redirect{http.StatusFound, hop.location}); err != nil {
			t.Fatal(err)
		}
		if sent := x.build(t.Context()).Header.Get("Authorization") != ""; sent != hop.trusted {
			t.Errorf("%s: sent %v", hop.location, sent)
		}
	}
}

// Row 5: secrets are in no error and no log line, whatever goes wrong.
func TestSecretsAreNotTold(t *testing.T) {
	const secret = "hunter2"
	var log bytes.Buffer
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch location := w.Header(); strings.TrimSuffix(r.URL.Path, "/"+secret) {
		case "/404":
			w.WriteHeader(http.StatusNotFound)
			return
		case "/loop":
			location.Set("Location", r.URL.String())
		case "/away":
			location.Set("Location", "/404/"+r.Header.Get("X-Key")+"?again="+secret)
		case "/bad":
			location.Set("Location", "http://a b/"+secret)
		case "/scheme":
			location.Set("Location", secret+"://"+secret)
			location.Set("Location", "ftp://"+secret)
		case "/refused":
			location.Set("Location", "http://127.0.0.1:1/"+secret)
		}
		w.WriteHeader(http.StatusFound)
	})
	raw := serveRaw(t, func(c net.Conn) { io.WriteString(c, "nonsense "+secret+"\r\n\r\n") })
	f := newTestFetcher(t, FetcherOptions{Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	for _, path := range []string{"/404", "/loop", "/away", "/bad", "/scheme", "/refused", "raw", ":port", "/none"} {
		source := secretSource(server.URL + path + "/" + secret + "?key=" + secret)
		switch path {
		case "raw":
			source.URL = raw + "?key=" + secret
		case ":port":
			source.URL = "http://127.0.0.1:" + secret + "/"
		}
		source.Display = "http://news.example/${KEY}"
		_, err := f.Get(t.Context(), Request{Source: source})
		wantError(t, err)
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if log.Len() == 0 || strings.Contains(log.String(), secret) {
		t.Errorf("log: %s", log.String())
	}
}

func TestRefusedHeaders(t *testing.T) {
	for _, name := range []string{"Connection", "content-length", "Transfer-Encoding", "Proxy-Authorization", "te"} {
		source := sourceAt("http://127.0.0.1:1/")
		source.Headers = map[string]string{name: "x"}
		_, err := get(t, source)
		wantError(t, err, name)
	}
	source := sourceAt("http://127.0.0.1:1/")
	source.Headers = map[string]string{"X-Key": "hunter2\r\nHost: evil"}
	if _, err := get(t, source); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v", err)
	}
}

func TestUserInURLIsRefused(t *testing.T) {
	_, err := get(t, sourceAt("http://reader:hunter2@news.example/"))
	wantError(t, err, "user and password")
	if strings.Contains(err.Error(), "hunter2") || errors.Is(err, ErrForbiddenAddress) {
		t.Errorf("%v", err)
	}
}
