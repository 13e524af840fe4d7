package sources

import (
	"bufio"
	"bytes"
	"errors"
	"html"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"alsoread/news"
)

// open reads a file that may be without sources.
func open(t *testing.T, text string) *File {
	t.Helper()
	f, err := Parse("sources.yaml", []byte(text), nil)
	if err != nil && !errors.Is(err, ErrNoSources) {
		t.Fatal(err)
	}
	return f
}

func add(t *testing.T, f *File, entries ...Entry) (string, []Added) {
	t.Helper()
	data, added, err := f.Add(entries...)
	if err != nil {
		t.Fatal(err)
	}
	return string(data), added
}

func TestAddKeepsTheStyleOfTheFile(t *testing.T) {
	entry := Entry{Name: "New", URL: "https://new.example/feed", Tags: []string{"world", "a, b"}}
	tests := []struct{ name, text, want string }{
		{"block",
			"sources:\n  - name: A # a\n    url: https://a.example/\n",
			"sources:\n  - name: A # a\n    url: https://a.example/\n  - name: New\n    url: https://new.example/feed\n    tags: [world, \"a, b\"]\n"},
		{"no indent",
			"sources:\n- name: A\n  url: https://a.example/\n",
			"sources:\n- name: A\n  url: https://a.example/\n- name: New\n  url: https://new.example/feed\n  tags: [world, \"a, b\"]\n"},
		{"wide",
			"sources:\n    -   name: A\n        url: https://a.example/\n",
			"sources:\n    -   name: A\n        url: https://a.example/\n    -   name: New\n        url: https://new.example/feed\n        tags: [world, \"a, b\"]\n"},
		{"empty lines between",
			"sources:\n\n  - name: A\n    url: https://a.example/\n\n  # of b\n  - name: B\n    url: https://b.example/\n\n# end\n",
			"sources:\n\n  - name: A\n    url: https://a.example/\n\n  # of b\n  - name: B\n    url: https://b.example/\n\n  - name: New\n    url: https://new.example/feed\n    tags: [world, \"a, b\"]\n\n# end\n"},
		{"comment of the last entry",
			"sources:\n  - name: A\n    url: https://a.example/\n    # schedule: auto\n  # what comes\n",
			"sources:\n  - name: A\n    url: https://a.example/\n    # schedule: auto\n  - name: New\n    url: https://new.example/feed\n    tags: [world, \"a, b\"]\n  # what comes\n"},
		{"comment in the middle of the last entry",
			"sources:\n  - name: A\n# left\n    url: https://a.example/\n",
			"sources:\n  - name: A\n# left\n    url: https://a.example/\n  - name: New\n    url: https://new.example/feed\n    tags: [world, \"a, b\"]\n"},
		{"defaults behind",
			"sources:\n  - name: A\n    url: https://a.example/\n\ndefaults:\n  timeout: 5s\n",
			"sources:\n  - name: A\n    url: https://a.example/\n  - name: New\n    url: https://new.example/feed\n    tags: [world, \"a, b\"]\n\ndefaults:\n  timeout: 5s\n"},
		{"no last line end",
			"sources:\n  - name: A\n    url: https://a.example/",
			"sources:\n  - name: A\n    url: https://a.example/\n  - name: New\n    url: https://new.example/feed\n    tags: [world, \"a, b\"]\n"},
		{"CRLF and mark",
			"\ufeffsources:\r\n  - name: A\r\n    url: https://a.example/\r\n",
			"\ufeffsources:\r\n  - name: A\r\n    url: https://a.example/\r\n  - name: New\r\n    url: https://new.example/feed\r\n    tags: [world, \"a, b\"]\r\n"},
		{"end of document",
			"---\nsources:\n  - name: A\n    url: https://a.example/\n...\n",
			"---\nsources:\n  - name: A\n    url: https://a.example/\n  - name: New\n    url: https://new.example/feed\n    tags: [world, \"a, b\"]\n...\n"},
		{"nothing",
			"",
			"sources:\n  - name: New\n    url: https://new.example/feed\n    tags: [world, \"a, b\"]\n"},
		{"comment alone",
			"# mine",
			"# mine\n\nsources:\n  - name: New\n    url: https://new.example/feed\n    tags: [world, \"a, b\"]\n"},
		{"defaults alone",
			"defaults:\n  timeout: 5s\n",
			"defaults:\n  timeout: 5s\n\nsources:\n  - name: New\n    url: https://new.example/feed\n    tags: [world, \"a, b\"]\n"},
		{"empty list",
			"sources: [] # none yet\ndefaults:\n  timeout: 5s\n",
			"sources: # none yet\n  - name: New\n    url: https://new.example/feed\n    tags: [world, \"a, b\"]\ndefaults:\n  timeout: 5s\n"},
		{"null without line end",
			"sources: ~",
			"sources:\n  - name: New\n    url: https://new.example/feed\n    tags: [world, \"a, b\"]\n"},
		{"comment below the key",
			"sources:   # below\n  # like so\n\n# end\n",
			"sources:   # below\n  # like so\n  - name: New\n    url: https://new.example/feed\n    tags: [world, \"a, b\"]\n\n# end\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, added := add(t, open(t, tt.text), entry)
			if got != tt.want {
				t.Errorf("got\n%q\nwant\n%q", got, tt.want)
			}
			if len(added) != 1 || !added[0].OK() || added[0].Name != "New" {
				t.Errorf("added %+v", added)
			}
		})
	}
}

