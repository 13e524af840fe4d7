package coverage

import (
	"cmp"
	"maps"
	"math"
	"math/bits"
	"slices"
	"strings"
	"time"

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
	trendsOfGroup   = 2   // terms for one group, the second with half the publishers of the first
	mostlyBeside    = 0.5 // share of a term's headlines that have a better one as well: it says the same
	pairTogether    = 0.5 // share of the publishers that use the rarer word of a pair
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
	in         []int32                   // the headlines that have it, as places in recent
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
	for place, h := range t.recent {
		for key := range t.terms(h) {
			if bits.OnesCount64(seen[hashOf(key)]) < trendPublishers {
				continue
			}
			r := out[key]
			if r == nil {
				r = &risingTerm{key: key, publishers: map[string]bool{}, groups: map[int64]map[string]bool{}}
				out[key] = r
			}
			r.tell(h, int32(place))
		}
	}
	return out
}

func (r *risingTerm) tell(h news.Headline, place int32) {
	r.publishers[h.Publisher] = true
	r.in = append(r.in, place)
	if r.groups[h.Group] == nil {
		r.groups[h.Group] = map[string]bool{}
	}
	r.groups[h.Group][h.Publisher] = true
}

// terms are the stems of a title and its pairs of neighbours, without stop words
// and bare numbers.
func (t *Trends) terms(h news.Headline) map[string]bool {
	title, _ := cut(h.Title, maxTitleBytes)
	var words []word
	opens := map[int]bool{} // the words that begin a clause
	for clause := range clauses(title) {
		opens[len(words)] = true
		words = appendWords(words, clause)
	}
	lang := detect(words, h.Language)
	out := make(map[string]bool, 2*len(words))
	last := ""
	for i, w := range words {
		if opens[i] {
			last = ""
		}
		if stops[lang][w.text] {
			last = ""
			continue
		}
		stem := t.stems.of(w.text, lang)
		if !w.number {
			out[stem] = true
		}
		if last != "" && !(w.number && words[i-1].number) {
			out[last+" "+stem] = true
		}
		last = stem
	}
	return out
}

// List returns the trends, the strongest first.
func (t *Trends) List() []news.Trend {
	if t.risen == nil {
		t.risen = t.rising()
	}
	type candidate struct {
		trend news.Trend
		term  *risingTerm
	}
	var all []candidate
	for _, key := range slices.Sorted(maps.Keys(t.risen)) {
		if trend, ok := t.judge(t.risen[key]); ok {
			all = append(all, candidate{trend, t.risen[key]})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.trend.Score, a.trend.Score) })
	var out []news.Trend
	var told []*risingTerm
	ofGroup := map[int64][]*risingTerm{}
	for _, c := range all {
		if len(out) == maxTrends {
			break
		}
		about := c.trend.Groups[0]
		if slices.ContainsFunc(told, c.term.beside) || !c.term.addsTo(ofGroup[about]) {
			continue
		}
		c.trend.Term = t.phrase(c.term)
		told, ofGroup[about], out = append(told, c.term), append(ofGroup[about], c.term), append(out, c.trend)
	}
	return out
}

// addsTo says whether a term is worth showing beside those of its group: there is but
// one, which has none of its words, and it is about as widely used.
func (r *risingTerm) addsTo(others []*risingTerm) bool {
	if len(others) == 0 {
		return true
	}
	first := others[0]
	words := strings.Fields(first.key)
	return len(others) < trendsOfGroup && 2*len(r.publishers) >= len(first.publishers) &&
		!slices.ContainsFunc(strings.Fields(r.key), func(w string) bool { return slices.Contains(words, w) })
}

// beside says whether most headlines with the term have a better one as well.
func (r *risingTerm) beside(better *risingTerm) bool {
	both, rest := 0, better.in
	for _, place := range r.in {
		for len(rest) > 0 && rest[0] < place {
			rest = rest[1:]
		}
		both += oneIf(len(rest) > 0 && rest[0] == place)
	}
	return float64(both) > mostlyBeside*float64(len(r.in))
}

func oneIf(is bool) int {
	if is {
		return 1
	}
	return 0
}

// judge says whether a term is a trend, and how strong: the publishers that use
// it, times how often its share has doubled.
func (t *Trends) judge(r *risingTerm) (news.Trend, bool) {
	n := len(r.publishers)
	mean, share := t.pastOf(r)
	now := smooth(float64(n), len(t.active))
	rise := now / max(share, t.usual(r.key))
	groups := r.bestGroups()
	if n < trendPublishers || rise < trendRise || !t.surprising(r) || !r.concentrated(groups) || !t.belongTogether(r) {
		return news.Trend{}, false
	}
	score := float64(n) * math.Log2(rise)
	if strings.Contains(r.key, " ") {
		score *= pairBonus
	}
	return news.Trend{Publishers: n, Before: math.Round(mean*10) / 10, Score: math.Round(score*100) / 100, Groups: groups}, true
}

// pairBonus puts "Gull Point" before "Gull", when nearly as many say both words.
const pairBonus = 1.3

// surprising says whether more publishers use a term than chance explains, of as many
// terms as are looked at: the bound of Chernoff for so many where some are expected.
func (t *Trends) surprising(r *risingTerm) bool {
	used, active := 0.5, 1.0
	for i := range t.before {
		used += float64(len(r.before[i]))
		active += float64(len(t.before[i].publishers))
	}
	n, now := float64(len(r.publishers)), float64(len(t.active))
	if active == 1 {
		active += now // no past: half a publisher is expected, as of any word
	}
	expected := now * max(used/active, t.usual(r.key))
	return n > expected && n*math.Log(n/expected)-n+expected >= math.Log(float64(len(t.risen)))
}

// belongTogether says whether the two words of a pair are one thing: who uses the
// rarer word mostly uses the pair.
func (t *Trends) belongTogether(r *risingTerm) bool {
	first, second, pair := strings.Cut(r.key, " ")
	if !pair {
		return true
	}
	least := math.MaxInt
	for _, word := range [...]string{first, second} {
		if w := t.risen[word]; w != nil {
			least = min(least, len(w.publishers))
		}
	}
	return float64(len(r.publishers)) >= pairTogether*float64(least) || least == math.MaxInt
}

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
	return len(covered) >= trendPublishers && float64(len(covered)) >= trendInGroups*float64(len(r.publishers))
}
