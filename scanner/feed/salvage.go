package feed

import "bytes"

// A feed that is broken is read as what it was meant to be. Nothing here is
// looked at before something is out of order.

// isStray reports whether the end tag of an item stands in its middle: what
// follows is neither what follows an item nor what one begins with, and another
// such end tag comes before the next item begins.
func (p *pass) isStray(t tag) bool {
	peek := p.markup
	peek.attrs = nil
	n, ok := peek.next()
	if !ok || !n.closing && (bytes.EqualFold(n.name, t.name) || bytes.EqualFold(n.name, p.begins)) {
		return false
	}
	if n.closing {
		if i := p.find(n.name); i >= 0 && i < p.inItem {
			return false
		}
	}
	return p.ends.next(p.text, "</", p.itemTag, t.end) < p.starts.next(p.text, "<", p.itemTag, t.end)
}

// strayStart reports whether the start tag of an item, met within one, does not
// begin another: what follows it is not what this one, and so each, begins
// with.
func (p *pass) strayStart(at int) bool {
	if p.inItem < 0 || p.begins == nil {
		return false
	}
	peek := p.markup
	peek.pos, peek.attrs = at, nil
	peek.next()
	n, ok := peek.next()
	return ok && !bytes.EqualFold(n.name, p.begins)
}

// forgotten reports whether t, met between items, belongs to one whose start
// tag was lost: it is an element of items, and the end of one comes before the
// start of the next.
func (p *pass) forgotten(t tag, at place, key []byte) bool {
	if p.itemTag == nil || !listsItems(at) || key == nil {
		return false
	}
	of := atItem
	if p.d.atom {
		of = atEntry
	}
	if lookup(of, key).do == skip {
		return false
	}
	return p.ends.next(p.text, "</", p.itemTag, t.start) < p.starts.next(p.text, "<", p.itemTag, t.start)
}

// openForgotten starts an item whose start tag was lost, before t.
func (p *pass) openForgotten(t tag) {
	p.problem(t.start, "the start tag of an item is missing")
	p.openItem(tag{name: p.itemTag, start: t.start, end: t.start})
}

// rewind steps back, at the end of an item, to an element within it that was
// never closed, and reads on behind its start tag as if that were not there:
// what follows it are its siblings, not its children.
func (p *pass) rewind(t tag) bool {
	i := p.inItem + 1
	if i >= len(p.stack) || p.rewinds == maxRewinds {
		return false
	}
	p.rewinds++
	e := p.stack[i]
	p.problem(e.inner, "<%s> was never closed", clip(e.name))
	for n := len(p.stack) - 1; n >= i; n-- {
		p.release(p.stack[n])
	}
	p.stack = p.stack[:i]
	if e.write != "" {
		p.d.xml = p.d.xml[:e.out]
	}
	p.pos = e.inner
	return true
}

// finish closes what the document left open.
func (p *pass) finish() {
	if p.inItem >= 0 {
		p.endCut()
	} else if len(p.stack) > 0 {
		p.problem(len(p.text), "document ends before its root is closed")
	}
	p.popTo(0)
	if p.oldest {
		p.dropOldest()
	}
	if !p.d.rooted {
		return
	}
	if p.d.atom {
		p.d.xml = append(p.d.xml, "</feed>"...)
	} else {
		p.d.xml = append(p.d.xml, "</channel></rss>"...)
	}
}
