package coverage

import "slices"

// The constant Potts model (Traag, Van Dooren and Nesterov 2011) scores a
// grouping by the ties inside groups less gamma for every pair inside. Unlike
// modularity it has no resolution limit, so a story can be placed by looking at
// its neighbours alone. Gamma, and the odds from which a pair is tied at all,
// stand with the learnt weights: they were chosen on the same sets.

// group is the stories of one event.
type group struct {
	id      int64
	members []int32
	size    float64 // the sum of its stories' sizes
	drawn   int     // scratch of Engine.draw: its place in pulls, plus one
}

func (e *Engine) newGroup() *group {
	e.lastGroup++
	g := &group{id: e.lastGroup}
	e.groups[g.id] = g
	e.lexicon.countGroups(len(e.groups))
	return g
}

func (e *Engine) join(at int32, g *group) {
	s := &e.slots[at]
	s.group, s.place = g, len(g.members)
	g.members = append(g.members, at)
	g.size += s.size
}

// leave takes a story out of its group; a group without stories is forgotten,
// with the ids that led to it.
func (e *Engine) leave(at int32) {
	s := &e.slots[at]
	g := s.group
	last := g.members[len(g.members)-1]
	g.members[s.place] = last
	e.slots[last].place = s.place
	g.members = g.members[:len(g.members)-1]
	g.size -= s.size
	s.group = nil
	if len(g.members) == 0 {
		e.forget(g.id)
	}
}

func (e *Engine) forget(id int64) {
	delete(e.groups, id)
	e.lexicon.countGroups(len(e.groups))
	for _, old := range e.heirs[id] {
		delete(e.successor, old)
	}
	delete(e.heirs, id)
}

// move takes a story to another group. The id of a group that is emptied by it
// leads to the other from then on.
func (e *Engine) move(at int32, to *group) {
	from := e.slots[at].group
	e.moved = append(e.moved, Move{e.slots[at].story.id, from.id, to.id})
	if len(from.members) == 1 {
		e.succeed(from.id, to.id)
	}
	e.leave(at)
	e.join(at, to)
}

func (e *Engine) succeed(old, next int64) {
	e.rules.lead(old, next)
	for _, older := range append(e.heirs[old], old) {
		e.successor[older] = next
		e.heirs[next] = append(e.heirs[next], older)
	}
	delete(e.heirs, old)
}

// maxVisits bounds the stories that are looked at again for one new story.
const maxVisits = 200

// settle moves the story and, as long as something moves, its neighbours to
// the groups where they fit best; then it joins whole groups.
func (e *Engine) settle(at int32) {
	queue := []int32{at}
	for visits := 0; len(queue) > 0 && visits < maxVisits; visits++ {
		next := queue[0]
		queue = queue[1:]
		if !e.improve(next) {
			continue
		}
		for _, t := range e.slots[next].ties {
			if e.slots[t.to].group != e.slots[next].group && !slices.Contains(queue, t.to) {
				queue = append(queue, t.to)
			}
		}
	}
	for range 4 {
		if !e.mergeAround(at) {
			break
		}
	}
}

// improve moves one story to its best group and says whether it moved.
func (e *Engine) improve(at int32) bool {
	s := &e.slots[at]
	if e.held(s.story.id) {
		return false
	}
	e.undraw()
	own := 0.0
	for _, t := range s.ties {
		g := e.slots[t.to].group
		if g == s.group {
			own += float64(t.weight)
			continue
		}
		if e.barred(s.story.id, g) {
			continue
		}
		e.draw(g, t)
	}
	stay := own - s.size*(s.group.size-s.size)
	best, to := stay, (*group)(nil)
	for i := range e.pulls {
		p := &e.pulls[i]
		if gain := p.sum - s.size*p.group.size; gain > best+1e-6 && p.allowed(1, len(p.group.members)) {
			best, to = gain, p.group
		}
	}
	switch {
	case to != nil && best > 0:
		e.move(at, to)
	case best < -1e-6 && len(s.group.members) > 1:
		e.move(at, e.newGroup())
	default:
		return false
	}
	return true
}

// maxMergeLook bounds the members whose ties are read to join whole groups.
const maxMergeLook = 400

// mergeAround joins the group of a story with the neighbouring group that the
// model likes best, if any: single moves cannot bring two settled groups
// together.
func (e *Engine) mergeAround(at int32) bool {
	g := e.slots[at].group
	if len(g.members) > maxMergeLook {
		return false
	}
	e.undraw()
	for _, m := range g.members {
		for _, t := range e.slots[m].ties {
			if other := e.slots[t.to].group; other != g && !e.apart(g, other) {
				e.draw(other, t)
			}
		}
	}
	var best *group
	most := 1e-6
	for i := range e.pulls {
		p, other := &e.pulls[i], e.pulls[i].group
		if !p.allowed(len(g.members), len(other.members)) {
			continue
		}
		gain := p.sum - g.size*other.size
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

// draw adds a tie to what draws to a group; undraw begins anew.
func (e *Engine) draw(to *group, t tie) {
	if to.drawn == 0 {
		e.pulls = append(e.pulls, pull{group: to})
		to.drawn = len(e.pulls)
	}
	e.pulls[to.drawn-1].add(t, e.copyOf(t.to) != 0)
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
	if len(b.members) > len(a.members) || len(b.members) == len(a.members) && b.id < a.id {
		a, b = b, a
	}
	for len(b.members) > 0 {
		e.move(b.members[len(b.members)-1], a)
	}
}

// Group returns the id under which the group with this id, which may be an old
// one, is known now, and its stories, oldest arrival first; nil: none.
func (e *Engine) Group(id int64) (now int64, stories []int64) {
	if next, ok := e.successor[id]; ok {
		id = next
	}
	g := e.groups[id]
	if g == nil {
		return 0, nil
	}
	members := slices.Clone(g.members)
	slices.SortFunc(members, func(a, b int32) int { return e.slots[a].seen.Compare(e.slots[b].seen) })
	for _, m := range members {
		stories = append(stories, e.slots[m].story.id)
	}
	slices.Sort(stories)
	return id, stories
}

// GroupOf is the group of a story of the window, 0 if it is not there.
func (e *Engine) GroupOf(story int64) int64 {
	if at, ok := e.byID[story]; ok {
		return e.slots[at].group.id
	}
	return 0
}
