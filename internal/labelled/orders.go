package labelled

import (
	"math/rand/v2"
	"slices"

	"alsoread/coverage"
)

// The numbers of the engine were chosen on sets in one order. Other orders and
// halves of them say how much of what was reached is luck.

// Shuffled is the set in another order; the stories have new ID.
func (s *Set) Shuffled(r *rand.Rand) *Set {
	order := make([]int, len(s.Stories))
	for i := range order {
		order[i] = i
	}
	r.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
	return s.take(order)
}

// Halves deals the clusters of the set into two, or its pairs; stories without a
// cluster go with the first. The order stays.
func (s *Set) Halves(r *rand.Rand) (one, other *Set) {
	if len(s.Pairs) > 0 {
		return s.halvesOfPairs(r)
	}
	var clusters []string
	for _, c := range s.Truth {
		clusters = append(clusters, c)
	}
	slices.Sort(clusters)
	clusters = slices.Compact(clusters)
	second := map[string]bool{}
	for _, i := range r.Perm(len(clusters))[:len(clusters)/2] {
		second[clusters[i]] = true
	}
	var sides [2][]int
	for i, name := range s.Names {
		side := 0
		if second[s.Truth[name]] {
			side = 1
		}
		sides[side] = append(sides[side], i)
	}
	return s.take(sides[0]), s.take(sides[1])
}

func (s *Set) take(places []int) *Set {
	out := &Set{}
	if s.Truth != nil {
		out.Truth = map[string]string{}
	}
	id := map[int64]int64{}
	for _, i := range places {
		story := s.Stories[i]
		story.ID = int64(len(out.Stories) + 1)
		id[s.Stories[i].ID] = story.ID
		out.Stories, out.Names = append(out.Stories, story), append(out.Names, s.Names[i])
		if cluster, ok := s.Truth[s.Names[i]]; ok {
			out.Truth[s.Names[i]] = cluster
		}
	}
	for _, p := range s.Pairs {
		if a, ok := id[p.A]; ok {
			p.A, p.B = a, id[p.B]
			out.Pairs = append(out.Pairs, p)
		}
	}
	return out
}

func (s *Set) halvesOfPairs(r *rand.Rand) (one, other *Set) {
	at := map[int64]int{}
	for i, story := range s.Stories {
		at[story.ID] = i
	}
	var sides [2][]int
	for i, k := range r.Perm(len(s.Pairs)) {
		p := s.Pairs[k]
		sides[i%2] = append(sides[i%2], at[p.A], at[p.B])
	}
	slices.Sort(sides[0])
	slices.Sort(sides[1])
	return s.take(sides[0]), s.take(sides[1])
}

// F1 of what the shipped engine makes of the set: of pairs, or BCubed.
func (o *Outcome) F1() coverage.Score {
	if o.Pairs != nil {
		return *o.Pairs
	}
	return o.BCubed
}
