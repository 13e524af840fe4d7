package coverage

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

var start = time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)

// stream is n stories of a few dozen events, some with text, some copies.
func stream(n int) []news.Ungrouped {
	random := rand.New(rand.NewPCG(3, 1))
	places := []string{"Valmora", "Kellvik", "Ostrania", "Dunmarrow", "Tarnholm", "Brannoc", "Port Serrano", "Nordvik", "Altbruck", "Merrow"}
	things := []string{"earthquake", "strike", "flood", "election", "ferry", "bank", "bridge", "fire", "trial", "budget", "match", "vaccine"}
	out := make([]news.Ungrouped, n)
	for i := range out {
		place, thing := places[random.IntN(len(places))], things[random.IntN(len(things))]
		u := news.Ungrouped{ID: int64(i + 1), Publisher: fmt.Sprint("p", random.IntN(8)), Seen: start.Add(time.Duration(i) * time.Minute),
			Title: fmt.Sprintf("%s %s: %d people and the %s minister", place, thing, 10+len(place)*len(thing), thing), Language: "en",
			URL: fmt.Sprintf("https://p.example/%d/%s-%s", i, place, thing)}
		if random.IntN(2) == 0 {
			u.Text = sentence(random, place, thing)
		}
		u.Published = u.Seen
		out[i] = u
	}
	return out
}

// sentence is sixty words, most of them such as only this event has.
func sentence(random *rand.Rand, place, thing string) string {
	words := []string{place, thing}
	for len(words) < 60 {
		words = append(words, fmt.Sprintf("%s%c%c", []string{place[:3], thing[:3], "the"}[random.IntN(3)], 'a'+rune(random.IntN(6)), 'a'+rune(random.IntN(6))))
	}
	return strings.Join(words, " ")
}

// kept is the store, as far as a window is filled from it.
type kept struct {
	placed map[int64]news.Placed
	order  []int64
}

func (k *kept) keep(g news.Grouping, seen map[int64]time.Time) {
	if k.placed == nil {
		k.placed = map[int64]news.Placed{}
	}
	for _, p := range g.Placements {
		if _, known := k.placed[p.Story]; !known {
			k.order = append(k.order, p.Story)
		}
		k.placed[p.Story] = news.Placed{Story: p.Story, Group: p.Group, CopyOf: p.CopyOf, Seen: seen[p.Story], Profile: p.Profile}
	}
	for _, o := range g.Originals {
		for id, p := range k.placed {
			if id == o.From || p.CopyOf == o.From {
				p.CopyOf = o.To
				k.placed[id] = p
			}
		}
	}
	for _, m := range g.Moves {
		p := k.placed[m.Story]
		p.Group = m.To
		k.placed[m.Story] = p
	}
}

func fill(t *testing.T, g *Grouper, k *kept, text func(int64) *news.Ungrouped) {
	t.Helper()
	g.Reset()
	for _, id := range k.order {
		p := k.placed[id]
		if text != nil {
			p.Text = text(id)
		}
		profile, err := g.Fill(p)
		if err != nil || (profile != nil) != (text != nil) {
			t.Fatalf("%d bytes, %v", len(profile), err)
		}
		if profile != nil {
			p.Profile = profile
			k.placed[id] = p
		}
	}
	last := int64(0)
	for _, p := range k.placed {
		last = max(last, p.Group)
	}
	if err := g.Follow(nil, func([]int64) (map[int64]int64, error) { return nil, nil }, last); err != nil {
		t.Fatal(err)
	}
}

// What is told of a batch is what the engine holds: a store that keeps it has
// every story where the engine has it.
func TestWhatIsToldIsWhatIsHeld(t *testing.T) {
	all := stream(400)
	g, k := NewGrouper(Options{}), &kept{}
	for len(all) > 0 {
		n := min(37, len(all))
		k.keep(g.Group(all[:n]), seenOf(all[:n]))
		all = all[n:]
		for id, p := range k.placed {
			if p.Group != g.engine.GroupOf(id) {
				t.Fatalf("story %d was told to be in %d and is in %d", id, p.Group, g.engine.GroupOf(id))
			}
		}
	}
	if g.engine.groupIDs.used < 5 || g.engine.groupIDs.used > 300 {
		t.Errorf("%d groups of 400 stories: nothing was tested", g.engine.groupIDs.used)
	}
}

func seenOf(all []news.Ungrouped) map[int64]time.Time {
	out := map[int64]time.Time{}
	for _, u := range all {
		out[u.ID] = u.Seen
	}
	return out
}

