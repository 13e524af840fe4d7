package store

import (
	"context"
	"errors"
	"strings"
	"testing"

	"alsoread/news"
)

// three has stories 1 and 2 in group 1, and 3 and 4 in group 3.
func three(t testing.TB) *Store {
	t.Helper()
	s := openTest(t)
	published(t, s, "a", "b", "c", "d")
	placed(t, s, func(u news.Ungrouped) int64 { return map[int64]int64{1: 1, 2: 1, 3: 3, 4: 3}[u.ID] }, original)
	return s
}

func correct(t testing.TB, s *Store, c news.Correction) news.Correction {
	t.Helper()
	kept, err := s.Correct(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func placing(t testing.TB, s *Store) []int64 {
	t.Helper()
	at, err := s.Placing(context.Background(), []int64{1, 2, 3, 4})
	if err != nil {
		t.Fatal(err)
	}
	return []int64{at[1], at[2], at[3], at[4]}
}

func TestCorrections(t *testing.T) {
	for name, c := range map[string]struct {
		correction  news.Correction
		then, after []int64 // groups of the stories: corrected, undone
		pinned      []int64
	}{
		"split": {news.Correction{Kind: news.CorrectSplit, Group: 1, Stories: []int64{2}}, []int64{1, 4, 3, 3}, []int64{1, 1, 3, 3}, []int64{2}},
		"merge": {news.Correction{Kind: news.CorrectMerge, Group: 1, Other: 3}, []int64{1, 1, 1, 1}, []int64{1, 1, 3, 3}, []int64{1, 2, 3, 4}},
		"pin":   {news.Correction{Kind: news.CorrectPin, Group: 3, Stories: []int64{2, 2}}, []int64{1, 3, 3, 3}, []int64{1, 3, 3, 3}, []int64{2}},
		"bar":   {news.Correction{Kind: news.CorrectBar, Group: 3, Stories: []int64{4, 1}}, []int64{1, 1, 3, 4}, []int64{1, 1, 3, 4}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := three(t)
			before := version(t, s)
			kept := correct(t, s, c.correction)
			equal(t, placing(t, s), c.then)
			for id := range int64(4) {
				members, err := s.Members(context.Background(), c.then[id], 0)
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range members {
					want := false
					for _, p := range c.pinned {
						want = want || p == m.Story.ID
					}
					if m.Pinned != want || want && (len(m.Reasons) == 0 || m.Reasons[0].Kind != news.ReasonCorrection) {
						t.Errorf("story %d pinned: %v, %+v", m.Story.ID, m.Pinned, m.Reasons)
					}
				}
			}
			if version(t, s).Number == before.Number {
				t.Error("readers are not told")
			}
			if in, _ := s.Constraints(context.Background()); len(in) != 1 || in[0].ID != kept.ID {
				t.Errorf("in force: %+v", in)
			}
			undone, err := s.Undo(context.Background(), kept.ID)
			if err != nil || undone.Undone.IsZero() {
				t.Fatal(err)
			}
			equal(t, placing(t, s), c.after)
			if again, _, _ := s.Ungrouped(context.Background(), 10); len(again) == 0 {
				t.Error("grouping is not told to look again")
			}
			if in, _ := s.Constraints(context.Background()); len(in) != 0 {
				t.Errorf("in force: %+v", in)
			}
			if listed, _ := s.Corrections(context.Background(), c.correction.Group); len(listed) != 1 || listed[0].Undone.IsZero() {
				t.Errorf("listed: %+v", listed)
			}
			if _, err := s.Undo(context.Background(), kept.ID); !errors.Is(err, ErrNoCorrection) {
				t.Errorf("undone twice: %v", err)
			}
			checkGroups(t, s, map[int64]bool{})
		})
	}
}

// What makes no sense is refused in words, and nothing is changed.
func TestRefusedCorrections(t *testing.T) {
	for want, c := range map[string]news.Correction{
		"no such group":           {Kind: news.CorrectSplit, Group: 99, Stories: []int64{1}},
		"story 3 is not in it":    {Kind: news.CorrectSplit, Group: 1, Stories: []int64{3}},
		"would leave nothing":     {Kind: news.CorrectSplit, Group: 1, Stories: []int64{1, 2}},
		"story 77: no such story": {Kind: news.CorrectPin, Group: 1, Stories: []int64{77}},
		"no stories were named":   {Kind: news.CorrectBar, Group: 1},
		"the same group already":  {Kind: news.CorrectMerge, Group: 1, Other: 1},
		"group 50: no such group": {Kind: news.CorrectMerge, Group: 1, Other: 50},
		"no other stories":        {Kind: news.CorrectBar, Group: 1, Stories: []int64{1, 2}},
		"unknown kind":            {Kind: "mend", Group: 1, Stories: []int64{1}},
	} {
		s := three(t)
		before, changes := version(t, s), totalChanges(t, s)
		_, err := s.Correct(context.Background(), c)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %s", c, err, want)
		}
		equal(t, placing(t, s), []int64{1, 1, 3, 3})
		if version(t, s) != before {
			t.Errorf("%s: %d rows written", want, totalChanges(t, s)-changes)
		}
	}
}

// The numbers in a correction may be old ones, and what it says holds for the
// group that they lead to.
func TestCorrectionsFollowGroups(t *testing.T) {
	s := three(t)
	correct(t, s, news.Correction{Kind: news.CorrectMerge, Group: 1, Other: 3})
	bar := correct(t, s, news.Correction{Kind: news.CorrectBar, Group: 3, Stories: []int64{4}})
	if bar.Group != 1 {
		t.Errorf("%+v", bar)
	}
	placed(t, s, nil, nil, news.Move{Story: 1, To: 4}, news.Move{Story: 2, To: 4}, news.Move{Story: 3, To: 4})
	in, err := s.Constraints(context.Background())
	if err != nil || len(in) != 2 || in[0].Group != 4 {
		t.Errorf("%+v, %v", in, err)
	}
}
