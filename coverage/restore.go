package coverage

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"time"

	"alsoread/news"
)

// What the window keeps of a story can be taken out as bytes and put back into
// another engine, which is a tenth of the work of reading its text again. The
// bytes are those of one version of the package: whoever keeps them must be ready
// to hand the texts in instead.

// profileVersion changes with whatever is read differently.
const profileVersion = 3

// ErrProfile: the bytes are not a profile of this version.
var ErrProfile = errors.New("not a profile of this version")

// Profile is what the window keeps of a story, its ties included, as bytes; nil
// if the story is not in the window.
func (e *Engine) Profile(story int64) []byte {
	at, ok := e.byID[story]
	if !ok {
		return nil
	}
	s := &e.slots[at]
	b := append(make([]byte, 0, 32+10*len(s.story.entries)), profileVersion)
	b = e.appendProfile(b, s.story)
	b = binary.AppendUvarint(b, uint64(len(s.ties)))
	for _, t := range s.ties {
		b = binary.AppendVarint(b, s.story.id-e.slots[t.to].story.id)
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(t.weight))
	}
	return b
}

func (e *Engine) appendProfile(b []byte, p *profile) []byte {
	published := int64(0)
	if !p.published.IsZero() {
		published = p.published.Unix()
	}
	b = binary.AppendVarint(b, published)
	b = binary.LittleEndian.AppendUint64(b, p.publisher)
	b = binary.LittleEndian.AppendUint64(b, p.titleKey)
	b = appendText(b, string(p.lang))
	b = appendText(b, p.headline)
	flags := byte(p.form) << 3
	for i, set := range [...]bool{p.hasText, p.sketch != nil, p.agencyOwn} {
		if set {
			flags |= 1 << i
		}
	}
	b = append(b, flags, p.agency)
	for _, n := range []int{p.titleLen, p.numbers, p.linkedAt} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	if p.sketch != nil {
		b = append(b, p.sketch.bins[:]...)
		b = binary.LittleEndian.AppendUint16(b, p.sketch.words)
	}
	return e.appendEntries(b, p.entries)
}

// appendEntries writes terms in the order of their letters, each as how many it
// begins with of the one before and what follows.
func (e *Engine) appendEntries(b []byte, entries []entry) []byte {
	entries = slices.Clone(entries)
	name := func(t entry) string { return e.lexicon.names[t.term] }
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(name(a), name(b)) })
	b = binary.AppendUvarint(b, uint64(len(entries)))
	before := ""
	for _, t := range entries {
		same := 0
		for same < min(len(before), len(name(t)), 255) && before[same] == name(t)[same] {
			same++
		}
		b = append(b, byte(same))
		b = appendText(b, name(t)[same:])
		b = append(b, t.times)
		b = binary.AppendUvarint(b, uint64(t.at))
		before = name(t)
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
	if _, ok := e.byID[p.Story]; ok {
		return nil
	}
	profile, ties, err := e.readProfile(p.Profile)
	if err != nil {
		return err
	}
	profile.id = p.Story
	at := e.put(profile, p)
	for _, t := range ties {
		other, ok := e.byID[p.Story-t.before]
		if ok && other != at {
			e.slots[at].ties = append(e.slots[at].ties, tie{other, t.weight})
			e.slots[other].ties = append(e.slots[other].ties, tie{at, t.weight})
			e.resize(other)
		}
	}
	e.resize(at)
	return nil
}

// Adopt puts a story into the window like Restore, from its text: it is tied to
// what it resembles, and stays where it was placed.
func (e *Engine) Adopt(s Story, p news.Placed) {
	if _, ok := e.byID[s.ID]; ok {
		return
	}
	profile, _ := e.profileOf(s)
	at := e.put(profile, p)
	e.adopting = true
	e.link(at)
	e.adopting = false
}

// put enters a story into the group in which it is known to be.
func (e *Engine) put(p *profile, placed news.Placed) int32 {
	e.Advance(placed.Seen)
	if len(e.arrivals) >= e.options.MaxStories {
		e.drop()
	}
	at := e.enterInto(p, e.groupWith(placed.Group))
	p.norm = e.normOf(p)
	e.slots[at].seen = placed.Seen
	e.carry(at, placed.CopyOf)
	return at
}

