package labelled

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"alsoread/coverage"
)

//go:embed testdata/tails.txt
var tailsText string

// tailed are the stories of publishers that end each in the same words, with their events.
func tailed(t *testing.T) (stories []coverage.Story, events []string) {
	t.Helper()
	publisher, lang, tail := 0, "", ""
	for line := range strings.Lines(tailsText) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		switch {
		case strings.HasPrefix(line, "#"):
		case len(f) != 3:
			t.Fatalf("not a story: %q", line)
		case f[0] == "publisher":
			publisher, lang, tail = publisher+1, f[1], f[2]
		default:
			stories = append(stories, coverage.Story{ID: int64(len(stories) + 1), Title: f[1], Text: f[2] + "\n\n" + tail,
				Language: lang, Publisher: fmt.Sprint("p", publisher)})
			events = append(events, f[0])
		}
	}
	return stories, events
}

// What a publisher says under each of its stories makes none of them one event.
func TestTailsOfPublishers(t *testing.T) {
	stories, events := tailed(t)
	pairs, wrong, same, joined := 0, 0, 0, 0
	for seed := range uint64(5) {
		e := coverage.New(coverage.Options{})
		for _, i := range rand.New(rand.NewPCG(seed, 5)).Perm(len(stories)) {
			e.Add(stories[i])
		}
		for i := range stories {
			for k := range i {
				together := oneIf(e.GroupOf(stories[i].ID) == e.GroupOf(stories[k].ID))
				switch {
				case events[i] == events[k]:
					same, joined = same+1, joined+together
				case stories[i].Publisher == stories[k].Publisher:
					pairs, wrong = pairs+1, wrong+together
				case together == 1:
					t.Errorf("%q and %q are joined", stories[i].Title, stories[k].Title)
				}
			}
		}
	}
	t.Logf("of %d pairs of one publisher %d are joined, of %d of one event %d", pairs, wrong, same, joined)
	if wrong > 0 || joined < same {
		t.Errorf("of %d pairs of one publisher %d are joined, of %d of one event %d", pairs, wrong, same, joined)
	}
}
