package news

import "time"

// Status is how a scan of a source ended.
type Status string

const (
	StatusOK        Status = "ok"        // read; Listing is there
	StatusUnchanged Status = "unchanged" // 304, or the same bytes as last time
	StatusFailed    Status = "failed"    // Err says why
	StatusSkipped   Status = "skipped"   // not asked: not due, or the publisher asked us to wait
	StatusRetired   Status = "retired"   // 410 Gone
)

// Scan is the outcome of one scan of one source, ready to be kept: its items,
// validators and health go into one transaction.
type Scan struct {
	Source  Source
	At      time.Time // when the scan began
	Took    time.Duration
	Status  Status
	Bytes   int64 // decoded bytes of the body
	Listing *Listing
	State   State // what is to be remembered; the store keeps it only together with the items
	Err     error
}

// State is what the scans of a source have left behind: where it is now, what
// was last seen there, and how it fares.
type State struct {
	URL          string // where the source has moved for good (301, 308); empty: as configured
	ETag         string // verbatim
	LastModified string // verbatim
	BodyHash     uint64 // of the decoded body that was last read in full; 0: none

	LastScan     time.Time     // the last attempt
	LastSuccess  time.Time     // the last attempt that did not fail
	LastNew      time.Time     // the last scan that brought a new story
	Next         time.Time     // when it is to be scanned again
	NotBefore    time.Time     // the publisher's wish: Retry-After, max-age, Expires, ttl, or a refusal
	BackOff      time.Time     // until then errors keep the schedule from asking; a person may
	Rhythm       time.Duration // learnt time between new stories; 0: not known yet
	Failures     int           // in a row
	FailingSince time.Time     // zero when the last attempt did not fail
	Error        string        // of the last attempt, one line; empty when it did not fail
	Retired      time.Time     // when the publisher answered 410 Gone; zero: in service

	Profile Profile // of a listing page: what it used to give, and whether it has changed

	// What the document last read asked of readers: a scan that reads none
	// (304, the same bytes) still owes it.
	TTL       time.Duration // RSS ttl; 0: none
	SkipHours uint32        // bit h: not in the hour h, GMT (RSS skipHours)
	SkipDays  uint8         // bit d: not on the time.Weekday d, GMT (RSS skipDays)
}

// Saved is what the store made of one scan.
type Saved struct {
	New     int // stories not known before
	Updated int // known stories whose title or text changed: each left a revision
	Seen    int // known stories that this source had not listed before
}

// SourceState is a source as the store knows it.
type SourceState struct {
	ID      int64
	Name    string
	Kind    Kind
	State   State
	Format  string // of the last document read
	Title   string // the feed's own title
	Link    string // the site's own page
	Stories int    // stories this source has listed

	Unread       int    // stories whose own page failed to be read within a day before the last scan
	ArticleError string // of the latest of them, one line
	Unfollowed   int    // targets of Also Read links that were asked for in vain within a day before the last scan
	FollowError  string // of the latest of them, one line
	Drift        string // how a listing page differs from what it used to be, one line; empty: it does not

	URL       string // as configured, safe to show
	Publisher string
	Tags      []string
	Gone      bool // no longer in sources.yaml; its sightings are kept
}
