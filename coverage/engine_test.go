package coverage

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

const quake = `A strong earthquake of magnitude 6.8 struck off the coast of Valmora on Tuesday, the geological survey said.
The mayor of Port Serrano, Ilda Fonteyn, said that the harbour wall had cracked and that forty people were being treated in the
hospital of Saint Brannoc. Trains between Port Serrano and Kellvik were stopped while engineers looked at the bridges. The quake was
felt as far away as Dunmarrow, where schools were closed for the day. Rescue teams from three countries were on their way by evening.`

const bank = `The central bank of Ostrania left its main interest rate at 4.25 percent on Tuesday and said that inflation would fall more
slowly than it had thought in spring. Governor Petra Lindqvist told reporters that wages in the building trade had risen by seven
percent since the winter. Shares in Ostranian lenders fell after the decision, with Nordkredit losing a tenth of its value. Economists
at the university of Tarnholm had expected a cut of a quarter of a point. The next meeting of the bank is in October.`

// place adds stories and returns the group of each after the last.
func place(e *Engine, stories ...Story) []int64 {
	for i := range stories {
		stories[i].ID = int64(i + 1)
		e.Add(stories[i])
	}
	var groups []int64
	for _, s := range stories {
		groups = append(groups, e.GroupOf(s.ID))
	}
	return groups
}

func TestOneEventIsOneGroup(t *testing.T) {
	second := strings.NewReplacer("A strong earthquake of magnitude 6.8 struck off", "Dozens were hurt when a 6.8-magnitude quake hit",
		"on Tuesday, the geological survey said", "this week", "Rescue teams from three countries were on their way by evening.",
		"It was the worst there since the winter of 1987, when the old lighthouse fell.").Replace(quake)
	e := New(Options{})
	g := place(e, Story{Title: "Strong earthquake strikes off Valmora", Text: quake},
		Story{Title: "Ostrania central bank holds rate at 4.25 percent", Text: bank},
		Story{Title: "Valmora earthquake cracks harbour wall in Port Serrano", Text: second})
	if g[0] != g[2] || g[0] == g[1] {
		t.Errorf("groups %v: want the first and the third together, the second alone", g)
	}
}

func TestReasonsNameTheTie(t *testing.T) {
	e := New(Options{})
	e.Add(Story{ID: 1, Title: "Strong earthquake strikes off Valmora", Text: quake})
	p := e.Add(Story{ID: 2, Title: "Valmora earthquake: harbour wall cracks", Text: "By our reporter. " + quake})
	if len(p.Reasons) == 0 || p.Reasons[0].Story != 1 || !p.Reasons[0].Copy || p.Reasons[0].Odds != 1 {
		t.Fatalf("reasons %+v", p.Reasons)
	}
	if !slices.ContainsFunc(p.Reasons[0].Terms, func(t Term) bool { return t.Text == "valmora" && t.Weight > 0 }) {
		t.Errorf("terms %+v do not name what is shared", p.Reasons[0].Terms)
	}
}

func TestOldIdsLeadToTheNewGroup(t *testing.T) {
	e := New(Options{})
	place(e, Story{Title: "Strong earthquake strikes off Valmora", Text: quake}, Story{Title: "What we know so far"})
	old, into := e.GroupOf(2), e.GroupOf(1)
	if p, ok := e.Renew(Story{ID: 2, Title: "What we know so far", Text: "By our reporter. " + quake}); !ok || p.Group != into || old == into {
		t.Fatalf("in %d, was in %d, want %d", p.Group, old, into)
	}
	now, stories := e.Group(old)
	if now != into || !slices.Equal(stories, []int64{1, 2}) {
		t.Errorf("id %d leads to %d with %v, want %d", old, now, stories, into)
	}
	e.Add(Story{ID: 3, Title: "Strong earthquake strikes off Valmora coast", Text: "From our correspondent. " + quake})
	if len(e.successor) != 1 {
		t.Errorf("%d ids lead elsewhere, want the one that somebody has been told of", len(e.successor))
	}
}

func TestTheWindowForgets(t *testing.T) {
	e := New(Options{Window: time.Hour})
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	e.Advance(start)
	e.Add(Story{ID: 1, Title: "Strong earthquake strikes off Valmora", Text: quake, Published: start.AddDate(50, 0, 0)})
	e.Advance(start.Add(2 * time.Hour))
	if e.Len() != 0 || e.terms() != 0 || e.groupIDs.used != 0 || len(e.successor) != 0 || len(e.heirs) != 0 {
		t.Errorf("%d stories, %d terms, %d groups left", e.Len(), e.terms(), e.groupIDs.used)
	}
	if p := e.Add(Story{ID: 2, Title: "Strong earthquake strikes off Valmora", Text: quake}); p.CopyOf != 0 {
		t.Errorf("copy of %d, which has left the window", p.CopyOf)
	}
}

// all are the slots of the window that are taken.
func (e *Engine) all() (out []*slot) {
	for at := e.oldest; at < e.coming; at++ {
		if e.here(at) {
			out = append(out, e.at(at))
		}
	}
	return out
}

// terms are the numbers in use that are not those of common terms.
func (e *Engine) terms() int { return e.lexicon.numbers.used - e.lexicon.common.index.used }

func TestMaxStoriesBoundsTheWindow(t *testing.T) {
	e := New(Options{MaxStories: 10})
	for i := range int64(100) {
		e.Add(Story{ID: i + 1, Title: fmt.Sprintf("Valmora earthquake report number %d", i), Text: quake})
	}
	if e.Len() != 10 || e.GroupOf(90) != 0 || e.GroupOf(91) == 0 {
		t.Errorf("%d stories in the window", e.Len())
	}
}

func TestAStoryTwiceKeepsItsPlace(t *testing.T) {
	e := New(Options{})
	a, b := e.Add(Story{ID: 1, Title: "Quake off Valmora"}), e.Add(Story{ID: 1, Title: "Another title"})
	if a.Group != b.Group || e.Len() != 1 {
		t.Errorf("groups %d and %d, %d stories", a.Group, b.Group, e.Len())
	}
}
