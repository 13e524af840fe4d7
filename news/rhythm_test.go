package news

import (
	"testing"
	"time"
)

func TestLearn(t *testing.T) {
	start := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	var s State
	s.Learn(start, 30)
	if s.LastNew != start || s.Rhythm != 0 {
		t.Errorf("the past taught %v", s.Rhythm)
	}
	s.Learn(start.Add(time.Minute), 0)
	if s.LastNew != start || s.Rhythm != 0 {
		t.Errorf("a scan without stories taught %v", s.Rhythm)
	}
	s.Learn(start.Add(time.Hour), 4)
	if s.Rhythm != 15*time.Minute || s.LastNew != start.Add(time.Hour) {
		t.Errorf("four in an hour: %v", s.Rhythm)
	}
	s.Learn(start.Add(9*time.Hour), 1) // a night
	if s.Rhythm < 20*time.Minute || s.Rhythm > 40*time.Minute {
		t.Errorf("one night made it %v", s.Rhythm)
	}
	at := s.LastNew
	for range 30 {
		at = at.Add(10 * time.Minute)
		s.Learn(at, 2)
	}
	if s.Rhythm < 4*time.Minute || s.Rhythm > 6*time.Minute {
		t.Errorf("two in ten minutes, for hours: %v", s.Rhythm)
	}
}

// A clock that goes back, or stories by the million, leave it within bounds.
func TestLearnBounds(t *testing.T) {
	start := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	s := State{LastNew: start, Rhythm: time.Hour}
	s.Learn(start.Add(-time.Hour), 5)
	if s.Rhythm != time.Hour || !s.LastNew.Equal(start.Add(-time.Hour)) {
		t.Errorf("clock set back: %+v", s)
	}
	for _, test := range []struct {
		gap     time.Duration
		stories int
	}{{1, 1 << 40}, {1 << 62, 1}, {time.Second, -1}} {
		for _, rhythm := range []time.Duration{0, 1, time.Hour, 1 << 62} {
			s := State{LastNew: start, Rhythm: rhythm}
			s.Learn(start.Add(test.gap), test.stories)
			if test.stories > 0 && (s.Rhythm < minRhythm || s.Rhythm > maxRhythm) {
				t.Errorf("%v from %v: %v", test, rhythm, s.Rhythm)
			}
		}
	}
}
