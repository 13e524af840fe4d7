package feed

import (
	"bytes"
	"strings"
)

// prefixes maps namespace addresses to the prefix this package knows them by.
// The keys are written as foldNamespace leaves them: no scheme, lower case, no
// "/" or "#" at the end, for feeds are not exact about these. The empty prefix
// stands for the formats' own elements.
var prefixes = map[string]string{
	"www.w3.org/2005/atom":                                    "atom",
	"purl.org/atom/ns":                                        "atom",
	"purl.org/atom":                                           "atom",
	"example.com/newformat":                                   "atom", // drafts of Atom, 2003
	"example.com/necho":                                       "atom",
	"purl.org/echo":                                           "atom",
	"uri/of/echo/namespace":                                   "atom",
	"purl.org/pie":                                            "atom",
	"purl.org/rss/1.0":                                        "",
	"purl.org/net/rss1.1":                                     "",
	"my.netscape.com/rdf/simple/0.9":                          "",
	"channel.netscape.com/rdf/simple/0.9":                     "",
	"my.netscape.com/publish/formats/rss-0.91.dtd":            "",
	"backend.userland.com/rss":                                "",
	"backend.userland.com/rss2":                               "",
	"backend.userland.com/rss092":                             "",
	"backend.userland.com/rss091":                             "",
	"blogs.law.harvard.edu/tech/rss":                          "",
	"purl.org/rss/2.0":                                        "",
	"www.w3.org/1999/02/22-rdf-syntax-ns":                     "rdf",
	"purl.org/rss/1.0/modules/content":                        "content",
	"purl.org/dc/elements/1.1":                                "dc",
	"purl.org/dc/elements/1.0":                                "dc",
	"purl.org/dc/terms":                                       "dcterms",
	"search.yahoo.com/mrss":                                   "media",
	"tools.search.yahoo.com/mrss":                             "media",
	"video.search.yahoo.com/mrss":                             "media",
	"www.itunes.com/dtds/podcast-1.0.dtd":                     "itunes",
	"example.com/dtds/podcast-1.0.dtd":                        "itunes",
	"www.google.com/schemas/play-podcasts/1.0":                "googleplay",
	"podcastindex.org/namespace/1.0":                          "podcast",
	"rssnamespace.org/feedburner/ext/1.0":                     "feedburner",
	"www.pheedo.com/namespace/pheedo":                         "pheedo",
	"www.w3.org/1999/xhtml":                                   "xhtml",
	"www.w3.org/xml/1998/namespace":                           "xml",
	"wellformedweb.org/commentapi":                            "wfw",
	"purl.org/rss/1.0/modules/link":                           "l",
	"prismstandard.org/namespaces/basic/2.0":                  "prism",
	"prismstandard.org/namespaces/1.2/basic":                  "prism",
	"purl.org/syndication/thread/1.0":                         "thr",
	"www.w3.org/2003/01/geo/wgs84_pos":                        "geo",
	"www.w3.org/2003/01/geo":                                  "geo",
	"www.georss.org/georss":                                   "georss",
	"www.georss.org/georss/10":                                "georss",
	"www.georss.org/georss/11":                                "georss",
	"www.opengis.net/gml":                                     "gml",
	"www.opengis.net/gml/3.2":                                 "gml",
	"postneo.com/icbm":                                        "icbm",
	"web.resource.org/cc":                                     "cc",
	"creativecommons.org/ns":                                  "cc",
	"creativecommons.org/ns#license":                          "cc",
	"podlove.org/simple-chapters":                             "psc",
	"webns.net/mvcb":                                          "admin",
	"backend.userland.com/creativecommonsrssmodule":           "creativecommons",
	"cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "creativecommons",
	"blogs.law.harvard.edu/tech/creativecommonsrssmodule":     "creativecommons",
}

