package scanner

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"runtime/debug"
	"time"

	"alsoread/news"
	"alsoread/scanner/discover"
	"alsoread/scanner/page"
)

// Library knows which stories' own pages are still to be read, and keeps what
// they said. It is what makes the reading safe against a restart: a story is
// wanted from the transaction that brought it until one that says otherwise.
type Library interface {
	// Wanting returns at most limit stories of a source whose page is to be read.
	Wanting(ctx context.Context, source string, now time.Time, limit int) ([]news.Wanted, error)
	// Targets returns at most limit pages that Also Read links of its stories lead
	// to, which are known as no story and are to be read as one.
	Targets(ctx context.Context, source string, now time.Time, limit int) ([]news.Wanted, error)
	// Keep keeps all of the articles or none.
	Keep(ctx context.Context, articles []news.Article) error
}

// Pages tells how the pages of a source's stories fared after one scan.
type Pages struct {
	Read   int
	Failed int
	Links  int   // Also Read links on the pages read
	Err    error // the first thing that went wrong

	Followed   int // targets of Also Read links that were read, each a story
	Unfollowed int
	FollowErr  error // the first thing that went wrong with one of them
}

// Limits of reading the pages of one source's stories. What is left is read
// after the next scan.
const (
	visitTime     = 2 * time.Minute // within which its pages are begun
	visitFailures = 3               // in a row end it: the site is down, or wants us gone
)

// articleWaits are those between tries at one page. Then it is left.
var articleWaits = [...]time.Duration{10 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour}

var errNoPage = errors.New("not a page")

// visit reads the pages of a source's stories after a scan, one at a time: each
// is a task in the queue, so that it waits for its host like any other and no
// source waits for all of them. It belongs to whoever holds it.
type visit struct {
	result  Result
	wanted  []news.Wanted
	room    int  // for pages that may be asked for beyond those
	ended   bool // by what went wrong: nothing is added to wanted
	began   time.Time
	asked   time.Time     // when the last page was begun
	delay   time.Duration // that its host wants between two
	failing int           // pages in a row
}

func (v *visit) task() task {
	return task{source: &v.result.Scan.Source, url: v.wanted[0].URL, visit: v}
}

// wait is how long to leave the host alone before the next page.
func (v *visit) wait() time.Duration { return max(0, v.delay-time.Since(v.asked)) }

func (v *visit) over() bool {
	return len(v.wanted) == 0 || time.Since(v.began)+v.wait() > visitTime
}

// note takes what came of a page into the result.
func (v *visit) note(a *news.Article) {
	p := &v.result.Articles
	if a.From != 0 {
		v.noteTarget(a)
		return
	}
	if a.Err == nil {
		p.Read++
		p.Links += len(a.AlsoRead)
		v.failing = 0
		return
	}
	p.Failed++
	if p.Err == nil {
		p.Err = a.Err
	}
	if errors.Is(a.Err, ErrDisallowed) {
		return // a page that was not asked for says nothing of the others
	}
	if v.failing++; v.failing == visitFailures || refusal(a.Err) != nil {
		v.wanted, v.ended = nil, true
	}
}

// visits begins to read the pages of a source's stories after its scan was kept;
// false when there is nothing to read.
func (s *Scanner) visits(ctx context.Context, q *queue, r *Result) bool {
	src := r.Scan.Source
	if s.library == nil || !src.Articles || !r.Kept || r.Scan.Err != nil || src.MaxArticles <= 0 {
		return false
	}
	now := time.Now()
	wanted, err := s.library.Wanting(ctx, src.Name, now, src.MaxArticles)
	if err != nil {
		r.Articles.Err = err
	}
	if err != nil {
		return false
	}
	v := &visit{result: *r, wanted: wanted, room: src.MaxArticles - len(wanted), began: now}
	if s.targets(ctx, v); len(v.wanted) == 0 {
		r.Articles = v.result.Articles
		return false
	}
	return q.push(v.task())
}

// goOn hands the next page out, or reports the end.
func (s *Scanner) goOn(ctx context.Context, q *queue, v *visit, report func(Result)) {
	s.targets(ctx, v)
	if v.over() || !q.pushLater(v.task(), v.wait()) {
		report(v.result)
	}
}

