package news

import "bytes"

// appendPath appends the canonical path: escapes normalised, dot segments
// resolved (RFC 3986 section 5.2.4), duplicate slashes and the trailing slash
// gone, session ids cut out, and the names of directory indexes and of AMP
// editions removed. An empty path is "/".
//
// The trailing slash goes because publishers redirect one form to the other
// and list both: of 77,000 real addresses 447 differed from another one by it
// alone, and none of the 56 looked at led to another page. The case of letters
// stays: ids are written in it.
func appendPath(dst []byte, raw string, editions bool) []byte {
	start := len(dst)
	dst = appendEscapedPath(dst, raw)
	path := dst[start:]
	// What one rule leaves may be a case for another one: "/index.html/amp".
	for n := -1; n != len(path); {
		n = len(path)
		path = tidyPath(path, editions)
	}
	if len(path) == 0 {
		return append(dst[:start], '/')
	}
	return dst[:start+len(path)]
}

func tidyPath(path []byte, editions bool) []byte {
	if bytes.IndexByte(path, ';') >= 0 || bytes.Contains(path, []byte("/(")) {
		path = dropSessions(path)
	}
	if bytes.Contains(path, []byte("/.")) {
		path = resolveDots(path)
	}
	path = dropStaticIndex(collapseSlashes(path))
	if editions {
		path = dropAMP(path)
	}
	return path
}

func appendEscapedPath(dst []byte, raw string) []byte {
	for raw != "" {
		end := 1 // raw starts with "/"
		for end < len(raw) && raw[end] != '/' {
			end++
		}
		dst = appendEscaped(append(dst, '/'), raw[1:end], inPath)
		raw = raw[end:]
	}
	return dst
}

// resolveDots removes "." and ".." segments, in place.
func resolveDots(path []byte) []byte {
	out := path[:0]
	for len(path) > 0 {
		seg, rest := cutSegment(path)
		switch string(seg) {
		case "/.":
		case "/..":
			out = out[:max(bytes.LastIndexByte(out, '/'), 0)]
		default:
			out = append(out, seg...)
		}
		path = rest
	}
	return out
}

// cutSegment splits "/a/b" into "/a" and "/b".
func cutSegment(path []byte) (seg, rest []byte) {
	if i := bytes.IndexByte(path[1:], '/'); i >= 0 {
		return path[:i+1], path[i+1:]
	}
	return path, nil
}

// collapseSlashes removes empty segments, the trailing one included, in place.
func collapseSlashes(path []byte) []byte {
	if !bytes.Contains(path, []byte("//")) {
		return bytes.TrimSuffix(path, []byte("/"))
	}
	out := path[:0]
	for len(path) > 0 {
		seg, rest := cutSegment(path)
		if len(seg) > 1 {
			out = append(out, seg...)
		}
		path = rest
	}
	return out
}

// sessionParameters are path parameters that name a visit: Java servlets
// (Jakarta Servlet 6.0, section 7.1.3), PHP, and CMS that call it sid.
var sessionParameters = []string{"jsessionid=", "phpsessid=", "sid="}

// dropSessions removes session ids from a path, in place: ";jsessionid=..."
// and the "/(S(...))" segment of ASP.NET's cookieless sessions.
func dropSessions(path []byte) []byte {
	out := path[:0]
	for len(path) > 0 {
		seg, rest := cutSegment(path)
		if seg = withoutSession(seg); !isCookieless(seg[1:]) {
			out = append(out, seg...)
		}
		path = rest
	}
	return out
}

func withoutSession(seg []byte) []byte {
	for i, c := range seg {
		if c == ';' && isSessionParameter(seg[i+1:]) {
			return seg[:i]
		}
	}
	return seg
}

func isSessionParameter(s []byte) bool {
	for _, name := range sessionParameters {
		if len(s) >= len(name) && equalFold(s[:len(name)], name) {
			return true
		}
	}
	return false
}

// isCookieless recognises "(S(24 characters))", also with other feature codes
// such as X(1) before the S.
func isCookieless(seg []byte) bool {
	i := bytes.Index(seg, []byte("S("))
	return i > 0 && seg[0] == '(' && bytes.HasSuffix(seg, []byte("))")) && len(seg)-i >= len("S(123456789012345678901234))")
}

// dropStaticIndex removes the name of a directory's index page: a server gives
// the same page without it. Names of scripts are left to dropScriptIndex.
func dropStaticIndex(path []byte) []byte {
	for {
		i := bytes.LastIndexByte(path, '/')
		if i < 0 {
			return path
		}
		switch string(path[i+1:]) {
		case "index.html", "index.htm", "index.shtml", "index.xhtml", "default.html", "default.htm":
			path = path[:i]
		default:
			return path
		}
	}
}

// dropScriptIndex does so for scripts. It is only called when no query is
// left: /index.php?id=7 stays as it is.
func dropScriptIndex(text []byte, start int, editions bool) []byte {
	for isScriptIndex(lastSegment(text[start:])) {
		path := text[start:]
		for isScriptIndex(lastSegment(path)) {
			path = path[:bytes.LastIndexByte(path, '/')]
		}
		text = appendPath(text[:start], string(path), editions)
	}
	return text
}

// lastSegment returns what follows the last slash.
func lastSegment(path []byte) []byte { return path[bytes.LastIndexByte(path, '/')+1:] }

func isScriptIndex(segment []byte) bool {
	for _, name := range [...]string{"index.php", "index.asp", "index.aspx", "index.jsp", "index.cfm", "default.asp", "default.aspx"} {
		if equalFold(segment, name) {
			return true
		}
	}
	return false
}

// equalFold compares without the case of ASCII letters; low is in lower case.
func equalFold(s []byte, low string) bool {
	if len(s) != len(low) {
		return false
	}
	for i, c := range s {
		if lower(c) != low[i] {
			return false
		}
	}
	return true
}
