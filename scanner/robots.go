package scanner

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"alsoread/news"
)

// ErrDisallowed means that the robots.txt of a host keeps us from a page.
// Nothing was asked but the robots.txt.
var ErrDisallowed = errors.New("disallowed by robots.txt")

// Limits of what is remembered of robots.txt files.
const (
	robotsKeep    = 24 * time.Hour   // RFC 9309 section 2.4: no longer
	robotsRetry   = 10 * time.Minute // after one that could not be had
	maxCrawlDelay = 30 * time.Second // more would hold a page for longer than its news lasts
	robotsHosts   = 4096             // hosts
	robotsBytes   = 16 << 20         // rules, all together
)

// robots says which pages may be read. Feeds and sitemaps are there for
// programs and are not its business.
type robots struct {
	fetcher Getter

	mu    sync.Mutex
	known map[robotsKey]*robotsEntry
	bytes int
}

// robotsKey is a server and the name by which we ask it.
type robotsKey struct{ server, agent string }

// robotsEntry is held by whoever fetches it; the others wait.
type robotsEntry struct {
	turn  chan struct{}
	rules *robotsRules // nil until it was fetched
	until time.Time
	bytes int
}

func newRobots(fetcher Getter) *robots {
	return &robots{fetcher: fetcher, known: map[robotsKey]*robotsEntry{}}
}

// permit returns the source as it is to ask for the page at address: with the
// delay that the host wishes for. The error is ErrDisallowed, or that of ctx.
func (r *robots) permit(ctx context.Context, src news.Source, address string) (news.Source, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return src, nil // the fetcher says what is wrong with it
	}
	rules, err := r.rules(ctx, src, u)
	if err != nil {
		return src, err
	}
	if rules.all != nil {
		return src, &robotsError{host: u.Host, cause: rules.all}
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	if !rules.allows(path) {
		return src, &robotsError{host: u.Host}
	}
	src.HostDelay = max(src.HostDelay, rules.delay)
	return src, nil
}

// rules returns those of a server, from memory if they are not too old.
func (r *robots) rules(ctx context.Context, src news.Source, u *url.URL) (*robotsRules, error) {
	key := robotsKey{strings.ToLower(u.Scheme + "://" + u.Host), agentToken(src)}
	e := r.entry(key)
	select {
	case e.turn <- struct{}{}:
		defer func() { <-e.turn }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if e.rules != nil && time.Now().Before(e.until) {
		return e.rules, nil
	}
	rules, keep, err := r.fetch(ctx, src, key)
	if err != nil {
		return nil, err
	}
	e.rules, e.until = rules, time.Now().Add(keep)
	r.weigh(key, e)
	return rules, nil
}

// agentToken is the name that src goes by.
func agentToken(src news.Source) string {
	agent := src.UserAgent
	if agent == "" || strings.HasPrefix(agent, "https://") || strings.HasPrefix(agent, "http://") {
		return "alsoread"
	}
	return productToken(agent)
}

// fetch asks for a robots.txt. A server that has none allows everything, and one
// that cannot say, nothing (RFC 9309 section 2.3.1). The error is that of ctx.
func (r *robots) fetch(ctx context.Context, src news.Source, key robotsKey) (*robotsRules, time.Duration, error) {
	res, err := r.fetcher.Get(ctx, Request{Source: src, URL: key.server + "/robots.txt", Accept: "text/plain, */*;q=0.5"})
	if res != nil {
		defer res.Release()
	}
	var status *HTTPError
	switch {
	case ctx.Err() != nil:
		return nil, 0, context.Cause(ctx)
	case err == nil:
		return parseRobots(res.Body, key.agent), robotsKeep, nil
	case errors.Is(err, errEmpty), errors.As(err, &status) && status.Status >= http.StatusBadRequest && status.Status < http.StatusInternalServerError:
		return &robotsRules{}, robotsKeep, nil
	}
	return &robotsRules{all: err}, robotsRetry, nil
}

// entry finds or makes the place of a server.
func (r *robots) entry(key robotsKey) *robotsEntry {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.known[key]
	if e == nil {
		r.trim()
		e = &robotsEntry{turn: make(chan struct{}, 1)}
		r.known[key] = e
	}
	return e
}

// weigh counts what an entry takes, if it has not been forgotten meanwhile.
func (r *robots) weigh(key robotsKey, e *robotsEntry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known[key] != e {
		return
	}
	n := e.rules.size()
	r.bytes += n - e.bytes
	e.bytes = n
}

// trim forgets any servers, as the map gives them, when there are too many:
// theirs is asked for again.
func (r *robots) trim() {
	for key, e := range r.known {
		if len(r.known) < robotsHosts && r.bytes < robotsBytes {
			return
		}
		r.bytes -= e.bytes
		delete(r.known, key)
	}
}

// robotsError says whose robots.txt it is that keeps us from a page.
type robotsError struct {
	host  string
	cause error // why it could not be read; nil: it was, and says so
}

func (e *robotsError) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("robots.txt of %s could not be read, so its pages are not: %v", oneLine(e.host, 100), e.cause)
	}
	return fmt.Sprintf("robots.txt of %s disallows this page", oneLine(e.host, 100))
}

func (e *robotsError) Is(target error) bool { return target == ErrDisallowed }
func (e *robotsError) Unwrap() error        { return e.cause }
