package page

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// How far from its title the line with an article's date is looked for, in
// lines of text: below the title stand a summary, a byline, the buttons to
// share; above it a kicker.
const (
	linesBelow = 14
	linesAbove = 3
)

// titleNode returns the element that shows the title to readers: the heading
// with the title's words, nil when there is none.
func (r *articleReader) titleNode() *html.Node {
	if r.shown != nil || r.article.Title == "" {
		return r.shown
	}
	best := 0.0
	for n := range r.root.Descendants() {
		switch n.DataAtom {
		case atom.H1, atom.H2, atom.H3:
			like := likeness(textOf(n), r.article.Title)
			if like < 0.5 || like <= best {
				continue
			}
			if outsideArticle(n) {
				like /= 2.5
			}
			if like > best {
				r.shown, best = n, like
			}
		}
	}
	return r.shown
}

// nearDate reads the date beside the title: that of a time element goes before
// one in the text, what stands below the title before what stands above it.
// A line that tells of a change counts only where there is no other.
func (r *articleReader) nearDate() stamp {
	n := r.titleNode()
	if n == nil {
		return stamp{}
	}
	above := datelines(linesBefore(n, linesAbove))
	if len(above) > 0 && above[0].at == 0 {
		if s, _ := r.datesOf(above[:1]); !s.zero() {
			return s
		}
	}
	if date := datePart(r.article.Title); date != "" && strings.HasPrefix(r.article.Title, date) {
		return r.stamp(date)
	}
	published, changed := r.datesOf(linesAfter(n, linesBelow))
	if published.zero() {
		published, _ = r.datesOf(above)
	}
	if published.zero() {
		return changed
	}
	return published
}

// datelines keeps the lines that hold a date and little else. What stands above
// a title can be the caption of a picture.
func datelines(lines []textLine) []textLine {
	var out []textLine
	for _, l := range lines {
		if date := nearPart(l.text); l.stated != "" || date != "" && len(l.text) < len(date)+40 {
			out = append(out, l)
		}
	}
	return out
}

// nearPart returns the date at the beginning of a line: a day of two digits
// and a year of two digits count here ("von Jane Doe, 8.5.12").
func nearPart(line string) string {
	line = line[:min(len(line), 120)]
	if date := datePart(line); date != "" {
		return date
	}
	if strings.Count(line, ".") < 2 {
		return ""
	}
	if m := shortDay.FindStringSubmatch(line); m != nil {
		return m[1]
	}
	return ""
}

var shortDay = regexp.MustCompile(`(?:^|[^\d.,/\p{L}-])((?:[0-2]?\d|3[01])\.(?:0?[1-9]|1[0-2])\.[012]\d)(?:$|[^\d.\p{L}])`)

// datesOf returns the first date of publication and of change that lines tell.
func (r *articleReader) datesOf(lines []textLine) (published, changed stamp) {
	for _, l := range lines {
		s := r.stamp(l.stated)
		if s.zero() {
			if date := nearPart(l.text); date != "" && !otherDays.MatchString(l.text) {
				s = r.stamp(date)
			}
		}
		switch {
		case s.zero():
		case !changePattern.MatchString(l.text):
			return s, changed
		case changed.zero():
			changed = s
		}
	}
	return published, changed
}

// changePattern matches the words that set a change's date, or the day of the
// visit, before a publication's.
var changePattern = regexp.MustCompile(`(?i)\b(?:updated?|modified|edited|revised|last change|aktualisiert|geändert|änderung|editiert|stand|mis à jour|mise à jour|modifié|actualizad[oa]|modificad[oa]|atualizad[oa]|aggiornat[oa]|modificato|bijgewerkt|gewijzigd|oppdatert|uppdaterad|opdateret|päivitetty|aktualizacja|zaktualizowano|aktualizováno|güncelle\w*|frissítve|actualizat)\b|(?:обновлен|оновлен|更新|수정|최종수정|تحديث|अपडेट)|(?i)\b(?:current time|aktuelle zeit|it is currently|heute ist|today is)\b`)

