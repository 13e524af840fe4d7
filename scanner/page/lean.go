package page

import "golang.org/x/net/html/atom"

// lean copies a page without some of its parts.
type lean struct {
	text   []byte
	out    []byte
	copied int // of text
	inside int // where the content of the svg element begins that is being read; 0: none
}

// cut leaves out a part that is not before the last one.
func (l *lean) cut(from, to int) {
	if from < l.copied {
		return
	}
	l.out = append(l.out, l.text[l.copied:from]...)
	l.copied = to
}

// page returns what is left: the text itself where nothing was left out.
func (l *lean) page() []byte {
	if l.copied == 0 {
		return l.text
	}
	return append(l.out, l.text[l.copied:]...)
}

// drawing returns where the content of an svg element is, at its end tag. One with
// an element of HTML in it is none: the HTML standard ends the drawing there
// (13.2.6.5).
func (l *lean) drawing(m *markup) (from, to int) {
	switch {
	case m.name == atom.Svg && !m.closes:
		l.inside = m.next
		if m.text[m.next-2] == '/' {
			l.inside = 0 // it has no content
		}
	case l.inside == 0:
	case m.name == atom.Svg:
		from, to = l.inside, m.begin
		l.inside = 0
	case m.name != 0 && m.name != atom.Title && m.name != atom.Style && m.name != atom.Desc && m.name != atom.Pattern && m.name != atom.Image:
		l.inside = 0
	}
	return from, to
}
