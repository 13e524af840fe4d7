package export

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"alsoread/news"
)

// Outline is one row of a subscription list.
type Outline struct {
	Title       string    // one line; the host of FeedURL when the list gave none
	FeedURL     string    // xmlUrl: http or https
	SiteURL     string    // htmlUrl: http or https, or empty
	Description string    // one line
	Language    string    // BCP 47
	Tags        []string  // the folders around the row, outermost first, then its categories; each once
	Kind        news.Kind // page or sitemap where the row is no feed, else empty
	Line        int       // where the row starts, from 1; only ReadOPML sets it
}

// Outlines returns the rows for the sources the store knows, in their order,
// without those that are no longer configured.
func Outlines(states []news.SourceState) []Outline {
	rows := make([]Outline, 0, len(states))
	for i := range states {
		s := &states[i]
		if s.Gone {
			continue
		}
		rows = append(rows, Outline{
			Title: s.Name, FeedURL: s.URL, SiteURL: s.Link, Tags: s.Tags, Kind: notFeed(s.Kind),
		})
	}
	return rows
}

// OutlinesOf returns the rows for configured sources, in their order. The
// addresses are those that are safe to show.
func OutlinesOf(sources []news.Source) []Outline {
	rows := make([]Outline, 0, len(sources))
	for i := range sources {
		s := &sources[i]
		rows = append(rows, Outline{
			Title: s.Name, FeedURL: orElse(s.Display, s.URL), Tags: s.Tags, Kind: notFeed(s.Kind),
		})
	}
	return rows
}

func notFeed(k news.Kind) news.Kind {
	if k == news.KindPage || k == news.KindSitemap {
		return k
	}
	return ""
}

// WriteOPML writes an OPML 2.0 subscription list: a folder for each first tag,
// in the order in which they appear, then the rows without tags. All tags of a
// row stand in its category attribute; commas and slashes within a tag, which
// separate there, are percent-encoded. Names are brought onto one line. ReadOPML
// reads the same rows back, in the order in which they are written. A row
// without an http or https FeedURL is left out.
func WriteOPML(w io.Writer, title string, rows []Outline) error {
	o := newOutput(w)
	o.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<opml version="2.0">` + "\n<head>\n")
	o.element("title", oneLine(title))
	o.raw("<docs>http://opml.org/spec2.opml</docs>\n</head>\n<body>\n")
	folders, loose := byFolder(rows)
	for _, f := range folders {
		o.folder(f)
	}
	for _, row := range loose {
		o.outline(row)
		o.spill()
	}
	o.raw("</body>\n</opml>\n")
	if o.flush(); o.err != nil {
		return fmt.Errorf("write OPML: %w", o.err)
	}
	return nil
}

type folder struct {
	name string
	rows []Outline
}

// byFolder sorts rows into the folders of their first tags, in order of
// appearance, and those without tags.
func byFolder(rows []Outline) (folders []folder, loose []Outline) {
	place := make(map[string]int)
	for _, row := range rows {
		if row.FeedURL = feedAddress(row.FeedURL); row.FeedURL == "" {
			continue
		}
		if row.Tags = cleanTags(row.Tags); len(row.Tags) == 0 {
			loose = append(loose, row)
			continue
		}
		i, ok := place[row.Tags[0]]
		if !ok {
			i = len(folders)
			place[row.Tags[0]] = i
			folders = append(folders, folder{name: row.Tags[0]})
		}
		folders[i].rows = append(folders[i].rows, row)
	}
	return folders, loose
}

func (o *output) folder(f folder) {
	o.raw("<outline")
	o.attribute("text", f.name)
	o.attribute("title", f.name)
	o.raw(">\n")
	for _, row := range f.rows {
		o.outline(row)
		o.spill()
	}
	o.raw("</outline>\n")
}

func (o *output) outline(row Outline) {
	name := orElse(cut(oneLine(row.Title), maxName), hostOf(row.FeedURL))
	o.raw("<outline")
	o.attribute("text", name)
	o.attribute("title", name)
	o.attribute("type", orElse(string(notFeed(row.Kind)), "rss"))
	o.attribute("xmlUrl", row.FeedURL)
	o.attributeIf("htmlUrl", feedAddress(row.SiteURL))
	o.attributeIf("description", cut(oneLine(row.Description), maxDescription))
	o.attributeIf("language", language(row.Language))
	o.attributeIf("category", joinCategories(row.Tags))
	o.raw("/>\n")
}

func (o *output) attributeIf(name, value string) {
	if value != "" {
		o.attribute(name, value)
	}
}

// Separators of the category attribute, and the escape that keeps them apart
// from the same characters within a tag.
const separators = ",/"

// joinCategories writes tags as OPML 2.0 has it: separated by commas.
func joinCategories(tags []string) string {
	var b strings.Builder
	for i, tag := range tags {
		if i > 0 {
			b.WriteByte(',')
		}
		for j := range len(tag) {
			c := tag[j]
			if strings.IndexByte(separators, c) >= 0 || c == '%' && escapedSeparator(tag[j:]) != 0 {
				fmt.Fprintf(&b, "%%%02X", c)
			} else {
				b.WriteByte(c)
			}
		}
	}
	return b.String()
}

// splitCategories reads what joinCategories writes, and the paths with slashes
// that OPML 2.0 allows: "/news/world,politics" is three tags.
func splitCategories(s string) []string {
	var tags []string
	for tag := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		var b strings.Builder
		for j := 0; j < len(tag); j++ {
			c := tag[j]
			if c == '%' {
				if escaped := escapedSeparator(tag[j:]); escaped != 0 {
					c, j = escaped, j+2
				}
			}
			b.WriteByte(c)
		}
		tags = append(tags, b.String())
	}
	return tags
}

// escapedSeparator returns the character that an escape at the beginning of s
// stands for; 0 when there is none.
func escapedSeparator(s string) byte {
	if len(s) < 3 {
		return 0
	}
	switch strings.ToUpper(s[:3]) {
	case "%25":
		return '%'
	case "%2C":
		return ','
	case "%2F":
		return '/'
	}
	return 0
}

// Limits on what a row may say, in characters. Names of real lists stay below
// 120, descriptions below 900 (69 lists, 1,195 rows).
const (
	maxName        = 300
	maxDescription = 2000
	maxTag         = 100
	maxTags        = 32
	maxAddress     = 4096 // bytes
)

// cleanTags returns the tags on one line each, without repetitions.
func cleanTags(tags []string) []string {
	var clean []string
	for _, tag := range tags {
		tag = cut(oneLine(tag), maxTag)
		if tag != "" && len(clean) < maxTags && !slices.Contains(clean, tag) {
			clean = append(clean, tag)
		}
	}
	return clean
}

// oneLine folds white space and drops control characters and what XML forbids.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case isControl(r), r == 0xfffe, r == 0xffff:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// cut shortens s to n characters, the last of which then is an ellipsis.
func cut(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:n-1])) + "…"
}

// feedAddress returns raw, without white space around it, if it is an absolute
// http or https URL that may stand in a list, else "". Nothing else about it is
// changed: a list is to say what was configured.
func feedAddress(raw string) string {
	raw = strings.TrimSpace(raw)
	if len(raw) > maxAddress || !utf8.ValidString(raw) || strings.ContainsFunc(raw, notInAddress) {
		return ""
	}
	u, err := url.Parse(raw)
	if err != nil || !isWebScheme(u.Scheme) || u.Hostname() == "" {
		return ""
	}
	return raw
}

func notInAddress(r rune) bool {
	return unicode.IsSpace(r) || isControl(r) || r == 0xfffe || r == 0xffff
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Hostname()
}
