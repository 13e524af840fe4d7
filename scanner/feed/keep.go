package feed

import (
	"bytes"
	"time"

	"alsoread/scanner/clean"
)

// limitItems holds the items of the digest to p.max, after each item that was
// read. Feeds list their newest item first, and so the first are kept; in one
// that lists its oldest first, by the dates of its first item and of the one
// past the limit, the last are kept.
func (p *pass) limitItems() {
	d := p.d
	if len(d.items) <= p.max {
		return
	}
	if !p.ordered {
		p.ordered = true
		first, last := p.dateOf(d.items[0]), p.dateOf(d.items[p.max])
		p.oldest = !first.IsZero() && first.Before(last)
	}
	switch {
	case !p.oldest:
		last := d.items[p.max]
		d.items = d.items[:p.max]
		d.xml = d.xml[:last.start]
		d.texts = d.texts[:last.text-d.textBase]
	case len(d.items) >= 2*p.max:
		p.dropOldest()
	}
}

// dropOldest cuts the digest down to its last p.max items.
func (p *pass) dropOldest() {
	d := p.d
	drop := len(d.items) - p.max
	if drop <= 0 {
		return
	}
	kept := d.items[drop:]
	cut := kept[0].start - d.items[0].start
	d.xml = append(d.xml[:d.items[0].start], d.xml[kept[0].start:]...)
	d.texts = append(d.texts[:0], d.texts[kept[0].text-d.textBase:]...)
	d.textBase = kept[0].text
	d.items = append(d.items[:0], kept...)
	for i := range d.items {
		d.items[i].start -= cut
		d.items[i].end -= cut
	}
}

// dateOf returns the date of an item of the digest; zero when it has none.
func (p *pass) dateOf(m mark) time.Time {
	for _, name := range []string{datePublished, dateAny, dateUpdated, dateCreated} {
		_, rest, ok := bytes.Cut(p.d.xml[m.start:m.end], []byte("<"+name+">"))
		if !ok {
			continue
		}
		text, _, _ := bytes.Cut(rest, []byte("<"))
		if t, _, ok := clean.Date(string(text), p.now); ok {
			return t
		}
	}
	return time.Time{}
}