// known are the prefixes that are taken at their word when a document does not
// declare them, or declares them as something nobody knows.
var known = map[string]string{
	"atom": "atom", "atom10": "atom", "a10": "atom", "content": "content", "dc": "dc", "dcterms": "dcterms", "media": "media",
	"itunes": "itunes", "googleplay": "googleplay", "podcast": "podcast", "feedburner": "feedburner",
	"pheedo": "pheedo", "xhtml": "xhtml", "xml": "xml", "rdf": "rdf", "wfw": "wfw", "l": "l",
	"prism": "prism", "thr": "thr", "rss": "", "rss1": "", "geo": "geo", "georss": "georss",
	"gml": "gml", "icbm": "icbm", "cc": "cc", "creativecommons": "creativecommons", "psc": "psc", "admin": "admin",
}

func foldNamespace(uri string) string {
	uri = strings.ToLower(strings.TrimSpace(uri))
	uri = strings.TrimPrefix(strings.TrimPrefix(uri, "http://"), "https://")
	return strings.TrimRight(uri, "/#")
}

// binding is a prefix that is in scope.
type binding struct {
	prefix string // as written, lower case; empty: the default namespace
	means  string // a value of prefixes, or "?" for a namespace that is not read
}

// names resolves the names of tags. Bindings are kept in the order in which
// they were opened; an element gives its own back when it is closed.
type names struct {
	bindings []binding
	native   string // what the root's own namespace means: it is read as ""
	key      [64]byte
}

// declare takes the xmlns attributes of a start tag; it reports whether there
// were any. What an unprefixed name means cannot be changed near the root: a
// default namespace there is the vendor's idea of RSS.
func (n *names) declare(attrs []attribute, depth int) bool {
	any := false
	for _, a := range attrs {
		prefix, ok := xmlnsPrefix(a.name)
		if !ok {
			continue
		}
		any = true
		means, read := prefixes[foldNamespace(string(a.value))]
		switch {
		case prefix == "" && (len(a.value) == 0 || depth <= 2 && means != "xhtml"):
			means = ""
		case !read:
			if means, read = known[prefix]; !read {
				means = "?"
			}
		}
		n.bindings = append(n.bindings, binding{prefix, means})
	}
	return any
}

func xmlnsPrefix(name []byte) (string, bool) {
	if !bytes.HasPrefix(name, []byte("xmlns")) {
		return "", false
	}
	if len(name) == 5 {
		return "", true
	}
	if name[5] != ':' {
		return "", false
	}
	return strings.ToLower(string(name[6:])), true
}

// resolve returns the name of a tag as vocabulary.go spells it: "title",
// "dc:creator". The result is valid until the next call. A name that is not
// read is nil.
func (n *names) resolve(name []byte) []byte {
	if len(name) > len(n.key)-16 {
		return nil
	}
	prefix, local := splitName(name)
	means := n.meaning(prefix)
	if means == "?" {
		return nil
	}
	if means == n.native {
		means = ""
	}
	key := n.key[:0]
	if means != "" {
		key = append(append(key, means...), ':')
	}
	return appendLower(key, local)
}

func (n *names) meaning(prefix []byte) string {
	for i := len(n.bindings) - 1; i >= 0; i-- {
		if asciiEqualFold(prefix, n.bindings[i].prefix) {
			return n.bindings[i].means
		}
	}
	if len(prefix) == 0 {
		return ""
	}
	var lower [16]byte
	if len(prefix) > len(lower) {
		return "?"
	}
	if means, ok := known[string(appendLower(lower[:0], prefix))]; ok {
		return means
	}
	return "?"
}

func splitName(name []byte) (prefix, local []byte) {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return nil, name
}

func appendLower(dst, src []byte) []byte {
	for _, c := range src {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	return dst
}

// asciiEqualFold reports whether a, in lower case, is lower.
func asciiEqualFold(a []byte, lower string) bool {
	if len(a) != len(lower) {
		return false
	}
	for i, c := range a {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}
