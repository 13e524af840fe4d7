package coverage

import (
	"strings"
	"time"
)

// bearing tells where in a story a term stood and of what kind it is.
type bearing uint16

const (
	inTitle bearing = 1 << iota
	inText
	inSlug
	asName
	asNumber
	asPair
	asLink
	asSelf
	inLead
	counted // for its event in lexicon.events
)

// entry is one term of one story.
type entry struct {
	term  uint32
	times uint8 // in the text, at most 255
	at    bearing
}

// profile is what the window keeps of a story.
type profile struct {
	id        int64
	entries   []entry // sorted by term
	sketch    *sketch // nil for short texts
	published time.Time
	publisher uint64
	titleKey  uint64
	headline  string // for Near
	lang      language
	hasText   bool
	titleLen  int
	numbers   int // in the title
	form      form
	agency    uint8   // that it is credited to, see agencyName
	agencyOwn bool    // and that published it
	norm      float64 // of the weighted terms, when its neighbours were last sought
	linkedAt  int     // stories in the window when its neighbours were last sought
}

// hashOf is the same in every process: profiles are stored.
func hashOf(s string) uint64 { return mix(fnv(s)) }

// profileOf reads a story. The second result says whether its title was cut.
func (e *Engine) profileOf(s Story) (*profile, bool) {
	title, cutTitle := cut(s.Title, maxTitleBytes)
	text, _ := cut(s.Text, maxTextBytes)
	text = withoutClock(text, s.Published)
	d := &e.stems.draft
	titleWords, textWords := d.read(title, text, s.Language, e)
	p := &profile{id: s.ID, published: e.believed(s.Published), lang: d.stems.lang, hasText: len(textWords) >= 25, form: formOf(title)}
	if s.Publisher != "" {
		p.publisher = hashOf(strings.ToLower(s.Publisher))
	}
	p.titleLen, p.numbers = d.title(titleWords)
	p.titleKey = keyOf(titleWords)
	p.headline = headlineOf(title)
	d.text(textWords)
	d.links(s)
	p.sketch = sketchOf(textWords)
	p.agency, p.agencyOwn = agencyOf(&s)
	p.entries = d.entries()
	d.clear()
	return p, cutTitle
}

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
	stems, seen := stemCache{}, map[string]bool{}
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
