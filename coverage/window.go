package coverage

import "time"

// slot is what the window keeps of one story, with its ties.
type slot struct {
	id        int64
	ties      []tie
	packed    uint32 // where its terms begin in what is packed of its block
	published uint32 // Unix seconds; 0: not known
	seen      uint32 // Unix seconds by the engine's clock; 0: it was never set
	publisher uint32 // a hash; 0: not known
	titleKey  uint32
	self      uint32 // a hash of its own address; 0: none
	size      float32
	norm      float32 // of the weighted terms, when its neighbours were last sought
	before    uint32  // serials of stories of the group
	after     uint32
	linkedAt  uint16 // stories in the window when its neighbours were last sought
	terms     uint16
	ordered   uint8 // terms of the title in its order
	links     uint8
	lang      uint8 // in Engine.languages
	titleLen  uint8
	agency    uint8 // that it is credited to, see agencyName
	form      form
	agencyOwn bool // and that published it
	hasText   bool
	sketched  bool
	wired     bool // its text may be that of others: it is among Engine.wires
	unlisted  bool // its function words are not known: see usage.go
	shortText bool // too short to stand for itself: under a title that has nothing to do with it, it says who the publisher is
}

type tie struct {
	to     uint32 // a serial
	weight float32
}

// window holds stories by serial, a number that grows with each that comes in. A
// story that is renewed gets a new serial.
type window struct {
	blocks []*block
	first  uint32 // serial of the first slot of the first block
	oldest uint32 // serial from which on there are stories
	coming uint32 // serial of the next story
	ids    index
	selves index

	usages []usage // of each language and kind

	fetched uint32 // what fetch sums up, so that it must look
}

// block is the slots of so many serials and what is packed of their stories.
type block struct {
	slots  [blockStories]slot
	groups [blockStories]uint32 // in Engine.groups; 0: nobody is here, or not any more. Of all that is known of the stories tied to one, this is asked most
	packed []byte
	live   int // slots with a story
}

// nobody is a block whose stories have all gone: a publisher that changes its
// stories with every scan leaves many behind. It is read-only.
var nobody = &block{}

const blockStories = 1024

func newWindow() *window {
	w := &window{first: 1, oldest: 1, coming: 1}
	w.ids = newIndex(func(at uint32) uint64 { return mix(uint64(w.at(at).id)) })
	w.selves = newIndex(func(at uint32) uint64 { return mix(uint64(w.at(at).self)) })
	return w
}

func (w *window) at(serial uint32) *slot {
	i := serial - w.first
	return &w.blocks[i/blockStories].slots[i%blockStories]
}

// parts are what is packed of a story.
func (w *window) parts(serial uint32) parts {
	b := w.blocks[(serial-w.first)/blockStories]
	s := &b.slots[(serial-w.first)%blockStories]
	return s.parts(b.packed[s.packed:])
}

// fetch touches what is kept of stories that are about to be compared, all at once:
// in a large window each would be waited for otherwise, one after another.
func (w *window) fetch(serials []uint32) {
	for _, serial := range serials {
		w.fetched += w.at(serial).packed
	}
	for _, serial := range serials {
		p := w.parts(serial)
		if n := len(p.attrs); n > 0 && len(p.gaps) > n {
			w.fetched += uint32(p.attrs[0]) + uint32(p.gaps[0]) + uint32(p.gaps[n/2]) + uint32(p.gaps[n])
		}
	}
}

// groupAt is where the group of a story is in Engine.groups; 0: nobody is there.
func (w *window) groupAt(serial uint32) uint32 {
	i := serial - w.first
	return w.blocks[i/blockStories].groups[i%blockStories]
}

func (w *window) setGroup(serial, group uint32) {
	i := serial - w.first
	w.blocks[i/blockStories].groups[i%blockStories] = group
}

// find is the serial of a story, 0 if it is not in the window.
func (w *window) find(id int64) uint32 { return w.ids.find(mix(uint64(id))) }

// withAddress is the serial of a story with this address, 0 if there is none.
func (w *window) withAddress(self uint32) uint32 { return w.selves.find(mix(uint64(self))) }

// len is the number of stories in the window.
func (w *window) len() int { return w.ids.used }

func (w *window) add(r *reading) uint32 {
	at := w.coming
	if int((at-w.first)/blockStories) == len(w.blocks) {
		w.close()
		w.blocks = append(w.blocks, new(block))
	}
	w.coming++
	b := w.blocks[len(w.blocks)-1]
	s := r.slot
	s.packed = uint32(len(b.packed))
	b.packed = pack(b.packed, r)
	b.live++
	*w.at(at) = s
	w.ids.insert(at)
	if s.self != 0 {
		w.selves.insert(at)
	}
	return at
}

// close gives back what the last block has more of than it needs: it is full.
func (w *window) close() {
	last := len(w.blocks) - 1
	if last < 0 {
		return
	}
	b := w.blocks[last]
	b.packed = append(make([]byte, 0, len(b.packed)), b.packed...)
	w.clear(last)
}

// clear lets go of a block without stories.
func (w *window) clear(place int) {
	if w.blocks[place].live == 0 {
		w.blocks[place] = nobody
	}
}

func (w *window) remove(at uint32) {
	w.ids.remove(at)
	if w.at(at).self != 0 {
		w.selves.remove(at)
	}
	place := int((at - w.first) / blockStories)
	*w.at(at) = slot{}
	w.blocks[place].live--
	if place < len(w.blocks)-1 { // the last one is still being filled
		w.clear(place)
	}
	for w.oldest < w.coming && w.groupAt(w.oldest) == 0 {
		w.oldest++
		if w.oldest-w.first == blockStories {
			w.blocks, w.first = w.blocks[1:], w.oldest
		}
	}
}

// here reports whether a story is at a serial.
func (w *window) here(at uint32) bool { return at >= w.oldest && at < w.coming && w.groupAt(at) != 0 }

// stamp is a time in Unix seconds as far as a slot can hold it, 0 if it cannot.
func stamp(t time.Time) uint32 {
	if s := t.Unix(); s > 0 && s < 1<<32 {
		return uint32(s)
	}
	return 0
}
