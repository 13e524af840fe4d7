package scanner

import (
	"slices"
	"sync"
)

// Activity is what a Scanner is at.
type Activity struct {
	Pending int      // sources that are due or being scanned; 0 in a Pass
	Active  []string // names of those being scanned, in the order of the alphabet
}

// activity is kept for those who look on.
type activity struct {
	mu     sync.Mutex
	due    int
	active map[string]int // by source name: its pages may be read several at once
}

func (a *activity) pending(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.due = n
}

// begin notes work on a source and returns how to note its end.
func (a *activity) begin(source string) (end func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.active == nil {
		a.active = map[string]int{}
	}
	a.active[source]++
	return func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.active[source]--; a.active[source] == 0 {
			delete(a.active, source)
		}
	}
}

// Activity tells what the Scanner is at now.
func (s *Scanner) Activity() Activity {
	s.activity.mu.Lock()
	defer s.activity.mu.Unlock()
	now := Activity{Pending: s.activity.due}
	for name := range s.activity.active {
		now.Active = append(now.Active, name)
	}
	slices.Sort(now.Active)
	return now
}
