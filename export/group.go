package export

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"alsoread/news"
)

// GroupItem is a group as one item of a feed: the event under its lead's
// headline and link, listing everybody who tells it. It is dated by when the
// event broke, and counts as updated whenever another publisher joins, so that
// readers show it again. Members are its stories, the earliest first, as many of
// them as are to be listed. Key makes the id of the item and must stay the same;
// page is the group's own page, empty where there is none.
func GroupItem(key news.Key, g news.Group, members []news.Member, page string) news.Story {
	item := news.Story{Key: key, ID: g.Lead, Group: g.ID, Title: g.Title, Published: g.First, Updated: later(g.First, g.Joined), Sort: g.First, FirstSeen: g.First}
	for i := range members {
		m := &members[i].Story
		item.Sightings = append(item.Sightings, memberSighting(m))
		if m.ID == g.Lead || item.URL == "" {
			item.URL, item.Language, item.Publisher = m.URL, m.Language, m.Publisher
			item.Image, item.ImageCredit, item.AlsoRead = m.Image, m.ImageCredit, m.AlsoRead
			item.Summary = m.Summary
		}
	}
	item.Content = groupHTML(&g, members, item.Summary, page)
	item.Summary = "<p>" + html.EscapeString(newsrooms(&g)) + "</p>" + item.Summary
	return item
}

// memberSighting is a story of the group as one of the sources of its item.
func memberSighting(m *news.Story) news.Sighting {
	s := news.Sighting{Publisher: m.Publisher, At: m.FirstSeen, URL: m.URL, Title: m.Title, GUID: m.GUID}
	if len(m.Sightings) > 0 {
		s.Source, s.SourceURL = m.Sightings[0].Source, m.Sightings[0].SourceURL
	}
	return s
}

// newsrooms is "5 newsrooms, 9 reprints".
func newsrooms(g *news.Group) string {
	text := count(g.Publishers, "newsroom", "newsrooms")
	if g.Copies > 0 {
		text += ", " + count(g.Copies, "reprint", "reprints")
	}
	return text
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// groupHTML lists who tells the event, the earliest first, with those that carry
// a copy behind the story that it is of.
func groupHTML(g *news.Group, members []news.Member, summary, page string) string {
	var b strings.Builder
	b.WriteString(summary + "\n<p>" + html.EscapeString(newsrooms(g)) + "</p>\n<ul>")
	for i := range members {
		m := &members[i].Story
		if m.CopyOf != 0 && slices.ContainsFunc(members, func(o news.Member) bool { return o.Story.ID == m.CopyOf }) {
			continue // said with its original
		}
		b.WriteString("<li>" + link(m.URL, m.Title) + " " + html.EscapeString(m.Publisher) + carriers(members, m.ID) + "</li>")
	}
	b.WriteString("</ul>")
	if more := g.Stories - len(members); more > 0 {
		b.WriteString("\n<p>and " + count(more, "more story", "more stories") + "</p>")
	}
	if page != "" {
		b.WriteString("\n<p>" + link(page, "The whole coverage") + "</p>")
	}
	return b.String()
}

func carriers(members []news.Member, original int64) string {
	var names []string
	for i := range members {
		if m := &members[i].Story; m.CopyOf == original {
			names = append(names, link(m.URL, m.Publisher))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return " (also carried by " + strings.Join(names, ", ") + ")"
}

// link is a text that leads to a web address, or the text alone.
func link(address, text string) string {
	if address = webURL(address); address == "" {
		return html.EscapeString(text)
	}
	return `<a href="` + html.EscapeString(address) + `">` + html.EscapeString(text) + "</a>"
}
