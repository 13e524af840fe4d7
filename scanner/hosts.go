package scanner

import (
	"context"
	"sync"
	"time"
)

// hosts keeps the limits that are per host: how many requests are under way
// at once, and how much time lies between the starts of two. A host is a name
// or an address, whatever the port.
type hosts struct {
	mu      sync.Mutex
	gates   map[string]*gate
	sweepAt int // number of gates at which idle ones are looked for
}

// gate is the way to one host. Who wants through stands in line; the head of
// the line waits for a place and for the delay to pass, with its own source's
// limits. So the order is that of arrival, whatever the limits.
type gate struct {
	line  chan struct{} // holds the head of the line
	freed chan struct{} // told when a place became free

	// Guarded by hosts.mu.
	users  int       // in line or inside
	active int       // inside
	open   time.Time // when the next may enter, by the delay of the one before
	last   time.Time // when the one before entered
}

// fewGates is how many idle gates are not worth a sweep.
const fewGates = 64

func newHosts() *hosts {
	return &hosts{gates: map[string]*gate{}, sweepAt: fewGates}
}

// enter waits until a request to host may start: fewer than limit are under
// way, and delay has passed since the start of the one before. The request has
// ended when leave is called, which must be done once.
func (h *hosts) enter(ctx context.Context, host string, limit int, delay time.Duration) (leave func(), err error) {
	g := h.join(host)
	select {
	case g.line <- struct{}{}:
	case <-ctx.Done():
		h.quit(g)
		return nil, context.Cause(ctx)
	}
	defer func() { <-g.line }()
	if err := h.await(ctx, g, max(1, limit), delay); err != nil {
		h.quit(g)
		return nil, err
	}
	return func() { h.leave(g) }, nil
}

// await is the wait of the head of the line.
func (h *hosts) await(ctx context.Context, g *gate, limit int, delay time.Duration) error {
	for !h.pass(g, limit) {
		select {
		case <-g.freed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	h.mu.Lock()
	wait := time.Until(g.last.Add(delay))
	h.mu.Unlock()
	if wait > 0 {
		if err := sleep(ctx, wait); err != nil {
			h.giveBack(g)
			return err
		}
	}
	h.started(g, delay)
	return nil
}

// join finds or makes the gate of a host and counts a user in.
func (h *hosts) join(host string) *gate {
	h.mu.Lock()
	defer h.mu.Unlock()
	g := h.gates[host]
	if g == nil {
		if len(h.gates) >= h.sweepAt {
			h.sweep()
		}
		g = &gate{line: make(chan struct{}, 1), freed: make(chan struct{}, 1)}
		h.gates[host] = g
	}
	g.users++
	return g
}

// sweep drops the gates that nobody uses and whose delay is over, so that what
// is kept follows what is under way and not all hosts ever asked. Doubling the
// mark makes its cost per request constant.
func (h *hosts) sweep() {
	now := time.Now()
	for host, g := range h.gates {
		if g.users == 0 && !g.open.After(now) {
			delete(h.gates, host)
		}
	}
	h.sweepAt = max(fewGates, 2*len(h.gates))
}

// pass takes a place if one is free.
func (h *hosts) pass(g *gate, limit int) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if g.active >= limit {
		return false
	}
	g.active++
	return true
}

func (h *hosts) started(g *gate, delay time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	g.last = time.Now()
	g.open = g.last.Add(delay)
}

func (h *hosts) leave(g *gate) {
	h.giveBack(g)
	h.quit(g)
}

func (h *hosts) giveBack(g *gate) {
	h.mu.Lock()
	g.active--
	h.mu.Unlock()
	select {
	case g.freed <- struct{}{}:
	default: // the head of the line has been told already
	}
}

func (h *hosts) quit(g *gate) {
	h.mu.Lock()
	defer h.mu.Unlock()
	g.users--
}

// sleep waits for d or until ctx is done.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
