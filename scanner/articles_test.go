package scanner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"alsoread/news"
)

// memory is a keeper and library: the stories of each source are new
// at its first scan.
type memory struct {
	mu     sync.Mutex
	pages  map[string][]string // by source
	wanted map[string][]news.Wanted
	times  map[int64]time.Time // not before

	targets map[string][]news.Wanted // by source
	due     map[string]time.Time     // not before, by address
	asked   map[string]bool          // targets that were noted once
	kept    []news.Article
	fail    error
	last    int64
}

func (l *memory) Save(_ context.Context, scans []news.Scan) ([]news.Saved, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range scans {
		for _, address := range l.pages[s.Source.Name] {
			l.last++
			l.wanted[s.Source.Name] = append(l.wanted[s.Source.Name], news.Wanted{Story: l.last, URL: address})
		}
		delete(l.pages, s.Source.Name)
	}
	return make([]news.Saved, len(scans)), nil
}

func (l *memory) Wanting(_ context.Context, source string, now time.Time, limit int) ([]news.Wanted, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []news.Wanted
	for _, w := range l.wanted[source] {
		if len(out) < limit && !l.times[w.Story].After(now) {
			out = append(out, w)
		}
	}
	return out, nil
}

func (l *memory) Targets(_ context.Context, source string, now time.Time, limit int) ([]news.Wanted, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []news.Wanted
	for _, w := range l.targets[source] {
		if len(out) < limit && !l.due[w.URL].After(now) {
			out = append(out, w)
		}
	}
	return out, nil
}

func (l *memory) Keep(_ context.Context, articles []news.Article) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil {
		return l.fail
	}
	l.kept = append(l.kept, articles...)
	for _, a := range articles {
		l.keepTargets(a)
		for name, list := range l.wanted {
			i := slices.IndexFunc(list, func(w news.Wanted) bool { return w.Story == a.Story })
			switch {
			case i < 0:
			case a.Again.IsZero():
				l.wanted[name] = slices.Delete(list, i, i+1)
			default:
				list[i].Tries++
				l.times[a.Story] = a.Again
			}
		}
	}
	return nil
}

// keepTargets notes links that are to be followed, and what came of it.
func (l *memory) keepTargets(a news.Article) {
	if l.asked == nil {
		l.targets, l.due, l.asked = map[string][]news.Wanted{}, map[string]time.Time{}, map[string]bool{}
	}
	for name, list := range l.targets {
		i := slices.IndexFunc(list, func(w news.Wanted) bool { return a.From != 0 && w.URL == a.Link })
		switch {
		case i < 0:
		case a.Again.IsZero():
			l.targets[name] = slices.Delete(list, i, i+1)
		default:
			list[i].Tries++
			l.due[a.Link] = a.Again
		}
	}
	for name, list := range l.wanted {
		i := slices.IndexFunc(list, func(w news.Wanted) bool { return w.Story == a.Story })
		for _, link := range a.AlsoRead {
			if i >= 0 && link.Follow && !l.asked[link.URL] {
				l.asked[link.URL] = true
				l.targets[name] = append(l.targets[name], news.Wanted{URL: link.URL, From: a.Story, Page: list[i].URL})
			}
		}
	}
}

func (l *memory) left() (n int) {
	for _, list := range l.wanted {
		n += len(list)
	}
	return n
}

const articleText = `<html lang=en><head><title>Ferry aground</title></head><body><article><h1>Ferry aground</h1>
<p>The ferry Anna ran aground on the bar this morning with ninety people on board, and nobody was hurt at all.</p>
<p><strong>Also Read:</strong> <a href="/2026/11/20/fog-horn">Fog horn switched off for good</a></p>
<p>The harbour master said that the tide would lift her in the evening, and that the pilots had done their work well.</p></article></body></html>`

func html(body string) *Response {
	return &Response{StatusCode: 200, Body: []byte(body), ContentType: "text/html; charset=utf-8"}
}

// papers are sources with so many new stories each, on hosts of their own.
func papers(l *memory, stories int, names ...string) (sources []news.Source) {
	l.pages, l.wanted, l.times = map[string][]string{}, map[string][]news.Wanted{}, map[int64]time.Time{}
	for _, name := range names {
		src := everyMinutes(name, 15)
		src.Articles, src.MaxArticles = true, 20
		sources = append(sources, src)
		for i := range stories {
			l.pages[name] = append(l.pages[name], fmt.Sprintf("http://%s.example/story-%d", name, i))
		}
	}
	return sources
}

