package scanner

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"alsoread/news"
)

func TestRobotsRules(t *testing.T) {
	for name, test := range map[string]struct {
		robots  string
		allowed string // paths
		refused string
	}{
		"empty":                    {"", "/ /a", ""},
		"nothing disallowed":       {"User-agent: *\nDisallow:", "/ /a", ""},
		"everything":               {"User-agent: *\nDisallow: /", "", "/ /a"},
		"a folder":                 {"User-agent: *\nDisallow: /archive/", "/ /archive /archives/1", "/archive/ /archive/1"},
		"the longest rule":         {"User-agent: *\nDisallow: /a/\nAllow: /a/b/", "/a/b/c", "/a/c"},
		"equal rules":              {"User-agent: *\nDisallow: /a\nAllow: /a", "/a", ""},
		"a wildcard":               {"User-agent: *\nDisallow: /*.pdf", "/a.html", "/a.pdf /b/c.pdf?x=1"},
		"an end":                   {"User-agent: *\nDisallow: /*.pdf$\nDisallow: /a$", "/a.pdf?x=1 /x/a /ab", "/a.pdf /a"},
		"an end after a wildcard":  {"User-agent: *\nDisallow: /a*bc$", "/abcd /ab", "/abc /abcbc"},
		"wildcards in a row":       {"User-agent: *\nDisallow: /**a**b", "/b/a", "/a/b"},
		"a query":                  {"User-agent: *\nDisallow: /*?print=", "/a?p=1", "/a?print=1"},
		"ours before everybody's":  {"User-agent: *\nDisallow: /\nUser-agent: AlsoRead\nDisallow: /x", "/a", "/x"},
		"ours with a version":      {"User-agent: alsoread/2.0 (news)\nDisallow: /x", "/a", "/x"},
		"ours in two groups":       {"User-agent: alsoread\nDisallow: /x\n\nUser-agent: b\nDisallow: /\n\nUser-agent: alsoread\nDisallow: /y", "/a", "/x /y"},
		"one group for two":        {"User-agent: b\nUser-agent: alsoread\nDisallow: /x\nUser-agent: c\nDisallow: /y", "/y", "/x"},
		"another's name begins so": {"User-agent: alsoreadbot\nDisallow: /\nUser-agent: also\nDisallow: /", "/a", ""},
		"no group":                 {"Disallow: /", "/a", ""},
		"a sitemap within a group": {"User-agent: *\nSitemap: https://x.example/s.xml\nDisallow: /x", "/a", "/x"},
		"a bad delay":              {"User-agent: *\nCrawl-delay: soon\nDisallow: /x", "/a", "/x"},
		"comments and returns":     {"\ufeff# hello\r\nUser-agent : *  # all\r\nDISALLOW: /x # no\r\n", "/a", "/x"},
		"escapes":                  {"User-agent: *\nDisallow: /caf%c3%a9\nDisallow: /%7ea\nDisallow: /ü", "/cafe", "/café /caf%C3%A9 /~a /%C3%BC"},
		"a page, not a file":       {"<!DOCTYPE html><html><body>Disallow: /</body></html>", "/a", ""},
	} {
		rules := parseRobots([]byte(test.robots), "alsoread")
		for path := range strings.FieldsSeq(test.allowed) {
			if !rules.allows(path) {
				t.Errorf("%s: %s is refused", name, path)
			}
		}
		for path := range strings.FieldsSeq(test.refused) {
			if rules.allows(path) {
				t.Errorf("%s: %s is allowed", name, path)
			}
		}
	}
}

// A file of nothing but names or rules costs no more than its length.
func TestRobotsHostile(t *testing.T) {
	began := time.Now()
	many := strings.Repeat("User-agent: a\n", 20000) + "User-agent: *\n" + strings.Repeat("Disallow: /*a*b*c*d*e*f\n", 10000)
	rules := parseRobots([]byte(many), "alsoread")
	rules.allows("/" + strings.Repeat("abcde", 1600))
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("took %v", took)
	}
	if beyond := parseRobots([]byte("User-agent: *\nAllow: /\n"+strings.Repeat("#", maxRobots)+"\nDisallow: /"), "alsoread"); !beyond.allows("/a") {
		t.Error("read beyond the limit")
	}
}

func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nCrawl-delay: 2.5\nAllow: /%7e%"), "/a%")
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		rules := parseRobots(body, "alsoread")
		rules.allows(path)
		if rules.delay < 0 || rules.delay > maxCrawlDelay {
			t.Errorf("a delay of %v", rules.delay)
		}
		if once := robotsPath(path); robotsPath(once) != once {
			t.Errorf("robotsPath(%q) is not stable", once)
		}
	})
}

// town answers by address and remembers when it was asked for what.
type town struct {
	mu     sync.Mutex
	asked  []string
	times  map[string][]time.Time
	answer func(address string) (*Response, error)
	takes  time.Duration
}

func (o *town) Get(ctx context.Context, r Request) (*Response, error) {
	address := firstOf(r.URL, r.Source.URL)
	o.mu.Lock()
	if o.times == nil {
		o.times = map[string][]time.Time{}
	}
	o.asked = append(o.asked, address)
	o.times[address] = append(o.times[address], time.Now())
	o.mu.Unlock()
	if err := sleep(ctx, o.takes); err != nil {
		return nil, err
	}
	res, err := o.answer(address)
	if res != nil && res.URL == "" {
		res.URL = address
	}
	return res, err
}

