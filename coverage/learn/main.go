// Command learn fits the weights of package coverage on labelled sets:
//
//	go run ./coverage/learn -out coverage/weights.json DIR...
//
// It streams every set alone, and all of them shuffled into one stream with
// made-up unrelated headlines, collects the pairs that the engine weighs with
// their features, and fits one logistic model for headlines and one for full
// texts. The same folders give the same weights.
//
//	go run ./coverage/learn -near coverage/near.json DIR...
//
// fits the model of near-duplicate headlines on sets of scored pairs, and says
// how well it does on pairs that it has not seen.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"alsoread/coverage"
	"alsoread/internal/labelled"
)

func main() {
	out := flag.String("out", "coverage/weights.json", "file to write")
	noise := flag.Int("noise", 8000, "made-up headlines in the mixed stream")
	tune := flag.Bool("sweep", false, "measure gammas and thresholds with the weights as they are, and write nothing")
	near := flag.String("near", "", "file to write the model of near-duplicate headlines to; nothing else is learnt then")
	flag.Parse()
	if *near != "" {
		if err := learnNear(*near, flag.Args()); err != nil {
			fmt.Fprintln(os.Stderr, "learn:", err)
			os.Exit(1)
		}
		return
	}
	if *tune {
		if err := sweep(flag.Args()); err != nil {
			fmt.Fprintln(os.Stderr, "learn:", err)
			os.Exit(1)
		}
		return
	}
	if err := learn(*out, *noise, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

func learn(out string, noise int, dirs []string) error {
	chosen, err := coverage.Shipped()
	if err != nil {
		return err
	}
	// Odds never pass 1: nothing is tied, so what is learnt does not depend on
	// the weights of before.
	model := &coverage.Model{Threshold: 1}
	l := lesson{model: model}
	var names []string
	for _, dir := range dirs {
		set, err := labelled.Read(dir)
		if err != nil {
			return err
		}
		names = append(names, filepath.Base(dir))
		l.sets = append(l.sets, set)
	}
	model.Common = commonWords(l.sets)
	for _, set := range l.sets {
		l.alone(set)
	}
	l.mixed(noise)
	undated(l.headlines)
	learnt := coverage.Model{
		Provenance: fmt.Sprintf("written by coverage/learn from %s, and %d made-up headlines", strings.Join(names, ", "), noise),
		Headlines:  fit(l.headlines, ridgeHeadlines), Texts: fit(l.texts, ridgeTexts),
	}
	const logDays, noRareTerm = 12, 21
	learnt.Headlines[noRareTerm] = noRareWeight
	learnt.Headlines[logDays] = learnt.Texts[logDays]
	learnt.Texts[0] += textShift
	learnt.Gamma, learnt.Threshold, learnt.TextTie, learnt.Common = chosen.Gamma, chosen.Threshold, chosen.TextTie, model.Common
	body, err := json.MarshalIndent(learnt, "", " ")
	if err != nil {
		return err
	}
	fmt.Printf("%d pairs of headlines, %d of texts\n", len(l.headlines), len(l.texts))
	for i, n := range coverage.FeatureNames {
		fmt.Printf("%-26s %8.2f %8.2f\n", n, learnt.Headlines[i], learnt.Texts[i])
	}
	return os.WriteFile(out, append(body, '\n'), 0o644)
}

// textShift brings the odds of texts level with those of headlines, so that one
// threshold and one gamma serve both. Chosen with -sweep, as were the three
// numbers that are taken over from the weights of before.
const textShift = 0.3

// noRareWeight is set by hand: learnt it comes out at -2.3, which still lets
// half of 20,000 made-up headlines of a small vocabulary find a neighbour.
const noRareWeight = -8

// lesson is what is learnt from.
type lesson struct {
	model            *coverage.Model
	sets             []*labelled.Set
	headlines, texts []example
}

type pair struct{ a, b int64 }

type seen struct {
	texts bool
	f     coverage.Features
}

// watch streams stories and keeps the last sight of every pair.
func (l *lesson) watch(stories []coverage.Story) map[pair]seen {
	pairs := map[pair]seen{}
	e := coverage.New(coverage.Options{Model: l.model, MaxStories: len(stories) + 1, Observe: func(a, b int64, texts bool, f coverage.Features) {
		pairs[pair{min(a, b), max(a, b)}] = seen{texts, f}
	}})
	for _, s := range stories {
		e.Add(s)
	}
	return pairs
}

func (l *lesson) alone(s *labelled.Set) {
	if scored(s) {
		return // these say nothing of events; see near.go
	}
	pairs := l.watch(s.Stories)
	if len(s.Pairs) == 0 {
		l.take(pairs, func(id int64) string { return s.Truth[s.Names[id-1]] }, 1)
		return
	}
	weight := 1 / float64(len(s.Pairs))
	for _, p := range s.Pairs {
		found, ok := pairs[pair{p.A, p.B}]
		if !ok {
			continue // the engine never weighs it
		}
		l.texts = append(l.texts, example{f: found.f, yes: p.Same, weight: weight})
	}
}

// mixed shuffles all stories and the noise into one stream.
func (l *lesson) mixed(noise int) {
	r := rand.New(rand.NewPCG(1, 2))
	var stories []coverage.Story
	var cluster []string
	for i, set := range l.sets {
		if len(set.Pairs) > 0 {
			continue
		}
		for k, s := range set.Stories {
			stories = append(stories, s)
			cluster = append(cluster, fmt.Sprint(i, " ", set.Truth[set.Names[k]]))
		}
	}
	for i := range noise {
		stories = append(stories, coverage.Story{Title: labelled.Headline(r)})
		cluster = append(cluster, fmt.Sprint("made up ", i))
	}
	r.Shuffle(len(stories), func(i, k int) {
		stories[i], stories[k] = stories[k], stories[i]
		cluster[i], cluster[k] = cluster[k], cluster[i]
	})
	for i := range stories {
		stories[i].ID = int64(i + 1)
	}
	pairs := l.watch(stories)
	l.take(pairs, func(id int64) string { return cluster[id-1] }, 2)
}

// undated takes the dates out of headline pairs: no set of headlines has any,
// so what would be learnt is which set a pair is from. The weight of days
// apart is taken over from the texts.
func undated(examples []example) {
	for i := range examples {
		examples[i].f[12], examples[i].f[13] = 0, 0
	}
}

// take labels pairs; a stream counts as much as another, however long.
func (l *lesson) take(pairs map[pair]seen, cluster func(int64) string, weight float64) {
	texts := 0
	for _, s := range pairs {
		if s.texts {
			texts++
		}
	}
	for p, s := range pairs {
		x := example{f: s.f, yes: cluster(p.a) == cluster(p.b)}
		if s.texts {
			x.weight = weight / float64(texts)
			l.texts = append(l.texts, x)
		} else {
			x.weight = weight / float64(len(pairs)-texts)
			l.headlines = append(l.headlines, x)
		}
	}
}
