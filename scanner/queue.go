package scanner

import (
	"maps"
	"net/url"
	"slices"
	"sync"
	"time"

	"alsoread/news"
)

// queue hands out due sources so that no host is asked on more connections
// than it allows and a slow host holds up only its own sources: a worker that
// waited at a host's gate would be lost to all the others.
type queue struct {
	mu     sync.Mutex
	wake   sync.Cond
	lines  map[string]*line
	ready  []*line         // lines with a source to give and a connection free, first come first served
	visits map[*visit]bool // that wait here, in a line or for their time
	closed bool
}

// line is what waits for one host.
type line struct {
	host    string
	waiting []task
	active  int
	queued  bool // stands in ready
}

// task is one source that is due, with what is remembered of it; or a page of a
// visit. All sources of a pass wait here at once, so they are not copied.
type task struct {
	source *news.Source
	state  *news.State // nil: nothing is remembered
	url    string      // what to ask; empty: where the source is
	visit  *visit      // nil: it is the source itself
}

// scanTask is the task of scanning a source. The source must stay as it is until then.
func scanTask(source *news.Source, state news.State) task {
	t := task{source: source}
	if state != (news.State{}) {
		t.state = &state
	}
	return t
}

func (t task) remembered() news.State {
	if t.state == nil {
		return news.State{}
	}
	return *t.state
}

func newQueue() *queue {
	q := &queue{lines: map[string]*line{}, visits: map[*visit]bool{}}
	q.wake.L = &q.mu
	return q
}

// push puts a task in line; false once the queue is closed.
func (q *queue) push(t task) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	q.await(t)
	q.enqueue(t)
	return true
}

// pushLater does so after a wait, in which no worker is lost.
func (q *queue) pushLater(t task, wait time.Duration) bool {
	if wait <= 0 {
		return q.push(t)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	q.await(t)
	time.AfterFunc(wait, func() { q.push(t) })
	return true
}

func (q *queue) await(t task) {
	if t.visit != nil {
		q.visits[t.visit] = true
	}
}

func (q *queue) enqueue(t task) {
	host := hostOf(t)
	l := q.lines[host]
	if l == nil {
		l = &line{host: host}
		q.lines[host] = l
	}
	l.waiting = append(l.waiting, t)
	q.offer(l)
}

// offer puts a line among the ready ones if it has something to give.
func (q *queue) offer(l *line) {
	if l.queued || len(l.waiting) == 0 || l.active >= max(1, l.waiting[0].source.PerHost) {
		return
	}
	l.queued = true
	q.ready = append(q.ready, l)
	q.wake.Signal()
}

// pop waits for a task. It returns false once the queue is closed: what still
// waits then is not handed out.
func (q *queue) pop() (task, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.ready) == 0 && !q.closed {
		q.wake.Wait()
	}
	if q.closed {
		return task{}, false
	}
	l := q.ready[0]
	q.ready = q.ready[1:]
	l.queued = false
	t := l.waiting[0]
	l.waiting[0] = task{} // its state is no longer needed here
	l.waiting = l.waiting[1:]
	l.active++
	delete(q.visits, t.visit)
	q.offer(l)
	return t, true
}

// done tells that a task which pop gave out has ended.
func (q *queue) done(t task) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := q.lines[hostOf(t)]
	l.active--
	if l.active == 0 && len(l.waiting) == 0 {
		delete(q.lines, l.host)
		return
	}
	q.offer(l)
}

// close ends the handing out and wakes every worker.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.wake.Broadcast()
}

// left returns the visits that a closed queue will not hand out.
func (q *queue) left() []*visit {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Collect(maps.Keys(q.visits))
}

// hostOf names the host that a task will ask first.
func hostOf(t task) string {
	address := t.source.URL
	if t.state != nil && t.state.URL != "" {
		address = t.state.URL
	}
	if t.url != "" {
		address = t.url
	}
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Host
}
