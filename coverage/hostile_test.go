package coverage

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestBadInputStaysAlone(t *testing.T) {
	event := []Story{
		{Title: "Valmora earthquake cracks harbour wall in Port Serrano", Publisher: "a"},
		{Title: "Ostrania central bank Nordkredit rate decision shakes lenders", Publisher: "b"},
	}
	tests := []struct {
		name    string
		stories []Story
	}{
		{"empty titles", []Story{{}, {}, {}}},
		{"one word", []Story{{Title: "Breaking"}, {Title: "Breaking"}, {Title: "Video"}}},
		{"emoji alone", []Story{{Title: "🔥🔥🔥"}, {Title: "🔥🔥🔥"}}},
		{"clickbait without content words", []Story{{Title: "You will not be what you were after this"}, {Title: "What you will do after this will not be new"}}},
		{"a publisher's daily template", []Story{{Title: "Pollen count for Dunmarrow", Publisher: "p"}, {Title: "Pollen count for Dunmarrow", Publisher: "p"}}},
		{"morning briefings", []Story{{Title: "Morning briefing: Valmora earthquake, Ostrania bank", Publisher: "p"}, {Title: "Morning briefing: Valmora earthquake, Ostrania bank", Publisher: "q"}}},
		{"roundups", append(event, Story{Title: "Top 10 news: Valmora earthquake harbour wall Port Serrano; Ostrania central bank Nordkredit rate decision", Publisher: "c"})},
		{"live blogs do not glue", append(event, Story{Title: "Live updates: Valmora earthquake cracks harbour wall Port Serrano; Ostrania central bank Nordkredit rate decision shakes lenders", Publisher: "c"})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := place(New(Options{}), tt.stories...)
			if g[0] == g[1] || tt.name != "live blogs do not glue" && len(g) > 2 && (g[2] == g[0] || g[2] == g[1]) {
				t.Errorf("groups %v", g)
			}
		})
	}
}

func TestScripts(t *testing.T) {
	tests := []struct {
		name       string
		one, other Story
		alone      Story
	}{
		{"Japanese", Story{Title: "東京で震度五強の地震、新幹線が運転見合わせ"}, Story{Title: "震度五強の地震 東京で新幹線運転見合わせ"}, Story{Title: "日銀が金利据え置きを決定"}},
		{"Thai", Story{Title: "แผ่นดินไหวรุนแรงที่เชียงใหม่"}, Story{Title: "เชียงใหม่แผ่นดินไหวรุนแรง"}, Story{Title: "ธนาคารกลางคงดอกเบี้ย"}},
		{"a wrong language tag", Story{Title: "Землетрясение в Вальморе разрушило стену гавани", Language: "en"}, Story{Title: "Стену гавани в Вальморе разрушило землетрясение", Language: "zh-CN"}, Story{Title: "Центробанк сохранил ставку", Language: "en"}},
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

func TestHugeTitleIsCutAndMarked(t *testing.T) {
	start := time.Now()
	p := New(Options{}).Add(Story{ID: 1, Title: strings.Repeat("quake ünd ", 2<<20), Text: strings.Repeat("wall ", 4<<20)})
	if !p.Cut || time.Since(start) > 2*time.Second {
		t.Errorf("cut %t after %s", p.Cut, time.Since(start))
	}
}

// The cost of one must not grow on the way.
func TestEqualTitlesStayCheap(t *testing.T) {
	e := New(Options{MaxStories: 20_000})
	start := time.Now()
	for i := range int64(30_000) {
		e.Add(Story{ID: i + 1, Title: "Valmora earthquake cracks harbour wall", Publisher: fmt.Sprint(i % 50)})
	}
	for i := range e.slots {
		if len(e.slots[i].ties) > maxDegree {
			t.Fatalf("a story with %d ties", len(e.slots[i].ties))
		}
	}
	if took := time.Since(start); took > 60*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestOddDatesEmptyNothing(t *testing.T) {
	e := New(Options{})
	e.Advance(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	place(e, Story{Title: "Valmora earthquake", Published: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)},
		Story{Title: "Ostrania bank"}, Story{Title: "Tarnholm ferry", Published: time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC)})
	if e.Len() != 3 {
		t.Errorf("%d of 3 stories in the window", e.Len())
	}
}

func FuzzAdd(f *testing.F) {
	f.Add("Valmora earthquake", "text of it", "https://a.example/valmora-earthquake-wall", "en")
	f.Add("東京で地震\x00\xff", "🔥", "::bad", "zz-ZZ-")
	f.Fuzz(func(t *testing.T, title, text, url, lang string) {
		e := New(Options{MaxStories: 3})
		for i := range int64(6) {
			e.Add(Story{ID: i + 1, Title: title[:len(title)*int(i)/5], Text: text, URL: url, Language: lang, Links: []string{url, title}})
		}
		members := 0
		for id := range e.groups {
			_, stories := e.Group(id)
			members += len(stories)
		}
		if members != e.Len() || e.Len() != 3 {
			t.Fatalf("%d stories in groups, %d in the window", members, e.Len())
		}
	})
}
