package coverage

import "strings"

// stemCache keeps stems of words seen lately: stemming a word costs a
// microsecond, and a newsroom's words repeat. It is a table of small sets, in each
// of which a new word takes the place of an older one; words are told apart by 64
// bits of a hash. It is not for concurrent use.
type stemCache struct {
	sets  []stemSet // a power of two
	turn  int       // in a set, of the next to go
	taken int       // words that came in since sets was made

	fetched uint64 // what fetch sums up, so that it must look
}

// stemSet has what its words are told apart by in front: one look into memory finds
// the word or that it is not there.
type stemSet struct {
	words [stemWays]uint64 // hashes of the words and their languages; 0: nobody
	stems [stemWays]stemTerm
}

// stemTerm is the stem of a word.
type stemTerm struct {
	hash uint64 // termHash of the stem; 0: the word is a stop word
	name string // the stem
	term uint32 // in the lexicon, if that has the hash there
}

const (
	stemWays = 4
	// A cache begins small, for most engines are, and grows to about 5 MB.
	fewestStemSets = 1 << 8
	mostStemSets   = 1 << 14
)

// wordHash is of a word by the hash of its letters.
func wordHash(letters uint64, lang language) uint64 {
	h := mix(letters)
	for i := range len(lang) {
		h = (h + uint64(lang[i])) * 0x9e3779b97f4a7c15
	}
	return max(h, 1)
}

// set is where a word with this hash is, if it is known.
func (c *stemCache) set(h uint64) *stemSet { return &c.sets[h>>32&uint64(len(c.sets)-1)] }

// fetch has what find will look at brought into the caches.
func (c *stemCache) fetch(h uint64) {
	if len(c.sets) > 0 {
		c.fetched += c.set(h).words[0]
	}
}

// find is what is known of a word with this hash, see wordHash. It is good until
// the next call.
func (c *stemCache) find(w string, h uint64, lang language) *stemTerm {
	if len(c.sets) == 0 {
		c.sets = make([]stemSet, fewestStemSets)
	}
	set := c.set(h)
	for i, word := range set.words {
		if word == h {
			return &set.stems[i]
		}
	}
	return c.learn(set, w, h, lang)
}

func (c *stemCache) learn(set *stemSet, w string, h uint64, lang language) *stemTerm {
	if c.taken++; c.taken > 2*stemWays*len(c.sets) && len(c.sets) < mostStemSets {
		c.sets, c.taken = make([]stemSet, 4*len(c.sets)), 0
		set = c.set(h)
	}
	c.turn = (c.turn + 1) % stemWays
	s := &set.stems[c.turn]
	set.words[c.turn], *s = h, stemTerm{}
	if !stops[lang][w] {
		s.name = strings.Clone(stem(w, lang)) // not a part of the text that it was read in
		s.hash = termHash(s.name)
	}
	return s
}

// of is the stem of any word, stop words included.
func (c *stemCache) of(w string, lang language) string {
	if s := c.find(w, wordHash(fnv(w), lang), lang); s.hash != 0 {
		return s.name
	}
	return stem(w, lang)
}