func TestAddToNew(t *testing.T) {
	got, _ := add(t, New("x.yaml"), Entry{
		Name: "All: of it", URL: "https://new.example/?a=${B}", Kind: news.KindFeed, Publisher: "The \"New\"", Schedule: "*/5 * * * *",
		Timezone: "Europe/Berlin", Tags: []string{"no", "2024", "ok"}, Disabled: true,
	}, Entry{URL: "https://${HOST}/feed", Env: true})
	want := `sources:
  - name: "All: of it"
    url: "https://new.example/?a=$${B}"
    kind: feed
    publisher: "The \"New\""
    schedule: "*/5 * * * *"
    timezone: Europe/Berlin
    tags: ["no", "2024", ok]
    disabled: true
  - name: unnamed
    url: "https://${HOST}/feed"
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	f := parse(t, got, environ(map[string]string{"HOST": "h.example"}))
	if f.Sources[0].URL != "https://new.example/?a=${B}" || f.Sources[1].URL != "https://h.example/feed" {
		t.Errorf("URLs %q, %q", f.Sources[0].URL, f.Sources[1].URL)
	}
}

func TestAddTellsWhatBecameOfEach(t *testing.T) {
	f := open(t, good)
	got, added := add(t, f,
		Entry{Name: "A", URL: "https://b.example/"},
		Entry{Name: "other", URL: "http://A.EXAMPLE:80#x"},
		Entry{Name: "A", URL: "https://c.example/"},
		Entry{Name: "twice", URL: "https://c.example"},
		Entry{Name: "bad", URL: "javascript:alert(1)"},
		Entry{Name: "none"},
		Entry{Name: "kind", URL: "https://d.example/", Kind: "rss"},
		Entry{Name: "spec", URL: "https://e.example/", Schedule: "often"},
		Entry{URL: "https://www.f.example/x"},
		Entry{Name: "Long " + strings.Repeat("ä", 300), URL: "https://g.example/"},
		Entry{Name: "Long " + strings.Repeat("ä", 300), URL: "https://h.example/"},
	)
	type outcome struct{ name, duplicate, err string }
	want := []outcome{
		{"A 2", "", ""},
		{"other", "A", ""},
		{"A 3", "", ""},
		{"twice", "A 3", ""},
		{"bad", "", "url: wants https:// or http:// in front"},
		{"none", "", "url: is empty"},
		{"kind", "", `kind: "rss" is no kind; there are auto, feed, page, sitemap`},
		{"spec", "", `schedule: a schedule has 5 fields (minute, hour, day of month, month, day of week), is "@every 15m" or auto; "often" has 1`},
		{"www.f.example", "", ""},
		{"Long " + strings.Repeat("ä", 194) + "…", "", ""},
		{"Long " + strings.Repeat("ä", 185) + " 2", "", ""},
	}
	for i, a := range added {
		got := outcome{a.Name, a.Duplicate, ""}
		if a.Err != nil {
			got.err = a.Err.Error()
		}
		if got != want[i] {
			t.Errorf("entry %d: got %+v, want %+v", i, got, want[i])
		}
	}
	if n := len(open(t, got).Sources); n != 6 {
		t.Errorf("%d sources, want 6", n)
	}
}

func TestAddOfNothingNew(t *testing.T) {
	got, added := add(t, open(t, "\ufeff"+good), Entry{Name: "B", URL: "https://a.example"})
	if got != "\ufeff"+good || added[0].Duplicate != "A" {
		t.Errorf("got %q, %+v", got, added)
	}
}

func TestAddManyOfOneName(t *testing.T) {
	entries := make([]Entry, 5000)
	for i := range entries {
		entries[i] = Entry{Name: "News", URL: "https://x.example/" + strings.Repeat("a", i%50) + "/" + string(rune('a'+i%26)) + strings.Repeat("b", i/50)}
	}
	got, added := add(t, New("x.yaml"), entries...)
	if last := added[4999]; !last.OK() || last.Name != "News 5000" {
		t.Errorf("last %+v", last)
	}
	if n := len(open(t, got).Sources); n != 5000 {
		t.Errorf("%d sources", n)
	}
}

func TestNewHasTheDefaults(t *testing.T) {
	if f := New("x.yaml"); !reflect.DeepEqual(f.Defaults, parse(t, good, noEnv).Defaults) || f.Defaults.Timetable == nil {
		t.Errorf("defaults %+v", f.Defaults)
	}
}

func TestBracketsCannotBeEdited(t *testing.T) {
	for _, text := range []string{
		"sources: [{name: A, url: https://a.example/}]\n",
		"sources:\n  [{name: A, url: https://a.example/}]\n",
		`{"sources": [{"name": "A", "url": "https://a.example/"}]}`,
		"{}",
		"sources:\n  []\n",
	} {
		f := open(t, text)
		if data, _, err := f.Add(Entry{URL: "https://b.example/"}); data != nil || err == nil || !strings.Contains(err.Error(), "between brackets") {
			t.Errorf("%q: added %q, %v", text, data, err)
		}
		if len(f.Sources) == 0 {
			continue
		}
		if data, err := f.Remove("A"); data != nil || err == nil || !strings.Contains(err.Error(), "between brackets") {
			t.Errorf("%q: removed %q, %v", text, data, err)
		}
	}
}

func TestRemove(t *testing.T) {
	const a, b, c = "  - name: A\n    url: https://a.example/\n", "  - name: B\n    url: https://b.example/\n", "  - name: C\n    url: https://c.example/\n"
	tests := []struct{ name, text, remove, want string }{
		{"first", "sources:\n" + a + b + c, "A", "sources:\n" + b + c},
		{"middle", "sources:\n" + a + b + c, "B", "sources:\n" + a + c},
		{"last", "sources:\n" + a + b + c, "C", "sources:\n" + a + b},
		{"only", "sources:\n" + a, "A", "sources:\n"},
		{"own comment", "sources:\n" + a + "  # of b\n  # more of b\n" + b + c, "B", "sources:\n" + a + c},
		{"comment of the next", "sources:\n" + a + "  # of b\n" + b, "A", "sources:\n  # of b\n" + b},
		{"comment of the one before", "sources:\n" + a + "    # of a\n" + b, "B", "sources:\n" + a + "    # of a\n"},
		{"own comment inside", "sources:\n" + a + "    # of a\n" + b, "A", "sources:\n" + b},
		{"heading", "sources:\n" + a + "  # --- Sport ---\n" + b + c, "B", "sources:\n" + a + "  # --- Sport ---\n" + c},
		{"heading and own", "sources:\n  # ==== Sport\n  # of a\n" + a + b, "A", "sources:\n  # ==== Sport\n" + b},
		{"heading set off", "sources:\n\n  # Sport\n\n" + a + "\n" + b, "A", "sources:\n\n  # Sport\n\n" + b},
		{"spaced first", "sources:\n" + a + "\n" + b + "\n" + c, "A", "sources:\n" + b + "\n" + c},
		{"spaced middle", "sources:\n" + a + "\n" + b + "\n" + c, "B", "sources:\n" + a + "\n" + c},
		{"spaced last", "sources:\n" + a + "\n" + b + "\n" + c, "C", "sources:\n" + a + "\n" + b},
		{"spaced last before defaults", "sources:\n" + a + "\n" + b + "\ndefaults: {}\n", "B", "sources:\n" + a + "\ndefaults: {}\n"},
		{"end of a group", "sources:\n" + a + b + "\n" + c, "B", "sources:\n" + a + "\n" + c},
		{"start of a group", "sources:\n" + a + "\n" + b + c, "B", "sources:\n" + a + "\n" + c},
		{"no last line end", "sources:\n" + a + strings.TrimSuffix(b, "\n"), "A", "sources:\n" + strings.TrimSuffix(b, "\n")},
		{"text like an entry", "sources:\n" + a + "    publisher: >-\n      - name: X\n      # no comment\n" + b, "A", "sources:\n" + b},
		{"CRLF and mark", "\ufeffsources:\r\n- name: A\r\n  url: https://a.example/\r\n- name: B\r\n  url: https://b.example/\r\n", "A",
			"\ufeffsources:\r\n- name: B\r\n  url: https://b.example/\r\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := open(t, tt.text).Remove(tt.remove)
			if err != nil || string(got) != tt.want {
				t.Errorf("got %v\n%s\nwant\n%s", err, got, tt.want)
			}
		})
	}
}

func TestRemoveOfNobody(t *testing.T) {
	f := open(t, "sources:\n  - name: BBC World\n    url: https://a.example/\n")
	for name, want := range map[string]string{
		"bbc wrld": `sources.yaml has no source "bbc wrld"; did you mean "BBC World"?`,
		"CNN":      `sources.yaml has no source "CNN"`,
		"":         `sources.yaml has no source ""`,
	} {
		if data, err := f.Remove(name); data != nil || err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", name, err, want)
		}
	}
}

// TestRemoveUndoesAdd: what was added can be taken away, and the file is what
// it was, byte for byte.
func TestRemoveUndoesAdd(t *testing.T) {
	for _, tt := range shapes {
		f := open(t, tt.text)
		if f.layout.list < 0 || !strings.HasSuffix(tt.text, "\n") {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			text, added := add(t, f, Entry{Name: "New", URL: "https://new.example/"}, Entry{Name: "Newer", URL: "https://newer.example/"})
			for _, a := range added {
				data, err := open(t, text).Remove(a.Name)
				if err != nil {
					t.Fatal(err)
				}
				text = string(data)
			}
			if text != tt.text {
				t.Errorf("got\n%s\nwant\n%s", text, tt.text)
			}
		})
	}
}

// TestEditsLeaveOtherLinesAlone: all lines of the file that was are in the file
// that is, in their order, and what is new is in between; the other way round
// when something is removed.
func TestEditsLeaveOtherLinesAlone(t *testing.T) {
	for _, tt := range shapes {
		f := open(t, tt.text)
		if f.layout.list < 0 {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			after, _ := add(t, f, Entry{Name: "New", URL: "https://new.example/"})
			if !isSubsequence(lines(tt.text), lines(after)) {
				t.Errorf("added to\n%s\ngives\n%s", tt.text, after)
			}
			for _, s := range f.Sources {
				left, err := f.Remove(s.Name)
				if err != nil {
					t.Fatal(err)
				}
				if !isSubsequence(lines(string(left)), lines(tt.text)) || strings.Contains(string(left), s.URL) {
					t.Errorf("without %s:\n%s", s.Name, left)
				}
			}
		})
	}
}

func lines(s string) []string {
	return strings.Split(strings.TrimRight(s, "\r\n"), "\n")
}

func isSubsequence(part, whole []string) bool {
	for _, line := range whole {
		if len(part) > 0 && strings.TrimRight(part[0], "\r") == strings.TrimRight(line, "\r") {
			part = part[1:]
		}
	}
	return len(part) == 0
}

// evil are texts that a list from outside may hold as names, tags or addresses.
var evil = []string{
	"", " ", "a: b", "a #b", "- a", "-", "---", "...", "? a", "&a", "*a", "!!str a", "%YAML", "@a", "`a", "|", ">", "[a", "{a", "a]", "a}", "a,b",
	"true", "No", "null", "~", "1", "0x1F", "1e3", ".inf", "-.INF", "2024-01-02", "12:30", "<<", "=", "\"", "'", "\\", "\\n", "a\nb", "a\r\nb: c", "\t",
	"a\x00b", "\x1b[31m", "\u202eevil", "\ufeff", "\u2028", "\u0085", "\xff\xfe", "é", "日本", "👩‍👩‍👧", "می\u200cخواهم", "${HOME}", "$${HOME}", "${",
	strings.Repeat("x", 10_000), strings.Repeat("ä\n", 5_000), "a\n  - name: injected\n    url: https://evil.example/", "name", "sources:", "# --- heading ---",
}

