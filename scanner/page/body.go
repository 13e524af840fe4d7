package page

import (
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"alsoread/scanner/clean"
)

// leastBody is how long a text found by its lines must be, in characters; what
// is shorter is left to readability.
const leastBody = 250

// content harvests the Also Read blocks and fills the body: by the source's
// selector, else by the lines of the zone, else by readability.
func (r *articleReader) content() error {
	body := bodyOf(r.root)
	if body == nil {
		r.problem("page without a body")
		return nil
	}
	r.cutRules(body)
	z := textZone(body)
	r.alsoRead(z)
	switch {
	case r.rules != nil && r.rules.body != nil:
		return r.selectedBody()
	case r.linedBody(body):
		return nil
	}
	return r.readableBody()
}

// cutRules removes what the source's rules say does not belong to the text.
func (r *articleReader) cutRules(body *html.Node) {
	if r.rules == nil {
		return
	}
	for _, selector := range r.rules.remove {
		for _, n := range findAll(body, selector) {
			detach(n)
		}
	}
}

func (r *articleReader) selectedBody() error {
	nodes := findAll(r.root, r.rules.body)
	if len(nodes) == 0 {
		r.problem("selector of the body matched nothing")
		if r.linedBody(bodyOf(r.root)) {
			return nil
		}
		return r.readableBody()
	}
	var texts []string
	var kept []*html.Node
	for _, n := range outermost(nodes) {
		for _, l := range linesOf(n) {
			texts = append(texts, l.text)
		}
		kept = append(kept, n)
	}
	r.fill(texts, kept)
	return nil
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
	parser := readability.NewParser()
	parser.DisableJSONLD = true
	found, err := parser.ParseAndMutate(r.root, r.base)
	if err != nil {
		return err
	}
	if found.Node == nil {
		r.problem("no text that could be an article's")
		return nil
	}
	var texts []string
	for _, l := range linesOf(found.Node) {
		texts = append(texts, l.text)
	}
	r.fill(texts, []*html.Node{found.Node})
	return nil
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
		return len(strings.Fields(s))
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

func findAll(root *html.Node, selector cascadia.SelectorGroup) []*html.Node {
	return cascadia.QueryAll(root, selector)
}
