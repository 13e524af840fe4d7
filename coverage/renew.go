package coverage

import "slices"

// Renew reads a story of the window anew: its title or text has changed, or its
// own page was read. It begins where it stands and moves if it now belongs
// elsewhere. It reports false when the story has left the window.
func (e *Engine) Renew(s Story) (Placement, bool) {
	e.startOver()
	old := e.find(s.ID)
	if old == 0 {
		return Placement{}, false
	}
	r := e.read(s)
	r.index(e.lexicon)
	e.begin(s.ID)
	at := e.replace(old, r)
	found, loose := slices.Clone(e.link(at)), slices.Clone(e.loose)
	e.settle(at)
	e.recount(at)
	e.untieOthers(at)
	return e.placement(at, found, loose, r.shortened), true
}

// placement is what is said of a story once it has settled.
func (e *Engine) placement(at uint32, all, loose []found, shortened bool) Placement {
	s := e.at(at)
	return Placement{Group: e.groupOf(at).id, CopyOf: e.copyOf(at), Agency: agencyName(s.agency), Cut: shortened,
		Kin: e.kin(at, all, loose), Reasons: e.reasons(at, all), Moved: e.changes(s.id), Originals: e.originals}
}

// replace puts what was read anew in the place of a story: in its group, with its
// ties and with the time at which it came, but at the end of the window, since
// whoever finds it there reads on from the newest.
func (e *Engine) replace(old uint32, r *reading) uint32 {
	before := e.at(old)
	r.seen, r.linkedAt, r.norm, r.wired = before.seen, before.linkedAt, before.norm, before.wired
	if w := e.wires[r.id]; w != nil && (e.copyOf(old) != 0 || w.root().carriers == 1) {
		e.dropCopy(r.id) // whether it still is one, its new text tells
	}
	g, ties := e.groupOf(old), before.ties
	e.ids.remove(old)
	at := e.enter(r, g)
	for _, t := range ties {
		for i, back := range e.at(t.to).ties {
			if back.to == old {
				e.at(t.to).ties[i].to = at
			}
		}
	}
	e.at(at).ties, before.ties = ties, nil
	e.resize(at)
	e.vacate(old)
	return at
}