func TestAddOfEvilTexts(t *testing.T) {
	for _, name := range evil {
		for _, tag := range []string{"ok", name} {
			checkAdd(t, good, name, "https://b.example/", tag)
		}
		checkAdd(t, good, "B", "https://b.example/"+name, "x")
		checkAdd(t, good, "B", name, "x")
	}
}

// TestAddOfNaughtyStrings takes the strings that made other programs stumble.
func TestAddOfNaughtyStrings(t *testing.T) {
	paths, err := filepath.Glob("../../shared/data/adversarial/naughty-strings/*.txt")
	if err != nil || len(paths) == 0 {
		t.Skip("no naughty strings at ../../shared/data")
	}
	n := 0
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for scanner := bufio.NewScanner(bytes.NewReader(data)); scanner.Scan(); n++ {
			checkAdd(t, good, scanner.Text(), "https://b.example/", scanner.Text())
		}
	}
	if n < 500 {
		t.Errorf("only %d strings", n)
	}
}

// TestAddOfRealLists adds the subscriptions of real lists, titles and addresses
// as they stand there.
func TestAddOfRealLists(t *testing.T) {
	paths, err := filepath.Glob("../../shared/data/opml/recommended/*/*.opml")
	if err != nil || len(paths) == 0 {
		t.Skip("no lists at ../../shared/data")
	}
	outline := regexp.MustCompile(`text="([^"]*)"[^>]*xmlUrl="([^"]+)"`)
	var entries []Entry
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range outline.FindAllStringSubmatch(string(data), -1) {
			entries = append(entries, Entry{Name: m[1], URL: html.UnescapeString(m[2]), Tags: []string{filepath.Base(path)}})
		}
	}
	text, added := add(t, New("sources.yaml"), entries...)
	n := 0
	for i, a := range added {
		if a.Err != nil {
			t.Errorf("%q %s: %v", entries[i].Name, entries[i].URL, a.Err)
		} else if a.OK() {
			n++
		}
	}
	if got := len(open(t, text).Sources); got != n || n < 400 {
		t.Errorf("%d sources of %d entries, %d told", got, len(entries), n)
	}
}

