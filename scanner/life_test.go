package scanner

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"alsoread/news"
)

// Row 27: a panic in one source is that source's failure; the others go on, and
// so does the schedule.
func TestPanicIsTheFailureOfOneSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, k := newPress(), &shelf{}
		p.answer = func(name string, nth int) (*Response, error) {
			if name == "bad" {
				panic("a fault injected by the test")
			}
			body := `<rss version="2.0"><channel><title>x</title><item><guid>1</guid><title>t</title></item></channel></rss>`
			return &Response{StatusCode: 200, Body: []byte(body), Hash: uint64(nth), URL: "http://good.example/feed"}, nil
		}
		stop := running(t, New(p, k, Options{}), nil, everyMinutes("bad", 10), everyMinutes("good", 10))
		time.Sleep(time.Hour)
		stop()
		if n := len(p.times("good")); n < 6 {
			t.Errorf("the good source was asked %d times in an hour", n)
		}
		for _, scan := range k.scans {
			if scan.Source.Name == "bad" && (scan.Status != news.StatusFailed || !strings.Contains(scan.State.Error, "internal error")) {
				t.Errorf("a scan that panicked ended %q: %q", scan.Status, scan.State.Error)
			}
		}
	})
}

// Row 47: a clock that is set back by an hour does not silence a source for an
// hour, and one that leaps ahead by a day makes no burst.
func TestClockIsSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := everyMinutes("a", 10)
		now := time.Now()
		sch := newSchedule(New(newPress(), nil, Options{}), Plan{Sources: []news.Source{src},
			States: map[string]news.State{"a": {LastScan: now, NotBefore: now.Add(5 * time.Minute)}}})
		was := sch.due[0].due
		sch.clockMoved(20*time.Second, 20*time.Second-time.Hour)
		if moved := was.Sub(sch.due[0].due); moved != time.Hour {
			t.Errorf("the clock went back an hour, the next scan by %v", moved)
		}
		if got := sch.entries["a"].state.NotBefore; !got.Equal(now.Add(5*time.Minute - time.Hour)) {
			t.Errorf("the publisher's wish is at %v", got)
		}
		sch.clockMoved(20*time.Second, 20*time.Second+24*time.Hour)
		if len(sch.due) != 1 {
			t.Fatalf("%d scans are planned after the clock leapt ahead", len(sch.due))
		}
	})
}

// A 304 or an unchanged body keeps what the source had; validators move on only
// with a document that was read.
func TestValidatorsBelongToWhatWasRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		good := `<rss version="2.0"><channel><title>x</title><item><guid>1</guid><title>t</title></item></channel></rss>`
		old := news.State{ETag: `"1"`, BodyHash: 1, LastModified: "yesterday"}
		for name, test := range map[string]struct {
			res  Response
			etag string
			url  string
		}{
			"read":                {Response{StatusCode: 200, Body: []byte(good), Hash: 2, ETag: `"2"`, Moved: "http://new.example/"}, `"2"`, "http://new.example/"},
			"not readable":        {Response{StatusCode: 200, Body: []byte("<html>Are you a robot?</html>"), Hash: 3, ETag: `"3"`, Moved: "http://new.example/"}, `"1"`, ""},
			"304":                 {Response{StatusCode: 304, NotModified: true}, `"1"`, ""},
			"same body, new ETag": {Response{StatusCode: 200, Body: []byte("whatever"), Hash: 1, ETag: `"4"`}, `"4"`, ""},
		} {
			p := newPress()
			p.answer = func(string, int) (*Response, error) { res := test.res; return &res, nil }
			scan := New(p, nil, Options{}).scan(t.Context(), everyMinutes("a", 10), old)
			if scan.State.ETag != test.etag || scan.State.URL != test.url {
				t.Errorf("%s: ETag %s and URL %q are remembered, want %s and %q", name, scan.State.ETag, scan.State.URL, test.etag, test.url)
			}
		}
	})
}
