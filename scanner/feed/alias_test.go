package feed

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// TestKeepsNothingOfTheBody: the fetcher reads the next document into the same
// memory, so that nothing of a listing, or of a description, may lie in it.
func TestKeepsNothingOfTheBody(t *testing.T) {
	names, _ := filepath.Glob("testdata/*")
	bodies := map[string][]byte{"rss": benchRSS(), "atom": benchAtom(), "json": benchJSON()}
	for _, name := range names {
		if filepath.Ext(name) == ".golden" || filepath.Ext(name) == "" {
			continue
		}
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		bodies[filepath.Base(name)] = body
	}
	for name, body := range bodies {
		t.Run(name, func(t *testing.T) {
			d := Document{Body: body, URL: "https://fixture.example/dir/feed"}
			l := []any{read(t, d), describe(t, d)}
			before, err := json.Marshal(l)
			if err != nil {
				t.Fatal(err)
			}
			for i := range body {
				body[i] = '#'
			}
			after, err := json.Marshal(l)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(before, after) {
				t.Errorf("the result changed with the body it was read from")
			}
		})
	}
}
