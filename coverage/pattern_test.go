package coverage

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// patterns are headlines as newsrooms make them by the dozen: N is a name, # a number.
var patterns = []struct {
	language, headline string
	joined, apart      bool // what is only told of, see docs/coverage.md: stories of two events joined, of one apart
}{
	{"en", "N shares rise #% after quarterly earnings beat", false, false},
	{"en", "N vs N: TV channel, live stream, kick-off time", false, false},
	{"en", "Recipe: N with N and roasted N", true, false},
	{"en", "N Price Target Raised to $# at Morgan Stanley", false, false},
	{"en", "Weather forecast for N: sunny spells and light winds", false, false},
	{"en", "N Earnings Call Transcript: Third Quarter Results", false, false},
	{"en", "How to watch N v N on television and online", false, false},
	{"en", "Power cut in N leaves thousands of homes without electricity", false, false},
	{"en", "N season #: release date, cast, trailer and everything we know", false, false},
	{"en", "Horoscope for N today: love, money and career", false, false},
	{"en", "N named head coach of N basketball team", false, false},
	{"en", "Is N stock a buy right now?", false, false},
	{"en", "House in N sells for $# million at auction", false, false},
	{"en", "N N, N, dies at #", false, false},
	{"en", "Man killed in car crash on N road near N", false, false},
	{"en", "N #.#.# released", false, true},
	{"en", "Senior Software Engineer (m/f/d) at N Inc in N", false, false},
	{"de", "N gegen N: So sehen Sie das Spiel live im Fernsehen und im Stream", false, false},
	{"de", "Unfall auf der Straße nach N: Polizei sucht Zeugen", false, false},
	{"de", "Wetter in N: So wird das Wochenende", false, false},
	{"fr", "Où voir le match N - N: chaîne de télévision et heure", false, false},
	{"es", "Receta de N con N y verduras asadas", false, false},
	{"ru", "Прогноз погоды в городе N: дождь и сильный ветер", false, false},
	{"ja", "Nの天気予報 明日は晴れ時々曇り", false, false},
	{"zh", "N股价上涨 第三季度业绩超出预期", false, false},
}

// patternWorld draws names, few of them often and most of them seldom.
type patternWorld struct {
	random *rand.Rand
	zipf   *rand.Zipf
}

func newPatternWorld() *patternWorld {
	r := rand.New(rand.NewPCG(11, 4))
	return &patternWorld{r, rand.NewZipf(r, 1.2, 20, 3000)}
}

func (w *patternWorld) name(language string) string {
	n := int(w.zipf.Uint64())
	syllables := strings.Fields("Bran Kel Or Val Tys Mer Hol Dra Fen Gar Lun Pos Rav Sil")
	if language == "ja" || language == "zh" {
		syllables = strings.Fields("松 岡 澄 浜 鶴 亀 柏 梶 桐 榊 樫 椿 楠 槙 篠 菅 葛 蒲 蓮 蔵 藤 蛭 袋 西 見 角 谷 豊 貝 赤 越 足 辻 近 那 都 酒 里 野 金 釜 鈴 銚 鍋 鎌 長 門 関 阪 陸 隅 雨 霧 静 館 香 駒 高 鬼 魚 鮫 鯖 鳥 鳴 鴨 鵜 鷹")
	}
	name := ""
	for n += len(syllables); n > 0; n /= len(syllables) {
		name += syllables[n%len(syllables)]
	}
	return name
}

