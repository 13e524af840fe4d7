package coverage

// pool hands out places for things of one kind by number, from 1 on, and takes
// them back. Things do not move, and a number is half of a pointer.
type pool[T any] struct {
	blocks []*[poolBlock]T
	free   []uint32
	last   uint32
}

const poolBlock = 1024

func (p *pool[T]) at(n uint32) *T { return &p.blocks[n/poolBlock][n%poolBlock] }

// take is an empty place.
func (p *pool[T]) take() uint32 {
	if last := len(p.free) - 1; last >= 0 {
		n := p.free[last]
		p.free = p.free[:last]
		return n
	}
	p.last++
	if int(p.last/poolBlock) == len(p.blocks) {
		p.blocks = append(p.blocks, new([poolBlock]T))
	}
	return p.last
}

func (p *pool[T]) give(n uint32) {
	var empty T
	*p.at(n) = empty
	p.free = append(p.free, n)
}
