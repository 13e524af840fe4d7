package coverage

import (
	"testing"
	"time"
)

func TestWithoutClock(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Sat 28 Nov 2026, 01:45 UTC", "Sat 28 Nov     ,       UTC"},
		{"at 9:45:30, not 9:46", "at     :30, not 9:46"},
		{"12:450 of 20269 and 2025", "12:450 of 20269 and 2025"},
		{"2026", "    "},
		{"7.5 percent, 3:2 on penalties, 1:", "7.5 percent, 3:2 on penalties, 1:"},
		{"", ""},
	}
	day := time.Date(2026, 11, 28, 0, 45, 0, 0, time.UTC)
	for _, tt := range tests {
		if got := withoutClock(tt.in, day); got != tt.want {
			t.Errorf("withoutClock(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// Two short texts with nothing in common but the line that says when.
func TestTheHourTiesNothing(t *testing.T) {
	e, day := New(Options{}), time.Date(2026, 11, 28, 1, 45, 0, 0, time.UTC)
	place(e,
		Story{Title: "How to paint a ship", Publisher: "a", Published: day, Text: "21 Nov 2026, 01:45. It takes tonnes of paint and a dry week in April. A foreman explains why the red is always below the water, and what barnacles think of it."},
		Story{Title: "Zeppelin quartet breaks the yodelling record", Publisher: "b", Published: day, Text: "28 Nov 2026, 01:45. Umbrellas flew as yodellers held one note."})
	for _, s := range e.all() {
		if n := len(s.ties); n != 0 {
			t.Errorf("story %d has %d ties", s.id, n)
		}
	}
}
