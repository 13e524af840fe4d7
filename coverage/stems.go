package coverage

import "strings"

// stemCache keeps stems of words seen lately: stemming a word costs a
// microsecond, and a newsroom's words repeat. It is not for concurrent use.
type stemCache struct {
	languages map[language]*stems
	words     int   // in all languages
	draft     draft // scratch of read
}

// stems are those of one language.
type stems struct {
	lang   language
	ofWord map[string]*stemTerm // nil is that of a stop word
	byName map[string]*stemTerm
}

// stemTerm is one stem, the same for all words that have it.
type stemTerm struct {
	name  string
	hash  uint64
	term  uint32 // in the lexicon, if that has the hash there
	place int32  // in draft.terms, if that has the stem there
}

// maxStems bounds the words of the cache, in all languages together: 20 MB.
const maxStems = 1 << 17

// in are the stems of one language. Those it returned before may be forgotten
// by it, and stay right.
func (c *stemCache) in(lang language) *stems {
	if c.languages == nil || c.words >= maxStems {
		c.languages, c.words = map[language]*stems{}, 0
	}
	known := c.languages[lang]
	if known == nil {
		known = &stems{lang: lang, ofWord: map[string]*stemTerm{}, byName: map[string]*stemTerm{}}
		c.languages[lang] = known
	}
	return known
}

// of is the stem of any word, stop words included.
func (c *stemCache) of(w string, lang language) string {
	known := c.in(lang)
	s, ok := known.ofWord[w]
	if !ok {
		s = c.learn(known, w)
	}
	if s != nil {
		return s.name
	}
	return stem(w, lang)
}

// learn stems a word that is not among the known.
func (c *stemCache) learn(known *stems, w string) *stemTerm {
	w = strings.Clone(w) // not a part of the text that it was read in
	c.words++
	if stops[known.lang][w] {
		known.ofWord[w] = nil
		return nil
	}
	name := stem(w, known.lang)
	s := known.byName[name]
	if s == nil {
		s = &stemTerm{name: name, hash: termHash(name)}
		known.byName[name] = s
	}
	known.ofWord[w] = s
	return s
}
