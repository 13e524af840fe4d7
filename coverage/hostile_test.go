package coverage

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// Titles that say nothing of any event, each printed by several publishers: none
// may be tied to another.
func TestWhatSaysNothingStaysAlone(t *testing.T) {
	tests := []struct {
		name   string
		titles []string
	}{
		{"empty", []string{"", " ", "\u200b"}},
		{"one word", []string{"Breaking", "Breaking", "Valmora", "Valmora"}},
		{"emoji alone", []string{"🔥🔥🔥", "🔥🔥🔥", "👍🏽", "👍🏽"}},
		{"marks alone", []string{"...", "...", "\x00\xff", "\x00\xff"}},
		{"clickbait without content words", []string{"You won't believe what happened next", "You won’t believe what happened next!", "This is why everyone needs to see this", "Watch what happened next"}},
		{"stop words", []string{"You will not be what you were after this", "What you will do after this will not be new"}},
		{"briefings", []string{"Morning briefing: Valmora earthquake, Ostrania bank", "Morning briefing: Valmora earthquake, Ostrania bank"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var stories []Story
			for i, title := range append(slices.Clone(tt.titles), tt.titles...) {
				stories = append(stories, Story{Title: title, Publisher: fmt.Sprint(i)})
			}
			g := place(New(Options{}), stories...)
			if slices.Sort(g); len(slices.Compact(slices.Clone(g))) != len(stories) {
				t.Errorf("groups %v", g)
			}
		})
	}
}

func TestDailyTemplates(t *testing.T) {
	const text = `The pollen count for Dunmarrow is %d today and is expected to be %d tomorrow. People with hay fever are advised to keep windows
closed between %d and %d in the morning, and to wash their hair before they go to bed. Grass is at level %d, birch at level %d.
The count is taken each day at the university of Tarnholm, on the roof of the library, by students of biology.`
	tests := []struct {
		name string
		of   func(day int) Story
	}{
		{"one title", func(int) Story { return Story{Title: "Pollen count for Dunmarrow and Tarnholm"} }},
		{"with the day", func(day int) Story {
			return Story{Title: "Pollen count for Dunmarrow and Tarnholm: " + hour(24*day).Format("Monday, 2 January")}
		}},
		{"with other numbers", func(day int) Story {
			return Story{Title: fmt.Sprintf("Pollen count for Dunmarrow and Tarnholm at %d", 30+day)}
		}},
		{"with a text", func(day int) Story {
			return Story{Title: "Pollen count for Dunmarrow and Tarnholm", Text: fmt.Sprintf(text, 40+7*day, 35+3*day, 4+day, 6+day, day+1, day+2)}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := New(Options{Window: 30 * 24 * time.Hour})
			var groups []int64
			for day := range 7 {
				s := tt.of(day)
				s.ID, s.Publisher, s.Published = int64(day+1), "Dunmarrow Post", hour(24*day)
				e.Advance(s.Published)
				if p := e.Add(s); p.CopyOf != 0 {
					t.Errorf("day %d is a copy of %d", day+1, p.CopyOf)
				}
			}
			for day := range 7 {
				groups = append(groups, e.GroupOf(int64(day+1)))
			}
			if slices.Sort(groups); len(slices.Compact(slices.Clone(groups))) != 7 {
				t.Errorf("groups %v", groups)
			}
		})
	}
}

// What a publisher puts under every item is no text that items share.
func TestBoilerplateMakesNoCopies(t *testing.T) {
	const about = "Read all that matters from around the country, every day and free of charge, with our letter to readers; subscribe and never miss a thing again."
	g := place(New(Options{}), Story{Title: "Valmora earthquake cracks harbour wall", Text: about, Publisher: "p"}, Story{Title: "Ostrania bank holds interest rate", Text: about, Publisher: "p"},
		Story{Title: "Tarnholm ferry runs aground", Text: about, Publisher: "q"})
	if g[0] == g[1] || g[0] == g[2] || g[1] == g[2] {
		t.Errorf("groups %v", g)
	}
}

