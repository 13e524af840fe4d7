package coverage

import (
	"math"
	"slices"
)

// What a pair inside a group costs is the product of the sizes of the two
// stories. One price for all does not serve: texts of one event are far more
// alike than headlines are, and where a subject has several events of a kind,
// stories of different ones are more alike than those of one event elsewhere.
// So a story that has near neighbours asks of others to be about as near
// (self-tuning, after Zelnik-Manor and Perona 2004).
const (
	nearest = 3 // ties whose mean tells how near a story's neighbours are
	// closeness is the part of that mean that the price is, within bounds.
	closeness = 0.56
	leastText = 0.1
	mostText  = 0.35
	// headlinePrice is of two headlines: low, because a headline has room for
	// few ties among the many stories of a large event.
	headlinePrice = 0.015
)

// minLikeness is the least that is kept as a tie.
const minLikeness = 0.02

// beginText is the likeness of two texts from which they may begin a group.
const beginText = 0.165

// tieWeight puts into the lowest bit of a weight whether the tie is strong
// enough to begin a group.
func tieWeight(w float64, strong bool) float32 {
	bits := math.Float32bits(float32(w)) &^ 1
	if strong {
		bits |= 1
	}
	return math.Float32frombits(bits)
}

func (t tie) strong() bool { return math.Float32bits(t.weight)&1 == 1 }

// resize sets the size of a story by the ties it has now.
func (e *Engine) resize(at uint32) {
	s := e.at(at)
	price := headlinePrice
	if s.hasText {
		price = min(max(closeness*s.nearness(), leastText), mostText)
	}
	size := float32(math.Sqrt(price))
	if group := e.groupAt(at); group != 0 {
		e.groups.at(group).size += float64(size) - float64(s.size)
	}
	s.size = size
}

// nearness is the mean weight of the heaviest ties.
func (s *slot) nearness() float64 {
	var top [nearest]float32
	for _, t := range s.ties {
		w := t.weight
		if w <= top[nearest-1] {
			continue
		}
		for i := range top {
			if w > top[i] {
				top[i], w = w, top[i]
			}
		}
	}
	sum := 0.0
	for _, w := range top {
		sum += float64(w)
	}
	return sum / nearest
}

// pull is what draws a story, or a group, to another group.
type pull struct {
	group  *group
	sum    float64
	ties   int
	strong bool
}

// add adds a tie; one to a copy draws, and is no further witness.
func (p *pull) add(t tie, witness bool) {
	p.sum += float64(t.weight)
	if witness {
		p.ties++
	}
	p.strong = p.strong || t.strong()
}

// A group begins with a tie that chance does not explain. One that stands may be
// joined by a story that several weak ties lead to.
const (
	established = 8
	weakTies    = 8
)

// canJoin reports whether the ties of a story could be enough to be joined to a
// group at all: it stands alone for certain otherwise, as most do.
func (s *slot) canJoin() bool {
	return len(s.ties) >= weakTies || s.anyStrong()
}

func (s *slot) anyStrong() bool { return slices.ContainsFunc(s.ties, tie.strong) }

// allowed reports whether a pull may join groups of so many stories.
func (p *pull) allowed(one, other int) bool {
	return p.strong || p.ties >= weakTies && max(one, other) >= established && min(one, other) <= 2
}
