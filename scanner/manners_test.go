package scanner

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"alsoread/news"
)

// quarterly is a source that is scanned every 15 minutes.
func quarterly(name string) news.Source {
	return news.Source{Name: name, Schedule: "@every 15m", Timetable: news.Period(15 * time.Minute), Location: time.UTC}
}

func TestSettleSuccess(t *testing.T) {
	old := news.State{URL: "u", ETag: "e", LastModified: "m", BodyHash: 7, Failures: 3, FailingSince: noon.Add(-time.Hour),
		Error: "was down", Retired: noon.Add(-time.Hour), LastNew: noon.Add(-2 * time.Hour), Rhythm: time.Minute, NotBefore: noon.Add(time.Hour)}
	for _, status := range []news.Status{news.StatusOK, news.StatusUnchanged} {
		s := Settle(noon.Add(time.Second), quarterly("a"), old, Outcome{At: noon, Status: status})
		if s.Failures != 0 || !s.FailingSince.IsZero() || s.Error != "" || !s.Retired.IsZero() || !s.NotBefore.IsZero() {
			t.Errorf("%s: still failing: %+v", status, s)
		}
		if !s.LastScan.Equal(noon) || !s.LastSuccess.Equal(noon) {
			t.Errorf("%s: %+v", status, s)
		}
		if s.URL != "u" || s.ETag != "e" || s.LastModified != "m" || s.BodyHash != 7 || s.LastNew != old.LastNew || s.Rhythm != old.Rhythm {
			t.Errorf("%s: touched what is not its own: %+v", status, s)
		}
		if wait := s.Next.Sub(noon); wait <= time.Second || wait > 15*time.Minute+time.Second {
			t.Errorf("%s: next in %v", status, wait)
		}
	}
	if s := Settle(noon, quarterly("a"), old, Outcome{At: noon, Status: news.StatusSkipped}); s != old {
		t.Errorf("skipped: %+v", s)
	}
}

// A publisher's wish never makes us come sooner, and holds for the scans that
// read no document.
func TestSettleWishes(t *testing.T) {
	source := quarterly("a")
	ok := func(wait time.Duration, l *news.Listing) Outcome {
		return Outcome{At: noon, Status: news.StatusOK, Wait: wait, Listing: l}
	}
	for name, test := range map[string]struct {
		outcome     Outcome
		least, most time.Duration
	}{
		"none":              {ok(0, nil), 0, 15 * time.Minute},
		"shorter than ours": {ok(time.Second, nil), 0, 15 * time.Minute},
		"max-age":           {ok(time.Hour, nil), time.Hour, time.Hour},
		"max-age, a year":   {ok(365*24*time.Hour, nil), 24 * time.Hour, 24 * time.Hour},
		"ttl":               {ok(0, &news.Listing{TTL: 2 * time.Hour}), 2 * time.Hour, 2 * time.Hour},
		"the longer one":    {ok(time.Hour, &news.Listing{TTL: 2 * time.Hour}), 2 * time.Hour, 2 * time.Hour},
		"skipHours":         {ok(0, &news.Listing{SkipHours: []int{12, 13}}), 2 * time.Hour, 2*time.Hour + 15*time.Minute},
		"skipDays":          {ok(0, &news.Listing{SkipDays: []time.Weekday{time.Wednesday}}), 12 * time.Hour, 12*time.Hour + 15*time.Minute},
		"both kinds":        {ok(6*time.Hour, &news.Listing{SkipHours: []int{18, 19}}), 8 * time.Hour, 8*time.Hour + 15*time.Minute},
	} {
		s := Settle(noon, source, news.State{}, test.outcome)
		if wait := s.Next.Sub(noon); wait < test.least || wait > test.most {
			t.Errorf("%s: next in %v, want %v to %v", name, wait, test.least, test.most)
		}
		// The next answer is a 304 without any header.
		later := s.Next
		again := Settle(later, source, s, Outcome{At: later, Status: news.StatusUnchanged})
		if again.TTL != s.TTL || again.SkipHours != s.SkipHours || again.SkipDays != s.SkipDays {
			t.Errorf("%s: forgotten after a 304: %+v", name, again)
		}
		if wait := again.Next.Sub(later); wait < s.TTL {
			t.Errorf("%s: after a 304, next in %v", name, wait)
		}
	}
	l := &news.Listing{SkipDays: []time.Weekday{0, 1, 2, 3, 4, 5, 6}}
	if Settle(noon, source, news.State{}, ok(0, l)); len(l.Problems) != 1 {
		t.Errorf("not said: %v", l.Problems)
	}
	// A document that no longer asks for anything takes its wishes back.
	s := Settle(noon, source, news.State{TTL: time.Hour, SkipHours: 1}, ok(0, &news.Listing{}))
	if s.TTL != 0 || s.SkipHours != 0 {
		t.Errorf("kept: %+v", s)
	}
}

