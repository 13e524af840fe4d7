package scanner

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Limits of the connections. The time limits only matter for sources that
// were given more time than that: Source.Timeout bounds the whole exchange.
const (
	maxHeaderBytes = 1 << 20          // of an answer, 1xx answers included
	dialTimeout    = 15 * time.Second // a dial may outlive its request, since another could use it
	tlsTimeout     = 15 * time.Second
	idleTimeout    = 30 * time.Second // next to no source is asked again sooner
	idlePerHost    = 2
	// maxTransports is how many sets of connections are kept. One a distinct
	// pair of allow_networks and proxy: in life, a handful.
	maxTransports = 32
)

// transports holds one http.Transport for each pair of allow list and proxy. A
// connection that was opened under one source's allow list must not be found
// in the pool by a source that may not dial its address.
type transports struct {
	options FetcherOptions
	proxies func(*url.URL) (*url.URL, error) // the environment's

	mu     sync.Mutex
	sets   map[transportKey]*connections
	opened uint64 // counts uses, to find the set that was not used for longest
}

type transportKey struct{ allow, proxy string }

// connections is a transport with the guard that its dialler obeys.
type connections struct {
	guard *guard
	*http.Transport
	proxied bool
	used    uint64 // guarded by transports.mu
}

// get returns the connections for a request to u.
func (t *transports) get(u *url.URL, allow []netip.Prefix, proxy string) (*connections, error) {
	via, err := t.proxyFor(u, proxy)
	if err != nil {
		return nil, err
	}
	key := keyOf(allow, via)
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.sets[key]
	if c == nil {
		t.makeRoom()
		c = t.open(allow, via)
		t.sets[key] = c
	}
	t.opened++
	c.used = t.opened
	return c, nil
}

// proxyFor is the proxy that a request goes through: the source's own, or the
// one that the environment names for the URL; nil for none.
func (t *transports) proxyFor(u *url.URL, configured string) (*url.URL, error) {
	if configured == "" {
		via, err := t.proxies(u)
		if err != nil {
			return nil, &fault{what: "the proxy that the environment names is no URL", err: err}
		}
		return via, nil
	}
	via, err := url.Parse(configured)
	if err != nil || via.Host == "" {
		return nil, &fault{what: "proxy: not a URL", err: err} // unquoted: it may hold a password
	}
	switch via.Scheme {
	case "http", "https", "socks5", "socks5h":
		return via, nil
	}
	return nil, fmt.Errorf("proxy: scheme %q is none of http, https, socks5", oneLine(via.Scheme, 20))
}

func keyOf(allow []netip.Prefix, proxy *url.URL) transportKey {
	var key transportKey
	if len(allow) > 0 {
		var b strings.Builder
		for _, p := range allow {
			b.WriteString(p.String())
			b.WriteByte(' ')
		}
		key.allow = b.String()
	}
	if proxy != nil {
		key.proxy = proxy.String()
	}
	return key
}

// makeRoom closes the set that was not used for longest once there are too
// many. Requests under way on it end undisturbed.
func (t *transports) makeRoom() {
	if len(t.sets) < maxTransports {
		return
	}
	var oldest transportKey
	least := ^uint64(0)
	for key, c := range t.sets {
		if c.used < least {
			oldest, least = key, c.used
		}
	}
	t.sets[oldest].CloseIdleConnections()
	delete(t.sets, oldest)
}

// open makes a transport. With a proxy, everything goes through it, so that
// its dialler dials the proxy and nothing else: the proxy may stand on a
// private address because it was configured, and only the proxy may.
func (t *transports) open(allow []netip.Prefix, proxy *url.URL) *connections {
	c := &connections{guard: newGuard(allow), proxied: proxy != nil}
	c.guard.dialling = t.options.dialling
	dialer := &net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second, Resolver: t.options.Resolver}
	if proxy == nil {
		dialer.ControlContext = c.guard.control
	}
	c.Transport = &http.Transport{
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: t.options.RootCAs},
		TLSHandshakeTimeout:    tlsTimeout,
		ForceAttemptHTTP2:      true,
		HTTP2:                  http2Limits(),
		DisableCompression:     true, // decode.go does more, and counts
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConns:           t.options.MaxConnections,
		MaxIdleConnsPerHost:    idlePerHost,
		IdleConnTimeout:        idleTimeout,
	}
	if proxy != nil {
		c.Proxy = http.ProxyURL(proxy)
	}
	return c
}

// http2Limits bounds what a server may send ahead of our reading: 4 MiB a
// stream, as net/http has it, would be half a gigabyte over 128 streams. Half
// a MiB still carries a feed in two round trips. A connection on which nothing
// comes is tried with a ping, since a dead one would hold up every later scan.
func http2Limits() *http.HTTP2Config {
	return &http.HTTP2Config{
		MaxReceiveBufferPerConnection: 1 << 20,
		MaxReceiveBufferPerStream:     512 << 10,
		SendPingTimeout:               10 * time.Second,
		PingTimeout:                   5 * time.Second,
	}
}

// permit judges where a request is about to go, as far as its URL tells. The
// dialler judges again, after the name lookup; but what a proxy looks up only
// the proxy sees, so there the name itself must be a public one.
func (c *connections) permit(u *url.URL, allow []netip.Prefix) error {
	host := u.Hostname()
	if addr, err := netip.ParseAddr(host); err == nil {
		return c.guard.judge(addr)
	}
	if c.proxied && len(allow) == 0 && localName(host) {
		return &fault{what: host + " is a name of the local network, which no proxy is asked for (allow_networks would permit it)",
			err: ErrForbiddenAddress}
	}
	return nil
}

// close closes the connections that nothing is under way on.
func (t *transports) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.sets {
		c.CloseIdleConnections()
	}
}
