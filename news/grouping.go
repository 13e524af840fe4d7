package news

import (
	"errors"
	"time"
)

// ErrOvertaken: grouping or a correction by someone else came first. What was
// worked out on the state before is not kept; look again and repeat it.
var ErrOvertaken = errors.New("the groups have changed meanwhile")

// Ungrouped is a story that grouping has still to place or, where its text has
// changed, to look at again.
type Ungrouped struct {
	ID                       int64
	URL, Title, Text         string // Text is visible text: content, else summary
	Publisher, Language      string
	Published, Updated, Seen time.Time // Seen: when a scan first listed it
	Authors                  []string
	Links                    []string // addresses its publisher put beside it
	Again                    bool
}

// Placed is a story as grouping left it, for filling the window anew.
type Placed struct {
	Story, Group, CopyOf int64
	Seen                 time.Time
	Profile              []byte     // as Placement had it; valid until the next one is read
	Text                 *Ungrouped // nil unless it was asked for
}

// Remembered is what grouping remembers of one story, in its own form.
type Remembered struct {
	Story int64
	Data  []byte
}

// Placement is what grouping says of one story.
type Placement struct {
	Story, Group, CopyOf int64
	Reasons              []Reason
	Kin                  []Kinship // stories of other groups that are of one thread
	Profile              []byte    // what grouping will want to remember of it
}

// Kinship is a looser likeness of two stories.
type Kinship struct {
	Story int64 // the other one
	Score float64
	Terms []Term
}

// Move is a story that changed its group.
type Move struct {
	Story, From, To int64
	Reasons         []Reason
}

// Original is a change of which story is the original of a text: From, and what
// were copies of it, are copies of To now.
type Original struct{ From, To int64 }

// GroupingState tells how far grouping is.
type GroupingState struct {
	Turn      int64 // grows by one with everything that grouping or a correction changes
	Corrected int64 // how many of those were corrections
	LastGroup int64 // the last number given to a group
	Version   int64 // of the data that were read with it
}

// Grouping is what one batch of grouping changes.
type Grouping struct {
	Version    int64       // of the data that it was made from; what has changed since is looked at again
	Turn       int64       // the turn that it knows; another one: nothing of it is kept
	Placements []Placement // in the order of Ungrouped
	Moves      []Move      // of stories placed before
	Originals  []Original  // in the order in which they were found
	Left       []int64     // stories to be looked at again that stay as they are: they have left the window
	Forget     time.Time   // stories seen before have left the window: their profiles go
}

// Grouped counts what came of grouping.
type Grouped struct {
	Stories int // placed for the first time
	Copies  int // stories found to be one
	Groups  int // that did not exist before
	Moved   int // stories placed before that changed their group
}

// Add adds the counts of another batch.
func (g *Grouped) Add(o Grouped) {
	g.Stories += o.Stories
	g.Copies += o.Copies
	g.Groups += o.Groups
	g.Moved += o.Moved
}

// Headline is what a story contributes to trends.
type Headline struct {
	Title, Language, Publisher string
	Group                      int64
	Copy                       bool
	At                         time.Time // as Story.Sort
}
