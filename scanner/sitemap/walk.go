package sitemap

import (
	"bytes"
	"context"
	"strings"
)

// block is what an element stands in.
type block int

const (
	outside block = iota // of every entry
	inURL                // <url>, or <sitemap> of an index
	inNews               // <news:news>
	inImage              // <image:image>
	inVideo              // <video:video>
)

// field is what an element of an entry tells.
type field int

const (
	loc field = iota
	lastmod
	title
	published
	language
	publication
	keywords
	image
	description
	fields // how many there are
)

// leaves are the elements that are read, by what they stand in. What is not
// among those of a block, whose end tag may be missing, is read as the entry's.
var leaves = map[block]map[string]field{
	inURL: {"loc": loc, "lastmod": lastmod, "title": title, "publication_date": published, "language": language,
		"keywords": keywords},
	inNews: {"title": title, "publication_date": published, "language": language, "name": publication,
		"keywords": keywords},
	inImage: {"loc": image},
	inVideo: {"title": title, "publication_date": published, "description": description, "thumbnail_loc": image},
}

// blocks are the elements that others stand in.
var blocks = map[string]block{"url": inURL, "sitemap": inURL, "news": inNews, "image": inImage, "video": inVideo}

// look says how often ctx is looked at, in entries.
const look = 512

// walk is the one pass over a document.
type walk struct {
	scanner
	r     *reader
	at    block
	entry *entry
	open  bool // the element of field leaf is open since text[from]
	leaf  field
	from  int
	root  bool // a urlset or sitemapindex was there
	seen  int
}

// readXML reads a document of markup.
func (r *reader) readXML(ctx context.Context, text []byte) error {
	w := &walk{scanner: scanner{text: text}, r: r}
	r.lines = lineCounter{text: text}
	ended := false
	for {
		t, ok := w.next()
		if !ok {
			break
		}
		name := lowered(t.name)
		if isRoot(name) {
			w.root = true
			r.index = r.index || name == "sitemapindex"
			ended = t.closing || t.empty
			w.endLeaf(t.start)
			w.endEntry()
			continue
		}
		w.handle(t, name)
		if w.seen%look == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	w.open = false // what has no end may have been cut
	w.endEntry()
	switch {
	case !w.root && w.seen == 0:
		return sniff(text)
	case !w.root:
		r.note(0, "neither urlset nor sitemapindex stands around the entries")
	case !ended:
		r.note(0, "the document ends before its end tag: it may have been cut")
	}
	return nil
}

func isRoot(name string) bool { return name == "urlset" || name == "sitemapindex" }

// lowered returns the name of an element in lower case; "" for one that is
// longer than any that is read.
func lowered(name []byte) string {
	if len(name) > 24 {
		return ""
	}
	return strings.ToLower(string(name))
}

// handle does with a tag what it means where it stands.
func (w *walk) handle(t tag, name string) {
	b, isBlock := blocks[name]
	f, isLeaf := leaves[w.at][name]
	if !isLeaf {
		f, isLeaf = leaves[inURL][name]
	}
	switch {
	case isBlock && b == inURL && !t.closing:
		w.endLeaf(t.start)
		w.endEntry()
		w.at, w.entry = inURL, &entry{child: name == "sitemap", line: w.r.lines.at(t.start)}
		w.seen++
	case w.entry == nil:
	case isBlock && b == inURL:
		w.endLeaf(t.start)
		w.endEntry()
	case isBlock:
		w.endLeaf(t.start)
		w.enter(b, t)
	case isLeaf && !t.closing:
		w.endLeaf(t.start)
		w.open, w.leaf, w.from = !t.empty, f, t.end
	case isLeaf && w.leaf == f:
		w.endLeaf(t.start)
	}
}

// enter goes into a block of the entry, or out of it. Of several images or
// videos the first counts.
func (w *walk) enter(b block, t tag) {
	w.r.news = w.r.news || b == inNews
	if w.at = b; t.closing || t.empty {
		w.at = inURL
	}
}

// endLeaf keeps the text of the open element, which ends before text[to]. What
// was said first stays.
func (w *walk) endLeaf(to int) {
	if !w.open {
		return
	}
	w.open = false
	raw := bytes.TrimSpace(w.text[w.from:to])
	if len(w.entry.raw[w.leaf]) == 0 {
		w.entry.raw[w.leaf] = raw
	}
}

// endEntry hands on what was read of an entry.
func (w *walk) endEntry() {
	e := w.entry
	w.entry, w.at, w.open = nil, outside, false
	if e != nil {
		w.r.take(e)
	}
}
