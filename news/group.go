package news

import "time"

// Group is the stories about one event: its coverage. Every story is in exactly
// one group. A group that was joined to another is gone; its ID leads to the
// group that took it in.
type Group struct {
	ID         int64
	Key        Key       // what it is exported under, in this database and no other
	Lead       int64     // ID of the story that stands for the group
	Title      string    // of the lead
	Stories    int       // copies included
	Publishers int       // that told the event themselves: independent newsrooms
	Outlets    int       // publishers, those that only carry copies included
	Copies     int       // stories that are copies of another: reprints
	First      time.Time // Sort of its earliest story: when it broke
	Latest     time.Time // when the last of its independent publishers first told it, by their dates
	Joined     time.Time // when a scan first saw that publisher's story
	Changed    time.Time // when anything about it last changed: a member, the lead, a correction
	Rank       float64   // greater is nearer to the top, now and later; see Rank
	Exclusive  bool      // its one publisher marked its story as exclusive
	Read       bool      // of each of its independent publishers a story of it was read
	Saved      bool      // one of its stories is
}

// Member is a story of a group, and what tied it there.
type Member struct {
	Story   Story     // without Content
	Joined  time.Time // when it came into this group
	Pinned  bool      // by a correction: grouping does not move it
	Reasons []Reason  // strongest first; empty: it was the first of its group
}

// ReasonKind names the evidence of a Reason.
type ReasonKind string

const (
	ReasonTerms      ReasonKind = "terms"      // rare terms, names or numbers in common
	ReasonCopy       ReasonKind = "copy"       // the texts are nearly the same
	ReasonLink       ReasonKind = "link"       // one links to the other, or both cite one page
	ReasonWords      ReasonKind = "words"      // several words of what the group says as a whole
	ReasonCorrection ReasonKind = "correction" // a person said so
)

// Reason is one tie between two stories, or between a story and its whole group.
type Reason struct {
	Kind  ReasonKind `json:"kind"`
	Story int64      `json:"story,omitempty"` // the other story; 0 for a correction and for words
	Score float64    `json:"score,omitempty"` // how likely it is that both tell of one event, 0 to 1
	Terms []Term     `json:"terms,omitempty"` // shared, weightiest first
}

// Term is a word or name as readers know it, with its weight.
type Term struct {
	Text   string  `json:"text"`
	Weight float64 `json:"weight"`
}

// Relation is a weaker tie between two groups: one thread, not one event.
type Relation struct {
	Group  Group // the other one
	Score  float64
	Reason RelationReason
}

// RelationReason says what a Relation rests on.
type RelationReason struct {
	Kind  ReasonKind // ReasonLink or ReasonTerms
	From  int64      // the story whose page has the link, or that shares the terms
	To    int64      // and the story it leads to, or shares them with
	Label string     // of a link, as the page has it, such as "Also Read"
	Terms []Term
}

// Trend is a term or name whose share of independent publishers rises against
// its own past.
type Trend struct {
	Term       string  // as most titles write it
	Publishers int     // that use it now
	Before     float64 // publishers a period of the same length had on average
	Score      float64
	Groups     []int64 // where it is met, best first
}

// CorrectionKind says what a person has corrected.
type CorrectionKind string

const (
	CorrectSplit CorrectionKind = "split" // Stories leave Group and stand as a group of their own, Other
	CorrectMerge CorrectionKind = "merge" // Other is taken into Group: they are one event
	CorrectPin   CorrectionKind = "pin"   // Stories stay in Group
	CorrectBar   CorrectionKind = "bar"   // Stories never join Group
)

// Correction is a constraint that later grouping obeys until it is undone.
type Correction struct {
	ID      int64
	Kind    CorrectionKind
	Group   int64
	Other   int64   // of a merge: the group taken in; of a split: the one that came of it
	Stories []int64 // that are meant; of a merge, those of Other
	Rest    []int64 // the other stories that Group had, except of a pin
	At      time.Time
	Undone  time.Time // zero: in force
}

// GroupQuery selects groups. The zero GroupQuery selects all of them, the one
// with the latest publisher first.
type GroupQuery struct {
	Order        GroupOrder
	Tags         []string  // of the sources of its stories; any of them
	Publisher    string    // with a story by it
	Language     string    // primary tag of one of its stories
	Since        time.Time // Latest at or after
	Until        time.Time // Latest before
	ChangedAfter time.Time // Changed after; with GroupsChanged
	Publishers   int       // at least so many
	Exclusive    bool      // one publisher only, marked by it or Latest before ExclusiveAt
	// ExclusiveAt is the time before which a publisher must have told the event
	// to have had it alone for long enough.
	ExclusiveAt time.Time
	Read, Saved *bool // as Group has them; nil: either. Lists by GroupsNewest are led by it
	Before      GroupCursor
	Limit       int // 0: no limit
}

// GroupOrder is how a list of groups is led.
type GroupOrder string

const (
	GroupsNewest    GroupOrder = ""          // by Latest, newest first
	GroupsHeadlines GroupOrder = "headlines" // by Rank
	GroupsChanged   GroupOrder = "changed"   // by Changed, the one that changed first at the top
)

// GroupCursor is a place in a list of groups: the sort value of the group
// before it (Latest in milliseconds, or Rank) and its ID. Zero: the beginning.
type GroupCursor struct {
	Sort float64
	ID   int64
}

// Cursor is the place after this group in a list of that order.
func (g Group) Cursor(order GroupOrder) GroupCursor {
	if order == GroupsHeadlines {
		return GroupCursor{Sort: g.Rank, ID: g.ID}
	}
	if order == GroupsChanged {
		return GroupCursor{Sort: float64(g.Changed.UnixMilli()), ID: g.ID}
	}
	return GroupCursor{Sort: float64(g.Latest.UnixMilli()), ID: g.ID}
}
