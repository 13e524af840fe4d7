package page

import (
	"html/template"
	"strings"
	"time"

	"alsoread/news"
)

// Group is the page of one event.
type Group struct {
	Frame
	Group       news.Group
	Lead        news.Story
	Timeline    []Told // in the order of time, copies under what they are copies of
	More        int    // stories that are not shown
	Also        []Pointer
	Related     []Related
	Corrections []news.Correction // in force, latest first
}

// Told is a story of a group.
type Told struct {
	Member news.Member
	First  bool          // nobody was earlier
	After  time.Duration // the first
	Copies []news.Member
	Other  string // title of the story that the strongest reason names
}

// Related is another group of the same thread.
type Related struct {
	Group news.Group
	Why   string
}

// Growth is the picture of how the coverage grew.
func (v *Group) Growth() template.HTML {
	var points []told
	for _, t := range v.Timeline {
		points = append(points, told{t.Member.Story.Sort, t.Member.Story.Publisher, false})
		for _, c := range t.Copies {
			points = append(points, told{c.Story.Sort, c.Story.Publisher, true})
		}
	}
	return growth(points, v.Now, v.Zone)
}

// Summary is the lead's summary as text.
func (v *Group) Summary() string { return plain(v.Lead.Summary, 600) }

// Later is how long after the first a story came.
func (t Told) Later() string {
	if t.First || t.After < time.Minute {
		return ""
	}
	return "+" + span(t.After)
}

// Does says what a correction does.
func (f Frame) Does(c news.Correction) string {
	stories := plural(len(c.Stories), "story", "stories")
	switch c.Kind {
	case news.CorrectSplit:
		return stories + " split out"
	case news.CorrectMerge:
		return "merged with another event"
	case news.CorrectPin:
		return stories + " pinned here"
	case news.CorrectBar:
		return stories + " kept out"
	}
	return string(c.Kind)
}

// relatedBy says what ties two groups.
func relatedBy(r news.RelationReason) string {
	if r.Kind == news.ReasonLink {
		return strings.TrimSpace(r.Label)
	}
	return terms(r.Terms)
}

// RelatedTo makes what is shown of a relation.
func RelatedTo(r news.Relation) Related { return Related{Group: r.Group, Why: relatedBy(r.Reason)} }