// site answers for feeds, robots.txt and pages.
func site(pages func(address string) (*Response, error)) *town {
	return &town{answer: func(address string) (*Response, error) {
		switch {
		case strings.HasSuffix(address, "/feed"):
			return &Response{StatusCode: 200, Body: []byte(`<rss version="2.0"><channel><title>x</title></channel></rss>`), Hash: 1}, nil
		case strings.HasSuffix(address, "/robots.txt"):
			return nil, &HTTPError{Status: 404}
		}
		return pages(address)
	}}
}

func passOf(t *testing.T, o Getter, l *memory, sources []news.Source) map[string]Result {
	t.Helper()
	results := map[string]Result{}
	s := New(o, l, Options{Library: l, Workers: 8})
	err := s.Pass(t.Context(), sources, nil, func(r Result) {
		if _, twice := results[r.Scan.Source.Name]; twice {
			t.Errorf("%s is reported twice", r.Scan.Source.Name)
		}
		results[r.Scan.Source.Name] = r
	})
	if err != nil && l.fail == nil {
		t.Fatal(err)
	}
	if len(results) != len(sources) {
		t.Errorf("%d of %d sources are reported", len(results), len(sources))
	}
	return results
}

func TestArticlesAreRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &memory{}
		sources := papers(l, 3, "a", "b")
		plain := everyMinutes("plain", 15)
		l.pages["plain"] = []string{"http://plain.example/story"}
		o := site(func(string) (*Response, error) { return html(articleText), nil })
		results := passOf(t, o, l, append(sources, plain))
		for _, src := range sources {
			if p := results[src.Name].Articles; p.Read != 3 || p.Failed != 0 || p.Links != 3 || p.Err != nil {
				t.Errorf("%s: %+v", src.Name, p)
			}
		}
		if slices.ContainsFunc(o.asked, func(a string) bool { return strings.HasPrefix(a, "http://plain.example/s") }) {
			t.Error("a source that does not want it had a page read")
		}
		if len(l.kept) != 6 || l.kept[0].Title != "Ferry aground" || len(l.kept[0].AlsoRead) != 1 || l.kept[0].AlsoRead[0].Label != "Also Read" ||
			!strings.HasSuffix(l.kept[0].AlsoRead[0].URL, ".example/2026/11/20/fog-horn") || strings.Contains(l.kept[0].Content, "Fog horn") {
			t.Errorf("kept %+v", l.kept)
		}
		before := len(o.asked)
		passOf(t, o, l, sources)
		if asked := len(o.asked) - before; asked > 4 { // the feeds, and the robots.txt of a new Scanner
			t.Errorf("the second pass asked for %v", o.asked[before:])
		}
	})
}

// At most max_articles a scan; the host's delay holds, and costs no worker.
func TestArticlesKeepToLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &memory{}
		sources := papers(l, 30, "a")
		sources[0].HostDelay = 2 * time.Second
		o := site(func(string) (*Response, error) { return html(articleText), nil })
		began := time.Now()
		if p := passOf(t, o, l, sources)["a"].Articles; p.Read != 20 || l.left() != 10 {
			t.Errorf("%+v, %d left", p, l.left())
		}
		if took := time.Since(began); took < 38*time.Second || took > 42*time.Second {
			t.Errorf("20 pages with 2 s between took %v", took)
		}
		sources[0].HostDelay = 20 * time.Second
		if p := passOf(t, o, l, sources)["a"].Articles; p.Read != 7 {
			t.Errorf("in two minutes %+v", p)
		}
	})
}

// A source that falls due while hundreds of pages wait is asked at its turn among
// the hosts, not after them.
func TestArticlesAreOffTheCriticalPath(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &memory{}
		sources := papers(l, 20, "a", "b", "c", "d", "e", "f", "g", "h")
		o := site(func(string) (*Response, error) { return html(articleText), nil })
		o.takes = time.Second
		s, q := New(o, l, Options{Library: l, Workers: 2}), newQueue()
		for _, src := range sources {
			q.push(taskOf(src, news.State{}))
		}
		reported := 0
		over := make(chan error, 1)
		go func() {
			over <- s.work(t.Context(), q, func(Result) {
				if reported++; reported == len(sources)+1 {
					q.close()
				}
			})
		}()
		time.Sleep(10 * time.Second)
		due := time.Now()
		q.push(taskOf(everyMinutes("plain", 15), news.State{}))
		if err := <-over; err != nil {
			t.Fatal(err)
		}
		if wait := o.times["http://plain.example/feed"][0].Sub(due); wait > 8*time.Second {
			t.Errorf("waited %v behind the pages of others", wait)
		}
		if took := time.Since(due); took < 60*time.Second || len(l.kept) < 100 {
			t.Errorf("%d pages in %v: there was nothing to wait for", len(l.kept), took)
		}
	})
}

