package scanner

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"alsoread/news"
)

// shelves is a store of stories 1 to last, of which those up to through are placed.
type shelves struct {
	last, through int64
	state         news.GroupingState
	placed        []news.Placed
	kept          []int64
	corrections   []news.Correction
	again         []int64
	fail          error  // of the next keeping
	meanwhile     func() // before the next keeping
	windows       int
	texts         bool
	profiles      []int64 // kept by KeepProfiles
}

func (s *shelves) Ungrouped(_ context.Context, limit int) (out []news.Ungrouped, _ news.GroupingState, _ error) {
	for _, id := range s.again {
		out = append(out, news.Ungrouped{ID: id, Again: true})
	}
	for id := s.through + 1; id <= s.last && len(out) < limit; id++ {
		out = append(out, news.Ungrouped{ID: id, Seen: time.Unix(id, 0)})
	}
	return out, s.state, nil
}

func (s *shelves) KeepGrouping(_ context.Context, g news.Grouping) (done news.Grouped, _ error) {
	if f := s.meanwhile; f != nil {
		s.meanwhile = nil
		f()
	}
	if err := s.fail; err != nil {
		s.fail = nil
		return done, err
	}
	if g.Turn != s.state.Turn {
		return done, news.ErrOvertaken
	}
	for _, p := range g.Placements {
		s.kept = append(s.kept, p.Story)
		s.placed = append(s.placed, news.Placed{Story: p.Story, Group: p.Group})
		s.through = max(s.through, p.Story)
		s.state.LastGroup = max(s.state.LastGroup, p.Group)
		done.Stories++
	}
	s.again = nil
	s.state.Turn++
	return done, nil
}

func (s *shelves) Window(_ context.Context, _ time.Time, texts bool) iter.Seq2[news.Placed, error] {
	s.windows++
	s.texts = texts
	return func(yield func(news.Placed, error) bool) {
		for _, p := range s.placed {
			if texts {
				p.Text = &news.Ungrouped{ID: p.Story}
			}
			if !yield(p, nil) {
				return
			}
		}
	}
}

func (s *shelves) Constraints(context.Context) ([]news.Correction, error) { return s.corrections, nil }

func (s *shelves) KeepProfiles(_ context.Context, profiles []news.Remembered) error {
	for _, p := range profiles {
		s.profiles = append(s.profiles, p.Story)
	}
	return nil
}

func (s *shelves) Placing(context.Context, []int64) (map[int64]int64, error) { return nil, nil }

// sorter is a grouper that gives each story a group of its own.
type sorter struct {
	window   []int64
	followed []news.Correction
	panicAt  int64 // story that it cannot read
	refuse   error // of Fill
	last     int64
}

func (g *sorter) Reset() { g.window = nil }

func (g *sorter) Fill(p news.Placed) ([]byte, error) {
	if g.refuse != nil {
		err := g.refuse
		g.refuse = nil
		return nil, err
	}
	g.window = append(g.window, p.Story)
	if p.Text != nil {
		return []byte("new"), nil
	}
	return nil, nil
}

func (g *sorter) Follow(c []news.Correction, _ func([]int64) (map[int64]int64, error), last int64) error {
	g.followed, g.last = c, max(g.last, last)
	return nil
}

func (g *sorter) Group(batch []news.Ungrouped) (out news.Grouping) {
	for _, u := range batch {
		if u.ID == g.panicAt {
			panic("cannot be read")
		}
		g.last++
		g.window = append(g.window, u.ID)
		out.Placements = append(out.Placements, news.Placement{Story: u.ID, Group: g.last})
	}
	return out
}

func upTo(n int64) (out []int64) {
	for id := range n {
		out = append(out, id+1)
	}
	return out
}

func placedUpTo(n int64) (out []news.Placed) {
	for _, id := range upTo(n) {
		out = append(out, news.Placed{Story: id})
	}
	return out
}

