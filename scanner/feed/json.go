package feed

import (
	"context"
	"errors"
	"fmt"
	"html"
	"slices"
	"strings"
	"time"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// JSON Feed is decoded here and not by gofeed, which panics on a null in
// "items" or "authors", refuses a whole feed for one wrong type, and yields
// nothing of one that is cut short. Here every field takes any value and keeps
// of it what it can, and items are read one by one.

// jsonDocument is the top level of a JSON Feed, its values still raw.
type jsonDocument struct {
	fields map[string][]byte
	items  []jsonRaw
	listed bool // has an array of items
	seen   int  // items in the document
	err    error
	line   int // where err was met
}

type jsonRaw struct {
	raw  []byte
	line int
}

// readJSON reads a JSON Feed, version 1.0 or 1.1 (jsonfeed.org).
func (r *reader) readJSON(ctx context.Context, text []byte) (*news.Listing, error) {
	doc := r.scanJSON(text)
	switch {
	case errors.Is(doc.err, ErrTooDeep):
		return nil, fmt.Errorf("read feed: line %d: %w", doc.line, doc.err)
	case !doc.isFeed():
		return nil, ErrJSON
	case doc.err != nil:
		r.note(doc.line, doc.err.Error())
	}
	r.jsonFeed(&doc)
	r.listing.Items = make([]news.Item, 0, len(doc.items))
	for i := range doc.items {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		r.jsonItem(&doc.items[i])
	}
	if doc.seen > len(doc.items) {
		r.note(0, fmt.Sprintf("the newest %d of %d items were read", len(doc.items), doc.seen))
	}
	return r.listing, nil
}

// scanJSON reads the top level of a document as far as it can be read.
func (r *reader) scanJSON(text []byte) jsonDocument {
	doc := jsonDocument{fields: map[string][]byte{}}
	s := jsonScanner{text: text}
	lines := lineCounter{text: text, line: 1}
	doc.err = s.object(func(key string) error {
		if key == "items" && !doc.listed && s.text[s.pos] == '[' {
			doc.listed = true
			return r.scanItems(&s, &doc, &lines)
		}
		raw, err := s.value()
		if err == nil && len(doc.fields) < 1000 {
			doc.fields[key] = raw
		}
		return err
	})
	doc.line = lines.at(s.pos)
	return doc
}

// scanItems reads the array of items, of which it keeps the first, or in a
// feed that lists its oldest first, the last (see pass.limitItems).
func (r *reader) scanItems(s *jsonScanner, doc *jsonDocument, lines *lineCounter) error {
	oldest := false
	return s.array(func() error {
		line := lines.at(s.pos)
		raw, err := s.value()
		if err != nil {
			return err
		}
		if doc.seen++; doc.seen == r.max+1 {
			first, last := r.jsonDate(doc.items[0].raw), r.jsonDate(raw)
			oldest = !first.IsZero() && first.Before(last)
		}
		if doc.seen > r.max {
			if !oldest {
				return nil
			}
			doc.items = doc.items[1:] // append moves the rest together when it grows
		}
		doc.items = append(doc.items, jsonRaw{raw, line})
		return nil
	})
}

// jsonDate returns when an item was published; zero when it does not say.
func (r *reader) jsonDate(raw []byte) (t time.Time) {
	_ = members(raw, func(key string, raw []byte) {
		if key == "date_published" {
			t, _, _ = clean.Date(jsonText(raw), r.now)
		}
	})
	return t
}

// isFeed reports whether the document is a JSON Feed: it says so, or, the
// version forgotten, its items look like those of one.
func (d *jsonDocument) isFeed() bool {
	if strings.Contains(d.text("version"), "jsonfeed.org") {
		return true
	}
	telling := []string{"content_html", "content_text", "date_published", "external_url"}
	found := false
	for _, it := range d.items[:min(len(d.items), 3)] {
		_ = members(it.raw, func(key string, _ []byte) { found = found || slices.Contains(telling, key) })
	}
	return found
}

func (d *jsonDocument) text(key string) string { return jsonText(d.fields[key]) }

func (r *reader) jsonFeed(d *jsonDocument) {
	l := r.listing
	l.Format = "json feed"
	if _, version, ok := strings.Cut(d.text("version"), "/version/"); ok && plainVersion(strings.Trim(version, "/ ")) {
		l.Format += " " + normalVersion(strings.Trim(version, "/ "))
	}
	l.Title = cutAt(clean.Title(d.text("title"), false), maxTitle)
	l.Description = cutAt(clean.Line(d.text("description")), maxField)
	l.Link = r.url(d.text("home_page_url"))
	l.Self = r.url(d.text("feed_url"))
	l.ID = l.Self
	l.Next = r.url(d.text("next_url"))
	l.Language = clean.Language(d.text("language"))
	l.Image = r.url(d.text("icon"), d.text("favicon"))
	for _, key := range []string{"authors", "author"} {
		l.Authors, l.People = r.jsonAuthors(l.Authors, l.People, d.fields[key])
	}
	elements(d.fields["hubs"], func(hub []byte) {
		_ = members(hub, func(key string, raw []byte) {
			if key == "url" {
				l.Hub = firstOf(l.Hub, r.url(jsonText(raw)))
			}
		})
	})
	r.settleBase()
}

// normalVersion spells "1" as "1.0".
func normalVersion(v string) string {
	if !strings.Contains(v, ".") {
		v += ".0"
	}
	return v
}

// jsonAuthors adds those in "authors" or "author": objects, or, as some write,
// bare strings.
func (r *reader) jsonAuthors(names []string, people []news.Person, raw []byte) ([]string, []news.Person) {
	elements(raw, func(one []byte) {
		name, address, avatar := jsonText(one), "", ""
		_ = members(one, func(key string, raw []byte) {
			switch key {
			case "name":
				name = jsonText(raw)
			case "url":
				address = jsonText(raw)
			case "avatar":
				avatar = jsonText(raw)
			}
		})
		names = add(names, firstOf(strings.TrimSpace(name), address))
		if address != "" || avatar != "" {
			p := named(name, roleAuthor)
			p.URL, p.Image = r.url(address), r.url(avatar)
			people = addPerson(people, p)
		}
	})
	return names, people
}

// jsonFields are those texts of an item that are looked at together.
type jsonFields struct {
	url, external, html, text, summary, image, banner string
}

func (r *reader) jsonItem(of *jsonRaw) {
	item := news.Item{Line: of.line}
	var f jsonFields
	if err := members(of.raw, func(key string, raw []byte) { r.jsonMember(&item, &f, key, raw) }); err != nil {
		r.lost(of.line, fmt.Errorf("%w: %s", err, cutAt(clean.Line(string(of.raw[:min(len(of.raw), 100)])), 40)))
		return
	}
	permalink := ""
	if isAddress(item.GUID) {
		permalink = item.GUID
	}
	item.URL = r.url(f.url, f.external, permalink)
	if item.Published.IsZero() {
		item.Published = item.Updated
	}
	if len(item.Authors) == 0 {
		item.Authors = r.listing.Authors
	}
	item.Summary = clean.HTML(textHTML(f.summary), r.base)
	if strings.TrimSpace(f.html) == "" {
		f.html = textHTML(f.text)
	}
	if len(f.html) > maxContent {
		r.note(of.line, fmt.Sprintf("a text of over %d MiB was cut", maxContent>>20))
		f.html = cutAt(f.html, maxContent)
	}
	item.Content = clean.HTML(f.html, r.base)
	r.finish(&item, firstOf(f.image, f.banner))
	r.keep(item)
}

// jsonMember reads one member of an item.
func (r *reader) jsonMember(item *news.Item, f *jsonFields, key string, raw []byte) {
	switch key {
	case "id":
		item.GUID = r.guid(jsonText(raw), item.Line)
	case "url":
		f.url = jsonText(raw)
	case "external_url":
		f.external = jsonText(raw)
	case "title":
		item.Title = r.cutTitle(clean.Title(jsonText(raw), false), item.Line)
	case "content_html":
		f.html = jsonText(raw)
	case "content_text":
		f.text = jsonText(raw)
	case "summary":
		f.summary = jsonText(raw)
	case "image":
		f.image = jsonText(raw)
	case "banner_image":
		f.banner = jsonText(raw)
	case "date_published":
		item.Published = r.when(item.Line, jsonText(raw))
	case "date_modified":
		item.Updated = r.when(item.Line, jsonText(raw))
	case "author", "authors":
		item.Authors, item.People = r.jsonAuthors(item.Authors, item.People, raw)
	case "tags":
		elements(raw, func(tag []byte) { item.Categories = add(item.Categories, jsonText(tag)) })
	case "attachments":
		elements(raw, func(one []byte) { r.attachment(item, one) })
	case "language":
		item.Language = clean.Language(jsonText(raw))
	}
}

func (r *reader) attachment(item *news.Item, one []byte) {
	var address, kind, length string
	_ = members(one, func(key string, raw []byte) {
		switch key {
		case "url":
			address = jsonText(raw)
		case "mime_type":
			kind = jsonText(raw)
		case "size_in_bytes":
			length = jsonText(raw)
		case "duration_in_seconds":
			r.lasts(item, jsonText(raw))
		}
	})
	r.enclose(item, address, kind, length)
}

// textHTML returns plain text as HTML, its line breaks kept.
func textHTML(text string) string {
	return strings.ReplaceAll(html.EscapeString(strings.TrimSpace(text)), "\n", "<br>")
}
