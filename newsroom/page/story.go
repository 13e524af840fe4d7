package page

import (
	"html/template"
	"time"

	"alsoread/news"
)

// Story is the page of one story.
type Story struct {
	Frame
	Story     news.Story // with Content
	Group     news.Group // zero: in none
	Also      []Pointer
	Original  *news.Story // that it is a copy of
	Revisions []Revision
	Reading   news.Reading
}

// Revision is one change of the story, latest first.
type Revision struct {
	At    time.Time
	Title []Piece // nil: it did not change
	Text  []Piece
}

// Body is the story's text, checked.
func (v *Story) Body() template.HTML {
	return v.Markup(v.Story, textOfStory(&v.Story))
}

// textOfStory is what is shown of a story: its content, or its summary.
func textOfStory(s *news.Story) string {
	if s.Content != "" {
		return s.Content
	}
	return s.Summary
}

// Revised makes the changes of a story out of its former states, oldest first,
// and its present one.
func Revised(before []news.Revision, now *news.Story) []Revision {
	after := news.Revision{Title: now.Title, Summary: now.Summary, Content: now.Content}
	var changes []Revision
	for i := len(before) - 1; i >= 0; i-- {
		was := before[i]
		c := Revision{At: was.Until}
		if was.Title != after.Title {
			c.Title = Diff(was.Title, after.Title)
		}
		if old, new := textOf(was), textOf(after); old != new {
			c.Text = shorten(Diff(old, new))
		}
		changes = append(changes, c)
		after = was
	}
	return changes
}

// textOf is what a reader read: the content, or the summary where there is none.
func textOf(r news.Revision) string {
	if r.Content != "" {
		return plain(r.Content, maxDiff)
	}
	return plain(r.Summary, maxDiff)
}
