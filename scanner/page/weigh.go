package page

import (
	"context"
	"fmt"

	"golang.org/x/net/html/atom"
)

// weigh foresees what a page would cost to parse. Two things cost far more than
// their bytes: attributes of formatting elements, which are compared in pairs,
// and formatting elements that are never closed, which the HTML standard opens
// anew in every following block (13.2.4.3, "reconstruct the active formatting
// elements"): 500 of them before 100,000 paragraphs are 50 million nodes.
//
// Most of a page's bytes are scripts, styles and drawings. The page is returned
// without the content of those elements that keep refuses.
func weigh(ctx context.Context, text []byte, keep func(tag atom.Atom, start, raw []byte) bool) ([]byte, error) {
	w := weigher{}
	l := lean{text: text}
	m := markup{text: text}
	for tags := 0; m.tag(); tags++ {
		if tags%1024 == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err := w.tag(&m); err != nil {
			return nil, err
		}
		if len(m.raw) > 0 && !keep(m.name, text[m.begin:m.rawAt], m.raw) {
			l.cut(m.rawAt, m.rawAt+len(m.raw))
		}
		if from, to := l.drawing(&m); from < to && !keep(atom.Svg, nil, text[from:to]) {
			l.cut(from, to)
		}
	}
	return l.page(), nil
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

func (w *weigher) tag(m *markup) error {
	if m.closes {
		w.end(m.name)
	} else if err := w.start(m.name, m.attributes); err != nil {
		return err
	}
	if w.nodes > maxNodes {
		return fmt.Errorf("%w: formatting elements that are never closed", ErrTooLarge)
	}
	return nil
}

func (w *weigher) start(tag atom.Atom, attributes int) error {
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
