package page

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"

	"alsoread/scanner/clean"
)

// stamp is a date as a page states it.
type stamp struct {
	time time.Time // in the zone it was written in
	note string    // what had to be guessed
	raw  string
}

func (s stamp) zero() bool { return s.time.IsZero() }

// exact says whether a stamp states an instant: an hour and a zone.
func (s stamp) exact() bool { return s.note == "" && len(s.raw) > len("2006-01-02T15:04") }

// dates fills Published and Modified.
func (r *articleReader) dates() {
	published := r.published()
	modified := r.read(r.main.text("dateModified"), r.facts.first("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified", "dc.date.modified"))
	r.stated = !published.zero() || !modified.zero() || !r.vagueDate().zero()
	if published.zero() {
		published = r.visibleDate()
	}
	published = r.withHour(r.firstPublished(r.supported(published)))
	if published.zero() && !modified.zero() {
		published = modified
		r.problem("publication date not found: read from the modification date")
	}
	if !published.zero() && published.note != "" {
		r.problem("publication date %q: %s", clean.Line(published.raw), published.note)
	}
	r.article.Published, r.article.Modified = r.asShown(r.asAddressed(published.time)), modified.time
}

// firstPublished returns the day in the page's address when the page says it
// was published more than a week later: it was published again.
func (r *articleReader) firstPublished(said stamp) stamp {
	day := r.addressDate()
	if !day.zero() && said.time.Sub(day.time) > 7*24*time.Hour {
		r.problem("publication date %q: the address says %s", clean.Line(said.raw), day.time.Format(time.DateOnly))
		return day
	}
	return said
}

// supported decides between statements of days that are near each other, that
// of the text's beginning and that of its coming out: the one that readers see
// beside the title.
func (r *articleReader) supported(best stamp) stamp {
	if len(r.rivals) == 0 {
		return best
	}
	near := r.nearDate()
	for _, s := range r.rivals {
		if !near.zero() && sameDay(near, s) && s.time.Sub(best.time).Abs() < 7*24*time.Hour {
			r.problem("publication date: the page says both %q and %q", clean.Line(best.raw), clean.Line(s.raw))
			return s
		}
	}
	return best
}

// asShown returns a midnight that was turned into UTC ("2021-11-04T23:00Z") in
// the zone in which it is one, when that is the day beside the title.
func (r *articleReader) asShown(t time.Time) time.Time {
	_, offset := t.Zone()
	hour := t.Hour()
	if t.IsZero() || offset != 0 || t.Minute() != 0 || t.Second() != 0 || hour != 22 && hour != 23 {
		return t
	}
	away := 24*time.Hour - time.Duration(hour)*time.Hour
	if near := r.nearDate(); !near.zero() && near.time.Format(time.DateOnly) == t.Add(away).Format(time.DateOnly) {
		return t.In(time.FixedZone("", int(away/time.Second)))
	}
	return t
}

// asAddressed returns an instant that the page states in UTC in the zone its
// address is written in: content systems put UTC into metadata and the local
// day into the address. The instant stays, and the reader is told.
func (r *articleReader) asAddressed(t time.Time) time.Time {
	day := r.addressDate()
	if _, offset := t.Zone(); t.IsZero() || day.zero() || offset != 0 || t.Equal(t.Truncate(24*time.Hour)) {
		return t
	}
	away := day.time.Sub(t.Truncate(24 * time.Hour))
	var shift time.Duration
	switch away {
	case -24 * time.Hour:
		shift = -(t.Sub(t.Truncate(24*time.Hour)).Truncate(time.Hour) + time.Hour)
	case 24 * time.Hour:
		shift = t.Truncate(24 * time.Hour).Add(24 * time.Hour).Sub(t).Truncate(time.Hour)
		if !t.Add(shift).After(t.Truncate(24 * time.Hour).Add(24*time.Hour - 1)) {
			shift += time.Hour
		}
	default:
		return t
	}
	if shift.Abs() > 12*time.Hour {
		return t
	}
	r.problem("publication date %s is in UTC; its address says %s: shown in the nearest zone that has this day", t.Format(time.RFC3339), day.time.Format(time.DateOnly))
	return t.In(time.FixedZone("", int(shift/time.Second)))
}

// publishedNames are the meta names under which pages state their publication
// date, most reliable first.
var publishedNames = []string{
	"article:published_time", "article:published", "og:published_time", "datepublished", "rnews:datepublished", "bt:pubdate",
	"parsely-pub-date", "sailthru.date", "publish_date", "publish-date", "publishdate", "publishtime", "publish_time", "pubdate", "publication_date", "publication-date",
	"published_date", "article.published", "article:post_date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "date_published", "article_date_original", "article:create", "displaydate", "ptime", "original-publish-date", "citation_publication_date", "citation_date", "firstpublished",
}

