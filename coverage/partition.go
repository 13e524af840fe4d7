package coverage

import (
	"iter"
	"slices"
)

// The constant Potts model (Traag, Van Dooren and Nesterov 2011) scores a
// grouping by the ties inside groups less gamma for every pair inside. Unlike
// modularity it has no resolution limit, so a story can be placed by looking at
// its neighbours alone. Gamma, and the odds from which a pair is tied at all,
// stand with the learnt weights: they were chosen on the same sets.

// group is the stories of one event. They are a ring: each knows the one before and
// the one after.
type group struct {
	id      int64
	size    float64 // the sum of its stories' sizes
	member  uint32  // serial of its first story; 0: it has none
	members uint32  // how many
	place   uint32  // in Engine.groups
	drawn   int32   // scratch of Engine.draw: its place in pulls, plus one
}

func (e *Engine) newGroup() *group { return e.groupNumbered(e.lastGroup + 1) }

func (e *Engine) groupNumbered(id int64) *group {
	place := e.groups.take()
	g := e.groups.at(place)
	g.id, g.place = id, place
	e.groupIDs.insert(place)
	e.lexicon.countGroups(e.groupIDs.used)
	e.lastGroup = max(e.lastGroup, id)
	return g
}

// groupOf is the group of a story.
func (e *Engine) groupOf(at uint32) *group { return e.groups.at(e.groupAt(at)) }

// group is the group with a number, nil if there is none.
func (e *Engine) group(id int64) *group {
	if place := e.groupIDs.find(mix(uint64(id))); place != 0 {
		return e.groups.at(place)
	}
	return nil
}

// membersOf are the serials of a group's stories.
func (e *Engine) membersOf(g *group) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for at, n := g.member, g.members; n > 0; n-- {
			after := e.at(at).after // the story may be moved by who asks
			if !yield(at) {
				return
			}
			at = after
		}
	}
}

func (e *Engine) join(at uint32, g *group) {
	s := e.at(at)
	e.setGroup(at, g.place)
	if g.members == 0 {
		g.member, s.before, s.after = at, at, at
	} else {
		before := e.before(at, g)
		s.before, s.after = before, e.at(before).after
		e.at(s.after).before, e.at(before).after = at, at
		if at < g.member {
			g.member = at
		}
	}
	g.members++
	g.size += float64(s.size)
}

// maxOrdered bounds how far back a place is sought for a story among the members.
const maxOrdered = 256

// before is the member after which a story stands: they are in the order in which they
// came, as after a restart, since not all of a large group are read.
func (e *Engine) before(at uint32, g *group) uint32 {
	last := e.at(g.member).before
	before := last
	for range min(g.members, maxOrdered) {
		if before < at {
			return before
		}
		before = e.at(before).before
	}
	return last
}

// leave takes a story out of its group; a group without stories is forgotten,
// with the ids that led to it.
func (e *Engine) leave(at uint32) {
	s, g := e.at(at), e.groupOf(at)
	e.at(s.before).after, e.at(s.after).before = s.after, s.before
	if g.member == at {
		g.member = s.after
	}
	g.members--
	g.size -= float64(s.size)
	s.before, s.after = 0, 0
	e.setGroup(at, 0)
	if g.members == 0 {
		e.forget(g)
	}
}

func (e *Engine) forget(g *group) {
	e.groupIDs.remove(g.place)
	e.lexicon.countGroups(e.groupIDs.used)
	for _, old := range e.heirs[g.id] {
		delete(e.successor, old)
	}
	delete(e.heirs, g.id)
	e.groups.give(g.place)
}

// move takes a story to another group. The id of a group that is emptied by it
// leads to the other from then on.
func (e *Engine) move(at uint32, to *group) {
	from := e.groupOf(at)
	e.moved = append(e.moved, Move{e.at(at).id, from.id, to.id})
	if from.members == 1 {
		e.succeed(from.id, to.id)
	}
	e.leave(at)
	e.join(at, to)
}

// succeed has the number of a group lead to another. One that nobody has been
// told of leads nowhere.
func (e *Engine) succeed(old, next int64) {
	e.rules.lead(old, next)
	for _, older := range append(e.heirs[old], old) {
		if older <= e.told {
			e.successor[older] = next
			e.heirs[next] = append(e.heirs[next], older)
		}
	}
	delete(e.heirs, old)
}

// maxVisits bounds the stories that are looked at again for one new story.
const maxVisits = 200

// settle moves the story and, as long as something moves, its neighbours to
// the groups where they fit best; then it joins whole groups.
func (e *Engine) settle(at uint32) {
	queue := []uint32{at}
	e.asks, e.stays = maxAsks, maxStays
	for visits := 0; len(queue) > 0 && visits < maxVisits; visits++ {
		next := queue[0]
		queue = queue[1:]
		if !e.improve(next) {
			continue
		}
		for _, t := range e.at(next).ties {
			if e.groupAt(t.to) != e.groupAt(next) && !slices.Contains(queue, t.to) {
				queue = append(queue, t.to)
			}
		}
	}
	for range 4 {
		if !e.mergeAround(at) {
			break
		}
	}
	e.split(at)
}

