package scanner

import (
	"errors"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"

	"github.com/cespare/xxhash/v2"

	"alsoread/news"
)

// Bounds of the waits that scans lead to.
const (
	// minBackOff is the wait that errors double, where a schedule is shorter. A
	// refusal doubles it at once, so that no Retry-After leads to less than a
	// minute.
	minBackOff = time.Minute
	// offlineWait is the longest wait while the fault seems to be ours: a
	// laptop that was off the network over the weekend asks all of its sources
	// within the hour, not within the day.
	offlineWait = time.Hour
)

// Outcome is what came of a scan, as far as manners go.
type Outcome struct {
	At      time.Time // when the scan began
	Status  news.Status
	Err     error
	Wait    time.Duration // Response.Wait
	Listing *news.Listing // nil when nothing was read
}

// Settle returns what is to be remembered of a source after a scan that ended
// at now: when it may and when it will be asked again, and how it fares. It
// leaves alone what belongs to the document itself (URL, validators, hash) and
// what only the store can know (LastNew, Rhythm).
//
// Wishes in the listing that are not followed are added to its Problems.
//
// A source that fails is asked less and less often, down to once a day, and
// never given up; the first scan that succeeds ends that. 410 Gone retires it:
// the schedule leaves it alone, and a scan by name that succeeds brings it back.
func Settle(now time.Time, source news.Source, old news.State, o Outcome) news.State {
	if o.Status == news.StatusSkipped {
		return old
	}
	s := old
	s.LastScan = o.At.UTC()
	if o.Listing != nil {
		w := wishesOf(o.Listing)
		s.TTL, s.SkipHours, s.SkipDays = w.ttl, w.hours, w.days
		o.Listing.Problems = append(o.Listing.Problems, w.problems...)
	}
	if o.Status == news.StatusOK || o.Status == news.StatusUnchanged {
		s = succeeded(now, s, o)
	} else {
		s = failed(now, source, s, o)
	}
	s.Next = Next(now, source, s)
	return s
}

func succeeded(now time.Time, s news.State, o Outcome) news.State {
	s.LastSuccess = s.LastScan
	s.Failures, s.FailingSince, s.Error = 0, time.Time{}, ""
	s.Retired = time.Time{}
	s.NotBefore, s.BackOff = later(now, max(bounded(o.Wait), s.TTL)), time.Time{}
	return s
}

func failed(now time.Time, source news.Source, s news.State, o Outcome) news.State {
	s.Failures++
	if s.FailingSince.IsZero() {
		s.FailingSince = s.LastScan
	}
	s.Error = "failed"
	if o.Err != nil {
		s.Error = oneLine(o.Err.Error(), 300)
	}
	if o.Status == news.StatusRetired && s.Retired.IsZero() {
		s.Retired = s.LastScan
	}
	wait := backOff(now, source, s, o.Err)
	s.BackOff = later(now, wait)
	s.NotBefore = later(now, bounded(o.Wait))
	if refusal(o.Err) != nil {
		s.NotBefore = later(now, max(wait, bounded(o.Wait)))
	}
	return s
}

func later(now time.Time, wait time.Duration) time.Time {
	if wait <= 0 {
		return time.Time{}
	}
	return now.Add(wait).UTC().Round(0)
}

// backOff is how long a source is left alone after its latest error: its own
// interval at first, twice that after the next error and so on, up to a day.
// Sources that began to fail together drift apart by up to a quarter. A
// publisher who refuses (403, 429, 503) is left alone twice as long from the
// start, and never less than Retry-After says.
func backOff(now time.Time, source news.Source, s news.State, err error) time.Duration {
	doublings := s.Failures - 1
	refused := refusal(err)
	if refused != nil {
		doublings++
	}
	wait := max(minBackOff, interval(now, source, s))
	for ; doublings > 0 && wait < maxWait; doublings-- {
		wait *= 2
	}
	wait = min(wait, maxWait)
	wait -= time.Duration(float64(wait) / 4 * spread(source.Name+" "+strconv.Itoa(s.Failures)))
	if offline(err) {
		wait = min(wait, offlineWait)
	}
	if refused != nil && refused.RetryAfter > 0 {
		wait = max(wait, min(refused.RetryAfter, maxWait))
	}
	return wait
}

// refusal is the answer by which a publisher asked to be left alone: 403, 429,
// 503, or any other with Retry-After. It is nil for every other error.
func refusal(err error) *HTTPError {
	var e *HTTPError
	if !errors.As(err, &e) {
		return nil
	}
	switch e.Status {
	case http.StatusForbidden, http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return e
	}
	if e.RetryAfter > 0 {
		return e
	}
	return nil
}

// offline says that an error looks like one of our own network: no route, or no
// name server that answers.
func offline(err error) bool {
	var dns *net.DNSError
	return errors.Is(err, syscall.ENETUNREACH) || errors.As(err, &dns) && !dns.IsNotFound
}

// spread maps a name to [0, 1), evenly and always the same: it keeps sources
// of one schedule from all starting at one moment.
func spread(name string) float64 {
	return float64(xxhash.Sum64String(name)>>11) / (1 << 53)
}
