package page

import (
	"bytes"
	"context"
	"fmt"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// weigh foresees what a page would cost to parse. Two things cost far more than
// their bytes: attributes of formatting elements, which are compared in pairs,
// and formatting elements that are never closed, which the HTML standard opens
// anew in every following block (13.2.4.3, "reconstruct the active formatting
// elements"): 500 of them before 100,000 paragraphs are 50 million nodes.
func weigh(ctx context.Context, text []byte) error {
	w := weigher{}
	z := html.NewTokenizer(&timed{ctx: ctx, r: bytes.NewReader(text)})
	for {
		switch z.Next() {
		case html.ErrorToken:
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return nil
		case html.StartTagToken, html.SelfClosingTagToken:
			if err := w.start(z); err != nil {
				return err
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(atom.Lookup(name))
		}
		if w.nodes > maxNodes {
			return fmt.Errorf("%w: formatting elements that are never closed", ErrTooLarge)
		}
	}
}

// weigher counts formatting elements left open, never fewer than the parser
// will have: what is doubtful stays open.
type weigher struct {
	scopes []scope
	all    int // open formatting elements of every scope
	weight int // of the heaviest formatting element, in nodes
	nodes  int // that reopening may make
}

// scope is an element within which end tags close nothing outside of it.
type scope struct {
	tag  atom.Atom
	open map[atom.Atom]int
}

func (w *weigher) start(z *html.Tokenizer) error {
	raw := len(z.Raw())
	name, more := z.TagName()
	tag := atom.Lookup(name)
	attributes := raw / 4 // as many as a short tag has at the worst, nearly
	if more && (raw > 2*maxTagAttrs || raw > 128 && formatting(tag)) {
		attributes = 0
		for more && attributes <= maxTagAttrs {
			_, _, more = z.TagAttr()
			attributes++
		}
	}
	if attributes > maxTagAttrs {
		return fmt.Errorf("%w: over %d attributes in one tag", ErrTooLarge, maxTagAttrs)
	}
	switch {
	case formatting(tag):
		w.top().open[tag]++
		w.all++
		w.weight = max(w.weight, 1+attributes/8)
	case scoping(tag) && len(w.scopes) < 2*maxTagAttrs:
		if cell(tag) && cell(w.top().tag) {
			w.pop() // a cell ends where the next one starts
		}
		w.scopes = append(w.scopes, scope{tag, map[atom.Atom]int{}})
	}
	w.charge()
	return nil
}

func (w *weigher) end(tag atom.Atom) {
	top := w.top()
	switch {
	case formatting(tag) && top.open[tag] > 0:
		top.open[tag]--
		w.all--
	case tag == atom.Table && cell(top.tag):
		if below := len(w.scopes) - 2; w.scopes[below].tag == atom.Table {
			w.pop()
			w.pop()
		}
	case scoping(tag) && top.tag == tag:
		w.pop()
	}
	w.charge()
}

// top returns the innermost scope; the page itself is the first.
func (w *weigher) top() scope {
	if len(w.scopes) == 0 {
		w.scopes = append(w.scopes, scope{open: map[atom.Atom]int{}})
	}
	return w.scopes[len(w.scopes)-1]
}

// pop leaves a scope. What was left open in it stays counted: the parser may
// have ignored the scope.
func (w *weigher) pop() { w.scopes = w.scopes[:len(w.scopes)-1] }

func cell(tag atom.Atom) bool { return tag == atom.Td || tag == atom.Th || tag == atom.Caption }

// charge adds what the parser may open anew at this tag. More than 512 open
// elements it does not bear. A few unclosed ones are every third page's fault.
func (w *weigher) charge() {
	if w.all*w.weight > 16 {
		w.nodes += min(w.all, 512) * w.weight
	}
}

// formatting tells the elements that are opened anew (HTML standard, 13.2.4.2).
func formatting(tag atom.Atom) bool {
	switch tag {
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr,
		atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		return true
	}
	return false
}

// scoping tells the elements whose content closes nothing outside of them.
func scoping(tag atom.Atom) bool {
	switch tag {
	case atom.Table, atom.Caption, atom.Td, atom.Th, atom.Applet, atom.Marquee,
		atom.Object, atom.Template, atom.Svg, atom.Math:
		return true
	}
	return false
}
