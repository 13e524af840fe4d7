package feed

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/mmcdole/gofeed/rss"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// readRSS parses the digest of an RSS or RDF feed. Should gofeed fail on it,
// or lose an item, each item is parsed alone, so that what is lost is one item
// and is told.
func (r *reader) readRSS(ctx context.Context) error {
	f, err := parseRSS(ctx, r.digest.xml)
	r.listing.Items = make([]news.Item, 0, len(r.digest.items))
	if err == nil && len(f.Items) == len(r.digest.items) {
		r.rssFeed(f)
		for i, it := range f.Items {
			r.rssItem(it, &r.digest.items[i])
		}
		return ctx.Err()
	}
	if isContext(err) {
		return err
	}
	if f, err := parseRSS(ctx, r.digest.withoutItems()); err == nil {
		r.rssFeed(f)
	}
	for i := range r.digest.items {
		m := &r.digest.items[i]
		f, one := parseRSS(ctx, r.digest.alone(*m))
		switch {
		case isContext(one):
			return one
		case one != nil || len(f.Items) != 1:
			r.lost(m.line, one)
		default:
			r.rssItem(f.Items[0], m)
		}
	}
	if len(r.listing.Items) == 0 && err != nil {
		return err
	}
	return nil
}

// lost tells of an item that could not be read.
func (r *reader) lost(line int, err error) {
	what := "item lost"
	if err != nil {
		what += ": " + err.Error()
	}
	r.listing.Problems = append(r.listing.Problems, news.Problem{Line: line, What: what})
}

func (r *reader) rssFeed(f *rss.Feed) {
	l, e := r.listing, extended(f.Extensions)
	l.ID = r.id(r.first(e.get("atom", "id")), 0)
	title := r.first(f.Title, e.get("atom", "title"), e.get("dc", "title"))
	description := r.first(f.Description, e.get("atom", "subtitle"), e.get("dc", "description"),
		e.get("itunes", "summary"), e.get("itunes", "subtitle"))
	l.Title = r.title(title, 0)
	l.Description = r.plainText(description)
	l.Link = r.url(append(f.Links, e.link("alternate"))...)
	l.Self = r.url(e.link("self"))
	l.Hub = r.url(e.link("hub"))
	l.Next = r.url(e.link("next"))
	if lang := clean.Language(firstOf(f.Language, e.get("dc", "language"))); lang != "" {
		l.Language = lang
	}
	setLanguage(&l.Language, title, description)
	l.Copyright = r.plainText(r.first(f.Copyright, e.get("atom", "rights")))
	if l.Copyright == "" {
		l.Copyright = clean.Line(e.get("dc", "rights"))
	}
	if f.Image != nil {
		l.Image = r.url(f.Image.URL)
	}
	l.Image = firstOf(l.Image, r.url(e.itunesImage(), e.get("atom", "logo"), e.attribute("atom", "logo", "href"),
		e.attribute("media", "thumbnail", "url"), e.get("atom", "icon")))
	l.Updated = r.feedDate(e)
	r.rssPeople(f, e)
	for _, c := range f.Categories {
		l.Categories = add(l.Categories, c.Value)
	}
	for _, x := range e["dc"]["subject"] {
		l.Categories = add(l.Categories, x.Value)
	}
	for _, x := range e["itunes"]["category"] {
		l.Categories = add(l.Categories, x.Attrs["text"])
		for _, sub := range x.Children["category"] {
			l.Categories = add(l.Categories, sub.Attrs["text"])
		}
	}
	r.wishes(f)
	r.settleBase()
	r.feedAsides()
	l.Licence = firstOf(l.Licence, r.url(e.link("license")))
}

// maxTTL is the longest ttl that is believed. RSS says minutes; a publisher
// who writes 99999999 means something else.
const maxTTL = 30 * 24 * time.Hour

// wishes reads what the publisher asks of readers: ttl in minutes, hours in
// GMT, days of the week by their English names (RSS 2.0).
func (r *reader) wishes(f *rss.Feed) {
	if ttl, err := strconv.Atoi(strings.TrimSpace(f.TTL)); err == nil && ttl > 0 {
		r.listing.TTL = min(time.Duration(min(ttl, 1<<20))*time.Minute, maxTTL)
	}
	for _, s := range f.SkipHours {
		h, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil || h < 0 || h > 24 {
			continue
		}
		if h %= 24; !slices.Contains(r.listing.SkipHours, h) { // RSS 0.91 counts from 1 to 24
			r.listing.SkipHours = append(r.listing.SkipHours, h)
		}
	}
	for _, s := range f.SkipDays {
		for day := time.Sunday; day <= time.Saturday; day++ {
			if strings.EqualFold(strings.TrimSpace(s), day.String()) && !slices.Contains(r.listing.SkipDays, day) {
				r.listing.SkipDays = append(r.listing.SkipDays, day)
			}
		}
	}
}

