package news

import (
	"math"
	"time"
)

// rhythmWeight is how much the latest scan that brought something counts
// against all before it.
const rhythmWeight = 0.25

// Bounds of a learnt rhythm.
const (
	minRhythm = time.Minute
	maxRhythm = 7 * 24 * time.Hour
)

// Learn takes note that a scan begun at brought so many new stories: it moves
// LastNew, and Rhythm by the time between two of them. Times are averaged as
// logarithms, so that one night does not outweigh fifty scans of the day. The
// first scan of a source brings its past and teaches nothing.
func (s *State) Learn(at time.Time, stories int) {
	if stories <= 0 {
		return
	}
	last := s.LastNew
	s.LastNew = at
	if last.IsZero() || !at.After(last) {
		return
	}
	sample := min(max(at.Sub(last)/time.Duration(stories), minRhythm), maxRhythm)
	if s.Rhythm <= 0 {
		s.Rhythm = sample
		return
	}
	change := math.Pow(float64(sample)/float64(s.Rhythm), rhythmWeight)
	s.Rhythm = min(max(time.Duration(float64(s.Rhythm)*change), minRhythm), maxRhythm).Round(time.Second)
}
