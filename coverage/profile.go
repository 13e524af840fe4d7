package coverage

import (
	"math"
	"slices"
	"strings"
	"time"
)

// reading is what was read of a story, before it is packed into the window. It is
// used again for the next story.
type reading struct {
	slot
	entries   []entry  // sorted by term
	names     []string // of the entries
	order     []uint8
	links     []uint32 // hashes of addresses
	sketch    sketch
	weights   []float64 // scratch of index
	sorted    []float64
	stored    stored // scratch of readProfile
	shortened bool   // the title was cut
}

// hashOf is the same in every process: profiles are stored.
func hashOf(s string) uint64 { return mix(fnv(s)) }

// read reads a story. What it returns is good until the next is read.
func (e *Engine) read(s Story) *reading {
	title, cutTitle := cut(s.Title, maxTitleBytes)
	text, _ := cut(s.Text, maxTextBytes)
	text = withoutClock(text, s.Published)
	d, r := &e.draft, &e.reading
	d.clear()
	n := d.read(title, text, s.Language, e)
	*r = reading{shortened: cutTitle, entries: r.entries[:0], names: r.names[:0], order: r.order[:0], links: r.links[:0],
		weights: r.weights, sorted: r.sorted, stored: r.stored}
	r.id, r.published, r.form = s.ID, stamp(e.believed(s.Published)), formOf(title)
	r.lang, r.hasText = e.languages.number(d.lang), len(d.words)-n >= fullText
	if s.Publisher != "" {
		r.publisher = uint32(max(hashOf(strings.ToLower(s.Publisher))>>32, 1))
	}
	r.titleKey = uint32(keyOf(d.words[:n]) >> 32)
	d.readTitle(n)
	d.readAuthors(s.Authors)
	d.readText(n)
	d.readLinks(s)
	r.titleLen, r.self = uint8(min(len(d.title), math.MaxUint8)), d.self
	r.sketch, r.sketched = sketchOf(d.letters[n:])
	r.unlisted = d.unlisted(d.words[n:])
	r.shortText = r.hasText && r.sketch.words < boilerplateWords
	r.agency, r.agencyOwn = agencyOf(&s)
	r.links = append(r.links, d.links...)
	r.entries, r.names = d.entries(r.entries, r.names)
	r.order = d.order(r.order)
	return r
}

// maxIndexed are the terms by which a story is found, its weightiest; it seeks
// others by all of its own. Measured: all terms instead find nothing more.
const maxIndexed = 16

// index marks the terms by which the story is to be found.
func (r *reading) index(l *lexicon) {
	r.weights = r.weights[:0]
	for _, t := range r.entries {
		r.weights = append(r.weights, standings[t.attr]*power(l.rarity(t.term)))
	}
	least := 0.0
	if len(r.weights) > maxIndexed {
		r.sorted = append(r.sorted[:0], r.weights...)
		slices.Sort(r.sorted)
		least = r.sorted[len(r.sorted)-maxIndexed]
	}
	for i := range r.entries {
		r.entries[i].indexed = r.weights[i] >= least
	}
}

// fullText is how many words a text has that is more than a summary.
const fullText = 25

// believed is a date as far as it can be true: nothing is published a day after
// it came in, and no news site is older than the web.
func (e *Engine) believed(published time.Time) time.Time {
	if published.Year() < 1990 || !e.clock.IsZero() && published.After(e.clock.Add(24*time.Hour)) {
		return time.Time{}
	}
	return published
}

// keyOf is of the words of a title without numbers and days: a publisher's
// template, "Pollen count for Tuesday, 3 May", has one key every day.
func keyOf(words []word) uint64 {
	h := fnvStart
	for _, w := range words {
		if w.number || calendar[w.text] {
			continue
		}
		h = fnvOn(fnvOn(h, w.text), " ")
	}
	return mix(h)
}

// titleCase tells a title that begins most of its words with a capital: there,
// capitals mark no names.
func titleCase(words []word) bool {
	long, capitals := 0, 0
	for i, w := range words {
		if i > 0 && !w.number && len(w.text) > 3 {
			long++
			if w.capital {
				capitals++
			}
		}
	}
	return 2*capitals > long
}

// slugWords are the words of the longest path segment of an address, if it
// reads like a headline: three words or more.
func slugWords(address string) []word {
	_, rest, _ := strings.Cut(address, "://")
	_, path, _ := strings.Cut(rest, "/")
	path, _, _ = strings.Cut(path, "?")
	var best []word
	for _, segment := range strings.Split(path, "/") {
		var letters []word
		for _, w := range appendWords(nil, segment) {
			if !w.number && len(w.text) > 2 {
				letters = append(letters, word{text: w.text})
			}
		}
		if len(letters) > len(best) {
			best = letters
		}
	}
	if len(best) < 3 {
		return nil
	}
	return best[:min(len(best), 20)]
}

// Stems are the terms of a story's title and text, each once, without pairs;
// for learning which words are common.
func Stems(s Story) []string {
	words := append(appendWords(nil, s.Title), appendWords(nil, s.Text)...)
	lang := detect(words, s.Language)
	stems, seen := &stemCache{}, map[string]bool{}
	var out []string
	for _, w := range words {
		term := w.text
		if !w.number {
			if stops[lang][term] {
				continue
			}
			term = stems.of(term, lang)
		}
		if !seen[term] {
			seen[term] = true
			out = append(out, term)
		}
	}
	return out
}
