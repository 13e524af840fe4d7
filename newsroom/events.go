package newsroom

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"sync"
)

// Limits of the events.
const (
	maxWatchers   = 64   // clients that follow events at once
	keptEvents    = 1024 // that a client who was away can be told
	waitingEvents = 256  // of one client; one that is further behind is sent away
)

// Kinds of events.
const (
	eventStory    = "story"    // a story that is new
	eventGroup    = "group"    // a group that is new, or that another story has joined
	eventScan     = "scan"     // a scan has ended
	eventTrends   = "trends"   // other words are on the rise
	eventReading  = "reading"  // groups were read or saved, or are no longer
	eventProgress = "progress" // how far the scans under way are; not kept
	eventReset    = "reset"    // what a client missed is not known any more: it reads anew
)

// event is something that happened, ready to be sent.
type event struct {
	id   string // empty: it is not kept, and a client does not come back to it
	kind string
	data []byte // one line of JSON
}

// events hands what happens to all who follow, and keeps the latest for those
// who come back. It is safe for concurrent use.
type events struct {
	boot string // tells the numbers of this run from those of another

	mu       sync.Mutex
	last     uint64
	kept     []event // oldest first
	watchers map[*watcher]bool
	closed   bool
}

// watcher is a client that follows.
type watcher struct {
	queue chan event // closed when it is sent away
}

func newEvents() *events {
	var boot [6]byte
	rand.Read(boot[:]) // never fails
	return &events{boot: hex.EncodeToString(boot[:]), watchers: map[*watcher]bool{}}
}

// publish tells everybody. What cannot be written as JSON is a mistake of the
// program.
func (e *events) publish(kind string, content any) {
	data, err := json.Marshal(content)
	if err != nil {
		panic("newsroom: event " + kind + ": " + err.Error())
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	happened := event{kind: kind, data: data}
	if kind != eventProgress {
		e.last++
		happened.id = e.name(e.last)
		if e.kept = append(e.kept, happened); len(e.kept) > keptEvents {
			e.kept = e.kept[1:]
		}
	}
	for w := range e.watchers {
		select {
		case w.queue <- happened:
		default:
			e.drop(w) // it reads too slowly, and nobody waits for it
		}
	}
}

func (e *events) name(number uint64) string { return e.boot + "-" + strconv.FormatUint(number, 10) }

// follow adds a client. Since is the last event that it knows, empty for none:
// those after it come first, or a reset where they are not all known any more.
func (e *events) follow(since string) (*watcher, []event, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed || len(e.watchers) >= maxWatchers {
		return nil, nil, errBusy
	}
	w := &watcher{queue: make(chan event, waitingEvents)}
	e.watchers[w] = true
	return w, e.missed(since), nil
}

func (e *events) missed(since string) []event {
	if since == "" {
		return nil
	}
	boot, text, _ := strings.Cut(since, "-")
	number, err := strconv.ParseUint(text, 10, 64)
	behind := e.last - number
	if boot != e.boot || err != nil || number > e.last || behind > uint64(len(e.kept)) {
		return []event{{id: e.name(e.last), kind: eventReset, data: []byte("{}")}}
	}
	return append([]event(nil), e.kept[uint64(len(e.kept))-behind:]...)
}

// leave takes a client off.
func (e *events) leave(w *watcher) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.drop(w)
}

func (e *events) drop(w *watcher) {
	if e.watchers[w] {
		delete(e.watchers, w)
		close(w.queue)
	}
}

// close sends everybody away and lets nobody in.
func (e *events) close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	for w := range e.watchers {
		e.drop(w)
	}
}

// following is how many clients there are.
func (e *events) following() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.watchers)
}
