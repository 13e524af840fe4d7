package scanner

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"alsoread/news"
)

// press answers every request with a small feed, or as answer says, and
// remembers when it was asked.
type press struct {
	mu     sync.Mutex
	asked  map[string][]time.Time
	answer func(name string, nth int) (*Response, error)
	takes  time.Duration
	busy   map[string]int
	twice  bool // some source was asked while it was still answering
}

func newPress() *press { return &press{asked: map[string][]time.Time{}, busy: map[string]int{}} }

func (p *press) Get(ctx context.Context, r Request) (*Response, error) {
	name := r.Source.Name
	p.mu.Lock()
	p.asked[name] = append(p.asked[name], time.Now())
	nth := len(p.asked[name])
	p.busy[name]++
	p.twice = p.twice || p.busy[name] > 1
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		p.busy[name]--
		p.mu.Unlock()
	}()
	select {
	case <-time.After(p.takes):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if p.answer != nil {
		return p.answer(name, nth)
	}
	body := fmt.Sprintf(`<rss version="2.0"><channel><title>%s</title><item><guid>%d</guid><title>t</title></item></channel></rss>`, name, nth)
	return &Response{StatusCode: 200, Body: []byte(body), Hash: uint64(nth), Bytes: int64(len(body)), URL: r.Source.URL}, nil
}

func (p *press) times(name string) []time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked[name]
}

// shelf keeps what it is given.
type shelf struct {
	mu    sync.Mutex
	scans []news.Scan
	err   error
}

func (s *shelf) Save(_ context.Context, scans []news.Scan) ([]news.Saved, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return nil, s.err
	}
	s.scans = append(s.scans, scans...)
	return make([]news.Saved, len(scans)), nil
}

func everyMinutes(name string, minutes int) news.Source {
	src := plainSource(name, "http://"+name+".example/feed")
	src.Schedule = fmt.Sprintf("@every %dm", minutes)
	src.Timetable = news.Period(time.Duration(minutes) * time.Minute)
	return src
}

// running starts a schedule in the bubble and returns what ends it.
func running(t *testing.T, s *Scanner, plans <-chan Plan, sources ...news.Source) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan error, 1)
	go func() { over <- s.Run(ctx, Plan{Sources: sources}, plans, func(Result) {}) }()
	return func() {
		cancel()
		if err := <-over; err != nil {
			t.Errorf("Run: %v", err)
		}
	}
}

func TestScheduleScansWhenDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, k := newPress(), &shelf{}
		stop := running(t, New(p, k, Options{}), nil, everyMinutes("a", 10), everyMinutes("b", 60))
		time.Sleep(4*time.Hour + time.Second)
		stop()
		if n := len(p.times("a")); n < 24 || n > 26 {
			t.Errorf("every 10 minutes for 4 hours: asked %d times", n)
		}
		if n := len(p.times("b")); n < 4 || n > 6 {
			t.Errorf("every 60 minutes for 4 hours: asked %d times", n)
		}
		if len(k.scans) != len(p.times("a"))+len(p.times("b")) {
			t.Errorf("%d scans kept of %d", len(k.scans), len(p.times("a"))+len(p.times("b")))
		}
	})
}

// Thousands of sources with one schedule must not all start at one moment.
func TestScheduleSpreadsSources(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress()
		var sources []news.Source
		for i := range 300 {
			sources = append(sources, everyMinutes(fmt.Sprintf("s%d", i), 10))
		}
		stop := running(t, New(p, &shelf{}, Options{Workers: 8}), nil, sources...)
		time.Sleep(21 * time.Minute)
		stop()
		minutes := map[int64]int{}
		for i := range 300 {
			times := p.times(fmt.Sprintf("s%d", i))
			minutes[times[len(times)-1].Unix()/60%10]++
		}
		for m, n := range minutes {
			if n > 60 {
				t.Errorf("minute %d of ten has %d of 300 sources", m, n)
			}
		}
	})
}

func TestNoSourceIsScannedTwiceAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress()
		p.takes = 25 * time.Minute // far longer than the interval
		slow := everyMinutes("slow", 10)
		plans := make(chan Plan)
		stop := running(t, New(p, &shelf{}, Options{}), plans, slow)
		time.Sleep(time.Minute)
		plans <- Plan{}                             // removed while it is being scanned
		plans <- Plan{Sources: []news.Source{slow}} // and added again
		time.Sleep(3 * time.Hour)
		p.mu.Lock()
		twice := p.twice
		p.mu.Unlock()
		if twice {
			t.Error("a source was scanned while a scan of it was under way")
		}
		if n := len(p.times("slow")); n < 5 || n > 8 {
			t.Errorf("asked %d times in three hours of 25-minute scans", n)
		}
		time.Sleep(24 * time.Minute)
		stop()
	})
}

func TestMissedScansAreMadeUpForByOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress()
		now := time.Now()
		state := news.State{LastScan: now.Add(-48 * time.Hour), LastSuccess: now.Add(-48 * time.Hour)}
		ctx, cancel := context.WithCancel(t.Context())
		over := make(chan error, 1)
		plan := Plan{Sources: []news.Source{everyMinutes("a", 10)}, States: map[string]news.State{"a": state}}
		go func() { over <- New(p, &shelf{}, Options{}).Run(ctx, plan, nil, func(Result) {}) }()
		time.Sleep(time.Second)
		synctest.Wait()
		if n := len(p.times("a")); n != 1 {
			t.Errorf("after two days of sleep: %d scans at once", n)
		}
		cancel()
		<-over
	})
}

func TestReloadTakesAndGivesSources(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress()
		plans := make(chan Plan)
		stop := running(t, New(p, &shelf{}, Options{}), plans, everyMinutes("old", 10), everyMinutes("stays", 10))
		time.Sleep(30 * time.Minute)
		before := len(p.times("old"))
		plans <- Plan{Sources: []news.Source{everyMinutes("stays", 10), everyMinutes("new", 10)}}
		time.Sleep(time.Hour)
		stop()
		if n := len(p.times("old")); n != before {
			t.Errorf("a removed source was asked %d more times", n-before)
		}
		if n := len(p.times("new")); n < 5 {
			t.Errorf("an added source was asked %d times in an hour", n)
		}
		if n := len(p.times("stays")); n < 8 || n > 11 {
			t.Errorf("a source that stays was asked %d times in 90 minutes", n)
		}
	})
}

// What could not be kept is asked for again soon, with the validators from
// before: the fault is ours and not the source's.
func TestScanThatWasNotKeptIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, k := newPress(), &shelf{err: errors.New("disk full")}
		ctx, cancel := context.WithCancel(t.Context())
		over := make(chan error, 1)
		kept := 0
		go func() {
			over <- New(p, k, Options{}).Run(ctx, Plan{Sources: []news.Source{everyMinutes("a", 60)}}, nil, func(r Result) {
				if r.Kept {
					kept++
				}
			})
		}()
		time.Sleep(5 * time.Minute)
		k.mu.Lock()
		k.err = nil
		k.mu.Unlock()
		time.Sleep(5 * time.Minute)
		cancel()
		<-over
		if n := len(p.times("a")); n < 5 || n > 8 {
			t.Errorf("asked %d times in ten minutes", n)
		}
		if kept != 1 {
			t.Errorf("%d scans kept, want the one after the disk had room again", kept)
		}
	})
}

// Row 16: a source that fails for ten days is asked less and less, never given
// up, and comes back by itself.
func TestLongFailureHeals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, k := newPress(), &shelf{}
		healed := time.Now().Add(10 * 24 * time.Hour)
		p.answer = func(_ string, nth int) (*Response, error) {
			if time.Now().Before(healed) {
				return nil, &HTTPError{Status: 500}
			}
			body := `<rss version="2.0"><channel><title>x</title><item><guid>1</guid><title>t</title></item></channel></rss>`
			return &Response{StatusCode: 200, Body: []byte(body), Hash: 7, URL: "http://a.example/feed"}, nil
		}
		stop := running(t, New(p, k, Options{}), nil, everyMinutes("a", 10))
		time.Sleep(12 * 24 * time.Hour)
		stop()
		failures := 0
		for _, at := range p.times("a") {
			if at.Before(healed) {
				failures++
			}
		}
		if failures < 10 || failures > 40 {
			t.Errorf("asked %d times in ten days of errors", failures)
		}
		last := k.scans[len(k.scans)-1].State
		if last.Failures != 0 || !last.FailingSince.IsZero() || last.Error != "" {
			t.Errorf("healed, but its health says %d failures since %v: %s", last.Failures, last.FailingSince, last.Error)
		}
	})
}

func TestStopDrains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, k := newPress(), &shelf{}
		p.takes = 5 * time.Second
		stop := running(t, New(p, k, Options{Drain: 8 * time.Second}), nil, everyMinutes("a", 10))
		time.Sleep(time.Second)
		begun := time.Now()
		stop()
		if took := time.Since(begun); took != 4*time.Second {
			t.Errorf("stopping took %v, want the rest of the scan: 4 s", took)
		}
		if len(k.scans) != 1 {
			t.Errorf("%d scans kept of the one that was under way", len(k.scans))
		}
	})
}

func TestStopCutsOffWhatDoesNotEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, k := newPress(), &shelf{}
		p.takes = time.Hour
		stop := running(t, New(p, k, Options{Drain: 8 * time.Second}), nil, everyMinutes("a", 10))
		time.Sleep(time.Second)
		begun := time.Now()
		stop()
		if took := time.Since(begun); took != 8*time.Second {
			t.Errorf("stopping took %v, want the drain of 8 s", took)
		}
		if len(k.scans) != 0 {
			t.Error("a scan that we cut off ourselves counts as the source's failure")
		}
	})
}
