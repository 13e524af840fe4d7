package scanner

import (
	duequeue "container/heap"
	"context"
	"slices"
	"time"

	"alsoread/news"
)

// Plan is a set of sources to keep scanned, with what is remembered of them.
type Plan struct {
	Sources []news.Source
	States  map[string]news.State // by source name
	Now     []string              // names of sources to be scanned at once, or when their publishers' wish not to be asked ends
}

// Limits of the schedule's own clockwork.
const (
	// glance is the longest time between two looks at the wall clock. Timers
	// run on the monotonic clock, which stands still while a machine sleeps.
	glance = 20 * time.Second
	// leap is the least difference between wall clock and monotonic clock
	// over one glance that counts as the clock having been set.
	leap = 2 * time.Second
	// retryKeep is the wait after a scan that could not be kept: the fault is
	// the store's, and the source must not pay for it with its back-off.
	retryKeep = time.Minute
)

// Run scans each source of the plan whenever it is due, until ctx is done and
// what was under way is kept. A plan that comes over plans takes the place of
// the one before; scans under way go on. No source is ever scanned twice at
// once: its next scan is planned when the one before has ended, and scans that
// were missed (a sleeping machine, a slow source) are made up for by one.
func (s *Scanner) Run(ctx context.Context, first Plan, plans <-chan Plan, report func(Result)) error {
	q := newQueue()
	ended := make(chan Result)
	over := make(chan error, 1)
	go func() {
		over <- s.work(ctx, q, func(r Result) { ended <- r })
	}()

	sch := newSchedule(s, first)
	for {
		wait := sch.start(q)
		s.activity.pending(len(sch.running))
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case p := <-plans:
			sch.adopt(p)
		case r := <-ended:
			r.Due = sch.dueOf(r.Scan.Source.Name)
			s.activity.pending(len(sch.running) - 1)
			report(r)
			sch.conclude(r)
		case err := <-over:
			timer.Stop()
			return err
		}
		timer.Stop()
		sch.watchClock()
	}
}

// schedule is owned by the one goroutine of Run.
type schedule struct {
	scanner *Scanner
	entries map[string]*entry
	due     dueHeap
	running map[string]bool // outlives an entry: a source removed and added again is still being scanned
	looked  time.Time       // when the clocks were last compared
}

// entry is a source in the schedule.
type entry struct {
	source news.Source
	state  news.State
	due    time.Time
	late   bool // its last scan took longer than its interval, which was said
}

func newSchedule(s *Scanner, p Plan) *schedule {
	sch := &schedule{scanner: s, entries: map[string]*entry{}, running: map[string]bool{}, looked: time.Now()}
	sch.adopt(p)
	return sch
}

// adopt replaces the plan. Sources that stay keep what has been learnt of them
// since the plan's states were read.
func (sch *schedule) adopt(p Plan) {
	old := sch.entries
	sch.entries = make(map[string]*entry, len(p.Sources))
	sch.due = sch.due[:0]
	for _, src := range p.Sources {
		if src.Disabled {
			continue
		}
		e := &entry{source: src, state: p.States[src.Name]}
		if was := old[src.Name]; was != nil {
			e.late = was.late
			if was.source.URL == src.URL {
				e.state = was.state
			}
		}
		sch.entries[src.Name] = e
		switch {
		case sch.running[src.Name]:
		case slices.Contains(p.Now, src.Name):
			sch.plan(e, Asked(time.Now(), e.state))
		default:
			sch.plan(e, FirstDue(time.Now(), src, e.state))
		}
	}
}

// dueOf is when a source that is being scanned was due; zero when that is not known.
func (sch *schedule) dueOf(name string) time.Time {
	if e := sch.entries[name]; e != nil {
		return e.due
	}
	return time.Time{}
}

// plan puts an entry into the heap, unless it is never due.
func (sch *schedule) plan(e *entry, due time.Time) {
	e.due = due
	if !due.IsZero() {
		duequeue.Push(&sch.due, e)
	}
}

// start hands out everything that is due and returns how long there is
// nothing to do.
func (sch *schedule) start(q *queue) time.Duration {
	now := time.Now()
	for len(sch.due) > 0 {
		e := sch.due[0]
		if wait := e.due.Sub(now); wait > 0 {
			return min(wait, glance)
		}
		duequeue.Pop(&sch.due)
		sch.running[e.source.Name] = true
		q.push(scanTask(&e.source, e.state))
	}
	return glance
}

// conclude takes note of a scan that has ended and plans the next.
func (sch *schedule) conclude(r Result) {
	delete(sch.running, r.Scan.Source.Name)
	e := sch.entries[r.Scan.Source.Name]
	if e == nil {
		return // removed by a plan while it was being scanned
	}
	now := time.Now()
	if !r.Kept {
		sch.plan(e, now.Add(retryKeep))
		return
	}
	if e.source.URL == r.Scan.Source.URL {
		e.state = r.Scan.State
	}
	sch.sayLate(e, r.Scan, now)
	sch.plan(e, FirstDue(now, e.source, e.state))
}

// sayLate says, once, that a source takes longer than its interval.
func (sch *schedule) sayLate(e *entry, scan news.Scan, now time.Time) {
	late := e.source.Timetable != nil && e.source.Timetable.Next(scan.At).Before(now)
	if late && !e.late {
		sch.scanner.log.Warn("a scan took longer than the time to the next one; the missed ones are skipped",
			"source", e.source.Name, "took", scan.Took.Round(time.Millisecond), "schedule", e.source.Schedule)
	}
	e.late = late
}

// watchClock notices that the wall clock was set back and moves every planned
// time with it: without that a source due "at three" would wait an hour longer
// for each hour the clock goes back. A clock that leaps ahead (or a machine
// that slept) needs nothing: what has become due is scanned once.
func (sch *schedule) watchClock() {
	now := time.Now()
	elapsed := now.Sub(sch.looked)                // monotonic
	wall := now.Round(0).Sub(sch.looked.Round(0)) // as the wall clock has it
	sch.looked = now
	sch.clockMoved(elapsed, wall)
}

// clockMoved compares how much time has passed with what the wall clock says.
func (sch *schedule) clockMoved(elapsed, wall time.Duration) {
	if back := elapsed - wall; back > leap {
		sch.shift(-back)
	}
}

func (sch *schedule) shift(by time.Duration) {
	sch.scanner.log.Warn("the clock was set back; planned scans move with it", "by", by.Round(time.Second))
	for _, e := range sch.entries {
		e.due = e.due.Add(by)
		for _, t := range []*time.Time{&e.state.LastScan, &e.state.NotBefore, &e.state.BackOff} {
			if !t.IsZero() {
				*t = t.Add(by)
			}
		}
	}
}

// dueHeap has the entry that is due first at its head.
type dueHeap []*entry

func (h dueHeap) Len() int           { return len(h) }
func (h dueHeap) Less(i, j int) bool { return h[i].due.Before(h[j].due) }
func (h dueHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *dueHeap) Push(x any)        { *h = append(*h, x.(*entry)) }
func (h *dueHeap) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return e
}