// checkAdd adds one entry to a file: it is in the file that comes out, with
// the values that were told, or there is an error and the file is as it was.
func checkAdd(t *testing.T, text, name, url, tag string) {
	t.Helper()
	f := open(t, text)
	data, added, err := f.Add(Entry{Name: name, URL: url, Tags: []string{tag}, Publisher: tag})
	if err != nil {
		t.Fatalf("%q, %q, %q: %v", name, url, tag, err)
	}
	got := added[0]
	if !got.OK() {
		if string(data) != text || got.Err != nil && strings.ContainsAny(got.Err.Error(), "\n\x00\x1b") {
			t.Fatalf("%q, %q: not added (%v), but the file is\n%s", name, url, got.Err, data)
		}
		return
	}
	after := parse(t, string(data), noEnv) // whatever ${...} came in is no reference
	last := after.Sources[len(after.Sources)-1]
	if len(after.Sources) != len(f.Sources)+1 || last.Name != got.Name || last.URL != strings.TrimSpace(url) {
		t.Fatalf("%q, %q: got %+v", name, url, last)
	}
	if clean := cleanText(tag, maxTag); clean != "" && !slices.Equal(last.Tags, []string{clean}) {
		t.Fatalf("tag %q became %q", tag, last.Tags)
	}
	if clean := cleanText(tag, maxName); clean != "" && last.Publisher != clean {
		t.Fatalf("publisher %q became %q", tag, last.Publisher)
	}
	if clean := cleanText(name, maxName); clean != "" && !strings.HasPrefix(last.Name, string([]rune(clean)[:1])) {
		t.Fatalf("name %q became %q", name, last.Name)
	}
	if !utf8.ValidString(last.Name) || strings.ContainsAny(last.Name, "\r\n\x00\x1b\u202e") {
		t.Fatalf("name %q became %q", name, last.Name)
	}
	if !strings.HasPrefix(string(data), text) {
		t.Fatalf("the file before is not the beginning of\n%s", data)
	}
}

