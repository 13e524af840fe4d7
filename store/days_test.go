package store

import (
	"context"
	"maps"
	"testing"
	"time"
)

// A story counts once for each source that listed it, on the day of its date,
// however often it is listed.
func TestDays(t *testing.T) {
	s := openTest(t)
	a, b := testSource("a"), testSource("b")
	syncAllOf(t, s, a, b)
	first, second, third := item(1), item(2), item(3)
	first.Published, second.Published, third.Published = noon.AddDate(0, 0, -1), noon, noon.AddDate(0, 0, -40)
	save(t, s, scanOf(a, noon, first, second, third))
	save(t, s, scanOf(a, noon.Add(time.Hour), first, second, third), scanOf(b, noon.Add(time.Hour), second))
	got, err := s.Days(context.Background(), noon.AddDate(0, 0, -7))
	if err != nil {
		t.Fatal(err)
	}
	day := noon.Truncate(24 * time.Hour)
	want := map[string]map[time.Time]int{"a": {day.AddDate(0, 0, -1): 1, day: 1}, "b": {day: 1}}
	if len(got) != 2 || !maps.Equal(got["a"], want["a"]) || !maps.Equal(got["b"], want["b"]) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Days long past go with the stories that are removed.
func TestDaysArePurged(t *testing.T) {
	s := openTest(t)
	old := item(1)
	old.Published = noon.AddDate(-2, 0, 0)
	syncAllOf(t, s, testSource("a"))
	save(t, s, scanOf(testSource("a"), noon.AddDate(-2, 0, 0), old))
	save(t, s, scanOf(testSource("a"), noon, item(2)))
	if _, err := s.Purge(context.Background(), Retention{Age: time.Since(noon.AddDate(-1, 0, 0))}); err != nil {
		t.Fatal(err)
	}
	got, err := s.Days(context.Background(), noon.AddDate(-3, 0, 0))
	if err != nil || len(got["a"]) != 1 {
		t.Errorf("%v, %v", got, err)
	}
}
