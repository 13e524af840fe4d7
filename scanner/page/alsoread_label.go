package page

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxLabelLead is how many words may stand before a label that does not begin
// its line.
const maxLabelLead = 3

// labelAfterMark finds a label behind a few words that a mark parts from it:
// "Show notes: also read", "Wirtschaft | Lesen Sie auch". As in labelAt, but start
// is that of the line's first word: all of it is the label.
func labelAfterMark(line string) (word string, start, end int, ok bool) {
	at := strings.IndexAny(line, ":|：")
	if at <= 0 || len(strings.Fields(line[:at])) > maxLabelLead {
		return "", 0, 0, false
	}
	return labelBehind(line, at)
}

// labelAtEnd finds a label that a few words lead up to and nothing follows: "I
// also read", "What else to read: see also".
func labelAtEnd(line string) (word string, start, end int, ok bool) {
	lead := 0
	for at, c := range line {
		if !unicode.IsSpace(c) {
			continue
		}
		if lead++; lead > maxLabelLead {
			break
		}
		if word, start, end, ok = labelBehind(line, at); ok && letters(line[end:]) == 0 && strings.Contains(word, " ") {
			return word, start, end, true
		}
	}
	return "", 0, 0, false
}

func labelBehind(line string, at int) (word string, start, end int, ok bool) {
	word, _, end, ok = labelAt(line[at:])
	if !ok || cautious[word] {
		return "", 0, 0, false
	}
	return word, len(line) - len(strings.TrimLeftFunc(line, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) })), at + end, true
}

// emphasised says whether a line is set as a heading: it is one, or all of it is
// in bold or italics.
func emphasised(l *line) bool {
	return headed(l.block) || !slices.ContainsFunc(l.runs, func(r run) bool {
		return strings.TrimSpace(r.node.Data) != "" && !stressed(r.node, l.block)
	})
}

func stressed(n, block *html.Node) bool {
	for p := n.Parent; p != nil && p != block; p = p.Parent {
		switch p.DataAtom {
		case atom.B, atom.Strong, atom.I, atom.Em:
			return true
		}
	}
	return false
}
