package feed

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"time"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// JSON Feed is decoded here and not by gofeed, which panics on a null in
// "items" or "authors", refuses a whole feed for one wrong type, and yields
// nothing of one that is cut short. Items are decoded one by one: what cannot
// be read costs one field, or else one item.

// jsonDocument is the top level of a JSON Feed, its items still raw.
type jsonDocument struct {
	fields map[string]json.RawMessage
	items  []jsonRaw
	listed bool // has an array of items
	seen   int
	err    error // what ended the reading early
	at     int64 // where
}

type jsonRaw struct {
	raw  json.RawMessage
	line int
}

// readJSON reads a JSON Feed, version 1.0 or 1.1 (jsonfeed.org). Should it not
// be legal JSON, it is read again with the faults that are met with mended.
func (r *reader) readJSON(ctx context.Context, text []byte) (*news.Listing, error) {
	doc := r.decodeJSON(ctx, text)
	if doc.err != nil && ctx.Err() == nil && !tooDeep(doc.err) {
		if again := r.decodeJSON(ctx, mendJSON(text)); again.err == nil || len(again.items) > len(doc.items) {
			r.note(lineOf(text, doc.at), "not legal JSON: "+oneLine(doc.err))
			doc = again
		}
	}
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case tooDeep(doc.err):
		return nil, fmt.Errorf("read feed: %w", limitError(ErrTooDeep, "JSON nested over 10000 deep"))
	case !doc.isFeed():
		return nil, ErrJSON
	case doc.err != nil:
		r.note(lineOf(text, doc.at), "document is cut short: "+oneLine(doc.err))
	}
	r.jsonFeed(doc)
	for i := range doc.items {
		r.jsonItem(&doc.items[i])
	}
	if doc.seen > len(doc.items) {
		r.note(0, fmt.Sprintf("the newest %d of %d items were read", len(doc.items), doc.seen))
	}
	return r.listing, ctx.Err()
}

// tooDeep reports whether encoding/json gave up over nesting; it has no error
// value for that.
func tooDeep(err error) bool {
	return err != nil && strings.Contains(err.Error(), "exceeded max depth")
}

func oneLine(err error) string { return cutAt(clean.Line(err.Error()), 120) }

func lineOf(text []byte, at int64) int {
	return 1 + bytes.Count(text[:min(int(max(at, 0)), len(text))], []byte{'\n'})
}

// decodeJSON reads the top level of a document as far as it can be read.
func (r *reader) decodeJSON(ctx context.Context, text []byte) (doc jsonDocument) {
	doc.fields = map[string]json.RawMessage{}
	dec := json.NewDecoder(contextReader{ctx, bytes.NewReader(text)})
	defer func() { doc.at = dec.InputOffset() }()
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		doc.err = err
		return doc
	}
	lines := lineCounter{text: text, line: 1}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			doc.err = err
			return doc
		}
		if key == "items" && !doc.listed {
			doc.err = r.decodeItems(dec, &doc, &lines)
		} else {
			var raw json.RawMessage
			doc.err = dec.Decode(&raw)
			if name, ok := key.(string); ok && doc.err == nil && len(doc.fields) < 1000 {
				doc.fields[name] = raw
			}
		}
		if doc.err != nil {
			return doc
		}
	}
	_, doc.err = dec.Token()
	return doc
}

// decodeItems reads the array of items, of which it keeps the first, or in a
// feed that lists its oldest first, the last (see pass.limitItems).
func (r *reader) decodeItems(dec *json.Decoder, doc *jsonDocument, lines *lineCounter) error {
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return err
	}
	doc.listed = true
	oldest := false
	for dec.More() {
		line := lines.at(valueStart(lines.text, int(dec.InputOffset())))
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return err
		}
		if doc.seen++; doc.seen == r.max+1 {
			first, last := r.jsonDate(doc.items[0].raw), r.jsonDate(raw)
			oldest = !first.IsZero() && first.Before(last)
		}
		if doc.seen > r.max {
			if !oldest {
				continue
			}
			doc.items = doc.items[1:] // append moves the rest together when it grows
		}
		doc.items = append(doc.items, jsonRaw{raw, line})
	}
	_, err := dec.Token()
	return err
}

// valueStart returns where the value begins that follows a place in an array.
func valueStart(text []byte, at int) int {
	for at < len(text) && (isSpace(text[at]) || text[at] == ',') {
		at++
	}
	return at
}

