package coverage

import (
	"cmp"
	"maps"
	"math"
	"math/bits"
	"slices"
	"strings"
	"time"
	"unicode"

	"alsoread/news"
)

// TrendPeriod is the time whose headlines are compared with those of the
// TrendHistory periods before.
const (
	TrendPeriod  = 24 * time.Hour
	TrendHistory = 7
)

// What a trend must be.
const (
	trendPublishers = 3   // independent ones that use it now, at least
	trendRise       = 2.0 // times the share that it had, at least
	trendGroups     = 5   // groups that are told with it ...
	trendInGroups   = 0.5 // and have this share of its publishers: a word that is everywhere is about nothing
	trendsOfGroup   = 2   // terms for one group
	maxTrends       = 50
	maxHeadlines    = 300_000 // looked at, the newest
)

// Trends finds terms on the rise in a stream of headlines, newest first. Only the
// words that enough publishers use now are counted in the past, so the past costs
// no memory.
type Trends struct {
	now     time.Time
	common  map[string]float64
	stems   stemCache
	recent  []news.Headline
	risen   map[string]*risingTerm // made when the present has been read
	active  map[string]bool        // publishers of the present
	told    int                    // their stories
	before  [TrendHistory]past
	counted int
}

// past is one period of the past.
type past struct {
	publishers map[string]bool
	stories    int
}

// risingTerm is what is known of a term that several publishers use now.
type risingTerm struct {
	key        string
	publishers map[string]bool
	groups     map[int64]map[string]bool // publishers by group
	spelt      map[string]int
	before     [TrendHistory]map[string]bool
}

// NewTrends begins to look for the trends of a moment.
func NewTrends(now time.Time) *Trends {
	t := &Trends{now: now, active: map[string]bool{}, common: shippedOr(nil).Common}
	for i := range t.before {
		t.before[i].publishers = map[string]bool{}
	}
	return t
}

// Since is how far back headlines are wanted.
func (t *Trends) Since() time.Time { return t.now.Add(-(TrendHistory + 1) * TrendPeriod) }

// Add takes a headline. It reports false when no more are wanted.
func (t *Trends) Add(h news.Headline) bool {
	if t.counted++; t.counted > maxHeadlines {
		return false
	}
	if h.Copy {
		return true // what was only reprinted, nobody chose to say
	}
	period := int(t.now.Sub(h.At) / TrendPeriod)
	switch {
	case period <= 0:
		t.recent = append(t.recent, h)
		t.active[h.Publisher] = true
		t.told++
	case period <= TrendHistory:
		t.remember(h, &t.before[period-1], period-1)
	}
	return true
}

func (t *Trends) remember(h news.Headline, p *past, period int) {
	if t.risen == nil {
		t.risen = t.rising()
	}
	p.publishers[h.Publisher] = true
	p.stories++
	for key := range t.terms(h) {
		if r := t.risen[key]; r != nil {
			if r.before[period] == nil {
				r.before[period] = map[string]bool{}
			}
			r.before[period][h.Publisher] = true
		}
	}
}

// rising collects the terms that enough publishers use now. Most are used by one:
// a first round over the titles rules those out with 64 bits a term.
func (t *Trends) rising() map[string]*risingTerm {
	seen := map[uint64]uint64{}
	for _, h := range t.recent {
		bit := uint64(1) << (hashOf(h.Publisher) % 64)
		for key := range t.terms(h) {
			seen[hashOf(key)] |= bit
		}
	}
	out := map[string]*risingTerm{}
	for _, h := range t.recent {
		for key, spelling := range t.terms(h) {
			if bits.OnesCount64(seen[hashOf(key)]) < trendPublishers {
				continue
			}
			r := out[key]
			if r == nil {
				r = &risingTerm{key: key, publishers: map[string]bool{}, groups: map[int64]map[string]bool{}, spelt: map[string]int{}}
				out[key] = r
			}
			r.tell(h, spelling())
		}
	}
	return out
}

func (r *risingTerm) tell(h news.Headline, spelling string) {
	r.publishers[h.Publisher] = true
	r.spelt[spelling]++
	if r.groups[h.Group] == nil {
		r.groups[h.Group] = map[string]bool{}
	}
	r.groups[h.Group][h.Publisher] = true
}

// terms are the stems of a title and its pairs of neighbours, without stop words
// and bare numbers, each with a way to see how the title spells it.
func (t *Trends) terms(h news.Headline) map[string]func() string {
	title, _ := cut(h.Title, maxTitleBytes)
	words := appendWords(nil, title)
	lang := detect(words, h.Language)
	out := make(map[string]func() string, 2*len(words))
	last, lastAt := "", -1
	for i, w := range words {
		if stops[lang][w.text] {
			last = ""
			continue
		}
		stem := t.stems.of(w.text, lang)
		if !w.number {
			out[stem] = func() string { return asWritten(title, words, i, i) }
		}
		if last != "" && lastAt == i-1 && !(w.number && words[lastAt].number) {
			out[last+" "+stem] = func() string { return asWritten(title, words, i-1, i) }
		}
		last, lastAt = stem, i
	}
	return out
}

