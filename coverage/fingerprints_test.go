package coverage

import (
	"flag"
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

var compare = flag.Bool("fingerprints", false, "measure other fingerprints than the one chosen, for docs/coverage.md")

// fingerprint is a way to tell copies.
type fingerprint struct {
	name  string
	bytes int
	of    func([]word) any
	like  func(a, b any) float64
	edge  float64 // a copy from here; 0: to be found
}

func shipped() fingerprint {
	return fingerprint{"one permutation, 62 bins of 8 bits, and the length", 64,
		func(w []word) any { return shippedSketch(w) }, func(a, b any) float64 { return likenessOf(a.(*sketch), b.(*sketch)) }, copyLikeness}
}

// shippedSketch is nil of a text that is too short.
func shippedSketch(words []word) *sketch {
	if s, ok := sketchOf(appendHashes(nil, words)); ok {
		return &s
	}
	return nil
}

func likenessOf(a, b *sketch) float64 {
	if a == nil || b == nil {
		return 0
	}
	return a.likeness(b)
}

// trial is two texts and what is between them; "" for two reports of one event.
type trial struct {
	mutation string
	a, b     []word
}

// trials are every second text with its mutations, and the pairs of reports of
// one event that have less than a fifth of the shingles of the shorter in
// common: what has more may be a copy in truth.
func trials(all []telling) (out []trial) {
	r := rand.New(rand.NewPCG(1, 1))
	for i := 0; i < len(all); i += 2 {
		other := all[(i*7+13)%len(all)]
		if other.event == all[i].event {
			continue
		}
		for _, m := range mutations {
			out = append(out, trial{m.name, all[i].words, m.of(r, all[i].words, other.words)})
		}
	}
	type report struct {
		words    []word
		shingles []uint64
	}
	byEvent := map[string][]report{}
	for _, s := range all {
		x := report{s.words, shinglesOf(s.words, 4)}
		for _, y := range byEvent[s.event] {
			if common := len(x.shingles) + len(y.shingles) - len(union(x.shingles, y.shingles)); 5*common < min(len(x.shingles), len(y.shingles)) {
				out = append(out, trial{"", y.words, x.words})
			}
		}
		byEvent[s.event] = append(byEvent[s.event], x)
	}
	return out
}

func union(a, b []uint64) []uint64 {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// shinglesOf are the hashes of k words in a row, each once, the least first.
func shinglesOf(words []word, k int) (out []uint64) {
	for i := 0; i+k <= len(words); i++ {
		h := uint64(0)
		for _, w := range words[i : i+k] {
			h = mix(h*31 ^ fnv(w.text))
		}
		out = append(out, h)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// measure tells the share of each mutation that is found, and of the reports of
// one event that are taken for copies.
func measure(f fingerprint, all []trial) (found map[string]float64, wrong, mean float64, each time.Duration) {
	likeness := make([]float64, len(all))
	start := time.Now()
	for i, x := range all {
		likeness[i] = f.like(f.of(x.a), f.of(x.b))
	}
	each = time.Since(start) / time.Duration(2*len(all))
	edge := f.edge
	if edge == 0 {
		edge = edgeFor(all, likeness)
	}
	hits, of := map[string]float64{}, map[string]float64{}
	for i, x := range all {
		of[x.mutation]++
		if likeness[i] >= edge {
			hits[x.mutation]++
		}
	}
	found = map[string]float64{}
	for _, m := range mutations {
		found[m.name] = hits[m.name] / of[m.name]
		mean += found[m.name] / float64(len(mutations))
	}
	return found, hits[""] / of[""], mean, each
}

// edgeFor lets one of a thousand pairs of reports pass.
func edgeFor(all []trial, likeness []float64) float64 {
	var reports []float64
	for i, x := range all {
		if x.mutation == "" {
			reports = append(reports, likeness[i])
		}
	}
	slices.Sort(reports)
	return math.Nextafter(reports[len(reports)-1-len(reports)/1000], 2)
}

func TestFingerprint(t *testing.T) {
	all := trials(tellings(t))
	found, wrong, mean, each := measure(shipped(), all)
	t.Logf("%d trials: found %.4f, reports of one event taken for copies %.5f, %s a text", len(all), mean, wrong, each)
	floor := map[string]float64{"tail cut 50 %": 0.99, "paragraphs dropped 25 %": 0.985, "byline, cut 30 %, edited 5 %": 0.985}
	for _, m := range mutations {
		want := 0.995
		if least, ok := floor[m.name]; ok {
			want = least
		}
		t.Logf("%-30s %.4f", m.name, found[m.name])
		if found[m.name] < want {
			t.Errorf("%s: %.4f found, was %.3f or more", m.name, found[m.name], want)
		}
	}
	if wrong > 0.0005 {
		t.Errorf("%.5f of the reports of one event are taken for copies", wrong)
	}
	if !*compare {
		return
	}
	for _, f := range others() {
		found, wrong, mean, each := measure(f, all)
		fmt.Printf("| %s | %d | %.3f | %.3f | %.3f | %.3f | %.2f %% | %d |\n", f.name, f.bytes, mean,
			found["tail cut 50 %"], found["words edited 10 %"], found["byline, cut 30 %, edited 5 %"], 100*wrong, each.Microseconds())
	}
}

// others are the fingerprints that were not chosen, each with the edge that lets
// one of a thousand reports pass, and the chosen one with its own.
func others() []fingerprint {
	out := []fingerprint{shipped()}
	for _, k := range []int{1, 3} {
		out = append(out, fingerprint{fmt.Sprintf("SimHash of shingles of %d", k), 8, func(w []word) any { return simHash(shinglesOf(w, k)) },
			func(a, b any) float64 { return 1 - float64(bits.OnesCount64(a.(uint64)^b.(uint64)))/64 }, 0})
	}
	for _, n := range []int{16, 32} {
		out = append(out, fingerprint{fmt.Sprintf("the %d least of 32 bits, shingles of 3", n), 4 * n,
			func(w []word) any { s := shinglesOf(w, 3); return s[:min(n, len(s))] }, func(a, b any) float64 { return bottom(a.([]uint64), b.([]uint64)) }, 0})
	}
	for _, s := range []struct{ bins, bits, k int }{{16, 32, 3}, {32, 16, 3}, {64, 8, 2}, {64, 8, 3}, {64, 8, 4}, {64, 8, 5}, {128, 4, 3}} {
		out = append(out, fingerprint{fmt.Sprintf("one permutation, %d bins of %d bits, shingles of %d", s.bins, s.bits, s.k), s.bins * s.bits / 8,
			func(w []word) any { return permuted(shinglesOf(w, s.k), s.bins, s.bits) },
			func(a, b any) float64 { return equalBins(a.([]uint64), b.([]uint64), s.bits) }, 0})
	}
	return out
}

func simHash(shingles []uint64) (out uint64) {
	var count [64]int
	for _, h := range shingles {
		for i := range count {
			count[i] += int(h>>i&1)*2 - 1
		}
	}
	for i, n := range count {
		if n > 0 {
			out |= 1 << i
		}
	}
	return out
}

// bottom is the share of the least of both that are in both.
func bottom(a, b []uint64) float64 {
	least := union(a, b)[:min(len(a), len(b))]
	n := 0
	for _, h := range least {
		_, x := slices.BinarySearch(a, h)
		_, y := slices.BinarySearch(b, h)
		if x && y {
			n++
		}
	}
	return float64(n) / float64(max(len(least), 1))
}

func permuted(shingles []uint64, bins, width int) []uint64 {
	out := make([]uint64, bins)
	for _, h := range shingles { // the least come first
		if bin := mix(h) % uint64(bins); out[bin] == 0 {
			out[bin] = h%(1<<width-1) + 1
		}
	}
	return out
}

func equalBins(a, b []uint64, width int) float64 {
	same, used := 0, 0
	for i := range a {
		if a[i]|b[i] != 0 {
			used++
		}
		if a[i] != 0 && a[i] == b[i] {
			same++
		}
	}
	chance := math.Pow(2, -float64(width))
	return max(0, (float64(same)/float64(max(used, 1))-chance)/(1-chance))
}

// The fingerprint is compared with the stories most like a new one alone: a copy
// must be among them, in a window full of reports of the same events, under a
// headline that has nothing to do with it.
func TestCopiesAreFoundInAWindow(t *testing.T) {
	all := tellings(t)
	all = all[:min(len(all), 800)]
	e := New(Options{})
	for i, s := range all {
		e.Add(Story{ID: int64(i + 1), Title: joined(head(s.words, 8)), Text: joined(s.words), Publisher: fmt.Sprint(i % 50)})
	}
	r := rand.New(rand.NewPCG(2, 2))
	missed, wrong, n := map[string]int{}, 0, 0
	for i := 0; i < len(all); i += 4 {
		other := all[(i*7+13)%len(all)].words
		m := mutations[n%len(mutations)]
		n++
		p := e.Add(Story{ID: int64(len(all) + n), Title: joined(head(other[len(other)/2:], 8)), Text: joined(m.of(r, all[i].words, other)), Publisher: "reprints"})
		original := e.CopyOf(int64(i + 1))
		if original == 0 {
			original = int64(i + 1)
		}
		switch p.CopyOf {
		case original:
		case 0:
			missed[m.name]++
		default:
			wrong++
		}
	}
	t.Logf("of %d copies missed %v, %d of another story", n, missed, wrong)
	total := wrong
	for _, k := range missed {
		total += k
	}
	if total > n/50 {
		t.Errorf("of %d copies %d are not found: %v", n, total, missed)
	}
}

func joined(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.text)
		b.WriteByte(' ')
	}
	return b.String()
}