func FuzzAdd(f *testing.F) {
	for _, s := range evil {
		f.Add(s, "https://b.example/", s)
		f.Add("B", "https://b.example/"+s, "x")
	}
	f.Fuzz(func(t *testing.T, name, url, tag string) {
		checkAdd(t, good, name, url, tag)
	})
}

// FuzzEdit edits any file that can be read: everything but the one entry stays.
func FuzzEdit(f *testing.F) {
	f.Add([]byte(everyKey))
	for _, shape := range shapes {
		f.Add([]byte(shape.text))
	}
	f.Add([]byte("sources: [] # x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse("sources.yaml", data, nil)
		if err != nil && !errors.Is(err, ErrNoSources) {
			return
		}
		if after, added, err := file.Add(Entry{Name: "New", URL: "https://new.example/"}); err == nil && added[0].OK() {
			if !slices.Equal(append(slices.Clone(namesOf(file)), added[0].Name), namesOf(open(t, string(after)))) {
				t.Fatalf("added to\n%s\ngives\n%s", data, after)
			}
		}
		for i, s := range file.Sources[:min(3, len(file.Sources))] {
			left, err := file.Remove(s.Name)
			if err != nil {
				continue
			}
			if !slices.Equal(slices.Delete(slices.Clone(namesOf(file)), i, i+1), namesOf(open(t, string(left)))) {
				t.Fatalf("%s removed from\n%s\ngives\n%s", s.Name, data, left)
			}
		}
	})
}

func namesOf(f *File) []string {
	var names []string
	for _, s := range f.Sources {
		names = append(names, s.Name)
	}
	return names
}