// plainText returns a lifted text as plain text of one line.
func (r *reader) plainText(x *lifted) string {
	if x == nil {
		return ""
	}
	return cutAt(x.title(), maxField)
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func (r *reader) rssItem(it *rss.Item, m *mark) {
	e := extended(it.Extensions)
	item := news.Item{Line: m.line, Language: r.itemLanguage(e, m)}
	med := media{r: r, item: &item}
	r.rssIdentity(&item, it, e, m)
	r.rssAuthors(&item, it, e)
	r.itemDates(&item, e, m)
	for _, c := range it.Categories {
		item.Categories = add(item.Categories, c.Value)
	}
	r.extensionCategories(&item, e)
	for _, enc := range it.Enclosures {
		r.enclose(&item, enc.URL, enc.Type, enc.Length)
	}
	for _, x := range e["atom"]["link"] {
		if strings.EqualFold(x.Attrs["rel"], "enclosure") {
			r.enclose(&item, x.Attrs["href"], x.Attrs["type"], x.Attrs["length"])
		}
	}
	med.read(e["media"])
	title := r.first(it.Title, e.get("atom", "title"), e.get("dc", "title"), e.get("itunes", "title"), med.title)
	item.Title = r.title(title, m.line)
	content := r.first(it.Content, e.get("atom", "content"), e.get("xhtml", "body"))
	summary := r.first(it.Description, e.get("atom", "summary"), e.get("dc", "description"),
		e.get("itunes", "summary"), med.description, e.get("itunes", "subtitle"))
	item.Content = r.safe(content, m.line)
	item.Summary = r.safe(summary, m.line)
	setLanguage(&item.Language, content, title, summary)
	item.Copyright = r.plainText(r.first(e.get("atom", "rights")))
	if item.Copyright == "" {
		item.Copyright = cutAt(clean.Line(e.get("dc", "rights")), maxField)
	}
	r.itemAsides(&item, m)
	item.Licence = firstOf(item.Licence, r.url(e.link("license")))
	r.linkedChapters(&item, e.link(chaptersRelation))
	if item.URL == "" && len(item.Enclosures) > 0 {
		item.URL = item.Enclosures[0].URL
	}
	r.finish(&item, firstOf(med.image, e.itunesImage()))
	r.keep(item)
}

// keep adds an item. One that says nothing is kept as well, and told.
func (r *reader) keep(item news.Item) {
	if item.GUID == "" && item.URL == "" && item.Title == "" && item.Summary == "" && item.Content == "" &&
		item.Published.IsZero() && item.Updated.IsZero() && item.Image == "" && item.CommentsURL == "" && item.Via == "" &&
		len(item.Authors)+len(item.Categories)+len(item.Enclosures) == 0 {
		r.note(item.Line, "an item that says nothing")
	}
	r.listing.Items = append(r.listing.Items, item)
}

// rssIdentity reads guid and links. The publisher's own address is preferred
// to that of a counting redirector.
func (r *reader) rssIdentity(item *news.Item, it *rss.Item, e extended, m *mark) {
	permalink := ""
	if it.GUID != nil {
		item.GUID = r.id(r.text(it.GUID.Value), m.line)
		if !strings.EqualFold(strings.TrimSpace(it.GUID.IsPermalink), "false") && isAddress(item.GUID) {
			permalink = item.GUID
		}
	}
	if item.GUID == "" {
		item.GUID = r.id(r.first(e.get("atom", "id")), m.line)
	}
	if item.GUID == "" {
		item.GUID = r.guid(m.about, m.line)
	}
	item.URL = r.url(e.get("feedburner", "origLink"), firstOf(it.Links...), it.Link, e.link("alternate"), permalink,
		m.href, e.attribute("l", "permalink", "resource"), m.about)
	item.CommentsURL = r.url(it.Comments, e.link("replies"))
	if it.Source != nil {
		r.rssOrigin(item, it.Source)
	}
	item.Via = firstOf(item.Via, r.url(e.link("via")))
	if item.Origin == nil {
		r.extendedOrigin(item, e)
	}
}

func isAddress(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// itemDates reads the dates of an item, which the digest writes in one
// vocabulary for every format.
func (r *reader) itemDates(item *news.Item, e extended, m *mark) {
	item.Published = r.when(m.line, e.last("dcterms", "issued"), e.last("dcterms", "available"), e.last("dcterms", "date"),
		e.last("dcterms", "created"), e.last("prism", "publicationDate"))
	item.Updated = r.when(m.line, e.last("dcterms", "modified"), m.lastMod)
	if item.Published.IsZero() { // Atom asks for this one only, and it is the date people see
		item.Published = item.Updated
	}
}

func (r *reader) extensionCategories(item *news.Item, e extended) {
	for _, x := range e["dc"]["subject"] {
		item.Categories = add(item.Categories, x.Value)
	}
	for _, x := range e["atom"]["category"] {
		item.Categories = add(item.Categories, category(x.Attrs["term"], x.Attrs["label"]))
	}
	for _, x := range e["itunes"]["category"] {
		item.Categories = add(item.Categories, x.Attrs["text"])
	}
	for _, x := range e["itunes"]["keywords"] {
		item.Categories = addAll(item.Categories, x.Value)
	}
}

// feedDate returns when a feed was last changed.
func (r *reader) feedDate(e extended) time.Time {
	return r.when(0, e.last("dcterms", "modified"), e.last("dcterms", "issued"), e.last("dcterms", "available"),
		e.last("dcterms", "date"), e.last("dcterms", "created"))
}

// category returns what to call a category: its term, or the label where the
// term is an address or the label only spells it better ("n97", "N97:").
func category(term, label string) string {
	letters := func(s string) string {
		return strings.Map(func(c rune) rune {
			if unicode.IsLetter(c) || unicode.IsDigit(c) {
				return unicode.ToLower(c)
			}
			return -1
		}, s)
	}
	if label != "" && (term == "" || strings.Contains(term, "://") || letters(term) == letters(label)) {
		return label
	}
	return term
}

// setLanguage takes the language of the first of several texts that has one,
// where the feed or the item has none of its own.
func setLanguage(language *string, texts ...*lifted) {
	for _, x := range texts {
		if *language != "" {
			return
		}
		if x != nil && x.lang != "" {
			*language = clean.Language(x.lang)
		}
	}
}

func (r *reader) itemLanguage(e extended, m *mark) string {
	return clean.Language(firstOf(e.get("dc", "language"), m.language))
}
