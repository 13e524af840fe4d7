package scanner

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"alsoread/news"
)

// maxWait is the longest that a publisher's wish or a run of errors keeps us
// from asking again.
const maxWait = 24 * time.Hour

// retryAfter reads Retry-After (RFC 9110 section 10.2.3): seconds or a date.
// It gives 0 for what is neither, or in the past, and at most maxWait.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if d, ok := deltaSeconds(value); ok {
		return d
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return bounded(at.Sub(serverTime(h, now)))
}

// freshness is for how long the publisher says an answer stays good (RFC 9111
// section 4.2): max-age without the age that it had when it came, or Expires.
func freshness(h http.Header, now time.Time) time.Duration {
	maxAge, stale, given := cacheControl(h.Values("Cache-Control"))
	if stale {
		return 0
	}
	if given {
		age, _ := deltaSeconds(strings.TrimSpace(h.Get("Age")))
		return bounded(maxAge - age)
	}
	at, err := http.ParseTime(strings.TrimSpace(h.Get("Expires")))
	if err != nil {
		return 0 // "0" and "-1" are in use, and mean that it is stale
	}
	return bounded(at.Sub(serverTime(h, now)))
}

// cacheControl finds the first max-age, and whether the answer is stale at once.
func cacheControl(values []string) (maxAge time.Duration, stale, given bool) {
	for directive := range strings.SplitSeq(strings.Join(values, ","), ",") {
		name, value, _ := strings.Cut(directive, "=")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "no-cache", "no-store":
			return 0, true, false
		case "max-age":
			d, ok := deltaSeconds(strings.Trim(strings.TrimSpace(value), `"`))
			if ok && !given {
				maxAge, given = d, true
			}
		}
	}
	return maxAge, false, given
}

// serverTime is the server's own idea of now, so that a date it gives is not
// read by a clock that differs from its own.
func serverTime(h http.Header, now time.Time) time.Time {
	if at, err := http.ParseTime(h.Get("Date")); err == nil {
		return at
	}
	return now
}

// deltaSeconds reads a number of seconds (RFC 9111 section 1.2.2). However many
// digits it has, it is at most maxWait: more would overflow a Duration.
func deltaSeconds(s string) (time.Duration, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil || n > uint64(maxWait/time.Second) {
		return maxWait, true
	}
	return time.Duration(n) * time.Second, true
}

func bounded(d time.Duration) time.Duration { return min(max(d, 0), maxWait) }

// Masks that forbid every hour, or every day.
const (
	allHours = 1<<24 - 1
	allDays  = 1<<7 - 1
)

// wishes are what a document asks of its readers, in the form of news.State.
type wishes struct {
	ttl      time.Duration
	hours    uint32
	days     uint8
	problems []news.Problem // wishes that make no sense and are not followed
}

// wishesOf reads ttl, skipHours and skipDays of a listing. A document that
// forbids all hours or all days is not followed in that: it would never be
// read again, and so could never take it back.
func wishesOf(l *news.Listing) wishes {
	w := wishes{ttl: bounded(l.TTL)}
	for _, h := range l.SkipHours {
		switch {
		case h >= 0 && h <= 23:
			w.hours |= 1 << h
		case h == 24: // RSS 0.91 counts from 1 to 24
			w.hours |= 1
		default:
			w.problem("skipHours: %d is no hour", h)
		}
	}
	for _, d := range l.SkipDays {
		if d >= time.Sunday && d <= time.Saturday {
			w.days |= 1 << d
		} else {
			w.problem("skipDays: %d is no day", int(d))
		}
	}
	if w.hours == allHours {
		w.hours = 0
		w.problem("skipHours forbids all 24 hours: not followed")
	}
	if w.days == allDays {
		w.days = 0
		w.problem("skipDays forbids all 7 days: not followed")
	}
	return w
}

func (w *wishes) problem(format string, args ...any) {
	w.problems = append(w.problems, news.Problem{What: fmt.Sprintf(format, args...)})
}

// permitted returns the first time from t on that lies in no hour and on no
// day which the source's publisher asked to leave out.
func permitted(t time.Time, s news.State) time.Time {
	if s.SkipHours&allHours == allHours || s.SkipDays&allDays == allDays {
		return t
	}
	t = t.UTC()
	for s.SkipHours&(1<<t.Hour()) != 0 || s.SkipDays&(1<<t.Weekday()) != 0 {
		t = t.Truncate(time.Hour).Add(time.Hour)
	}
	return t
}
