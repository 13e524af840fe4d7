package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

// words writes text whose words come as often as in real text (Zipf).
type words struct {
	r     *rand.Rand
	z     *rand.Zipf
	vocab []string
}

func newWords() *words {
	r := rand.New(rand.NewPCG(1, 2))
	w := &words{r: r, z: rand.NewZipf(r, 1.1, 8, 29999)}
	for range 30000 {
		b := make([]byte, 2+r.IntN(9))
		for j := range b {
			b[j] = "etaoinshrdlucmfwypvbgkjqxz"[int(26*r.Float64()*r.Float64())]
		}
		w.vocab = append(w.vocab, string(b))
	}
	return w
}

func (w *words) text(n int) string {
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(w.vocab[w.z.Uint64()])
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

// worldScans are scans of many sources with items of 2 to 4 KB HTML.
func worldScans(sources, items int) []news.Scan {
	w := newWords()
	scans := make([]news.Scan, sources)
	for s := range scans {
		list := make([]news.Item, items)
		for i := range list {
			list[i] = w.item(s, i)
		}
		scans[s] = scanOf(testSource(fmt.Sprintf("source-%d", s)), noon.Add(time.Duration(s)*time.Millisecond), list...)
	}
	return scans
}

func (w *words) item(source, n int) news.Item {
	var content strings.Builder
	for size := 2000 + w.r.IntN(2000); content.Len() < size; {
		fmt.Fprintf(&content, `<p>%s</p><p>%s <a href="https://www.example.org/%s">%s</a></p>`, w.text(300), w.text(200), w.text(6), w.text(20))
	}
	return news.Item{
		GUID:    fmt.Sprintf("https://source-%d.example/?p=%d", source, n),
		URL:     fmt.Sprintf("https://source-%d.example/2026/08/%d/%s.html", source, n, strings.ReplaceAll(w.text(30), " ", "-")),
		Title:   w.text(60),
		Authors: []string{"Jane Doe"}, Categories: []string{"world"},
		Summary: "<p>" + w.text(240) + "</p>", Content: content.String(),
		Published: noon.Add(-time.Duration(w.r.IntN(7*24*3600)) * time.Second),
	}
}

func databaseBytes(t testing.TB, path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// BenchmarkSave is the store's share of a cold scan of 1,000 sources: 30,000 new
// stories in batches, closing included.
func BenchmarkSave(b *testing.B) {
	scans := worldScans(1000, 30)
	for _, batch := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("batch=%d", batch), func(b *testing.B) {
			var bytes int64
			for b.Loop() {
				b.StopTimer()
				path := filepath.Join(b.TempDir(), "news.db")
				b.StartTimer()
				bytes = saveAll(b, path, scans, batch)
			}
			b.ReportMetric(30000*float64(b.N)/b.Elapsed().Seconds(), "items/s")
			b.ReportMetric(float64(bytes)/1e6, "MB")
		})
	}
}

func saveAll(b *testing.B, path string, scans []news.Scan, batch int) int64 {
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	sources := make([]news.Source, len(scans))
	for i := range scans {
		sources[i] = scans[i].Source
	}
	syncAllOf(b, s, sources...)
	for lo := 0; lo < len(scans); lo += batch {
		if _, err := s.Save(context.Background(), scans[lo:min(lo+batch, len(scans))]); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return databaseBytes(b, path)
}

// BenchmarkSaveKnown saves the same again: every item known and unchanged.
func BenchmarkSaveKnown(b *testing.B) {
	scans := worldScans(100, 30)
	s := openTest(b)
	save(b, s, scans...)
	for b.Loop() {
		save(b, s, scans...)
	}
	b.ReportMetric(3000*float64(b.N)/b.Elapsed().Seconds(), "items/s")
}

// BenchmarkUnchanged is the store's share of a scan in which 1,000 sources have
// nothing new: open, mirror the sources, read and write their states, close.
func BenchmarkUnchanged(b *testing.B) {
	scans := worldScans(1000, 30)
	path := filepath.Join(b.TempDir(), "news.db")
	saveAll(b, path, scans, 100)
	sources := make([]news.Source, len(scans))
	for i := range scans {
		sources[i] = scans[i].Source
		scans[i].Status, scans[i].Listing = news.StatusUnchanged, nil
	}
	for b.Loop() {
		s, err := Open(context.Background(), path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		syncAllOf(b, s, sources...)
		if _, err := s.States(context.Background()); err != nil {
			b.Fatal(err)
		}
		for lo := 0; lo < len(scans); lo += 100 {
			save(b, s, scans[lo:lo+100]...)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRead lists and searches 30,000 stories.
func BenchmarkRead(b *testing.B) {
	s := openTest(b)
	scans := worldScans(1000, 30)
	for lo := 0; lo < len(scans); lo += 100 {
		save(b, s, scans[lo:lo+100]...)
	}
	common := newWords().vocab[0]
	for _, c := range []struct {
		name string
		q    news.Query
	}{
		{"newest 50", news.Query{Limit: 50}},
		{"newest 50 with content", news.Query{Limit: 50, Content: true}},
		{"all", news.Query{}},
		{"all with content", news.Query{Content: true}},
		{"one source", news.Query{Sources: []string{"source-7"}, Limit: 50}},
		{"common word", news.Query{Search: common, Limit: 50}},
		{"rare word", news.Query{Search: newWords().vocab[20000], Limit: 50}},
	} {
		b.Run(c.name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				n = len(list(b, s, c.q))
			}
			b.ReportMetric(float64(n), "stories")
		})
	}
}
