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

// Model is what was learnt of news at large, and how much chance may explain.
type Model struct {
	Provenance string `json:"provenance"`
	// Weak and Strong are how surprising what two stories share must be, as
	// natural logarithms over the number of groups that were compared: to be
	// tied at all, and to begin a group.
	Weak   float64 `json:"weak"`
	Strong float64 `json:"strong"`
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

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
