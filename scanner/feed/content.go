package feed

import "bytes"

// content returns what stands between the start tag t and its end tag, and
// moves behind that. When the end tag is missing, closed is false and the
// content ends where a sibling or the end of the item begins.
func (p *pass) content(t tag) (raw []byte, closed bool) {
	if t.empty {
		return nil, true
	}
	if i, end := p.contentEnd(t); i >= 0 {
		p.pos = end
		return p.text[t.end:i], true
	}
	i := p.forgottenEnd(t)
	p.problem(t.start, "<%s> was never closed", clip(t.name))
	p.pos = i
	return p.text[t.end:i], false
}

// contentEnd looks for the end tag of t; it returns where that begins and
// ends, or -1. CDATA sections and comments are passed whole; the end of the
// item ends the search.
func (p *pass) contentEnd(t tag) (start, end int) {
	until, searched := p.endTag[string(t.name)]
	if t.end < until || !searched && len(p.endTag) >= maxUnclosed {
		return -1, 0 // a search from before here found none, or there were too many
	}
	p.pos = t.end
	for {
		i := bytes.IndexByte(p.text[p.pos:], '<')
		if i < 0 {
			p.noEnd(t.name, len(p.text))
			return -1, 0
		}
		p.pos += i
		rest := p.text[p.pos:]
		switch {
		case len(rest) < 2:
		case rest[1] == '!' && (bytes.HasPrefix(rest, cdataStart) || bytes.HasPrefix(rest, commentStart)):
			p.skipOther()
			continue
		case rest[1] == '/' && namePrefix(rest[2:], t.name):
			if j := bytes.IndexByte(rest, '>'); j >= 0 {
				return p.pos, p.pos + j + 1
			}
			return p.pos, len(p.text)
		case rest[1] == '/' && p.boundary(rest[2:]) && !p.strayBefore(t, p.pos),
			rest[1] != '/' && p.itemName(rest[1:]) && !p.strayStart(p.pos):
			p.noEnd(t.name, p.pos)
			return -1, 0
		}
		p.pos++
	}
}

// noEnd remembers that no end tag of that name stands before a place, so that
// a document of nothing but start tags is searched once.
func (p *pass) noEnd(name []byte, until int) {
	if p.endTag == nil {
		p.endTag = map[string]int{}
	}
	p.endTag[string(name)] = until
}

// namePrefix reports whether s starts with the name and the name ends there.
func namePrefix(s, name []byte) bool {
	return len(s) >= len(name) && bytes.EqualFold(s[:len(name)], name) &&
		(len(s) == len(name) || !isNameByte(s[len(name)]))
}

// boundary reports whether s, which follows "</", names the open item or
// something that lists items.
func (p *pass) boundary(s []byte) bool {
	for i := range p.stack {
		e := &p.stack[i]
		if (e.isItem || listsItems(e.at) || i == 0) && namePrefix(s, e.name) {
			return true
		}
	}
	return false
}

// strayBefore reports whether the boundary at i is an end tag that does not
// belong there: the end of t and another such boundary both follow.
func (p *pass) strayBefore(t tag, i int) bool {
	if p.inItem < 0 {
		return false
	}
	name := p.stack[p.inItem].name
	if !namePrefix(p.text[i+2:], name) {
		return false
	}
	end := p.ends.next(p.text, "</", name, i+2)
	if end >= p.starts.next(p.text, "<", name, i+2) {
		return false
	}
	own := bytes.Index(p.text[i:min(end, len(p.text))], append([]byte("</"), t.name...))
	return own >= 0
}

// itemName reports whether s, which follows "<", begins an item.
func (p *pass) itemName(s []byte) bool {
	if p.inItem >= 0 {
		return namePrefix(s, p.stack[p.inItem].name)
	}
	if p.d.atom {
		return namePrefix(s, []byte("entry"))
	}
	return namePrefix(s, []byte("item"))
}

// forgottenEnd returns where the content of t ends when it has no end tag: at
// the next tag that is read where t stands, or at any end tag.
func (p *pass) forgottenEnd(t tag) int {
	m := p.markup
	m.pos, m.attrs = t.end, nil
	at := p.place()
	for {
		n, ok := m.next()
		if !ok {
			return len(p.text)
		}
		key := p.names.resolve(n.name)
		if key != nil && (lookup(at, key).do != skip || rules[atTrailer][string(key)].do == item) {
			return n.start
		}
		if n.closing && p.find(n.name) >= 0 {
			return n.start
		}
	}
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
