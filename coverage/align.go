package coverage

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// match is one word of a headline found in the other.
type match struct {
	a, b int
	like float64 // 1: the very word
}

// leastLike is how alike two words must be to be taken for one.
const leastLike = 0.5

// align pairs the words of two headlines, each at most once: the most alike
// first, and of equals those that stand at about the same place.
func align(a, b []headWord) []match {
	var all []match
	for i := range a {
		for j := range b {
			if like := wordLikeness(&a[i], &b[j]); like >= leastLike {
				all = append(all, match{i, j, like})
			}
		}
	}
	apart := func(m match) int { return max(m.a-m.b, m.b-m.a) }
	slices.SortFunc(all, func(x, y match) int {
		return cmp.Or(cmp.Compare(y.like, x.like), cmp.Compare(apart(x), apart(y)), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	var usedA, usedB [maxHeadWords]bool
	kept := all[:0]
	for _, m := range all {
		if !usedA[m.a] && !usedB[m.b] {
			usedA[m.a], usedB[m.b] = true, true
			kept = append(kept, m)
		}
	}
	slices.SortFunc(kept, func(x, y match) int { return cmp.Compare(x.a, y.a) })
	return kept
}

// wordLikeness is 1 for the same word, less for another ending, a longer or
// shorter form, another spelling; 0 below leastLike.
func wordLikeness(a, b *headWord) float64 {
	switch {
	case a.number != b.number:
		return 0
	case a.number:
		if sameValue(*a, *b) {
			return 1
		}
		return 0
	case a.text == b.text:
		return 1
	case a.stem == b.stem:
		return 0.95
	case a.senses.like(b.senses) > 0:
		return 0.8
	case a.stop || b.stop:
		return 0
	}
	return spelling(a.text, b.text)
}

// spelling compares two different words letter by letter.
func spelling(a, b string) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	short, long := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	same := commonPrefix(a, b)
	switch {
	case short >= 4 && same == short: // calif, california
		return 0.6 + 0.3*float64(short)/float64(long)
	case same >= 4 && float64(same) >= 0.6*float64(long):
		return 0.5 + 0.4*float64(same)/float64(long)
	case short >= 5 && long-short <= 2:
		if d := editDistance(a, b, 2); d == 1 || d == 2 && short >= 8 {
			return 0.85 - 0.1*float64(d)
		}
	}
	return 0
}

// commonPrefix counts characters.
func commonPrefix(a, b string) int {
	n := 0
	for i, r := range a {
		if s, _ := utf8.DecodeRuneInString(b[min(i, len(b)):]); s != r {
			break
		}
		n++
	}
	return n
}

// editDistance counts insertions, deletions, changes and swaps of neighbours
// (optimal string alignment) up to limit; limit+1: more.
func editDistance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		row, above := rows[i%3], rows[(i+2)%3]
		row[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], rows[(i+1)%3][j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
	}
	return min(rows[len(x)%3][len(y)], limit+1)
}
