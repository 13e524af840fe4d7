package scanner

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"alsoread/news"
)

// A person who wants a source scanned need not wait for its schedule; one whose
// publisher wishes to be left alone is.
func TestScanNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, plans := newPress(), make(chan Plan)
		a, b, c := everyMinutes("a", 600), everyMinutes("b", 15), everyMinutes("c", 600)
		p.answer = func(name string, nth int) (*Response, error) {
			if name == "b" && nth == 1 {
				return nil, &HTTPError{Status: 503, RetryAfter: time.Hour}
			}
			return nil, &HTTPError{Status: 500}
		}
		stop := running(t, New(p, &shelf{}, Options{}), plans, a, b, c)
		time.Sleep(time.Minute)
		plans <- Plan{Sources: []news.Source{a, b, c}, Now: []string{"a", "b", "unknown"}}
		time.Sleep(time.Minute)
		if n := len(p.times("a")); n != 2 {
			t.Errorf("a was asked %d times; its back-off does not count", n)
		}
		if n := len(p.times("b")); n != 1 {
			t.Errorf("b was asked %d times, before its publisher wished", n)
		}
		if n := len(p.times("c")); n != 1 {
			t.Errorf("c was asked %d times, though nobody wanted it", n)
		}
		time.Sleep(time.Hour)
		if n := len(p.times("b")); n != 2 {
			t.Errorf("b was asked %d times after the wait", n)
		}
		stop()
	})
}

// Those who look on see what waits, what is scanned, and how late it began.
func TestActivity(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress()
		p.takes = 10 * time.Second
		s := New(p, &shelf{}, Options{Workers: 2})
		ctx, cancel := context.WithCancel(t.Context())
		var lags []time.Duration
		over := make(chan error, 1)
		begun := time.Now()
		go func() {
			sources := []news.Source{everyMinutes("a", 600), everyMinutes("b", 600), everyMinutes("c", 600)}
			over <- s.Run(ctx, Plan{Sources: sources}, nil, func(r Result) { lags = append(lags, r.Scan.At.Sub(r.Due)) })
		}()
		time.Sleep(time.Second)
		if now := s.Activity(); now.Pending != 3 || !slices.Equal(now.Active, []string{"a", "b"}) && len(now.Active) != 2 {
			t.Errorf("%+v", now)
		}
		time.Sleep(10 * time.Second)
		if now := s.Activity(); now.Pending != 1 || len(now.Active) != 1 {
			t.Errorf("later %+v", now)
		}
		time.Sleep(10 * time.Second)
		if now := s.Activity(); now.Pending != 0 || len(now.Active) != 0 {
			t.Errorf("at the end %+v", now)
		}
		cancel()
		if err := <-over; err != nil {
			t.Fatal(err)
		}
		slices.Sort(lags)
		if len(lags) != 3 || lags[0] != 0 || lags[2] != 10*time.Second {
			t.Errorf("lags %v since %v", lags, begun)
		}
	})
}