func TestScripts(t *testing.T) {
	tests := []struct {
		name       string
		one, other Story
		alone      Story
	}{
		{"Japanese", Story{Title: "東京で震度五強の地震、新幹線が運転見合わせ"}, Story{Title: "震度五強の地震 東京で新幹線運転見合わせ"}, Story{Title: "日銀が金利据え置きを決定"}},
		{"Chinese", Story{Title: "瓦尔莫拉地震震裂塞拉诺港防波堤"}, Story{Title: "塞拉诺港防波堤在瓦尔莫拉地震中开裂"}, Story{Title: "奥斯特拉尼亚央行维持利率不变"}},
		{"Thai", Story{Title: "แผ่นดินไหวรุนแรงที่เชียงใหม่"}, Story{Title: "เชียงใหม่แผ่นดินไหวรุนแรง"}, Story{Title: "ธนาคารกลางคงดอกเบี้ย"}},
		{"Korean", Story{Title: "발모라 지진으로 세라노 항구 방파제 균열"}, Story{Title: "세라노 항구 방파제 균열 발모라 지진"}, Story{Title: "오스트라니아 중앙은행 금리 동결"}},
		{"a wrong language tag", Story{Title: "Землетрясением в Вальморе разрушена стена гавани Серрано", Language: "en"}, Story{Title: "Стены гаваней Серрано разрушены землетрясениями в Вальморе", Language: "zh-CN"}, Story{Title: "Центробанк сохранил ставку", Language: "en"}},
		{"a wrong tag of the same script", Story{Title: "The earthquakes are cracking the harbour walls of Valmora", Language: "fr"}, Story{Title: "The harbour wall of Valmora was cracked by an earthquake", Language: "hu"}, Story{Title: "Ostrania bank holds rate", Language: "es"}},
		{"no language that there is", Story{Title: "Valmora earthquakes cracking harbour walls", Language: "klingon"}, Story{Title: "Earthquake in Valmora cracks harbour wall", Language: "ru"}, Story{Title: "Ostrania bank holds rate", Language: "-"}},
		{"mixed scripts", Story{Title: "Valmora 地震 earthquake: 東京 harbour wall 崩壊"}, Story{Title: "東京 Valmora harbour wall 崩壊 earthquake 地震"}, Story{Title: "日銀 Nordkredit 金利 rate"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := place(New(Options{}), tt.one, tt.other, tt.alone)
			if g[0] != g[1] || g[0] == g[2] {
				t.Errorf("groups %v: want the first two together, the third alone", g)
			}
		})
	}
}

// Memory tells, whatever else the machine does: 20 MB of words would take more
// than a hundred.
func TestHugeTitleIsCutAndMarked(t *testing.T) {
	title, text := strings.Repeat("quake ünd ", 2<<20), strings.Repeat("wall ", 4<<20)
	e := New(Options{})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p := e.Add(Story{ID: 1, Title: title, Text: text, Authors: []string{title}, Publisher: title})
	q := e.Add(Story{ID: 2, Title: "Valmora earthquake cracks harbour wall"})
	runtime.ReadMemStats(&after)
	if !p.Cut || q.Cut {
		t.Errorf("cut: the long one %t, the short one %t", p.Cut, q.Cut)
	}
	if spent := after.TotalAlloc - before.TotalAlloc; spent > 2<<20 {
		t.Errorf("%d bytes for reading it", spent)
	}
}

// A title that everybody prints, again and again: the cost of one story must not
// grow with how many there were.
func TestEqualTitlesStayCheap(t *testing.T) {
	weighed := 0
	e := New(Options{MaxStories: 15_000, Observe: func(int64, int64, bool, float64) { weighed++ }})
	const chunk = 1000
	var chunks, moves []int
	for i := range int64(20) {
		weighed = 0
		moved := 0
		for k := range int64(chunk) {
			moved += len(e.Add(equalTitle(i*chunk + k + 1)).Moved)
		}
		chunks, moves = append(chunks, weighed), append(moves, moved)
	}
	for _, s := range e.all() {
		if len(s.ties) > maxDegree {
			t.Fatalf("a story with %d ties", len(s.ties))
		}
	}
	if early, late := slices.Max(chunks[2:8]), slices.Max(chunks[14:]); late > 2*early {
		t.Errorf("a thousand stories are weighed against %d others at first and %d at last: %v", early, late, chunks)
	}
	if late := slices.Max(moves[14:]); late > 2*chunk {
		t.Errorf("a thousand stories move %d others", late)
	}
}

func equalTitle(id int64) Story {
	return Story{ID: id, Title: "Valmora earthquake cracks harbour wall", Publisher: fmt.Sprint(id % 50)}
}

