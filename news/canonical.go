package news

import (
	"errors"
	"slices"
	"strings"
)

// maxURL is the longest address that gets a canonical form, in bytes, measured
// before and after. RFC 9110 section 4.1 recommends that 8,000 octets be
// supported; what is longer is data in the shape of a link.
const maxURL = 8 << 10

// maxUnwrap is how many redirectors may stand one inside the other. Two are
// common (a shared link to a Google redirect), three were seen.
const maxUnwrap = 8

var (
	errURLTooLong = errors.New("address is longer than 8192 bytes")
	errURLScheme  = errors.New("address does not start with http:// or https://")
	errURLHost    = errors.New("address has no usable host")
	errURLNested  = errors.New("address holds more than 8 redirectors, one inside the other")
	errURLPort    = errors.New("address has a bad port")
)

// Canonical returns the canonical form of a web address: two addresses with
// one canonical form are taken for one article. The form is a key. It is never
// shown and never followed: what people see and what is fetched stays the
// publisher's own address.
//
// The rules, with their reasons, are in docs/identity.md; the files
// canonical_host.go, canonical_path.go, canonical_query.go, tracking.go and
// redirect.go hold one kind of rule each. Canonical(Canonical(x)) is
// Canonical(x), the result always parses, and its registrable domain is that
// of x unless x was a redirector or a cache with the target in its address.
//
// It is an error when raw is not an absolute http or https address, has no
// usable host or port, is longer than 8 KiB, or nests more than 8 redirectors.
func Canonical(raw string) (string, error) {
	var room [512]byte
	f, err := canonicalForm(room[:0], raw)
	if err != nil {
		return "", err
	}
	for level := 0; ; level++ {
		target, ok := unwrap(f)
		if !ok {
			break
		}
		if level == maxUnwrap {
			return "", errURLNested
		}
		next, err := canonicalForm(nil, target)
		if err != nil {
			break // no usable target: the redirector itself is the key
		}
		f = next
	}
	if string(f.text) == raw {
		return raw, nil
	}
	return string(f.text), nil
}

// form is a canonical address and where its parts begin. Every part carries
// its own mark: the path its "/", the query its "?", the fragment its "#".
type form struct {
	text                  []byte
	path, query, fragment int
	redirectors           []redirector // of its host; nil for all but a few products
}

const formScheme = "https://"

func (f form) hostPart() []byte  { return f.text[len(formScheme):f.path] }
func (f form) pathPart() []byte  { return f.text[f.path:f.query] }
func (f form) queryPart() []byte { return f.text[f.query:f.fragment] }

// canonicalForm applies every rule but unwrapping, writing over dst.
func canonicalForm(dst []byte, raw string) (form, error) {
	p, err := splitURL(raw)
	if err != nil {
		return form{}, err
	}
	// http and https are one key: publishers moved from one to the other, and
	// many feeds still list the old one. Of 77,000 real addresses 200 differed
	// from another one by the scheme alone; none led to another article.
	f := form{text: append(dst, formScheme...)}
	if f.text, err = appendHost(f.text, p.authority); err != nil {
		return form{}, err
	}
	f.path = len(f.text)
	f.redirectors = redirectorsAt(f.hostPart())
	editions := f.redirectors == nil // "/amp/s/..." is where an AMP cache keeps the target
	f.text = appendPath(f.text, p.path, editions)
	f.query = len(f.text)
	f.text = appendQuery(f.text, p.query, storyPath(f.text[f.path:]))
	if len(f.text) == f.query {
		f.text = dropScriptIndex(f.text, f.path, editions)
		f.query = len(f.text)
	}
	f.fragment = len(f.text)
	f.text = appendFragment(f.text, p.fragment)
	if len(f.text) > maxURL {
		return form{}, errURLTooLong
	}
	return f, nil
}

// urlParts are the parts of an address as they came, without their marks.
type urlParts struct {
	authority, path, query, fragment string
}

// splitURL cuts an address into its parts (RFC 3986 section 3), as browsers do:
// white space around it and line breaks inside it go, and a backslash before
// the query is a slash (WHATWG URL, section 4.4).
func splitURL(raw string) (urlParts, error) {
	if len(raw) > maxURL {
		return urlParts{}, errURLTooLong
	}
	raw = unescapeMarkup(withoutBreaks(raw))
	rest, ok := cutScheme(raw)
	if !ok {
		return urlParts{}, errURLScheme
	}
	var p urlParts
	rest, p.fragment, _ = strings.Cut(rest, "#")
	rest, p.query, _ = strings.Cut(rest, "?")
	if strings.IndexByte(rest, '\\') >= 0 {
		rest = strings.ReplaceAll(rest, `\`, "/")
	}
	rest = strings.TrimLeft(rest, "/")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		rest, p.path = rest[:i], rest[i:]
	}
	p.authority = rest
	return p, nil
}

// cutScheme removes "http://" or "https://" in any case, of which one slash is
// left for what follows to trim.
func cutScheme(raw string) (string, bool) {
	rest := raw
	for i := range len("http") {
		if i >= len(rest) || lower(rest[i]) != "http"[i] {
			return "", false
		}
	}
	rest = rest[len("http"):]
	if rest != "" && lower(rest[0]) == 's' {
		rest = rest[1:]
	}
	if len(rest) < 3 || rest[0] != ':' || !isSlash(rest[1]) || !isSlash(rest[2]) {
		return "", false
	}
	return rest[2:], true
}

func isSlash(c byte) bool { return c == '/' || c == '\\' }

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// withoutBreaks removes white space and control characters around an address,
// and tabs and line breaks inside it: feeds wrap long links.
func withoutBreaks(raw string) string {
	raw = strings.TrimFunc(raw, func(r rune) bool { return r <= ' ' || r == 0x7f || r == 0xa0 || r == 0xfeff })
	if strings.ContainsAny(raw, "\t\r\n") {
		raw = strings.NewReplacer("\t", "", "\r", "", "\n", "").Replace(raw)
	}
	return raw
}

// appendFragment keeps the fragments that are the page itself: "#!..." and
// "#/..." are routes of a page that is drawn in the browser. All others are
// places within a page, or trackers of copied text, and go.
func appendFragment(dst []byte, fragment string) []byte {
	if len(fragment) < 2 || fragment[0] != '!' && fragment[0] != '/' {
		return dst
	}
	start := len(dst)
	dst = appendEscaped(append(dst, '#'), fragment, inFragment)
	if slices.Equal(dst[start:], []byte("#!/")) {
		return dst[:start] // the empty route
	}
	return dst
}
