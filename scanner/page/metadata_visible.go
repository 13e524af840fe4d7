package page

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// visibleDate looks for the date where readers see it: beside the title, in
// time elements, the address, elements named after dates, the text. What
// metadata calls no more than a date is often that of the last change, and is
// asked after what stands beside the title.
func (r *articleReader) visibleDate() stamp {
	for _, look := range []func() stamp{r.addressDate, r.nearDate, r.timeElement, r.vagueDate, r.namedElement, r.scriptDate, r.saidDate, r.textDate, r.onlyDay} {
		if s := look(); !s.zero() {
			return s
		}
	}
	return stamp{}
}

// withHour returns the instant that another statement gives to a day.
func (r *articleReader) withHour(day stamp) stamp {
	if day.zero() || day.exact() && local(day) {
		return day
	}
	for _, s := range []stamp{r.vagueDate(), r.timeElement()} {
		if s.exact() && (!day.exact() && sameDay(day, s) || s.time.Equal(day.time) && local(s)) {
			return s
		}
	}
	return day
}

// vagueNames are the meta names that say "date" and not of what, most reliable
// first.
var vagueNames = []string{
	"og:article:published_time", "dcterms.created", "dc.date.issued", "dcterms.issued", "dc.date.created", "dc.date", "dcterms.date", "date", "datecreated", "created", "dc:created", "issued", "timestamp", "eomportal-lastupdate",
}

func (r *articleReader) vagueDate() stamp {
	var best stamp
	for _, name := range vagueNames {
		s := r.stamp(r.facts.first(name))
		if best.zero() || !best.exact() && s.exact() && sameDay(best, s) {
			best = s
		}
	}
	return best
}

// timeElement returns the first time element of the article; one that is marked
// as the publication goes before others.
func (r *articleReader) timeElement() stamp {
	var first stamp
	for _, n := range r.facts.times {
		if outsideArticle(n) {
			continue
		}
		s := r.stamp(dateOf(n))
		if s.zero() {
			s = r.stamp(textOf(n))
		}
		if s.zero() {
			continue
		}
		low := strings.ToLower(attr(n, "class") + " " + attr(n, "itemprop"))
		if hasAttr(n, "pubdate") || strings.Contains(low, "publish") || strings.Contains(low, "entry-date") {
			return s
		}
		if first.zero() && !strings.Contains(low, "updated") && !strings.Contains(low, "modified") {
			first = s
		}
	}
	return first
}

func (r *articleReader) namedElement() stamp {
	for _, n := range r.facts.dates {
		if outsideArticle(n) {
			continue
		}
		text := textOf(n)
		if utf8.RuneCountInString(text) > 120 {
			continue
		}
		if s := r.read(dateOf(n), text, datePart(text)); !s.zero() {
			return s
		}
	}
	return stamp{}
}

// dateInText matches the day in a longer text. A year of two digits counts only
// between dots, where it can be nothing else.
var dateInText = regexp.MustCompile(`(?i)(?:^|[^\d.,/\p{L}-])((?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:[0-2]?\d|3[01])|(?:[0-2]?\d|3[01])\s?[-./]\s?(?:0?[1-9]|1[0-2]|[1-3]\d)\s?[-./]\s?(?:19|20)\d\d|(?:[0-2]\d|3[01])\.(?:0\d|1[0-2])\.(?:0\d|1\d|2\d)|(?:[0-2]?\d|3[01])(?:\.|st|nd|rd|th|er|º)?\s*(?:de\s+|of\s+)?\p{L}{3,12}\.?,?\s*(?:de\s+|del\s+)?(?:19|20)\d\d|\p{L}{3,12}\.?\s+(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d|(?:19|20)\d\d年\s?\d{1,2}月\s?\d{1,2}日|(?:19|20)\d\d년 ?\d{1,2}월 ?\d{1,2}일)(?:$|[^\d\p{L}]|T\d)`)

// datePart returns the first date inside a longer text.
func datePart(text string) string {
	if !mayDate(text) {
		return ""
	}
	m := dateInText.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	return m[1]
}

// mayDate says whether a text has what no match of dateInText is without: a year
// of this century or the last, or three pairs of digits with dots between.
func mayDate(text string) bool {
	for i := 0; i+4 <= len(text); i++ {
		if !digit(text[i]) || !digit(text[i+1]) {
			continue
		}
		if (text[i:i+2] == "19" || text[i:i+2] == "20") && digit(text[i+2]) && digit(text[i+3]) {
			return true
		}
		if i+8 <= len(text) && text[i+2] == '.' && digit(text[i+3]) && digit(text[i+4]) && text[i+5] == '.' && digit(text[i+6]) && digit(text[i+7]) {
			return true
		}
	}
	return false
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// textDate looks for a day in the text: first from the heading on, where
// datelines are, then from the top.
func (r *articleReader) textDate() stamp {
	from := make([]*html.Node, 0, 4)
	for _, h := range r.facts.headings {
		if len(from) < 3 {
			from = append(from, h)
		}
	}
	for _, n := range from {
		if s := r.dateFrom(n, 60, outsideArticle); !s.zero() {
			return s
		}
	}
	if s := r.dateFrom(r.root, 20_000, outsideArticle); !s.zero() {
		return s
	}
	return r.dateFrom(r.root, 20_000, inComments)
}

// inComments says whether an element is in what readers wrote below the article.
func inComments(n *html.Node) bool {
	for p := n; p != nil; p = p.Parent {
		if strings.HasPrefix(strings.ToLower(attr(p, "class")), "comment") || strings.HasPrefix(strings.ToLower(attr(p, "id")), "comment") {
			return true
		}
	}
	return false
}

// dateFrom reads the lines from a node on, at most some of them, but for those
// of elements that are to be left out.
func (r *articleReader) dateFrom(n *html.Node, most int, leaveOut func(*html.Node) bool) stamp {
	var line strings.Builder
	skip := false
	for ; n != nil && most > 0; n = following(n) {
		switch {
		case n.Type == html.TextNode && !skip:
			if line.Len() < 4096 && (n.Parent == nil || !isHiddenText(n.Parent)) {
				line.WriteString(n.Data)
			}
			continue
		case !isBlock(n):
			continue
		}
		if s := r.dateIn(line.String()); !s.zero() {
			return s
		}
		if line.Len() > 0 {
			most--
		}
		line.Reset()
		skip = leaveOut(n)
	}
	return r.dateIn(line.String())
}

func isHiddenText(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Title, atom.Option:
		return true
	}
	return false
}

