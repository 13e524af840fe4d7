package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"alsoread/news"
)

var update = flag.Bool("update", false, "write the golden files of the newest schema anew")

// contents is everything a reader can get out of a database.
type contents struct {
	Sources   []news.SourceState
	Stories   []news.Story
	Revisions map[int64][]news.Revision
	Found     []int64 // by a search
}

func contentsOf(t testing.TB, s *Store) (c contents) {
	t.Helper()
	var err error
	if c.Sources, err = s.Sources(context.Background()); err != nil {
		t.Fatal(err)
	}
	c.Stories = list(t, s, news.Query{Content: true})
	for i := range c.Stories {
		c.Stories[i].Changed = time.Time{} // by the clock of whoever wrote it
		c.Stories[i].Key = news.Key{}      // since schema 4 they begin with their place; that they serve, the scans afterwards show
	}
	c.Revisions = map[int64][]news.Revision{}
	for _, story := range c.Stories {
		if c.Revisions[story.ID], err = s.Revisions(context.Background(), story.ID); err != nil {
			t.Fatal(err)
		}
	}
	c.Found = ids(list(t, s, news.Query{Search: "uberschwemmung"}))
	return c
}

// oldItems is what databases of old versions hold; written once, never changed.
func oldScans() []news.Scan {
	a, b := testSource("a"), testSource("b")
	first, flood, long := item(1), item(2), item(3)
	flood.Title, flood.Language, flood.Authors = "Überschwemmung in Köln", "de-DE", []string{"Jane Doe"}
	flood.Enclosures = []news.Enclosure{{URL: "https://news.example/flood.mp3", Type: "audio/mpeg", Length: 1000}}
	long.Summary = "<p>" + string(bytes.Repeat([]byte("A long summary. "), 100)) + "</p>"
	asB := flood
	asB.GUID, asB.Title = "b-2", "Köln unter Wasser"
	revised := long
	revised.Title, revised.Content = "Story number 3, corrected", "<p>Other text.</p>"
	return []news.Scan{
		scanOf(a, noon, first, flood, long),
		scanOf(b, noon.Add(time.Minute), asB),
		scanOf(a, noon.Add(time.Hour), flood, revised),
	}
}

// purgedItem was in every old database once, and is to stay out of it.
func purgedItem() news.Item {
	it := item(99)
	it.Title = "Purged"
	return it
}

func writeOld(t testing.TB, path string) {
	s := openAt(t, path, Options{})
	a, b := testSource("a"), testSource("b")
	a.Tags = []string{"world", "asia"}
	syncAllOf(t, s, a, b, testSource("gone"))
	save(t, s, scanOf(testSource("gone"), noon.AddDate(-5, 0, 0), purgedItem()))
	if n, err := s.Purge(context.Background(), Retention{Age: time.Since(noon.AddDate(-4, 0, 0))}); n != 1 || err != nil {
		t.Fatalf("purged %d, %v", n, err)
	}
	syncAllOf(t, s, a, b)
	for _, scan := range oldScans() {
		save(t, s, scan)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// Databases of every schema there was open in the present one, with equal rows.
// go test ./store -run TestOldDatabases -update writes the newest; the others
// stay as they are.
func TestOldDatabases(t *testing.T) {
	if *update {
		path := filepath.Join(t.TempDir(), "news.db")
		writeOld(t, path)
		var packed bytes.Buffer
		z, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if _, err := io.WriteString(z, readAll(t, path)); err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		steps, _ := migrations(migrationFiles)
		name := filepath.Join("testdata", fmt.Sprintf("v%d.db.gz", len(steps)))
		if err := os.WriteFile(name, packed.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		s := openAt(t, path, Options{})
		if err := os.WriteFile("testdata/old.json", []byte(asJSON(t, contentsOf(t, s))), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob("testdata/v*.db.gz")
	if err != nil || len(files) == 0 {
		t.Fatalf("no old databases: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { openOld(t, file) })
	}
}

func asJSON(t testing.TB, c contents) string {
	t.Helper()
	text, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + "\n"
}

func openOld(t *testing.T, file string) {
	z, err := gzip.NewReader(bytes.NewReader([]byte(readAll(t, file))))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "news.db")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, path, Options{})
	sound(t, s)
	var want contents
	if err := json.Unmarshal([]byte(readAll(t, "testdata/old.json")), &want); err != nil {
		t.Fatal(err)
	}
	if got, want := asJSON(t, contentsOf(t, s)), asJSON(t, want); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	// It goes on where the old version stopped.
	for _, scan := range append(oldScans()[2:], scanOf(testSource("a"), noon, purgedItem())) {
		if saved := save(t, s, scan)[0]; saved.New != 0 || saved.Updated != 0 {
			t.Errorf("known items are %+v", saved)
		}
	}
}
