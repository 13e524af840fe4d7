package news

import "time"

// Link is a hyperlink that a publisher put into an article's block of related
// coverage.
type Link struct {
	URL      string // absolute
	Title    string // text of the anchor, without the label
	Label    string // "Also Read", as the page has it; empty when only the markup says so
	Position int    // from 0, in the order of the page
	Story    int64  // the known story it leads to; 0: none, so far
}

// Wanted is a story whose own page is to be read.
type Wanted struct {
	Story int64 // its ID
	URL   string
	Tries int // that have failed
}

// Article is what a story's own page said, or why it could not be read.
type Article struct {
	Story int64     // the story's ID
	At    time.Time // when the page was asked for
	Err   error     // why it was not read; then nothing but Again stands below
	Again time.Time // when to try once more; zero: not at all

	URL         string // the address the page gives itself
	Title       string // text
	Authors     []string
	Published   time.Time
	Updated     time.Time
	Image       string
	ImageCredit string
	Language    string // BCP 47
	Paywalled   bool   // the page says that not all of it is free to read
	Categories  []string
	Content     string // sanitised HTML, without the blocks of related coverage
	AlsoRead    []Link
}
