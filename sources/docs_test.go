package sources

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// fenced is a code block of a Markdown document.
var fenced = regexp.MustCompile("(?ms)^```([^\n]*)\n(.*?)^```$")

func manual(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../docs/sources.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestManualExamples reads every example of the manual: those marked faulty
// must say what the block behind them shows.
func TestManualExamples(t *testing.T) {
	env := environ(map[string]string{"FEED_KEY": "k", "FEED_PASSWORD": "p"})
	blocks := fenced.FindAllStringSubmatch(manual(t), -1)
	kinds := make(map[string]int)
	for i, block := range blocks {
		kinds[block[1]]++
		switch block[1] {
		case "yaml":
			parse(t, block[2], noEnv)
		case "yaml env":
			parse(t, block[2], env)
			if faults := faultsOf(t, block[2], noEnv); len(faults) != 3 {
				t.Errorf("without the environment there are the faults\n%v", faults)
			}
		case "yaml faulty":
			if got := faultsOf(t, block[2], noEnv).Error() + "\n"; got != blocks[i+1][2] {
				t.Errorf("the manual shows\n%s\nbut it is\n%s", blocks[i+1][2], got)
			}
		case "text":
		default:
			t.Errorf("a block of the kind %q", block[1])
		}
	}
	if want := map[string]int{"yaml": 5, "yaml env": 1, "yaml faulty": 1, "text": 1}; !maps.Equal(kinds, want) {
		t.Errorf("blocks %v, want %v", kinds, want)
	}
}

// TestManualNamesEveryKey: each key has a row in a table, and no row has a key
// that does not exist.
func TestManualNamesEveryKey(t *testing.T) {
	keys := make(map[string]bool)
	for key := range sourceKeys {
		keys[key] = true
	}
	for key := range selectKeys {
		keys[key] = true
	}
	for key := range articleKeys {
		keys[key] = true
	}
	named := make(map[string]bool)
	text, _, _ := strings.Cut(manual(t), "## Schedules")
	for _, line := range strings.Split(text, "\n") {
		cell, _, found := strings.Cut(strings.TrimPrefix(line, "| "), " |")
		if !found || !strings.HasPrefix(line, "| `") {
			continue
		}
		for _, key := range strings.Split(cell, ", ") {
			named[strings.Trim(key, "`")] = true
		}
	}
	if !maps.Equal(keys, named) {
		t.Errorf("keys %v\nnamed %v", slices.Sorted(maps.Keys(keys)), slices.Sorted(maps.Keys(named)))
	}
}

// TestManualTellsDefaults: the rows show the constants.
func TestManualTellsDefaults(t *testing.T) {
	text := manual(t)
	for key, value := range map[string]string{
		"schedule":     DefaultSchedule,
		"timezone":     DefaultTimezone,
		"timeout":      formatDuration(DefaultTimeout),
		"max_body":     formatSize(DefaultMaxBody),
		"max_items":    fmt.Sprint(DefaultMaxItems),
		"max_articles": fmt.Sprint(DefaultArticles),
		"per_host":     fmt.Sprint(DefaultPerHost),
		"host_delay":   formatDuration(DefaultHostDelay),
		"max_pages":    fmt.Sprint(DefaultPages),
	} {
		row := regexp.MustCompile("(?m)^\\| `" + key + "` .*$").FindString(text)
		if !strings.Contains(row, "`"+value+"`") {
			t.Errorf("the row of %s does not say %s: %s", key, value, row)
		}
	}
}

// TestOwnFile reads the repository's own sources.yaml.
func TestOwnFile(t *testing.T) {
	f, err := Load("../sources.yaml", noEnv)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Sources) < 40 {
		t.Errorf("%d sources", len(f.Sources))
	}
	tags, zones := make(map[string]bool), make(map[string]bool)
	now := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	for _, s := range f.Sources {
		if !strings.HasPrefix(s.URL, "https://") || len(s.Tags) == 0 || f.Line(s.Name) == 0 {
			t.Errorf("%s: %s, tags %q", s.Name, s.URL, s.Tags)
		}
		if s.Timetable != nil && s.Timetable.Next(now).Sub(now) < 5*time.Minute && s.Timetable.Next(s.Timetable.Next(now)).Sub(now) < 10*time.Minute {
			t.Errorf("%s is asked too often: %s", s.Name, s.Schedule)
		}
		for _, tag := range s.Tags {
			tags[tag] = true
		}
		zones[s.Location.String()] = true
	}
	for _, tag := range []string{"world", "business", "science", "technology", "sport", "health", "climate", "culture"} {
		if !tags[tag] {
			t.Errorf("no source has the tag %s", tag)
		}
	}
	if len(zones) < 10 {
		t.Errorf("only the zones %v", slices.Sorted(maps.Keys(zones)))
	}
}

// TestOwnFileIsEdited takes every source out of the repository's own file in
// turn and puts one in: nothing else may change.
func TestOwnFileIsEdited(t *testing.T) {
	data, err := os.ReadFile("../sources.yaml")
	if err != nil {
		t.Fatal(err)
	}
	f := parse(t, string(data), noEnv)
	for _, s := range f.Sources {
		left, err := f.Remove(s.Name)
		if err != nil {
			t.Fatal(err)
		}
		if !isSubsequence(lines(string(left)), lines(string(data))) || len(parse(t, string(left), noEnv).Sources) != len(f.Sources)-1 {
			t.Errorf("without %s:\n%s", s.Name, left)
		}
		if headings := strings.Count(string(left), "# ----"); headings != strings.Count(string(data), "# ----") {
			t.Errorf("a heading went with %s", s.Name)
		}
	}
	text, added := add(t, f, Entry{Name: "New", URL: "https://new.example/"})
	if !isSubsequence(lines(string(data)), lines(text)) || !added[0].OK() {
		t.Errorf("added:\n%s", text)
	}
}

// TestRemovedOneByOne empties a file; what is left can be added to again.
func TestRemovedOneByOne(t *testing.T) {
	data, err := os.ReadFile("../sources.yaml")
	if err != nil {
		t.Fatal(err)
	}
	f := parse(t, string(data), noEnv)
	for _, s := range parse(t, string(data), noEnv).Sources {
		left, err := f.Remove(s.Name)
		if err != nil {
			t.Fatal(err)
		}
		if f, err = Parse("sources.yaml", left, noEnv); err != nil && !errors.Is(err, ErrNoSources) {
			t.Fatal(err)
		}
	}
	text, _ := add(t, f, Entry{Name: "New", URL: "https://new.example/"})
	if parse(t, text, noEnv).Sources[0].Name != "New" || !strings.Contains(text, "# ---- World, in English ---") {
		t.Errorf("left:\n%s", text)
	}
}