func TestGroupingPlacesEachStoryOnce(t *testing.T) {
	kept := errors.New("disk full")
	for name, c := range map[string]struct {
		shelves shelves
		sorter  sorter
		windows int
		failed  error
	}{
		"from nothing":                  {shelves{last: 600}, sorter{}, 1, nil},
		"goes on where another stopped": {shelves{last: 600, through: 580}, sorter{}, 1, nil},
		"nothing new, nothing filled":   {shelves{last: 600, through: 600}, sorter{}, 0, nil},
		"not kept, begun anew":          {shelves{last: 600, fail: kept}, sorter{}, 2, kept},
		"overtaken, filled anew":        {shelves{last: 600, fail: news.ErrOvertaken}, sorter{}, 2, nil},
		"a story that panics":           {shelves{last: 600}, sorter{panicAt: 301}, -1, nil},
		"profiles of another version":   {shelves{last: 600, through: 580, placed: placedUpTo(300)}, sorter{refuse: errors.New("old")}, 2, nil},
	} {
		t.Run(name, func(t *testing.T) {
			through := c.shelves.through
			g := NewGrouping(&c.shelves, &c.shelves, &c.sorter, time.Hour, slog.New(slog.DiscardHandler))
			if err := g.CatchUp(context.Background()); !errors.Is(err, c.failed) {
				t.Fatal(err)
			}
			if err := g.CatchUp(context.Background()); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(c.shelves.kept, upTo(600)[through:]) {
				t.Errorf("placed %d", c.shelves.kept)
			}
			if c.windows >= 0 && c.shelves.windows != c.windows {
				t.Errorf("the window was filled %d times, want %d", c.shelves.windows, c.windows)
			}
			if c.shelves.texts != (name == "profiles of another version") {
				t.Errorf("with texts: %v", c.shelves.texts)
			}
			if c.shelves.texts != slices.Equal(c.shelves.profiles, upTo(300)) {
				t.Errorf("%d profiles were kept", len(c.shelves.profiles))
			}
			if n := g.Total().Stories; n != 600-int(through) {
				t.Errorf("%d counted", n)
			}
		})
	}
}

// A correction by somebody else is followed, also one that comes while a batch is
// placed; what another process grouped fills the window anew.
func TestGroupingFollowsOthers(t *testing.T) {
	s, w := &shelves{last: 10}, &sorter{}
	g := NewGrouping(s, s, w, time.Hour, slog.New(slog.DiscardHandler))
	run := func() {
		t.Helper()
		s.last += 10
		if err := g.CatchUp(context.Background()); err != nil || !slices.Equal(s.kept, upTo(s.last)) {
			t.Fatalf("%v, placed %d", err, s.kept)
		}
	}
	correct := func() {
		s.corrections = append(s.corrections, news.Correction{ID: int64(len(s.corrections) + 1)})
		s.state.Turn++
		s.state.Corrected++
	}
	run()
	correct()
	run()
	if len(w.followed) != 1 || s.windows != 1 {
		t.Errorf("%d corrections followed, %d windows", len(w.followed), s.windows)
	}
	s.meanwhile = correct
	run()
	if len(w.followed) != 2 {
		t.Errorf("%d corrections followed", len(w.followed))
	}
	windows := s.windows
	s.state.Turn++ // another process has grouped
	s.placed = append(s.placed, news.Placed{Story: 1000})
	run()
	if s.windows != windows+1 || !slices.Contains(w.window, 1000) {
		t.Errorf("%d windows", s.windows)
	}
}

// While nothing wakes it, it looks around once a minute; at the end it places
// what is left.
func TestGroupingBesideTheLane(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelves{last: 1}
		g := NewGrouping(s, s, &sorter{}, time.Hour, slog.New(slog.DiscardHandler))
		woken, ended := make(chan struct{}, 1), make(chan error, 1)
		go func() { ended <- g.beside(t.Context(), woken) }()
		time.Sleep(lookAround + time.Second)
		synctest.Wait()
		if len(s.kept) != 1 {
			t.Errorf("placed %d", s.kept)
		}
		s.last = 2
		woken <- struct{}{}
		synctest.Wait()
		if len(s.kept) != 2 {
			t.Errorf("placed %d", s.kept)
		}
		s.last = 3
		close(woken)
		if err := <-ended; err != nil || len(s.kept) != 3 {
			t.Errorf("placed %d, %v", s.kept, err)
		}
	})
}

// Told to stop, it leaves the rest.
func TestGroupingStops(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	s := &shelves{last: 1000, meanwhile: stop}
	g := NewGrouping(s, s, &sorter{}, time.Hour, slog.New(slog.DiscardHandler))
	if err := g.CatchUp(ctx); err != nil {
		t.Fatal(err)
	}
	if len(s.kept) != groupAtOnce {
		t.Errorf("placed %d: the batch under way is kept, and no other", len(s.kept))
	}
}
