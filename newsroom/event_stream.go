package newsroom

import (
	"fmt"
	"net/http"
	"time"
)

// Times of a stream of events.
const (
	heartbeat  = 15 * time.Second // so that proxies and clients know that it lives
	sendTime   = 10 * time.Second // for one event to be taken
	streamTime = time.Hour        // then the client comes back, and shows again who it is
	comeBack   = 3 * time.Second
)

// stream sends what happens as it happens (server-sent events). It ends when
// the client goes, reads too slowly, or an hour is over; the client comes back
// with Last-Event-ID by itself.
// https://html.spec.whatwg.org/multipage/server-sent-events.html
func (r *Room) stream(w http.ResponseWriter, req *http.Request) error {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold events back
	if req.Method == http.MethodHead {
		return nil
	}
	watcher, missed, err := r.events.follow(lastEvent(req))
	if err != nil {
		return err
	}
	defer r.events.leave(watcher)
	s := &eventWriter{w: w, control: http.NewResponseController(w)}
	// The server's deadlines are for requests that end. Those of a writer that
	// knows none (a test's) do not matter.
	_ = s.control.SetReadDeadline(time.Time{})
	s.send(fmt.Sprintf("retry: %d\n\n", comeBack.Milliseconds()))
	for _, happened := range missed {
		s.event(happened)
	}
	if p, ok := r.progress.now(); ok {
		s.event(p)
	}
	r.pump(req, s, watcher)
	return nil
}

// pump sends until there is a reason to end.
func (r *Room) pump(req *http.Request, s *eventWriter, watcher *watcher) {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	over := time.NewTimer(streamTime)
	defer over.Stop()
	for s.err == nil {
		select {
		case happened, ok := <-watcher.queue:
			if !ok {
				return
			}
			s.event(happened)
		case <-beat.C:
			s.send(": alive\n\n")
		case <-over.C:
			return
		case <-req.Context().Done():
			return
		}
	}
}

// lastEvent is the last event a client knows. Browsers send the header when
// they come back by themselves.
func lastEvent(req *http.Request) string {
	id := req.Header.Get("Last-Event-ID")
	if len(id) > 64 {
		return "unknown"
	}
	return id
}

// eventWriter writes events until the first error.
type eventWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
	err     error
}

func (s *eventWriter) event(happened event) {
	text := "event: " + happened.kind + "\ndata: " + string(happened.data) + "\n\n"
	if happened.id != "" {
		text = "id: " + happened.id + "\n" + text
	}
	s.send(text)
}

func (s *eventWriter) send(text string) {
	if s.err != nil {
		return
	}
	_ = s.control.SetWriteDeadline(time.Now().Add(sendTime))
	if _, s.err = s.w.Write([]byte(text)); s.err == nil {
		s.err = s.control.Flush()
	}
}
