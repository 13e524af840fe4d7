package export

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"time"

	"alsoread/news"
)

// groupItems is how many stories of a group its item names.
const groupItems = 100

// Coverage is an event with all that its item in a feed tells. Members are its
// stories, the earliest first, as many of them as are to be named.
type Coverage struct {
	Group   news.Group
	Members []news.Member
	Related []news.Relation
	// Page is the address of the group's own page; empty: it has none.
	Page string
	// Leads are the stories that lead the related groups, by number: what links
	// to them are made from.
	Leads map[int64]news.Story
}

// GroupItem makes one item of an event, to be written like a story: under the id of
// the group, with title, address and image of the story that leads it, and a text
// that names every publisher with headline and link. It was published when the
// event broke, and is updated whenever another publisher tells it.
func GroupItem(c Coverage) news.Story {
	lead := news.Story{Title: c.Group.Title}
	first := time.Time{}
	for i := range c.Members {
		s := &c.Members[i].Story
		if s.ID == c.Group.Lead {
			lead = *s
		}
		if first.IsZero() || s.FirstSeen.Before(first) {
			first = s.FirstSeen
		}
	}
	return news.Story{
		ID: lead.ID, Group: c.Group.ID, Key: c.Group.Key, URL: lead.URL, Title: c.Group.Title, Language: lead.Language, Publisher: lead.Publisher,
		Authors: newsrooms(c.Members), Published: c.Group.First, Sort: c.Group.First, FirstSeen: first, Updated: c.Group.Joined,
		Summary: lead.Summary, Content: groupHTML(c, &lead), Image: lead.Image, ImageCredit: lead.ImageCredit, Paywalled: lead.Paywalled,
		Sightings: listedBy(c.Members, &lead), AlsoRead: besides(c, &lead),
	}
}

// newsrooms are the publishers that told the event themselves, in their order.
func newsrooms(members []news.Member) (out []string) {
	for _, m := range news.Timeline(members) {
		if m.Stories > 0 {
			out = append(out, m.Publisher)
		}
	}
	return out
}

// groupHTML is the text of an item: what the lead says, then who tells it.
func groupHTML(c Coverage, lead *news.Story) string {
	var b strings.Builder
	if !blank(lead.Summary) {
		b.WriteString(lead.Summary)
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "<p>%s.</p>\n<ul>", html.EscapeString(told(c.Group)))
	named := c.Members[:min(len(c.Members), groupItems)]
	for i := range named {
		writeMember(&b, &named[i].Story)
	}
	if more := max(c.Group.Stories, len(c.Members)) - len(named); more > 0 {
		fmt.Fprintf(&b, "<li>and %d more</li>", more)
	}
	b.WriteString("</ul>")
	if page := webURL(c.Page); page != "" {
		b.WriteString(`<p><a href="` + html.EscapeString(page) + `">The whole coverage</a></p>`)
	}
	return b.String()
}

// told says in words how widely.
func told(g news.Group) string {
	text := counted(g.Publishers, "publisher")
	if g.Copies > 0 {
		text += ", " + counted(g.Copies, "reprint")
	}
	return text
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func writeMember(b *strings.Builder, s *news.Story) {
	b.WriteString("<li><b>" + html.EscapeString(orElse(s.Publisher, "unknown")) + "</b>: ")
	title := html.EscapeString(orElse(s.Title, s.URL))
	if address := webURL(s.URL); address != "" {
		b.WriteString(`<a href="` + html.EscapeString(address) + `">` + title + "</a>")
	} else {
		b.WriteString(title)
	}
	b.WriteString(", " + s.Sort.UTC().Format("2 January 2006, 15:04 UTC"))
	if s.CopyOf != 0 {
		b.WriteString(" (reprint)")
	}
	b.WriteString("</li>")
}

// listedBy are the sightings of all stories, those of the lead first: a format
// names the first source, or all of them.
func listedBy(members []news.Member, lead *news.Story) []news.Sighting {
	out := slices.Clone(lead.Sightings)
	for i := range members {
		if s := &members[i].Story; s.ID != lead.ID {
			out = append(out, s.Sightings...)
		}
	}
	return out
}

// besides is what to read beside the event: what the publishers of its stories
// recommend, but for the event itself, and the groups that are related to it.
func besides(c Coverage, lead *news.Story) (out []news.Link) {
	own, seen := map[int64]bool{}, map[string]bool{}
	for i := range c.Members {
		own[c.Members[i].Story.ID] = true
	}
	add := func(l news.Link) {
		if l.URL != "" && !seen[l.URL] && !own[l.Story] {
			seen[l.URL] = true
			l.Position = len(out)
			out = append(out, l)
		}
	}
	for _, r := range c.Related {
		if s, ok := c.Leads[r.Group.Lead]; ok {
			add(news.Link{URL: s.URL, Title: s.Title, Label: defaultLabel, Story: s.ID})
		}
	}
	for _, l := range lead.AlsoRead {
		add(l)
	}
	return out
}
