package coverage

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
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

func BenchmarkAdd(b *testing.B) {
	for _, window := range []int{50_000, 500_000, 1_000_000} {
		b.Run(fmt.Sprint(window), func(b *testing.B) { benchAdd(b, window) })
	}
}

func benchAdd(b *testing.B, window int) {
	r := rand.New(rand.NewPCG(1, 1))
	z := rand.NewZipf(r, 1.1, 20, 200_000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	e := New(Options{MaxStories: window})
	for i := range int64(window) {
		e.Add(benchStory(r, z, i+1))
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	next := int64(window)
	for b.Loop() { // runs the lines above once only
		b.StopTimer()
		next++
		s := benchStory(r, z, next)
		b.StartTimer()
		e.Add(s)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "stories/s")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(window), "B/story")
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
