package page

import "time"

// Feeds is the page that lists the feeds.
type Feeds struct {
	Frame
	Changed         time.Time // when the data last changed; zero: not known
	Events, Stories Ways
	Tags, BySource  []Ways
	Hidden          int // sources that are not listed
}

// Ways are the feeds of one thing.
type Ways struct {
	Name  string
	Feeds []Feed
}

// Login is the door.
type Login struct {
	Frame
	Next   string // where to go afterwards
	Fault  string // why the last try failed
	Closed bool   // no password may be given this way
}
