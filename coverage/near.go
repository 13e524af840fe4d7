package coverage

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

// near.json is written by coverage/learn and names what it was learnt from.
//
//go:embed near.json
var nearJSON []byte

// NearModel turns what two headlines are compared by into odds that they say
// the same: a sum over the features and over the products of two of them. What a
// missing place says depends on how much else is the same.
type NearModel struct {
	Provenance string       `json:"provenance"`
	Mean       NearFeatures `json:"mean"`
	Scale      NearFeatures `json:"scale"`
	Bias       float64      `json:"bias"`
	Weights    NearFeatures `json:"weights"`
	// Products are the weights of products, of each feature with itself and those
	// after it.
	Products []float64 `json:"products"`
	// Steep turns the sum into odds.
	Steep float64 `json:"steep"`
}

// ShippedNear is the model that the program runs with.
func ShippedNear() (NearModel, error) {
	var m NearModel
	if err := json.Unmarshal(nearJSON, &m); err != nil {
		return m, fmt.Errorf("read the learnt weights of near-duplicates: %w", err)
	}
	return m, nil
}

// shippedNear panics when the embedded weights cannot be read, which a test
// rules out.
var shippedNear = sync.OnceValue(func() NearModel {
	m, err := ShippedNear()
	if err != nil {
		panic(err)
	}
	return m
})

func (m *NearModel) odds(f *NearFeatures) float64 { return sigmoid(m.Steep * m.Sum(f)) }

// Sum is above 0 for near-duplicates.
func (m *NearModel) Sum(f *NearFeatures) float64 {
	var z NearFeatures
	for i, x := range f {
		z[i] = Standard(x, m.Mean[i], m.Scale[i])
	}
	sum, rest := m.Bias, m.Products
	for i, x := range z {
		s := m.Weights[i]
		for k, y := range z[i:] {
			s += rest[k] * y
		}
		rest = rest[len(z)-i:]
		sum += x * s
	}
	return sum
}

// farthest bounds how far from the mean a feature counts, in deviations: products
// of what no headline learnt from had would outweigh all else.
const farthest = 3

// Standard brings a feature to one scale with the others.
func Standard(x, mean, scale float64) float64 {
	return max(-farthest, min(farthest, (x-mean)/scale))
}

// NearFeatures are what the headlines of two stories are compared by, as common as
// words are in the window.
func (e *Engine) NearFeatures(a, b Story) NearFeatures {
	p, q := headlineOf(a.Title), headlineOf(b.Title)
	return nearFeatures(e.headWords(p, headlineLanguage(p, a.Language)), e.headWords(q, headlineLanguage(q, b.Language)), p, q)
}

func headlineLanguage(title, declared string) language {
	return detect(appendWords(nil, title), declared)
}

// Near is the odds that two headlines say the same thing; from 0.5 they are
// near-duplicates. It is stricter than being of one group: "12 killed" and "15
// killed" are one event and two headlines.
func (e *Engine) Near(a, b Story) float64 {
	f := e.NearFeatures(a, b)
	return e.near.odds(&f)
}
