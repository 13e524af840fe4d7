package export

import (
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/idna"
)

// webURL returns raw as it may stand in a link: an absolute http or https URI,
// the publisher's own except that characters a URI cannot hold (RFC 3986
// section 2) are percent-encoded and a host name in another script is written
// in its ASCII form. It returns "" for everything else: other schemes,
// relative references, addresses with control characters.
func webURL(raw string) string {
	if isURI(raw) {
		return raw
	}
	raw = strings.TrimSpace(raw)
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok || !isWebScheme(scheme) || strings.ContainsFunc(raw, isControl) {
		return ""
	}
	host, tail := cutAuthority(rest)
	host, ok = asciiHost(host)
	if !ok {
		return ""
	}
	fixed := scheme + "://" + host + encodeURI(strings.ToValidUTF8(tail, "\uFFFD"))
	if !isURI(fixed) {
		return ""
	}
	if u, err := url.Parse(fixed); err != nil || u.Hostname() == "" {
		return ""
	}
	return fixed
}

func isControl(r rune) bool { return r < 0x20 || r >= 0x7f && r < 0xa0 }

func isWebScheme(scheme string) bool {
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
}

// cutAuthority splits what follows "://" at the end of the authority.
func cutAuthority(s string) (authority, tail string) {
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// isURI reports whether s is an http or https URI with a host that can be
// written as it stands. It allocates nothing: nearly all links pass here.
func isURI(s string) bool {
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok || !isWebScheme(scheme) {
		return false
	}
	authority, tail := cutAuthority(rest)
	if !isAuthority(authority) {
		return false
	}
	for i := 0; i < len(tail); i++ {
		if !uriByte[tail[i]] || tail[i] == '%' && !isEscape(tail[i:]) {
			return false
		}
	}
	return strings.Count(tail, "#") <= 1
}

// isAuthority accepts [user@]host[:port] with a host of at least one
// character; only an IP literal may hold brackets.
func isAuthority(s string) bool {
	host := s[strings.LastIndexByte(s, '@')+1:]
	if strings.HasPrefix(host, "[") {
		u, err := url.Parse("http://" + s)
		return err == nil && u.Hostname() != ""
	}
	name, port, _ := strings.Cut(host, ":")
	if name == "" || strings.Trim(port, "0123456789") != "" {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; !uriByte[c] || c == '[' || c == ']' || c == '%' && !isEscape(s[i:]) {
			return false
		}
	}
	return true
}

// uriByte holds the characters of RFC 3986 and, as all readers take them
// there, the brackets of queries like ?tag[]=a.
var uriByte = func() (set [256]bool) {
	const allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%"
	for i := range len(allowed) {
		set[allowed[i]] = true
	}
	return set
}()

func isEscape(s string) bool { return len(s) >= 3 && isHex(s[1]) && isHex(s[2]) }

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// encodeURI percent-encodes what cannot stand in a URI; a second "#" and a "%"
// that escapes nothing belong to that.
func encodeURI(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	fragment := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		ok := uriByte[c]
		switch c {
		case '%':
			ok = isEscape(s[i:])
		case '#':
			ok, fragment = !fragment, true
		}
		if ok {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

// asciiHost brings the host of an authority into its ASCII form (UTS 46).
func asciiHost(authority string) (string, bool) {
	at := strings.LastIndexByte(authority, '@') + 1
	host, port, hasPort := strings.Cut(authority[at:], ":")
	if strings.IndexFunc(host, func(r rune) bool { return r >= 0x80 }) < 0 {
		return authority, true
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if hasPort {
		ascii += ":" + port
	}
	return authority[:at] + ascii, err == nil
}

// mediaType returns the media type to declare for a file: its own where it is
// one (RFC 6838 section 4.2), without parameters, else what its name says. The
// list is our own, so that the same stories give the same bytes on every
// machine.
func mediaType(declared, rawURL string) string {
	declared, _, _ = strings.Cut(declared, ";")
	declared = strings.TrimSpace(declared)
	if isMediaType(declared) {
		return declared
	}
	name, _, _ := strings.Cut(rawURL, "?")
	name, _, _ = strings.Cut(name, "#")
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".png":
		return "image/png"
	case ".gif":
		return "image/gif"
	case ".webp":
		return "image/webp"
	case ".avif":
		return "image/avif"
	case ".mp3":
		return "audio/mpeg"
	case ".m4a":
		return "audio/mp4"
	case ".ogg", ".oga", ".opus":
		return "audio/ogg"
	case ".mp4", ".m4v":
		return "video/mp4"
	case ".webm":
		return "video/webm"
	case ".pdf":
		return "application/pdf"
	}
	return "application/octet-stream"
}

func isMediaType(s string) bool {
	kind, sub, ok := strings.Cut(s, "/")
	return ok && len(s) <= 127 && isToken(kind) && isToken(sub)
}

func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("!#$&-^_.+", c) >= 0) {
			return false
		}
	}
	return s != ""
}

// medium is the Media RSS word for a media type; "" where it has none.
func medium(mediaType string) string {
	switch kind, _, _ := strings.Cut(mediaType, "/"); kind {
	case "image", "audio", "video":
		return kind
	}
	return ""
}
