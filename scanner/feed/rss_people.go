package feed

import (
	"github.com/mmcdole/gofeed/rss"

	"alsoread/news"
)

func (r *reader) rssPeople(f *rss.Feed, e extended) {
	l := r.listing
	l.Authors = add(l.Authors, person(f.ManagingEditor))
	l.People = addNamed(l.People, f.ManagingEditor)
	for _, x := range e["dc"]["creator"] {
		l.Authors = add(l.Authors, person(x.Value))
		l.People = addNamed(l.People, x.Value)
	}
	l.People = r.addExtended(l.People, e["atom"]["author"], roleAuthor)
	l.People = r.addExtended(l.People, e["atom"]["contributor"], roleContributor)
	l.People = addOwners(l.People, e["itunes"]["owner"])
	for _, x := range e["atom"]["author"] {
		l.Authors = add(l.Authors, firstOf(firstValue("", x.Children["name"]), firstValue("", x.Children["email"])))
	}
	for _, x := range e["itunes"]["author"] {
		l.Authors = add(l.Authors, person(x.Value))
	}
	if len(l.Authors) == 0 {
		l.Authors = add(l.Authors, person(f.WebMaster))
	}
}

func (r *reader) rssAuthors(item *news.Item, it *rss.Item, e extended) {
	item.Authors = add(item.Authors, person(it.Author))
	for _, x := range e["dc"]["creator"] {
		item.Authors = add(item.Authors, person(x.Value))
	}
	for _, x := range e["atom"]["author"] {
		item.Authors = add(item.Authors, firstOf(firstValue("", x.Children["name"]), firstValue("", x.Children["email"])))
	}
	for _, x := range e["itunes"]["author"] {
		item.Authors = add(item.Authors, person(x.Value))
	}
	r.rssParts(item, it, e)
}

// rssParts reads what is known of authors besides their names, and who else had
// a part in an item.
func (r *reader) rssParts(item *news.Item, it *rss.Item, e extended) {
	item.People = addNamed(item.People, it.Author)
	for _, x := range e["dc"]["creator"] {
		item.People = addNamed(item.People, x.Value)
	}
	item.People = r.addExtended(item.People, e["atom"]["author"], roleAuthor)
	item.People = r.addExtended(item.People, e["atom"]["contributor"], roleContributor)
}
