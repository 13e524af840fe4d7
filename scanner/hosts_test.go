package scanner

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// Row 18: no more requests to one host at once than allowed, and no two within
// the delay.
func TestHostLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts()
		began := time.Now()
		var active, most atomic.Int32
		var mu sync.Mutex
		var starts []time.Duration
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				leave, err := h.enter(t.Context(), "news.example", 2, 250*time.Millisecond)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				starts = append(starts, time.Since(began))
				mu.Unlock()
				most.Store(max(most.Load(), active.Add(1)))
				time.Sleep(time.Second)
				active.Add(-1)
				leave()
			})
		}
		wg.Wait()
		if most.Load() != 2 {
			t.Errorf("%d at once, want 2", most.Load())
		}
		for i := 1; i < len(starts); i++ {
			if gap := starts[i] - starts[i-1]; gap < 250*time.Millisecond {
				t.Errorf("start %d came %v after the one before", i, gap)
			}
		}
		// Two at a time of a second each: no place stays unused.
		if took := time.Since(began); took > 10*time.Second+250*time.Millisecond {
			t.Errorf("took %v", took)
		}
	})
}

func TestHostsAreIndependent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts()
		began := time.Now()
		for i := range 100 {
			if _, err := h.enter(t.Context(), fmt.Sprintf("host%d.example", i), 1, time.Hour); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("waited %v", took)
		}
	})
}

// Who came first goes first, whatever limits the sources of a host have.
func TestHostOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts()
		var mu sync.Mutex
		var order []int
		var wg sync.WaitGroup
		for i := range 30 {
			wg.Go(func() {
				leave, err := h.enter(t.Context(), "news.example", 1+i%3, time.Duration(i%2)*time.Second)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				order = append(order, i)
				mu.Unlock()
				time.Sleep(time.Minute)
				leave()
			})
			synctest.Wait() // it stands in line
		}
		wg.Wait()
		for i, n := range order {
			if i != n {
				t.Fatalf("order %v", order)
			}
		}
	})
}

// Who gives up leaves no trace: not in the line, not inside.
func TestHostGivingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts()
		leave, err := h.enter(t.Context(), "news.example", 1, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		for range 10 { // one as head of the line, nine behind it
			go func() {
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				if _, err := h.enter(ctx, "news.example", 1, time.Minute); err == nil {
					t.Error("entered")
				}
			}()
		}
		time.Sleep(2 * time.Second)
		leave()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := h.enter(ctx, "news.example", 1, time.Minute); err == nil { // gives up while the delay runs
			t.Error("entered before the delay was over")
		}
		leave, err = h.enter(t.Context(), "news.example", 1, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		leave()
		if g := h.gates["news.example"]; g.users != 0 || g.active != 0 {
			t.Errorf("left behind: %d users, %d active", g.users, g.active)
		}
	})
}

// What is kept follows what is under way, not all hosts that were ever asked.
func TestHostsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts()
		most := 0
		for i := range 100_000 {
			leave, err := h.enter(t.Context(), fmt.Sprintf("host%d.example", i), 2, 250*time.Millisecond)
			if err != nil {
				t.Fatal(err)
			}
			leave()
			if i%100 == 0 {
				time.Sleep(time.Second)
			}
			most = max(most, len(h.gates))
		}
		if most > 1000 {
			t.Errorf("%d hosts were kept", most)
		}
	})
}

// Forgetting a host does not forget that it was asked a moment ago.
func TestDelayOutlivesSweep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts()
		enter := func(host string, delay time.Duration) time.Duration {
			began := time.Now()
			leave, err := h.enter(t.Context(), host, 1, delay)
			if err != nil {
				t.Fatal(err)
			}
			leave()
			return time.Since(began)
		}
		enter("slow.example", time.Minute)
		for i := range 10 * fewGates {
			enter(fmt.Sprintf("host%d.example", i), 0)
		}
		if waited := enter("slow.example", time.Minute); waited != time.Minute {
			t.Errorf("waited %v", waited)
		}
	})
}

// Row 18, over the wire: 20 sources of one host and the bound over all hosts.
func TestConnectionsAreBounded(t *testing.T) {
	var active, most atomic.Int32
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		most.Store(max(most.Load(), active.Add(1)))
		time.Sleep(5 * time.Millisecond)
		active.Add(-1)
		io.WriteString(w, feedText)
	})
	ask := func(f *Fetcher, n int, url func(i int) string, perHost int) {
		most.Store(0)
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				source := sourceAt(url(i))
				source.PerHost = perHost
				if _, err := f.Get(t.Context(), Request{Source: source}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
	f := newTestFetcher(t, FetcherOptions{MaxConnections: 7, Resolver: everyName(t, "127.0.0.1")})
	ask(f, 20, func(int) string { return server.URL }, 2)
	if most.Load() > 2 {
		t.Errorf("%d requests to one host at once", most.Load())
	}
	port := portOf(server)
	ask(f, 100, func(i int) string { return fmt.Sprintf("http://host%d.example.com:%s/", i, port) }, 2)
	if most.Load() > 7 || most.Load() < 3 {
		t.Errorf("%d requests at once", most.Load())
	}
}