// improve moves one story to its best group and says whether it moved.
func (e *Engine) improve(at uint32) bool {
	s := e.at(at)
	home := e.groupOf(at)
	byWords := e.tellsByWords(at) && (!s.hasText || e.asks > 0)
	if home.members == 1 && !s.canJoin() && !byWords || e.held(s.id) {
		return false
	}
	own := e.drawAround(at)
	size := float64(s.size)
	stay := own - size*(home.size-size)
	best, to := max(stay, 0), (*group)(nil)
	for i := range e.pulls {
		p := &e.pulls[i]
		if gain := p.sum - size*p.group.size; gain > best+1e-6 && p.allowed(1, int(p.group.members)) && (p.strong || e.explained(at, p.group)) {
			best, to = gain, p.group
		}
	}
	switch {
	case to != nil:
	case stay < -1e-6 && home.members > 1 && !e.staysByWords(at, home):
		to = e.newGroup()
	case home.members == 1 && byWords:
		if s.hasText {
			e.asks--
		}
		to = e.drawnByWords(at)
	}
	if to != nil {
		e.move(at, to)
	}
	return to != nil
}

// drawAround finds what draws a story to other groups, and returns the sum of its
// ties to its own.
func (e *Engine) drawAround(at uint32) (own float64) {
	e.undraw()
	s, home := e.at(at), e.groupAt(at)
	begins := s.anyStrong()
	for _, t := range s.ties {
		in := e.groupAt(t.to)
		if in == home {
			own += float64(t.weight)
			continue
		}
		if g := e.groups.at(in); (begins || g.members >= established) && !e.barred(s.id, g) {
			e.draw(g, t, g.members >= established)
		}
	}
	return own
}

// maxMergeLook bounds the members whose ties are read to join whole groups.
const maxMergeLook = 400

// mergeAround joins the group of a story with the neighbouring group that the
// model likes best, if any: single moves cannot bring two settled groups
// together.
func (e *Engine) mergeAround(at uint32) bool {
	g := e.groupOf(at)
	alone := g.members == 1
	if g.members > maxMergeLook || alone && !e.at(at).canJoin() {
		return false
	}
	e.undraw()
	begins := !alone || e.at(at).anyStrong()
	for m := range e.membersOf(g) {
		for _, t := range e.at(m).ties {
			other := e.groupOf(t.to)
			if other != g && (begins || other.members >= established) && !e.apart(g, other) {
				e.draw(other, t, max(g.members, other.members) >= established)
			}
		}
	}
	var best *group
	most := 1e-6
	for i := range e.pulls {
		p, other := &e.pulls[i], e.pulls[i].group
		if !p.allowed(int(g.members), int(other.members)) {
			continue
		}
		gain := p.sum - priceOf(g.members, other.members)*g.size*other.size
		if gain > most && !p.strong && e.drawnByPattern(g, other) {
			continue
		}
		if gain > most || gain == most && best != nil && other.id < best.id {
			best, most = other, gain
		}
	}
	if best == nil {
		return false
	}
	e.merge(g, best)
	return true
}

// draw adds a tie to what draws to a group; undraw begins anew. Ties need not be
// counted where weak ones are not enough.
func (e *Engine) draw(to *group, t tie, counted bool) {
	if to.drawn == 0 {
		e.pulls = append(e.pulls, pull{group: to})
		to.drawn = int32(len(e.pulls))
	}
	p := &e.pulls[to.drawn-1]
	p.add(t, counted && p.ties < weakTies && e.copyOf(t.to) == 0)
}

func (e *Engine) undraw() {
	for i := range e.pulls {
		e.pulls[i].group.drawn = 0
		e.pulls[i].group = nil
	}
	e.pulls = e.pulls[:0]
}

// merge keeps the larger group, or the older of two equals.
func (e *Engine) merge(a, b *group) {
	if b.members > a.members || b.members == a.members && b.id < a.id {
		a, b = b, a
	}
	for m := range e.membersOf(b) {
		e.move(m, a)
	}
}

// Group returns the id under which the group with this id, which may be an old
// one, is known now, and its stories, by ID; nil: none.
func (e *Engine) Group(id int64) (now int64, stories []int64) {
	if next, ok := e.successor[id]; ok {
		id = next
	}
	g := e.group(id)
	if g == nil {
		return 0, nil
	}
	for m := range e.membersOf(g) {
		stories = append(stories, e.at(m).id)
	}
	slices.Sort(stories)
	return id, stories
}

// GroupOf is the group of a story of the window, 0 if it is not there.
func (e *Engine) GroupOf(story int64) int64 {
	if at := e.find(story); at != 0 {
		return e.groupOf(at).id
	}
	return 0
}
