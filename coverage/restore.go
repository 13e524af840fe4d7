package coverage

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"

	"alsoread/news"
)

// What the window keeps of a story can be taken out as bytes and put back into
// another engine, which is a tenth of the work of reading its text again. The
// bytes are those of one version of the package: whoever keeps them must be ready
// to hand the texts in instead.

// profileVersion changes with whatever is read differently.
const profileVersion = 7

// ErrProfile: the bytes are not a profile of this version.
var ErrProfile = errors.New("not a profile of this version")

// record is what was read of the story that was added or renewed last: the part of
// its profile that later stories do not change.
func (e *Engine) record() []byte {
	r := &e.reading
	b := make([]byte, 0, 128+12*len(r.entries))
	b = append(b, profileVersion)
	for _, n := range []uint32{r.published, r.publisher, r.titleKey, r.self} {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	b = appendText(b, string(e.languages.name(r.lang)))
	flags := byte(0)
	for i, set := range [...]bool{r.hasText, r.sketched, r.agencyOwn, r.shortText, r.unlisted} {
		if set {
			flags |= 1 << i
		}
	}
	b = append(b, flags, byte(r.form), r.agency, r.titleLen)
	if r.sketched {
		b = r.sketch.append(b)
	}
	b = binary.AppendUvarint(b, uint64(len(r.entries)))
	for i, t := range r.entries {
		b = append(appendText(b, r.names[i]), byte(t.attr))
	}
	b = appendBits(b, r.entries, func(t entry) bool { return t.indexed })
	b = append(append(b, byte(len(r.order))), r.order...)
	b = append(b, byte(len(r.links)))
	for _, l := range r.links {
		b = binary.LittleEndian.AppendUint32(b, l)
	}
	return b
}

// Profile is what the window keeps of a story, as bytes: its record, and what it
// has come to since; nil if the story is not in the window.
func (e *Engine) Profile(record []byte, story int64) []byte {
	at := e.find(story)
	if at == 0 {
		return nil
	}
	s := e.at(at)
	b := append(record, e.parts(at).counted...)
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(s.norm))
	b = binary.LittleEndian.AppendUint16(b, s.linkedAt)
	b = binary.AppendUvarint(b, uint64(len(s.ties)))
	for _, t := range s.ties {
		b = binary.AppendVarint(b, s.id-e.at(t.to).id)
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(t.weight))
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// Restore puts a story into the window as it was placed before, without looking
// where it belongs. Stories must come in the order in which they were added, all
// before the next Add. The error is ErrProfile; nothing is changed then.
func (e *Engine) Restore(p news.Placed) error {
	if e.find(p.Story) != 0 {
		return nil
	}
	r, ties, err := e.readProfile(p.Profile)
	if err != nil {
		return err
	}
	r.id = p.Story
	at := e.put(r, p)
	s := e.at(at)
	for _, t := range ties {
		other := e.find(p.Story - t.before)
		if other == 0 || other == at || len(e.at(other).ties) >= maxDegree {
			continue
		}
		s.addTie(tie{other, t.weight})
		e.at(other).addTie(tie{at, t.weight})
		e.resize(other)
	}
	e.resize(at)
	return nil
}

// Adopt puts a story into the window like Restore, from its text: it is tied to
// what it resembles, and stays where it was placed.
func (e *Engine) Adopt(s Story, p news.Placed) {
	if e.find(s.ID) != 0 {
		return
	}
	r := e.read(s)
	r.index(e.lexicon)
	at := e.put(r, p)
	e.adopting = true
	e.link(at)
	e.recount(at)
	e.adopting = false
}

// put enters a story into the group in which it is known to be.
func (e *Engine) put(r *reading, placed news.Placed) uint32 {
	e.Advance(placed.Seen)
	e.makeRoom()
	r.seen = stamp(placed.Seen)
	at := e.enter(r, e.groupWith(placed.Group))
	e.carry(at, placed.CopyOf)
	return at
}

// carry puts a story beside the others that have one text, as it was known: it is
// a copy of another, or may be what others are copies of.
func (e *Engine) carry(at uint32, copyOf int64) {
	id := e.at(at).id
	original := copyOf
	if original == 0 {
		original = id
	}
	w := e.restored[original]
	switch {
	case w != nil:
	case copyOf == 0:
		return // nobody has been seen to carry its text
	default:
		w = &wire{original: original} // dated before all others: it may have left the window
		if of := e.find(original); of != 0 {
			w = e.wireOf(of)
		}
		if e.restored == nil {
			e.restored = map[int64]*wire{}
		}
		e.restored[original] = w
	}
	if copyOf == 0 {
		w.rank = e.rankOf(at)
	}
	e.wires[id], e.at(at).wired = w, true
	w.carriers++
}

// storedTie is a tie to the story that came so many before.
type storedTie struct {
	before int64
	weight float32
}

// profileReader takes a profile apart. It believes nothing: what does not fit
// ends it.
type profileReader struct {
	rest  []byte
	whole string // one copy for all texts
	bad   bool
}

func newProfileReader(data []byte) *profileReader {
	return &profileReader{rest: data, whole: string(data)}
}

func (e *Engine) readProfile(data []byte) (*reading, []storedTie, error) {
	p, r := newProfileReader(data), &e.reading
	if p.byte() != profileVersion {
		return nil, nil, ErrProfile
	}
	*r = reading{entries: r.entries[:0], names: r.names[:0], order: r.order[:0], links: r.links[:0], weights: r.weights, sorted: r.sorted, stored: r.stored}
	r.published, r.publisher, r.titleKey, r.self = p.uint32(), p.uint32(), p.uint32(), p.uint32()
	r.lang = e.languages.number(language(p.text()))
	flags := p.byte()
	r.hasText, r.sketched, r.agencyOwn, r.shortText, r.unlisted = flags&1 != 0, flags&2 != 0, flags&4 != 0, flags&8 != 0, flags&16 != 0
	r.form, r.agency, r.titleLen = form(p.byte()), p.byte(), p.byte()
	if r.sketched {
		if b := p.take(sketchBytes); b != nil {
			r.sketch = readSketch(b)
		}
	}
	order := p.terms(&r.stored)
	for range min(p.byte(), maxLinks) {
		r.links = append(r.links, p.uint32())
	}
	p.bits(r.stored.terms, func(t *storedTerm) { t.counted = true })
	r.norm, r.linkedAt = math.Float32frombits(p.uint32()), p.uint16()
	ties := p.ties(&r.stored)
	if p.bad || len(p.rest) > 0 {
		return nil, nil, ErrProfile
	}
	e.lexicon.numberAll(&r.stored)
	r.arrange(order)
	return r, ties, nil
}

// stored is what a profile has of a story, before its terms have their numbers. It
// is used again for the next profile.
type stored struct {
	terms  []storedTerm
	ties   []storedTie
	sought []int // terms that are looked for
	sorted []uint64
	places []uint8 // of the terms among the entries, as far as a byte can tell them
}

// storedTerm is an entry whose term has not got its number yet.
type storedTerm struct {
	entry
	name string
	hash uint64
	at   uint64 // where in the index it is looked for
}

func (p *profileReader) terms(s *stored) (order []byte) {
	s.terms = s.terms[:0]
	n := p.uint()
	if n > mostFocused || n > uint64(len(p.rest)) {
		p.bad = true
		return nil
	}
	for range n {
		name := p.text()
		s.terms = append(s.terms, storedTerm{entry: entry{attr: attr(p.byte())}, name: name, hash: termHash(name)})
	}
	p.bits(s.terms, func(t *storedTerm) { t.indexed = true })
	order = p.take(int(p.byte()))
	for _, place := range order {
		p.bad = p.bad || int(place) >= len(s.terms)
	}
	return order
}

func (p *profileReader) bits(terms []storedTerm, set func(*storedTerm)) {
	bits := p.take((len(terms) + 7) / 8)
	for i := range terms {
		if bits != nil && bits[i/8]>>(i%8)&1 == 1 {
			set(&terms[i])
		}
	}
}

func (p *profileReader) ties(s *stored) []storedTie {
	s.ties = s.ties[:0]
	for range min(p.uint(), 2*maxDegree) {
		s.ties = append(s.ties, storedTie{p.int(), math.Float32frombits(p.uint32())})
	}
	return s.ties
}

// numberAll gives terms their numbers, new ones to those that have none. All of a
// story are looked for side by side, a step of each at a time: the index of a large
// window is nowhere near the processor, and so it waits for many of them at once.
// Half a million stories take 1.5 s so instead of 3.6.
func (l *lexicon) numberAll(s *stored) {
	places := l.numbers.places
	mask := uint64(len(places) - 1)
	s.sought = s.sought[:0]
	for i := range s.terms {
		s.terms[i].at = s.terms[i].hash & mask
		s.sought = append(s.sought, i)
	}
	for further := s.sought; len(further) > 0; {
		for _, i := range further {
			s.terms[i].term = places[s.terms[i].at]
		}
		others := further[:0]
		for _, i := range further {
			if t := &s.terms[i]; t.term != 0 && l.hashOf(t.term) != t.hash { // another's place
				t.at = (t.at + 1) & mask
				others = append(others, i)
			}
		}
		further = others
	}
	for i := range s.terms {
		if t := &s.terms[i]; t.term == 0 {
			t.term = l.numberOf(t.hash)
		}
	}
}

// arrange puts the stored terms into the order of their numbers, and those of the
// title into its own by their new places.
func (r *reading) arrange(order []byte) {
	s := &r.stored
	s.sorted, s.places = s.sorted[:0], s.places[:0]
	for i, t := range s.terms {
		s.sorted, s.places = append(s.sorted, uint64(t.term)<<32|uint64(i)), append(s.places, 0)
	}
	slices.Sort(s.sorted)
	for i, key := range s.sorted {
		t := &s.terms[uint32(key)]
		s.places[uint32(key)] = uint8(min(i, math.MaxUint8))
		r.entries, r.names = append(r.entries, t.entry), append(r.names, t.name)
	}
	for _, place := range order {
		if s.places[place] < math.MaxUint8 {
			r.order = append(r.order, s.places[place])
		}
	}
}

func (r *profileReader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.bad, r.rest = true, nil
		return nil
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *profileReader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *profileReader) uint16() uint16 {
	if b := r.take(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (r *profileReader) uint32() uint32 {
	if b := r.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *profileReader) uint() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

func (r *profileReader) int() int64 {
	v, n := binary.Varint(r.rest)
	if n <= 0 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

// text is a part of whole.
func (r *profileReader) text() string {
	n := r.uint()
	if n > uint64(len(r.rest)) {
		r.bad = true
		return ""
	}
	r.take(int(n))
	end := len(r.whole) - len(r.rest)
	return r.whole[end-int(n) : end]
}
