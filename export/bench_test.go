package export

import (
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

// benchStories are as the bulk benchmark has them: 30,000 with 3 KB of HTML.
func benchStories() []news.Story {
	body := strings.Repeat(`<p>The council of <a href="https://harbour.example/c?a=1&amp;b=2">Harbour</a> met on Tuesday to speak of the ferry &mdash; once more.</p>`+"\n", 23)
	base := sampleStories()[0]
	base.Content = body
	stories := make([]news.Story, 30_000)
	for i := range stories {
		stories[i] = base
		stories[i].ID = int64(i)
		stories[i].Key = digest("story", strconv.Itoa(i)) // as the store gives it
		stories[i].Published = base.Published.Add(-time.Duration(i) * time.Minute)
	}
	return stories
}

func BenchmarkWriters(b *testing.B) {
	stories := benchStories()
	for _, f := range formats {
		b.Run(f.name, func(b *testing.B) {
			b.ReportAllocs()
			w := &largestWrite{}
			if err := f.write(w, sampleFeed(), seq(stories...)); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(w.total))
			for b.Loop() {
				if err := f.write(io.Discard, sampleFeed(), seq(stories...)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkReadOPML(b *testing.B) {
	var text strings.Builder
	var rows []Outline
	for range 1000 {
		rows = append(rows, sampleOutlines()...)
	}
	if err := WriteOPML(&text, "bench", rows); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadOPML(strings.NewReader(text.String())); err != nil {
			b.Fatal(err)
		}
	}
}