// published reads the statements made for programs. A statement of the day
// alone gives way to one of the instant.
func (r *articleReader) published() stamp {
	raws := []string{r.main.text("datePublished"), r.main.text("dateCreated")}
	for _, o := range r.linked {
		if articleRank(o) > 0 {
			raws = append(raws, o.text("datePublished"))
		}
	}
	for _, name := range publishedNames {
		raws = append(raws, r.facts.first(name))
	}
	for _, name := range [...]string{"datepublished", "datecreated"} {
		for _, n := range r.facts.props[name] {
			raws = append(raws, dateOf(n))
		}
	}
	var best stamp
	for _, raw := range raws {
		s := r.stamp(raw)
		switch {
		case s.zero():
		case best.zero():
			best = s
		case !best.exact() && s.exact() && sameDay(best, s):
			best = s
		case best.exact() && s.exact() && best.time.Equal(s.time) && !local(best) && local(s):
			best = s // the same instant, with the day that readers see
		case best.exact() && s.exact() && disagree(best, s):
			r.problem("publication date: the page says both %q and %q", clean.Line(best.raw), clean.Line(s.raw))
			return best
		case !sameDay(best, s):
			r.rivals = append(r.rivals, s)
		}
	}
	return best
}

// local says whether a stamp is in a zone of its own.
func local(s stamp) bool {
	_, offset := s.time.Zone()
	return offset != 0
}

func sameDay(a, b stamp) bool {
	return a.time.Format(time.DateOnly) == b.time.Format(time.DateOnly)
}

// disagree says whether two statements show one clock time in two zones: one of
// them labels a local time as UTC.
func disagree(a, b stamp) bool {
	return !a.time.Equal(b.time) && a.time.Format(time.DateTime) == b.time.Format(time.DateTime)
}

// read returns the first of the texts that is a date.
func (r *articleReader) read(raws ...string) stamp {
	for _, raw := range raws {
		if s := r.stamp(raw); !s.zero() {
			return s
		}
	}
	return stamp{}
}

// stamp reads one date. Nothing is published later than two days after it was
// fetched, nor before 1990.
func (r *articleReader) stamp(raw string) stamp {
	raw = strings.TrimSpace(raw)
	if raw == "" || len(raw) > 200 {
		return stamp{}
	}
	t, note, ok := clean.Date(r.dayFirst(raw), r.doc.now())
	if !ok || strings.Contains(note, "no year") || t.Year() < 1990 || t.After(r.doc.now().Add(48*time.Hour)) {
		return stamp{}
	}
	return stamp{time: t.In(zoneOf(raw)), note: note, raw: raw}
}

var numericDay = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4})`)

// dayFirst turns 02/10/2020 into 2020-10-02 on pages that do not write the
// month first, as only the United States and the Philippines do.
func (r *articleReader) dayFirst(raw string) string {
	m := numericDay.FindStringSubmatch(raw)
	if m == nil || len(m[1]) > 2 || pad(m[2]) > "12" {
		return raw
	}
	if r.monthFirst() {
		return raw
	}
	return m[3] + "-" + pad(m[2]) + "-" + pad(m[1]) + raw[len(m[0]):]
}

var localePath = regexp.MustCompile(`^/(en-[a-z]{2})/`)

// monthFirst says whether 02/10/2020 may be the tenth of February here: on
// English pages that name no other country by language, path or domain.
func (r *articleReader) monthFirst() bool {
	u, err := url.Parse(r.doc.URL)
	if err != nil {
		u = &url.URL{}
	}
	l := r.language()
	if l == "en" || l == "" {
		if og := clean.Language(r.facts.first("og:locale")); strings.HasPrefix(og, "en-") {
			l = og
		}
	}
	if m := localePath.FindStringSubmatch(strings.ToLower(u.Path)); m != nil {
		l = clean.Language(m[1])
	}
	host := u.Hostname()
	country := host[strings.LastIndexByte(host, '.')+1:]
	switch l {
	case "en-US", "en-PH":
		return true
	case "", "en":
		return len(country) != 2 || slices.Contains([]string{"us", "ph", "io", "co", "tv", "me", "ai"}, country)
	}
	return false
}

var zonePattern = regexp.MustCompile(`([+-])(\d\d):?(\d\d)?\s*(?:\([A-Z]+\))?$`)

// zoneOf returns the offset a date is written in; UTC when it has none.
func zoneOf(raw string) *time.Location {
	m := zonePattern.FindStringSubmatch(raw)
	if m == nil || !strings.ContainsAny(raw, ":") {
		return time.UTC
	}
	hours, _ := strconv.Atoi(m[2])
	minutes, _ := strconv.Atoi(m[3])
	offset := hours*3600 + minutes*60
	if m[1] == "-" {
		offset = -offset
	}
	if offset == 0 || hours > 14 {
		return time.UTC
	}
	return time.FixedZone("", offset)
}

// dateOf returns what a date element states, for programs first.
func dateOf(n *html.Node) string {
	for _, key := range [...]string{"datetime", "content", "data-datetime", "data-date", "title"} {
		if v := strings.TrimSpace(attr(n, key)); v != "" {
			return v
		}
	}
	return textOf(n)
}
