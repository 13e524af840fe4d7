package clean

import (
	"strings"
	"time"
)

// Date reads a date as feeds and pages write it. The time is UTC; note says
// what had to be guessed.
func Date(s string, now time.Time) (t time.Time, note string, ok bool) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC1123Z, time.RFC1123, time.RFC3339, "Mon, 2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), "", true
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), "no zone: read as UTC", true
		}
	}
	return time.Time{}, "", false
}

// Clamp returns what may be kept of t, a publication time that was seen at
// seen: never later than seen, and the zero time when t cannot be one.
func Clamp(t, seen time.Time) time.Time {
	switch {
	case t.Year() < 1900, t.Unix() == 0, t.After(seen.Add(48 * time.Hour)):
		return time.Time{}
	case t.After(seen):
		return seen.UTC()
	}
	return t.UTC()
}