// textLine is a line as readers see it, and the date that a time element in it
// states for programs.
type textLine struct {
	text, stated string
	at           int // lines away
}

// linesAfter returns the lines that follow an element.
func linesAfter(n *html.Node, most int) []textLine {
	var b lineBuilder
	for n = after(n); n != nil && len(b.lines) < most; n = following(n) {
		b.add(n)
	}
	b.end()
	return b.lines
}

// linesBefore returns the lines that stand before an element, the nearest first.
func linesBefore(n *html.Node, most int) []textLine {
	var out []textLine
	for n = before(n); n != nil && len(out) < most; n = before(n) {
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" && n.Parent != nil && !isHiddenText(n.Parent) {
			out = append(out, textLine{foldSpace(n.Data), timeOf(n.Parent), len(out)})
		}
	}
	return out
}

func timeOf(n *html.Node) string {
	if n.DataAtom == atom.Time {
		return dateOf(n)
	}
	return ""
}

// lineBuilder gathers lines from nodes in the order of the document.
type lineBuilder struct {
	lines  []textLine
	text   strings.Builder
	stated string
}

func (b *lineBuilder) add(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		if b.text.Len() < 4096 && n.Parent != nil && !isHiddenText(n.Parent) {
			b.text.WriteString(n.Data)
		}
	case n.DataAtom == atom.Time && b.stated == "":
		b.stated = dateOf(n)
	case isBlock(n) || n.DataAtom == atom.Br:
		b.end()
	}
}

func (b *lineBuilder) end() {
	if text := foldSpace(b.text.String()); text != "" || b.stated != "" {
		b.lines = append(b.lines, textLine{text, b.stated, len(b.lines)})
		b.text.Reset()
		b.stated = ""
	}
}

// before returns the node that precedes n in the order of the document and is
// not around it.
func before(n *html.Node) *html.Node {
	for n.PrevSibling == nil {
		if n = n.Parent; n == nil {
			return nil
		}
	}
	n = n.PrevSibling
	for n.LastChild != nil {
		n = n.LastChild
	}
	return n
}

// saidPattern matches the words that name a publication's date.
var saidPattern = regexp.MustCompile(`(?i)(?:\b(?:published|publication date|date published|posted|first published|released|erschienen|veröffentlicht|veröffentlichung|publié|mis en ligne|paru|publicado|publicad[oa]|pubblicato|gepubliceerd|geplaatst|publisert|publicerad|publiceret|julkaistu|opublikowano|zveřejněno|publikováno|megjelent|publicat|yayın\w*|diterbitkan)\b|опубликован|дата публикации|опубліковано|发布|發布|公開日|게시|입력|نشر|प्रकाशित)`)

// saidDate looks for a date that the text names as that of publication,
// wherever it stands: "Erschienen am: 13.10.2021". The words stand before the
// date, or in one of the two lines above. They are looked for where there is a
// date, which few lines have.
func (r *articleReader) saidDate() stamp {
	var b lineBuilder
	var above [2]string
	for n := range r.root.Descendants() {
		b.add(n)
		for _, l := range b.lines {
			if s := r.saidIn(l.text, above); !s.zero() {
				return s
			}
			above = [2]string{above[1], l.text}
		}
		b.lines = b.lines[:0]
	}
	return stamp{}
}

// saidIn reads the date of a line.
func (r *articleReader) saidIn(line string, above [2]string) stamp {
	if !mayDate(line) {
		return stamp{}
	}
	if end := saidUntil(line); end >= 0 {
		line = line[end:]
	} else if saidUntil(above[0]) < 0 && saidUntil(above[1]) < 0 {
		return stamp{}
	}
	return r.stamp(datePart(line[:min(len(line), 60)]))
}

// saidUntil returns where the words end that name a publication's date; less than
// 0: a line has none. Long lines tell a story.
func saidUntil(line string) int {
	if len(line) >= 300 {
		return -1
	}
	if at := saidPattern.FindStringIndex(line); at != nil {
		return at[1]
	}
	return -1
}
