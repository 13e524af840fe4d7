package scanner

import (
	"time"

	"alsoread/news"
)

// What auto, the rhythm learnt from a source, starts with and keeps within.
const (
	autoStart = 15 * time.Minute
	autoLeast = 5 * time.Minute
	autoMost  = 24 * time.Hour
	// autoQuiet is the part of the time since its last story after which a
	// source is asked again: eight hours of night lead to an hour between scans.
	autoQuiet = 8
)

// maxLate is how late a cron tick may be run for a publisher's wish that ends
// shortly after it. Without that, "*/10" and a max-age of 600 would make every
// second tick drop out, since the answer comes a moment after the tick.
const maxLate = 15 * time.Minute

// FirstDue is when a source is to be scanned, seen from now: at once if it
// never was or if a scan was missed, however many were. It is the zero time,
// which means never, for a retired source and for a schedule that has ended.
func FirstDue(now time.Time, source news.Source, s news.State) time.Time {
	if !s.Retired.IsZero() {
		return time.Time{}
	}
	if s.LastScan.IsZero() {
		return now
	}
	since := s.LastScan
	if since.After(now) {
		since = now // the clock was set back
	}
	due := Next(since, source, s)
	if !due.IsZero() && due.Before(now) {
		return permitted(now, s)
	}
	return due
}

// Asked is when a source is to be scanned that a person has asked for: now, if
// its publisher does not wish to be left alone. Schedule and back-off do not count.
func Asked(now time.Time, s news.State) time.Time {
	if wait := s.NotBefore.Sub(now); wait > 0 {
		return now.Add(min(wait, maxWait))
	}
	return now
}

// Next is the first time after t at which a source is to be scanned: the next
// place of its schedule that lies not before NotBefore and BackOff, and in none
// of the hours and days that its publisher asked to leave out. Each source has
// its own place within a period, or within the minute of a cron expression, by
// a hash of its name. The zero time means never.
func Next(t time.Time, source news.Source, s news.State) time.Time {
	if !s.Retired.IsZero() {
		return time.Time{}
	}
	earliest := t
	if wait := latest(s.NotBefore, s.BackOff); wait.After(t) {
		earliest = t.Add(min(wait.Sub(t), maxWait)) // a stored time may come from a clock that was wrong
	}
	plan := planOf(t, source, s)
	for {
		next := plan.next(t, earliest)
		free := permitted(next, s)
		if next.IsZero() || free.Equal(next) {
			return next.UTC().Round(0)
		}
		earliest = free
	}
}

// interval is the time between two scans around t by the schedule alone.
func interval(t time.Time, source news.Source, s news.State) time.Duration {
	plan := planOf(t, source, s)
	first := plan.next(t, t)
	second := plan.next(first, first)
	if first.IsZero() || second.IsZero() {
		return maxWait
	}
	return min(second.Sub(first), maxWait)
}

// plan is a schedule with the source's own place in it. next returns the first
// time after t, and not before earliest, that fits it.
type plan interface {
	next(t, earliest time.Time) time.Time
}

func planOf(t time.Time, source news.Source, s news.State) plan {
	place := spread(source.Name)
	switch table := source.Timetable.(type) {
	case nil:
		return rhythm(autoInterval(t, s) + time.Duration(place*float64(autoInterval(t, s))/10))
	case news.Period:
		return every{table.Length(), time.Duration(place * float64(table.Length()))}
	default:
		return ticks{table, location(source), time.Duration(place * float64(time.Minute))}
	}
}

func location(source news.Source) *time.Location {
	if source.Location == nil {
		return time.UTC
	}
	return source.Location
}

// rhythm is auto: an interval from the scan before.
type rhythm time.Duration

func (r rhythm) next(t, earliest time.Time) time.Time {
	return latest(t.Add(time.Duration(r)), earliest)
}

// autoInterval is the learnt time between new stories, longer the longer there
// was none.
func autoInterval(t time.Time, s news.State) time.Duration {
	wait := s.Rhythm
	if wait <= 0 {
		wait = autoStart
	}
	if !s.LastNew.IsZero() {
		wait = max(wait, t.Sub(s.LastNew)/autoQuiet)
	}
	return min(max(wait, autoLeast), autoMost)
}

// every is "@every 15m": the same places in time for the life of the source,
// whenever the program was started.
type every struct{ period, phase time.Duration }

func (e every) next(t, earliest time.Time) time.Time {
	since := t.Sub(time.Unix(0, 0).Add(e.phase))
	periods := since / e.period
	if since < 0 && since%e.period != 0 {
		periods--
	}
	place := time.Unix(0, 0).Add(e.phase + (periods+1)*e.period)
	return latest(place, earliest)
}

// ticks is a cron expression, run some seconds into each of its minutes.
type ticks struct {
	table news.Timetable
	zone  *time.Location
	shift time.Duration
}

func (c ticks) next(t, earliest time.Time) time.Time {
	tick := c.after(t)
	if tick.IsZero() || !tick.Before(earliest) {
		return tick
	}
	// A tick that the wish puts off by a little is run late instead of
	// dropped, by no more than half the way to the next one.
	next := c.after(earliest.Add(-1))
	before := c.before(earliest)
	if !before.IsZero() && earliest.Sub(before) <= next.Sub(before)/2 {
		return earliest
	}
	return next
}

func (c ticks) after(t time.Time) time.Time {
	tick := c.table.Next(t.Add(-c.shift).In(c.zone))
	if tick.IsZero() {
		return tick
	}
	return tick.Add(c.shift)
}

// before is the last tick before t, if there is one in the last maxLate.
func (c ticks) before(t time.Time) time.Time {
	var last time.Time
	for tick := c.after(t.Add(-maxLate)); !tick.IsZero() && tick.Before(t); tick = c.after(tick) {
		last = tick
	}
	return last
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
