package coverage

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestCopies(t *testing.T) {
	half := strings.Fields(quake)
	tests := []struct {
		name, title, text string
		want              int64
	}{
		{"the same text", "Something else altogether", quake, 1},
		{"a byline and a place before it", "Something else altogether", "PORT SERRANO (Agency), by Ann Other. " + quake, 1},
		{"half of it cut off", "Something else altogether", strings.Join(half[:len(half)/2], " "), 1},
		{"text of its own behind it", "Something else altogether", quake + bank[:len(bank)/3], 1},
		{"another head", "Something else altogether", bank[:120] + quake[160:], 1},
		{"words edited", "Something else altogether", strings.NewReplacer("strong", "powerful", "said", "told us", "forty people", "40 residents", "cracked", "been damaged").Replace(quake), 1},
		{"another event", "Something else altogether", bank, 0},
		{"one sentence quoted", "Something else altogether", bank + quake[:110], 0},
		{"a roundup that quotes it whole", "Top 10 news of the day", quake + bank, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := New(Options{})
			e.Add(Story{ID: 1, Title: "Strong earthquake strikes off Valmora", Text: quake})
			if p := e.Add(Story{ID: 2, Title: tt.title, Text: tt.text}); p.CopyOf != tt.want {
				t.Errorf("copy of %d, want %d", p.CopyOf, tt.want)
			}
			if reasons := e.reasonsOf(2); (tt.want != 0) != (len(reasons) == 1 && reasons[0].Copy) {
				t.Errorf("asked later, the reasons are %+v", reasons)
			}
		})
	}
}

// hour is a time on the day of the copies.
func hour(n int) time.Time { return time.Date(2026, 1, 1, n, 0, 0, 0, time.UTC) }

func TestTheOriginal(t *testing.T) {
	tests := []struct {
		name    string
		stories []Story
		want    []int64 // what each is a copy of
	}{
		{"a copy of a copy", []Story{{Publisher: "a"}, {Publisher: "b", Text: "By Ann Other. " + quake}, {Publisher: "c", Text: quake + " Ann Other is a reporter."}}, []int64{0, 1, 1}},
		{"the earliest, though it came in last", []Story{{Published: hour(5)}, {Published: hour(6)}, {Published: hour(4)}}, []int64{3, 3, 0}},
		{"no date: when it came in", []Story{{Published: hour(9)}, {}, {}}, []int64{0, 1, 1}},
		{"a date in the future is not believed", []Story{{Published: hour(30)}, {Published: hour(9)}}, []int64{2, 0}},
		{"nor one before the window", []Story{{Published: time.Unix(0, 0)}, {Published: hour(9)}}, []int64{2, 0}},
		{"the agency, though it came later", []Story{{Publisher: "Valmora Post", Published: hour(5)}, {Publisher: "Reuters", Published: hour(6)}, {Publisher: "c", Published: hour(7)}}, []int64{2, 0, 2}},
		{"the agency that is credited, not the one that reprints", []Story{{Publisher: "AFP", Published: hour(5), Authors: []string{"Reuters"}}, {Publisher: "reuters.com", Published: hour(6)}}, []int64{0, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := New(Options{})
			e.Advance(hour(10))
			for i, s := range tt.stories {
				s.ID, s.Title = int64(i+1), fmt.Sprint("Quake off Valmora ", i)
				if s.Text == "" {
					s.Text = quake
				}
				e.Add(s)
			}
			var got []int64
			for i := range tt.stories {
				got = append(got, e.CopyOf(int64(i+1)))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("copies of %v, want %v", got, tt.want)
			}
		})
	}
}

