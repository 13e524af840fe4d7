package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/internal/newsworld/bulk"
)

// TestMain lets the test binary be the processes that the bench starts.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && slices.Contains([]string{"world", "floor", "check"}, os.Args[1]) {
		if err := run(context.Background(), os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func TestFloorsAgainstSmallWorld(t *testing.T) {
	results, err := measureWorlds(t.Context(), options{only: "floors", runs: 2}, t.TempDir(), []int{4})
	if err != nil {
		t.Fatal(err)
	}
	r := results[0]
	for _, name := range floors {
		c := median(r.costs[name])
		if len(r.costs[name]) != 2 || c.wall <= 0 || c.peak == 0 || (c.database > 0) != (name == caseInsert) {
			t.Errorf("%s: %d runs, %+v", name, len(r.costs[name]), c)
		}
	}
	if r.greeting.Decoded < 4*100_000 {
		t.Errorf("the world has %d bytes", r.greeting.Decoded)
	}
}

func TestInsertKeepsEveryItem(t *testing.T) {
	w, err := bulk.Start(t.Context(), bulk.Options{Sources: 4, Hosts: 2})
	if err != nil {
		t.Skip(err)
	}
	defer w.Close()
	path := filepath.Join(t.TempDir(), "floor.db")
	if err := insertAll(t.Context(), w.URLs(), path); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var items, content int
	if err := db.QueryRow("SELECT count(*), min(length(content)) FROM items").Scan(&items, &content); err != nil {
		t.Fatal(err)
	}
	if items != 120 || content < 2000 {
		t.Errorf("%d items, the shortest of %d characters", items, content)
	}
}

func TestFloorSaysWhatFailed(t *testing.T) {
	w, err := bulk.Start(t.Context(), bulk.Options{Sources: 2, Hosts: 1})
	if err != nil {
		t.Skip(err)
	}
	defer w.Close()
	bad := w.URLs()[0] + ".gone"
	if err := insertAll(t.Context(), []string{w.URLs()[1], bad}, filepath.Join(t.TempDir(), "f.db")); err == nil || !strings.Contains(err.Error(), bad) {
		t.Errorf("error %v does not name %s", err, bad)
	}
}

func TestCompare(t *testing.T) {
	for name, test := range map[string]struct {
		wanted []string
		kept   map[string]int
		fails  bool
	}{
		"all once":  {[]string{"a", "b"}, map[string]int{"a": 1, "b": 1}, false},
		"missing":   {[]string{"a", "b"}, map[string]int{"a": 1}, true},
		"twice":     {[]string{"a"}, map[string]int{"a": 2}, true},
		"a further": {[]string{"a"}, map[string]int{"a": 1, "c": 1}, true},
	} {
		if err := compare(test.wanted, test.kept); (err != nil) != test.fails {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestExpect(t *testing.T) {
	b := &bench{sources: 20}
	const ok = `{"new":600,"updated":0,"failed":0}`
	for name, test := range map[string]struct {
		what, out string
		answered  bulk.Counts
		fails     bool
	}{
		"cold":               {caseCold, ok, bulk.Counts{OK: 20}, false},
		"grouped":            {caseGrouped, ok, bulk.Counts{OK: 20}, false},
		"an item is missing": {caseCold, `{"new":599}`, bulk.Counts{OK: 20}, true},
		"a source failed":    {caseCold, `{"new":600,"failed":1}`, bulk.Counts{OK: 20}, true},
		"asked twice":        {caseCold, ok, bulk.Counts{OK: 21}, true},
		"no JSON":            {caseCold, `done`, bulk.Counts{OK: 20}, true},
		"304":                {case304, `{"new":0}`, bulk.Counts{Unchanged: 20}, false},
		"304 unused":         {case304, `{"new":0}`, bulk.Counts{OK: 20}, true},
		"a tenth":            {caseTenth, `{"new":4}`, bulk.Counts{OK: 2, Unchanged: 18}, false},
		"unchanged":          {caseUnchanged, `{"new":0}`, bulk.Counts{OK: 20}, false},
		"changed after all":  {caseUnchanged, `{"new":0,"updated":3}`, bulk.Counts{OK: 20}, true},
	} {
		if err := b.expect(caseNamed(t, test.what), []byte(test.out), test.answered); (err != nil) != test.fails {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func caseNamed(t *testing.T, name string) scanCase {
	t.Helper()
	for _, c := range cases {
		if c.name == name {
			return c
		}
	}
	t.Fatalf("there is no case %q", name)
	return scanCase{}
}

func exampleResult() result {
	at := func(seconds float64, megabytes int64) []cost {
		wall := time.Duration(seconds * float64(time.Second))
		return []cost{{wall, wall, megabytes * 1e6, 70e6}, {wall * 3, wall * 3, megabytes * 1e6, 70e6}, {wall / 2, wall / 2, megabytes * 1e6, 70e6}}
	}
	return result{1000, 3, greeting{"", 124e6, 35e6}, map[string][]cost{
		caseGet: at(0.5, 20), caseParse: at(3, 50), caseInsert: at(4, 60),
		caseCold: at(5, 70), case304: at(0.4, 30), caseTenth: at(0.7, 90), caseUnchanged: at(0.7, 40),
	}}
}

// Every case is held against something that was measured before it.
func TestCasesHaveGoals(t *testing.T) {
	before := map[string]bool{}
	for _, name := range floors {
		before[name] = true
	}
	for _, c := range cases {
		if g, ok := goals[c.name]; !ok || !before[g.floor] {
			t.Errorf("%s is held against %q", c.name, g.floor)
		}
		before[c.name] = true
	}
}

func TestReport(t *testing.T) {
	text := report([]result{exampleResult()}, "A machine.")
	for _, want := range []string{
		"### 1000 sources, 30000 items",
		"| GET alone | 0.50 | 0.50 | 20 | 70.0 |  |  |",
		"| **alsoread** cold: all items new | 5.00 | 5.00 | 70 | 70.0 | 1.25 x GET + gofeed + bare inserts (CPU 1.25 x) | 1.4 x: reached |",
		"| 0.80 x GET alone (CPU 0.80 x) | 0.3 s: **missed** (time) |",
		"| 1.40 x GET alone (CPU 1.40 x) | 1.5 x: **missed** (memory) |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

func TestReportSetsSizesSideBySide(t *testing.T) {
	large := exampleResult()
	large.sources = 5000
	for name, costs := range large.costs {
		for i := range costs {
			costs[i].wall *= 5
			costs[i].cpu *= 5
			if name == caseTenth {
				costs[i].cpu *= 4
			}
		}
	}
	text := report([]result{exampleResult(), large}, "A machine.")
	for _, want := range []string{
		"### A source of 1000 beside one of 5000",
		"| GET alone | 0.50 (0.25 to 1.50) | 0.50 (0.25 to 1.50) | 1.00 | 0.50 (0.25 to 1.50) | 0.50 (0.25 to 1.50) | 1.00 |  |",
		"| **alsoread** " + caseCold + " | 5.00 (2.50 to 15.00) | 5.00 (2.50 to 15.00) | 1.00 | 5.00 (2.50 to 15.00) | 5.00 (2.50 to 15.00) | 1.00 | reached |",
		"| **alsoread** " + caseTenth + " | 0.70 (0.35 to 2.10) | 2.80 (1.40 to 8.40) | 4.00 | 0.70 (0.35 to 2.10) | 0.70 (0.35 to 2.10) | 1.00 | **missed** |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

func TestReadFlagsRefuses(t *testing.T) {
	for _, args := range [][]string{{"--runs", "0"}, {"--only", "half"}, {"wrld"}, {"--large", "-1"}} {
		if _, err := readFlags(args); err == nil {
			t.Errorf("%v was taken", args)
		}
	}
}