// BenchmarkEqualTitles says by its two rows whether a story costs more when more have
// its title.
func BenchmarkEqualTitles(b *testing.B) {
	for _, before := range []int64{2_000, 14_000} {
		b.Run(fmt.Sprint(before), func(b *testing.B) {
			e := New(Options{MaxStories: int(before)})
			id := int64(0)
			for range before {
				id++
				e.Add(equalTitle(id))
			}
			for b.Loop() {
				id++
				e.Add(equalTitle(id))
			}
		})
	}
}

func TestOddDates(t *testing.T) {
	now := time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		date time.Time
	}{
		{"none", time.Time{}}, {"in the far future", now.AddDate(7973, 0, 0)}, {"in the near future", now.AddDate(0, 0, 40)},
		{"before the web", time.Unix(0, 0)}, {"before Christ", time.Date(-40, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := New(Options{})
			e.Advance(now)
			g := place(e, Story{Title: "Valmora earthquake cracks harbour wall", Published: now.Add(-time.Hour)}, Story{Title: "Harbour wall cracked by Valmora earthquake", Published: tt.date},
				Story{Title: "Ostrania bank holds interest rate", Published: now})
			if e.Len() != 3 || g[0] != g[1] || g[0] == g[2] {
				t.Errorf("%d of 3 stories in the window, groups %v", e.Len(), g)
			}
			if p := e.at(e.find(2)).published; p != 0 {
				t.Errorf("believed %d", p)
			}
		})
	}
}

func FuzzAdd(f *testing.F) {
	f.Add("Valmora earthquake", "text of it", "https://a.example/valmora-earthquake-wall", "en")
	f.Add("東京で地震\x00\xff", "🔥", "::bad", "zz-ZZ-")
	f.Add("Top 10 ; ; ; LIVE:", "(Reuters", "http://", "")
	f.Fuzz(func(t *testing.T, title, text, url, lang string) {
		e := New(Options{MaxStories: 3})
		for i := range int64(6) {
			e.Add(Story{ID: i + 1, Title: title[:len(title)*int(i)/5], Text: text, URL: url, Language: lang, Links: []string{url, title}, Authors: []string{title}, Publisher: lang})
		}
		members := 0
		for id := range e.lastGroup + 1 {
			now, stories := e.Group(id)
			if now != id {
				continue // it leads to another
			}
			members += len(stories)
		}
		if members != e.Len() || e.Len() != 3 {
			t.Fatalf("%d stories in groups, %d in the window", members, e.Len())
		}
	})
}

// Two texts that share one rare word, however often each says it, tell of no
// event for that alone; two headlines may, for they have little else to share.
func TestOneWordOfTwoTextsTiesNothing(t *testing.T) {
	const clocks = `Valmora's museum of clocks will lend forty pieces to schools. Pupils may wind them daily, under the eye of their
teachers, and note what they hear. Valmora paid nothing for the crates, which a carpenter gave. Six girls carried the first
one up the stairs. A pendulum swung loose on the second landing, struck a banister, and kept swinging as if it were proud.`
	const frost = `Growers around Valmora lost blossom on three nights. Prices doubled at every market. Valmora insures grapes, never
apricots, said an agronomist, and insurers want to keep it so. Candles burned between rows until dawn; helicopters stirred warm air
into orchards. Some farmers sprayed water, whose ice shields buds. Nobody expects a full harvest before another spring.`
	e := New(Options{})
	place(e,
		Story{Title: "Museum lends its clocks", Publisher: "a", Text: clocks},
		Story{Title: "Late frost costs half of all apricots", Publisher: "b", Text: frost})
	for _, s := range e.all() {
		if !s.hasText || len(s.ties) != 0 {
			t.Errorf("story %d: full text %v, %d ties", s.id, s.hasText, len(s.ties))
		}
	}
}

// Weak ties to several stories admit to a standing group, but not to several
// prints of one text, which say what one story says.
func TestPrintsOfOneTextAreOneTie(t *testing.T) {
	for _, copied := range []bool{false, true} {
		p := pull{}
		p.add(tie{weight: tieWeight(0.05, false)}, true)
		for range weakTies {
			p.add(tie{weight: tieWeight(0.05, false)}, !copied)
		}
		if p.allowed(1, established) == copied {
			t.Errorf("the others are copies: %v, allowed: %v", copied, !copied)
		}
	}
}