func TestANewOriginalIsTold(t *testing.T) {
	e := New(Options{})
	e.Advance(hour(10))
	add := func(id int64, n int, text string) Placement {
		return e.Add(Story{ID: id, Title: "Quake off Valmora", Publisher: fmt.Sprint(id), Text: text, Published: hour(n)})
	}
	if p := add(1, 8, quake); p.CopyOf != 0 || p.Originals != nil {
		t.Errorf("the first: %+v", p)
	}
	if p := add(2, 9, quake); p.CopyOf != 1 || p.Originals != nil {
		t.Errorf("a later one: copy of %d, %v", p.CopyOf, p.Originals)
	}
	if p := add(3, 7, quake); p.CopyOf != 0 || !slices.Equal(p.Originals, []Original{{1, 3}}) {
		t.Errorf("an earlier one: copy of %d, %v", p.CopyOf, p.Originals)
	}
	// The two halves of one text are not alike, until the whole comes.
	words := strings.Fields(bank)
	front, back := strings.Join(words[:len(words)/2], " "), strings.Join(words[len(words)/2:], " ")
	add(4, 5, front)
	if p := add(5, 6, back); p.CopyOf != 0 {
		t.Errorf("the other half is a copy of %d", p.CopyOf)
	}
	p := add(6, 7, bank)
	if e.CopyOf(5) != 4 || e.CopyOf(6) != 4 || e.CopyOf(4) != 0 || !slices.Equal(p.Originals, []Original{{5, 4}}) && !slices.Equal(p.Originals, []Original{{5, 6}, {6, 4}}) {
		t.Errorf("the whole: %d and %d, %v", e.CopyOf(5), e.CopyOf(6), p.Originals)
	}
}

func TestCopiesOutliveTheirOriginal(t *testing.T) {
	e := New(Options{Window: 10 * time.Hour})
	for i := range 4 {
		e.Advance(hour(5 * i))
		e.Add(Story{ID: int64(i + 1), Title: fmt.Sprint("Quake off Valmora ", i), Text: quake})
	}
	e.Advance(hour(16))
	if e.Len() != 2 || e.CopyOf(3) != 1 || e.CopyOf(4) != 1 || e.CopyOf(1) != 0 {
		t.Errorf("%d stories; copies of %d and %d", e.Len(), e.CopyOf(3), e.CopyOf(4))
	}
	e.Add(Story{ID: 9, Title: "Quake off Valmora: an earlier report", Text: quake, Published: hour(8)})
	if e.CopyOf(9) != 1 {
		t.Errorf("copy of %d: the original has left, and is still the earliest", e.CopyOf(9))
	}
}

func TestAgencies(t *testing.T) {
	tests := []struct {
		name  string
		story Story
		want  string
	}{
		{"a dateline", Story{Text: "LONDON (Reuters) - A strong earthquake"}, "Reuters"},
		{"with a date", Story{Text: "PARIS, Jan 1 (AFP) A strong earthquake"}, "AFP"},
		{"a long one", Story{Text: "By Ann Other and Somebody Else, Tuesday, January 1, 2026, updated at nine — PORT SERRANO, Valmora (AP) — A quake"}, "AP"},
		{"slashes", Story{Text: "МОСКВА, 1 января. /ТАСС/. Землетрясение"}, "TASS"},
		{"a dash", Story{Text: "МОСКВА, 1 янв — РИА Новости. Землетрясение"}, "RIA Novosti"},
		{"lower case by its own rule", Story{Text: "Berlin (dpa) - Ein Erdbeben"}, "dpa"},
		{"a credit at the end", Story{Text: quake + "\n(AFP)"}, "AFP"},
		{"a source at the end", Story{Text: quake + " Source: Xinhua"}, "Xinhua"},
		{"a byline", Story{Authors: []string{"Ann Other, Associated Press"}}, "AP"},
		{"the publisher", Story{Publisher: "reuters.com"}, "Reuters"},
		{"the publisher in its own script", Story{Publisher: "共同通信"}, "Kyodo"},
		{"initials that a sentence explains", Story{Text: strings.Repeat("A meeting of friends. ", 4) + "The party of Albania (AP) won the vote"}, ""},
		{"a person of that name", Story{Authors: []string{"Ansa Fonteyn"}}, ""},
		{"a domain of two letters", Story{Publisher: "ap.example"}, ""},
		{"a word of the text", Story{Text: "The report by Reuters was denied. " + quake}, ""},
		{"nothing", Story{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if p := New(Options{}).Add(tt.story); p.Agency != tt.want {
				t.Errorf("got %q, want %q", p.Agency, tt.want)
			}
		})
	}
}

func FuzzAgency(f *testing.F) {
	f.Add("LONDON (Reuters) - A", "Ann (AP)", "afp.com")
	f.Add("((//—\xff:(", "/,;|", "www.")
	f.Fuzz(func(t *testing.T, text, author, publisher string) {
		n, own := agencyOf(&Story{Text: text, Authors: []string{author}, Publisher: publisher})
		if own && n == 0 || int(n) > len(agencies) {
			t.Fatalf("agency %d, own %t", n, own)
		}
	})
}