func (w *patternWorld) fill(language, headline string) string {
	var b strings.Builder
	for _, r := range headline {
		switch r {
		case 'N':
			b.WriteString(w.name(language))
		case '#':
			fmt.Fprint(&b, 2+w.random.IntN(40))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// other is a headline of no pattern, with a name.
func (w *patternWorld) other() Story {
	words := strings.Fields(madeUpHeadline(w.random))
	words[2+w.random.IntN(6)] = w.name("en")
	return Story{Title: strings.Join(words[1+w.random.IntN(2):], " "), Language: "en"}
}

// TestPatterns streams headlines by each pattern among others: of 60 events, told by one
// publisher or three each. Names come back, some of them often, as they do in news.
func TestPatterns(t *testing.T) {
	for _, tt := range []struct{ others, tellers, publishers int }{{1000, 1, 1}, {1000, 1, 17}, {1000, 3, 17}, {4000, 3, 17}} {
		var all patterned
		for _, p := range patterns {
			got := streamPattern(p.language, p.headline, tt.tellers, tt.publishers, tt.others)
			t.Logf("%+v %s: %v", tt, p.headline, got)
			if p.joined {
				continue
			}
			all.add(got)
			if 3*got.largest > got.stories || !p.apart && tt.publishers > 1 && 10*got.of < 9*got.same {
				t.Errorf("%+v %s: %v", tt, p.headline, got)
			}
		}
		if t.Logf("%+v in all: %v", tt, all); 100*all.mixed > all.two {
			t.Errorf("%+v: more than a hundredth of the pairs of two events are joined: %v", tt, all)
		}
	}
}

// patterned is what became of the stories by one pattern.
type patterned struct {
	stories    int
	of, same   int // pairs of one event that are joined, and all
	mixed, two int // pairs of two events that are joined, and all
	largest    int // group
}

func (p *patterned) add(o patterned) {
	p.stories, p.largest = p.stories+o.stories, max(p.largest, o.largest)
	p.of, p.same, p.mixed, p.two = p.of+o.of, p.same+o.same, p.mixed+o.mixed, p.two+o.two
}

func (p patterned) String() string {
	return fmt.Sprintf("joined %d of %d pairs of one event, %d of %d of two; of %d stories %d in the largest group", p.of, p.same, p.mixed, p.two, p.stories, p.largest)
}

func streamPattern(language, headline string, tellers, publishers, others int) (out patterned) {
	const events = 60
	w, e := newPatternWorld(), New(Options{})
	stream := make([]string, 0, events*tellers)
	for range events {
		stream = append(stream, slices.Repeat([]string{w.fill(language, headline)}, tellers)...)
	}
	w.random.Shuffle(len(stream), func(i, k int) { stream[i], stream[k] = stream[k], stream[i] })
	id := int64(0)
	add := func(s Story) int64 {
		id++
		s.ID = id
		e.Add(s)
		return id
	}
	for range others / 2 {
		add(w.other())
	}
	var ids []int64
	for i, title := range stream {
		ids = append(ids, add(Story{Title: title, Language: language, Publisher: fmt.Sprint("p", i%publishers)}))
		for range others / 2 / len(stream) {
			add(w.other())
		}
	}
	members := map[int64]int{}
	for i, id := range ids {
		g := e.GroupOf(id)
		members[g]++
		out.largest = max(out.largest, members[g])
		for k := range i {
			joined := 0
			if e.GroupOf(ids[k]) == g {
				joined = 1
			}
			if stream[i] == stream[k] {
				out.same, out.of = out.same+1, out.of+joined
			} else {
				out.two, out.mixed = out.two+1, out.mixed+joined
			}
		}
	}
	out.stories = len(stream)
	return out
}

// A story whose title has changed shows a pattern as a new one does.
func TestRenewedStoryShowsAPattern(t *testing.T) {
	e := New(Options{})
	for id := range int64(6) {
		title := fmt.Sprintf("Zu%ckel shares rise after quarterly earnings beat", 'a'+rune(id))
		if id == 5 {
			title = "Correction follows"
		}
		e.Add(Story{ID: id + 1, Title: title, Publisher: fmt.Sprint("p", id), Language: "en"})
	}
	_, before := groupsOf(e, 1, 5)
	e.Renew(Story{ID: 6, Title: "Zufkel shares rise after quarterly earnings beat", Publisher: "p5", Language: "en"})
	if _, after := groupsOf(e, 1, 6); before < 5 || after > 1 {
		t.Errorf("%d stories by one pattern were in a group, %d are after one more was renewed", before, after)
	}
}

// Reports that a machine makes of many firms and towns are neither copies nor one event;
// a report that two publishers carry under headlines of one form is one text.
func TestTemplates(t *testing.T) {
	const stories = 60
	for title, text := range map[string]string{
		"@ shares rise after quarterly earnings beat": "@ reported quarterly earnings on Tuesday that beat the estimates of analysts. The company, which is based in N, earned #.# dollars a share in the third quarter, against #.# dollars a year before. " +
			"Revenue rose # percent to #.# billion. Shares of @ rose # percent in early trading and have gained # percent since the beginning of the year. The company expects revenue of # to # billion in the current quarter.",
		"Weather forecast for @: sunny spells and light winds": "Sunny spells and light winds are expected in @ today, with a high of # degrees and a low of # degrees at night. Winds from N will reach # miles an hour. Tomorrow will be cloudy in @ with # percent chance of rain.",
	} {
		for _, publishers := range []int{1, 5, stories} {
			w, e := newPatternWorld(), New(Options{})
			for id := range int64(1000) {
				s := w.other()
				s.ID = id + 1
				e.Add(s)
			}
			copies := 0
			for i := range stories {
				own := fmt.Sprintf("Zu%ckel%c", 'a'+rune(i%26), 'a'+rune(i/26))
				fill := func(s string) string { return w.fill("en", strings.ReplaceAll(s, "@", own)) }
				p := e.Add(Story{ID: int64(10_000 + i), Title: fill(title), Text: fill(text), Publisher: fmt.Sprint("p", i%publishers), Language: "en"})
				if p.CopyOf != 0 {
					copies++
				}
			}
			if _, largest := groupsOf(e, 10_000, stories); copies > 0 || largest > 4 {
				t.Errorf("%q of %d publishers: %d copies, %d of %d stories in the largest group", title, publishers, copies, largest, stories)
			}
		}
	}
	e := New(Options{})
	e.Add(Story{ID: 1, Title: "Valmora quake cracks harbour wall", Text: quake, Publisher: "a"})
	if p := e.Add(Story{ID: 2, Title: "Kellvik quake cracks harbour wall", Text: "By Ann Other. " + quake, Publisher: "b"}); p.CopyOf != 1 {
		t.Error("a report under two headlines of one form is not one text")
	}
}
