package page

import (
	"context"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"alsoread/scanner/clean"
)

// leastBody is how long a text found by its lines must be, in characters; what
// is shorter is left to readability.
const leastBody = 250

// maxReadable is what a page may cost readability, which knows no context: the
// bytes of its text, each as often as elements are around it, since it counts
// the characters of every element anew. 240 million took 2.3 s; the most of 747
// articles was 7.7 million.
const maxReadable = 40_000_000

// content harvests the Also Read blocks and fills the body: by the source's
// selector, else by the lines of the zone, else by readability.
func (r *articleReader) content() error {
	body := bodyOf(r.root)
	if body == nil {
		r.problem("page without a body")
		return nil
	}
	if err := r.cutRules(); err != nil {
		return err
	}
	z := textZone(body)
	changed, err := r.alsoRead(z)
	if err != nil {
		return err
	}
	if changed {
		z = textZone(body)
	}
	if r.rules != nil && r.rules.body != nil {
		if done, err := r.selectedBody(); done || err != nil {
			return err
		}
	}
	if err := context.Cause(r.ctx); err != nil {
		return err
	}
	if r.linedBody(z) {
		return nil
	}
	return r.readableBody()
}

// cutRules removes what the source's rules say does not belong to the text.
func (r *articleReader) cutRules() error {
	if r.rules == nil {
		return nil
	}
	for _, m := range r.rules.remove {
		nodes, err := r.chosen(m)
		if err != nil {
			return err
		}
		for _, n := range nodes {
			detach(n)
		}
	}
	return nil
}

// selectedBody takes what the source's selector names; not done when that is
// nothing, which is a fault of the source and said.
func (r *articleReader) selectedBody() (done bool, err error) {
	nodes, err := r.chosen(r.rules.body)
	if err != nil {
		return false, err
	}
	var texts []string
	for _, n := range nodes {
		texts = append(texts, textsOf(n)...)
	}
	if len(texts) == 0 {
		r.problem("selector article.body matched nothing")
		return false, nil
	}
	r.fill(texts, nodes)
	return true, nil
}

func textsOf(n *html.Node) []string {
	var texts []string
	for _, l := range linesOf(n) {
		texts = append(texts, l.text)
	}
	return texts
}

// outermost leaves out nodes that are inside another one of the list.
func outermost(nodes []*html.Node) []*html.Node {
	in := map[*html.Node]bool{}
	for _, n := range nodes {
		in[n] = true
	}
	var out []*html.Node
next:
	for _, n := range nodes {
		for p := n.Parent; p != nil; p = p.Parent {
			if in[p] {
				continue next
			}
		}
		out = append(out, n)
	}
	return out
}

// readableBody leaves the search to readability, which tries harder on pages
// whose text is short or in one block.
func (r *articleReader) readableBody() error {
	if work(r.root, 1) > maxReadable {
		r.problem("body: the page is too large and too deep to be searched")
		return nil
	}
	parser := readability.NewParser()
	parser.DisableJSONLD = true
	found, err := parser.ParseAndMutate(r.root, r.base)
	if err != nil {
		r.problem("body: %v", err)
		return nil
	}
	if found.Node == nil {
		r.problem("no text that could be an article's")
		return nil
	}
	r.fill(textsOf(found.Node), []*html.Node{found.Node})
	return nil
}

// work is what readability would have to count below an element.
func work(n *html.Node, depth int) int {
	total := 0
	for c := n.FirstChild; c != nil && total <= maxReadable; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			total += len(c.Data) * depth
		case html.ElementNode:
			total += depth + work(c, depth+1)
		}
	}
	return total
}

// fill sets the body.
func (r *articleReader) fill(texts []string, nodes []*html.Node) {
	a := r.article
	a.Text = strings.Join(texts, "\n\n")
	a.Words = countWords(a.Text)
	var b strings.Builder
	for _, n := range nodes {
		if err := html.Render(&b, n); err != nil {
			r.problem("body as HTML: %v", err)
			return
		}
	}
	a.HTML = clean.HTML(b.String(), r.base)
}

// countWords counts words; where scripts do not part them, two characters are
// taken for one word.
func countWords(s string) int {
	if !wide(s) {
		words := 0
		for range strings.FieldsSeq(s) {
			words++
		}
		return words
	}
	return letters(s) / 2
}

func bodyOf(root *html.Node) *html.Node {
	for n := range root.Descendants() {
		if n.DataAtom == atom.Body {
			return n
		}
	}
	return nil
}
