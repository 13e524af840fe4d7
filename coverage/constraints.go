package coverage

import (
	"slices"

	"alsoread/news"
)

// rules are what people have corrected, as grouping obeys it. Single stories are
// held where they are, or kept from others and from groups; a whole group joins
// another only if none of its stories is kept from that.
type rules struct {
	held   map[int64]bool    // stories that stay in their group
	apart  map[int64][]int64 // story -> stories that it is never together with
	barred map[int64][]int64 // story -> groups that it never joins
	from   map[int64][]int64 // the other way round: group -> stories
}

// rulesOf makes rules of corrections in force.
//
// A split holds the stories that were named where they were put, and keeps them
// and those they left from each other, wherever these go. A bar does so without
// holding. A merge holds the stories of both groups: nothing else would keep them
// together, for they were apart because nothing ties them. What comes later is
// free to join either way.
func rulesOf(corrections []news.Correction) rules {
	r := rules{held: map[int64]bool{}, apart: map[int64][]int64{}, barred: map[int64][]int64{}, from: map[int64][]int64{}}
	for _, c := range corrections {
		switch c.Kind {
		case news.CorrectPin:
			r.hold(c.Stories)
		case news.CorrectMerge:
			r.hold(c.Stories)
			r.hold(c.Rest)
		case news.CorrectSplit:
			r.hold(c.Stories)
			r.keepApart(c.Stories, c.Rest)
			r.bar(c.Stories, c.Group)
			r.bar(c.Rest, c.Other)
		case news.CorrectBar:
			r.keepApart(c.Stories, c.Rest)
			r.bar(c.Stories, c.Group)
		}
	}
	return r
}

func (r *rules) hold(stories []int64) {
	for _, id := range stories {
		r.held[id] = true
	}
}

func (r *rules) keepApart(some, others []int64) {
	for _, id := range some {
		r.apart[id] = append(r.apart[id], others...)
	}
	for _, id := range others {
		r.apart[id] = append(r.apart[id], some...)
	}
}

func (r *rules) bar(stories []int64, group int64) {
	for _, id := range stories {
		r.barred[id] = append(r.barred[id], group)
		r.from[group] = append(r.from[group], id)
	}
}

// lead has what was said of a group that is no more said of the one that took it
// in.
func (r *rules) lead(old, next int64) {
	stories := r.from[old]
	if len(stories) == 0 {
		return
	}
	delete(r.from, old)
	r.bar(stories, next)
}

func (e *Engine) held(story int64) bool { return e.rules.held[story] }

// barred reports whether a correction keeps a story from a group.
func (e *Engine) barred(story int64, g *group) bool {
	if len(e.rules.barred) == 0 {
		return false
	}
	return slices.Contains(e.rules.barred[story], g.id) || slices.ContainsFunc(e.rules.apart[story], func(other int64) bool {
		return e.GroupOf(other) == g.id
	})
}

// apart reports whether a correction keeps two groups from being joined.
func (e *Engine) apart(a, b *group) bool {
	return len(e.rules.barred) > 0 && (e.anyBarred(a, b) || e.anyBarred(b, a))
}

func (e *Engine) anyBarred(of, from *group) bool {
	for m := range e.membersOf(of) {
		if e.barred(e.at(m).id, from) {
			return true
		}
	}
	return false
}

// assign puts a story of the window into the group with this number, which may be
// new, because somebody else has.
func (e *Engine) assign(story, group int64) {
	at := e.find(story)
	if at == 0 || e.groupOf(at).id == group {
		return
	}
	e.told = e.lastGroup
	to := e.groupWith(group)
	if from := e.groupOf(at); from.members == 1 {
		e.succeed(from.id, to.id)
	}
	e.leave(at)
	e.join(at, to)
}

// groupWith is the group with this number; it is made when there is none, and
// then leads nowhere else.
func (e *Engine) groupWith(id int64) *group {
	if g := e.group(id); g != nil {
		return g
	}
	if next, ok := e.successor[id]; ok {
		delete(e.successor, id)
		e.heirs[next] = slices.DeleteFunc(e.heirs[next], func(old int64) bool { return old == id })
	}
	return e.groupNumbered(id)
}
