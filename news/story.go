package news

import "time"

// Story is one article, kept once, whatever number of sources listed it.
type Story struct {
	ID          int64
	Key         Key    // what it was first known by: Identity.URL, or Identity.GUID where that is zero; never changes
	URL         string // the publisher's own; the canonical form is only a key
	Title       string // text
	Authors     []string
	Published   time.Time // as the publisher dated it, clamped; zero when it did not
	Updated     time.Time
	FirstSeen   time.Time // when a scan first listed it
	Changed     time.Time // when what a reader sees of it last changed here
	Sort        time.Time // Published, never later than FirstSeen; FirstSeen when unknown
	Language    string
	Publisher   string // of the source that listed it first; of a followed story, its own
	Summary     string // sanitised HTML
	Content     string // sanitised HTML; only when the query asked for it
	Image       string
	ImageCredit string // of whom the image is, as the story's page says; text
	Paywalled   bool   // the story's page says that not all of it is free to read
	Enclosures  []Enclosure
	Categories  []string
	CommentsURL string
	GUID        string     // as the first source gave it
	AlsoRead    []Link     // what the story's page recommends, in its order
	Sightings   []Sighting // oldest first
	Revisions   int        // times title or text changed
	CopyOf      int64      // the story this one is a copy of; 0: none
	Group       int64      // the group it is in; 0: not placed yet
}

// Sighting says: source S listed the story at time T under URL U and title V; or,
// where Followed is set, that it was found for S behind an Also Read link.
type Sighting struct {
	Source    string // name
	SourceURL string // as configured, safe to show
	Publisher string
	At        time.Time
	URL       string
	Title     string
	GUID      string
	Followed  int64 // the story whose Also Read link led there; 0: S listed it
}

// Revision is what a story said before it was changed.
type Revision struct {
	Until   time.Time // when the change was seen
	Title   string
	Summary string
	Content string
}

// Query selects stories. The zero Query selects all of them, newest first.
type Query struct {
	IDs       []int64
	Search    string   // words that title or summary must hold; "quoted words" stand together
	Sources   []string // by name; any of them
	Tags      []string // of the sources; any of them
	Publisher string
	Language  string    // primary tag
	Since     time.Time // Sort at or after
	Until     time.Time // Sort before
	// ChangedAfter selects the stories of which a reader sees something else since,
	// and leads them by that: the one that changed first comes first.
	ChangedAfter time.Time
	Saved        *bool  // by the reader; nil: either
	NewerThan    int64  // only stories that came after the one with this ID
	Before       Cursor // for paging: only what comes after this place in the list
	Limit        int    // 0: no limit
	Content      bool   // fill Story.Content
	Bare         bool   // leave Story.Sightings and Story.AlsoRead empty
}

// Cursor is a place in a list of stories, newest first. The zero Cursor is its
// beginning.
type Cursor struct {
	Sort time.Time
	ID   int64
}

// Cursor is the place of a story in a list of what q selects.
func (q *Query) Cursor(s *Story) Cursor {
	if !q.ChangedAfter.IsZero() {
		return Cursor{Sort: s.Changed, ID: s.ID}
	}
	return Cursor{Sort: s.Sort, ID: s.ID}
}
