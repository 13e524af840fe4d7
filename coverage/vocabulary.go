package coverage

import "math"

// A headline has room for few words, so it may share only one or two with each
// other headline of its event, and tell its event by all of them together; and a
// story told from another side may share a headline's words with its event, and
// little else with any one text. So a large group is asked as a whole: is the
// headline more likely to be drawn from the words of this group than from news at
// large? (A mixture of events, each with words of its own, after Yin and Wang 2014;
// here asked of one headline and the groups that it has ties to.)
const (
	// witnesses are how many stories of a group are read for its words.
	witnesses = 64
	// witnessesOfText are how many when these, too, have texts to be read.
	witnessesOfText = 24
	// maxAsks are the stories with texts, among all that are looked at for a new one, of
	// which it is asked what words draw them: to read what groups of texts say is
	// dear, and a new story has many neighbours.
	maxAsks = 2
	// maxStays are the stories, among the same, of which it is asked whether words hold
	// them where they are; of the others it is taken to be so, until the next time.
	maxStays = 4
	// newWord is what a word costs that the group has not said yet, as the negative
	// logarithm of how often the next word of a headline is new to its group.
	newWord = 0.6
)

// drawnByWords is the group, among those that draw the headline in focus, that
// explains it best, if one does.
func (e *Engine) drawnByWords(at uint32) (best *group) {
	most := 0.0
	for _, g := range e.strongestPulls() {
		if g != nil {
			if odds := e.odds(at, g); odds > most {
				best, most = g, odds
			}
		}
	}
	return best
}

// strongestPulls are the large groups that draw the story most: it is asked of no
// more whether their words explain it.
func (e *Engine) strongestPulls() (groups [3]*group) {
	var sums [len(groups)]float64
	for i := range e.pulls {
		p := &e.pulls[i]
		if int(p.group.members) < established {
			continue
		}
		sum, g := p.sum, p.group
		for k := range groups {
			if sum > sums[k] {
				sum, sums[k] = sums[k], sum
				g, groups[k] = groups[k], g
			}
		}
	}
	return groups
}

// explained reports whether a story is likelier of a large group than of none.
func (e *Engine) explained(at uint32, g *group) bool {
	return int(g.members) >= established && e.odds(at, g) > 0
}

// headWords are those of one story that groups are asked for.
type headWords struct {
	terms   []uint32 // ascending
	rarity  []float64
	bearers []uint16 // of each term, among the stories of the group that was asked last
}

// staysByWords reports whether the words of a story's own group hold it there although
// its ties do not.
func (e *Engine) staysByWords(at uint32, home *group) bool {
	if int(home.members) < established {
		return false
	}
	if e.stays == 0 {
		return true
	}
	e.stays--
	return e.odds(at, home) > 0
}

// odds is the logarithm of the odds that the headline of a story is drawn from the
// words of a group rather than from news at large: of two words at least, since one
// may be that of another event, and of a group that enough stories of other
// publishers are read of. Before its words are seen, a group is as likely as it is large.
func (e *Engine) odds(at uint32, g *group) float64 {
	if !e.tellsByWords(at) {
		return math.Inf(-1)
	}
	h, n := e.readHeadline(at), e.countBearers(at, g)
	others := float64(g.members)
	if e.groupAt(at) == g.place {
		others--
	}
	odds, shared := math.Log(float64(g.members))-e.lexicon.logGroups, 0
	for i, bearers := range h.bearers {
		if bearers == 0 {
			odds -= newWord
			continue
		}
		shared++
		odds += math.Log((float64(bearers)-0.5)/float64(n)) + e.rarityOutside(h.terms[i], h.rarity[i], others, float64(bearers)/float64(n))
	}
	if shared < 2 || n < established || odds > 0 && e.heldByPattern(at, g, n) {
		return math.Inf(-1)
	}
	return odds
}

// rarityOutside is how rare a word of a story is among the others that are not of a
// group, which has so many others and of them a part that bears it; at most what it is
// by events, which counts beside them for as many stories as unseen says. Rarity by events
// takes for granted that the group is one event: one that was joined by words which most
// stories have would explain all of these, and take them in.
func (e *Engine) rarityOutside(term uint32, byEvents, others, part float64) float64 {
	stories := float64(e.len()) - 1 - others
	bearers := max(float64(e.lexicon.terms[term].refs)-1-part*others, 0)
	return min(byEvents, math.Log((stories+unseen)/(bearers+unseen*math.Exp(-byEvents))))
}

// reasonOfWords tells which words of a group explain a story.
func (e *Engine) reasonOfWords(at uint32, g *group) Reason {
	r := Reason{Odds: 1 / (1 + math.Exp(-e.odds(at, g)))}
	h := &e.head
	for i, bearers := range h.bearers {
		if bearers > 0 {
			r.Terms = append(r.Terms, Term{e.lexicon.nameOf(h.terms[i]), h.rarity[i]})
		}
	}
	r.rank()
	return r
}

// readHeadline reads the terms of a story's headline; where that is all there is, those
// of the address too.
func (e *Engine) readHeadline(at uint32) *headWords {
	h, p, term := &e.head, e.parts(at), uint32(0)
	h.terms, h.rarity = h.terms[:0], h.rarity[:0]
	s := e.at(at)
	for i, a := range p.attrs {
		term, p.gaps = next(term, p.gaps)
		if (!s.hasText || attr(a)&inTitle != 0) && !e.pattern.leavesOut(at, i) {
			h.terms, h.rarity = append(h.terms, term), append(h.rarity, e.lexicon.rarity(term))
		}
	}
	h.discount(e.usual(s))
	return h
}

// tellsByWords is a story whose headline tells of one event.
func (e *Engine) tellsByWords(at uint32) bool {
	s := e.at(at)
	return s.form == plain && s.titleLen > 1
}

// countBearers counts, for each term of the headline that was read, how many of a
// group's stories but its own bear it, of as many as it says. Those of its own
// publisher are left out: a series has its own words, whatever it tells.
func (e *Engine) countBearers(at uint32, g *group) (asked int) {
	h, s := &e.head, e.at(at)
	h.bearers = append(h.bearers[:0], make([]uint16, len(h.terms))...)
	most := witnesses
	if s.hasText {
		most = witnessesOfText
	}
	for m := range e.membersOf(g) {
		if own := e.at(m).publisher; m == at || own != 0 && own == s.publisher {
			continue
		}
		if asked == most {
			break
		}
		asked++
		h.ask(e.parts(m))
	}
	return asked
}

// ask counts the terms that a story bears. Both lists ascend, so they are walked
// side by side.
func (h *headWords) ask(p parts) {
	term, n := uint32(0), 0 // n: of the headline's terms
	for range p.attrs {
		term, p.gaps = next(term, p.gaps)
		for n < len(h.terms) && h.terms[n] < term {
			n++
		}
		if n == len(h.terms) {
			return
		}
		if h.terms[n] == term {
			h.bearers[n]++
		}
	}
}
