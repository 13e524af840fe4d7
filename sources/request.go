package sources

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/http/httpguts"
	"golang.org/x/net/idna"

	"alsoread/news"
)

// maxFields is the number of headers, and of cookies, that a source may send.
const maxFields = 100

// checkAddress checks an absolute URL of one of the schemes. What it says
// holds nothing of the URL, which may have secrets in it.
func checkAddress(raw string, schemes ...string) (*url.URL, error) {
	if strings.ContainsFunc(raw, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return nil, errors.New("holds a blank; write it as %20")
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, errors.New("is no URL: " + urlError(err))
	case !slices.Contains(schemes, u.Scheme):
		return nil, fmt.Errorf("wants %s:// in front", strings.Join(schemes, ":// or "))
	case u.Opaque != "" || u.Hostname() == "":
		return nil, errors.New("has no host")
	}
	if err := checkHost(u.Hostname()); err != nil {
		return nil, err
	}
	return u, checkPort(u)
}

// urlError tells why url.Parse failed, without the URL or parts of it: what it
// quotes may be a secret.
func urlError(err error) string {
	var escape url.EscapeError
	var host url.InvalidHostError
	var parse *url.Error
	switch {
	case errors.As(err, &escape):
		return "a bad percent escape"
	case errors.As(err, &host):
		return "a character in the host that no host has"
	case errors.As(err, &parse) && strings.Contains(parse.Err.Error(), "port"):
		return "a bad port"
	case errors.As(err, &parse) && strings.Contains(parse.Err.Error(), "userinfo"):
		return "a bad user or password"
	}
	return "it cannot be read"
}

// checkHost checks a host name or address as far as syntax goes. Whether it
// may be dialled is for the fetcher to judge when it connects.
func checkHost(host string) error {
	if _, err := netip.ParseAddr(host); err == nil {
		return nil
	}
	ascii, err := idna.Punycode.ToASCII(host)
	if err != nil || len(ascii) > 253 {
		return errors.New("has a host that is no host name")
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(ascii, "."), ".") {
		if label == "" || len(label) > 63 || strings.ContainsAny(label, " /\\?#@:<>[]^`{|}%\"") {
			return errors.New("has a host that is no host name")
		}
	}
	return nil
}

func checkPort(u *url.URL) error {
	if u.Port() == "" {
		return nil
	}
	if port, err := strconv.Atoi(u.Port()); err != nil || port < 1 || port > 65535 {
		return errors.New("has a bad port; it may be 1 to 65535")
	}
	return nil
}

// readURL reads the address of a source.
func readURL(r *reader, s *news.Source, at place) {
	raw, ok := r.filled(at, maxAddress)
	if !ok {
		return
	}
	s.URL, s.Display = raw, raw
	if hasReference(at.node.text) {
		s.Display = at.node.text
		if r.env == nil {
			return
		}
	}
	if raw == "" {
		r.fault(at, "is empty")
		return
	}
	u, err := checkAddress(raw, "https", "http")
	switch {
	case err != nil:
		r.fault(at, "%v", err)
	case u.User != nil:
		r.fault(at, "holds a user or password; write them as user and password")
	}
}

// readProxy reads the address of a proxy; an empty one takes back that of defaults.
func readProxy(r *reader, s *news.Source, at place) {
	raw, ok := r.filled(at, maxAddress)
	if !ok {
		return
	}
	s.Proxy = raw
	if raw == "" || r.env == nil && hasReference(at.node.text) {
		return
	}
	if _, err := checkAddress(raw, "http", "https", "socks5"); err != nil {
		r.fault(at, "%v", err)
	}
}

// ownHeaders are the headers that are not for the file to set, and why.
var ownHeaders = map[string]string{
	"Host":                "it follows from the URL",
	"User-Agent":          "use user_agent",
	"Cookie":              "use cookies",
	"Accept-Encoding":     "the fetcher sets it, for it decompresses",
	"If-None-Match":       "the fetcher sets it",
	"If-Modified-Since":   "the fetcher sets it",
	"Range":               "a source is read whole",
	"Connection":          "it belongs to the connection",
	"Content-Length":      "a scan sends no body",
	"Transfer-Encoding":   "it belongs to the connection",
	"Upgrade":             "it belongs to the connection",
	"Te":                  "it belongs to the connection",
	"Trailer":             "it belongs to the connection",
	"Keep-Alive":          "it belongs to the connection",
	"Proxy-Authorization": "put user and password into proxy",
}

// readHeaders reads the headers of a source.
func readHeaders(r *reader, s *news.Source, at place) {
	s.Headers = make(map[string]string)
	for name, value := range r.mapping(at, maxFields) {
		field, canonical := at.under(name.text, value), http.CanonicalHeaderKey(name.text)
		_, twice := s.Headers[canonical]
		text, ok := r.filled(field, maxHeader)
		switch {
		case !ok:
		case !httpguts.ValidHeaderFieldName(name.text):
			r.fault(place{key: at.key, node: name}, "%s is no header name", quote(name.text))
		case ownHeaders[canonical] != "":
			r.fault(place{key: at.key, node: name}, "%s is not to be set here: %s", canonical, ownHeaders[canonical])
		case twice:
			r.fault(place{key: at.key, node: name}, "the header %s is set twice", canonical)
		case !httpguts.ValidHeaderFieldValue(text):
			r.fault(field, "the value holds a character that no header may have")
		default:
			s.Headers[canonical] = text
		}
	}
}

// readCookies reads the cookies of a source.
func readCookies(r *reader, s *news.Source, at place) {
	s.Cookies = make(map[string]string)
	for name, value := range r.mapping(at, maxFields) {
		field := at.under(name.text, value)
		text, ok := r.filled(field, maxHeader)
		switch {
		case !ok:
		case !httpguts.ValidHeaderFieldName(name.text):
			r.fault(place{key: at.key, node: name}, "%s is no cookie name", quote(name.text))
		case !validCookie(text):
			r.fault(field, `the value holds a character that no cookie may have (RFC 6265): one of ; " \ or not ASCII`)
		default:
			s.Cookies[name.text] = text
		}
	}
}

// validCookie tells whether net/http would send a cookie's value unchanged.
func validCookie(s string) bool {
	for i := range len(s) {
		if b := s[i]; b < 0x20 || b >= 0x7f || b == '"' || b == ';' || b == '\\' {
			return false
		}
	}
	return true
}

// readUser reads the user of HTTP basic authentication.
func readUser(r *reader, s *news.Source, at place) {
	user, ok := r.filled(at, maxHeader)
	switch {
	case !ok:
	case user == "":
		r.fault(at, "is empty")
	case strings.Contains(user, ":"):
		r.fault(at, "holds a colon, which ends the user in basic authentication (RFC 7617)")
	default:
		s.User = user
	}
}

// readPassword reads the password of HTTP basic authentication.
func readPassword(r *reader, s *news.Source, at place) {
	if password, ok := r.filled(at, maxHeader); ok {
		s.Password = password
	}
}

// userAgent reads a User-Agent; an empty one stands for the program's own.
func (r *reader) userAgent(at place) (string, bool) {
	if at.node.kind == textNode && at.node.text == "" {
		return "", true
	}
	s, ok := r.plain(at, maxHeader)
	if ok && !httpguts.ValidHeaderFieldValue(s) {
		r.fault(at, "holds a character that no header may have")
		return "", false
	}
	return s, ok
}
