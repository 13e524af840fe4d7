package feed

import "bytes"

// leaf handles an element that is read as one text.
func (p *pass) leaf(t tag, r rule, e element) {
	raw, closed := p.content(t)
	if !closed && p.pos == len(p.text) && p.inItem >= 0 {
		return // cut off in the middle: half an address is worse than none
	}
	if len(bytes.TrimSpace(raw)) == 0 && len(t.attrs) == 0 {
		return
	}
	p.writeStart(r.name, t.attrs, e.base)
	if r.do == lift {
		p.setAside(p.lifted(t, r, e, raw))
	} else {
		p.writeText(raw, e.base, r.name)
	}
	p.writeEnd(r.name)
}

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
