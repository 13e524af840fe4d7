package coverage

import "slices"

// Renew reads a story of the window anew: its title or text has changed, or its
// own page was read. It begins where it stands and moves if it now belongs
// elsewhere. It reports false when the story has left the window.
func (e *Engine) Renew(s Story) (Placement, bool) {
	at, ok := e.byID[s.ID]
	if !ok {
		return Placement{}, false
	}
	p, shortened := e.profileOf(s)
	e.reenter(at, p)
	e.moved, e.originals, e.newcomer = e.moved[:0], nil, s.ID
	found := e.link(at)
	e.settle(at)
	e.recount(at)
	return e.placement(at, found, shortened), true
}

// placement is what is said of a story once it has settled.
func (e *Engine) placement(at int32, all []found, shortened bool) Placement {
	s := &e.slots[at]
	return Placement{Group: s.group.id, CopyOf: e.copyOf(at), Agency: agencyName(s.story.agency), Cut: shortened,
		Kin: e.kin(at, all), Reasons: e.reasons(at, all), Moved: e.changes(s.story.id), Originals: e.originals}
}

// reenter puts another profile in the place of a story's. The lists of bearers
// stay in the order in which stories came, by which leave takes them off.
func (e *Engine) reenter(at int32, p *profile) {
	s := &e.slots[at]
	e.lexicon.leaveEvents(s.story.entries)
	for _, t := range s.story.entries {
		if !bears(p.entries, t.term) {
			e.unbear(at, t.term)
		}
	}
	for _, t := range p.entries {
		if !bears(s.story.entries, t.term) {
			e.bear(at, t.term)
		}
	}
	e.lexicon.enterEvents(p.entries)
	s.story = p
	if e.copyOf(at) != 0 || s.wire != nil && s.wire.root().carriers == 1 {
		e.dropCopy(at) // whether it still is one, its new text tells
		s.wire = nil
	}
}

func bears(entries []entry, term uint32) bool {
	_, found := slices.BinarySearchFunc(entries, term, func(t entry, term uint32) int { return int(t.term) - int(term) })
	return found
}

// bear puts the story into a term's list. Stories are renewed soon after they
// came, as a rule: the place is near the end.
func (e *Engine) bear(at int32, term uint32) {
	list := e.lexicon.bearers[term]
	i := len(list)
	for i > 0 && e.slots[list[i-1]].order > e.slots[at].order {
		i--
	}
	e.lexicon.bearers[term] = slices.Insert(list, i, at)
}

func (e *Engine) unbear(at int32, term uint32) {
	list := e.lexicon.bearers[term]
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == at {
			list = slices.Delete(list, i, i+1)
			break
		}
	}
	if e.lexicon.bearers[term] = list; len(list) == 0 {
		e.lexicon.forget(term)
	}
}
