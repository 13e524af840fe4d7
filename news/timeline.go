package news

import (
	"slices"
	"time"
)

// Moment is a publisher's part in the coverage of an event.
type Moment struct {
	Publisher string
	Story     int64 // its first story that is no copy; its first copy where it has no other
	Title     string
	At        time.Time     // Sort of that story
	After     time.Duration // behind the publisher that broke it; 0 for that one
	Stories   int           // of its own
	Copies    int           // reprints that it carries
}

// Timeline tells who broke an event and who followed when: publishers that told
// it themselves, and those that only reprinted it, in the order of their first
// stories. Time is that of the publishers, never later than when a scan saw it.
func Timeline(members []Member) []Moment {
	members = slices.Clone(members)
	slices.SortStableFunc(members, func(a, b Member) int { return a.Story.Sort.Compare(b.Story.Sort) })
	places := map[string]int{}
	var out []Moment
	for _, m := range members {
		s := &m.Story
		i, known := places[s.Publisher]
		if !known {
			i = len(out)
			places[s.Publisher] = i
			out = append(out, Moment{Publisher: s.Publisher})
		}
		out[i].tell(s)
	}
	slices.SortStableFunc(out, func(a, b Moment) int { return a.At.Compare(b.At) })
	for i := range out {
		out[i].After = out[i].At.Sub(out[0].At)
	}
	return out
}

// tell adds a story. The first original stands for the publisher, even when it
// carried a copy before.
func (m *Moment) tell(s *Story) {
	if s.CopyOf == 0 {
		m.Stories++
	} else {
		m.Copies++
	}
	if m.At.IsZero() || s.CopyOf == 0 && m.Stories == 1 && m.Copies > 0 {
		m.Story, m.Title, m.At = s.ID, s.Title, s.Sort
	}
}
