package coverage

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// tongue invents stories of a language on nobody's list: four words in ten are of its
// forty function words, the others of a vocabulary as uneven as words are.
type tongue struct {
	random  *rand.Rand
	content *rand.Zipf
}

func newTongue() *tongue {
	r := rand.New(rand.NewPCG(5, 2))
	return &tongue{r, rand.NewZipf(r, 1.1, 40, 20_000)}
}

func (l *tongue) spell(n int) string {
	syllables := []string{"zuk", "vrem", "olt", "gwy", "bax", "tsha", "nyem", "kudz", "rifk", "hlo", "psut", "mbe"}
	word := ""
	for n += len(syllables); n > 0; n /= len(syllables) {
		word += syllables[n%len(syllables)]
	}
	return word
}

func (l *tongue) word() string {
	if l.random.IntN(10) < 4 {
		return l.spell(l.random.IntN(1 + l.random.IntN(40)))
	}
	return l.spell(40 + int(l.content.Uint64()))
}

// of is a word of an event, which has eight.
func (l *tongue) of(event, n int) string { return l.spell(1_000_000 + 10*event + n) }

// text is of 160 words, of which one in six is of its event if it has one.
func (l *tongue) text(event int) (title, text string) {
	all := make([]string, 160)
	for i := range all {
		all[i] = l.word()
		if event > 0 && l.random.IntN(6) == 0 {
			all[i] = l.of(event, l.random.IntN(8))
		}
	}
	return strings.Join(all[:9], " "), strings.Join(all[9:], " ")
}

// headline is of nine words and, if it has an event, three of that.
func (l *tongue) headline(event int) (title, text string) {
	title, _ = l.text(0)
	if event > 0 {
		for n := range 3 {
			title += " " + l.of(event, n)
		}
	}
	return title, ""
}

// TestUnlistedLanguage: stories of a language without a list of stop words, alone in a
// window or few among many others, are not joined by what all stories of the language
// share. Without what usage.go does nearly all pairs are.
func TestUnlistedLanguage(t *testing.T) {
	for _, c := range []struct {
		name               string
		kind               func(*tongue, int) (string, string)
		declared           string
		others             int // English headlines before
		events, each, lone int
		right, wrong       int // pairs: the former at least, the latter at most
	}{
		{"texts among others", (*tongue).text, "", 3000, 20, 3, 180, 50, 10},
		{"texts of a declared language among others", (*tongue).text, "ha", 3000, 20, 3, 180, 50, 10},
		{"texts", (*tongue).text, "", 0, 10, 3, 0, 20, 2},
		{"texts of larger events", (*tongue).text, "", 0, 8, 4, 0, 30, 2},
		{"texts of no event", (*tongue).text, "", 0, 0, 0, 300, 0, 6},
		{"headlines among others", (*tongue).headline, "ha", 3000, 60, 5, 0, 380, 100},
		{"headlines", (*tongue).headline, "ha", 0, 60, 5, 0, 280, 60},
		{"headlines of no event among others", (*tongue).headline, "ha", 3000, 0, 0, 1000, 0, 90},
		{"headlines of no event", (*tongue).headline, "ha", 0, 0, 0, 1000, 0, 90},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, e := newTongue(), New(Options{})
			for id := range int64(c.others) {
				e.Add(Story{ID: id + 1, Title: madeUpHeadline(l.random), Language: "en"})
			}
			of := make([]int, c.events*c.each+c.lone)
			for i := range c.events * c.each {
				of[i] = 1 + i%c.events
			}
			l.random.Shuffle(len(of), func(i, k int) { of[i], of[k] = of[k], of[i] })
			for i, event := range of {
				s := Story{ID: int64(10_000 + i), Language: c.declared, Publisher: fmt.Sprint("p", i)}
				s.Title, s.Text = c.kind(l, event)
				e.Add(s)
			}
			right, wrong := 0, 0
			for a := range of {
				for b := range a {
					switch same := e.GroupOf(int64(10_000+a)) == e.GroupOf(int64(10_000+b)); {
					case same && of[a] != 0 && of[a] == of[b]:
						right++
					case same:
						wrong++
					}
				}
			}
			t.Logf("joined: %d of %d pairs of one event, %d others of %d", right, c.events*c.each*(c.each-1)/2, wrong, len(of)*(len(of)-1)/2)
			if right < c.right || wrong > c.wrong {
				t.Errorf("%d pairs of one event were joined, want %d; %d others, want %d at most", right, c.right, wrong, c.wrong)
			}
		})
	}
}

