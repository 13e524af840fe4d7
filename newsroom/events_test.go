package newsroom

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"alsoread/news"
)

// parseEvents reads events off a stream until it ends.
func parseEvents(stream io.Reader, events chan<- event) {
	defer close(events)
	var e event
	for lines := bufio.NewScanner(stream); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case name == "id":
			e.id = value
		case name == "event":
			e.kind = value
		case name == "data":
			e.data = []byte(value)
		case name == "" && value == "" && e.kind != "":
			events <- e
			e = event{}
		}
	}
}

// readEvents waits for n events.
func readEvents(t *testing.T, stream <-chan event, n int) (events []event) {
	t.Helper()
	for e := range stream {
		if events = append(events, e); len(events) == n {
			return events
		}
	}
	t.Fatalf("the stream ended after %d events", len(events))
	return nil
}

// streaming is a room in a bubble, served in memory.
func streaming(t *testing.T, room *Room) (dial func(lastEvent string) <-chan event) {
	l := newPipes()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, l, room, nil) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return func(lastEvent string) <-chan event {
		conn := l.dial()
		t.Cleanup(func() { conn.Close() })
		go fmt.Fprintf(conn, "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: %s\r\n\r\n", lastEvent)
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
			t.Fatalf("%v, %v", res, err)
		}
		events := make(chan event, 1000)
		go parseEvents(res.Body, events)
		return events
	}
}

// A stream tells what happens, lives longer than any other request may, and a
// client that comes back is told what it missed.
func TestEventStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pending := 2
		o := wholeOptions()
		o.Scanning = func() ScanProgress { return ScanProgress{Pending: pending, Active: []string{"Hill"}} }
		room := New(o)
		dial := streaming(t, room)
		first := dial("")
		synctest.Wait()
		room.Scanned(ScanReport{Source: "Harbour", Status: news.StatusOK, At: time.Now(), New: 2, Items: 5})
		got := readEvents(t, first, 2)
		var scan scanAnswer
		var now round
		if err := json.Unmarshal(got[0].data, &scan); err != nil || got[0].kind != "scan" || scan.Source != "Harbour" || scan.New != 2 {
			t.Errorf("%s %s", got[0].kind, got[0].data)
		}
		if err := json.Unmarshal(got[1].data, &now); err != nil || got[1].kind != "progress" || got[1].id != "" || now.Done != 1 || now.Total != 3 || now.New != 2 || now.Ended != nil {
			t.Errorf("%s %s", got[1].kind, got[1].data)
		}
		time.Sleep(2*writeTime + heartbeat) // a heartbeat has kept it
		pending = 0
		room.Scanned(ScanReport{Source: "Hill", Status: news.StatusFailed, At: time.Now(), Error: "x"})
		room.Scanned(ScanReport{Source: "Dale", Status: news.StatusOK, At: time.Now()})
		if got := readEvents(t, first, 4); !strings.Contains(string(got[1].data), `"ended"`) || got[2].id == "" {
			t.Errorf("the round did not end: %s", got[1].data)
		}
		back := dial(got[0].id)
		missed := readEvents(t, back, 3)
		if missed[0].kind != "scan" || !strings.Contains(string(missed[0].data), "Hill") || !strings.Contains(string(missed[1].data), "Dale") || missed[2].kind != "progress" {
			t.Errorf("missed %s, %s", missed[0].data, missed[1].data)
		}
		for _, unknown := range []string{"another-1", "x", room.events.boot + "-99", room.events.boot + "-x", strings.Repeat("y", 100)} {
			if got := readEvents(t, dial(unknown), 1); got[0].kind != "reset" || got[0].id != room.events.name(room.events.last) {
				t.Errorf("%s: %s %s", unknown, got[0].kind, got[0].id)
			}
		}
	})
}

// What is older than what is kept is a reset.
func TestEventsAreKeptWithinBounds(t *testing.T) {
	e := newEvents()
	for i := range keptEvents + 10 {
		e.publish(eventScan, i)
	}
	if len(e.kept) != keptEvents {
		t.Errorf("%d are kept", len(e.kept))
	}
	for since, want := range map[uint64]int{0: 1, 9: 1, 10: keptEvents, keptEvents + 9: 1, keptEvents + 10: 0} {
		_, missed, err := e.follow(e.name(since))
		if err != nil || len(missed) != want {
			t.Errorf("after %d: %d missed, %v", since, len(missed), err)
		}
		if since < 10 && missed[0].kind != eventReset {
			t.Errorf("after %d: %s", since, missed[0].kind)
		}
	}
}

