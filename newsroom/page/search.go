package page

import (
	"html/template"

	"alsoread/news"
)

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

// Title and Text are what was found, with the searched words marked.
func (v *Search) Marked(text string) template.HTML { return marked(text, v.Words) }

// Snippet is the part of a summary where the words stand.
func (v *Search) Snippet(summary string) template.HTML {
	return marked(around(plain(summary, 4000), v.Words, 240), v.Words)
}

// Problem says what went wrong.
type Problem struct {
	Frame
	Status int
	Text   string
}
