package feed

// openItem starts an item, whatever was left open before it.
func (p *pass) openItem(t tag) {
	if p.inItem >= 0 {
		if p.strayStart(t.start) {
			p.problem(t.start, "stray start tag <%s> within an item", clip(t.name))
			return
		}
		p.problem(t.start, "item begins within another, which was never closed")
		p.endItem(t.start)
	}
	for n := len(p.stack); n > 0 && !listsItems(p.stack[n-1].at); n-- {
		p.popTo(n - 1)
	}
	e := p.element(t)
	e.isItem, e.at, e.write = true, atItem, "item"
	if p.d.atom {
		e.at, e.write = atEntry, "entry"
	}
	p.d.seen++
	m := mark{from: t.start, start: e.out, line: p.lines.at(t.start), language: e.language, base: e.base}
	m.text = p.d.textBase + len(p.d.texts)
	p.itemAttributes(&m, t)
	p.d.items = append(p.d.items, m)
	p.d.xml = append(append(append(p.d.xml, '<'), e.write...), '>')
	p.inItem = len(p.stack)
	p.stack = append(p.stack, e)
	p.itemTag, p.begins = t.name, nil
	p.asides = p.asides[len(p.asides):]
	p.itemEnd = append([]byte("</"), t.name...)
	if t.empty {
		p.endItem(t.end)
	}
}

func listsItems(at place) bool { return at == atRoot || at == atChannel || at == atFeed }

// itemAttributes reads what RDF and CDF say of an item in its start tag.
func (p *pass) itemAttributes(m *mark, t tag) {
	for _, a := range t.attrs {
		_, local := splitName(a.name)
		switch {
		case len(a.value) > maxURL:
		case asciiEqualFold(local, "about"):
			m.about = resolved(m.base, decodedString(a.value))
		case asciiEqualFold(local, "href"):
			m.href = resolved(m.base, decodedString(a.value))
		case asciiEqualFold(local, "lastmod"):
			m.lastMod = decodedString(a.value)
		}
	}
}

// endItem closes the open item, which ended at a place in the document, and
// all that is open within it.
func (p *pass) endItem(to int) {
	p.popTo(p.inItem)
	p.inItem, p.itemEnd = -1, nil
	m := &p.d.items[len(p.d.items)-1]
	m.to, m.end = to, len(p.d.xml)
	m.asides = p.asides[:len(p.asides):len(p.asides)]
	p.limitItems()
}

// endCut ends the item that the document ends in. One of which nothing was read
// was none.
func (p *pass) endCut() {
	m := p.d.items[len(p.d.items)-1]
	empty := len(p.d.xml) == m.start+len(p.stack[p.inItem].write)+len("<>") && m.href == "" && m.about == ""
	p.endItem(len(p.text))
	if n := len(p.d.items) - 1; empty && n >= 0 && p.d.items[n].from == m.from {
		p.d.items, p.d.xml = p.d.items[:n], p.d.xml[:m.start]
		p.d.seen--
		return
	}
	p.problem(len(p.text), "document ends within an item")
}
