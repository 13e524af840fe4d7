package feed

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"alsoread/news"
)

// digest is what the pass makes of a document.
type digest struct {
	xml      []byte   // a small well-formed document for gofeed
	texts    []lifted // of items: what the numbers in xml stand for
	textBase int      // the number of texts[0]
	feed     []lifted // of the feed itself: what "f" and a number stand for
	items    []mark   // of each item in xml, in the order of the document
	atom     bool     // xml is an Atom feed, else RSS
	format   string
	language string
	seen     int  // items in the document, those past the limit included
	rooted   bool // the document had the root of a feed
	page     bool // it had that of a page before it
	problems []news.Problem
	untold   int // problems past maxProblems
}

// mark is what the pass remembers of an item besides what it wrote.
type mark struct {
	from, to   int // in the document
	start, end int // in xml
	text       int // the number of its first text
	line       int
	base       *url.URL
	about      string // rdf:about
	href       string // CDF
	lastMod    string // CDF
	language   string
}

// element is an open element.
type element struct {
	name     []byte // as written
	write    string // the name its start tag was written under; empty: it was not written
	at       place  // which rules its children go by
	inner    int    // where its content starts
	out      int    // where xml ended before it
	bindings int    // namespace bindings in scope before it
	scope    bool   // declares a namespace
	rebased  bool   // has an xml:base
	base     *url.URL
	language string
	isItem   bool
}

// pass is the one walk over a document.
type pass struct {
	markup
	names   names
	d       *digest
	stack   []element
	base    *url.URL // of the document
	strange bool     // there were tags before the root
	max     int      // items
	scopes  int
	bases   int
	rewinds int
	inItem  int // index into stack of the open item; -1 when none is
	endTag  map[string]int
	itemTag []byte // the name that items go by, as written
	begins  []byte // the name of the first element in the last item
	starts  finder // next start of an item
	ends    finder // next end of an item
	lines   lineCounter
	now     time.Time
	ordered bool // there were more items than max, and their order was looked at
	oldest  bool // it is oldest first
}

// digestOf walks over text, which is valid UTF-8. Relative addresses under an
// xml:base are resolved against it and base; others are left to the caller.
// The error is a limit that the document broke, or ErrNotFeed.
func digestOf(text []byte, base *url.URL, maxItems int, now time.Time) (*digest, error) {
	p := &pass{
		markup: markup{text: text},
		d:      &digest{xml: make([]byte, 0, 4096+len(text)/8)},
		base:   base,
		max:    maxItems,
		now:    now,
		inItem: -1,
		lines:  lineCounter{text: text, line: 1},
	}
	for {
		t, ok := p.next()
		if !ok {
			break
		}
		if t.closing {
			p.close(t)
		} else {
			p.open(t)
		}
	}
	if p.err != nil {
		return nil, fmt.Errorf("line %d: %w", p.lines.at(p.pos), p.err)
	}
	p.finish()
	return p.d, nil
}

// place returns where the pass is.
func (p *pass) place() place {
	switch {
	case len(p.stack) > 0:
		return p.stack[len(p.stack)-1].at
	case p.d.rooted:
		return atTrailer
	}
	return atProlog
}

// open handles a start tag.
func (p *pass) open(t tag) {
	at := p.place()
	if at == atProlog {
		p.openRoot(t)
		return
	}
	e := p.element(t)
	if p.err != nil {
		return
	}
	key := p.names.resolve(t.name)
	if p.forgotten(t, at, key) {
		p.problem(t.start, "the start tag of an item is missing")
		p.release(e)
		p.openItem(tag{name: p.itemTag, start: t.start, end: t.start}, element{name: p.itemTag, inner: t.start,
			bindings: len(p.names.bindings), base: e.base, language: e.language})
		e = p.element(t)
		at = p.place()
		key = p.names.resolve(t.name)
	}
	if p.begins == nil && p.inItem >= 0 {
		p.begins = t.name
	}
	r := p.rule(at, key)
	switch r.do {
	case skip:
		e.at = atNothing
	case into:
		if e.at = r.place; e.at == atNothing {
			e.at = at
		}
	case container:
		e.at, e.write = r.place, r.name
		p.writeStart(r.name, t.attrs, e.base)
	case lone:
		e.at = atNothing
		p.writeStart(r.name, t.attrs, e.base)
		p.writeEnd(r.name)
	case short, lift:
		p.leaf(t, r, e)
		p.release(e)
		return
	case item:
		p.openItem(t, e)
		return
	}
	p.push(t, e)
}

// rule decides what happens to an element. Items are seen wherever they stand,
// unless it is within another.
func (p *pass) rule(at place, key []byte) rule {
	if key == nil {
		return rule{}
	}
	if at == atNothing || at > atEntry && at != atMedia {
		if p.inItem < 0 {
			if r := rules[atTrailer][string(key)]; r.do == item {
				return r
			}
		}
	}
	if at == atItem || at == atEntry {
		// An item within an item: the end of the first was forgotten.
		if r := rules[atTrailer][string(key)]; r.do == item && (string(key) == "entry") == p.d.atom {
			return r
		}
	}
	return lookup(at, key)
}

