package scanner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"
	"golang.org/x/net/http/httpguts"
)

// exchange is one Get on its way: a request, and the redirects it led to.
type exchange struct {
	fetcher *Fetcher
	request Request

	url       *url.URL // of this hop
	visited   []string // the URLs of all hops, this one last
	permanent bool     // all redirects so far were for good
	own       origin   // the source's, as configured
	trusted   bool     // the exchange has not left it
	budget    time.Duration
}

// maxValidator is the longest ETag or Last-Modified that is kept. A longer one
// would be sent back with every request and refused by most servers.
const maxValidator = 1 << 10

// drained is how much of an answer that is not wanted is read so that its
// connection can be used again.
const drained = 4 << 10

var (
	errDeadline = errors.New("the time of the exchange is over")
	errUnasked  = errors.New("304 Not Modified to a request that set no condition")
	errEmpty    = errors.New("empty answer")
)

func (f *Fetcher) newExchange(r Request) (*exchange, error) {
	r.Source = filled(r.Source)
	if err := checkHeaders(r.Source.Headers); err != nil {
		return nil, err
	}
	home, err := parseTarget(r.Source.URL, nil)
	if err != nil {
		return nil, err
	}
	start, err := parseTarget(firstOf(r.URL, r.State.URL, r.Source.URL), nil)
	if err != nil {
		return nil, err
	}
	own := originOf(home)
	return &exchange{fetcher: f, request: r, url: start, visited: []string{start.String()},
		permanent: true, own: own, trusted: own.covers(originOf(start)), budget: r.Source.Timeout}, nil
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// run goes from hop to hop until there is an answer.
func (x *exchange) run(ctx context.Context) (*Response, error) {
	for {
		res, next, err := x.hop(ctx)
		if err != nil || res != nil {
			return res, err
		}
		if err := x.follow(next); err != nil {
			return nil, err
		}
	}
}

// hop asks one URL. Only the asking counts against the source's time, not the
// wait for the host to be free: the twentieth source of a host has as much
// time as its first.
func (x *exchange) hop(ctx context.Context) (*Response, *redirect, error) {
	source := &x.request.Source
	via, err := x.fetcher.transports.get(x.url, source.AllowNetworks, source.Proxy)
	if err != nil {
		return nil, nil, err
	}
	if err := via.permit(x.url, source.AllowNetworks); err != nil {
		return nil, nil, err
	}
	leave, err := x.enter(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer leave()

	began := time.Now()
	defer func() { x.budget -= time.Since(began) }()
	ctx, cancel := context.WithTimeoutCause(ctx, x.budget, errDeadline)
	defer cancel()
	answer, err := via.RoundTrip(x.build(ctx))
	if err != nil {
		return nil, nil, x.explain(ctx, err, "no answer")
	}
	defer discard(answer)
	if isRedirect(answer.StatusCode) {
		return nil, &redirect{answer.StatusCode, answer.Header.Get("Location")}, nil
	}
	res, err := x.read(ctx, answer)
	return res, nil, err
}

// enter waits for the host, then for room among all exchanges. Whoever holds
// room waits for nothing but the network, so the order cannot lock up.
func (x *exchange) enter(ctx context.Context) (leave func(), err error) {
	f, source := x.fetcher, &x.request.Source
	leaveHost, err := f.hosts.enter(ctx, x.url.Hostname(), source.PerHost, source.HostDelay)
	if err != nil {
		return nil, err
	}
	select {
	case f.room <- struct{}{}:
		return func() { <-f.room; leaveHost() }, nil
	case <-ctx.Done():
		leaveHost()
		return nil, context.Cause(ctx)
	}
}

// build writes the request of this hop.
func (x *exchange) build(ctx context.Context) *http.Request {
	r := &x.request
	header := http.Header{
		"User-Agent":      {x.fetcher.userAgentFor(&r.Source)},
		"Accept":          {firstOf(r.Accept, acceptFor(r.Source.Kind))},
		"Accept-Encoding": {acceptEncoding},
	}
	if etag := r.State.ETag; r.Conditional && etag != "" {
		header["If-None-Match"] = []string{etag}
	}
	if since := r.State.LastModified; r.Conditional && since != "" {
		header["If-Modified-Since"] = []string{since}
	}
	req := &http.Request{Method: http.MethodGet, URL: x.url, Host: x.url.Host, Header: header}
	if x.trusted {
		x.identify(req)
	}
	return req.WithContext(ctx)
}

// identify adds what is meant for the source's own host alone.
func (x *exchange) identify(req *http.Request) {
	source := &x.request.Source
	for name, value := range source.Headers {
		if name = http.CanonicalHeaderKey(name); name == "Host" {
			req.Host = value
		} else {
			req.Header[name] = []string{value}
		}
	}
	var cookies []string
	for name, value := range source.Cookies {
		cookies = append(cookies, name+"="+value)
	}
	if len(cookies) > 0 {
		slices.Sort(cookies)
		req.Header["Cookie"] = []string{strings.Join(cookies, "; ")}
	}
	if source.User != "" || source.Password != "" {
		req.SetBasicAuth(source.User, source.Password)
	}
}

// read judges the answer by its status and reads its body.
func (x *exchange) read(ctx context.Context, answer *http.Response) (*Response, error) {
	now := time.Now()
	res := &Response{StatusCode: answer.StatusCode, URL: x.url.String(), Moved: x.moved(),
		ContentType:     oneLine(answer.Header.Get("Content-Type"), 200),
		ContentLocation: answer.Header.Get("Content-Location"),
		ETag:            validator(answer.Header, "Etag"),
		LastModified:    validator(answer.Header, "Last-Modified"),
		Wait:            freshness(answer.Header, now),
	}
	switch status := answer.StatusCode; {
	case status == http.StatusNotModified:
		if !x.conditional() {
			return nil, errUnasked
		}
		res.NotModified = true
		return res, nil
	case status == http.StatusNoContent, status == http.StatusResetContent:
		return nil, errEmpty
	case status < 200 || status > 299 || status == http.StatusPartialContent:
		return nil, &HTTPError{Status: status, RetryAfter: retryAfter(answer.Header, now)}
	}
	return res, x.readBody(ctx, answer, res)
}

func (x *exchange) conditional() bool {
	s := x.request.State
	return x.request.Conditional && (s.ETag != "" || s.LastModified != "")
}

// readBody fills in the decoded body and its hash.
func (x *exchange) readBody(ctx context.Context, answer *http.Response, res *Response) error {
	limit := x.request.Source.MaxBody
	if answer.ContentLength > limit+wireSlack {
		return &limitError{limit}
	}
	d := x.fetcher.decoders
	b, err := d.read(answer.Body, answer.Header["Content-Encoding"], limit)
	if err != nil {
		return x.explain(ctx, err, fmt.Sprintf("only %s of the body", bytesText(b.wire)))
	}
	res.Body, res.Wire, res.Bytes, res.decoders = b.bytes, b.wire, int64(len(b.bytes)), d
	if len(bytes.TrimSpace(b.bytes)) == 0 {
		res.Release()
		return errEmpty
	}
	res.Hash = max(1, xxhash.Sum64(b.bytes))
	return nil
}

// validator reads a header that is to be sent back verbatim, if it can be.
func validator(h http.Header, name string) string {
	v := h.Get(name)
	if len(v) > maxValidator || !httpguts.ValidHeaderFieldValue(v) {
		return ""
	}
	return v
}

// explain names what went wrong. missing says what had not come when it was
// the time that ran out.
func (x *exchange) explain(ctx context.Context, err error, missing string) error {
	if ctx.Err() == nil {
		return explain(err, x.url.Hostname())
	}
	if cause := context.Cause(ctx); !errors.Is(cause, errDeadline) {
		return cause
	}
	return timeoutError(x.request.Source.Timeout, missing)
}

// discard ends an answer. A short rest is read, so that the connection can be
// used again; whatever is longer, or of unknown length, costs the connection.
func discard(answer *http.Response) {
	if answer.ContentLength >= 0 && answer.ContentLength <= drained {
		io.CopyN(io.Discard, answer.Body, drained)
	}
	answer.Body.Close()
}
