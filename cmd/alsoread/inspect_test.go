package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const smallFeed = `<?xml version="1.0"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Quay &amp; Sons</title><link>https://quay.example/</link>
<item><guid>7</guid><link>/ferry</link><title>A &lt;b&gt;ferry&lt;/b&gt; runs aground</title><dc:creator>Ana Reyes</dc:creator>
<pubDate>Sun, 22 Nov 2026 09:30:00 +0100</pubDate><description>&lt;p onclick="x()"&gt;Fog.&lt;/p&gt;</description></item>
</channel></rss>`

func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(text))
	z.Close()
	return b.String()
}

func TestInspectForPrograms(t *testing.T) {
	d := newDesk(t, nil)
	for name, path := range map[string]string{
		"plain":      writeFile(t, "feed.xml", smallFeed),
		"compressed": writeFile(t, "feed.xml.gz", gzipped(t, smallFeed)),
	} {
		t.Run(name, func(t *testing.T) {
			var in inspection
			decode(t, []byte(d.must(exitOK, "inspect", "--json", "--url", "https://quay.example/feed", path)), &in)
			if in.Kind != "feed" || in.Format != "rss 2.0" || in.Title != "Quay & Sons" || len(in.Items) != 1 {
				t.Fatalf("read %+v", in)
			}
			it := in.Items[0]
			if it.ID != "7" || it.URL != "https://quay.example/ferry" || it.Title != "A ferry runs aground" ||
				len(it.Authors) != 1 || it.Authors[0] != "Ana Reyes" || it.Summary != "<p>Fog.</p>" {
				t.Errorf("item %+v", it)
			}
			if want := time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC); it.Published == nil || !it.Published.Equal(want) {
				t.Errorf("published %v, want %v", it.Published, want)
			}
		})
	}
}

func TestInspectForPeople(t *testing.T) {
	d := newDesk(t, nil)
	whole := d.must(exitOK, "inspect", writeFile(t, "feed.xml", smallFeed))
	has(t, whole, "rss 2.0", "Quay & Sons", "PUBLISHED", "2026-11-22 08:30", "A ferry runs aground")
	cut := d.must(exitOK, "inspect", writeFile(t, "cut.xml", smallFeed[:len(smallFeed)-20]))
	has(t, cut, "A ferry runs aground", "problem", "line")
}

func TestInspectSaysWhatIsNoFeed(t *testing.T) {
	d := newDesk(t, nil)
	for name, test := range map[string]struct{ text, kind, says string }{
		"page":  {"<!DOCTYPE html><html><head><title>x</title></head><body><p>Hello</p></body></html>", "page", "HTML"},
		"empty": {"", "none", "empty"},
		"json":  {`{"error": "no such feed"}`, "none", "JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			var in inspection
			decode(t, []byte(d.must(exitFailed, "inspect", "--json", writeFile(t, name, test.text))), &in)
			if string(in.Kind) != test.kind || !strings.Contains(in.Error, test.says) {
				t.Errorf("kind %q, error %q", in.Kind, in.Error)
			}
		})
	}
	out, _, code := d.run("inspect", filepath.Join(t.TempDir(), "nowhere.xml"))
	if code != exitFailed {
		t.Errorf("a file that is not there: exit code %d", code)
	}
	has(t, out, "no such file")
}

func TestInspectOverHTTP(t *testing.T) {
	d, _ := newWorldDesk(t)
	var feed string
	for _, s := range d.scan("--dry-run", "Wire Nine").Sources {
		feed = s.URL
	}
	out := d.must(exitOK, "inspect", feed)
	has(t, out, "Wire Nine", "PUBLISHED")
}

// batch runs "inspect --json --batch" over lines.
func (d *desk) batch(lines ...string) []inspection {
	d.t.Helper()
	d.t.Setenv("ALSOREAD_TEST_RUN_MAIN", "1")
	var out, errs bytes.Buffer
	code := run(context.Background(), d.args("inspect", "--json", "--batch"), strings.NewReader(strings.Join(lines, "\n")+"\n"), &out, &errs)
	if code != exitOK {
		d.t.Fatalf("exit code %d: %s", code, errs.String())
	}
	var all []inspection
	for line := range strings.Lines(out.String()) {
		var in inspection
		decode(d.t, []byte(line), &in)
		all = append(all, in)
	}
	if len(all) != len(lines) {
		d.t.Fatalf("%d answers to %d lines", len(all), len(lines))
	}
	return all
}

func lineFor(path string) string { return fmt.Sprintf(`{"file": %q}`, path) }

func TestBatchAnswersEveryLineInOrder(t *testing.T) {
	good := writeFile(t, "feed.xml", smallFeed)
	all := newDesk(t, nil).batch(lineFor(good), "not json", lineFor("/nowhere/feed.xml"),
		fmt.Sprintf(`{"file": %q, "url": "https://other.example/f", "content_type": "text/xml"}`, good), lineFor(good))
	if len(all[0].Items) != 1 || all[1].Error == "" || all[2].Error == "" || len(all[4].Items) != 1 {
		t.Errorf("answers: %+v", all)
	}
	if got := all[3].Items[0].URL; got != "https://other.example/ferry" {
		t.Errorf("the base of the line was not used: %s", got)
	}
}

// fallOnKillers plays a reader that a document can bring down.
func fallOnKillers() {
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	eachLine(os.Stdin, func(line []byte) error {
		if bytes.Contains(line, []byte("killer")) {
			os.Exit(2)
		}
		return jsonLine(a.stdout, a.inspectLine(context.Background(), line))
	})
	os.Exit(0)
}

func TestBatchOutlivesADocumentThatKillsTheReader(t *testing.T) {
	t.Setenv("ALSOREAD_TEST_FALL", "1")
	good, killer := writeFile(t, "feed.xml", smallFeed), writeFile(t, "killer.xml", smallFeed)
	all := newDesk(t, nil).batch(lineFor(good), lineFor(killer), lineFor(good), lineFor(killer), lineFor(killer), lineFor(good))
	for i, in := range all {
		if killed := i == 1 || i > 2 && i < 5; killed != (in.Error != "") {
			t.Errorf("line %d: error %q", i+1, in.Error)
		}
	}
	if all[1].File != killer {
		t.Errorf("the answer for a killer names %q", all[1].File)
	}
}
