package feed

import (
	"context"
	"strings"

	"github.com/mmcdole/gofeed/atom"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// readAtom parses the digest of an Atom feed, item by item if need be (see
// readRSS).
func (r *reader) readAtom(ctx context.Context) error {
	f, err := parseAtom(ctx, r.digest.xml)
	r.listing.Items = make([]news.Item, 0, len(r.digest.items))
	if err == nil && len(f.Entries) == len(r.digest.items) {
		r.atomFeed(f)
		for i, entry := range f.Entries {
			r.atomEntry(entry, &r.digest.items[i])
		}
		return ctx.Err()
	}
	if isContext(err) {
		return err
	}
	if f, err := parseAtom(ctx, r.digest.withoutItems()); err == nil {
		r.atomFeed(f)
	}
	for i := range r.digest.items {
		m := &r.digest.items[i]
		f, one := parseAtom(ctx, r.digest.alone(*m))
		switch {
		case isContext(one):
			return one
		case one != nil || len(f.Entries) != 1:
			r.lost(m.line, one)
		default:
			r.atomEntry(f.Entries[0], m)
		}
	}
	if len(r.listing.Items) == 0 && err != nil {
		return err
	}
	return nil
}

func (r *reader) atomFeed(f *atom.Feed) {
	l, e := r.listing, extended(f.Extensions)
	l.ID = r.id(r.first(f.ID), 0)
	title := r.first(f.Title, e.get("dc", "title"))
	description := r.first(f.Subtitle, e.get("dc", "description"), e.get("itunes", "summary"))
	l.Title = r.title(title, 0)
	l.Description = r.plainText(description)
	l.Link = r.url(atomLink(f.Links, "alternate"))
	l.Self = r.url(atomLink(f.Links, "self"))
	l.Hub = r.url(atomLink(f.Links, "hub"))
	l.Next = r.url(atomLink(f.Links, "next"))
	if lang := clean.Language(e.get("dc", "language")); lang != "" {
		l.Language = lang
	}
	setLanguage(&l.Language, title, description)
	l.Copyright = r.plainText(r.first(f.Rights))
	if l.Copyright == "" {
		l.Copyright = clean.Line(e.get("dc", "rights"))
	}
	l.Image = r.url(f.Logo, e.itunesImage(), f.Icon, e.attribute("media", "thumbnail", "url"))
	l.Updated = r.feedDate(e)
	l.Authors = atomPeople(l.Authors, f.Authors)
	for _, x := range e["dc"]["creator"] {
		l.Authors = add(l.Authors, person(x.Value))
		l.People = addNamed(l.People, x.Value)
	}
	for _, c := range f.Categories {
		l.Categories = add(l.Categories, category(c.Term, c.Label))
	}
	for _, x := range e["dc"]["subject"] {
		l.Categories = add(l.Categories, x.Value)
	}
	r.settleBase()
	l.People = r.addAtomPeople(l.People, f.Authors, roleAuthor)
	l.People = r.addAtomPeople(l.People, f.Contributors, roleContributor)
	r.feedAsides()
	l.Licence = firstOf(l.Licence, r.url(atomLink(f.Links, "license")))
}

// atomLink returns the address of the first link of a relation, a page before
// anything else.
func atomLink(links []*atom.Link, rel string) string {
	found := ""
	for _, l := range links {
		if !strings.EqualFold(strings.TrimPrefix(l.Rel, "http://www.iana.org/assignments/relation/"), rel) || l.Href == "" {
			continue
		}
		if l.Type == "" || strings.Contains(l.Type, "html") {
			return l.Href
		}
		if found == "" {
			found = l.Href
		}
	}
	return found
}

func atomPeople(list []string, people []*atom.Person) []string {
	for _, p := range people {
		list = add(list, firstOf(person(p.Name), p.Email))
	}
	return list
}

func (r *reader) atomEntry(entry *atom.Entry, m *mark) {
	e := extended(entry.Extensions)
	item := news.Item{Line: m.line, Language: r.itemLanguage(e, m)}
	med := media{r: r, item: &item}
	item.GUID = r.id(r.first(entry.ID), m.line)
	r.atomAddresses(&item, entry, e)
	r.atomAuthors(&item, entry, e)
	r.itemDates(&item, e, m)
	for _, c := range entry.Categories {
		item.Categories = add(item.Categories, category(c.Term, c.Label))
	}
	r.extensionCategories(&item, e)
	med.read(e["media"])
	title := r.first(entry.Title, e.get("dc", "title"), med.title)
	item.Title = r.title(title, m.line)
	r.atomTexts(&item, entry, e, med.description, m)
	setLanguage(&item.Language, title)
	item.Copyright = r.plainText(r.first(entry.Rights))
	if item.Copyright == "" {
		item.Copyright = cutAt(clean.Line(e.get("dc", "rights")), maxField)
	}
	r.itemAsides(&item, m)
	item.Licence = firstOf(item.Licence, r.url(atomLink(entry.Links, "license"))) // RFC 4946
	r.linkedChapters(&item, atomLink(entry.Links, chaptersRelation))
	if item.URL == "" && len(item.Enclosures) > 0 {
		item.URL = item.Enclosures[0].URL
	}
	r.finish(&item, firstOf(med.image, e.itunesImage()))
	r.keep(item)
}

// atomTexts reads content and summary. Content that stands elsewhere is an
// enclosure.
func (r *reader) atomTexts(item *news.Item, entry *atom.Entry, e extended, description string, m *mark) {
	summary := r.first(entry.Summary, e.get("dc", "description"), e.get("itunes", "summary"), description)
	item.Summary = r.safe(summary, m.line)
	setLanguage(&item.Language, summary)
	if entry.Content == nil {
		return
	}
	if entry.Content.Src != "" {
		r.enclose(item, entry.Content.Src, entry.Content.Type, "")
	}
	content := r.first(entry.Content.Value)
	item.Content = r.safe(content, m.line)
	if content != nil && content.lang != "" && e.get("dc", "language") == "" {
		item.Language = firstOf(clean.Language(content.lang), item.Language)
	}
}

func (r *reader) atomAddresses(item *news.Item, entry *atom.Entry, e extended) {
	permalink := ""
	if isAddress(item.GUID) {
		permalink = item.GUID
	}
	item.URL = r.url(e.get("feedburner", "origLink"), atomLink(entry.Links, "alternate"), permalink)
	item.CommentsURL = r.url(atomLink(entry.Links, "replies"))
	item.Via = r.url(atomLink(entry.Links, "via"))
	for _, l := range entry.Links {
		if strings.EqualFold(l.Rel, "enclosure") {
			r.enclose(item, l.Href, l.Type, l.Length)
		}
	}
	if entry.Source != nil {
		r.atomOrigin(item, entry.Source)
	}
}

// atomAuthors reads the authors of an entry; one that names none has those of
// its source, or else of the feed (RFC 4287 section 4.2.1).
func (r *reader) atomAuthors(item *news.Item, entry *atom.Entry, e extended) {
	item.Authors = atomPeople(item.Authors, entry.Authors)
	item.People = r.addAtomPeople(item.People, entry.Authors, roleAuthor)
	item.People = r.addAtomPeople(item.People, entry.Contributors, roleContributor)
	for _, x := range e["dc"]["creator"] {
		item.Authors = add(item.Authors, person(x.Value))
		item.People = addNamed(item.People, x.Value)
	}
	for _, x := range e["itunes"]["author"] {
		item.Authors = add(item.Authors, person(x.Value))
	}
	if len(item.Authors) == 0 && entry.Source != nil {
		item.Authors = atomPeople(item.Authors, entry.Source.Authors)
	}
	if len(item.Authors) == 0 {
		item.Authors = r.listing.Authors
	}
}
