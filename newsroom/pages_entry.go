package newsroom

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"alsoread/news"
	"alsoread/newsroom/page"
)

const (
	entryMembers = 12 // of a group that its entry is made of
	entryTellers = 4
	entryAlso    = 3
)

// entry is what a list shows of a group.
func (r *Room) entry(ctx context.Context, g news.Group) (page.Entry, error) {
	if e, ok := r.pages.entries.get(&g); ok {
		e.Group = g // what was read of it is not a change of it
		return e, nil
	}
	e := page.Entry{Group: g}
	if r.pages.groups != nil {
		members, err := r.pages.groups.Members(ctx, g.ID, entryMembers)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return e, fmt.Errorf("read the stories of group %d: %w", g.ID, err)
		}
		tell(&e, members)
	}
	if err := r.leadOf(ctx, &e); err != nil {
		return e, err
	}
	if r.pages.ties != nil && e.Lead.ID != 0 {
		links, related, err := r.pages.ties.AlsoRead(ctx, &e.Lead, entryAlso)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return e, fmt.Errorf("read what goes with story %d: %w", g.Lead, err)
		}
		e.Also = pointers(links, related, entryAlso)
	}
	r.pages.entries.put(&e)
	return e, nil
}

// leadOf reads the lead where it is not among the first stories.
func (r *Room) leadOf(ctx context.Context, e *page.Entry) error {
	if e.Lead.ID == e.Group.Lead {
		return nil
	}
	for s, err := range r.store.Stories(ctx, news.Query{IDs: []int64{e.Group.Lead}, Limit: 1}) {
		if err != nil {
			return fmt.Errorf("read story %d: %w", e.Group.Lead, err)
		}
		e.Lead = s
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