// A page that cannot be read is tried again a few times, with growing waits.
func TestArticleIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &memory{}
		sources := papers(l, 1, "a")
		o := site(func(string) (*Response, error) { return nil, &HTTPError{Status: 500} })
		ctx, cancel := context.WithCancel(t.Context())
		over := make(chan error, 1)
		go func() {
			over <- New(o, l, Options{Library: l}).Run(ctx, Plan{Sources: sources}, nil, func(Result) {})
		}()
		time.Sleep(10 * 24 * time.Hour)
		cancel()
		<-over
		tried := o.times["http://a.example/story-0"]
		if len(tried) != len(articleWaits)+1 || l.left() != 0 {
			t.Fatalf("tried at %v", tried)
		}
		for i, wait := range articleWaits {
			if got := tried[i+1].Sub(tried[i]); got < wait || got > wait+20*time.Minute {
				t.Errorf("wait %d was %v", i, got)
			}
		}
	})
}

func TestArticlesThatCannotBeRead(t *testing.T) {
	for name, test := range map[string]struct {
		answer func(address string) (*Response, error)
		says   string
		failed int
		again  bool // it is tried once more
	}{
		"not found": {func(string) (*Response, error) { return nil, &HTTPError{Status: 404} }, "404", 3, true},
		"gone":      {func(string) (*Response, error) { return nil, &HTTPError{Status: 410} }, "410", 3, false},
		"refused":   {func(string) (*Response, error) { return nil, &HTTPError{Status: 429} }, "429", 1, true},
		"a document": {func(string) (*Response, error) {
			return &Response{Body: []byte("%PDF"), ContentType: "application/pdf"}, nil
		}, "application/pdf", 3, false},
		"a panic": {func(string) (*Response, error) { panic("injected") }, "internal error: injected", 3, true},
		"led astray": {func(string) (*Response, error) {
			r := html(articleText)
			r.URL = "http://closed.example/x"
			return r, nil
		}, "robots.txt of closed.example", 5, true},
		"too private": {func(string) (*Response, error) { return nil, fmt.Errorf("fetch: %w", ErrForbiddenAddress) }, "forbidden", 3, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := &memory{}
			o := site(test.answer)
			plain := o.answer
			o.answer = func(address string) (*Response, error) {
				if address == "http://closed.example/robots.txt" {
					return &Response{Body: []byte("User-agent: *\nDisallow: /")}, nil
				}
				return plain(address)
			}
			p := passOf(t, o, l, papers(l, 5, "a"))["a"].Articles
			if p.Failed != test.failed || p.Err == nil || !strings.Contains(p.Err.Error(), test.says) {
				t.Errorf("%s: %+v", name, p)
			}
			if got := !l.kept[0].Again.IsZero(); got != test.again {
				t.Errorf("%s: again at %v", name, l.kept[0].Again)
			}
		})
	}
}

// What the library cannot keep ends the visit, is told, and stays wanted.
func TestArticlesThatCannotBeKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &memory{fail: errors.New("disk full")}
		o := site(func(string) (*Response, error) { return html(articleText), nil })
		p := passOf(t, o, l, papers(l, 5, "a"))["a"].Articles
		if p.Read != 0 || p.Err == nil || l.left() != 5 {
			t.Errorf("%+v, %d left", p, l.left())
		}
	})
}

// When all is to stop, pages that wait are left for the next time, and their
// sources are reported; a page under way is finished.
func TestArticlesWhenStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &memory{}
		sources := papers(l, 20, "a", "b", "c")
		sources[1].HostDelay = time.Minute // waits for its time when the end comes
		o := site(func(string) (*Response, error) { return html(articleText), nil })
		o.takes = time.Second
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5500*time.Millisecond, cancel)
		reported := 0
		if err := New(o, l, Options{Library: l}).Pass(ctx, sources, nil, func(r Result) { reported++ }); err != nil {
			t.Fatal(err)
		}
		if reported != 3 || l.left() != 60-len(l.kept) || len(l.kept) < 7 || len(l.kept) > 12 {
			t.Errorf("%d reported, %d kept, %d left", reported, len(l.kept), l.left())
		}
	})
}
