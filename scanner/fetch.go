package scanner

import (
	"context"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"golang.org/x/net/http/httpproxy"

	"alsoread/news"
)

// Fetcher asks publishers over HTTP. There is one for the whole program, and
// nothing else in it speaks to the outside, so what is promised here holds for
// every request:
//
//   - no address is dialled that is not public or allowed (guard.go, address.go)
//   - each redirect is judged like the first URL; what identifies us to a
//     source goes to its own host only (redirect.go)
//   - the exchange ends within Source.Timeout, and no answer takes more memory
//     than Source.MaxBody allows (decode.go)
//   - a host is asked no faster and on no more connections than Source.PerHost
//     and Source.HostDelay say (hosts.go)
//
// A Fetcher keeps no cookies and no cache. It is safe for concurrent use.
type Fetcher struct {
	options    FetcherOptions
	hosts      *hosts
	room       chan struct{} // one for each exchange under way
	transports *transports
	decoders   *decoders
	log        *slog.Logger
}

// FetcherOptions are the settings of a Fetcher. The zero value is sound.
type FetcherOptions struct {
	Version        string // of the program, for the User-Agent
	Contact        string // a URL that says who is asking, for the User-Agent
	UserAgent      string // takes the place of the whole User-Agent; Source.UserAgent goes before it
	MaxRedirects   int    // hops after the first request; 0: 10
	MaxConnections int    // requests under way at once, over all hosts; 0: 128. As many connections may be idle
	RootCAs        *x509.CertPool
	Resolver       *net.Resolver // nil: the system's
	Logger         *slog.Logger  // one line an exchange, at debug level; nil: none

	dialling func(netip.AddrPort) error // set by tests, to see what passed the guard
}

// What a Source means that leaves a limit at zero.
const (
	defaultTimeout      = 20 * time.Second
	defaultMaxBody      = 15 << 20
	defaultPerHost      = 2
	defaultMaxRedirects = 10
	defaultConnections  = 128
)

// NewFetcher returns a Fetcher. It takes the proxies of the environment
// (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) as they are now.
func NewFetcher(o FetcherOptions) *Fetcher {
	if o.MaxRedirects <= 0 {
		o.MaxRedirects = defaultMaxRedirects
	}
	if o.MaxConnections <= 0 {
		o.MaxConnections = defaultConnections
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.UserAgent == "" {
		o.UserAgent = userAgent(o.Version, o.Contact)
	}
	return &Fetcher{
		options: o,
		hosts:   newHosts(),
		room:    make(chan struct{}, o.MaxConnections),
		transports: &transports{options: o, proxies: httpproxy.FromEnvironment().ProxyFunc(),
			sets: make(map[transportKey]*connections)},
		decoders: new(decoders),
		log:      o.Logger,
	}
}

// Close closes the connections that are idle. Exchanges under way go on.
func (f *Fetcher) Close() { f.transports.close() }

// Request is one question to one source.
type Request struct {
	Source      news.Source
	URL         string     // what to ask for; empty: where the source is (State.URL, or else Source.URL)
	State       news.State // validators, and where the source has moved to
	Conditional bool       // send the validators; the answer may then be NotModified
	Accept      string     // media types; empty: what suits Source.Kind
}

// Response is an answer that can be used: a document, or word that it has not
// changed. Its Body belongs to the Fetcher again after Release.
type Response struct {
	StatusCode  int
	NotModified bool   // 304: there is no Body
	Body        []byte // decoded; neither empty nor longer than Source.MaxBody
	Hash        uint64 // XXH64 of Body, never 0; 0 when there is none
	Bytes       int64  // of Body
	Wire        int64  // bytes of the body as it came, before decoding

	URL   string // that answered, after redirects
	Moved string // the URL to ask from now on: each redirect on the way was permanent (301, 308). To be remembered only once Body was read. Empty: none

	ContentType     string
	ContentLocation string
	ETag            string        // verbatim; empty when there is none or it could not be sent back
	LastModified    string        // likewise
	Wait            time.Duration // the publisher's wish not to be asked again for so long (max-age, Expires); 0 to 24 h

	decoders *decoders
}

// Release gives the memory of Body back for other answers. Nothing may read
// Body afterwards. It may be left out, and called more than once.
func (r *Response) Release() {
	if r == nil || r.decoders == nil {
		return
	}
	r.decoders.giveBack(r.Body)
	r.Body, r.decoders = nil, nil
}

// Get asks once and follows redirects. It waits until the host may be asked;
// Source.Timeout begins after that, and covers everything else.
//
// Errors are of one line that starts with "fetch: ". They are one of HTTPError
// (ErrGone for 410), ErrTooLarge, ErrTimeout, ErrForbiddenAddress, the cause of
// ctx's end, or what else went wrong with the network, the protocol or the URL.
func (f *Fetcher) Get(ctx context.Context, r Request) (*Response, error) {
	began := time.Now()
	x, err := f.newExchange(r)
	var res *Response
	if err == nil {
		if res, err = x.run(ctx); err != nil {
			err = x.located(err)
		}
	}
	if err != nil {
		err = fmt.Errorf("fetch: %w", err)
		f.log.Debug("fetch failed", "source", r.Source.Name, "error", err, "took", time.Since(began))
		return nil, err
	}
	f.log.Debug("fetched", "source", r.Source.Name, "status", res.StatusCode, "bytes", res.Bytes,
		"wire", res.Wire, "hops", len(x.visited)-1, "took", time.Since(began))
	return res, nil
}

// userAgent says who we are: alsoread/1.2 (news feed reader; +https://example.org).
func userAgent(version, contact string) string {
	name := "alsoread"
	if version = strings.TrimSpace(version); version != "" {
		name += "/" + strings.ReplaceAll(version, " ", "-")
	}
	if contact == "" {
		return name + " (news feed reader)"
	}
	return name + " (news feed reader; +" + contact + ")"
}

// userAgentFor is what a source is told. A user_agent that is a URL is taken
// for the contact and put behind the program's name.
func (f *Fetcher) userAgentFor(s *news.Source) string {
	switch {
	case s.UserAgent == "":
		return f.options.UserAgent
	case strings.HasPrefix(s.UserAgent, "https://"), strings.HasPrefix(s.UserAgent, "http://"):
		return userAgent(f.options.Version, s.UserAgent)
	}
	return s.UserAgent
}

// filled gives a source the limits that it leaves open.
func filled(s news.Source) news.Source {
	if s.Timeout <= 0 {
		s.Timeout = defaultTimeout
	}
	if s.MaxBody <= 0 {
		s.MaxBody = defaultMaxBody
	}
	if s.PerHost <= 0 {
		s.PerHost = defaultPerHost
	}
	return s
}

// checkHeaders refuses headers that belong to the connection.
func checkHeaders(headers map[string]string) error {
	for name := range headers {
		switch http.CanonicalHeaderKey(name) {
		case "Connection", "Content-Length", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection",
			"Te", "Trailer", "Transfer-Encoding", "Upgrade":
			return fmt.Errorf("headers: %s cannot be set", oneLine(name, 40))
		}
	}
	return nil
}
