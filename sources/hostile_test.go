package sources

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode"
)

// billionLaughs is ten lists, each of ten aliases of the one before.
func billionLaughs() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n")
	for i := 1; i <= 10; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	return b.String()
}

// nestedBlocks is n mappings within each other, with the indentation YAML asks for.
func nestedBlocks(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func manyLines(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// allocated is what has been allocated so far, in bytes: unlike time, it does
// not depend on what else the machine does.
func allocated() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}

// TestHostileFiles: whatever the bytes are, the answer is Faults, without
// a great deal of work.
func TestHostileFiles(t *testing.T) {
	entry := "sources:\n  - "
	tests := []struct{ name, text, want string }{
		{"billion laughs", billionLaughs() + good, `1:5: anchors (&name) are not used here`},
		{"laughs in an entry", entry + "name: &a [&b [*a, *a], *b]\n", `2:11: source #1: anchors (&name) are not used here`},
		{"100,000 brackets", "defaults: " + strings.Repeat("[", 100_000), `1:27: nested more than 16 deep`},
		{"100,000 brackets in an entry", entry + strings.Repeat("[", 100_000), `2:1: source #1: this entry is 97 KiB long; the limit is 64 KiB`},
		{"60,000 brackets in an entry", entry + strings.Repeat("[", 60_000), `2:21: source #1: nested more than 16 deep`},
		{"50,000 braces", "defaults: " + strings.Repeat("{a: ", 50_000), `1:75: nested more than 16 deep`},
		{"100,000 dashes", "defaults:\n  " + strings.Repeat("- ", 100_000), `2:35: nested more than 16 deep`},
		{"20,000 dashes in an entry", entry + strings.Repeat("- ", 20_000), `2:35: source #1: nested more than 16 deep`},
		{"100,000 dashes at the top", strings.Repeat("- ", 100_000), `1:33: nested more than 16 deep`},
		{"700 blocks", "defaults:\n" + nestedBlocks(700), `unknown key "a"`},
		{"350 blocks in an entry", "sources:\n- \n" + nestedBlocks(350)[3:], `3:2: source #1: unknown key "a"`},
		{"200,000 keys", manyLines(200_000, "k%d: v\n"), `too many keys; a file has defaults, newsroom and sources`},
		{"200,000 keys of defaults", "defaults:\n" + manyLines(200_000, " k%d: v\n"), `this part of the file is 2235 KiB long; the limit is 256 KiB`},
		{"20,000 keys of defaults", "defaults:\n" + manyLines(20_000, " k%d: v\n"), `this part of the file has more than 1000 keys`},
		{"2,000 keys of an entry", "sources:\n- x: y\n" + manyLines(2000, "  k%d: v\n"), `this entry has more than 1000 keys`},
		{"2,000 headers", entry + "headers: {" + manyLines(2000, "a%d: b, ") + "}\n", `this entry has more than 4000 words and signs`},
		{"200 headers", entry + "headers: {" + manyLines(200, "a%d: b, ") + "}\n", `headers: has 200 keys; at most 100 are taken`},
		{"100 tags", entry + "tags: [" + manyLines(100, "a%d, ") + "]\n", `tags: has 100 items; at most 64 are taken`},
		{"30,000 dashes of defaults", "defaults:\n" + strings.Repeat("- x\n", 30_000), `defaults: wants a mapping`},
		{"20,000 flow sources", "sources: [" + strings.Repeat("a,", 20_000) + "]\n", `sources: has 20000 items; at most 10000 are taken`},
		{"100,000 empty entries", "sources:\n" + strings.Repeat("- \n", 100_000), `there is more; these are the first 1000 faults`},
		{"100,000 documents", strings.Repeat("---\na: b\n", 100_000), `3:1: a second document; one file holds one`},
		{"10,000 question marks", entry + strings.Repeat("? ", 10_000), `keys marked with ? are not used here`},
		{"10,000 tags of YAML", entry + strings.Repeat("!a ", 10_000), `tags (!name) are not used here`},
		{"20,000 quotes", entry + strings.Repeat(`"" `, 20_000), `this entry has more than 4000 words and signs`},
		{"20,000 colons", entry + strings.Repeat("a: ", 20_000), `this entry has more than 1000 keys`},
		{"long line", entry + "name: " + strings.Repeat("x", 5_000_000) + "\n", `this entry is 4882 KiB long; the limit is 64 KiB`},
		{"long name", entry + "name: " + strings.Repeat("x", 60_000) + "\n", `name: is 60000 characters long; the limit is 200`},
		{"long selector", entry + "select: {item: \"" + strings.Repeat(":not(", 12_000) + "\"}\n", `select.item: is 60000 characters long; the limit is 1000`},
		{"deep selector", entry + "select: {item: \"" + strings.Repeat(":not(", 190) + "\"}\n", `is no CSS selector`},
		{"escapes in a key", entry + "headers: {\"\\e[31m\": a}\n", `headers: "\x1b[31m" is no header name`},
		{"escapes in a key of a value", entry + "headers: {\"\\e[31m\": []}\n", `headers.·[31m: wants text, not a list`},
		{"many secrets", entry + strings.Repeat("//a@", 1000) + "\n", `wants a mapping`},
		{"costly pattern", entry + "url_pattern: ((((a{100}){100}){100}){100})\n", `url_pattern: invalid repeat count`},
		{"NUL", "sources:\n  - name: a\x00b\n", `2:12: a NUL byte: this is no text file`},
		{"control character", "sources:\n  - name: ä\x1b[31m\n", `2:12: a control character (U+001B)`},
		{"C1 control character", "# \u0085\n" + good, `1:3: a control character (U+0085)`},
		{"lone carriage return", "sources:\r  - name: a\r", `1:9: a carriage return that does not end a line`},
		{"not UTF-8", "\ufeff# \xe4\n" + good, `1:3: a byte that is not UTF-8; save the file as UTF-8`},
		{"UTF-16", "\xff\xfes\x00o\x00", `the file is UTF-16; save it as UTF-8`},
		{"gzip", "\x1f\x8b\x08\x00\x00", `1:1: a control character (U+001F)`},
		{"directive", "%YAML 1.2\n---\n" + good, `unexpected directive`},
		{"nothing but a brace", "{", `could not find flow mapping end token`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := allocated()
			faults := faultsOf(t, tt.text, noEnv)
			if took := allocated() - before; took > 100<<20 {
				t.Errorf("allocated %d MB for %d KB", took>>20, len(tt.text)>>10)
			}
			if said := faults.Error(); !strings.Contains(said, tt.want) {
				t.Errorf("got\n%.2000s\nwant %s", said, tt.want)
			}
			if n := len(faults.Error()); n > 500_000 {
				t.Errorf("the message is %d bytes long", n)
			}
		})
	}
}

