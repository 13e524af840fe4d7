package feed

import (
	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// rssOrigin reads the source of an RSS item: a title and the address of the
// feed, for which some give the site's.
func (r *reader) rssOrigin(item *news.Item, s *rss.Source) {
	feed := r.url(s.URL)
	title := cutAt(clean.Title(s.Title, guessHTML([]byte(s.Title))), maxTitle)
	if feed != "" || title != "" {
		item.Origin = &news.Origin{Title: title, Feed: feed}
		item.Via = feed
	}
}

// atomOrigin reads the source of an Atom entry, which is the head of the feed
// it stood in (RFC 4287 section 4.2.11).
func (r *reader) atomOrigin(item *news.Item, s *atom.Source) {
	o := &news.Origin{
		Title:     r.title(r.first(s.Title), item.Line),
		Link:      r.url(atomLink(s.Links, "alternate")),
		Feed:      r.url(atomLink(s.Links, "self")),
		ID:        r.id(r.first(s.ID), item.Line),
		Authors:   atomPeople(nil, s.Authors),
		Copyright: r.plainText(r.first(s.Rights)),
		Updated:   r.when(item.Line, extended(s.Extensions).last("dcterms", "modified")),
	}
	if o.Title == "" && o.Link == "" && o.Feed == "" && o.ID == "" && o.Updated.IsZero() && len(o.Authors) == 0 && o.Copyright == "" {
		return
	}
	item.Origin = o
	item.Via = firstOf(item.Via, o.Feed, o.Link)
}

// extendedOrigin reads Atom's source within RSS.
func (r *reader) extendedOrigin(item *news.Item, e extended) {
	found := e["atom"]["source"]
	if len(found) == 0 {
		return
	}
	x := found[0]
	value := func(name string) string { return firstValue("", x.Children[name]) }
	s := &atom.Source{Title: value("title"), ID: value("id"), Rights: value("rights")}
	for _, l := range x.Children["link"] {
		rel := l.Attrs["rel"]
		s.Links = append(s.Links, &atom.Link{Href: l.Attrs["href"], Rel: firstOf(rel, "alternate"), Type: l.Attrs["type"]})
	}
	for _, a := range x.Children["author"] {
		s.Authors = append(s.Authors, &atom.Person{Name: firstValue("", a.Children["name"]), Email: firstValue("", a.Children["email"])})
	}
	if modified := x.Children["modified"]; len(modified) > 0 {
		s.Extensions = ext.Extensions{"dcterms": {"modified": modified}}
	}
	r.atomOrigin(item, s)
}
