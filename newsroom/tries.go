package newsroom

import (
	"net/netip"
	"sync"
	"time"
)

// Limits of wrong passwords and tokens: five at once and three a minute from one
// address, a hundred at once and one a second from all together.
const (
	triesByAddress = 5
	tryAgainAfter  = 20 * time.Second
	triesByAll     = 100
	allAgainAfter  = time.Second
	maxRemembered  = 10_000 // addresses
)

// tries counts what was tried. An IPv6 client counts as its network of 64 bits:
// it has all of those addresses.
type tries struct {
	mu  sync.Mutex
	by  map[netip.Prefix]*bucket
	all bucket
}

// bucket holds what has been used up; it drains with time.
type bucket struct {
	used float64
	at   time.Time
}

func newTries() *tries { return &tries{by: map[netip.Prefix]*bucket{}} }

func (b *bucket) drain(now time.Time, every time.Duration) {
	if b.used -= float64(now.Sub(b.at)) / float64(every); b.used < 0 || b.at.IsZero() {
		b.used = 0
	}
	b.at = now
}

// wait is how long until one more fits.
func (b *bucket) wait(most float64, every time.Duration) time.Duration {
	if over := b.used + 1 - most; over > 0 {
		return time.Duration(over * float64(every))
	}
	return 0
}

// take counts a try, or says how long to wait for it.
func (t *tries) take(client netip.Addr) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	b := t.bucketOf(client, now)
	b.drain(now, tryAgainAfter)
	t.all.drain(now, allAgainAfter)
	if wait := max(b.wait(triesByAddress, tryAgainAfter), t.all.wait(triesByAll, allAgainAfter)); wait > 0 {
		return wait
	}
	b.used++
	t.all.used++
	return 0
}

// giveBack takes a try off that was a right one.
func (t *tries) giveBack(client netip.Addr) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if b := t.by[networkOf(client)]; b != nil {
		b.used = max(0, b.used-1)
	}
	t.all.used = max(0, t.all.used-1)
}

func (t *tries) bucketOf(client netip.Addr, now time.Time) *bucket {
	network := networkOf(client)
	if b := t.by[network]; b != nil {
		return b
	}
	if len(t.by) >= maxRemembered {
		t.forget(now)
	}
	b := &bucket{at: now}
	t.by[network] = b
	return b
}

// forget drops the addresses that have nothing against them, and all of them
// when there are none: the limit for all together still holds.
func (t *tries) forget(now time.Time) {
	for network, b := range t.by {
		if b.drain(now, tryAgainAfter); b.used == 0 {
			delete(t.by, network)
		}
	}
	if len(t.by) >= maxRemembered {
		clear(t.by)
	}
}

func networkOf(client netip.Addr) netip.Prefix {
	bits := 64
	if client.Is4() {
		bits = 32
	}
	network, err := client.Prefix(bits)
	if err != nil {
		return netip.Prefix{} // the address is not known
	}
	return network
}
