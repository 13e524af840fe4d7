package news

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Standing is what a story contributes to the row of its group.
type Standing struct {
	Story, CopyOf          int64
	Publisher, Title       string
	Sort, Seen             time.Time // as Story.Sort and Story.FirstSeen
	Read, Saved            bool      // by the reader
	Text, Image, Paywalled bool      // whether there is more than a title, an image; not free to read
}

// RankHalfLife is how much later a group with half as many publishers must be to
// stand as high.
const RankHalfLife = 6 * time.Hour

// wholeReprints is how many copies count as one publisher; more count no more.
const wholeReprints = 10

// Rank is the sort key of headlines: the binary logarithm of the publishers, all
// copies together counting as one more at most, plus the age in half-lives. Time
// enters as a date and not as an age, so that the order of two groups never
// changes unless one of them does, and nothing has to be computed anew.
func Rank(publishers, copies int, latest time.Time) float64 {
	weight := float64(publishers) + float64(min(copies, wholeReprints))/wholeReprints
	return math.Log2(max(weight, 1)) + float64(latest.UnixMilli())/float64(RankHalfLife.Milliseconds())
}

// RankFloor is a rank that no group has whose Latest is at or after t and no
// less than which any has.
func RankFloor(t time.Time) float64 { return Rank(1, 0, t) }

// Summarize makes the row of a group of its stories, of which there must be one.
// It does not set Changed. A group of copies alone, whose original is elsewhere or
// gone, counts the earliest as its original.
func Summarize(id int64, members []Standing) Group {
	slices.SortFunc(members, func(a, b Standing) int {
		return cmp.Or(a.Sort.Compare(b.Sort), cmp.Compare(a.Story, b.Story))
	})
	original := func(i int) bool { return members[i].CopyOf == 0 }
	if !slices.ContainsFunc(members, func(m Standing) bool { return m.CopyOf == 0 }) {
		original = func(i int) bool { return i == 0 }
	}
	g := Group{ID: id, Stories: len(members), First: members[0].Sort}
	outlets, newsrooms, read := map[string]bool{}, map[string]bool{}, map[string]bool{}
	lead := -1
	for i := range members {
		m := &members[i]
		outlets[m.Publisher] = true
		read[m.Publisher] = read[m.Publisher] || m.Read
		g.Saved = g.Saved || m.Saved
		if !original(i) {
			g.Copies++
			continue
		}
		if !newsrooms[m.Publisher] {
			newsrooms[m.Publisher] = true
			g.Latest, g.Joined = later(g.Latest, m.Sort), later(g.Joined, m.Seen)
		}
		if lead < 0 || m.leadsBefore(&members[lead]) {
			lead = i
		}
	}
	g.Outlets, g.Publishers = len(outlets), len(newsrooms)
	g.Lead, g.Title = members[lead].Story, members[lead].Title
	g.Exclusive = g.Outlets == 1 && slices.ContainsFunc(members, func(m Standing) bool { return MarkedExclusive(m.Title) })
	g.Rank = Rank(g.Publishers, g.Copies, g.Latest)
	g.Read = true
	for publisher := range newsrooms {
		g.Read = g.Read && read[publisher]
	}
	return g
}

// leadsBefore reports whether m stands for a group rather than o, which is no
// later: when it is free to read where o is not, or has text or image where o
// lacks more of them.
func (m *Standing) leadsBefore(o *Standing) bool {
	if m.Paywalled != o.Paywalled {
		return o.Paywalled
	}
	return m.furnished() > o.furnished()
}

func (m *Standing) furnished() (n int) {
	if m.Text {
		n++
	}
	if m.Image {
		n++
	}
	return n
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
