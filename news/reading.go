package news

import "time"

// Reading is what the reader of this installation has done with a story.
type Reading struct {
	Read  time.Time // zero: it is unread
	Saved time.Time // zero: it is not
}

// Marks is what a reader says of groups and stories.
type Marks struct {
	Groups, Stories []int64
	Read, Saved     *bool // nil: stays as it was
	// Seen is when the reader saw the groups: their stories that came later are
	// not meant by Read. Zero: all are.
	Seen time.Time
}
