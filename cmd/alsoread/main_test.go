package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"alsoread/internal/newsworld"
)

// The test binary is the real program when it is asked to be: tests that need
// a process of its own start it again that way.
func TestMain(m *testing.M) {
	if os.Getenv("ALSOREAD_TEST_FALL") == "1" && slices.Contains(os.Args, "--worker") {
		fallOnKillers()
	}
	if os.Getenv("ALSOREAD_TEST_RUN_MAIN") == "1" {
		main()
	}
	os.Exit(m.Run())
}

// desk is a folder with a sources.yaml and a database, where verbs are run as a
// user would run them.
type desk struct {
	t                 *testing.T
	sources, database string
}

func newDesk(t *testing.T, yaml []byte) *desk {
	t.Helper()
	dir := t.TempDir()
	d := &desk{t: t, sources: filepath.Join(dir, "sources.yaml"), database: filepath.Join(dir, "news.db")}
	if yaml != nil {
		d.write(yaml)
	}
	return d
}

// newWorldDesk is a desk over a fresh world of publishers.
func newWorldDesk(t *testing.T) (*desk, *newsworld.World) {
	t.Helper()
	world, err := newsworld.Start(t.Context(), newsworld.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(world.Close)
	return newDesk(t, world.SourcesYAML()), world
}

func (d *desk) write(yaml []byte) {
	d.t.Helper()
	if err := os.WriteFile(d.sources, yaml, 0o600); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) args(args ...string) []string {
	return append([]string{"--sources", d.sources, "--database", d.database}, args...)
}

// run runs a verb and returns what it printed and its exit code.
func (d *desk) run(args ...string) (stdout, stderr string, code int) {
	d.t.Helper()
	var out, errs bytes.Buffer
	code = run(context.Background(), d.args(args...), strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), code
}

// must runs a verb that has to end with the code.
func (d *desk) must(code int, args ...string) string {
	d.t.Helper()
	out, errs, got := d.run(args...)
	if got != code {
		d.t.Fatalf("alsoread %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), got, code, out, errs)
	}
	return out
}

// scan runs "scan --json", of a world in which some sources fail on purpose.
func (d *desk) scan(args ...string) scanReport {
	d.t.Helper()
	var r scanReport
	out, errs, code := d.run(append([]string{"scan", "--json"}, args...)...)
	if code != exitOK && code != exitPartial {
		d.t.Fatalf("scan: exit code %d\n%s", code, errs)
	}
	decode(d.t, []byte(out), &r)
	return r
}

// stories runs "stories --json" over all of them.
func (d *desk) stories() []storyLine {
	d.t.Helper()
	var all []storyLine
	for line := range strings.Lines(d.must(exitOK, "stories", "--json", "--limit", "0")) {
		var s storyLine
		decode(d.t, []byte(line), &s)
		all = append(all, s)
	}
	return all
}

func decode(t *testing.T, data []byte, v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
}

func has(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("missing %q in:\n%s", p, text)
		}
	}
}
