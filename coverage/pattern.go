package coverage

import "slices"

// Newsrooms make headlines by patterns: "Orrin shares rise after quarterly earnings
// beat", "Kelso vs Arden: TV channel, live stream, kick-off time". The words of a pattern
// come together, so together they say no more than that it is one, however rare each is;
// rarity takes them as if they came by themselves. A pattern shows by its stories: the
// same words, in the same order, tie several headlines to a new one, and each has a rare
// word of its own where the new one has its own. Headlines of one event have few such
// words, and share one with this and another with that.
const (
	// mostPatterned are the neighbours that are asked, the likest ones. Those that tell
	// the same by the same pattern are not counted.
	mostPatterned = 24
	// patternWordPart of them have a word of the pattern, which has two at least. Two are
	// a pattern only if they could begin a group, all but nearlyStrong.
	patternWordPart    = 0.8
	fewestPatternWords = 2
	nearlyStrong       = 1.5
	// patternedPart of them, and fewestPatterned, tell of something else. A third of
	// these, and fewestFillings, have each another word of their own.
	patternedPart   = 0.8
	fewestPatterned = 5
	fewestFillings  = 4
	// rareFilling is how rare a word is at least that tells one event from another: one
	// event in fifty-five has it.
	rareFilling = 4
	// mostInCommon of what a story has beside the pattern, by rarity, may stand in one
	// that tells of something else.
	mostInCommon = 0.6
	// mostUntied are the older stories that look again for their ties when a new one
	// shows that what tied them is a pattern.
	mostUntied = 8
)

// pattern is what the headline in focus has in common with those of other events.
type pattern struct {
	of     uint32   // serial of the story that was found to be made by it; 0: none
	words  []bool   // of its entries: the pattern's
	others []filled // stories of other events

	// Scratch.
	titles  [][]uint32 // of the neighbours
	serials []uint32
	terms   []uint32 // of all the titles
	bearers []int
	own     frame
	other   frame
}

// filled is a story and the word that it has where another has its own.
type filled struct{ serial, word uint32 }

// frame is a headline as a pattern sees it.
type frame struct {
	words    []uint32  // the pattern's, in the headline's order
	fillings []filling // the others
}

// filling is a word of a headline that is none of the pattern, and how many of the
// pattern stand before it.
type filling struct {
	before int
	term   uint32
	rarity float64
}

func (f filling) rare() bool { return f.rarity >= rareFilling }

// seekPattern looks for the pattern by which the headline in focus is made, among the
// stories that it would be tied to, the likest first, and says whether there is one.
func (e *Engine) seekPattern(all []found) bool {
	p := &e.pattern
	p.of = 0
	if len(all) < fewestPatterned {
		return false
	}
	p.readTitles(e, all)
	if len(p.titles) < fewestPatterned || !e.seekPatternWords() {
		return false
	}
	p.frame(e, &p.own, p.titleWords(e, e.focus.of))
	p.others = p.others[:0]
	asked := 0
	for i, terms := range p.titles {
		p.frame(e, &p.other, terms)
		if p.tellsSame(&e.focus, terms) {
			continue
		}
		asked++
		if word := p.tellsOther(&e.focus); word != 0 {
			p.others = append(p.others, filled{p.serials[i], word})
		}
	}
	if len(p.others) < fewestPatterned || float64(len(p.others)) < patternedPart*float64(asked) || !p.manyFillings() {
		return false
	}
	p.of = e.focus.of
	return true
}

// readTitles reads the headlines of the neighbours.
func (p *pattern) readTitles(e *Engine, all []found) {
	p.titles, p.serials, p.terms = p.titles[:0], p.serials[:0], p.terms[:0]
	for _, n := range all {
		if !n.copied && len(p.titles) < mostPatterned {
			p.titles, p.serials = append(p.titles, p.titleWords(e, n.serial)), append(p.serials, n.serial)
		}
	}
}

// titleWords are the terms of a story's title in its order, without numbers: there are
// few of these, so that headlines by one pattern share some. They are good until
// readTitles is called.
func (p *pattern) titleWords(e *Engine, at uint32) []uint32 {
	from := len(p.terms)
	p.terms = e.appendTitle(p.terms, at, false)
	return p.terms[from:len(p.terms):len(p.terms)]
}

