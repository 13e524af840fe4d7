package coverage

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"alsoread/news"
)

// made up stories of about 4 KB: 40 % common words, the rest from 200,000 by
// Zipf's law, and each event with words of its own.
func benchStory(r *rand.Rand, z *rand.Zipf, id int64) Story {
	var b strings.Builder
	event := id / 5
	for b.Len() < 4<<10 {
		fmt.Fprintf(&b, "the of w%x and v%x ", z.Uint64(), event*31+r.Int64N(8))
	}
	return Story{ID: id, Title: fmt.Sprintf("v%x v%x w%x w%x says", event*31, event*31+1, z.Uint64(), z.Uint64()), Text: b.String(), Publisher: fmt.Sprint(id % 97)}
}

// sizes of windows that are asked about.
var sizes = []int{50_000, 500_000, 1_000_000}

// BenchmarkAdd places stories in windows that are full: each one that comes lets one
// go. What the engine needs whatever its window, as the cache of stems, is not
// counted as memory of its stories.
func BenchmarkAdd(b *testing.B) {
	for _, window := range sizes {
		b.Run(fmt.Sprint(window), func(b *testing.B) { benchAdd(b, window) })
	}
}

func benchAdd(b *testing.B, window int) {
	r := rand.New(rand.NewPCG(1, 1))
	z := rand.NewZipf(r, 1.1, 20, 200_000)
	e := New(Options{MaxStories: window})
	const warm = 5000
	for i := range int64(warm) {
		e.Add(benchStory(r, z, i+1))
	}
	empty := heap()
	for i := range int64(window - warm) {
		e.Add(benchStory(r, z, warm+i+1))
	}
	full := heap()
	const batch = 500
	stories, next := make([]Story, batch), int64(window)
	for i := 0; b.Loop(); i++ { // runs the lines above once only
		if i%batch == 0 {
			b.StopTimer()
			for k := range stories {
				next++
				stories[k] = benchStory(r, z, next)
			}
			b.StartTimer()
		}
		e.Add(stories[i%batch])
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "stories/s")
	b.ReportMetric((full-empty)/float64(window-warm), "B/story")
}

func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// BenchmarkFill fills a window of half a million stories with what was kept of
// them.
func BenchmarkFill(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	z := rand.NewZipf(r, 1.1, 20, 200_000)
	on := NewGrouper(Options{MaxStories: sizes[1]})
	placed := make([]news.Placed, 0, sizes[1])
	for len(placed) < sizes[1] {
		batch := make([]news.Ungrouped, 500)
		for i := range batch {
			s := benchStory(r, z, int64(len(placed)+i+1))
			batch[i] = news.Ungrouped{ID: s.ID, Title: s.Title, Text: s.Text, Publisher: s.Publisher, Seen: start}
		}
		for _, p := range on.Group(batch).Placements {
			placed = append(placed, news.Placed{Story: p.Story, Group: p.Group, CopyOf: p.CopyOf, Seen: start, Profile: p.Profile})
		}
	}
	bytes := 0
	for _, p := range placed {
		bytes += len(p.Profile)
	}
	for b.Loop() {
		again := NewGrouper(Options{})
		for _, p := range placed {
			if _, err := again.Fill(p); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(bytes)/float64(len(placed)), "B/profile")
}

// BenchmarkBegin fills an empty window, where every story is looked at again as
// the window grows.
func BenchmarkBegin(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	z := rand.NewZipf(r, 1.1, 20, 200_000)
	stories := make([]Story, 2000)
	for i := range stories {
		stories[i] = benchStory(r, z, int64(i+1))
	}
	for b.Loop() {
		e := New(Options{})
		for _, s := range stories {
			e.Add(s)
		}
	}
	b.ReportMetric(float64(b.N*len(stories))/b.Elapsed().Seconds(), "stories/s")
}

// BenchmarkProfile reads stories into profiles, without placing them.
func BenchmarkProfile(b *testing.B) {
	const stories = 3000
	r := rand.New(rand.NewPCG(1, 1))
	z := rand.NewZipf(r, 1.1, 20, 200_000)
	e := New(Options{MaxStories: stories})
	for i := range int64(stories) {
		e.Add(benchStory(r, z, i+1))
	}
	fresh := make([]Story, stories)
	for i := range fresh {
		fresh[i] = benchStory(r, z, int64(stories+i+1))
	}
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		e.read(fresh[n%stories])
		n++
	}
}