// madeUpHeadline is eight words of an English that has many.
func madeUpHeadline(r *rand.Rand) string {
	words := []string{"Minister", "says"}
	for range 6 {
		words = append(words, fmt.Sprintf("w%c%c%cing", 'a'+rune(r.IntN(26)), 'a'+rune(r.IntN(26)), 'a'+rune(r.IntN(26))))
	}
	return strings.Join(words, " ")
}

// TestUsageFollowsTheWindow: those that are asked are stories of the window, as many as
// are to be asked while there are so many, and words that nobody has any more are not
// usual.
func TestUsageFollowsTheWindow(t *testing.T) {
	l, e := newTongue(), New(Options{MaxStories: 100})
	for id := range int64(1000) {
		s := Story{ID: id + 1, Language: "ha"}
		s.Title, s.Text = l.text(0)
		e.Add(s)
		u, kind := e.usageOf(e.at(e.find(s.ID)))
		if kind != usageOfTexts {
			t.Fatalf("story %d is asked as kind %d", id, kind)
		}
		if want := min(int(id)+1, usageLimits[kind].asked); len(u.asked) > usageLimits[kind].asked || id < 100 && len(u.asked) != want || len(u.asked) < want/2 {
			t.Fatalf("after %d stories %d are asked", id+1, len(u.asked))
		}
		for _, serial := range u.asked {
			if !e.here(serial) {
				t.Fatalf("after %d stories one is asked that has left the window", id+1)
			}
		}
		for _, w := range u.words {
			if e.lexicon.terms[w.term].refs < 2 {
				t.Fatalf("after %d stories a word is usual that %d have", id+1, e.lexicon.terms[w.term].refs)
			}
		}
	}
}

// TestTextsOfNoEvent: texts as uneven as words are stay apart however many there are,
// in a language whose function words are known, and in one that is taken for that
// because it has some of them: there, the first texts are joined, and their group is
// not to take in the others.
func TestTextsOfNoEvent(t *testing.T) {
	function := strings.Fields("the of in on at to for and or but with by from as is are was were be been has have had it its this that these he they we his her their not will would can could")
	for _, c := range []struct {
		name           string
		known, unknown int // of 100 words, function words
		texts          int
		least, largest int // groups at least, and stories of one at most
	}{
		{"all function words known", 40, 0, 4000, 3990, 3},
		{"one in eight of them", 6, 40, 2500, 2490, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, e := newTongue(), New(Options{})
			for i := range c.texts {
				all := make([]string, 160)
				for k := range all {
					switch at := l.random.IntN(100); {
					case at < c.known:
						all[k] = function[l.random.IntN(len(function))]
					case at < c.known+c.unknown:
						all[k] = l.spell(l.random.IntN(1 + l.random.IntN(40)))
					default:
						all[k] = l.spell(40 + int(l.content.Uint64()))
					}
				}
				e.Add(Story{ID: int64(i + 1), Title: strings.Join(all[:9], " "), Text: strings.Join(all[9:], " "), Publisher: fmt.Sprint("p", i%200), Language: "en"})
			}
			members, largest := map[int64]int{}, 0
			for id := range int64(c.texts) {
				g := e.GroupOf(id + 1)
				members[g]++
				largest = max(largest, members[g])
			}
			t.Logf("%d texts of no event are in %d groups, %d in one", c.texts, len(members), largest)
			if len(members) < c.least || largest > c.largest {
				t.Errorf("want %d groups at least, and %d in one at most", c.least, c.largest)
			}
		})
	}
}
