package labelled

import (
	"context"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"alsoread/coverage"
)

var heldOut = flag.Bool("heldout", false, "measure other orders, halves and made-up headlines; minutes")

// Of each set: other orders, and deals into two halves.
const orders, deals = 10, 5

// TestHeldOut prints what the engine reaches where none of its numbers was chosen.
func TestHeldOut(t *testing.T) {
	if _, err := os.Stat(dataDir); err != nil {
		t.Skip("the labelled sets are not on this machine")
	}
	if !*heldOut {
		t.Skip("takes minutes: go test ./internal/labelled -run HeldOut -v -args -heldout")
	}
	var sets []*Set
	var table strings.Builder
	table.WriteString("\n| set | F1 in file order | other orders: mean, least, most | halves: mean, deviation |\n|---|---|---|---|\n")
	for _, r := range reached {
		set, err := Read(filepath.Join(dataDir, r.name))
		if err != nil {
			t.Fatal(err)
		}
		sets = append(sets, set)
		if len(set.Pairs) > 0 && set.Pairs[0].Near {
			continue // coverage/learn measures these on pairs that were not learnt from
		}
		shuffled := spreadOf(inOtherOrders(t, set))
		halves := spreadOf(inHalves(t, set))
		fmt.Fprintf(&table, "| %s | %.3f | %.3f, %.3f, %.3f | %.3f, %.3f |\n", r.name, f1Of(t, set), shuffled.mean, shuffled.least, shuffled.most, halves.mean, halves.deviation)
	}
	table.WriteString("\n| mixed stream, made-up headlines of | order |")
	for _, r := range reached[:6] {
		table.WriteString(" " + r.name + " |")
	}
	table.WriteString(" joined of 20,000 |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, maker := range []struct {
		name string
		make func(*rand.Rand) string
	}{{"the small vocabulary", Headline}, {"the larger", WiderHeadline}} {
		for seed := range uint64(3) {
			judged, joined := runMixed(t, sets, 100+seed, maker.make)
			fmt.Fprintf(&table, "| %s | %d |", maker.name, seed+1)
			for _, j := range judged[:6] {
				fmt.Fprintf(&table, " %.3f |", j.BCubed.F1)
			}
			fmt.Fprintf(&table, " %d |\n", joined)
		}
	}
	t.Log(table.String())
}

func f1Of(t *testing.T, s *Set) float64 {
	t.Helper()
	out, err := Run(context.Background(), s, coverage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return out.F1().F1
}

func inOtherOrders(t *testing.T, s *Set) (all []float64) {
	for seed := range uint64(orders) {
		all = append(all, f1Of(t, s.Shuffled(rand.New(rand.NewPCG(seed, 1)))))
	}
	return all
}

func inHalves(t *testing.T, s *Set) (all []float64) {
	for seed := range uint64(deals) {
		one, other := s.Halves(rand.New(rand.NewPCG(seed, 2)))
		all = append(all, f1Of(t, one), f1Of(t, other))
	}
	return all
}

type spread struct{ mean, deviation, least, most float64 }

func spreadOf(all []float64) spread {
	s := spread{least: math.Inf(1)}
	for _, x := range all {
		s.mean += x / float64(len(all))
		s.least, s.most = min(s.least, x), max(s.most, x)
	}
	for _, x := range all {
		s.deviation += (x - s.mean) * (x - s.mean) / float64(len(all))
	}
	s.deviation = math.Sqrt(s.deviation)
	return s
}
