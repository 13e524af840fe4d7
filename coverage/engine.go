package coverage

import (
	"slices"
	"sync"
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
	options   Options
	model     Model
	near      NearModel
	lexicon   *lexicon
	stems     stemCache
	draft     draft
	languages languages
	clock     time.Time

	*window
	refresh uint32 // serial of the next story to have its neighbours sought again

	groups    pool[group]
	groupIDs  index
	successor map[int64]int64 // group that is no more -> the one that took it in
	heirs     map[int64][]int64
	lastGroup int64
	told      int64 // the last number of a group that the caller may know

	reading  reading   // what was read last
	scratch  []int16   // of compare
	borne    []bool    // scratch of recount
	head     headWords // scratch of odds
	asks     int       // left in settle, see maxAsks
	stays    int       // likewise, see maxStays
	pulls    []pull    // scratch of draw
	paper    splitter  // scratch of split
	pattern  pattern   // of the story that was linked last
	series   series    // likewise
	template pattern   // scratch of templated
	focus    focus     // what compare compares with
	board    board     // scratch of candidates
	moved    []Move

	originals []Original
	newcomer  int64
	shared    []sharedTerm // scratch of reason
	alike     []found      // weighed in the last call of link, as they came
	order     []uint64     // scratch of likest
	ranked    []found      // the likest of them
	loose     []found      // the same, too weak for a tie
	doubtful  []uint32     // see furniture
	unpacked  []entry      // scratch of appendTitle
	title     []uint32     // scratch

	rules    rules           // what people have corrected
	wires    map[int64]*wire // by the stories that carry them
	restored map[int64]*wire // by original, while stories are restored
	adopting bool            // what is a copy of what is known
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
	e := &Engine{options: o, window: newWindow(), successor: map[int64]int64{}, heirs: map[int64][]int64{}, wires: map[int64]*wire{}}
	e.groupIDs = newIndex(func(g uint32) uint64 { return mix(uint64(e.groups.at(g).id)) })
	e.model = shippedOr(o.Model)
	e.near = shippedNear()
	e.lexicon = newLexicon(e.common())
	return e
}

func (e *Engine) common() *commonTerms {
	if e.options.Model == nil {
		return shippedCommon()
	}
	return commonOf(e.model.Common)
}

func shippedOr(m *Model) Model {
	if m != nil {
		return *m
	}
	return shippedModel()
}

// shippedModel is read once, for it is the same for all engines and takes milliseconds.
var shippedModel = sync.OnceValue(func() Model {
	m, err := Shipped()
	if err != nil {
		panic(err)
	}
	return m
})

// Advance moves the engine's clock, never back, and lets go of the stories
// that have left the window.
func (e *Engine) Advance(now time.Time) {
	if now.Before(e.clock) {
		return
	}
	e.clock = now
	for e.len() > 0 && now.Sub(time.Unix(int64(e.at(e.oldest).seen), 0)) > e.options.Window {
		e.drop()
	}
}

// Len is the number of stories in the window.
func (e *Engine) Len() int { return e.len() }

// Add places a story. A story that is in the window already keeps its place.
func (e *Engine) Add(s Story) Placement {
	if at := e.find(s.ID); at != 0 {
		return Placement{Group: e.groupOf(at).id, CopyOf: e.copyOf(at)}
	}
	e.makeRoom()
	r := e.read(s)
	r.index(e.lexicon)
	r.seen = stamp(e.clock)
	e.begin(s.ID)
	at := e.enter(r, e.newGroup())
	found, loose := slices.Clone(e.link(at)), slices.Clone(e.loose)
	e.settle(at)
	e.recount(at)
	e.untieOthers(at)
	e.refreshOldest()
	return e.placement(at, found, loose, r.shortened)
}

// begin begins to note what one story changes.
func (e *Engine) begin(story int64) {
	e.moved, e.originals, e.newcomer, e.told = e.moved[:0], nil, story, e.lastGroup
}

// makeRoom lets the oldest stories go when there is no room for one more.
func (e *Engine) makeRoom() {
	for e.len() >= e.options.MaxStories {
		e.drop()
	}
	e.startOver()
}

// startOver empties the window when its serials have run out, after a thousand
// million stories.
func (e *Engine) startOver() {
	if e.coming <= maxSerial {
		return
	}
	for e.len() > 0 {
		e.drop()
	}
	e.window, e.refresh, e.focus.of = newWindow(), 0, 0
}

// enter takes a story into the window and a group.
func (e *Engine) enter(r *reading, g *group) uint32 {
	l := e.lexicon
	r.terms, r.ordered, r.slot.links = uint16(len(r.entries)), uint8(len(r.order)), uint8(len(r.links))
	for i, t := range r.entries {
		l.bear(t.term, r.names[i])
		if t.counted {
			l.countEvents(t.term, true)
		}
	}
	at := e.window.add(r)
	for _, t := range r.entries {
		if t.indexed {
			l.lead(t.term, at)
		}
	}
	for _, address := range r.links {
		n := l.numberOf(linkHash(address))
		l.bear(n, "")
		l.lead(n, at)
	}
	l.count(e.len())
	e.resize(at)
	e.join(at, g)
	e.consult(at)
	return at
}

// drop lets the oldest story go.
func (e *Engine) drop() {
	s := e.at(e.oldest)
	e.dropCopy(s.id)
	e.vacate(e.oldest)
}

// vacate takes a story off its place.
func (e *Engine) vacate(at uint32) {
	s, l := e.at(at), e.lexicon
	for _, t := range s.ties {
		e.untie(t.to, at)
	}
	e.leave(at)
	e.dismiss(at)
	p, term := e.parts(at), uint32(0)
	for i := range p.attrs {
		term, p.gaps = next(term, p.gaps)
		if p.isCounted(i) {
			l.countEvents(term, false)
		}
		l.unbear(term)
	}
	for i := range int(s.links) {
		l.unbear(l.find(linkHash(linkAt(p.links, i))))
	}
	e.window.remove(at)
	l.count(e.len())
}

func (e *Engine) untie(from, to uint32) {
	ties := e.at(from).ties
	for i := range ties {
		if ties[i].to == to {
			ties[i] = ties[len(ties)-1]
			e.at(from).ties = ties[:len(ties)-1]
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
