package coverage

import (
	"math"
	"slices"
	"strings"
	"time"

	"alsoread/news"
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

// maxTextTerms are kept of a story's text, the weightiest. Measured on the
// full-text sets: 40 lose .004 BCubed F1 against the whole text, 64 nothing.
const maxTextTerms = 64

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

// draft collects the terms of a story before they are numbered.
type draft struct {
	terms map[string]*entry
	pool  []entry // of terms: one allocation for many
	stems map[string]string
	lang  language
	e     *Engine
}

func (e *Engine) profileOf(s Story) (*profile, bool) {
	title, cutTitle := cut(s.Title, maxTitleBytes)
	text, _ := cut(s.Text, maxTextBytes)
	titleWords, textWords := appendWords(nil, title), appendWords(nil, text)
	d := draft{terms: map[string]*entry{}, e: e}
	d.lang = detect(append(slices.Clone(titleWords), textWords[:min(len(textWords), detectWords)]...), s.Language)
	d.stems = e.stems.in(d.lang)
	p := &profile{id: s.ID, published: e.believed(s.Published), lang: d.lang, hasText: len(textWords) >= 25, form: formOf(title)}
	if s.Publisher != "" {
		p.publisher = hashOf(strings.ToLower(s.Publisher))
	}
	p.titleLen, p.numbers = d.title(titleWords)
	p.titleKey = d.key(titleWords)
	p.headline = headlineOf(title)
	d.text(textWords)
	d.links(s)
	p.sketch = sketchOf(textWords)
	p.agency, p.agencyOwn = agencyOf(&s)
	p.entries = d.entries()
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

func (d *draft) add(term string, at bearing) {
	t := d.terms[term]
	if t == nil {
		if len(d.pool) == 0 {
			d.pool = make([]entry, 128)
		}
		t, d.pool = &d.pool[0], d.pool[1:]
		d.terms[term] = t
	}
	if at&inText != 0 && t.times < math.MaxUint8 {
		t.times++
	}
	t.at |= at
}

func (d *draft) term(w word) (string, bearing, bool) {
	if w.number {
		return w.text, asNumber, true
	}
	term, known := d.stems[w.text]
	if !known {
		term = d.e.stems.learn(w.text, d.lang)
	}
	if term == "" {
		return "", 0, false
	}
	var at bearing
	if w.capital {
		at = asName
	}
	return term, at, true
}

func (d *draft) title(words []word) (length, numbers int) {
	last := ""
	capitals := titleCase(words)
	for _, w := range words {
		term, at, ok := d.term(w)
		if !ok {
			continue
		}
		if capitals {
			at &^= asName
		}
		d.add(term, at|inTitle)
		length++
		if w.number {
			numbers++
		}
		if last != "" && last != term {
			d.add(last+" "+term, inTitle|asPair)
		}
		last = term
	}
	return length, numbers
}

// key is of the words of a title without numbers and days: a publisher's
// template, "Pollen count for Tuesday, 3 May", has one key every day.
func (d *draft) key(words []word) uint64 {
	var b strings.Builder
	for _, w := range words {
		if w.number || calendar[w.text] {
			continue
		}
		b.WriteString(w.text)
		b.WriteByte(' ')
	}
	return hashOf(b.String())
}

func (d *draft) text(words []word) {
	for i, w := range words {
		term, at, ok := d.term(w)
		if !ok {
			continue
		}
		if i < leadWords {
			at |= inLead
		}
		d.add(term, at|inText)
	}
}

// leadWords are the beginning of a text, where news says what happened.
const leadWords = 60

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

// maxLinks is how many links of one story are looked at.
const maxLinks = 16

func (d *draft) links(s Story) {
	if address, err := news.Canonical(s.URL); err == nil && s.URL != "" {
		d.add(address, asSelf|asLink)
		for _, w := range slugWords(address) {
			if term, _, ok := d.term(w); ok {
				d.add(term, inSlug)
			}
		}
	}
	for i, link := range s.Links {
		if i == maxLinks {
			break
		}
		if address, err := news.Canonical(link); err == nil {
			d.add(address, asLink)
		}
	}
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

// entries numbers the terms, keeping all of title, slug and links and the
// weightiest of the text.
func (d *draft) entries() []entry {
	out := make([]entry, 0, min(len(d.terms), 128))
	type candidate struct {
		name   string
		weight float64
	}
	var fromText []candidate
	names := make([]string, 0, len(d.terms))
	for name, t := range d.terms {
		if t.at&^(inText|inLead|asName|asNumber) != 0 {
			names = append(names, name)
			continue
		}
		fromText = append(fromText, candidate{name, math.Log1p(float64(t.times)) * d.e.lexicon.eventRarityOf(name)})
	}
	slices.SortFunc(fromText, func(a, b candidate) int {
		if a.weight != b.weight {
			if a.weight > b.weight {
				return -1
			}
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
	for _, c := range fromText[:min(len(fromText), maxTextTerms)] {
		names = append(names, c.name)
	}
	slices.Sort(names)
	for _, name := range names {
		t := *d.terms[name]
		t.at |= counted
		t.term = d.e.lexicon.number(name)
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b entry) int { return int(a.term) - int(b.term) })
	return slices.Clip(out)
}

// stemCache keeps stems of words seen lately: stemming a word costs a
// microsecond, and a newsroom's words repeat.
type stemCache map[language]map[string]string

const maxStems = 1 << 16

// in are the stems of one language; the empty stem is that of a stop word.
func (c stemCache) in(lang language) map[string]string {
	known := c[lang]
	if known == nil || len(known) >= maxStems {
		known = map[string]string{}
		c[lang] = known
	}
	return known
}

// of is the stem of any word, stop words included.
func (c stemCache) of(w string, lang language) string {
	if s, known := c.in(lang)[w]; known && s != "" {
		return s
	}
	if s := c.learn(w, lang); s != "" {
		return s
	}
	return stem(w, lang)
}

func (c stemCache) learn(w string, lang language) string {
	s := ""
	if !stops[lang][w] {
		s = stem(w, lang)
	}
	w = strings.Clone(w)
	if s == w {
		s = w // not a part of the text that it was read in
	}
	c.in(lang)[w] = s
	return s
}

// Stems are the terms of a story's title and text, each once, without pairs;
// for learning which words are common.
func Stems(s Story) []string {
	e := &Engine{stems: stemCache{}}
	words := append(appendWords(nil, s.Title), appendWords(nil, s.Text)...)
	d := draft{terms: map[string]*entry{}, e: e, lang: detect(words, s.Language)}
	d.stems = e.stems.in(d.lang)
	d.text(words)
	out := make([]string, 0, len(d.terms))
	for term := range d.terms {
		out = append(out, term)
	}
	return out
}
