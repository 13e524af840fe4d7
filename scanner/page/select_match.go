package page

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// matcher is a group of CSS selectors that is matched to a whole page in one
// walk. cascadia matches one element at a time and goes back and forth over its
// ancestors: "a div div div" costs the cube of the depth for every element, and
// cannot be stopped. Here only compound selectors ("article.card:has(h2)") are
// cascadia's; what stands between them (" ", ">", "+", "~") is followed by the
// walk itself, which costs the same for every element and ends with its context.
type matcher struct {
	chains []chain
}

// chain is one selector: compounds from left to right.
type chain struct {
	parts []cascadia.Sel
	combs []byte // combs[i] stands before parts[i]; combs[0] is 0
}

// maxCompounds is how many compounds a selector may have: one bit each.
const maxCompounds = 32

var errSelector = errors.New("no CSS selector")

func compile(css string) (*matcher, error) {
	if _, err := cascadia.ParseGroup(css); err != nil {
		return nil, fmt.Errorf("%q is %w: %v", css, errSelector, err)
	}
	m := &matcher{}
	for _, one := range splitTop(css, func(c byte) bool { return c == ',' }) {
		c, err := compileChain(one)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", css, err)
		}
		m.chains = append(m.chains, c)
	}
	return m, nil
}

func compileChain(css string) (chain, error) {
	var c chain
	comb := byte(0)
	for _, token := range combinators(css) {
		if len(token) == 1 && strings.ContainsAny(token, ">+~ ") {
			comb = token[0]
			continue
		}
		if err := cheap(token); err != nil {
			return c, err
		}
		sel, err := cascadia.Parse(token)
		if err != nil {
			return c, fmt.Errorf("%w: %v", errSelector, err)
		}
		c.parts, c.combs = append(c.parts, sel), append(c.combs, comb)
		comb = ' '
	}
	if len(c.parts) == 0 || len(c.parts) > maxCompounds {
		return c, fmt.Errorf("%w of 1 to %d elements", errSelector, maxCompounds)
	}
	return c, nil
}

// cheap refuses what one compound may not cost: one :has is a walk over all
// descendants of every element, one within another a walk for each of those.
func cheap(compound string) error {
	if strings.Count(compound, ":has(")+strings.Count(compound, ":haschild(") > 1 {
		return errors.New("holds :has more than once, which is too costly")
	}
	inner := compound
	if i := strings.IndexByte(compound, '('); i >= 0 {
		inner = compound[i+1:]
	}
	if len(combinators(inner)) > 3 && strings.ContainsAny(compound, "(") && strings.Contains(compound, ":has") {
		return errors.New("holds more than two elements within :has, which is too costly")
	}
	return nil
}

// combinators splits a selector into its compounds and what stands between
// them, white space being " ".
func combinators(css string) []string {
	var out []string
	for _, part := range splitTop(css, func(c byte) bool { return strings.IndexByte(" \t\n\r\f", c) >= 0 }) {
		for part != "" {
			i := topIndex(part, func(c byte) bool { return c == '>' || c == '+' || c == '~' })
			if i < 0 {
				out = append(out, part)
				break
			}
			if i > 0 {
				out = append(out, part[:i])
			}
			out = append(out, part[i:i+1])
			part = part[i+1:]
		}
	}
	return out
}

// splitTop splits at bytes that are not within brackets, quotes or escapes, and
// leaves empty parts out.
func splitTop(css string, at func(byte) bool) []string {
	var out []string
	for css != "" {
		i := topIndex(css, at)
		if i < 0 {
			i = len(css)
		}
		if part := strings.TrimSpace(css[:i]); part != "" {
			out = append(out, part)
		}
		css = css[min(i+1, len(css)):]
	}
	return out
}

func topIndex(css string, at func(byte) bool) int {
	depth, quote := 0, byte(0)
	for i := 0; i < len(css); i++ {
		c := css[i]
		switch {
		case c == '\\':
			i += escapeLength(css[i+1:])
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth--
		case depth == 0 && at(c):
			return i
		}
	}
	return -1
}

// escapeLength returns how long an escape is after its backslash: a character, or
// up to six hexadecimal digits and a space that ends them (CSS Syntax, 4.3.7).
func escapeLength(s string) int {
	n := 0
	for n < len(s) && n < 6 && strings.IndexByte("0123456789abcdefABCDEF", s[n]) >= 0 {
		n++
	}
	if n == 0 || n < len(s) && s[n] == ' ' {
		n++
	}
	return n
}

// all returns the elements of a page that match, in document order.
func (m *matcher) all(ctx context.Context, root *html.Node) ([]*html.Node, error) {
	found := map[*html.Node]bool{}
	for _, c := range m.chains {
		w := walk{ctx: ctx, chain: c, found: found}
		w.children(root, 0, 0)
		if w.err != nil {
			return nil, w.err
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	var out []*html.Node
	for n := range root.Descendants() {
		if found[n] {
			out = append(out, n)
		}
	}
	return out, nil
}

// walk matches one chain. A set bit i says that the first i+1 compounds match up
// to an element.
type walk struct {
	ctx   context.Context
	chain chain
	found map[*html.Node]bool
	err   error
}

// children matches what is below n. parent is what matches up to n, above what
// matches up to n or any element it is in. The parser bounds the depth.
func (w *walk) children(n *html.Node, parent, above uint32) {
	before, earlier := uint32(0), uint32(0) // the element just before, all before
	for c := n.FirstChild; c != nil && w.err == nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if w.ctx.Err() != nil {
			w.err = context.Cause(w.ctx)
			return
		}
		own := w.match(c, parent, above, before, earlier)
		w.children(c, own, above|own)
		before, earlier = own, earlier|own
	}
}

func (w *walk) match(n *html.Node, parent, above, before, earlier uint32) uint32 {
	own := uint32(0)
	for i, part := range w.chain.parts {
		from := ^uint32(0)
		if i > 0 {
			switch w.chain.combs[i] {
			case '>':
				from = parent
			case '+':
				from = before
			case '~':
				from = earlier
			default:
				from = above
			}
			from = from >> (i - 1) & 1
		}
		if from != 0 && part.Match(n) {
			own |= 1 << i
		}
	}
	if own>>(len(w.chain.parts)-1)&1 == 1 {
		w.found[n] = true
	}
	return own
}
