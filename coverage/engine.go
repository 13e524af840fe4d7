package coverage

import (
	"slices"
	"time"
)

// Story is what the engine is told of a story. Published may be zero; Links
// are the addresses its publisher put beside it.
type Story struct {
	ID                                    int64
	Title, Text, URL, Publisher, Language string
	Published                             time.Time
	Links                                 []string
	Authors                               []string // as the publisher names them; an agency among them is credited
}

// Options of an engine; the zero value is the shipped configuration.
type Options struct {
	// Window is how long a story stays after it came in; 7 days by default.
	// It is measured on the clock that Advance moves, never on what publishers
	// say: a date in the future would otherwise empty the window.
	Window time.Duration
	// MaxStories bounds the window whatever its length; 1,000,000 by default.
	MaxStories int
	// Model is the learnt numbers; the shipped ones by default.
	Model *Model
	// Observe is handed every pair that is weighed, for learning.
	Observe func(a, b int64, texts bool, weight float64)
}

// Placement is what the engine says about a new story.
type Placement struct {
	Group   int64
	CopyOf  int64    // the story whose text it carries, see CopyOf; 0: no copy
	Agency  string   // the news agency that the story is credited to; empty: none
	Reasons []Reason // strongest tie first; empty: the story stands alone
	Kin     []Reason // ties to stories of other groups, too weak for one event; strongest first
	Moved   []Move   // older stories whose group changed because of this one
	// Originals are changes of the original of a text that stories of before carry.
	Originals []Original
	Cut       bool // the title was too long to be read whole
}

// Move is a story that changed its group.
type Move struct{ Story, From, To int64 }

// Engine groups stories as they arrive.
type Engine struct {
	options Options
	model   Model
	near    NearModel
	lexicon *lexicon
	stems   stemCache
	clock   time.Time

	slots    []slot
	free     []int32
	arrivals []int32 // slots, oldest first
	refresh  int     // the next of arrivals to have its neighbours sought again
	byID     map[int64]int32

	groups    map[int64]*group
	successor map[int64]int64 // group that is no more -> the one that took it in
	heirs     map[int64][]int64
	lastGroup int64

	borne   []bool // scratch of recount
	pulls   []pull // scratch of draw
	focus   focus  // scratch of compare
	queries []query
	top     []scored
	scores  []float32
	touched []int32
	moved   []Move

	originals []Original
	newcomer  int64
	loose     []found // weighed in the last call of link and too weak for a tie

	rules  rules // what people have corrected
	serial int64 // of the last story that came in

	languages map[string]string // seen in profiles
	wires     map[int64]*wire   // by original, while stories are restored
	adopting  bool              // what is a copy of what is known
}

// slot is one story of the window with its ties.
type slot struct {
	story *profile
	ties  []tie
	group *group
	place int     // in group.members
	size  float64 // see sizes.go
	seen  time.Time
	wire  *wire // nil: no other story has its text
	order int64 // in which it came in
}

type tie struct {
	to     int32
	weight float32
}

// New returns an empty engine. The shipped weights are part of the program; it
// panics when they cannot be read, which a test rules out.
func New(o Options) *Engine {
	if o.Window <= 0 {
		o.Window = 7 * 24 * time.Hour
	}
	if o.MaxStories <= 0 {
		o.MaxStories = 1_000_000
	}
	e := &Engine{options: o, stems: stemCache{}, byID: map[int64]int32{},
		groups: map[int64]*group{}, successor: map[int64]int64{}, heirs: map[int64][]int64{}}
	e.model = shippedOr(o.Model)
	e.near = shippedNear()
	e.lexicon = newLexicon(e.model.Common)
	return e
}

func shippedOr(m *Model) Model {
	if m != nil {
		return *m
	}
	shipped, err := Shipped()
	if err != nil {
		panic(err)
	}
	return shipped
}

// Advance moves the engine's clock, never back, and lets go of the stories
// that have left the window.
func (e *Engine) Advance(now time.Time) {
	if now.Before(e.clock) {
		return
	}
	e.clock = now
	for len(e.arrivals) > 0 && now.Sub(e.slots[e.arrivals[0]].seen) > e.options.Window {
		e.drop()
	}
}

// Len is the number of stories in the window.
func (e *Engine) Len() int { return len(e.arrivals) }

// Add places a story. A story that is in the window already keeps its place.
func (e *Engine) Add(s Story) Placement {
	if at, ok := e.byID[s.ID]; ok {
		return Placement{Group: e.slots[at].group.id, CopyOf: e.copyOf(at)}
	}
	if len(e.arrivals) >= e.options.MaxStories {
		e.drop()
	}
	p, shortened := e.profileOf(s)
	at := e.enter(p)
	e.moved, e.originals = e.moved[:0], nil
	found := e.link(at)
	kin := slices.Clone(e.loose)
	e.settle(at)
	e.recount(at)
	e.refreshOldest()
	e.loose = append(e.loose[:0], kin...)
	return e.placement(at, found, shortened)
}

func (e *Engine) enter(p *profile) int32 { return e.enterInto(p, e.newGroup()) }

func (e *Engine) enterInto(p *profile, g *group) int32 {
	var at int32
	if last := len(e.free) - 1; last >= 0 {
		at, e.free = e.free[last], e.free[:last]
	} else {
		at = int32(len(e.slots))
		e.slots = append(e.slots, slot{})
		e.scores = append(e.scores, 0)
	}
	e.serial++
	e.slots[at] = slot{story: p, seen: e.clock, order: e.serial}
	e.lexicon.enter(at, p.entries)
	e.arrivals = append(e.arrivals, at)
	e.byID[p.id], e.newcomer = at, p.id
	e.resize(at)
	e.join(at, g)
	return at
}

// drop lets the oldest story go.
func (e *Engine) drop() {
	at := e.arrivals[0]
	e.arrivals = e.arrivals[1:]
	e.refresh = max(e.refresh-1, 0)
	s := &e.slots[at]
	for _, t := range s.ties {
		e.untie(t.to, at)
	}
	e.dropCopy(at)
	e.lexicon.leave(at, s.story.entries)
	delete(e.byID, s.story.id)
	e.leave(at)
	e.slots[at] = slot{}
	e.free = append(e.free, at)
}

func (e *Engine) untie(from, to int32) {
	ties := e.slots[from].ties
	for i := range ties {
		if ties[i].to == to {
			ties[i] = ties[len(ties)-1]
			e.slots[from].ties = ties[:len(ties)-1]
			return
		}
	}
}

// changes are the moves of older stories since the last call, one a story.
func (e *Engine) changes(newcomer int64) []Move {
	var out []Move
	seen := map[int64]int{}
	for _, m := range e.moved {
		if m.Story == newcomer {
			continue
		}
		if i, ok := seen[m.Story]; ok {
			out[i].To = m.To
			continue
		}
		seen[m.Story] = len(out)
		out = append(out, m)
	}
	kept := out[:0]
	for _, m := range out {
		if m.From != m.To {
			kept = append(kept, m)
		}
	}
	return kept
}
