package main

import (
	"strings"
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	var all []time.Duration
	for n := range 200 {
		all = append(all, time.Duration(n+1))
	}
	for p, want := range map[int]time.Duration{50: 100, 90: 180, 99: 198, 100: 200} {
		if got := percentile(all, p); got != want {
			t.Errorf("%d%%: %d, want %d", p, got, want)
		}
	}
	if got := percentile(all[:1], 99); got != 1 {
		t.Errorf("of one: %d", got)
	}
}

func TestReport(t *testing.T) {
	o := options{stories: 10, groups: 3, sources: 2, seconds: 1, rate: 5}
	r := &result{kinds: kinds(o), took: map[string][]time.Duration{"/": {time.Millisecond, 60 * time.Millisecond}}, costs: map[string]time.Duration{"/": 7500 * time.Microsecond}}
	text := r.report(o)
	if !strings.Contains(text, "| `/` | 7.5 | 2 | 1 | 60 | 60 | 60 | 50 ms: **missed** |") || strings.Contains(text, "search") {
		t.Error(text)
	}
}

func TestReadFlagsRefuses(t *testing.T) {
	for _, args := range [][]string{{"--stories", "0"}, {"--groups", "10", "--stories", "9"}, {"more"}, {"--rate", "x"}} {
		if _, err := readFlags(args); err == nil {
			t.Errorf("%v: taken", args)
		}
	}
}
