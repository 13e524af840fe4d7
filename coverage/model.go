package coverage

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
)

// weights.json is written by coverage/learn and names what it was learnt from.
//
//go:embed weights.json
var weightsJSON []byte

// Model turns evidence into odds. Two models, because a pair of headlines is
// judged by other things than a pair of full texts.
type Model struct {
	Provenance string   `json:"provenance"`
	Headlines  Features `json:"headlines"`
	Texts      Features `json:"texts"`
	// Gamma is the price of every pair inside a group, Threshold the odds below
	// which a pair is not tied; see partition.go.
	Gamma     float64 `json:"gamma"`
	Threshold float64 `json:"threshold"`
	// TextTie is what a tie of two full texts weighs against one of headlines:
	// texts of one event nearly all resemble each other, so the same ties mean
	// less among them, and fewer false ones may glue groups together.
	TextTie float64 `json:"text_tie"`
	// Common is how rare the commonest stems are in news at large (the natural
	// logarithm of the inverse share of events that they are met in). In a
	// window full of one event its own words are frequent, and in a small
	// window common words look rare; this tells them apart.
	Common map[string]float64 `json:"common"`
}

// Shipped is the model that the program runs with.
func Shipped() (Model, error) {
	var m Model
	if err := json.Unmarshal(weightsJSON, &m); err != nil {
		return m, fmt.Errorf("read the learnt weights: %w", err)
	}
	return m, nil
}

func (m *Model) sum(w, f *Features) float64 {
	s := 0.0
	for i, x := range f {
		s += w[i] * x
	}
	return s
}

// The feeds and pages measured on carry no links, so these two were set by
// hand: a link to the other story, or a page that both cite, is worth about as
// much as one more rare name in common, and never enough alone.
const (
	directLink = 1.5
	citedLink  = 1.0
)

func (m *Model) odds(a, b *profile, o *overlap, f *Features) float64 {
	w := &m.Headlines
	if a.hasText && b.hasText {
		w = &m.Texts
	}
	s := m.sum(w, f)
	if o.direct {
		s += directLink
	}
	if o.cited {
		s += citedLink
	}
	return sigmoid(s)
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
