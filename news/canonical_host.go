package news

import (
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// appendHost appends the canonical host, and the port where it is not one of
// the web's own. User information is dropped: it names a reader.
func appendHost(dst []byte, authority string) ([]byte, error) {
	host, port, err := splitAuthority(authority)
	if err != nil {
		return nil, err
	}
	dst = appendOneEdition(dst, host)
	if port != 0 {
		dst = strconv.AppendUint(append(dst, ':'), uint64(port), 10)
	}
	return dst, nil
}

// splitAuthority returns the host in lower case, in ASCII, and the port; 0 is
// the default port of either scheme, since both schemes are one key.
func splitAuthority(authority string) (host string, port uint16, err error) {
	host = authority[strings.LastIndexByte(authority, '@')+1:]
	digits := ""
	if i := strings.LastIndexByte(host, ':'); i >= 0 && strings.IndexByte(host[i:], ']') < 0 {
		host, digits = host[:i], host[i+1:]
	}
	if port, err = webPort(digits); err != nil {
		return "", 0, err
	}
	if strings.HasPrefix(host, "[") {
		host, err = ipv6Host(host)
	} else {
		host, err = nameHost(host)
	}
	return host, port, err
}

func webPort(digits string) (uint16, error) {
	if digits == "" || digits == "80" || digits == "443" {
		return 0, nil
	}
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || digits[0] == '+' {
		return 0, errURLPort
	}
	if n == 80 || n == 443 {
		n = 0
	}
	return uint16(n), nil
}

func ipv6Host(host string) (string, error) {
	inside, ok := strings.CutSuffix(host[1:], "]")
	addr, err := netip.ParseAddr(inside)
	if !ok || err != nil || !addr.Is6() || addr.Zone() != "" {
		return "", errURLHost
	}
	return "[" + addr.String() + "]", nil
}

// nameHost returns a host name in lower case and in ASCII (RFC 3986 section
// 6.2.2.1, RFC 5891), without the dot of the DNS root.
func nameHost(host string) (string, error) {
	plain, isLower := plainASCII(host)
	if !plain {
		ascii, err := idna.Lookup.ToASCII(unescape(host))
		if err != nil {
			return "", errURLHost
		}
		host, isLower = ascii, false
	}
	if !isLower {
		host = strings.ToLower(host)
	}
	host = strings.TrimSuffix(host, ".")
	if !validName(host) {
		return "", errURLHost
	}
	return host, nil
}

// plainASCII tells whether a host needs no conversion, and whether it is in
// lower case already.
func plainASCII(host string) (plain, isLower bool) {
	isLower = true
	for i := range len(host) {
		switch c := host[i]; {
		case c >= 0x80 || c == '%':
			return false, false
		case 'A' <= c && c <= 'Z':
			isLower = false
		}
	}
	return true, isLower
}

// validName tells whether a name in lower case is made of labels. The
// underscore is in no host name of RFC 1123 and in many of the web.
func validName(host string) bool {
	if host == "" || len(host) > 253 {
		return false
	}
	label := 0
	for i := range len(host) {
		switch c := host[i]; {
		case c == '.':
			if label == 0 {
				return false
			}
			label = 0
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-', c == '_':
			label++
		default:
			return false
		}
	}
	return label > 0
}

// appendOneEdition appends a host without the labels that only say in which
// edition the same article is served, as in www.example.com, m.example.com,
// en.m.wikipedia.org, uk.mobile.reuters.com and amp.example.com. The
// registrable domain is never touched: www.gov.uk is one.
func appendOneEdition(dst []byte, host string) []byte {
	if !hasEdition(host) {
		return append(dst, host...)
	}
	own := registrable(host)
	for rest := host[:len(host)-len(own)]; rest != ""; {
		label, after, _ := strings.Cut(rest, ".")
		if own == "" || !edition(label) {
			dst = append(append(dst, label...), '.')
		}
		rest = after
	}
	dst = append(dst, own...)
	if own == "" {
		dst = dst[:len(dst)-1] // no domain: all labels were kept
	}
	return dst
}

func hasEdition(host string) bool {
	for rest := host; rest != ""; {
		label, after, _ := strings.Cut(rest, ".")
		if edition(label) {
			return true
		}
		rest = after
	}
	return false
}

// edition tells whether a label names an edition of a site. www2, www3 and the
// like are not among them: www3.nhk.or.jp is another site than www.nhk.or.jp.
func edition(label string) bool {
	switch label {
	case "www", "m", "mobile", "mobi", "wap", "amp":
		return true
	}
	return false
}

// registrable returns the registrable domain of a host name by the Public
// Suffix List, or "" when there is none: a public suffix, a single label.
func registrable(host string) string {
	suffix, _ := publicsuffix.PublicSuffix(host)
	if len(host) <= len(suffix)+1 {
		return ""
	}
	return host[strings.LastIndexByte(host[:len(host)-len(suffix)-1], '.')+1:]
}
