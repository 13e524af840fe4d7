package page

import (
	"strings"
	"unicode"
)

// Piece is a part of a text that was kept, added or removed.
type Piece struct {
	Change Change
	Text   string
}

// Change is what happened to a Piece.
type Change string

const (
	Kept    Change = ""
	Added   Change = "added"
	Removed Change = "removed"
)

const (
	maxDiff  = 200 << 10 // bytes of either text
	maxEdits = 1000      // words removed and added; beyond it all is called replaced
)

// Diff tells word by word what was changed from one text to another: the
// shortest way by Myers' O(ND) algorithm (An O(ND) Difference Algorithm and Its
// Variations, 1986). What both begin and end with is set aside first.
func Diff(from, to string) []Piece {
	a, b := words(from), words(to)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var p pieces
	p.add(Kept, a[:head])
	p.middle(a[head:len(a)-tail], b[head:len(b)-tail])
	p.add(Kept, a[len(a)-tail:])
	return joined(p)
}

// words cuts a text into words, spaces and signs, and into letters where a
// script has no spaces.
func words(s string) []string {
	var out []string
	start, last := 0, 'a'
	for i, r := range s {
		within := isWord(last) && isWord(r) && !spaceless(r) || unicode.IsSpace(last) && unicode.IsSpace(r)
		if i > start && !within {
			out = append(out, s[start:i])
			start = i
		}
		last = r
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

type pieces []Piece

// add joins what has the same fate as the piece before it.
func (p *pieces) add(c Change, words []string) {
	text := strings.Join(words, "")
	if text == "" {
		return
	}
	if n := len(*p); n > 0 && (*p)[n-1].Change == c {
		(*p)[n-1].Text += text
		return
	}
	*p = append(*p, Piece{c, text})
}

func (p *pieces) keep(text string) { p.add(Kept, []string{text}) }

// middle is the part that differs.
func (p *pieces) middle(a, b []string) {
	trace, ok := walk(a, b)
	if !ok {
		p.add(Removed, a)
		p.add(Added, b)
		return
	}
	type step struct {
		change Change
		word   string
	}
	var back []step
	x, y := len(a), len(b)
	for d := len(trace) - 1; d >= 0; d-- {
		v, k := trace[d], x-y
		down := k == -d || k != d && v[k-1+len(v)/2] < v[k+1+len(v)/2]
		before := k - 1
		if down {
			before = k + 1
		}
		px := v[before+len(v)/2]
		py := px - before
		for x > px && y > py && x > 0 && y > 0 && a[x-1] == b[y-1] {
			x, y = x-1, y-1
			back = append(back, step{Kept, a[x]})
		}
		if d == 0 {
			break
		}
		if down {
			y--
			back = append(back, step{Added, b[y]})
		} else {
			x--
			back = append(back, step{Removed, a[x]})
		}
	}
	for i := len(back) - 1; i >= 0; i-- {
		p.add(back[i].change, []string{back[i].word})
	}
}

// walk finds the furthest reaching paths of 0, 1, 2, ... edits until one ends in
// the corner. The state before each round is what the way back is read from.
func walk(a, b []string) (trace [][]int, ok bool) {
	limit := min(len(a)+len(b), maxEdits)
	v := make([]int, 2*limit+3)
	middle := len(v) / 2
	for d := 0; d <= limit; d++ {
		before := make([]int, 2*d+3) // only k from -d-1 to d+1 is read
		copy(before, v[middle-d-1:middle+d+2])
		trace = append(trace, before)
		for k := -d; k <= d; k += 2 {
			x := v[middle+k-1] + 1
			if k == -d || k != d && v[middle+k-1] < v[middle+k+1] {
				x = v[middle+k+1]
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			v[middle+k] = x
			if x >= len(a) && x-k >= len(b) {
				return trace, true
			}
		}
	}
	return nil, false
}

// keptAround is how much of an unchanged part is shown beside a change, in bytes.
const keptAround = 160

// shorten leaves out the middle of long unchanged parts.
func shorten(all []Piece) []Piece {
	out := make([]Piece, 0, len(all))
	for i, p := range all {
		if p.Change == Kept && len(p.Text) > 3*keptAround {
			p.Text = ends(p.Text, i > 0, i < len(all)-1)
		}
		out = append(out, p)
	}
	return out
}

func ends(s string, head, tail bool) string {
	w := words(s)
	left, right := 0, len(w)
	for size := 0; head && left < right && size < keptAround; left++ {
		size += len(w[left])
	}
	for size := 0; tail && right > left && size < keptAround; right-- {
		size += len(w[right-1])
	}
	return strings.Join(w[:left], "") + " … " + strings.Join(w[right:], "")
}

// joined makes one change of changes that only a space keeps apart, the old
// words before the new: that is how people read them.
func joined(all []Piece) []Piece {
	var out pieces
	for i := 0; i < len(all); {
		if all[i].Change == Kept {
			out.keep(all[i].Text)
			i++
			continue
		}
		var old, new strings.Builder
		for ; i < len(all); i++ {
			p := all[i]
			if p.Change == Kept && (i+1 == len(all) || strings.TrimSpace(p.Text) != "") {
				break
			}
			if p.Change != Added {
				old.WriteString(p.Text)
			}
			if p.Change != Removed {
				new.WriteString(p.Text)
			}
		}
		out = append(out, replaced(old.String(), new.String())...)
	}
	return out
}

// replaced is one text in the place of another, without the space that both end
// with.
func replaced(old, new string) []Piece {
	end := ""
	if at := len(strings.TrimRightFunc(old, unicode.IsSpace)); strings.HasSuffix(new, old[at:]) {
		end = old[at:]
	}
	var out []Piece
	for _, p := range []Piece{{Removed, strings.TrimSuffix(old, end)}, {Added, strings.TrimSuffix(new, end)}, {Kept, end}} {
		if p.Text != "" {
			out = append(out, p)
		}
	}
	return out
}
