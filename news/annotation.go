package news

import "time"

// Person is somebody who had a part in a feed or an item.
type Person struct {
	Name  string
	Email string
	URL   string // absolute
	Image string // absolute
	Role  string // "author", "contributor", "publisher", "owner", or in the document's own words, in lower case: "guest"
}

// Place is a point on the earth (WGS 84). Of a line, a box or a polygon it is
// the middle of the bounds.
type Place struct {
	Latitude  float64 // degrees, -90 to 90, north positive
	Longitude float64 // degrees, -180 to 180, east positive
	Elevation float64 // metres above the ellipsoid; 0 when unknown
	Shape     string  // what the document gave: "point", "line", "box" or "polygon"
	Name      string  // text; may be empty
}

// Explicit is whether a podcast or an episode says that it is not for children.
type Explicit string

// What a document may say of itself; the empty string when it says nothing.
const (
	ExplicitYes Explicit = "yes"
	ExplicitNo  Explicit = "no"
)

// Podcast is what a podcast says of itself.
type Podcast struct {
	Type     string // "episodic" or "serial"; may be empty
	Explicit Explicit
	Blocked  bool // it asks not to be listed in directories
	Complete bool // no further episode will come
}

// Episode is what a player shows of a sound or a film.
type Episode struct {
	Duration    time.Duration // 0 when unknown
	Number      int           // from 1; 0 when it has none
	Season      int           // from 1; 0 when it has none
	Type        string        // "full", "trailer" or "bonus"; may be empty
	Explicit    Explicit
	Blocked     bool        // it asks not to be listed in directories
	Transcripts []Enclosure // in several formats or languages
	ChaptersURL string      // of a file of chapters, absolute
	Chapters    []Chapter   // where they stand in the feed itself
}

// Chapter is a part of an episode.
type Chapter struct {
	Start time.Duration
	Title string // text
	URL   string // absolute; may be empty
}

// Origin is the feed that an aggregator took an item from, as far as the item
// tells (RSS source, Atom source).
type Origin struct {
	Title     string // text
	Link      string // the site's own page, absolute
	Feed      string // the address of the feed, absolute
	ID        string
	Authors   []string
	Copyright string // text
	Updated   time.Time
}

// Generator is the program that wrote a document.
type Generator struct {
	Name    string
	Version string
	URL     string // absolute
}

// String returns the name and the version; the address where there is no name.
func (g Generator) String() string {
	switch {
	case g.Name == "":
		return g.URL
	case g.Version == "":
		return g.Name
	}
	return g.Name + " " + g.Version
}
