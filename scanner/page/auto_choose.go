package page

import (
	"math"

	"golang.org/x/net/html"
)

// choose keeps what is a story with all that is known of it.
func choose(all []*story, told *declarations, lift float64) []*story {
	lists := listsOf(all)
	aggregator := aggregates(all)
	var out []*story
	for _, s := range all {
		score := s.score + s.zone + s.place + lists[s.shape].speaksFor(s, lift)
		if _, ok := told.by[s.key]; ok {
			score += 3
		}
		if s.abroad && !aggregator {
			score -= 5
		}
		if score > acceptable && s.title != "" {
			out = append(out, s)
		}
	}
	return out
}

// list is what the cards of one shape have in common.
type list struct {
	sum    float64 // of their scores
	cards  float64
	marked float64 // cards that have what cards of stories have
}

func listsOf(all []*story) map[string]*list {
	lists := map[string]*list{}
	for _, s := range all {
		l := lists[s.shape]
		if l == nil {
			l = &list{}
			lists[s.shape] = l
		}
		l.sum += s.score
		l.cards++
		if s.marked {
			l.marked++
		}
	}
	return lists
}

// speaksFor is what the other cards of a list say of one.
func (l *list) speaksFor(s *story, lift float64) float64 {
	if l.cards < 3 {
		return 0
	}
	others := (l.sum - s.score) / (l.cards - 1)
	if lift > 0 && l.cards >= fewest && 3*l.marked >= 2*l.cards {
		return 0.7 + lift
	}
	score := 0.5 * math.Max(-2, math.Min(others, 3))
	if l.cards >= fewest && others > 0 {
		score += 0.7
	}
	return score
}

// aggregates tells a page whose stories are other publishers'.
func aggregates(all []*story) bool {
	abroad, home := 0, 0
	for _, s := range all {
		switch {
		case s.score <= 0 || s.zone <= zoneOut:
		case s.abroad:
			abroad++
		default:
			home++
		}
	}
	return abroad >= fewest && abroad > 2*home
}

// placed is what speaks for a story in its card.
func (s *story) placed() (score float64, marked bool) {
	if s.best.heading {
		score, marked = 1, true
	}
	path := segments(s.best.url)
	marked = marked || longNumber(path) || pathDate(path) || storyQuery(s.best.url)
	nodes := 0
	for n := range s.card.Descendants() {
		if nodes++; nodes > maxCardNodes {
			break
		}
		if n.Type == html.ElementNode && n.Data == "time" {
			return score + 1, true
		}
	}
	return score, marked
}
