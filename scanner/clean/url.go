package clean

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// maxURL is the longest address kept, in bytes. Browsers and servers stop at 8
// to 64 KB; longer ones in feeds are data in disguise.
const maxURL = 16 << 10

// URL returns raw as an absolute http or https address that net/url parses, or
// "" when there is none in it or it is a dangerous one. It reads what browsers
// read (the URL standard of WHATWG): white space and control characters around
// and inside are dropped, backslashes are slashes, "//host" and relative
// references are resolved against base. A nil base resolves nothing.
//
// Otherwise the address stays as the publisher wrote it, but for an
// international host name, which comes out in its ASCII form, characters that no
// address may hold, which are percent-encoded, and "&amp;", which is what is
// left of an address that was escaped twice.
func URL(raw string, base *url.URL) string {
	if isAbsolute(raw, false) && !strings.Contains(raw, "&amp;") && !strings.Contains(raw, "&#") {
		return raw
	}
	if isPath(raw) && isSite(base) {
		return base.Scheme + "://" + base.Host + raw
	}
	if len(raw) > 2*maxURL {
		return ""
	}
	ref := unescapeTwice(trimAddress(raw))
	scheme, rest := splitScheme(ref)
	var abs string
	switch {
	case scheme == "feed" && strings.HasPrefix(rest, "//"):
		abs = authority("http", rest)
	case scheme == "feed":
		return URL(rest, nil)
	case isWeb(scheme):
		abs = authority(scheme, rest)
	case scheme != "" || ref == "":
		return ""
	case strings.HasPrefix(ref, "www.") && strings.IndexByte(ref[4:], '.') > 0:
		abs = authority("http", "//"+ref)
	default:
		abs = resolve(ref, base)
	}
	if !isAbsolute(abs, false) {
		return ""
	}
	return abs
}

// isPath says whether raw is an absolute path, with query or fragment, that
// needs nothing done to it: the relative reference most often met.
func isPath(raw string) bool {
	return len(raw) > 1 && len(raw) < maxURL/2 && raw[0] == '/' && raw[1] != '/' && isTail(raw, false) &&
		!strings.Contains(raw, "/.") && !strings.Contains(raw, "&amp;") && !strings.Contains(raw, "&#")
}

// isSite says whether the scheme and host of base can stand as they are.
func isSite(base *url.URL) bool {
	return base != nil && isWeb(base.Scheme) && base.User == nil && len(base.Host) < 256 && hostEnd(base.Host) == len(base.Host) && base.Host != ""
}

func isWeb(scheme string) bool { return scheme == "http" || scheme == "https" }

// trimAddress drops what browsers drop: C0 controls and white space at both
// ends, tab and line break anywhere. Other controls anywhere cannot be meant.
func trimAddress(raw string) string {
	raw = strings.TrimFunc(scrub(raw), func(r rune) bool { return r <= ' ' || r == 0xA0 || r == 0xFEFF || r == 0x3000 })
	if strings.ContainsAny(raw, "\t\n") {
		raw = strings.NewReplacer("\t", "", "\n", "").Replace(raw)
	}
	return raw
}

// ampersands are spellings of "&" in an address that was escaped once too often.
var ampersands = strings.NewReplacer("&amp;", "&", "&#38;", "&", "&#038;", "&", "&#x26;", "&")

// unescapeTwice undoes the escaping of an ampersand that was escaped before,
// however often that was. Each round makes the address shorter.
func unescapeTwice(ref string) string {
	for strings.Contains(ref, "&amp;") || strings.Contains(ref, "&#") {
		next := ampersands.Replace(ref)
		if next == ref {
			break
		}
		ref = next
	}
	return ref
}