// Row 16: a source that fails for ten days is asked less and less, down to
// once a day, never given up, and heals at the first success.
func TestBackOff(t *testing.T) {
	source := quarterly("a")
	now, began := noon, noon
	var s news.State
	var waits []time.Duration
	for now.Sub(began) < 10*24*time.Hour {
		s = Settle(now, source, s, Outcome{At: now, Status: news.StatusFailed, Err: errors.New("fetch: connection refused")})
		waits = append(waits, s.Next.Sub(now))
		if back := s.BackOff.Sub(now); back > 24*time.Hour {
			t.Errorf("backs off %v", back)
		}
		now = s.Next
	}
	if waits[0] > 15*time.Minute {
		t.Errorf("after the first error, waits %v", waits[0])
	}
	for i, w := range waits {
		if w <= 0 || w > 24*time.Hour {
			t.Errorf("wait %d is %v", i, w)
		}
		if i > 0 && i < 7 && w < waits[i-1]*5/4 {
			t.Errorf("wait %d is %v after %v: does not grow", i, w, waits[i-1])
		}
	}
	if n := len(waits); n < 15 || n > 25 {
		t.Errorf("%d attempts in ten days: %v", n, waits)
	}
	if s.Failures != len(waits) || !s.FailingSince.Equal(began) || s.Error != "fetch: connection refused" || !s.LastSuccess.IsZero() {
		t.Errorf("health: %+v", s)
	}
	s = Settle(now, source, s, Outcome{At: now, Status: news.StatusOK})
	if s.Failures != 0 || !s.FailingSince.IsZero() || s.Next.Sub(now) > 15*time.Minute {
		t.Errorf("did not heal: %+v", s)
	}
}

// Row 14: refusals are waited out for as long as they ask, within bounds.
func TestRefusals(t *testing.T) {
	source := quarterly("a")
	for _, test := range []struct {
		status      int
		retryAfter  time.Duration
		failures    int // before
		least, most time.Duration
	}{
		{404, 0, 0, 0, 15 * time.Minute},
		{429, 0, 0, 22 * time.Minute, 45 * time.Minute},
		{403, 0, 0, 22 * time.Minute, 45 * time.Minute},
		{503, 0, 0, 22 * time.Minute, 45 * time.Minute},
		{429, 2 * time.Hour, 0, 2 * time.Hour, 2 * time.Hour},
		{503, 2 * time.Hour, 0, 2 * time.Hour, 2 * time.Hour},
		{403, 2 * time.Hour, 0, 2 * time.Hour, 2 * time.Hour},
		{500, 2 * time.Hour, 0, 2 * time.Hour, 2 * time.Hour},
		{429, time.Second, 0, 22 * time.Minute, 45 * time.Minute},
		{429, 1000 * time.Hour, 0, 24 * time.Hour, 24 * time.Hour},
		{429, -time.Hour, 0, 22 * time.Minute, 45 * time.Minute},
		{429, time.Minute, 20, 18 * time.Hour, 24 * time.Hour}, // always a minute, for days
	} {
		err := fmt.Errorf("fetch: %w", &HTTPError{Status: test.status, RetryAfter: test.retryAfter})
		s := Settle(noon, source, news.State{Failures: test.failures}, Outcome{At: noon, Status: news.StatusFailed, Err: err})
		if wait := s.Next.Sub(noon); wait < test.least || wait > test.most {
			t.Errorf("%d after %v, %d failures: waits %v, want %v to %v", test.status, test.retryAfter, test.failures, wait, test.least, test.most)
		}
	}
	// What is kept is bounded too, not only what is planned.
	var long error = &HTTPError{Status: 429, RetryAfter: 1000 * time.Hour}
	if s := Settle(noon, source, news.State{}, Outcome{At: noon, Status: news.StatusFailed, Err: long}); s.NotBefore.Sub(noon) != 24*time.Hour {
		t.Errorf("not before %v", s.NotBefore)
	}
	// A schedule of seconds does not make a retry of seconds.
	source.Timetable = news.Period(time.Second)
	for _, test := range []struct {
		err   error
		least time.Duration
	}{
		{&HTTPError{Status: 429, RetryAfter: time.Second}, time.Minute},
		{&HTTPError{Status: 500, RetryAfter: time.Second}, time.Minute},
		{errors.New("fetch: connection refused"), 45 * time.Second},
	} {
		if s := Settle(noon, source, news.State{}, Outcome{At: noon, Status: news.StatusFailed, Err: test.err}); s.Next.Sub(noon) < test.least {
			t.Errorf("%v: waits %v", test.err, s.Next.Sub(noon))
		}
	}
}