// element reads what concerns the scope of a start tag.
func (p *pass) element(t tag) element {
	e := element{name: t.name, inner: t.end, out: len(p.d.xml), bindings: len(p.names.bindings)}
	if n := len(p.stack); n > 0 {
		e.base, e.language = p.stack[n-1].base, p.stack[n-1].language
		if n >= maxDepth {
			p.err = limitError(ErrTooDeep, "over %d nested elements", maxDepth)
		}
	}
	if len(t.attrs) == 0 {
		return e
	}
	if e.scope = p.names.declare(t.attrs, len(p.stack)); e.scope {
		if p.scopes++; p.scopes > maxScopes {
			p.err = limitError(ErrTooManyNamespaces, "over %d", maxScopes)
		}
	}
	for _, a := range t.attrs {
		if len(a.name) < 4 || a.name[3] != ':' || !bytes.HasPrefix(a.name, []byte("xml:")) {
			continue
		}
		switch string(a.name) {
		case "xml:base":
			p.rebase(&e, a.value)
		case "xml:lang":
			e.language = string(decoded(a.value))
		}
	}
	return e
}

// rebase takes an xml:base. One that cannot be parsed is as good as none.
func (p *pass) rebase(e *element, value []byte) {
	e.rebased = true
	if p.bases++; p.bases > maxScopes {
		p.err = limitError(ErrTooManyBases, "over %d", maxScopes)
		return
	}
	if len(value) > maxURL {
		return
	}
	ref, err := url.Parse(string(bytes.TrimSpace(decoded(value))))
	if err != nil {
		return
	}
	switch {
	case e.base != nil:
		e.base = e.base.ResolveReference(ref)
	case p.base != nil:
		e.base = p.base.ResolveReference(ref)
	default:
		e.base = ref
	}
}

func (p *pass) push(t tag, e element) {
	if t.empty {
		if e.write != "" {
			p.writeEnd(e.write)
		}
		p.release(e)
		return
	}
	p.stack = append(p.stack, e)
}

// release gives back what an element held in scope.
func (p *pass) release(e element) {
	p.names.bindings = p.names.bindings[:e.bindings]
	if e.scope {
		p.scopes--
	}
	if e.rebased {
		p.bases--
	}
}

// popTo closes the open elements from the top down to the one at index i,
// which is closed as well.
func (p *pass) popTo(i int) {
	for n := len(p.stack) - 1; n >= i; n-- {
		e := p.stack[n]
		if e.write != "" {
			p.writeEnd(e.write)
		}
		p.release(e)
	}
	p.stack = p.stack[:i]
}

// openItem starts an item, whatever was left open before it.
func (p *pass) openItem(t tag, e element) {
	if p.inItem >= 0 {
		if p.strayStart(t.start) {
			p.problem(t.start, "stray start tag <%s> within an item", clip(t.name))
			p.release(e)
			return
		}
		p.problem(t.start, "item begins within another, which was never closed")
		p.endItem(t.start)
	}
	for n := len(p.stack); n > 0 && !listsItems(p.stack[n-1].at); n-- {
		p.popTo(n - 1)
	}
	p.d.seen++
	name := "item"
	e.at, e.isItem, e.out = atItem, true, len(p.d.xml)
	if p.d.atom {
		name, e.at = "entry", atEntry
	}
	e.write = name
	m := mark{from: t.start, start: e.out, text: p.d.textBase + len(p.d.texts), line: p.lines.at(t.start), language: e.language, base: e.base}
	p.itemAttributes(&m, t)
	p.d.items = append(p.d.items, m)
	p.d.xml = append(append(append(p.d.xml, '<'), name...), '>')
	e.bindings = min(e.bindings, len(p.names.bindings))
	p.inItem = len(p.stack)
	p.stack = append(p.stack, e)
	p.itemTag, p.begins = t.name, nil
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
	p.limitItems()
}

// close handles an end tag.
func (p *pass) close(t tag) {
	i := p.find(t.name)
	switch {
	case i < 0:
		if len(p.stack) > 0 {
			p.problem(t.start, "end tag </%s> without a start", clip(t.name))
		}
	case p.inItem >= 0 && i <= p.inItem:
		if i == p.inItem && p.isStray(t) {
			p.problem(t.start, "stray end tag </%s> within an item", clip(t.name))
			return
		}
		if p.rewind(t) {
			return
		}
		if i == p.inItem {
			p.endItem(t.end)
			return
		}
		p.problem(t.start, "item was never closed")
		p.endItem(t.start)
		p.popTo(i)
	default:
		p.popTo(i)
	}
}

// find returns the index of the open element that an end tag closes; -1 when
// there is none. Within an item only the item, and what lists items, may be
// closed across other elements' boundaries.
func (p *pass) find(name []byte) int {
	for i := len(p.stack) - 1; i >= 0; i-- {
		if bytes.EqualFold(p.stack[i].name, name) {
			if i < p.inItem && !listsItems(p.stack[i].at) {
				return -1
			}
			return i
		}
	}
	return -1
}

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

func (p *pass) problem(at int, format string, args ...any) {
	if len(p.d.problems) >= maxProblems {
		p.d.untold++
		return
	}
	p.d.problems = append(p.d.problems, news.Problem{Line: p.lines.at(at), What: fmt.Sprintf(format, args...)})
}

// setAside keeps a text and writes its number. Those of the feed itself are
// kept apart, for those of items may be dropped.
func (p *pass) setAside(x lifted) {
	d := p.d
	if p.inItem < 0 {
		d.xml = strconv.AppendInt(append(d.xml, 'f'), int64(len(d.feed)), 10)
		d.feed = append(d.feed, x)
		return
	}
	d.xml = strconv.AppendInt(d.xml, int64(d.textBase+len(d.texts)), 10)
	d.texts = append(d.texts, x)
}

// clip returns a name for a message.
func clip(name []byte) []byte { return name[:min(len(name), 40)] }

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
