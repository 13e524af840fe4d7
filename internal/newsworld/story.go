package newsworld

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Story is one article of one publisher. Its texts may hold {day}, {day-1},
// {day+3}: the day of the week on which it was published, or so many days
// before or after, in the publisher's language.
type Story struct {
	Publisher string // key: "harbour-post"
	Slug      string // unique with its publisher, ASCII
	Section   string // first part of the path, and what feeds are made of
	Title     string
	Summary   string // text; empty: the first paragraph
	Author    string
	Tags      []string
	Published time.Time
	Updated   time.Time // zero: never changed
	Event     string    // the same word for all stories about one event; empty: it stands alone
	Image     string    // motif of the lead image, see motifs; empty: none
	Media     string    // "audio": it has a recording as its enclosure
	Blocks    []Block

	firstTitle string // what links to the story go on saying when its title has changed
	change     *change
}

// change is what will become of a story's title.
type change struct {
	at    time.Time
	title string
}

// Block is a piece of an article.
type Block struct {
	Kind  BlockKind
	Text  string   // text; of an Also block its label: "Also Read"
	Shape string   // of an Also block: label, pipe, list, heading, aside, card
	Links []string // of an Also block: "publisher/slug" of the stories it names
}

// BlockKind says what a Block is.
type BlockKind int

// The kinds of blocks. Also is a block of related coverage.
const (
	Paragraph BlockKind = iota
	Heading
	Quote
	Also
)

// path is where the story stands with its publisher.
func (s Story) path() string {
	section := s.Section
	if section == "" {
		section = "news"
	}
	return "/" + section + s.Published.UTC().Format("/2006/01/02/") + s.Slug
}

// at is the story as it reads at a time: before or after its change.
func (s *Story) at(now time.Time) Story {
	out := *s
	if s.change != nil && !s.change.at.After(now) {
		out.Title, out.Updated = s.change.title, s.change.at
	}
	return out
}

// lastChange is when the story was last written to.
func (s Story) lastChange() time.Time {
	if s.Updated.After(s.Published) {
		return s.Updated
	}
	return s.Published
}

func newestFirst(a, b Story) int {
	return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(a.Publisher, b.Publisher), cmp.Compare(a.Slug, b.Slug))
}

// prepare fills in what follows from the rest: dates, days, the summary.
func (s *Story) prepare() {
	s.Published = s.Published.UTC().Truncate(time.Second)
	days := weekdays[publisherOf(s.Publisher).language]
	s.Title = withDays(s.Title, s.Published, days)
	s.firstTitle = s.Title
	s.Summary = withDays(s.Summary, s.Published, days)
	blocks := make([]Block, len(s.Blocks))
	for i, b := range s.Blocks {
		b.Text = withDays(b.Text, s.Published, days)
		blocks[i] = b
	}
	s.Blocks = blocks
	for i := 0; s.Summary == "" && i < len(blocks); i++ {
		if blocks[i].Kind == Paragraph {
			s.Summary = blocks[i].Text
		}
	}
}

var dayMark = regexp.MustCompile(`\{day([+-]\d)?\}`)

func withDays(text string, published time.Time, days [7]string) string {
	if !strings.Contains(text, "{day") {
		return text
	}
	return dayMark.ReplaceAllStringFunc(text, func(mark string) string {
		offset, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(mark, "{day"), "}")) // "": 0
		return days[published.AddDate(0, 0, offset).Weekday()]
	})
}

// weekdays has the names as they stand in a running sentence, Sunday first.
var weekdays = map[string][7]string{
	"en": {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	"fr": {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
	"de": {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
	"es": {"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
	"hi": {"रविवार", "सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार"},
	"ja": {"日曜日", "月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日"},
	"ar": {"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
}

var notSlug = regexp.MustCompile(`[^a-z0-9]+`)

// slugOf makes a slug of the ASCII letters and digits of a title.
func slugOf(title string) string {
	s := strings.Trim(notSlug.ReplaceAllString(strings.ToLower(title), "-"), "-")
	return cmp.Or(s, "story")
}
