package feed

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"alsoread/scanner/clean"
)

// maxTold is the memory that a description may take, in bytes, roughly: a
// document of nothing but <title/> would otherwise take thirty times its size.
const (
	maxTold  = 8 << 20
	partCost = 512 // of one Part, without what it holds
	noteCost = 160 // of one thing in it, without its texts
)

// Describe tells how a feed is written. It goes over the document once more,
// under the limits of Read and with its errors, and is for those who look into
// a feed: Read needs nothing of it. Of a JSON Feed, which says by the names of
// its fields how it is written, the description is empty.
func Describe(ctx context.Context, d Document) (out *Description, err error) {
	defer recovered(&err)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	r := newReader(d)
	text, _, _ := clean.UTF8(d.Body, d.ContentType)
	if isJSON(text) {
		return &Description{}, nil
	}
	p := newPass(expandEntities(text), r.base, r.max, r.now)
	p.observer = &observer{pass: &p, base: r.base, items: map[int]*Part{}, left: maxTold}
	digest, err := p.walk()
	if err != nil {
		return nil, fmt.Errorf("describe feed: %w", err)
	}
	if !digest.isFeed() {
		return nil, sniff(text)
	}
	return p.observer.description(digest), nil
}

// observer is told of the elements that a pass comes by.
type observer struct {
	pass     *pass // here and not given to see, so that the pass of Read stays off the heap
	feed     Part
	items    map[int]*Part // by where they start in the document
	base     *url.URL      // of the document
	seen     int           // where elements were not told of yet: a pass may step back
	left     int           // of maxTold
	inScope  *url.URL      // the last xml:base
	baseText string        // and its text, one for all that stand under it
}

// description returns what is told of the feed and of those items that were
// kept.
func (o *observer) description(d *digest) *Description {
	out := &Description{Feed: o.feed, Cut: o.left <= 0}
	for _, m := range d.items {
		part := Part{}
		if told := o.items[m.from]; told != nil {
			part = *told
		}
		part.Line = m.line
		out.Items = append(out.Items, part)
	}
	return out
}

// see takes note of a start tag that the pass met in a place. The key is its
// resolved name.
func (o *observer) see(t tag, e element, at place, key string) {
	if t.start < o.seen || o.left <= 0 {
		return
	}
	name, prefixed := strings.CutPrefix(key, "atom:")
	isAtom := prefixed || o.pass.d.atom
	s := sight{o: o, p: o.pass, t: t, e: e, at: at, key: key, name: name, atom: isAtom}
	switch at {
	case atItem, atEntry:
		s.ofItem()
	case atChannel, atFeed, atRoot:
		s.ofFeed()
	case atSource:
		s.ofSource()
	case atMedia:
		if key == "media:category" {
			s.category()
		}
	default:
		return // it may turn out that it stands elsewhere
	}
	o.seen = t.start + 1
}

// sight is an element that the observer sees.
type sight struct {
	o         *observer
	p         *pass
	t         tag
	e         element
	at        place
	key, name string // as vocabulary.go spells it; without the prefix of Atom
	atom      bool
}

func (s *sight) ofItem() {
	switch s.name {
	case "thr:in-reply-to":
		s.reply()
	default:
		s.ofAny()
	}
}

func (s *sight) ofFeed() {
	switch s.name {
	case "image":
		s.image()
	case "textinput":
		s.textInput()
	case "cloud":
		s.cloud()
	case "docs":
		s.part().Docs = s.address(decodedString(s.content()))
	default:
		s.ofAny()
	}
}

func (s *sight) ofSource() {
	switch s.name {
	case "author", "contributor":
		s.person()
	case "generator":
		s.generator()
	default:
		s.ofAny()
	}
}

func (s *sight) ofAny() {
	switch s.name {
	case "link":
		if s.atom {
			s.link()
		}
	case "category", "media:category":
		s.category()
	case "dcterms:valid", "expirationdate":
		s.valid()
	default:
		if kind := s.textType(); kind != "" {
			s.text(kind)
		}
	}
}

// part returns what is told of the feed, the item or the source that the
// element stands in.
func (s *sight) part() *Part {
	o, part := s.o, &s.o.feed
	o.left -= noteCost
	if s.p.inItem >= 0 {
		from := s.p.d.items[len(s.p.d.items)-1].from
		if part = o.items[from]; part == nil {
			part = &Part{}
			o.items[from] = part
			o.left -= partCost
		}
	}
	if s.at != atSource {
		return part
	}
	if part.Source == nil {
		part.Source = &Part{}
		o.left -= partCost
	}
	return part.Source
}

// content returns what stands in the element. The pass stays where it is.
func (s *sight) content() []byte {
	at := s.p.pos
	raw, _ := s.p.content(s.t)
	s.p.pos = at
	return raw[:min(len(raw), maxAside)]
}

// take returns a text as one line that is paid for.
func (s *sight) take(text string) string {
	text = strings.Clone(cutAt(clean.Line(text), maxField))
	s.o.left -= len(text)
	return text
}

func (s *sight) attribute(name string) string { return s.take(attributeValue(s.t.attrs, name)) }

// address returns an absolute http(s) address; empty when it is none.
func (s *sight) address(raw string) string {
	if len(raw) > maxURL {
		return ""
	}
	return s.take(clean.URL(resolved(s.e.base, raw), s.o.base))
}

// scope returns the xml:base of the element; all that stand under one share its
// text.
func (s *sight) scope() string {
	if s.e.base == nil || s.e.base == s.o.inScope {
		if s.e.base == nil {
			return ""
		}
		return s.o.baseText
	}
	s.o.inScope, s.o.baseText = s.e.base, s.take(s.e.base.String())
	return s.o.baseText
}

// Empty reports whether nothing is told.
func (d *Description) Empty() bool {
	for i := range d.Items {
		if !d.Items[i].empty() {
			return false
		}
	}
	return d.Feed.empty()
}

func (p *Part) empty() bool {
	return len(p.Texts)+len(p.Links)+len(p.Categories)+len(p.ReplyTo)+len(p.People) == 0 && p.Docs == "" &&
		p.Valid == nil && p.Source == nil && p.Generator == nil && p.Image == nil && p.TextInput == nil && p.Cloud == nil
}
