package coverage

import (
	"fmt"
	"slices"
	"testing"
)

// tied is an engine with one group of two sides of stories with texts, tied by so
// much within a side and across, where every pair costs .25.
func tied(t *testing.T, one, other int, within, across float64) *Engine {
	t.Helper()
	e := New(Options{})
	for i := range int64(one + other) {
		e.Add(Story{ID: i + 1, Title: fmt.Sprintf("Wort%dq begegnet Ding%dq", i, i)})
	}
	g := e.group(e.GroupOf(1))
	for at := e.oldest; at < e.coming; at++ {
		s := e.at(at)
		s.hasText, s.ties = true, nil
		if e.groupOf(at).members != 1 {
			t.Fatal("the stories have something in common")
		}
		e.leave(at)
		s.size = 0.5
		if at == e.oldest {
			g = e.newGroup()
		}
		e.join(at, g)
	}
	for a := e.oldest; a < e.coming; a++ {
		for b := e.oldest; b < a; b++ {
			w := across
			if (int(a-e.oldest) < one) == (int(b-e.oldest) < one) {
				w = within
			}
			e.at(a).addTie(tie{b, tieWeight(w, true)})
			e.at(b).addTie(tie{a, tieWeight(w, true)})
		}
	}
	return e
}

func sides(e *Engine, one int) (first, second []int64) {
	for id := range int64(e.len()) {
		if int(id) < one {
			first = append(first, e.GroupOf(id+1))
		} else {
			second = append(second, e.GroupOf(id+1))
		}
	}
	slices.Sort(first)
	slices.Sort(second)
	return slices.Compact(first), slices.Compact(second)
}

func TestGroupOfTwoEventsIsParted(t *testing.T) {
	for _, c := range []struct {
		name       string
		one, other int
		across     float64
		parted     bool
	}{
		{"far apart", 4, 3, 0.1, true},
		{"about at the price", 4, 3, 0.24, false},
		{"well above the price", 7, 6, 0.32, false},
		{"whole groups a little above the price", 7, 6, 0.255, true},
		{"a group and a few, a little above the price", 9, 3, 0.26, false},
		{"two of another event stay where they are drawn", 6, 2, 0.05, false},
		{"more than are looked at", 40, 30, 0.1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := tied(t, c.one, c.other, 0.5, c.across)
			number := e.GroupOf(1)
			e.split(e.oldest)
			first, second := sides(e, c.one)
			if len(first) != 1 || len(second) != 1 || first[0] != number || (second[0] != number) != c.parted {
				t.Errorf("groups %v and %v, was %d", first, second, number)
			}
		})
	}
}

// No single story gains by leaving, so moves one by one keep the two together.
func TestMovesDoNotPartAGroupOfTwoEvents(t *testing.T) {
	e := tied(t, 4, 3, 0.5, 0.2)
	for at := e.oldest; at < e.coming; at++ {
		if e.improve(at) {
			t.Fatal("a story moved: the test shows nothing")
		}
	}
	e.settle(e.oldest)
	if first, second := sides(e, 4); first[0] == second[0] {
		t.Error("two events stayed together")
	}
}

func TestGroupThatPeopleHoldIsNotParted(t *testing.T) {
	e := tied(t, 4, 3, 0.5, 0.1)
	e.rules.held = map[int64]bool{2: true}
	e.split(e.oldest)
	if first, second := sides(e, 4); first[0] != second[0] {
		t.Error("a group was parted of which a story was told to stay")
	}
}

func TestGroupOfHeadlinesIsNotParted(t *testing.T) {
	e := tied(t, 4, 3, 0.5, 0.1)
	for at := e.oldest; at < e.coming; at++ {
		e.at(at).hasText = at < e.oldest+2
	}
	e.split(e.oldest)
	if first, second := sides(e, 4); first[0] != second[0] {
		t.Error("a group of headlines was parted by their ties")
	}
}

// What was parted does not come together again by the next story, and two whole
// groups that do not pay more than the price do not come together at all.
func TestWholeGroupsPayMore(t *testing.T) {
	for _, c := range []struct {
		other  int
		across float64
		joined bool
	}{{6, 0.28, false}, {6, 0.32, true}, {3, 0.28, true}} {
		e := tied(t, 7, c.other, 0.5, c.across)
		fresh := e.newGroup()
		for id := range int64(c.other) {
			e.move(e.find(8+id), fresh)
		}
		e.mergeAround(e.oldest)
		if first, second := sides(e, 7); (first[0] == second[0]) != c.joined {
			t.Errorf("%d stories across %.2f: groups %v and %v", c.other, c.across, first, second)
		}
	}
}