// asWritten is how a title spells the words from one to another.
func asWritten(title string, words []word, from, to int) string {
	runes := []rune(normal(title))
	folded := make([]rune, len(runes))
	for i, r := range runes {
		folded[i] = fold(r)
	}
	place, start, end := 0, -1, -1
	for i := 0; i <= to; i++ {
		w := []rune(words[i].text)
		at := indexRunes(folded[place:], w)
		if at < 0 {
			return plainSpelling(words[from : to+1]) // a number whose separators were left out
		}
		begin := place + at
		if i == from {
			start = begin
		}
		end = begin + len(w)
		if place = end; unspaced(w[0]) {
			place = begin + 1 // pairs of characters overlap
		}
	}
	return strings.Join(strings.Fields(string(runes[start:end])), " ")
}

func plainSpelling(words []word) string {
	var parts []string
	for _, w := range words {
		parts = append(parts, w.text)
	}
	return strings.Join(parts, " ")
}

func indexRunes(in, what []rune) int {
	for i := 0; i+len(what) <= len(in); i++ {
		if slices.Equal(in[i:i+len(what)], what) {
			return i
		}
	}
	return -1
}

// List returns the trends, the strongest first.
func (t *Trends) List() []news.Trend {
	if t.risen == nil {
		t.risen = t.rising()
	}
	type candidate struct {
		trend news.Trend
		key   string
	}
	var all []candidate
	for _, key := range slices.Sorted(maps.Keys(t.risen)) {
		if trend, ok := t.judge(t.risen[key]); ok {
			all = append(all, candidate{trend, key})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.trend.Score, a.trend.Score) })
	var out []news.Trend
	words, ofGroup := map[int64][]string{}, map[int64]int{}
	for _, c := range all {
		about := c.trend.Groups[0]
		parts := strings.Fields(c.key)
		told := slices.ContainsFunc(parts, func(p string) bool { return slices.Contains(words[about], p) })
		if told || ofGroup[about] == trendsOfGroup || len(out) == maxTrends {
			continue
		}
		words[about] = append(words[about], parts...)
		ofGroup[about]++
		out = append(out, c.trend)
	}
	return out
}

// judge says whether a term is a trend, and how strong: the publishers that use
// it, times how often its share has doubled.
func (t *Trends) judge(r *risingTerm) (news.Trend, bool) {
	n := len(r.publishers)
	mean, share := t.pastOf(r)
	now := smooth(float64(n), len(t.active))
	rise := now / max(share, t.usual(r.key))
	groups := r.bestGroups()
	if n < trendPublishers || rise < trendRise || !r.concentrated(groups) {
		return news.Trend{}, false
	}
	score := float64(n) * math.Log2(rise)
	if strings.Contains(r.key, " ") {
		score *= pairBonus
	}
	return news.Trend{Term: r.spelling(), Publishers: n, Before: math.Round(mean*10) / 10, Score: math.Round(score*100) / 100, Groups: groups}, true
}

// pairBonus puts "Gull Point" before "Gull", when nearly as many say both words.
const pairBonus = 1.3

// smooth is a share with half a publisher added: of three publishers nobody says
// much.
func smooth(n float64, of int) float64 { return (n + 0.5) / (float64(of) + 1) }

// pastOf is how many publishers used the term in a period, on average, and what
// share that was. Periods without any story are before the records began.
func (t *Trends) pastOf(r *risingTerm) (mean, share float64) {
	periods := 0.0
	for i := range t.before {
		if active := len(t.before[i].publishers); active > 0 {
			periods++
			mean += float64(len(r.before[i]))
			share += smooth(float64(len(r.before[i])), active)
		}
	}
	if periods == 0 {
		return 0, smooth(0, len(t.active))
	}
	return mean / periods, share / periods
}

// usual is the share of publishers that would use the term in a period if it were
// as frequent as in news at large: it stands in for a past that is short, and
// keeps the words of every day out.
func (t *Trends) usual(key string) float64 {
	rarity, known := 0.0, true
	for part := range strings.FieldsSeq(key) {
		r, ok := t.common[part]
		known = known && ok
		rarity += r
	}
	if !known || len(t.active) == 0 {
		return 0
	}
	each := float64(t.told) / float64(len(t.active))
	return 1 - math.Pow(1-math.Exp(-rarity), each)
}

// bestGroups are the groups in which most publishers use the term, the newest of
// equals first.
func (r *risingTerm) bestGroups() []int64 {
	ids := slices.Collect(maps.Keys(r.groups))
	slices.SortFunc(ids, func(a, b int64) int {
		return cmp.Or(cmp.Compare(len(r.groups[b]), len(r.groups[a])), cmp.Compare(b, a))
	})
	return ids[:min(len(ids), trendGroups)]
}

func (r *risingTerm) concentrated(groups []int64) bool {
	covered := map[string]bool{}
	for _, g := range groups {
		if len(r.groups[g]) > 1 {
			maps.Copy(covered, r.groups[g])
		}
	}
	return float64(len(covered)) >= trendInGroups*float64(len(r.publishers))
}

// spelling is how most titles write it.
func (r *risingTerm) spelling() string {
	best := ""
	for _, s := range slices.Sorted(maps.Keys(r.spelt)) {
		if best == "" || r.spelt[s] > r.spelt[best] {
			best = s
		}
	}
	return strings.TrimFunc(best, unicode.IsSpace)
}