// TestHugeFile is refused by its size, without being read to its end.
func TestHugeFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sources.yaml")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Truncate(100 << 20); err != nil { // sparse: it takes no room
		t.Fatal(err)
	}
	_, err = Load(path, noEnv)
	var faults Faults
	if !errors.As(err, &faults) || faults.Error() != path+": the file is larger than 32 MiB" {
		t.Errorf("got %v", err)
	}
}

// TestMemoryOfManyEntries: what the YAML parser takes for a file of 10,000
// sources (180 MB in all, 135 MB at once when it gets the file as one piece)
// does not pile up.
func TestMemoryOfManyEntries(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 10,000 sources")
	}
	data := manySources(10_000)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f, err := Parse("sources.yaml", data, noEnv)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if kept := int64(after.HeapAlloc) - int64(before.HeapAlloc); kept > 25<<20 {
		t.Errorf("keeps %d MB", kept>>20)
	}
	if len(f.Sources) != 10_000 || f.Sources[9_999].Name != "Source 9999" {
		t.Errorf("%d sources", len(f.Sources))
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(everyKey))
	for _, shape := range shapes {
		f.Add([]byte(shape.text))
	}
	for _, s := range []string{"", "a: &a [*a]\n", "- - -", "sources:\n  - name: \"a\n", "{sources: [", "? a\n: b", "sources:\n\t- a: b", "defaults: !!x y", "sources:\r\n- a\r\n"} {
		f.Add([]byte(s))
	}
	if data, err := os.ReadFile(filepath.Join("testdata", "faults.yaml")); err == nil {
		f.Add(data)
	}
	env := environ(map[string]string{"KEY": "s3cretvalue", "USER": "s3cretvalue"})
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse("sources.yaml", data, env)
		if err != nil && !bytes.Contains(data, []byte("s3cret")) && strings.Contains(err.Error(), "s3cret") {
			t.Fatalf("tells a secret: %v", err)
		}
		checkParsed(t, file, err)
	})
}

// checkParsed checks what holds of every file that was read.
func checkParsed(t *testing.T, f *File, err error) {
	var faults Faults
	switch {
	case errors.As(err, &faults):
		unsafe := func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }
		if said := faults.Error(); strings.ContainsFunc(said, unsafe) || len(said) > 1000*len(faults)+2*longestShown {
			t.Fatalf("not for a terminal: %q", said)
		}
		if len(faults) == 0 || f != nil {
			t.Fatalf("a file with %d faults: %v", len(faults), f)
		}
		return
	case errors.Is(err, ErrNoSources):
		if len(f.Sources) != 0 {
			t.Fatalf("no sources, but %d", len(f.Sources))
		}
		return
	case err != nil:
		t.Fatalf("error %v", err)
	}
	names := make(map[string]bool)
	for _, s := range f.Sources {
		if s.Name == "" || names[s.Name] || s.URL == "" || s.Publisher == "" || s.Location == nil || s.Timeout <= 0 || s.MaxBody <= 0 ||
			s.MaxItems <= 0 || s.PerHost <= 0 || s.HostDelay < 0 || s.Timetable == nil != (s.Schedule == Auto) {
			t.Fatalf("source %+v", s)
		}
		names[s.Name] = true
		if strings.ContainsAny(s.Name+s.URL+s.Proxy+s.UserAgent, "\x00\r\n") {
			t.Fatalf("control characters in %+v", s)
		}
	}
}
