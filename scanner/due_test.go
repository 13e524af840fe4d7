package scanner

import (
	"fmt"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/robfig/cron/v3"

	"alsoread/news"
)

func cronSource(t *testing.T, name, spec, zone string) news.Source {
	t.Helper()
	table, err := cron.ParseStandard(spec)
	if err != nil {
		t.Fatal(err)
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return news.Source{Name: name, Schedule: spec, Timetable: table, Location: loc}
}

// Each source of "@every" has its own place, and keeps it.
func TestEverySpread(t *testing.T) {
	var thirds [3]int
	for i := range 3000 {
		source := quarterly(fmt.Sprintf("source %d", i))
		first := Next(noon, source, news.State{})
		wait := first.Sub(noon)
		if wait <= 0 || wait > 15*time.Minute {
			t.Fatalf("first in %v", wait)
		}
		thirds[(wait-1)/(5*time.Minute)]++
		if second := Next(first, source, news.State{}); second.Sub(first) != 15*time.Minute {
			t.Fatalf("then after %v", second.Sub(first))
		}
		if again := Next(first.Add(-time.Second), source, news.State{}); !again.Equal(first) {
			t.Fatalf("asked a second before: %v, not %v", again, first)
		}
		if far := Next(first.AddDate(0, 0, 7).Add(-time.Second), source, news.State{}); far.Sub(first)%(15*time.Minute) != 0 {
			t.Fatalf("a week later it has moved by %v", far.Sub(first)%(15*time.Minute))
		}
	}
	for _, n := range thirds {
		if n < 900 || n > 1100 {
			t.Errorf("sources in each third of the period: %v", thirds)
			break
		}
	}
}

func TestEveryBeforeEpoch(t *testing.T) {
	source := quarterly("a")
	early := time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC)
	if wait := Next(early, source, news.State{}).Sub(early); wait <= 0 || wait > 15*time.Minute {
		t.Errorf("next in %v", wait)
	}
	source.Timetable = news.Period(0) // no period: once a second
	if wait := Next(noon, source, news.State{}).Sub(noon); wait <= 0 || wait > time.Second {
		t.Errorf("next in %v", wait)
	}
}

func TestCronSpread(t *testing.T) {
	seconds := map[int]int{}
	for i := range 600 {
		source := cronSource(t, fmt.Sprintf("source %d", i), "*/10 6-23 * * *", "Asia/Kolkata")
		next := Next(noon, source, news.State{}).In(source.Location)
		if next.Minute()%10 != 0 || !next.After(noon) || next.Sub(noon) > 11*time.Minute {
			t.Fatalf("next at %v", next)
		}
		seconds[next.Second()/10]++
		if again := Next(next, source, news.State{}); again.Sub(next) != 10*time.Minute {
			t.Fatalf("then after %v", again.Sub(next))
		}
	}
	for tens, n := range seconds {
		if n < 60 || n > 140 {
			t.Errorf("%d of 600 in the %d0s", n, tens)
		}
	}
}

// Cron fields are read in the source's zone, whatever zone a time comes in.
func TestCronZone(t *testing.T) {
	source := cronSource(t, "a", "30 6 * * *", "Asia/Kolkata")
	for _, now := range []time.Time{noon, noon.In(time.FixedZone("", -5*3600))} {
		if next := Next(now, source, news.State{}).Truncate(time.Minute); !next.Equal(time.Date(2026, 3, 5, 1, 0, 0, 0, time.UTC)) {
			t.Errorf("next %v", next)
		}
	}
}

// A wish that outlasts a tick by a little makes it late; one that outlasts it
// by much waits for the next.
func TestCronWithWish(t *testing.T) {
	shift := time.Duration(spread("a") * float64(time.Minute))
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 3, day, hour, minute, 0, 0, time.UTC).Add(shift)
	}
	tests := map[string]struct {
		spec               string
		now, before, wants time.Time
	}{
		"no wish":             {"*/10 * * * *", at(4, 12, 0), time.Time{}, at(4, 12, 10)},
		"over before":         {"*/10 * * * *", at(4, 12, 0), at(4, 12, 5), at(4, 12, 10)},
		"just after the tick": {"*/10 * * * *", at(4, 12, 0).Add(time.Second), at(4, 12, 10).Add(time.Second), at(4, 12, 10).Add(time.Second)},
		"exactly":             {"*/10 * * * *", at(4, 12, 0), at(4, 12, 10), at(4, 12, 10)},
		"nearer the next":     {"*/10 * * * *", at(4, 12, 0), at(4, 12, 16), at(4, 12, 20)},
		"hours later":         {"*/10 * * * *", at(4, 12, 0), at(4, 15, 22), at(4, 15, 22)},
		"into the night":      {"*/10 6-23 * * *", at(4, 23, 0), at(5, 0, 30), at(5, 6, 0)},
		"daily, a bit late":   {"0 6 * * *", at(4, 6, 0).Add(3 * time.Minute), at(5, 6, 3), at(5, 6, 3)},
		"daily, hours late":   {"0 6 * * *", at(4, 6, 0), at(4, 18, 0), at(5, 6, 0)},
		"once a week":         {"0 6 * * 3", at(4, 6, 0), at(5, 6, 0), at(11, 6, 0)},
	}
	for name, test := range tests {
		if got := Next(test.now, cronSource(t, "a", test.spec, "UTC"), news.State{NotBefore: test.before}); !got.Equal(test.wants) {
			t.Errorf("%s: %v, want %v", name, got, test.wants)
		}
	}
}

