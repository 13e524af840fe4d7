package main

import (
	_ "embed"
	"fmt"
	"math"
	"strings"

	"alsoread/coverage"
	"alsoread/internal/labelled"
)

// A word counts as common when it was met in this many events, and in more
// than one of a hundred.
const (
	commonEvents = 3
	commonShare  = 1.0 / 150
)

// commonWords tells how rare the common stems are: each event counts once, by
// the share of its stories that have the word, so that the many stories of one
// event do not make its own words common.
func commonWords(sets []*labelled.Set) map[string]float64 {
	events := 0.0
	share, met := map[string]float64{}, map[string]int{}
	for _, set := range sets {
		for _, stories := range byCluster(set) {
			events++
			for term, n := range counts(stories) {
				share[term] += float64(n) / float64(len(stories))
				met[term]++
			}
		}
	}
	common := map[string]float64{}
	take(common, share, met, events)
	for _, set := range sets {
		if set.Truth == nil && !scored(set) {
			commonOfPairs(common, set)
		}
	}
	addNewsWords(common, met)
	fmt.Printf("%d common words of %.0f events\n", len(common), events)
	return common
}

// newswords.txt has words that news uses every day, by language, for those that no
// set is in. Written by hand.
//
//go:embed newswords.txt
var newsWords string

// newsWordRarity is what such a word counts at most: two of them explain nothing.
const newsWordRarity = 4.5

// addNewsWords leaves out what was met in the sets: a rare word of English may be
// a common one of another language.
func addNewsWords(common map[string]float64, met map[string]int) {
	for line := range strings.SplitSeq(strings.TrimSpace(newsWords), "\n") {
		lang, words, _ := strings.Cut(line, " ")
		for _, stem := range coverage.Stems(coverage.Story{Title: words, Language: lang}) {
			if _, learnt := common[stem]; !learnt && met[stem] == 0 {
				common[stem] = newsWordRarity
			}
		}
	}
}

func take(common, share map[string]float64, met map[string]int, events float64) {
	for term, s := range share {
		if met[term] < commonEvents || s/events < commonShare {
			continue
		}
		rarity := math.Round(-math.Log(s/events)*100) / 100
		if known, ok := common[term]; !ok || rarity < known {
			common[term] = rarity
		}
	}
}

// commonOfPairs counts each story of a set of pairs once: what stands in the two
// of a pair alone must not pass for common, so a term needs one story more.
func commonOfPairs(common map[string]float64, set *labelled.Set) {
	share, met, stories := map[string]float64{}, map[string]int{}, 0.0
	seen := map[string]bool{}
	for _, s := range set.Stories {
		if seen[s.Title] {
			continue
		}
		seen[s.Title] = true
		stories++
		for _, term := range coverage.Stems(s) {
			share[term]++
			met[term]++
		}
	}
	for term := range met {
		met[term]--
	}
	take(common, share, met, stories)
}

func byCluster(set *labelled.Set) map[string][]coverage.Story {
	out := map[string][]coverage.Story{}
	for i, name := range set.Names {
		if cluster, ok := set.Truth[name]; ok {
			out[cluster] = append(out[cluster], set.Stories[i])
		}
	}
	return out
}

func counts(stories []coverage.Story) map[string]int {
	n := map[string]int{}
	for _, s := range stories {
		for _, term := range coverage.Stems(s) {
			n[term]++
		}
	}
	return n
}