// jsonDate returns when an item was published; zero when it does not say.
func (r *reader) jsonDate(raw json.RawMessage) time.Time {
	var it struct {
		Published jsonText `json:"date_published"`
	}
	_ = json.Unmarshal(raw, &it)
	t, _, _ := clean.Date(string(it.Published), r.now)
	return t
}

// isFeed reports whether the document is a JSON Feed: it says so, or, the
// version forgotten, its items look like those of one.
func (d *jsonDocument) isFeed() bool {
	if strings.Contains(d.text("version"), "jsonfeed.org") {
		return true
	}
	if !d.listed {
		return false
	}
	for _, it := range d.items[:min(len(d.items), 3)] {
		var keys map[string]json.RawMessage
		if json.Unmarshal(it.raw, &keys) != nil {
			continue
		}
		for _, key := range []string{"content_html", "content_text", "date_published", "external_url"} {
			if keys[key] != nil {
				return true
			}
		}
	}
	return false
}

func (d *jsonDocument) text(key string) string {
	var t jsonText
	return t.of(d.fields[key])
}

func (r *reader) jsonFeed(d jsonDocument) {
	l := r.listing
	l.Format = "json feed"
	if _, version, ok := strings.Cut(d.text("version"), "/version/"); ok && plainVersion(strings.Trim(version, "/ ")) {
		l.Format += " " + normalVersion(strings.Trim(version, "/ "))
	}
	l.Title = clean.Title(d.text("title"), false)
	l.Description = clean.Line(d.text("description"))
	l.Link = r.url(d.text("home_page_url"))
	l.Self = r.url(d.text("feed_url"))
	l.ID = l.Self
	l.Next = r.url(d.text("next_url"))
	l.Language = clean.Language(d.text("language"))
	l.Image = r.url(d.text("icon"), d.text("favicon"))
	var authors jsonAuthors
	_ = authors.UnmarshalJSON(d.fields["authors"])
	_ = authors.UnmarshalJSON(d.fields["author"])
	l.Authors = authors.names(nil)
	var hubs jsonList[jsonHub]
	_ = hubs.UnmarshalJSON(d.fields["hubs"])
	for _, h := range hubs {
		l.Hub = firstOf(l.Hub, r.url(string(h.URL)))
	}
	r.settleBase()
}

// normalVersion spells "1" as "1.0".
func normalVersion(v string) string {
	if !strings.Contains(v, ".") {
		v += ".0"
	}
	return v
}

func (r *reader) jsonItem(of *jsonRaw) {
	var it jsonItem
	if err := json.Unmarshal(of.raw, &it); err != nil || bytes.Equal(of.raw, []byte("null")) {
		r.lost(of.line, fmt.Errorf("it is no object: %s", cutAt(clean.Line(string(of.raw)), 40)))
		return
	}
	item := news.Item{
		GUID:     r.guid(string(it.ID), of.line),
		Title:    clean.Title(string(it.Title), false),
		Line:     of.line,
		Language: clean.Language(string(it.Language)),
	}
	item.URL = r.url(string(it.URL), string(it.ExternalURL))
	if item.URL == "" && isAddress(item.GUID) {
		item.URL = r.url(item.GUID)
	}
	item.Published = r.when(of.line, string(it.DatePublished))
	item.Updated = r.when(of.line, string(it.DateModified))
	if item.Published.IsZero() {
		item.Published = item.Updated
	}
	item.Authors = it.Author.names(it.Authors.names(nil))
	if len(item.Authors) == 0 {
		item.Authors = r.listing.Authors
	}
	for _, tag := range it.Tags {
		item.Categories = add(item.Categories, string(tag))
	}
	for _, a := range it.Attachments {
		r.enclose(&item, string(a.URL), string(a.MimeType), string(a.Size))
	}
	item.Summary = clean.HTML(textHTML(string(it.Summary)), r.base)
	content := string(it.ContentHTML)
	if strings.TrimSpace(content) == "" {
		content = textHTML(string(it.ContentText))
	}
	item.Content = clean.HTML(cutAt(content, maxContent), r.base)
	if len(item.Title) > maxTitle {
		r.note(of.line, "a title was cut")
		item.Title = cutAt(item.Title, maxTitle) + "…"
	}
	r.finish(&item, firstOf(string(it.Image), string(it.Banner)))
	r.keep(item)
}

// textHTML returns plain text as HTML, its line breaks kept.
func textHTML(text string) string {
	return strings.ReplaceAll(html.EscapeString(strings.TrimSpace(text)), "\n", "<br>")
}