// Row 47: no tick is lost and none comes twice when the clocks change.
func TestDaylightSaving(t *testing.T) {
	for _, day := range []time.Time{time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC), time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC)} {
		source := cronSource(t, "a", "*/15 * * * *", "Europe/Berlin")
		n := 0
		for at := Next(day, source, news.State{}); at.Before(day.Add(24 * time.Hour)); n++ {
			next := Next(at, source, news.State{})
			if gap := next.Sub(at); gap != 15*time.Minute {
				t.Fatalf("%v after %v", gap, at)
			}
			at = next
		}
		if n != 96 {
			t.Errorf("%v: %d scans in 24 hours", day, n)
		}
	}
}

func TestCronThatNeverComes(t *testing.T) {
	source := cronSource(t, "a", "0 0 30 2 *", "UTC")
	s := news.State{LastScan: noon, NotBefore: noon.Add(time.Hour)}
	if next := Next(noon, source, s); !next.IsZero() {
		t.Errorf("next %v", next)
	}
	if due := FirstDue(noon, source, s); !due.IsZero() {
		t.Errorf("due %v", due)
	}
	Settle(noon, source, s, Outcome{At: noon, Status: news.StatusFailed})
}

func TestFirstDue(t *testing.T) {
	source := quarterly("a")
	slot := Next(noon, source, news.State{})
	tests := map[string]struct {
		now   time.Time
		state news.State
		want  time.Time
	}{
		"never scanned":           {noon, news.State{}, noon},
		"scanned just now":        {noon, news.State{LastScan: noon}, slot},
		"not yet":                 {slot.Add(-time.Second), news.State{LastScan: noon}, slot},
		"at its time":             {slot, news.State{LastScan: noon}, slot},
		"missed once":             {slot.Add(time.Minute), news.State{LastScan: noon}, slot.Add(time.Minute)},
		"missed for a week":       {slot.AddDate(0, 0, 7), news.State{LastScan: noon}, slot.AddDate(0, 0, 7)},
		"told to wait":            {slot.Add(time.Minute), news.State{LastScan: noon, NotBefore: noon.Add(3 * time.Hour)}, noon.Add(3 * time.Hour)},
		"waited long enough":      {noon.Add(4 * time.Hour), news.State{LastScan: noon, NotBefore: noon.Add(3 * time.Hour)}, noon.Add(4 * time.Hour)},
		"in an hour left out":     {noon.Add(time.Hour), news.State{LastScan: noon, SkipHours: 1 << 13}, noon.Add(2 * time.Hour)},
		"scanned in the future":   {noon, news.State{LastScan: noon.Add(240 * time.Hour)}, slot},
		"wish out of a bad clock": {noon, news.State{LastScan: noon, NotBefore: noon.AddDate(5, 0, 0)}, noon.Add(24 * time.Hour)},
		"retired":                 {noon, news.State{LastScan: noon, Retired: noon}, time.Time{}},
	}
	for name, test := range tests {
		if got := FirstDue(test.now, source, test.state); !got.Equal(test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func TestAuto(t *testing.T) {
	source := news.Source{Name: "a", Schedule: "auto", Location: time.UTC}
	for name, test := range map[string]struct {
		state news.State
		want  time.Duration
	}{
		"nothing known":     {news.State{}, 15 * time.Minute},
		"as learnt":         {news.State{Rhythm: time.Hour, LastNew: noon}, time.Hour},
		"not under 5 min":   {news.State{Rhythm: time.Second, LastNew: noon}, 5 * time.Minute},
		"not over a day":    {news.State{Rhythm: 100 * time.Hour, LastNew: noon}, 24 * time.Hour},
		"quiet for 8 hours": {news.State{Rhythm: 10 * time.Minute, LastNew: noon.Add(-8 * time.Hour)}, time.Hour},
		"quiet for a year":  {news.State{Rhythm: 10 * time.Minute, LastNew: noon.AddDate(-1, 0, 0)}, 24 * time.Hour},
	} {
		got := Next(noon, source, test.state).Sub(noon)
		if got < test.want || got > test.want*11/10 {
			t.Errorf("%s: %v, want about %v", name, got, test.want)
		}
	}
	if wait := Next(noon, source, news.State{Rhythm: 10 * time.Minute, NotBefore: noon.Add(time.Hour)}).Sub(noon); wait != time.Hour {
		t.Errorf("told to wait an hour: %v", wait)
	}
}

// auto finds the pace of a source within a few days: one story an hour by day.
func TestAutoLearns(t *testing.T) {
	source := news.Source{Name: "a", Schedule: "auto", Location: time.UTC}
	published := func(from, to time.Time) int {
		n := 0
		for at := from.Truncate(time.Hour).Add(time.Hour); !at.After(to); at = at.Add(time.Hour) {
			if at.Hour() >= 8 && at.Hour() < 20 {
				n++
			}
		}
		return n
	}
	s := news.State{}
	s.Learn(noon, 30)
	at, scans := noon, 0
	for at.Before(noon.AddDate(0, 0, 10)) {
		last := at
		s = Settle(at, source, s, Outcome{At: at, Status: news.StatusOK})
		at = s.Next
		s.Learn(at, published(last, at))
		if at.After(noon.AddDate(0, 0, 7)) {
			scans++
		}
	}
	if s.Rhythm < 20*time.Minute || s.Rhythm > 3*time.Hour {
		t.Errorf("learnt %v", s.Rhythm)
	}
	if scans < 3*10 || scans > 3*40 {
		t.Errorf("%d scans in three days of 12 stories each", scans)
	}
}