// seekPatternWords finds the words of the headline in focus that most of the others have.
func (e *Engine) seekPatternWords() bool {
	p, f := &e.pattern, &e.focus
	p.bearers = append(p.bearers[:0], make([]int, len(f.entries))...)
	for _, terms := range p.titles {
		for i, term := range terms {
			if at := f.place(term); at >= 0 && !slices.Contains(terms[:i], term) {
				p.bearers[at]++
			}
		}
	}
	p.words = p.words[:0]
	words, rarity := 0, 0.0
	for i, n := range p.bearers {
		is := f.entries[i].attr&inTitle != 0 && float64(n) >= patternWordPart*float64(len(p.titles))
		if p.words = append(p.words, is); is {
			words++
			rarity += f.rarity[i]
		}
	}
	return words > fewestPatternWords || words == fewestPatternWords && rarity-e.lexicon.logGroups >= e.model.Strong-nearlyStrong
}

func (p *pattern) frame(e *Engine, out *frame, terms []uint32) {
	out.words, out.fillings = out.words[:0], out.fillings[:0]
	for _, term := range terms {
		if at := e.focus.place(term); at >= 0 && p.words[at] {
			out.words = append(out.words, term)
		} else {
			out.fillings = append(out.fillings, filling{len(out.words), term, e.lexicon.rarity(term)})
		}
	}
}

// tellsSame reports whether the other headline has the rare words of the one in focus and
// no rare one besides.
func (p *pattern) tellsSame(f *focus, other []uint32) bool {
	for _, own := range p.own.fillings {
		if own.rare() && !slices.Contains(other, own.term) {
			return false
		}
	}
	return !slices.ContainsFunc(p.other.fillings, func(t filling) bool { return t.rare() && f.place(t.term) < 0 })
}

// tellsOther is the rare word that the other headline has in the place of one of the
// headline in focus; 0: it has none, or has too much of what that has beside the pattern.
func (p *pattern) tellsOther(f *focus) (word uint32) {
	if !slices.Equal(p.own.words, p.other.words) {
		return 0
	}
	shared, own := 0.0, 0.0
	for _, t := range p.own.fillings {
		own += t.rarity
	}
	for _, t := range p.other.fillings {
		if f.place(t.term) >= 0 {
			shared += t.rarity
		} else if word == 0 && t.rare() && p.hasRareAt(t.before) {
			word = t.term
		}
	}
	if shared > mostInCommon*own {
		return 0
	}
	return word
}

func (p *pattern) hasRareAt(before int) bool {
	return slices.ContainsFunc(p.own.fillings, func(t filling) bool { return t.before == before && t.rare() })
}

// manyFillings reports whether the stories of other events have words enough of their own.
func (p *pattern) manyFillings() bool {
	n := 0
	for i, o := range p.others {
		if !slices.ContainsFunc(p.others[:i], func(before filled) bool { return before.word == o.word }) {
			n++
		}
	}
	return n >= fewestFillings && 3*n >= len(p.others)
}

// leavesOut reports whether a term of a story, by its place among them, says no more than
// that the story is made by a pattern.
func (p *pattern) leavesOut(at uint32, place int) bool { return p.of == at && p.words[place] }

// weighBeside weighs anew what the story in focus shares with others beside the words of
// its pattern; with those that tell the same, all of it counts, and with copies.
func (e *Engine) weighBeside(candidates []uint32) []found {
	p, f := &e.pattern, &e.focus
	kept := slices.DeleteFunc(slices.Clone(e.alike), func(n found) bool { return !n.copied && !e.sameByPattern(n.serial) })
	for i, is := range p.words {
		if is {
			f.rarity[i] = 0
		}
	}
	e.weighTerms()
	others := slices.DeleteFunc(slices.Clone(candidates), func(c uint32) bool {
		return slices.ContainsFunc(kept, func(n found) bool { return n.serial == c })
	})
	e.weighAll(others)
	e.alike = append(e.alike, kept...)
	return e.likest(e.alike)
}

func (e *Engine) sameByPattern(other uint32) bool {
	p := &e.pattern
	terms := p.titleWords(e, other)
	p.frame(e, &p.other, terms)
	return p.tellsSame(&e.focus, terms)
}

// untiePattern has the older stories that a pattern has tied look again for their ties,
// when a new one shows that it is one: those in a group with one that tells something else.
func (e *Engine) untiePattern() {
	others, looked := slices.Clone(e.pattern.others), 0
	for _, o := range others {
		tied := slices.ContainsFunc(others, func(n filled) bool { return n.word != o.word && e.groupAt(n.serial) == e.groupAt(o.serial) })
		if !tied {
			continue
		}
		e.lookAgain(o.serial)
		if looked++; looked == mostUntied {
			return
		}
	}
}
