package news

import "bytes"

// dropAMP removes from a path what only says that it is the AMP edition of an
// article (amp.dev: publishers choose the address themselves; these are the
// forms that WordPress, Arc, Chorus, the BBC, NBC, Mashable, NDTV and The Times
// of India chose). It does so only when what is left names a story, so that a
// section about amplifiers keeps its name.
func dropAMP(path []byte) []byte {
	if !bytes.Contains(path, []byte("amp")) {
		return path
	}
	for _, suffix := range []string{"/amp", "/amp/1", "/amp.html", ".amp"} {
		if rest, ok := bytes.CutSuffix(path, []byte(suffix)); ok && namesSomething(rest) {
			return rest
		}
	}
	if rest, ok := bytes.CutSuffix(path, []byte(".amp.html")); ok && namesSomething(rest) {
		return append(rest, ".html"...)
	}
	if storyPath(path) {
		path = dropAMPSegments(path)
	}
	return path
}

// dropAMPSegments removes "amp" from the middle of a path, in place, together
// with the "platform" that Chorus puts before it, and turns "amp_articleshow"
// into "articleshow".
func dropAMPSegments(path []byte) []byte {
	out := path[:0]
	for len(path) > 0 {
		seg, rest := cutSegment(path)
		switch {
		case len(rest) == 0:
			out = append(out, seg...)
		case string(seg) == "/platform" && bytes.HasPrefix(rest, []byte("/amp/")):
		case string(seg) == "/amp_articleshow":
			out = append(out, "/articleshow"...)
		case string(seg) != "/amp" && string(seg) != "/amphtml":
			out = append(out, seg...)
		}
		path = rest
	}
	return out
}

// namesSomething tells whether the last segment of a path looks like a slug or
// an id rather than like the word of a section.
func namesSomething(path []byte) bool {
	last := lastSegment(path)
	return bytes.ContainsAny(last, "-_%0123456789") || bytes.IndexByte(last, '.') > 0
}

// storyPath tells whether a path names a story by itself, so that parameters
// of doubtful meaning cannot be what names it: a slug of four words and more,
// an id of five digits and more, or a date with something after it. A script
// never does: its parameters name the story.
//
// Measured: it holds for 2,845 of 3,088 addresses of news stories and for 607 of
// 658 story links of news home pages, but for only 66 of their 966 other links.
func storyPath(path []byte) bool {
	last := lastSegment(path)
	if len(last) == 0 || isScript(last) {
		return false
	}
	words := bytes.Count(last, []byte("-")) + bytes.Count(last, []byte("_")) + bytes.Count(last, []byte("+"))
	return words >= 3 || hasID(lastSegments(path, 2)) || hasDate(path)
}

func isScript(segment []byte) bool {
	extension := segment[bytes.LastIndexByte(segment, '.')+1:]
	if len(extension) == len(segment) {
		return false
	}
	for _, name := range [...]string{"php", "php3", "php5", "asp", "aspx", "jsp", "cgi", "pl", "cfm", "do", "dll", "exe", "fcgi"} {
		if equalFold(extension, name) {
			return true
		}
	}
	return false
}

func lastSegments(path []byte, n int) []byte {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '/' {
			if n--; n == 0 {
				return path[i:]
			}
		}
	}
	return path
}

// hasID tells whether there is a run of five digits. Digits of percent escapes
// are not counted.
func hasID(s []byte) bool {
	run := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '%':
			i += 2
			run = 0
		case '0' <= c && c <= '9':
			if run++; run == 5 {
				return true
			}
		default:
			run = 0
		}
	}
	return false
}

// hasDate tells whether a path has a year and a month, and then something else
// than a day: "/2024/05/slug", "/2024/may/01/slug".
func hasDate(path []byte) bool {
	for len(path) > 0 {
		year, rest := cutSegment(path)
		if len(year) == 5 && digits(year[1:]) == 4 && (year[1] == '1' || year[1] == '2') && len(rest) > 0 {
			month, rest := cutSegment(rest)
			if len(month) >= 2 && len(month) <= 4 && len(rest) > 0 {
				last := lastSegment(rest)
				return digits(last) < len(last)
			}
		}
		path = rest
	}
	return false
}

// digits counts the digits that s starts with.
func digits(s []byte) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}