func TestRobotsOfAHost(t *testing.T) {
	for name, test := range map[string]struct {
		res   *Response
		err   error
		says  string // "": allowed
		again time.Duration
	}{
		"allows":             {res: &Response{Body: []byte("User-agent: *\nDisallow: /b")}, again: robotsKeep},
		"disallows":          {res: &Response{Body: []byte("User-agent: *\nDisallow: /a")}, says: "robots.txt of one.example disallows this page", again: robotsKeep},
		"has none":           {err: fmt.Errorf("fetch: %w", &HTTPError{Status: 404}), again: robotsKeep},
		"asks for a key":     {err: &HTTPError{Status: 401}, again: robotsKeep},
		"has an empty one":   {err: fmt.Errorf("fetch: %w", errEmpty), again: robotsKeep},
		"is broken":          {err: &HTTPError{Status: 503}, says: "robots.txt of one.example could not be read, so its pages are not: 503", again: robotsRetry},
		"does not answer":    {err: timeoutError(time.Second, "no answer"), says: "robots.txt of one.example could not be read", again: robotsRetry},
		"asks for patience":  {res: &Response{Body: []byte("User-agent: *\nCrawl-delay: 3")}, again: robotsKeep},
		"asks for very much": {res: &Response{Body: []byte("User-agent: *\nCrawl-delay: 9e99")}, again: robotsKeep},
	} {
		synctest.Test(t, func(t *testing.T) {
			o := &town{answer: func(string) (*Response, error) { return test.res, test.err }}
			r := newRobots(o)
			src := plainSource("a", "https://one.example/a")
			var waiting sync.WaitGroup
			for range 5 { // at once: one asks, the others wait for it
				waiting.Go(func() {
					got, err := r.permit(t.Context(), src, "https://one.example/a?x=1")
					if test.says == "" && err != nil || test.says != "" && (!errors.Is(err, ErrDisallowed) || !strings.Contains(err.Error(), test.says)) {
						t.Errorf("%s: %v", name, err)
					}
					want := map[string]time.Duration{"asks for patience": 3 * time.Second, "asks for very much": maxCrawlDelay}[name]
					if err == nil && got.HostDelay != want {
						t.Errorf("%s: a delay of %v", name, got.HostDelay)
					}
				})
			}
			waiting.Wait()
			time.Sleep(test.again - time.Second)
			r.permit(t.Context(), src, "https://one.example/b")
			if len(o.asked) != 1 || o.asked[0] != "https://one.example/robots.txt" {
				t.Errorf("%s: asked for %v", name, o.asked)
			}
			time.Sleep(2 * time.Second)
			r.permit(t.Context(), src, "https://one.example/b")
			r.permit(t.Context(), src, "http://one.example/b")
			if len(o.asked) != 3 || o.asked[2] != "http://one.example/robots.txt" {
				t.Errorf("%s: after a while asked for %v", name, o.asked)
			}
		})
	}
}

// What is remembered is bounded, however many hosts there are.
func TestRobotsForgets(t *testing.T) {
	o := &town{answer: func(string) (*Response, error) { return nil, &HTTPError{Status: 404} }}
	r := newRobots(o)
	for i := range robotsHosts + 100 {
		r.permit(t.Context(), news.Source{}, fmt.Sprintf("https://%d.example/", i))
	}
	if len(r.known) > robotsHosts {
		t.Errorf("%d hosts are remembered", len(r.known))
	}
	big := []byte("User-agent: *\n" + strings.Repeat("Disallow: /abcdefghijklmnop\n", 15000))
	o.answer = func(string) (*Response, error) { return &Response{Body: big}, nil }
	for i := range 60 {
		r.permit(t.Context(), news.Source{}, fmt.Sprintf("https://big%d.example/", i))
	}
	if r.bytes > robotsBytes+(2<<20) {
		t.Errorf("%d bytes are remembered", r.bytes)
	}
}

func TestRobotsKnowsOurName(t *testing.T) {
	for agent, want := range map[string]string{"": "alsoread", "https://who.example/": "alsoread", "PressBot/2.0 (+x)": "pressbot", "Desk_1": "desk_1"} {
		if got := agentToken(news.Source{UserAgent: agent}); got != want {
			t.Errorf("%q: %q", agent, got)
		}
	}
}

// A listing page that robots.txt forbids is not asked for, and the source says so.
func TestListingDisallowed(t *testing.T) {
	o := &town{answer: func(string) (*Response, error) {
		return &Response{Body: []byte("User-agent: *\nDisallow: /")}, nil
	}}
	src := plainSource("a", "https://one.example/latest")
	src.Kind = news.KindPage
	scan := New(o, nil, Options{}).scan(t.Context(), src, news.State{})
	if scan.Status != news.StatusFailed || scan.State.Error != "robots.txt of one.example disallows this page" || len(o.asked) != 1 {
		t.Errorf("%s %q, asked for %v", scan.Status, scan.State.Error, o.asked)
	}
	o.asked = nil
	src.Kind = news.KindFeed
	New(o, nil, Options{}).scan(t.Context(), src, news.State{})
	if len(o.asked) != 1 || o.asked[0] != src.URL {
		t.Errorf("for a feed %v was asked for", o.asked)
	}
}
