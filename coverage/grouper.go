package coverage

import (
	"maps"
	"slices"

	"alsoread/news"
)

// Grouper is an engine that can stop and go on: it takes stories in batches, in
// the nouns of the house, says what is to be kept of each batch, and is filled
// with what was kept. It is not safe for use by several goroutines.
type Grouper struct {
	options Options
	engine  *Engine
	obeyed  map[int64]news.Correction // by ID: what the engine's rules are made of
}

// NewGrouper returns a Grouper whose window is empty. Its engine is made when it
// is needed: a scan that finds nothing new does not wait for the learnt weights.
func NewGrouper(o Options) *Grouper { return &Grouper{options: o} }

func (g *Grouper) begun() *Engine {
	if g.engine == nil {
		g.Reset()
	}
	return g.engine
}

// Reset empties the window.
func (g *Grouper) Reset() { g.engine, g.obeyed = New(g.options), nil }

// Len is the number of stories in the window.
func (g *Grouper) Len() int { return g.begun().Len() }

// Fill puts a story back where it was placed. Its text, if it is there, takes the
// place of its profile, and gives the profile that is to be kept from then on. The
// error is ErrProfile.
func (g *Grouper) Fill(p news.Placed) (profile []byte, err error) {
	e := g.begun()
	if p.Text == nil {
		return nil, e.Restore(p)
	}
	if e.find(p.Story) != 0 {
		return nil, nil
	}
	e.Adopt(storyOf(p.Text), p)
	return e.Profile(e.record(), p.Story), nil
}

// Follow takes the corrections in force in place of those it knew. Where the
// stories of the window that the difference is about are now was not the engine's
// decision: placing is asked. last is the last number given to any group.
func (g *Grouper) Follow(corrections []news.Correction, placing func([]int64) (map[int64]int64, error), last int64) error {
	g.begun()
	groups, err := placing(g.touchedBy(corrections))
	if err != nil {
		return err
	}
	g.obeyed = make(map[int64]news.Correction, len(corrections))
	for _, c := range corrections {
		g.obeyed[c.ID] = c
	}
	g.engine.rules = rules{} // what is assigned is not to be led on by rules that are no more
	for _, story := range slices.Sorted(maps.Keys(groups)) {
		g.engine.assign(story, groups[story])
	}
	g.engine.rules, g.engine.restored = rulesOf(corrections), nil
	g.engine.lastGroup = max(g.engine.lastGroup, last)
	return nil
}

// touchedBy are the stories of the window of all corrections that were made or
// undone since.
func (g *Grouper) touchedBy(corrections []news.Correction) []int64 {
	touched := map[int64]bool{}
	note := func(c news.Correction) {
		for _, id := range slices.Concat(c.Stories, c.Rest) {
			if g.engine.find(id) != 0 {
				touched[id] = true
			}
		}
	}
	inForce := map[int64]bool{}
	for _, c := range corrections {
		inForce[c.ID] = true
		if _, known := g.obeyed[c.ID]; !known {
			note(c)
		}
	}
	for id, c := range g.obeyed {
		if !inForce[id] {
			note(c)
		}
	}
	return slices.Sorted(maps.Keys(touched))
}

// Group places a batch of stories, in the order in which they came, and says what
// is to be kept. A story that left the window within the batch keeps the place
// that it had.
func (g *Grouper) Group(batch []news.Ungrouped) news.Grouping {
	r := round{grouper: g, words: newSurfaces(g.begun()), moved: map[int64]int64{}, placed: map[int64]int{}}
	for i := range batch {
		r.add(&batch[i])
	}
	r.conclude()
	return r.out
}

// round is one batch under way.
type round struct {
	grouper *Grouper
	out     news.Grouping
	words   *surfaces
	kin     [][]Reason      // of each placement
	records [][]byte        // of each placement
	moved   map[int64]int64 // stories placed before, with the group they were in
	order   []int64         // of moved
	placed  map[int64]int   // places in out.Placements
}

func (r *round) add(u *news.Ungrouped) {
	e := r.grouper.engine
	var p Placement
	if u.Again || e.find(u.ID) != 0 {
		renewed, ok := e.Renew(storyOf(u))
		if !ok {
			r.out.Left = append(r.out.Left, u.ID)
			return
		}
		p = renewed
	} else {
		e.Advance(u.Seen)
		p = e.Add(storyOf(u))
	}
	r.words.read(u, slices.Concat(p.Reasons, p.Kin))
	r.placed[u.ID] = len(r.out.Placements)
	r.out.Placements = append(r.out.Placements, news.Placement{Story: u.ID, Group: p.Group, CopyOf: p.CopyOf,
		Reasons: r.words.reasons(p.Reasons)})
	r.kin, r.records = append(r.kin, p.Kin), append(r.records, e.record())
	for _, o := range p.Originals {
		r.out.Originals = append(r.out.Originals, news.Original(o))
	}
	for _, m := range p.Moved {
		if _, known := r.moved[m.Story]; !known {
			r.moved[m.Story] = m.From
			r.order = append(r.order, m.Story)
		}
	}
}

func storyOf(u *news.Ungrouped) Story {
	return Story{ID: u.ID, Title: u.Title, Text: u.Text, URL: u.URL, Publisher: u.Publisher, Language: u.Language,
		Published: u.Published, Links: u.Links, Authors: u.Authors}
}

// conclude settles what the batch has come to: a story may have moved on since it
// was placed.
func (r *round) conclude() {
	e := r.grouper.engine
	for i := range r.out.Placements {
		p := &r.out.Placements[i]
		at := e.find(p.Story)
		if at == 0 {
			continue
		}
		if _, moved := r.moved[p.Story]; moved {
			p.Group, p.Reasons = e.groupOf(at).id, r.words.reasons(e.reasonsOf(p.Story))
		}
		p.CopyOf, p.Profile = e.copyOf(at), e.Profile(r.records[i], p.Story)
		p.Kin = r.kinOf(p.Group, r.kin[i])
	}
	for _, story := range r.order {
		if _, here := r.placed[story]; here {
			continue
		}
		if to := e.GroupOf(story); to != 0 && to != r.moved[story] {
			r.out.Moves = append(r.out.Moves, news.Move{Story: story, From: r.moved[story], To: to, Reasons: r.words.reasons(e.reasonsOf(story))})
		}
	}
	if !e.clock.IsZero() {
		r.out.Forget = e.clock.Add(-e.options.Window)
	}
}

// kinOf leaves out what has come into the same group since.
func (r *round) kinOf(group int64, kin []Reason) (out []news.Kinship) {
	for _, k := range kin {
		if r.grouper.engine.GroupOf(k.Story) != group {
			out = append(out, news.Kinship{Story: k.Story, Score: k.Odds, Terms: r.words.terms(k.Terms)})
		}
	}
	return out
}
