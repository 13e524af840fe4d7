package newsroom

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
)

// maxRequestBody bounds what a client may send along, in bytes.
const maxRequestBody = 64 << 10

// guard lets only those requests through that may be answered, and gives every
// answer the headers that keep browsers from doing more with it than show it.
func (r *Room) guard(next http.Handler) http.Handler {
	origins := http.NewCrossOriginProtection()
	if base, err := url.Parse(r.base); err == nil && base.Host != "" {
		// A proxy may ask under another name than the browser asked it.
		if err := origins.AddTrustedOrigin(base.Scheme + "://" + base.Host); err != nil {
			panic("newsroom: base URL " + r.base + ": " + err.Error())
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		defer r.survive(w, req)
		protect(w.Header())
		switch {
		case !r.answersTo(req):
			refuse(w, req, errHost)
		case origins.Check(req) != nil:
			refuse(w, req, &refusal{status: http.StatusForbidden, text: "requests from other sites are refused"})
		default:
			next.ServeHTTP(w, req)
		}
	})
}

func protect(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}

// survive answers for a handler that panicked.
func (r *Room) survive(w http.ResponseWriter, req *http.Request) {
	fault := recover()
	if fault == nil {
		return
	}
	if fault == http.ErrAbortHandler {
		panic(fault)
	}
	r.log.Error("a request made the program panic", "path", req.URL.Path, "fault", fault, "stack", string(debug.Stack()))
	refuse(w, req, errInside)
}

// answersTo reports whether the request was meant for this server. A page of
// another site can make a browser ask a loopback address under the site's own
// name (DNS rebinding), but not under these: names of the loopback, the address
// that the connection was made to, and what the operator has listed.
func (r *Room) answersTo(req *http.Request) bool {
	host := hostName(req.Host)
	if host == "localhost" || r.hosts[host] {
		return true
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	return ip.Unmap().IsLoopback() || ip.Unmap() == localIP(req)
}

// localIP is the address at which the connection arrived.
func localIP(req *http.Request) netip.Addr {
	local, ok := req.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return netip.Addr{}
	}
	at, err := netip.ParseAddrPort(local.String())
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap()
}

// hostName is a Host header without port, brackets and final dot, in lower case.
func hostName(host string) string {
	if name, port, err := net.SplitHostPort(host); err == nil && strings.Trim(port, "0123456789") == "" {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// LoopbackOnly lets only those requests through that ask this machine by a name
// of its own: a page of another site could otherwise make a browser ask (DNS
// rebinding).
func LoopbackOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		protect(w.Header())
		host := hostName(req.Host)
		ip, err := netip.ParseAddr(host)
		if host != "localhost" && (err != nil || !ip.Unmap().IsLoopback()) {
			refuse(w, req, errHost)
			return
		}
		next.ServeHTTP(w, req)
	})
}

var errHost = &refusal{status: http.StatusMisdirectedRequest, text: "this server does not answer to that host name"}
