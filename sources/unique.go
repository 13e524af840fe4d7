package sources

import (
	"fmt"
	"net/url"
	"strings"

	"alsoread/news"
)

// uniqueness finds names and addresses that stand in the file twice.
type uniqueness struct {
	r         *reader
	file      *File
	names     map[string]int      // line of each name
	addresses map[string]listed   // the first source of each address
	requests  map[string]struct{} // addresses that stand there more than once
	lines     map[string]int      // line of each request of those addresses
}

// listed is the index of a source and the line of its address.
type listed struct{ index, line int }

func newUniqueness(r *reader, f *File) *uniqueness {
	return &uniqueness{
		r:         r,
		file:      f,
		names:     make(map[string]int),
		addresses: make(map[string]listed),
		requests:  make(map[string]struct{}),
		lines:     make(map[string]int),
	}
}

// check reports the source at an index when one before it has its name or
// reads the same.
func (u *uniqueness) check(index int, n *node) {
	s := &u.file.Sources[index]
	if name := n.get("name"); name != nil && s.Name != "" {
		if line := u.names[s.Name]; line > 0 {
			u.r.fault(place{key: "name", node: name}, "the source on line %d has this name already", line)
		} else {
			u.names[s.Name] = name.line
		}
	}
	if at := n.get("url"); at != nil && s.URL != "" {
		if line := u.twin(index, at.line); line > 0 {
			u.r.fault(place{key: "url", node: at}, "the source on line %d reads the same already", line)
		}
	}
}

// twin returns the line of the source that reads the same as another, 0 when there
// is none so far. What a source reads is spelt out only where the address does
// not tell it alone.
func (u *uniqueness) twin(index, line int) int {
	s := &u.file.Sources[index]
	key := address(s.URL)
	first, found := u.addresses[key]
	if !found {
		u.addresses[key] = listed{index, line}
		return 0
	}
	if _, known := u.requests[key]; !known {
		u.requests[key] = struct{}{}
		u.lines[reads(&u.file.Sources[first.index])] = first.line
	}
	request := reads(s)
	if at := u.lines[request]; at > 0 {
		return at
	}
	u.lines[request] = line
	return 0
}

// reads tells what a source reads: two sources of one address are two when
// they ask for it differently or take different things from it.
func reads(s *news.Source) string {
	pattern, selected := "", ""
	if s.URLPattern != nil {
		pattern = s.URLPattern.String()
	}
	if s.Select != nil {
		selected = fmt.Sprintf("%#v", *s.Select)
	}
	return fmt.Sprintf("%s %s %q %q %q %q %s %q", address(s.URL), s.Kind, s.Headers, s.Cookies, s.User, s.Proxy, selected, pattern)
}

// address is a URL without what does not change where it leads: the case of
// scheme and host, the scheme's own port, the fragment, the slash of an empty
// path, and http instead of https. The canonical form of news.Canonical is not
// for this: it is made for articles and drops parameters by which a publisher
// may tell two feeds apart.
func address(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if port := u.Port(); port != "" && !(u.Scheme == "http" && port == "80") && !(u.Scheme == "https" && port == "443") {
		host += ":" + port
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return "//" + host + path
}
