package feed

import (
	"bytes"
	"net/url"
)

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
	if longBase(e.base) || len(e.base.RawQuery) > maxBase {
		p.err = limitError(ErrTooManyBases, "one of over %d bytes", maxBase)
		return
	}
	if p.rebased += len(e.base.Path); p.rebased > maxBases {
		p.err = limitError(ErrTooManyBases, "over %d MiB of addresses", maxBases>>20)
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