// A client that does not read is sent away and holds nobody up; there are only
// so many.
func TestSlowAndManyWatchers(t *testing.T) {
	e := newEvents()
	slow, _, err := e.follow("")
	if err != nil {
		t.Fatal(err)
	}
	quick, _, _ := e.follow("")
	for i := range waitingEvents + 1 {
		e.publish(eventScan, i)
		<-quick.queue
	}
	n := 0
	for range slow.queue {
		n++
	}
	if n != waitingEvents || e.following() != 1 {
		t.Errorf("the slow one got %d events, %d follow", n, e.following())
	}
	e.leave(slow) // as its handler does, afterwards
	for e.following() < maxWatchers {
		if _, _, err := e.follow(""); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := e.follow(""); err != errBusy {
		t.Error("one too many:", err)
	}
	e.close()
	if _, _, err := e.follow(""); err == nil || e.following() != 0 {
		t.Error("after the end", err)
	}
}

// A client that takes nothing loses its connection, and the end of the program
// does not wait for streams.
func TestStreamsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		room := New(wholeOptions())
		l := newPipes()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- Serve(ctx, l, room, nil) }()
		stuck := l.dial()
		defer stuck.Close()
		io.WriteString(stuck, "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
		time.Sleep(sendTime + time.Second)
		synctest.Wait()
		if n := room.events.following(); n != 0 {
			t.Errorf("%d follow, though one reads nothing", n)
		}
		reads := l.dial()
		defer reads.Close()
		go io.WriteString(reads, "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
		go io.Copy(io.Discard, reads)
		synctest.Wait()
		if n := room.events.following(); n != 1 {
			t.Fatalf("%d follow", n)
		}
		begun := time.Now()
		stop()
		if err := <-ended; err != nil || time.Since(begun) > time.Second {
			t.Errorf("the end took %v, %v", time.Since(begun), err)
		}
		if res := get(room, "/readyz"); res.StatusCode != 503 {
			t.Errorf("ready at the end: %s", res.Status)
		}
	})
}

// New stories and changed groups are told as they come, the newest last, and none
// that was there before.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := wholeOptions()
		f, last := o.Store.(*fake), int64(98)
		o.LastStory = func(context.Context) (int64, error) { return last, nil }
		groups := &changing{}
		o.Coverage = groups
		room := New(o)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- room.Watch(ctx) }()
		watcher, _, _ := room.events.follow("")
		synctest.Wait()
		room.wake()
		synctest.Wait()
		if len(watcher.queue) != 0 {
			t.Errorf("told %s, though nothing is new", (<-watcher.queue).data)
		}
		last = 100
		time.Sleep(time.Second)
		room.wake()
		synctest.Wait()
		for _, id := range []int64{99, 100} {
			var s storyAnswer
			e := <-watcher.queue
			if err := json.Unmarshal(e.data, &s); err != nil || e.kind != eventStory || s.ID != id {
				t.Errorf("%s %s", e.kind, e.data)
			}
		}
		if len(watcher.queue) != 0 || len(f.asked) == 0 {
			t.Error("more was told")
		}
		for _, title := range []string{"Strike", "Strike goes on"} {
			groups.set(news.Group{ID: 7, Title: title, Changed: time.Now()})
			time.Sleep(time.Second)
			room.wake()
			synctest.Wait()
			if e := <-watcher.queue; e.kind != eventGroup || !strings.Contains(string(e.data), `"`+title+`"`) || len(watcher.queue) != 0 {
				t.Errorf("%s %s, and %d more", e.kind, e.data, len(watcher.queue))
			}
		}
		groups.rise(news.Trend{Term: "ferries", Publishers: 4})
		time.Sleep(2 * lookAnyway) // nothing was scanned
		synctest.Wait()
		if e := <-watcher.queue; e.kind != eventTrends || !strings.Contains(string(e.data), `"ferries"`) || len(watcher.queue) != 0 {
			t.Errorf("%s %s, and %d more", e.kind, e.data, len(watcher.queue))
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// changing is a coverage whose one group changes.
type changing struct {
	fakeCoverage
	mu    sync.Mutex
	group news.Group
	risen []news.Trend
}

func (c *changing) Trends(context.Context) ([]news.Trend, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.risen, nil
}

func (c *changing) rise(t news.Trend) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.risen = append(c.risen, t)
}

func (c *changing) set(g news.Group) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.group = g
}

func (c *changing) Groups(_ context.Context, q news.GroupQuery) iter.Seq2[news.Group, error] {
	return func(yield func(news.Group, error) bool) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.group.Changed.After(q.ChangedAfter) {
			yield(c.group, nil)
		}
	}
}

// When the store cannot be asked at the start, nothing old is told afterwards.
func TestWatchBeginsLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := wholeOptions()
		o.Coverage = nil
		var free atomic.Bool
		o.LastStory = func(context.Context) (int64, error) {
			if !free.Load() {
				return 0, errors.New("busy")
			}
			return 100, nil
		}
		room := New(o)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- room.Watch(ctx) }()
		watcher, _, _ := room.events.follow("")
		synctest.Wait()
		free.Store(true)
		time.Sleep(2 * lookAnyway)
		synctest.Wait()
		if n := len(watcher.queue); n != 0 {
			t.Errorf("%d stories were told that were there before", n)
		}
		stop()
		<-ended
	})
}