// Row 17: a source that is too large every time is an error every time, and
// its next try moves away.
func TestTooLargeEveryTime(t *testing.T) {
	source, now := quarterly("a"), noon
	var s news.State
	for i := range 6 {
		s = Settle(now, source, s, Outcome{At: now, Status: news.StatusFailed, Err: fmt.Errorf("fetch: %w", &limitError{15 << 20})})
		if s.Error != "fetch: body over 15 MiB after decompression" || s.Failures != i+1 || !s.Next.After(now) {
			t.Errorf("%+v", s)
		}
		if i > 1 && s.Next.Sub(now) < 30*time.Minute {
			t.Errorf("try %d: next in %v", i, s.Next.Sub(now))
		}
		now = s.Next
	}
}

// 410 retires: no schedule asks again, and a scan by name that works revives.
func TestRetired(t *testing.T) {
	source := quarterly("a")
	gone := Outcome{At: noon, Status: news.StatusRetired, Err: fmt.Errorf("fetch: %w", &HTTPError{Status: 410})}
	s := Settle(noon, source, news.State{}, gone)
	if !s.Retired.Equal(noon) || !s.Next.IsZero() || !FirstDue(noon.AddDate(1, 0, 0), source, s).IsZero() || s.Error != "fetch: 410 Gone" {
		t.Errorf("%+v", s)
	}
	gone.At = noon.Add(time.Hour)
	if again := Settle(gone.At, source, s, gone); !again.Retired.Equal(noon) {
		t.Errorf("retired since %v", again.Retired)
	}
	if s = Settle(noon, source, s, Outcome{At: noon, Status: news.StatusOK}); !s.Retired.IsZero() || s.Next.IsZero() {
		t.Errorf("not revived: %+v", s)
	}
}

// While the fault looks like ours, a source waits an hour at most.
func TestOffline(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		most time.Duration
	}{
		"no route":            {&net.OpError{Op: "dial", Err: syscall.ENETUNREACH}, time.Hour},
		"no name server":      {&net.DNSError{Err: "server misbehaving", IsTemporary: true}, time.Hour},
		"no such host":        {&net.DNSError{Err: "no such host", IsNotFound: true}, 24 * time.Hour},
		"connection refused":  {syscall.ECONNREFUSED, 24 * time.Hour},
		"timeout of a server": {timeoutError(time.Second, "no answer"), 24 * time.Hour},
	} {
		err := fmt.Errorf("fetch: %w", explain(test.err, "news.example"))
		s := Settle(noon, quarterly("a"), news.State{Failures: 50}, Outcome{At: noon, Status: news.StatusFailed, Err: err})
		if wait := s.Next.Sub(noon); wait > test.most || wait < test.most/2 {
			t.Errorf("%s: waits %v, want about %v", name, wait, test.most)
		}
	}
}

func TestErrorsBecomeOneLine(t *testing.T) {
	err := errors.New("read: line one\nline two\x1b[31m " + strings.Repeat("long ", 500))
	s := Settle(noon, quarterly("a"), news.State{}, Outcome{At: noon, Status: news.StatusFailed, Err: err})
	if strings.ContainsAny(s.Error, "\n\x1b") || len(s.Error) > 310 || !strings.HasPrefix(s.Error, "read: line one line two") {
		t.Errorf("%q", s.Error)
	}
}

// Whatever happened, the next time lies ahead, and within bounds.
func FuzzSettle(f *testing.F) {
	f.Add(int64(0), int64(0), int64(0), 0, 200, uint32(0), uint8(0))
	f.Add(int64(1<<62), int64(1<<62), int64(-1<<62), 1<<30, 429, uint32(0xffffffff), uint8(0x7e))
	f.Fuzz(func(t *testing.T, wait, retry, notBefore int64, failures, status int, hours uint32, days uint8) {
		old := news.State{Failures: failures & 0xffffff, NotBefore: noon.Add(time.Duration(notBefore)), SkipHours: hours, SkipDays: days, TTL: time.Duration(wait) % (1 << 50)}
		o := Outcome{At: noon, Status: news.StatusOK, Wait: time.Duration(wait)}
		if status >= 400 {
			o.Status, o.Err = news.StatusFailed, &HTTPError{Status: status, RetryAfter: time.Duration(retry)}
		}
		old.TTL = bounded(old.TTL)
		for _, source := range []news.Source{quarterly("a"), {Name: "auto"}} {
			s := Settle(noon, source, old, o)
			// A day of waiting, then six days that are skipped, then an hour within the seventh.
			if !s.Next.After(noon) || s.Next.Sub(noon) > 9*24*time.Hour {
				t.Errorf("next %v for %+v after %+v", s.Next, old, o)
			}
		}
	})
}
