package coverage

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mutations are what happens to a text on its way from one publisher to another;
// other is a text that has nothing to do with it.
var mutations = []struct {
	name string
	of   func(r *rand.Rand, text, other []word) []word
}{
	{"byline added", func(_ *rand.Rand, text, other []word) []word { return slices.Concat(head(other, 12), text) }},
	{"tail cut 30 %", func(_ *rand.Rand, text, _ []word) []word { return head(text, len(text)*7/10) }},
	{"tail cut 50 %", func(_ *rand.Rand, text, _ []word) []word { return head(text, len(text)/2) }},
	{"head replaced 15 %", func(_ *rand.Rand, text, other []word) []word {
		return slices.Concat(head(other, len(text)*15/100), text[len(text)*15/100:])
	}},
	{"paragraphs dropped 25 %", func(r *rand.Rand, text, _ []word) []word { return dropped(r, text) }},
	{"words edited 5 %", func(r *rand.Rand, text, other []word) []word { return edited(r, text, other, 0.05) }},
	{"words edited 10 %", func(r *rand.Rand, text, other []word) []word { return edited(r, text, other, 0.10) }},
	{"text added 40 %", func(_ *rand.Rand, text, other []word) []word { return slices.Concat(text, head(other, len(text)*2/5)) }},
	{"byline, cut 30 %, edited 5 %", func(r *rand.Rand, text, other []word) []word {
		return slices.Concat(head(other, 12), edited(r, head(text, len(text)*7/10), other, 0.05))
	}},
}

func head(words []word, n int) []word { return words[:min(n, len(words))] }

func dropped(r *rand.Rand, text []word) (out []word) {
	const paragraph = 30
	for chunk := range slices.Chunk(text, paragraph) {
		if r.IntN(4) > 0 {
			out = append(out, chunk...)
		}
	}
	return out
}

func edited(r *rand.Rand, text, other []word, share float64) (out []word) {
	for _, w := range text {
		switch {
		case r.Float64() >= share:
			out = append(out, w)
		case r.IntN(2) == 0:
			out = append(out, other[r.IntN(len(other))])
		}
	}
	return out
}

// telling is a full text with the event that it tells of.
type telling struct {
	event string
	words []word
}

// tellings reads the labelled sets of full texts.
func tellings(t *testing.T) (out []telling) {
	const base = "../../shared/data/coverage"
	if _, err := os.Stat(base); err != nil {
		t.Skip("the labelled sets are not on this machine")
	}
	add := func(event, text string) {
		text, _ = cut(text, maxTextBytes)
		if words := appendWords(nil, text); len(words) >= 60 {
			out = append(out, telling{event, words})
		}
	}
	for _, set := range []string{"newscluster-giveme5w", "basil-triplets", "ecbplus", "wikinews-galaxy"} {
		events := map[string]string{}
		for line := range bytes.Lines(read(t, filepath.Join(base, set, "truth.tsv"))) {
			id, event, _ := strings.Cut(strings.TrimSpace(string(line)), "\t")
			events[id] = set + event
		}
		eachJSON(t, filepath.Join(base, set, "items.jsonl"), func(it struct{ ID, Text string }) { add(events[it.ID], it.Text) })
	}
	eachJSON(t, filepath.Join(base, "tgcontest-pairs/pairs.jsonl"), func(it struct{ Label, URL1, Text1, Text2 string }) {
		if it.Label == "OK" {
			add(it.URL1, it.Text1)
			add(it.URL1, it.Text2)
		}
	})
	return out
}

func read(t *testing.T, path string) []byte {
	b, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return b
}

func eachJSON[T any](t *testing.T, path string, use func(T)) {
	in := bufio.NewScanner(bytes.NewReader(read(t, path)))
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		var it T
		if err := json.Unmarshal(in.Bytes(), &it); err != nil {
			t.Fatal(err)
		}
		use(it)
	}
}
