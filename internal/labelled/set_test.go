package labelled

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"alsoread/coverage"
)

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestReadFaults(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"an empty folder", nil, "items.jsonl"},
		{"no labels", map[string]string{"items.jsonl": `{"id":"a"}`, "truth.tsv": ""}, "no labels"},
		{"an id twice", map[string]string{"items.jsonl": "{\"id\":\"a\"}\n{\"id\":\"a\"}", "truth.tsv": "a\t1"}, "items.jsonl:2: id \"a\""},
		{"no JSON", map[string]string{"items.jsonl": "x", "truth.tsv": "a\t1"}, "items.jsonl:1"},
		{"a title that is no text", map[string]string{"items.jsonl": `{"id":"a","title":["x"]}`, "truth.tsv": "a\t1"}, "items.jsonl:1: title: a JSON array is no string"},
		{"an id that is no name", map[string]string{"items.jsonl": `{"id":true}`, "truth.tsv": "a\t1"}, "items.jsonl:1: "},
		{"no tab", map[string]string{"items.jsonl": `{"id":"a"}`, "truth.tsv": "a 1"}, "truth.tsv:1"},
		{"a pair without an answer", map[string]string{"pairs.jsonl": `{"h1":"a","h2":"b"}`}, "pairs.jsonl:1: a pair needs"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Read(folder(t, tt.files)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}

// Some sets number their stories.
func TestNumbersAsIDs(t *testing.T) {
	set, err := Read(folder(t, map[string]string{"items.jsonl": "{\"id\":12}\n{\"id\":\"b\"}", "truth.tsv": "12\tx\nb\ty\n"}))
	if err != nil || set.Names[0] != "12" || set.Names[1] != "b" {
		t.Errorf("got %+v, %v", set, err)
	}
	if n := set.Strays(); n != 0 {
		t.Errorf("%d strays", n)
	}
	set.Truth["13"] = "x"
	if n := set.Strays(); n != 1 {
		t.Errorf("%d strays, want 1", n)
	}
	set, err = Read(folder(t, map[string]string{"pairs.jsonl": `{"id":7,"h1":"a","h2":"b","score":4}`}))
	if err != nil || set.Pairs[0].Name != "7" {
		t.Errorf("got %+v, %v", set, err)
	}
}

func TestRun(t *testing.T) {
	dir := folder(t, map[string]string{
		"items.jsonl": `{"id":"a","title":"Valmora earthquake cracks harbour wall"}
{"id":"b","title":"Ostrania bank holds interest rate"}
{"id":"c","title":"Harbour wall cracks in Valmora earthquake","date":"2026-01-02"}`,
		"truth.tsv": "a\tquake\nc\tquake\nb\tbank\n"})
	set, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	out, err := Run(context.Background(), set, coverage.Options{})
	if err != nil || out.BCubed.F1 != 1 || len(out.Predicted) != 3 || out.Predicted[0].Group != out.Predicted[2].Group {
		t.Errorf("got %+v, %v", out, err)
	}
}

// A story's publisher is what the set says, else who stands behind its address.
func TestPublisherOfAStory(t *testing.T) {
	dir := folder(t, map[string]string{
		"items.jsonl": `{"id":"a","url":"https://www.news.example.co.uk/1"}
{"id":"b","url":"https://news.example.co.uk/2","source":"The Example"}
{"id":"c","url":"https://news.example.co.uk/3","host":"example.org"}
{"id":"d"}`,
		"truth.tsv": "a\t1"})
	set, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"example.co.uk", "The Example", "example.org", ""} {
		if got := set.Stories[i].Publisher; got != want {
			t.Errorf("%s: publisher %q, want %q", set.Names[i], got, want)
		}
	}
}
