package feed

import "bytes"

// seeker finds the next place of some bytes and remembers it: asked again and
// again while the text goes by, it reads the text once. A text of a million
// unclosed comments would otherwise be read a million times.
type seeker struct {
	from, at int
	asked    bool
}

// next returns the first place at from or behind it; the length of the text
// when there is none. The needle is always the same.
func (s *seeker) next(text, needle []byte, from int) int {
	if s.asked && s.from <= from && from <= s.at {
		return s.at
	}
	s.asked, s.from, s.at = true, from, len(text)
	if i := bytes.Index(text[min(from, len(text)):], needle); i >= 0 {
		s.at = from + i
	}
	return s.at
}

// finder finds the next place of a name behind "<" or "</". It remembers, as a
// seeker does; because a document may ask for another name each time, it reads
// no more than a few times the text in all, and then finds nothing.
type finder struct {
	from, at int
	name     string
	read     int // bytes looked at
}

func (f *finder) next(text []byte, bracket string, name []byte, from int) int {
	if f.name == string(name) && f.from <= from && from <= f.at {
		return f.at
	}
	f.name, f.from = string(name), from
	needle := append([]byte(bracket), name...)
	for from < len(text) && f.read <= 4*len(text) {
		i := bytes.Index(text[from:], needle)
		if i < 0 {
			f.read += len(text) - from
			break
		}
		f.read += i
		from += i
		if after := from + len(needle); after >= len(text) || !isNameByte(text[after]) {
			f.at = from
			return from
		}
		from += len(needle)
	}
	f.at = len(text)
	return f.at
}

// lineCounter tells line numbers. Places that are asked for in order cost one
// walk over the text.
type lineCounter struct {
	text []byte
	pos  int
	line int
}

func (c *lineCounter) at(pos int) int {
	if pos < c.pos {
		return c.line - bytes.Count(c.text[pos:c.pos], []byte{'\n'})
	}
	c.line += bytes.Count(c.text[c.pos:pos], []byte{'\n'})
	c.pos = pos
	return c.line
}
