package export

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"alsoread/news"
)

// Limits on what ReadOPML takes in. The longest of the real lists it was
// measured on has 141 rows in 30 kB.
const (
	maxOPML     = 32 << 20 // bytes
	maxOutlines = 100_000  // rows
	maxFolders  = 64       // folders within each other that become tags
	maxProblems = 1000     // problems told one by one
)

// ErrNotOPML says that a document is no subscription list at all.
var ErrNotOPML = errors.New("not an OPML subscription list")

// OPML is a subscription list as it was read.
type OPML struct {
	Title    string
	Outlines []Outline // in the order of the document, repeated feeds included
	Problems []news.Problem
}

// ReadOPML reads a subscription list, OPML 1.0 to 2.0, well-formed or not:
// bare ampersands, unescaped "<" and quotes in attributes, HTML entities,
// missing end tags, names in any case, wrong or missing encodings, text before
// the root. Folders and the category attribute become tags.
//
// Rows that cannot be used (no address, an address other than http and https)
// are left out and named in Problems with their line; so is everything that had
// to be changed in a row that was kept. Of documents over 32 MiB or 100,000 rows
// the beginning is read, and a problem says so. The error is ErrNotOPML when
// there is neither an opml element nor an outline, or comes from r.
func ReadOPML(r io.Reader) (*OPML, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxOPML+1))
	if err != nil {
		return nil, fmt.Errorf("read OPML: %w", err)
	}
	var list listReader
	if len(body) > maxOPML {
		body = body[:maxOPML]
		list.problem(0, "longer than %d MiB: the rest was not read", maxOPML>>20)
	}
	if err := list.read(decode(body)); err != nil {
		return nil, err
	}
	return &list.OPML, nil
}

// listReader puts tags together to rows. It keeps the folders that are open;
// depth counts them all, and open holds the outermost maxFolders.
type listReader struct {
	OPML
	open       []outlineTag
	depth      int
	rowsUnshut bool // rows have no end tags: each end tag is a folder's
	seen       bool // an opml element or an outline
	untold     int  // problems beyond maxProblems
}

// outlineTag is an outline whose end tag has not come yet.
type outlineTag struct {
	title  string
	line   int
	feed   bool
	parent bool // has an outline inside
}

func (l *listReader) read(text string) error {
	l.rowsUnshut = rowsUnshut(text)
	tags := newTagReader(text)
	for t := (tag{}); tags.next(&t) && len(l.Outlines) < maxOutlines; {
		l.take(tags, &t)
	}
	if !l.seen {
		return notOPML(text)
	}
	if len(l.Outlines) == maxOutlines {
		l.problem(0, "more than %d rows: the rest was not read", maxOutlines)
	}
	if l.depth > 0 {
		l.problem(0, "%d end tags are missing", l.depth)
	}
	if l.untold > 0 {
		l.Problems = append(l.Problems, news.Problem{What: fmt.Sprintf("%d more problems", l.untold)})
	}
	return nil
}

// rowsUnshut reports whether rows begin without "/>" and have no end tags of
// their own, since all that there are are needed for the folders.
func rowsUnshut(text string) bool {
	rows, folders, ends := 0, 0, 0
	tags := newTagReader(text)
	for t := (tag{}); tags.next(&t); {
		switch {
		case t.name != "outline" || t.empty:
		case t.closing:
			ends++
		case t.address() != "":
			rows++
		default:
			folders++
		}
	}
	return rows > 0 && ends <= folders
}

func notOPML(text string) error {
	head := strings.ToLower(text[:min(len(text), 1024)])
	switch {
	case strings.TrimSpace(text) == "":
		return fmt.Errorf("%w: it is empty", ErrNotOPML)
	case strings.Contains(head, "<html"):
		return fmt.Errorf("%w: it is an HTML page", ErrNotOPML)
	case strings.Contains(head, "<rss"), strings.Contains(head, "<feed"), strings.Contains(head, "<rdf"):
		return fmt.Errorf("%w: it is a feed", ErrNotOPML)
	}
	return ErrNotOPML
}

func (l *listReader) take(tags *tagReader, t *tag) {
	switch {
	case t.name == "opml":
		l.seen = true
	case t.name == "title" && !t.closing && l.Title == "" && len(l.Outlines) == 0:
		l.Title = cut(oneLine(tags.text()), maxName)
	case t.name == "outline" && t.closing:
		l.close()
	case t.name == "outline":
		l.seen = true
		l.outline(t)
	}
}

func (l *listReader) outline(t *tag) {
	if n := len(l.open); n > 0 && l.depth == n {
		l.open[n-1].parent = true
	}
	name := oneLine(orElse(t.get("title"), t.get("text")))
	o := outlineTag{title: cut(name, maxTag), line: t.line, feed: l.row(t, name)}
	if t.lost && !o.feed {
		l.problem(t.line, "%s: a quote is not closed: left out", quoted(name))
		return
	}
	if t.empty || o.feed && l.rowsUnshut {
		l.check(o)
		return
	}
	if l.depth++; l.depth == len(l.open)+1 && l.depth <= maxFolders {
		l.open = append(l.open, o)
	} else if l.depth == maxFolders+1 {
		l.problem(t.line, "outlines nested deeper than %d: those inside give no tags", maxFolders)
	}
}

func (l *listReader) close() {
	if l.depth == 0 {
		return
	}
	if l.depth == len(l.open) {
		l.check(l.open[l.depth-1])
		l.open = l.open[:l.depth-1]
	}
	l.depth--
}

// check names an outline that is neither a feed nor a folder of anything.
func (l *listReader) check(o outlineTag) {
	if !o.feed && !o.parent {
		l.problem(o.line, "%s has no feed address (xmlUrl): left out", quoted(o.title))
	}
}
