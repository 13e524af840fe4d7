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
	Follow   bool   // its target is to be fetched should it be no known story
	Problem  string // why its target was not had, one line; empty: it was not asked for, or is a story by now
}

// Wanted is a page that is to be read: a story's own, or what an Also Read link
// of a story leads to.
type Wanted struct {
	Story int64 // the story whose page it is; 0: no source has listed it
	URL   string
	Tries int    // that have failed
	From  int64  // the story whose Also Read link leads there; 0 for a story's own page
	Page  string // that story's address
}

// Follows says whether an Also Read link of a page is to be followed to its
// target: by what the source wants, and never to where no story can be.
func (s *Source) Follows(page, target string) bool {
	publisher := Publisher(target)
	switch s.Follow {
	case FollowAll:
		return publisher != ""
	case FollowPublisher:
		return publisher != "" && publisher == Publisher(page)
	}
	return false
}

// Article is what a story's own page said, or why it could not be read.
type Article struct {
	Story int64     // the story's ID
	At    time.Time // when the page was asked for
	Err   error     // why it was not read; then nothing but Again stands below
	Again time.Time // when to try once more; zero: not at all

	// Of a page that an Also Read link led to, and that is a story of its own.
	From      int64  // the story that has the link; 0: the page is that of Story
	Link      string // the link's address
	Answered  string // the address that answered, after redirects
	Publisher string // who stands behind it; empty: who stands behind the source

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
