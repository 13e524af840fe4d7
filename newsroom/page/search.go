package page

import "alsoread/news"

// Search is what was searched for, and found.
type Search struct {
	Frame
	Words   []string // that are marked
	Fields  []Field  // that narrow it
	Found   []news.Story
	Older   string // query of the next part
	Trouble string // what is wrong with what was asked
}

// Field is one field of a search, such as tag:world.
type Field struct{ Name, Value string }

// Problem says what went wrong.
type Problem struct {
	Frame
	Status int
	Text   string
}
