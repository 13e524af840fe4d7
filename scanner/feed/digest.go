package feed

import (
	"bytes"
	"fmt"
	"net/url"
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
	asides   []said   // of the feed itself
	atom     bool     // xml is an Atom feed, else RSS
	format   string
	language string
	seen     int  // items in the document, those past the limit included
	rooted   bool // the document had the root of a feed
	page     bool // it had that of a page before it
	unsure   bool // the root may be that of something else: <feed> and <channel> are common words
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
	asides     []said
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
	rebased int // bytes of all xml:base so far, resolved
	rewinds int
	inItem  int // index into stack of the open item; -1 when none is
	endTag  map[string]int
	asides  []said      // of the open item
	room    []attribute // for the attributes of asides
	crowded int         // how many items there were when too many asides were told of
	itemTag []byte      // the name that items go by, as written
	begins  []byte      // the name of the first element in the last item
	starts  finder      // next start of an item
	ends    finder      // next end of an item
	lines   lineCounter
	now     time.Time
	ordered bool // there were more items than max, and their order was looked at
	oldest  bool // it is oldest first

	observer *observer // of Describe; nil in Read
}

// digestOf walks over text, which is valid UTF-8. Relative addresses under an
// xml:base are resolved against it and base; others are left to the caller.
// The error is a limit that the document broke, or ErrNotFeed.
func digestOf(text []byte, base *url.URL, maxItems int, now time.Time) (*digest, error) {
	p := newPass(text, base, maxItems, now)
	return p.walk()
}

// newPass returns a pass by value: that of Read stays off the heap.
func newPass(text []byte, base *url.URL, maxItems int, now time.Time) pass {
	return pass{
		markup:  markup{text: text},
		d:       &digest{xml: make([]byte, 0, 4096+len(text)/8)},
		base:    base,
		max:     maxItems,
		now:     now,
		inItem:  -1,
		crowded: -1,
		lines:   lineCounter{text: text, line: 1},
	}
}

func (p *pass) walk() (*digest, error) {
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

// isFeed reports whether the document was a feed at all.
func (d *digest) isFeed() bool {
	return d.rooted && (d.seen > 0 || !d.page && (!d.unsure || len(d.feed) > 0))
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
		p.release(e)
		p.openForgotten(t)
		e, at, key = p.element(t), p.place(), p.names.resolve(t.name)
	}
	if p.begins == nil && p.inItem >= 0 {
		p.begins = t.name
	}
	if p.observer != nil && key != nil {
		p.observer.see(t, e, at, string(key))
		key = p.names.resolve(t.name) // of a key only the last is valid
	}
	p.apply(p.rule(at, key), t, e)
}

// apply does with an element what its rule says.
func (p *pass) apply(r rule, t tag, e element) {
	switch r.do {
	case skip:
		e.at = atNothing
	case into:
		if e.at = r.place; e.at == atNothing {
			e.at = p.place()
		}
	case container:
		e.at, e.write = r.place, r.name
		p.writeStart(r.name, t.attrs, e.base)
	case lone:
		e.at = atNothing
		p.writeStart(r.name, t.attrs, e.base)
		p.writeEnd(r.name)
	case aside:
		p.setBeside(t, r, e)
		p.release(e)
		return
	case short, lift:
		p.leaf(t, r, e)
		p.release(e)
		return
	case item:
		p.release(e)
		p.openItem(t)
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

func (p *pass) problem(at int, format string, args ...any) {
	if len(p.d.problems) >= maxProblems {
		p.d.untold++
		return
	}
	p.d.problems = append(p.d.problems, news.Problem{Line: p.lines.at(at), What: fmt.Sprintf(format, args...)})
}

// clip returns a name for a message.
func clip(name []byte) []byte { return name[:min(len(name), 40)] }
