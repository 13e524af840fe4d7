package labelled

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"alsoread/coverage"
)

func TestOrdersAndHalves(t *testing.T) {
	s := &Set{Truth: map[string]string{}}
	for i := range 12 {
		name := fmt.Sprint("s", i)
		s.Names, s.Stories = append(s.Names, name), append(s.Stories, coverage.Story{ID: int64(i + 1), Title: name})
		s.Truth[name] = fmt.Sprint("c", i%4)
	}
	shuffled := s.Shuffled(rand.New(rand.NewPCG(1, 1)))
	moved := false
	for i, story := range shuffled.Stories {
		if story.ID != int64(i+1) || shuffled.Names[i] != story.Title || shuffled.Truth[story.Title] != s.Truth[story.Title] {
			t.Errorf("place %d: %+v named %s", i, story, shuffled.Names[i])
		}
		moved = moved || story.Title != s.Names[i]
	}
	if !moved {
		t.Error("the order is as it was")
	}
	one, other := s.Halves(rand.New(rand.NewPCG(1, 1)))
	if len(one.Stories) != 6 || len(other.Stories) != 6 {
		t.Fatalf("halves of %d and %d stories", len(one.Stories), len(other.Stories))
	}
	for name, cluster := range one.Truth {
		for _, also := range other.Truth {
			if cluster == also {
				t.Errorf("%s of %s is in both halves", name, cluster)
			}
		}
	}
}

func TestHalvesOfPairs(t *testing.T) {
	s := &Set{}
	for i := range 10 {
		a := int64(2*i + 1)
		s.Names = append(s.Names, fmt.Sprint(a), fmt.Sprint(a+1))
		s.Stories = append(s.Stories, coverage.Story{ID: a, Title: fmt.Sprint("pair ", i)}, coverage.Story{ID: a + 1, Title: fmt.Sprint("pair ", i)})
		s.Pairs = append(s.Pairs, Pair{Name: fmt.Sprint(i), A: a, B: a + 1})
	}
	one, other := s.Halves(rand.New(rand.NewPCG(3, 1)))
	if len(one.Pairs) != 5 || len(other.Pairs) != 5 {
		t.Fatalf("%d and %d pairs", len(one.Pairs), len(other.Pairs))
	}
	for _, half := range []*Set{one, other, s.Shuffled(rand.New(rand.NewPCG(4, 1)))} {
		for _, p := range half.Pairs {
			if half.Stories[p.A-1].Title != "pair "+p.Name || half.Stories[p.B-1].Title != "pair "+p.Name {
				t.Errorf("pair %s has %q and %q", p.Name, half.Stories[p.A-1].Title, half.Stories[p.B-1].Title)
			}
		}
	}
}
