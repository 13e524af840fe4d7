package page

import (
	"time"

	"alsoread/news"
)

// Sources is the page of all sources.
type Sources struct {
	Frame
	Sources  []Source
	All      int // those that are not shown included
	Healthy  int
	Writable bool   // sources.yaml can be added to
	URL      string // what stands in the box for a new one
}

// Source is a source and how it fares.
type Source struct {
	news.SourceState
	Health Health
	Says   string // what its health is, in a few words
	Cause  string // why it is not well
	Days   []int  // stories a day, today last
	Busy   bool   // it is being scanned
	Paused bool   // sources.yaml disables it
}

// Health is how a source fares, as a word for the eye.
type Health string

const (
	Well    Health = "well"
	Unwell  Health = "unwell" // it is read, but something is amiss
	Failing Health = "failing"
	Retired Health = "retired"
	Unknown Health = "unknown" // not scanned yet
	Off     Health = "off"     // disabled in sources.yaml
)

// Rhythm is the time between two of its stories, as learnt.
func (s Source) Rhythm() string {
	if s.State.Rhythm <= 0 {
		return ""
	}
	return "every " + span(s.State.Rhythm)
}

// Preview is what was found at an address.
type Preview struct {
	Frame
	URL        string
	Candidates []Candidate
	Trouble    string // why nothing could be read
}

// Candidate is a document that could become a source.
type Candidate struct {
	URL     string
	Kind    news.Kind
	Name    string // proposed
	Format  string
	Known   string // the source that has this address
	Trouble string
	Items   int      // that it lists now
	Titles  []string // of the first of them
	Latest  time.Time
}

// Imported is what became of a list of subscriptions.
type Imported struct {
	Frame
	Added   int
	Refused []NotAdded
}

// NotAdded is one that was not added, and why.
type NotAdded struct{ Name, Why string }