// A restart changes no group and gives no number twice, and goes on as if it had
// not been: what is kept of stories is the whole of what placing needs.
func TestRestart(t *testing.T) {
	all := stream(500)
	for name, text := range map[string]func(int64) *news.Ungrouped{
		"from profiles": nil,
		"from texts":    func(id int64) *news.Ungrouped { return &all[id-1] },
	} {
		t.Run(name, func(t *testing.T) {
			on, k := NewGrouper(Options{}), &kept{}
			k.keep(on.Group(all[:400]), seenOf(all[:400]))
			again := NewGrouper(Options{})
			fill(t, again, k, text)
			if again.Len() != on.Len() {
				t.Fatalf("%d stories, want %d", again.Len(), on.Len())
			}
			for id, p := range k.placed {
				if got := again.engine.GroupOf(id); got != p.Group || again.engine.CopyOf(id) != p.CopyOf {
					t.Fatalf("story %d is in %d, was in %d", id, got, p.Group)
				}
			}
			if again.engine.lastGroup < on.engine.lastGroup && again.engine.lastGroup != lastOf(k) {
				t.Errorf("the last number is %d, was %d", again.engine.lastGroup, on.engine.lastGroup)
			}
			if text != nil {
				return
			}
			// The one thing that is not kept is which older story is looked at again next,
			// while the window is small.
			again.engine.refresh = on.engine.refresh
			a, b := on.Group(all[400:]), again.Group(all[400:])
			for i := range a.Placements {
				x, y := members(on.engine, a.Placements[i].Group), members(again.engine, b.Placements[i].Group)
				if !slices.Equal(x, y) {
					t.Errorf("story %d is with %d others, without a restart with %d", a.Placements[i].Story, len(y), len(x))
				}
			}
		})
	}
}

func lastOf(k *kept) (last int64) {
	for _, p := range k.placed {
		last = max(last, p.Group)
	}
	return last
}

func members(e *Engine, group int64) []int64 {
	_, stories := e.Group(group)
	return stories
}

func TestProfilesOfAnotherVersionAreRefused(t *testing.T) {
	e := New(Options{})
	e.Add(Story{ID: 1, Title: "Strong earthquake strikes off Valmora", Text: quake})
	whole := e.Profile(e.record(), 1)
	for name, data := range map[string][]byte{
		"nothing": nil, "another version": append([]byte{99}, whole[1:]...), "cut short": whole[:len(whole)/2], "too long": append(slices.Clone(whole), 0),
	} {
		again := New(Options{})
		if err := again.Restore(news.Placed{Story: 1, Group: 1, Seen: start, Profile: data}); !errors.Is(err, ErrProfile) {
			t.Errorf("%s: %v", name, err)
		}
		if again.Len() != 0 {
			t.Errorf("%s: %d stories in the window", name, again.Len())
		}
	}
}

func FuzzRestore(f *testing.F) {
	e := New(Options{})
	for _, u := range stream(20) {
		e.Add(storyOf(&u))
		f.Add(e.Profile(e.record(), u.ID))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		e := New(Options{})
		if err := e.Restore(news.Placed{Story: 7, Group: 3, Seen: start, Profile: data}); err != nil {
			if e.Len() != 0 || !errors.Is(err, ErrProfile) {
				t.Fatalf("%v, %d stories", err, e.Len())
			}
			return
		}
		e.Add(Story{ID: 8, Title: "Strong earthquake strikes off Valmora", Text: quake})
		e.Advance(start.AddDate(1, 0, 0))
		if e.Len() != 0 {
			t.Fatal("the window does not let go of it")
		}
	})
}

// A story whose page was read is judged by its text.
func TestRenew(t *testing.T) {
	e := New(Options{})
	e.Add(Story{ID: 1, Title: "Strong earthquake strikes off Valmora", Text: quake})
	e.Add(Story{ID: 2, Title: "What we know so far"})
	e.Add(Story{ID: 3, Title: "Ostrania central bank holds rate", Text: bank})
	if e.GroupOf(1) == e.GroupOf(2) {
		t.Fatal("together before there was a text")
	}
	p, ok := e.Renew(Story{ID: 2, Title: "What we know so far", Text: "By our reporter. " + quake})
	if !ok || e.GroupOf(1) != e.GroupOf(2) || p.Group != e.GroupOf(2) || p.CopyOf != 1 || len(p.Reasons) == 0 {
		t.Errorf("%+v, %v", p, ok)
	}
	if p, ok = e.Renew(Story{ID: 2, Title: "Bank keeps its rate", Text: bank}); !ok || e.GroupOf(1) == e.GroupOf(2) || p.CopyOf == 1 {
		t.Errorf("%+v, %v", p, ok)
	}
	if _, ok := e.Renew(Story{ID: 9, Title: "Nobody knows it"}); ok {
		t.Error("a story that is not in the window was renewed")
	}
}

// Whatever is renewed in whatever order, the window forgets all of it.
func TestRenewedStoriesLeaveTheWindow(t *testing.T) {
	all := stream(300)
	e := New(Options{Window: time.Hour})
	random := rand.New(rand.NewPCG(1, 9))
	for i, u := range all {
		e.Advance(u.Seen)
		e.Add(storyOf(&u))
		if i%2 == 0 {
			other := all[random.IntN(i+1)]
			other.Text = bank + other.Title
			e.Renew(storyOf(&other))
		}
	}
	e.Advance(start.AddDate(1, 0, 0))
	if e.Len() != 0 || e.groupIDs.used != 0 || len(e.successor) != 0 || e.terms() != 0 {
		t.Errorf("%d stories, %d groups, %d terms left", e.Len(), e.groupIDs.used, e.terms())
	}
	for n, term := range e.lexicon.terms {
		if term.refs > 0 || term.found != 0 || term.events != 0 || e.lexicon.isCommon(uint32(n)) && e.lexicon.counted[n] != 0 {
			t.Fatalf("term %d is still borne by %d stories and %d events, and finds %d", n, term.refs, term.events, term.found)
		}
	}
}