// otherDays matches lines whose date is that of the visit or of a member's
// registration.
var otherDays = regexp.MustCompile(`(?i)\b(?:current time|it is currently|today is|aktuelle zeit|heute ist|registered|joined|member since|registriert|mitglied seit|inscrit|inscription|registrado|iscritto)\b`)

func (r *articleReader) dateIn(line string) stamp {
	if !mayDate(line) || strings.Contains(line, "©") {
		return stamp{}
	}
	date := datePart(foldSpace(line))
	if date == "" || otherDays.MatchString(line) {
		return stamp{}
	}
	return r.stamp(date)
}

// scriptDatePattern matches a publication date in what scripts know of the page.
var scriptDatePattern = regexp.MustCompile(`["'](?:datePublished|publishedAt|published_at|publishDate|publish_date|pubDate|publicationDate|publishedDate|publishdate|publishingDate|firstPublished|datePosted|dateCreated|date_published)["']\s*:\s*["']([^"']{8,40})["']`)

func (r *articleReader) scriptDate() stamp {
	for _, script := range append(r.jsonScripts(), r.scripts...) {
		if m := scriptDatePattern.FindSubmatch(script); m != nil {
			if s := r.stamp(string(m[1])); !s.zero() {
				return s
			}
		}
	}
	return stamp{}
}

// jsonScripts returns the scripts that are still in the page.
func (r *articleReader) jsonScripts() [][]byte {
	var scripts [][]byte
	for n := range r.root.Descendants() {
		if n.DataAtom == atom.Script && n.FirstChild != nil {
			scripts = append(scripts, []byte(n.FirstChild.Data))
		}
	}
	return scripts
}

var datePath = regexp.MustCompile(`(?:^|[/_-])((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?:\D|$)|/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/`)

// addressDate reads the day out of an address such as /2026/02/28/slug.
func (r *articleReader) addressDate() stamp {
	u, err := url.Parse(r.article.CanonicalURL)
	if err != nil {
		return stamp{}
	}
	m := datePath.FindStringSubmatch(u.Path)
	if m == nil {
		return stamp{}
	}
	return r.stamp(m[1] + m[4] + "-" + pad(m[2]+m[5]) + "-" + pad(m[3]+m[6]))
}

func pad(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// isoDays returns the days that stand in a text as 2026-02-28 does, at most some.
func isoDays(s string, most int) []string {
	var days []string
	for at := 0; len(days) < most; {
		dash := strings.IndexByte(s[at:], '-')
		if dash < 0 {
			break
		}
		at += dash + 1
		start := at - len("2026-")
		if start < 0 || start+len("2026-02-28") > len(s) || !isoDay(s[start:start+len("2026-02-28")]) ||
			start > 0 && wordByte(s[start-1]) || start+len("2026-02-28") < len(s) && wordByte(s[start+len("2026-02-28")]) {
			continue
		}
		at = start + len("2026-02-28")
		days = append(days, s[start:at])
	}
	return days
}

// isoDay says whether ten bytes are a day of this century or the last.
func isoDay(s string) bool {
	for i, c := range []byte(s) {
		if (i == 4 || i == 7) != (c == '-') || c != '-' && !digit(c) {
			return false
		}
	}
	return (s[:2] == "19" || s[:2] == "20") && s[5:7] >= "01" && s[5:7] <= "12" && s[8:] >= "01" && s[8:] <= "31"
}

func wordByte(c byte) bool { return letter(c) || digit(c) || c == '_' }

// onlyDay is the last resort: the one day that the page's scripts, links and
// images name. Where they name several, none is taken.
func (r *articleReader) onlyDay() stamp {
	var found stamp
	look := func(s string) bool {
		for _, m := range isoDays(s, 20) {
			day := r.stamp(m)
			switch {
			case day.zero():
			case found.zero():
				found = day
			case !found.time.Equal(day.time):
				return false
			}
		}
		return true
	}
	for _, script := range r.scripts {
		if !look(string(script)) {
			return stamp{}
		}
	}
	for n := range r.root.Descendants() {
		if n.Type == html.TextNode && !look(n.Data) {
			return stamp{}
		}
		for _, a := range n.Attr {
			if !look(a.Val) {
				return stamp{}
			}
		}
	}
	if !found.zero() {
		found.note = "the only day on the page"
	}
	return found
}
