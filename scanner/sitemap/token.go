package sitemap

import "bytes"

// tag is a start or end tag. Attributes are not read: no field of a sitemap
// stands in one.
type tag struct {
	name       []byte // without its prefix, as written
	closing    bool
	empty      bool // <name/>
	start, end int  // of the tag in the text
}

// scanner goes from tag to tag. A tag ends at its first ">", quotes or not, and
// a "<" that begins none is text. So every byte is looked at a bounded number
// of times, whatever is in it.
type scanner struct {
	text    []byte
	pos     int
	endless [3]bool // comment, CDATA, instruction: no end of one is left in the text
}

var brackets = [3]struct{ open, close []byte }{
	{[]byte("<!--"), []byte("-->")},
	{[]byte("<![CDATA["), []byte("]]>")},
	{[]byte("<?"), []byte("?>")},
}

// next returns the next tag; false at the end of the text.
func (s *scanner) next() (tag, bool) {
	for {
		i := bytes.IndexByte(s.text[s.pos:], '<')
		if i < 0 {
			s.pos = len(s.text)
			return tag{}, false
		}
		s.pos += i
		if s.skip() {
			continue
		}
		if t, ok := s.tag(); ok {
			return t, true
		}
		s.pos++
	}
}

// skip passes over a comment, a CDATA section or an instruction.
func (s *scanner) skip() bool {
	rest := s.text[s.pos:]
	for i, b := range brackets {
		if s.endless[i] || !bytes.HasPrefix(rest, b.open) {
			continue
		}
		n := bytes.Index(rest[len(b.open):], b.close)
		if s.endless[i] = n < 0; n < 0 {
			return false
		}
		s.pos += len(b.open) + n + len(b.close)
		return true
	}
	return false
}

// tag reads the tag that begins at s.pos, if one does.
func (s *scanner) tag() (tag, bool) {
	t := tag{start: s.pos}
	i := s.pos + 1
	if i < len(s.text) && s.text[i] == '/' {
		t.closing = true
		i++
	}
	if i == len(s.text) || !isNameStart(s.text[i]) {
		return tag{}, false
	}
	name := i
	for i < len(s.text) && isName(s.text[i]) {
		i++
	}
	t.name = s.text[name:i]
	end := bytes.IndexAny(s.text[i:], "<>")
	if end < 0 || s.text[i+end] == '<' {
		return tag{}, false
	}
	end += i
	t.name = t.name[bytes.LastIndexByte(t.name, ':')+1:]
	t.empty = !t.closing && s.text[end-1] == '/'
	t.end = end + 1
	s.pos = t.end
	return t, true
}

func isNameStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c >= 0x80
}

func isName(c byte) bool {
	return isNameStart(c) || '0' <= c && c <= '9' || c == ':' || c == '-' || c == '.'
}

// lineCounter tells the lines of places that are asked for in their order.
type lineCounter struct {
	text      []byte
	pos, line int
}

func (c *lineCounter) at(pos int) int {
	if pos > c.pos {
		c.line += bytes.Count(c.text[c.pos:pos], []byte("\n"))
		c.pos = pos
	}
	return c.line + 1
}
