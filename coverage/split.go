package coverage

// Two events of a kind come together while each has a story or two and nobody
// knows yet how near their stories lie. Later the price would keep them apart, but
// stories that move one by one do not get them apart again. So the group of a story
// that came in is built up anew on paper, from stories that stand alone, and what
// does not come together again is parted.
const (
	leastPart  = 3  // stories; fewer stay where they are drawn most
	mostSplit  = 64 // a larger group is not looked at
	oftenSplit = 24 // up to so many stories a group is looked at with each that comes in, a larger one more seldom
	splitTurns = 2
	// holdTogether is the part of the price that holds a group together: what lies
	// about at the price would go to and fro.
	holdTogether = 0.87
)

// Two groups of so many stories pay more than the price: that all of them tell of
// one event says more than that a story belongs to a group, and is worse if wrong.
const (
	wholeGroup = 5
	wholePrice = 1.2
)

// priceOf is what two groups of so many stories pay, in prices.
func priceOf(one, other uint32) float64 {
	if min(one, other) >= wholeGroup {
		return wholePrice
	}
	return 1
}

// splitter builds a group up anew.
type splitter struct {
	members []uint32
	sizes   []float64
	part    []int     // of each member
	ties    []nearby  // of all members, to others of the group
	ends    []int     // where the ties of each member end
	parts   []part    // numbered without gaps before they are joined
	between []float64 // ties between every two parts
	drawn   []float64
	renamed []int
	table   [4 * mostSplit]uint8 // 1 + the place in members, by serial; 0: none
}

type nearby struct {
	member int
	weight float64
}

type part struct {
	size    float64
	members uint32
}

// split takes the group of a story apart if it holds two events. The largest part
// keeps the number.
func (e *Engine) split(at uint32) {
	g, s := e.groupOf(at), &e.paper
	if g.members < 2*leastPart || g.members > mostSplit || at%(1+g.members/oftenSplit) != 0 || !s.load(e, g) {
		return
	}
	for range splitTurns {
		s.moveAll()
		s.number()
		s.joinAll(1, 1)
	}
	s.joinAll(holdTogether, 0)
	largest := s.largest()
	for p := range s.parts {
		if p == largest || s.parts[p].members < leastPart {
			continue
		}
		to := e.newGroup()
		for i, m := range s.members {
			if s.part[i] == p {
				e.move(m, to)
			}
		}
	}
}

func (s *splitter) largest() (at int) {
	for p := range s.parts {
		if s.parts[p].members > s.parts[at].members {
			at = p
		}
	}
	return at
}

// load lays the group out, each story a part. It reports false where people have
// said that a story stays, and of groups that are mostly headlines: what holds these
// together are words of the whole group, see vocabulary.go.
func (s *splitter) load(e *Engine, g *group) bool {
	s.members, s.sizes, s.part, s.parts = s.members[:0], s.sizes[:0], s.part[:0], s.parts[:0]
	s.ties, s.ends = s.ties[:0], s.ends[:0]
	clear(s.table[:])
	texts := 0
	for m := range e.membersOf(g) {
		story := e.at(m)
		if e.held(story.id) {
			return false
		}
		s.put(m)
		if story.hasText {
			texts++
		}
		s.part, s.parts = append(s.part, len(s.parts)), append(s.parts, part{float64(story.size), 1})
		s.sizes = append(s.sizes, float64(story.size))
	}
	for _, m := range s.members {
		for _, t := range e.at(m).ties {
			if i := s.place(t.to); i >= 0 {
				s.ties = append(s.ties, nearby{i, float64(t.weight)})
			}
		}
		s.ends = append(s.ends, len(s.ties))
	}
	return 2*texts > len(s.members)
}

func (s *splitter) put(serial uint32) {
	s.members = append(s.members, serial)
	at := serial % uint32(len(s.table))
	for s.table[at] != 0 {
		at = (at + 1) % uint32(len(s.table))
	}
	s.table[at] = uint8(len(s.members))
}

// place is where among the members a story is, -1 if it is not in the group.
func (s *splitter) place(serial uint32) int {
	for at := serial % uint32(len(s.table)); s.table[at] != 0; at = (at + 1) % uint32(len(s.table)) {
		if i := int(s.table[at]) - 1; s.members[i] == serial {
			return i
		}
	}
	return -1
}

func (s *splitter) tiesOf(member int) []nearby {
	if member == 0 {
		return s.ties[:s.ends[0]]
	}
	return s.ties[s.ends[member-1]:s.ends[member]]
}

// moveAll moves each story to the part where it fits best.
func (s *splitter) moveAll() {
	s.drawn = append(s.drawn[:0], make([]float64, len(s.parts))...)
	for i, size := range s.sizes {
		for _, t := range s.tiesOf(i) {
			s.drawn[s.part[t.member]] += t.weight
		}
		from := s.part[i]
		to, most := from, max(s.drawn[from]-size*(s.parts[from].size-size), 0)
		for _, t := range s.tiesOf(i) {
			p := s.part[t.member]
			if gain := s.drawn[p] - size*s.parts[p].size; p != from && gain > most+1e-6 {
				to, most = p, gain
			}
		}
		for _, t := range s.tiesOf(i) {
			s.drawn[s.part[t.member]] = 0
		}
		s.parts[from] = part{s.parts[from].size - size, s.parts[from].members - 1}
		s.parts[to] = part{s.parts[to].size + size, s.parts[to].members + 1}
		s.part[i] = to
	}
}

// number numbers the parts that have members without gaps, and adds up what ties
// them.
func (s *splitter) number() {
	s.renamed = s.renamed[:0]
	n := 0
	for _, p := range s.parts {
		s.renamed = append(s.renamed, n)
		if p.members > 0 {
			s.parts[n] = p
			n++
		}
	}
	s.parts = s.parts[:n]
	for i := range s.part {
		s.part[i] = s.renamed[s.part[i]]
	}
	s.between = append(s.between[:0], make([]float64, n*n)...)
	for i, p := range s.part {
		for _, t := range s.tiesOf(i) {
			s.between[p*n+s.part[t.member]] += t.weight
		}
	}
}

// joinAll joins the two parts that gain most by it, as long as two do. They pay so
// much of the price, and another part of it if one is small.
func (s *splitter) joinAll(share, small float64) {
	n := len(s.parts)
	for {
		most, a, b := 1e-6, 0, 0
		for p := range s.parts {
			for q := range p {
				x, y := s.parts[p], s.parts[q]
				paid := share
				if min(x.members, y.members) < leastPart {
					paid = small
				}
				if gain := s.between[p*n+q] - paid*priceOf(x.members, y.members)*x.size*y.size; gain > most {
					most, a, b = gain, p, q
				}
			}
		}
		if a == b {
			return
		}
		s.join(a, b)
	}
}

// join joins the second part to the first; an empty one stays.
func (s *splitter) join(a, b int) {
	n := len(s.parts)
	for p := range n {
		s.between[a*n+p] += s.between[b*n+p]
		s.between[b*n+p] = 0
	}
	for p := range n {
		s.between[p*n+a] += s.between[p*n+b]
		s.between[p*n+b] = 0
	}
	for i, p := range s.part {
		if p == b {
			s.part[i] = a
		}
	}
	s.parts[a] = part{s.parts[a].size + s.parts[b].size, s.parts[a].members + s.parts[b].members}
	s.parts[b] = part{}
}
