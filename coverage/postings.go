package coverage

// postings keeps lists of serials, the newest first to be read. A list is one
// number: 0 is an empty one, a serial a list of one story, and with the highest
// bit set it is a chunk of serials that leads to an older one. Stories leave the
// window in the order in which they came, so what is out of date stands at the end
// of a list and is let go of when somebody reads that far.
type postings struct {
	small pool[[4]uint32] // an older list, and three serials in the order in which they came
	large pool[[16]uint32]
}

const (
	isChunk = 1 << 31
	isLarge = 1 << 30
	// maxSerial is what the two bits leave.
	maxSerial = 1<<30 - 1
)

func (p *postings) chunk(list uint32) []uint32 {
	n := list &^ (isChunk | isLarge)
	if list&isLarge != 0 {
		return p.large.at(n)[:]
	}
	return p.small.at(n)[:]
}

// add returns the list with a newer serial.
func (p *postings) add(list, serial uint32) uint32 {
	switch {
	case list == 0:
		return serial
	case list&isChunk == 0:
		n := p.small.take()
		c := p.small.at(n)
		c[1], c[2] = list, serial
		return n | isChunk
	}
	c := p.chunk(list)
	for i := 1; i < len(c); i++ {
		if c[i] == 0 {
			c[i] = serial
			return list
		}
	}
	if p.short(list) {
		n := p.small.take()
		p.small.at(n)[0], p.small.at(n)[1] = list, serial
		return n | isChunk
	}
	n := p.large.take()
	p.large.at(n)[0], p.large.at(n)[1] = list, serial
	return n | isChunk | isLarge
}

// short tells a list of a few small chunks, to which another is added: a large one
// would stay empty for the most part.
func (p *postings) short(list uint32) bool {
	for range mostSmall {
		if list&isChunk == 0 {
			return true
		}
		if list&isLarge != 0 {
			return false
		}
		list = p.small.at(list &^ isChunk)[0]
	}
	return false
}

// mostSmall is how many small chunks a list has before it gets a large one.
const mostSmall = 6

// listsAtOnce and chunksAtOnce bound what is fetched ahead.
const (
	listsAtOnce  = 8
	chunksAtOnce = 8
)

// fetch walks along lists that are about to be read, side by side: what is not in a
// cache is then waited for together.
func (p *postings) fetch(queries []query) {
	var lists [listsAtOnce]uint32
	for i, q := range queries {
		lists[i] = q.list
	}
	for range chunksAtOnce {
		for i, list := range lists[:len(queries)] {
			if list&isChunk != 0 {
				lists[i] = p.chunk(list)[0]
			}
		}
	}
}

// newest appends the serials of a list to out, the newest first, at most limit of
// them and none before oldest; what is older is freed.
func (p *postings) newest(out []uint32, list, oldest uint32, limit int) []uint32 {
	for list&isChunk != 0 {
		c := p.chunk(list)
		stale := false
		for i := len(c) - 1; i > 0; i-- {
			switch {
			case c[i] == 0:
			case limit == 0 || c[i] < oldest:
				stale = true
			default:
				out = append(out, c[i])
				limit--
			}
		}
		if stale {
			p.drop(c[0])
			c[0] = 0
		}
		list = c[0]
	}
	if list >= oldest && list != 0 && limit > 0 {
		out = append(out, list)
	}
	return out
}

// drop frees a list.
func (p *postings) drop(list uint32) {
	for list&isChunk != 0 {
		next := p.chunk(list)[0]
		if n := list &^ (isChunk | isLarge); list&isLarge != 0 {
			p.large.give(n)
		} else {
			p.small.give(n)
		}
		list = next
	}
}