// splitScheme splits "Scheme:rest" into a lower-case scheme and the rest. The
// scheme is empty when ref has none.
func splitScheme(ref string) (scheme, rest string) {
	for i := range len(ref) {
		switch c := ref[i]; {
		case isLetter(c):
		case i > 0 && (isDigit(c) || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return strings.ToLower(ref[:i]), ref[i+1:]
		default:
			return "", ref
		}
	}
	return "", ref
}

// authority builds an address from what follows the colon of its scheme. Any
// number of slashes and backslashes may stand before the host.
func authority(scheme, rest string) string {
	rest = strings.TrimLeft(rest, `/\`)
	end := strings.IndexAny(rest, `/\?#`)
	if end < 0 {
		end = len(rest)
	}
	host := hostPort(rest[:end])
	if host == "" {
		return ""
	}
	return scheme + "://" + host + escapePath(rest[end:])
}

// hostPort returns the host and port of an authority in ASCII, with its user
// information, or "" when a browser would not take it either.
func hostPort(s string) string {
	user, host := "", s
	if at := strings.LastIndexByte(s, '@'); at >= 0 {
		user, host = escape(s[:at], userSafe)+"@", s[at+1:]
	}
	name, port := host, ""
	if colon := strings.LastIndexByte(host, ':'); colon >= 0 && !strings.HasSuffix(host, "]") {
		name, port = host[:colon], host[colon:]
	}
	if port == ":" {
		port = ""
	}
	if strings.HasPrefix(name, "[") {
		return user + name + port
	}
	if decoded, err := url.PathUnescape(name); err == nil {
		name = decoded
	}
	if !isASCII(name) {
		ascii, err := idna.Lookup.ToASCII(name)
		if err != nil {
			return ""
		}
		name = ascii
	}
	return user + strings.TrimSpace(name) + port
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// resolve resolves a relative reference by RFC 3986, 5.2, on strings: net/url
// would percent-encode what the publisher wrote in other scripts, and refuses
// some of what browsers read.
func resolve(ref string, base *url.URL) string {
	if base == nil || !isWeb(base.Scheme) || base.Host == "" {
		return ""
	}
	path, suffix := ref, ""
	if i := strings.IndexAny(ref, "?#"); i >= 0 {
		path, suffix = ref[:i], ref[i:]
	}
	path = strings.ReplaceAll(path, `\`, "/")
	site := base.Scheme + "://" + base.Host
	if base.User != nil {
		site = base.Scheme + "://" + base.User.String() + "@" + base.Host
	}
	switch {
	case strings.HasPrefix(path, "//"):
		return authority(base.Scheme, path+suffix)
	case path == "" && strings.HasPrefix(suffix, "#") && base.RawQuery != "":
		path, suffix = base.EscapedPath(), "?"+base.RawQuery+suffix
	case path == "":
		path = base.EscapedPath()
	case path[0] != '/':
		dir := base.EscapedPath()
		path = dir[:strings.LastIndexByte(dir, '/')+1] + path
	}
	return authority(base.Scheme, site[len(base.Scheme)+1:]+removeDots(path)+suffix)
}

// removeDots removes "." and ".." segments from an absolute path.
func removeDots(path string) string {
	if path == "" {
		return ""
	}
	if !strings.Contains(path, "/.") && path[0] != '.' {
		return "/" + strings.TrimPrefix(path, "/")
	}
	var kept []string
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, segment := range segments {
		last := i == len(segments)-1
		switch segment {
		case "..":
			kept = kept[:max(0, len(kept)-1)]
		case ".":
		default:
			kept = append(kept, segment)
			continue
		}
		if last {
			kept = append(kept, "")
		}
	}
	return "/" + strings.Join(kept, "/")
}

// escapePath percent-encodes what may not stand in a path, query or fragment.
// Backslashes in the path are slashes.
func escapePath(s string) string {
	path, suffix := s, ""
	if i := strings.IndexAny(s, "?#"); i >= 0 {
		path, suffix = s[:i], s[i:]
	}
	return escape(strings.ReplaceAll(path, `\`, "/"), urlSafe) + escape(suffix, urlSafe)
}

// mailto returns a mail address link in the form isMailto takes, or "".
func mailto(raw string) string {
	scheme, rest := splitScheme(trimAddress(raw))
	if scheme != "mailto" || len(raw) > maxURL {
		return ""
	}
	if v := "mailto:" + escape(strings.TrimSpace(rest), urlSafe); isMailto(v, false) {
		return v
	}
	return ""
}

func isMailto(v string, escaped bool) bool {
	rest, ok := strings.CutPrefix(v, "mailto:")
	return ok && rest != "" && len(v) <= maxURL && isTail(rest, escaped)
}
