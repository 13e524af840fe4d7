package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"alsoread/coverage"
)

func TestEvalCoverage(t *testing.T) {
	dir := t.TempDir()
	write := func(name, body string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("items.jsonl", `{"id":"a","title":"Valmora earthquake cracks harbour wall"}
{"id":"b","title":"Ostrania bank holds interest rate"}
{"id":"c","title":"Harbour wall cracks in Valmora earthquake"}
`)
	write("truth.tsv", "a\tquake\nc\tquake\nb\tbank\n")
	d := newDesk(t, nil)
	predictions := filepath.Join(dir, "out.tsv")
	if out := d.must(exitOK, "eval", "coverage", dir, "--predictions", predictions); !strings.Contains(out, "BCubed    precision 1.0000  recall 1.0000  F1 1.0000") {
		t.Errorf("printed %q", out)
	}
	body, err := os.ReadFile(predictions)
	if lines := strings.Split(string(body), "\n"); err != nil || len(lines) != 4 || lines[0][2:] != lines[2][2:] || lines[0][2:] == lines[1][2:] {
		t.Errorf("predictions %q, %v", body, err)
	}
	var report coverage.Judgement
	decode(t, []byte(d.must(exitOK, "eval", "coverage", dir, "--json")), &report)
	if report.Groups != 2 || report.BCubed.F1 != 1 {
		t.Errorf("got %+v", report)
	}
	d.must(exitFailed, "eval", "coverage", filepath.Join(dir, "missing"))
	write("truth.tsv", "no tab")
	d.must(exitFailed, "eval", "coverage", dir)
}