// carry puts a story beside the others that have one text, as it was known: it is
// a copy of another, or may be what others are copies of.
func (e *Engine) carry(at int32, copyOf int64) {
	s := &e.slots[at]
	original := copyOf
	if original == 0 {
		original = s.story.id
	}
	w := e.wires[original]
	switch {
	case w != nil:
	case copyOf == 0:
		return // nobody has been seen to carry its text
	default:
		w = &wire{original: original} // dated before all others: it may have left the window
		if of, ok := e.byID[original]; ok {
			w = e.wireOf(of)
		}
		if e.wires == nil {
			e.wires = map[int64]*wire{}
		}
		e.wires[original] = w
	}
	if copyOf == 0 {
		w.rank = e.rankOf(at)
	}
	s.wire = w
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
	rest []byte
	bad  bool
}

func (e *Engine) readProfile(data []byte) (*profile, []storedTie, error) {
	r := &profileReader{rest: data}
	if r.byte() != profileVersion {
		return nil, nil, ErrProfile
	}
	p := &profile{}
	if published := r.int(); published != 0 {
		p.published = time.Unix(published, 0).UTC()
	}
	p.publisher, p.titleKey = r.uint64(), r.uint64()
	p.lang = language(e.intern(r.text()))
	p.headline = r.text()
	flags := r.byte()
	p.hasText, p.agencyOwn, p.form, p.agency = flags&1 != 0, flags&4 != 0, form(flags>>3), r.byte()
	p.titleLen, p.numbers, p.linkedAt = int(r.uint()), int(r.uint()), int(r.uint())
	if flags&2 != 0 {
		p.sketch = new(sketch)
		copy(p.sketch.bins[:], r.take(len(p.sketch.bins)))
		p.sketch.words = r.uint16()
	}
	terms := r.entries()
	ties := make([]storedTie, min(r.uint(), 2*maxDegree))
	for i := range ties {
		ties[i] = storedTie{r.int(), math.Float32frombits(r.uint32())}
	}
	if r.bad || len(r.rest) > 0 {
		return nil, nil, ErrProfile
	}
	p.entries = e.numbered(terms)
	return p, ties, nil
}

// namedEntry is an entry whose term has not got its number yet.
type namedEntry struct {
	name string
	entry
}

func (r *profileReader) entries() []namedEntry {
	n := r.uint()
	if n > uint64(len(r.rest)) {
		r.bad = true
		return nil
	}
	out := make([]namedEntry, n)
	var name []byte
	for i := range out {
		same := int(r.byte())
		if same > len(name) {
			r.bad = true
			return nil
		}
		name = append(name[:same], r.bytes()...)
		out[i].name = string(name)
		out[i].times, out[i].at = r.byte(), bearing(r.uint())
	}
	return out
}

// numbered gives the terms their numbers in this lexicon.
func (e *Engine) numbered(terms []namedEntry) []entry {
	out := make([]entry, len(terms))
	for i, t := range terms {
		out[i] = t.entry
		out[i].term = e.lexicon.number(t.name)
	}
	slices.SortFunc(out, func(a, b entry) int { return int(a.term) - int(b.term) })
	return out
}

// intern gives one string for equal ones; there are few.
func (e *Engine) intern(s string) string {
	if s == "" {
		return ""
	}
	if e.languages == nil {
		e.languages = map[string]string{}
	}
	known, ok := e.languages[s]
	if !ok {
		e.languages[s] = s
		known = s
	}
	return known
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

func (r *profileReader) uint64() uint64 {
	if b := r.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
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

func (r *profileReader) bytes() []byte {
	n := r.uint()
	if n > uint64(len(r.rest)) {
		r.bad, r.rest = true, nil
		return nil
	}
	return r.take(int(n))
}

func (r *profileReader) text() string { return string(r.bytes()) }
