package labelled

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"alsoread/coverage"
)

//go:embed testdata/names.txt
var namesText string

// namePair is two headlines: of one event, or of two that share a name and nothing else.
type namePair struct {
	lang, name string
	same       bool
	titles     [2]string
}

func namePairs(t *testing.T) (pairs []namePair, langs []string) {
	t.Helper()
	for line := range strings.Lines(namesText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 5 || f[1] != "same" && f[1] != "apart" {
			t.Fatalf("not a pair: %q", line)
		}
		pairs = append(pairs, namePair{f[0], f[2], f[1] == "same", [2]string{f[3], f[4]}})
		if !slices.Contains(langs, f[0]) {
			langs = append(langs, f[0])
		}
	}
	return pairs, langs
}

// nameCount is what became of the pairs of a language in windows of a size.
type nameCount struct{ same, joined, apart, wrong, astray int }

func (c nameCount) plus(o nameCount) nameCount {
	return nameCount{c.same + o.same, c.joined + o.joined, c.apart + o.apart, c.wrong + o.wrong, c.astray + o.astray}
}

// Pairs of headlines in small windows, of one language and of many: those of one
// event are joined, those that share a name are not, nor is any to a story of
// another pair. A name of several words or characters is one piece of evidence.
func TestNamesInSmallWindows(t *testing.T) {
	const deals = 4
	pairs, langs := namePairs(t)
	sizes := []int{10, 60, 300}
	counts := make([]map[string]nameCount, len(sizes))
	for i, size := range sizes {
		counts[i] = map[string]nameCount{}
		for seed := range uint64(deals) {
			r := rand.New(rand.NewPCG(seed, 21))
			for _, dealt := range dealNames(r, pairs, langs, size/2) {
				for lang, c := range placeNames(r, dealt) {
					counts[i][lang] = counts[i][lang].plus(c)
				}
			}
		}
	}
	t.Log(nameTable(langs, sizes, counts))
	for i, size := range sizes {
		for _, lang := range langs {
			if c := counts[i][lang]; c.joined < c.same || c.wrong > 0 || c.astray > 0 {
				t.Errorf("%s in windows of %d: %d of %d joined, %d of %d wrongly, %d to others", lang, size, c.joined, c.same, c.wrong, c.apart, c.astray)
			}
		}
	}
}

func nameTable(langs []string, sizes []int, counts []map[string]nameCount) string {
	var table strings.Builder
	table.WriteString("\n| language |")
	for _, size := range sizes {
		fmt.Fprintf(&table, " %d stories: joined | wrongly | to others |", size)
	}
	table.WriteString("\n|---|" + strings.Repeat("---|", 3*len(sizes)))
	for _, lang := range langs {
		fmt.Fprintf(&table, "\n| %s |", lang)
		for i := range sizes {
			c := counts[i][lang]
			fmt.Fprintf(&table, " %d of %d | %d of %d | %d |", c.joined, c.same, c.wrong, c.apart, c.astray)
		}
	}
	return table.String()
}

// dealNames deals the pairs, those of one language together, into windows of so
// many; what is left over fills no window and goes with the last.
func dealNames(r *rand.Rand, pairs []namePair, langs []string, size int) (windows [][]namePair) {
	var order []namePair
	for _, l := range r.Perm(len(langs)) {
		var of []namePair
		for _, p := range pairs {
			if p.lang == langs[l] {
				of = append(of, p)
			}
		}
		r.Shuffle(len(of), func(i, k int) { of[i], of[k] = of[k], of[i] })
		order = append(order, of...)
	}
	for len(order) > 0 {
		n := size
		if len(order) < 2*size {
			n = len(order)
		}
		windows, order = append(windows, order[:n]), order[n:]
	}
	return windows
}

// placeNames streams a window's headlines in any order and counts by language.
func placeNames(r *rand.Rand, pairs []namePair) map[string]nameCount {
	e := coverage.New(coverage.Options{})
	for _, i := range r.Perm(2 * len(pairs)) {
		lang, _, _ := strings.Cut(pairs[i/2].lang, "-")
		e.Add(coverage.Story{ID: int64(i + 1), Title: pairs[i/2].titles[i%2], Language: lang, Publisher: fmt.Sprint("p", i)})
	}
	out := map[string]nameCount{}
	for i, p := range pairs {
		c := out[p.lang]
		a, b := e.GroupOf(int64(2*i+1)), e.GroupOf(int64(2*i+2))
		switch {
		case p.same:
			c.same++
			c.joined += oneIf(a == b)
		default:
			c.apart++
			c.wrong += oneIf(a == b)
		}
		for k := range pairs {
			if k != i && slices.ContainsFunc([]int64{a, b}, func(g int64) bool { return g == e.GroupOf(int64(2*k+1)) || g == e.GroupOf(int64(2*k+2)) }) {
				c.astray++
				break
			}
		}
		out[p.lang] = c
	}
	return out
}

func oneIf(is bool) int {
	if is {
		return 1
	}
	return 0
}
