package news

import (
	"testing"
	"time"
)

func told(id int64, publisher string, minute int) Standing {
	at := noon.Add(time.Duration(minute) * time.Minute)
	return Standing{Story: id, Publisher: publisher, Title: publisher, Sort: at, Seen: at.Add(time.Hour)}
}

func TestSummarize(t *testing.T) {
	copyOf := func(s Standing, of int64) Standing { s.CopyOf = of; return s }
	with := func(s Standing, change func(*Standing)) Standing { change(&s); return s }
	exclusive := with(told(1, "a", 0), func(s *Standing) { s.Title = "EXCLUSIVE: nobody else" })
	for name, c := range map[string]struct {
		members                             []Standing
		lead                                int64
		publishers, outlets, copies, latest int
		exclusive                           bool
	}{
		"one story":                           {[]Standing{told(1, "a", 0)}, 1, 1, 1, 0, 0, false},
		"the earliest leads":                  {[]Standing{told(1, "a", 9), told(2, "b", 5)}, 2, 2, 2, 0, 9, false},
		"a wire copy of three":                {[]Standing{told(1, "a", 0), copyOf(told(2, "b", 1), 1), copyOf(told(3, "c", 2), 1)}, 1, 1, 3, 2, 0, false},
		"a publisher counts once":             {[]Standing{told(1, "a", 0), told(2, "a", 30)}, 1, 1, 1, 0, 0, false},
		"a reprint by one that tells it too":  {[]Standing{told(1, "a", 0), copyOf(told(2, "b", 1), 1), told(3, "b", 2)}, 1, 2, 2, 1, 2, false},
		"copies of a story that is elsewhere": {[]Standing{copyOf(told(2, "b", 1), 1), copyOf(told(3, "c", 2), 1)}, 2, 1, 2, 1, 1, false},
		"a copy never leads": {[]Standing{copyOf(with(told(1, "a", 0), func(s *Standing) { s.Text, s.Image = true, true }), 2), told(2, "b", 1)},
			2, 1, 2, 1, 1, false},
		"free to read before paid": {[]Standing{with(told(1, "a", 0), func(s *Standing) { s.Paywalled, s.Text, s.Image = true, true, true }), told(2, "b", 1)},
			2, 2, 2, 0, 1, false},
		"with an image before without": {[]Standing{told(1, "a", 0), with(told(2, "b", 1), func(s *Standing) { s.Image = true })}, 2, 2, 2, 0, 1, false},
		"marked exclusive":             {[]Standing{exclusive}, 1, 1, 1, 0, 0, true},
		"marked, but reprinted":        {[]Standing{exclusive, copyOf(told(2, "b", 1), 1)}, 1, 1, 2, 1, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			g := Summarize(7, c.members)
			if g.ID != 7 || g.Lead != c.lead || g.Publishers != c.publishers || g.Outlets != c.outlets || g.Copies != c.copies ||
				g.Exclusive != c.exclusive || !g.Latest.Equal(noon.Add(time.Duration(c.latest)*time.Minute)) || !g.Joined.Equal(g.Latest.Add(time.Hour)) {
				t.Errorf("%+v", g)
			}
		})
	}
}

// One that told the event is worth six hours against two, two against four; all
// reprints together count as one newsroom at most.
func TestRank(t *testing.T) {
	higher := func(what string, a, b float64) {
		t.Helper()
		if a <= b {
			t.Errorf("%s: %v is not above %v", what, a, b)
		}
	}
	higher("later of equals", Rank(1, 0, noon.Add(time.Minute)), Rank(1, 0, noon))
	higher("two against one that is 5 h later", Rank(2, 0, noon), Rank(1, 0, noon.Add(5*time.Hour)))
	higher("one that is 7 h later against two", Rank(1, 0, noon.Add(7*time.Hour)), Rank(2, 0, noon))
	higher("sixteen against one that is 23 h later", Rank(16, 0, noon), Rank(1, 0, noon.Add(23*time.Hour)))
	higher("a reprint against none", Rank(1, 1, noon), Rank(1, 0, noon))
	higher("three newsrooms against one with 500 reprints", Rank(3, 0, noon), Rank(1, 500, noon))
	if Rank(1, 0, noon) < RankFloor(noon) {
		t.Error("a group of that time ranks below the floor")
	}
}

func TestMarkedExclusive(t *testing.T) {
	for title, want := range map[string]bool{
		"EXCLUSIVE: Minister knew":            true,
		"Exclusive - Minister knew":           true,
		"[단독] 장관은 알고 있었다":                     true,
		"【独家】部长早已知情":                          true,
		"EXKLUSIV | Ministerin wusste es":     true,
		"Exclusif : le ministre savait":       true,
		"Эксклюзив: министр знал":             true,
		"ÖZEL HABER: Bakan biliyordu":         true,
		"Minister knew (exclusive)":           true,
		"  “Exclusive”: Minister knew":        true,
		"Exclusive club burns down":           false,
		"Exclusive Caribbean island for sale": false,
		"Minister gives exclusive interview":  false,
		"Exclusivity: a history":              false,
		"":                                    false,
		"Exclusive":                           false,
	} {
		if got := MarkedExclusive(title); got != want {
			t.Errorf("%q: %v", title, got)
		}
	}
}

func TestRelate(t *testing.T) {
	link := func(group int64, publisher string, own bool) Tie {
		return Tie{Group: group, Publisher: publisher, Own: own, Reason: RelationReason{Kind: ReasonLink}}
	}
	terms := func(group int64, score float64) Tie {
		return Tie{Group: group, Score: score, Reason: RelationReason{Kind: ReasonTerms}}
	}
	relations := Relate([]Tie{
		terms(1, 1), terms(1, 1), terms(1, 1), // likeness is one sign, however often
		link(2, "a", true), link(2, "a", true), // so is what one publisher promotes
		link(3, "a", false),
		link(4, "a", false), link(4, "b", false), terms(4, .5),
	})
	var order []int64
	for _, r := range relations {
		order = append(order, r.Group.ID)
	}
	if len(order) != 4 || order[0] != 4 || order[1] != 3 || order[2] != 1 || order[3] != 2 {
		t.Errorf("order %d: %+v", order, relations)
	}
	if r := relations[0]; r.Reason.Kind != ReasonLink || r.Score <= relations[1].Score || r.Score >= 1 {
		t.Errorf("%+v", r)
	}
}
