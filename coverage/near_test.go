package coverage

import (
	"math"
	"testing"

	"alsoread/news"
)

// filler gives words a rarity as they have in a stream.
var filler = []string{
	"Ostrania central bank holds interest rate", "Tarnholm ferry runs aground in fog", "Storm kills four in Kellvik",
	"Governor Lindqvist quits after vote", "Dunmarrow schools close as snow falls", "Ostrania army seizes Brannoc harbour",
	"Earthquake rattles Saint Brannoc", "Bomb kills two in Tarnholm market", "President of Ostrania visits Kellvik",
}

func nearOf(t *testing.T, one, other string) float64 {
	t.Helper()
	e := New(Options{})
	for i, title := range filler {
		e.Add(Story{ID: int64(100 + i), Title: title})
	}
	e.Add(Story{ID: 1, Title: one})
	e.Add(Story{ID: 2, Title: other})
	p, q := Story{ID: 1, Title: one}, Story{ID: 2, Title: other}
	if a, b := e.Near(p, q), e.Near(q, p); math.Abs(a-b) > 1e-9 {
		t.Errorf("near %f one way, %f the other", a, b)
	}
	return e.Near(p, q)
}

func TestNear(t *testing.T) {
	tests := []struct {
		name, one, other string
		want             bool
	}{
		{"the same", "Bomb kills 12 in Valmora market", "Bomb kills 12 in Valmora market", true},
		{"turned round", "Bomb kills 12 in Valmora market", "12 killed in Valmora market bomb", true},
		{"another death toll", "Bomb kills 12 in Valmora market", "Bomb kills 15 in Valmora market", false},
		{"the number written out", "Bomb kills twelve in Valmora market", "Bomb kills 12 in Valmora market", true},
		{"an abbreviated sum", "Nordkredit buys lender for $1.5 bn", "Nordkredit buys lender for 1.5 billion dollars", true},
		{"a shorter form and another word for it", "Quake hits northern Valmora coast", "Earthquake strikes northern Valmora coast", true},
		{"initials and the people of a country", "U.S. senators visit British base in Valmora", "US senators visit UK base in Valmora", true},
		{"another spelling", "President Rohani speaks in Valmora", "President Rowhani speaks in Valmora", true},
		{"the opposite", "Valmora court orders release of Fonteyn", "Valmora court orders jail for Fonteyn", false},
		{"another place", "Bomb kills 12 in Valmora market", "Bomb kills 12 in Dunmarrow mosque", false},
		{"one event, another side of it", "Bomb kills 12 in Valmora market", "Valmora mourns victims of market attack as hunt for bombers goes on", false},
		{"another country", "President of Ostrania to visit Kenya in May", "President of Ostrania to visit Peru in May", false},
		{"another day", "Ostrania stocks open lower on Wednesday", "Ostrania stocks open lower on Friday", false},
		{"nothing in common", "Bomb kills 12 in Valmora market", "Ostrania bank holds rate", false},
		{"Russian, other endings", "Землетрясение в Вальморе разрушило стену гавани", "Землетрясением в Вальморе разрушена стена гавани", true},
		{"Japanese", "東京で震度五強の地震、新幹線が運転見合わせ", "東京で震度五強の地震 新幹線運転見合わせ", true},
		{"empty", "", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if odds := nearOf(t, tt.one, tt.other); odds >= 0.5 != tt.want {
				t.Errorf("odds %.3f, want near %t", odds, tt.want)
			}
		})
	}
}

func TestNearAfterARestart(t *testing.T) {
	before, after := New(Options{}), New(Options{})
	stories := []Story{{ID: 1, Title: "Bomb kills 12 in Valmora market"}, {ID: 2, Title: "12 killed in Valmora market bomb"}}
	for _, s := range stories {
		before.Add(s)
		if err := after.Restore(news.Placed{Story: s.ID, Group: before.GroupOf(s.ID), Profile: before.Profile(before.record(), s.ID)}); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := before.Near(stories[0], stories[1]), after.Near(stories[0], stories[1]); a < 0.5 || math.Abs(a-b) > 1e-9 {
		t.Errorf("near %f before, %f after", a, b)
	}
}

func TestHeadWords(t *testing.T) {
	tests := []struct {
		title string
		lang  language
		want  []headWord
	}{
		{"U.S. won’t pay Iran's $1.5 bn", "en", []headWord{{text: "us"}, {text: "won"}, {text: "pay"}, {text: "iran"}, {text: "1.5 bn", number: true, value: 1.5e9}}},
		{"N. Korea: 1,200 ill", "en", []headWord{{text: "north"}, {text: "korea"}, {text: "1200", number: true, value: 1200}, {text: "ill"}}},
		{"Once muertos", "es", []headWord{{text: "once", number: true, value: 11}, {text: "muertos"}}},
		{"東京で", "ja", []headWord{{text: "東京"}, {text: "京で"}}},
	}
	for _, tt := range tests {
		t.Run(tt.title, func(t *testing.T) {
			got := New(Options{}).headWords(tt.title, tt.lang)
			if len(got) != len(tt.want) {
				t.Fatalf("got %+v", got)
			}
			for i, w := range tt.want {
				if got[i].text != w.text || got[i].number != w.number || got[i].value != w.value {
					t.Errorf("word %d is %+v, want %+v", i, got[i], w)
				}
			}
		})
	}
}

func TestSpelling(t *testing.T) {
	tests := []struct {
		one, other string
		alike      bool
	}{
		{"calif", "california", true}, {"rohani", "rowhani", true}, {"gadhafi", "gaddafi", true}, {"negotiators", "negotiations", true},
		{"morsi", "mursi", true}, {"bank", "bark", false}, {"iran", "iraq", false}, {"austria", "australia", false}, {"ban", "bank", false}, {"東京", "京都", false},
	}
	for _, tt := range tests {
		if got := spelling(tt.one, tt.other); got != spelling(tt.other, tt.one) || got >= leastLike != tt.alike {
			t.Errorf("%s and %s: %.2f", tt.one, tt.other, got)
		}
	}
}

func FuzzNear(f *testing.F) {
	f.Add("U.S. Navy's 1.5 bn\x00", "東京で地震 ', 1,,2.")
	f.Add("s 's ''s .a.b.c.", "١٢٣ one ٣")
	f.Fuzz(func(t *testing.T, one, other string) {
		e := New(Options{})
		e.Add(Story{ID: 1, Title: one})
		e.Add(Story{ID: 2, Title: other})
		p, q := Story{ID: 1, Title: one}, Story{ID: 2, Title: other}
		a, b := e.Near(p, q), e.Near(q, p)
		if math.IsNaN(a) || a < 0 || a > 1 || math.Abs(a-b) > 1e-6 {
			t.Fatalf("%q and %q: %f and %f", one, other, a, b)
		}
	})
}

func TestShippedNear(t *testing.T) {
	m, err := ShippedNear()
	if n := len(NearFeatures{}); err != nil || len(NearNames) != n || len(m.Products) != n*(n+1)/2 || m.Steep <= 0 {
		t.Fatalf("%v; %d names, %d products, steep %f", err, len(NearNames), len(m.Products), m.Steep)
	}
	for i, s := range m.Scale {
		if s <= 0 {
			t.Errorf("%s has scale %f", NearNames[i], s)
		}
	}
}
