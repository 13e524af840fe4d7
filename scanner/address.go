package scanner

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// maxURL is the longest URL that is asked for, in bytes. RFC 9110 section 4.1
// wants 8,000 octets supported; a redirect that grows its URL ends here.
const maxURL = 8 << 10

// parseTarget reads a URL, relative to base if there is one, refuses what is
// never fetched, and puts its host into the one form that is then judged and
// dialled: lower-case ASCII, addresses in their usual notation. Its errors do
// not quote the URL, which may hold a secret.
func parseTarget(raw string, base *url.URL) (*url.URL, error) {
	raw = strings.TrimSpace(raw)
	if len(raw) > maxURL {
		return nil, fmt.Errorf("URL over %s", bytesText(maxURL))
	}
	u, err := parseURL(raw, base)
	if err != nil {
		return nil, err
	}
	if err := judgeURL(u); err != nil {
		return nil, err
	}
	if u.Host, err = hostPort(u); err != nil {
		return nil, err
	}
	u.Fragment, u.RawFragment = "", ""
	u.RawQuery = escapeQuery(u.RawQuery)
	return u, nil
}

func parseURL(raw string, base *url.URL) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil {
		var quoting *url.Error
		if errors.As(err, &quoting) {
			err = quoting.Err
		}
		what, _, _ := strings.Cut(err.Error(), `"`) // what follows is a quotation
		return nil, fmt.Errorf("invalid URL: %s", oneLine(what, 100))
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	return u, nil
}

func judgeURL(u *url.URL) error {
	switch {
	case u.Scheme == "":
		return errors.New("URL without http:// or https://")
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("scheme %q: only http and https are fetched", oneLine(u.Scheme, 20))
	case u.User != nil:
		return errors.New("URL with a user name in it: set user and password of the source instead")
	case u.Opaque != "" || u.Host == "":
		return errors.New("URL without a host")
	}
	return nil
}

// hostPort gives the canonical Host of a URL; a default port is left out.
func hostPort(u *url.URL) (string, error) {
	host, err := canonicalHost(u.Hostname())
	if err != nil {
		return "", err
	}
	port := u.Port()
	if port == "" {
		return bracketed(host), nil
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return "", fmt.Errorf("port %s is no port", oneLine(port, 20))
	}
	if barredPort(uint16(n)) {
		return "", fmt.Errorf("port %d is not for HTTP", n)
	}
	if port = strconv.FormatUint(n, 10); port == defaultPort(u.Scheme) {
		return bracketed(host), nil
	}
	return net.JoinHostPort(host, port), nil
}

func bracketed(host string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}

func defaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

// canonicalHost maps a host to lower-case ASCII, as net/http would on its way
// to the dialler (full-width and circled characters become plain ones), and
// reads addresses in the notations that the C library takes: decimal, octal,
// hexadecimal, fewer than four parts.
func canonicalHost(host string) (string, error) {
	if strings.Contains(host, ":") {
		addr, err := netip.ParseAddr(host)
		if err != nil {
			return "", fmt.Errorf("host %q is not an address", oneLine(host, 100))
		}
		return addr.String(), nil
	}
	name, err := asciiName(host)
	if err != nil {
		return "", err
	}
	if !endsInNumber(name) {
		return name, nil
	}
	addr, ok := legacyIPv4(name)
	if !ok {
		return "", fmt.Errorf("host %q is not an address", oneLine(host, 100))
	}
	return addr.String(), nil
}

func asciiName(host string) (string, error) {
	name := host
	if !isASCII(host) {
		var err error
		if name, err = idna.Lookup.ToASCII(host); err != nil {
			return "", fmt.Errorf("host %q is not a name", oneLine(host, 100))
		}
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if len(name) > 253 || !validLabels(name) {
		return "", fmt.Errorf("host %q is not a name", oneLine(host, 100))
	}
	return name, nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// validLabels takes underscores too: there are hosts that have them.
func validLabels(name string) bool {
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 {
			return false
		}
		for i := range len(label) {
			c := label[i]
			if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
				return false
			}
		}
	}
	return true
}

// endsInNumber says whether a host means an IPv4 address or nothing (URL
// standard, "ends in a number checker"): no top-level domain is a number.
func endsInNumber(name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	if strings.Trim(last, "0123456789") == "" {
		return true
	}
	_, ok := legacyNumber(last)
	return ok
}

// legacyIPv4 reads the notations of inet_aton (URL standard, "IPv4 parser").
func legacyIPv4(name string) (netip.Addr, bool) {
	parts := strings.Split(name, ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var sum uint64
	for i, part := range parts {
		n, ok := legacyNumber(part)
		bits := 8
		if i == len(parts)-1 {
			bits = 8 * (5 - len(parts)) // the last part fills what is left
		}
		if !ok || n >= 1<<bits {
			return netip.Addr{}, false
		}
		sum = sum<<bits | n
	}
	return netip.AddrFrom4([4]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)}), true
}

func legacyNumber(part string) (uint64, bool) {
	digits, base := part, 10
	switch {
	case strings.HasPrefix(part, "0x"):
		digits, base = part[2:], 16
		if digits == "" {
			return 0, true
		}
	case len(part) > 1 && part[0] == '0':
		digits, base = part[1:], 8
	}
	n, err := strconv.ParseUint(digits, base, 64)
	return n, err == nil
}

// escapeQuery escapes what may not stand in a request line: servers redirect
// to URLs with blanks and bare UTF-8 in their queries.
func escapeQuery(query string) string {
	odd := func(c byte) bool { return c <= ' ' || c >= 0x7f }
	if !slices.ContainsFunc([]byte(query), odd) {
		return query
	}
	var b strings.Builder
	for i := range len(query) {
		if c := query[i]; odd(c) {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// localName says that a name can only mean a host of the local network: it has
// no label that a public registry stands behind. Where a proxy looks names up,
// the name is all that can be judged.
func localName(name string) bool {
	if name == "home.arpa" || strings.HasSuffix(name, ".home.arpa") {
		return true
	}
	suffix, registry := publicsuffix.PublicSuffix(name)
	return !registry && !strings.Contains(suffix, ".")
}
