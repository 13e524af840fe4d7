package newsroom

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"alsoread/news"
	"alsoread/newsroom/page"
)

const (
	entryMembers = 12 // of a group that its entry is made of
	entryTellers = 4
	entryAlso    = 3
)

// entriesOf is what a list shows of some groups.
func (r *Room) entriesOf(ctx context.Context, groups []news.Group) ([]page.Entry, error) {
	out := make([]page.Entry, len(groups))
	var unknown []*page.Entry
	for i, g := range groups {
		e, ok := r.pages.entries.get(&g)
		out[i] = e
		out[i].Group = g // what was read of it is not a change of it
		if !ok {
			unknown = append(unknown, &out[i])
		}
	}
	if len(unknown) == 0 {
		return out, nil
	}
	if err := r.readEntries(ctx, unknown); err != nil {
		return nil, err
	}
	for _, e := range unknown {
		r.pages.entries.put(e)
	}
	return out, nil
}

// readEntries fills in what is shown of groups. All of them are read at once: one by
// one they take ten times as many questions.
func (r *Room) readEntries(ctx context.Context, entries []*page.Entry) error {
	if r.pages.groups != nil {
		ids := make([]int64, len(entries))
		for i, e := range entries {
			ids[i] = e.Group.ID
		}
		members, err := r.pages.groups.MembersOf(ctx, ids, entryMembers)
		if err != nil {
			return fmt.Errorf("read the stories of groups: %w", err)
		}
		for _, e := range entries {
			tell(e, members[e.Group.ID])
		}
	}
	if err := r.leadsOf(ctx, entries); err != nil {
		return err
	}
	if r.pages.ties == nil {
		return nil
	}
	leads := make([]news.Story, len(entries))
	for i, e := range entries {
		leads[i] = e.Lead
	}
	links, related, err := r.pages.ties.AlsoRead(ctx, leads, entryAlso)
	if err != nil {
		return fmt.Errorf("read what goes with stories: %w", err)
	}
	for _, e := range entries {
		e.Also = pointers(links[e.Lead.ID], related[e.Lead.ID], entryAlso)
	}
	return nil
}

// leadsOf reads the leads that are not among the first stories of their groups.
func (r *Room) leadsOf(ctx context.Context, entries []*page.Entry) error {
	missing := map[int64]*page.Entry{}
	for _, e := range entries {
		if e.Lead.ID != e.Group.Lead {
			missing[e.Group.Lead] = e
		}
	}
	if len(missing) == 0 {
		return nil
	}
	for s, err := range r.store.Stories(ctx, news.Query{IDs: slices.Collect(maps.Keys(missing)), Limit: len(missing)}) {
		if err != nil {
			return fmt.Errorf("read the leads of groups: %w", err)
		}
		if e := missing[s.ID]; e != nil {
			e.Lead = s
		}
	}
	return nil
}

// tell fills in who told an event, the earliest first, and why they are together.
func tell(e *page.Entry, members []news.Member) {
	var reasons []news.Reason
	for i := range members {
		m := &members[i]
		if m.Story.ID == e.Group.Lead {
			e.Lead = m.Story
		}
		reasons = append(reasons, m.Reasons...)
		known := slices.ContainsFunc(e.Tellers, func(t page.Teller) bool { return t.Publisher == m.Story.Publisher })
		if m.Story.CopyOf == 0 && !known && len(e.Tellers) < entryTellers {
			e.Tellers = append(e.Tellers, page.Teller{Publisher: m.Story.Publisher, Story: m.Story.ID})
		}
	}
	if len(members) > 1 && members[0].Story.Publisher != e.Lead.Publisher || len(members) > 2 {
		e.Broke = members[0].Story
		e.Broke.Summary, e.Broke.AlsoRead, e.Broke.Sightings = "", nil, nil // not shown, and kept for a while
	}
	e.Others = max(e.Group.Publishers-len(e.Tellers), 0)
	e.Reasons = strongest(reasons)
}

// strongest keeps the best reason of each kind, the kinds in the order in which
// they convince.
func strongest(reasons []news.Reason) []news.Reason {
	var out []news.Reason
	for _, kind := range []news.ReasonKind{news.ReasonCorrection, news.ReasonCopy, news.ReasonTerms, news.ReasonLink} {
		best := -1
		for i, r := range reasons {
			if r.Kind == kind && (best < 0 || r.Score > reasons[best].Score) {
				best = i
			}
		}
		if best >= 0 {
			out = append(out, reasons[best])
		}
	}
	return out
}
