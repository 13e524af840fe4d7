package newsroom

import (
	"encoding/base64"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Keys tells who may enter.
type Keys interface {
	// Locked names the password in force. False: there is none, and everybody
	// who reaches the server may enter.
	Locked() (password string, locked bool)
	// Password checks one.
	Password(given string) bool
	// Token checks one and says what its holder may do.
	Token(given string) (Scope, bool)
}

// visitor is who asks.
type visitor int

const (
	stranger visitor = iota
	guest            // the server is open
	reader           // with a session
	program          // with a token
)

// errEntry is the one answer to everybody who may not enter, whatever the
// reason, so that it tells nothing.
var errEntry = &refusal{status: http.StatusUnauthorized, text: "a password or a token is needed here"}

// admit lets a request in, or says why not. A person who is not in yet is shown
// the door; the request is then answered.
func (r *Room) admit(w http.ResponseWriter, req *http.Request, need Scope) (bool, error) {
	if need == ScopeNone {
		return true, nil
	}
	have, who := r.whoIs(req)
	if who != stranger && have >= need {
		return true, nil
	}
	if who == program {
		return false, &refusal{status: http.StatusForbidden, text: "this token may not do that"}
	}
	if presented(req) != "" {
		if wait := r.tries.take(clientOf(req)); wait > 0 {
			return false, tooMany(wait)
		}
	}
	if wantsPage(req) {
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, req, r.root()+"login?next="+url.QueryEscape(req.URL.RequestURI()), http.StatusSeeOther)
		return false, nil
	}
	// Basic is for feed readers, which know nothing else.
	w.Header().Add("WWW-Authenticate", `Bearer realm="alsoread"`)
	w.Header().Add("WWW-Authenticate", `Basic realm="alsoread", charset="UTF-8"`)
	return false, errEntry
}

// whoIs knows a visitor by a token, by a session, or lets everybody be a guest.
func (r *Room) whoIs(req *http.Request) (Scope, visitor) {
	if r.keys == nil {
		return ScopeAdmin, guest
	}
	password, locked := r.keys.Locked()
	if !locked {
		return ScopeAdmin, guest
	}
	if token := presented(req); token != "" {
		if scope, ok := r.keys.Token(token); ok {
			return scope, program
		}
		return ScopeNone, stranger
	}
	if r.sessions.holds(sessionOf(req), password) {
		return ScopeAdmin, reader
	}
	return ScopeNone, stranger
}

// presented is the token of a request: as bearer (RFC 6750), or as the password
// of Basic under any user name. An address never holds one: those are written
// into logs.
func presented(req *http.Request) string {
	scheme, value, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	value = strings.TrimSpace(value)
	switch strings.ToLower(scheme) {
	case "bearer":
		return value
	case "basic":
		pair, err := base64.StdEncoding.DecodeString(value)
		if _, token, ok := strings.Cut(string(pair), ":"); err == nil && ok && token != "" {
			return token
		}
		return "unreadable"
	case "":
		return ""
	}
	return "unreadable"
}

// wantsPage says that a person asks with a browser, who can be shown the door.
func wantsPage(req *http.Request) bool {
	reads := req.Method == http.MethodGet || req.Method == http.MethodHead
	forPrograms := strings.HasPrefix(req.URL.Path, apiRoot) || strings.HasPrefix(req.URL.Path, "/feeds/") || req.URL.Path == "/metrics"
	return reads && !forPrograms && req.Header.Get("Authorization") == "" && strings.Contains(req.Header.Get("Accept"), "text/html")
}

func tooMany(wait time.Duration) error {
	return &refusal{status: http.StatusTooManyRequests, text: "too many tries; please wait", after: wait}
}

// root is where the room's addresses begin, for redirects.
func (r *Room) root() string {
	if r.base != "" {
		return r.base
	}
	return "/"
}

// clientOf is the address a request comes from. One that comes over the loopback
// from a proxy is who the proxy says; whoever is on this machine may lie about
// that, and meets the limit for all tries together.
func clientOf(req *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(req.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	client := peer.Addr().Unmap()
	if said := req.Header.Values("X-Forwarded-For"); client.IsLoopback() && len(said) > 0 {
		parts := strings.Split(said[len(said)-1], ",")
		if a, err := netip.ParseAddr(strings.TrimSpace(parts[len(parts)-1])); err == nil {
			return a.Unmap().WithZone("")
		}
	}
	return client.WithZone("")
}

// secure says whether the client speaks TLS, with us or with a proxy before us.
func (r *Room) secure(req *http.Request) bool {
	return req.TLS != nil || strings.HasPrefix(r.base, "https://") || strings.EqualFold(req.Header.Get("X-Forwarded-Proto"), "https")
}

// plainAllowed says whether a password may come over plain HTTP: on this machine,
// or where the operator has said that clients reach the server so.
func (r *Room) plainAllowed(req *http.Request) bool {
	host := hostName(req.Host)
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback() || strings.HasPrefix(r.base, "http://")
}

// errPlain: a password and its cookie would be read by everybody on the way.
var errPlain = &refusal{status: http.StatusForbidden,
	text: "this server is reached over plain HTTP, where passwords can be read on the way: give it a certificate (newsroom.tls in sources.yaml), " +
		"put a proxy with TLS in front of it, or say --base-url http://... to accept that"}