// article reads the next page of a visit. It is nil when our own end cut it
// off, which leaves no trace.
func (s *Scanner) article(ctx context.Context, v *visit) (a *news.Article) {
	w := v.wanted[0]
	v.wanted, v.asked = v.wanted[1:], time.Now()
	at := v.asked.UTC()
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("reading an article panicked", "source", v.result.Scan.Source.Name, "panic", p, "stack", string(debug.Stack()))
			a = unread(w, at, fmt.Errorf("read: internal error: %v", p))
		}
	}()
	a, err := s.readArticle(ctx, v, w)
	if err != nil && ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return unread(w, at, err)
	}
	a.Story, a.From, a.Link, a.At = w.Story, w.From, w.URL, at
	if a.Published.After(at) {
		a.Published = at
	}
	return a
}

// unread is an article that could not be read.
func unread(w news.Wanted, at time.Time, err error) *news.Article {
	a := &news.Article{Story: w.Story, At: at, Err: err, Again: tryAgain(w.Tries, at, err)}
	if w.From != 0 {
		a.From, a.Link, a.Again = w.From, w.URL, followAgain(w.Tries, at, err)
	}
	return a
}

// tryAgain is when a page that failed is asked for once more; zero when it is
// left. tries counts those that had failed before.
func tryAgain(tries int, at time.Time, err error) time.Time {
	if tries >= len(articleWaits) || errors.Is(err, ErrGone) || errors.Is(err, ErrForbiddenAddress) || errors.Is(err, errNoPage) {
		return time.Time{}
	}
	wait := articleWaits[tries]
	if errors.Is(err, ErrDisallowed) {
		wait = robotsKeep
	}
	if e := refusal(err); e != nil {
		wait = max(wait, min(e.RetryAfter, maxWait))
	}
	return at.Add(wait)
}

// readArticle asks for a story's page, if the host lets us, and reads it.
func (s *Scanner) readArticle(ctx context.Context, v *visit, w news.Wanted) (*news.Article, error) {
	src := v.result.Scan.Source
	if err := mayFollow(&src, w, w.URL); err != nil {
		return nil, err
	}
	src, err := s.robots.permit(ctx, src, w.URL)
	if err != nil {
		return nil, err
	}
	v.delay = src.HostDelay
	res, err := s.fetcher.Get(ctx, Request{Source: src, URL: w.URL, Accept: acceptPage})
	if err != nil {
		return nil, err
	}
	defer res.Release()
	if res.URL != w.URL { // where it led to has a say too
		if err := mayFollow(&src, w, res.URL); err != nil {
			return nil, err
		}
		if _, err := s.robots.permit(ctx, src, res.URL); err != nil {
			return nil, err
		}
	}
	if kind, _, _ := mime.ParseMediaType(res.ContentType); !isPage(kind) {
		return nil, &fault{what: "read: this is " + oneLine(kind, 60) + ", not a page", err: errNoPage}
	}
	return s.parseArticle(ctx, src, w, res)
}

func isPage(kind string) bool {
	switch kind {
	case "", "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "application/octet-stream":
		return true
	}
	return false
}

func (s *Scanner) parseArticle(ctx context.Context, src news.Source, w news.Wanted, res *Response) (*news.Article, error) {
	rules, err := page.CompileArticle(articleSelect(&src, w, res.URL))
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	ctx, done, err := s.reading(ctx, src)
	if err != nil {
		return nil, err
	}
	defer done()
	doc := page.Document{Body: res.Body, URL: res.URL, ContentType: res.ContentType, Now: time.Now().UTC()}
	found, err := page.ReadArticle(ctx, doc, rules)
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	if found.Words == 0 {
		if b := barrierOf(res); b != discover.NoBarrier {
			return nil, &fault{what: fmt.Sprintf("read: this is %s", b), err: errors.New(string(b))}
		}
	}
	a := articleOf(found)
	if w.From != 0 {
		return a, nameTarget(ctx, &src, w, doc, found, a)
	}
	markTargets(&src, res.URL, a)
	return a, nil
}

// articleOf takes over what a page said in the words of news.
func articleOf(p *page.Article) *news.Article {
	a := &news.Article{URL: p.CanonicalURL, Title: p.Title, Authors: p.Authors, Published: p.Published.UTC(), Updated: p.Modified.UTC(),
		Image: p.Image, ImageCredit: p.ImageCredit, Language: p.Language, Paywalled: p.Paywalled, Categories: p.Tags, Content: p.HTML}
	for _, l := range p.AlsoRead {
		a.AlsoRead = append(a.AlsoRead, news.Link{URL: l.URL, Title: l.Title, Label: l.Label, Position: l.Position})
	}
	return a
}
