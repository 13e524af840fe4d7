package clean

// maxDepth is how deep elements may nest in the output. In 1,875 real and test
// feeds the deepest is 10; golang.org/x/net/html refuses 512.
const maxDepth = 128

// nesting is the stack of elements open at one place of a fragment, and the
// rules where an element may start. The rules are those of the HTML parser:
// what keeps to them is read by a browser with the structure it was written
// with, and cannot close an element of the page it is put into.
type nesting struct {
	open  [maxDepth]element
	depth int
	p, a  int // how many of these are open
}

func (n *nesting) top() element {
	if n.depth == 0 {
		return unknown
	}
	return n.open[n.depth-1]
}

func (n *nesting) push(el element) {
	n.open[n.depth] = el
	n.depth++
	n.count(el, 1)
}

func (n *nesting) pop() element {
	n.depth--
	el := n.open[n.depth]
	n.count(el, -1)
	return el
}

func (n *nesting) count(el element, by int) {
	switch el {
	case elP:
		n.p += by
	case elA:
		n.a += by
	}
}

// fits says whether el may start here as things are.
func (n *nesting) fits(el element) bool {
	traits, top := elements[el].traits, n.top()
	if traits&(void|closesP|placed|tablePart) == 0 && elements[top].traits&skeleton == 0 {
		return n.depth < maxDepth
	}
	switch {
	case traits&void == 0 && n.depth == maxDepth:
		return false
	case traits&tablePart != 0:
		return fitsTable(el, top)
	case elements[top].traits&skeleton != 0:
		return false
	case traits&closesP != 0 && n.p > 0:
		return false
	case traits&heading != 0:
		return elements[top].traits&heading == 0
	case el == elA:
		return n.a == 0
	case el == elLi, el == elDd, el == elDt:
		return n.enclosing(el).is(list) || n.enclosing(el) == elDl
	}
	return true
}

// fitsTable says whether a part of a table may start directly inside top.
func fitsTable(el, top element) bool {
	switch el {
	case elTd, elTh:
		return top == elTr
	case elTr:
		return top == elTable || top == elTbody || top == elThead || top == elTfoot
	case elCol:
		return top == elColgroup || top == elTable
	}
	return top == elTable
}

// enclosing returns the innermost open element that decides where a list item
// el stands: its list, an item of the same kind that is still open, or unknown
// when the nearest table cell or the fragment ends the search.
func (n *nesting) enclosing(el element) element {
	for i := n.depth - 1; i >= 0; i-- {
		open := n.open[i]
		switch {
		case el == elLi && (open == elLi || open.is(list)):
			return open
		case el != elLi && (open == elDl || open == elDd || open == elDt):
			return open
		case open.is(scope):
			return unknown
		}
	}
	return unknown
}

// find returns the index of the open element that an end tag of el closes, or
// -1 when there is none in its reach.
func (n *nesting) find(el element) int {
	for i := n.depth - 1; i >= 0; i-- {
		open := n.open[i]
		switch {
		case open == el:
			return i
		case el.is(tablePart) && open == elTable,
			!el.is(tablePart) && el != elTable && open.is(scope),
			el == elLi && open.is(list):
			return -1
		}
	}
	return -1
}
