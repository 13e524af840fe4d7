package labelled

import (
	"context"
	"strconv"

	"alsoread/coverage"
)

// Outcome is what the engine made of a set.
type Outcome struct {
	*coverage.Judgement                 // of a set with clusters
	Pairs               *coverage.Score `json:"pairs,omitempty"` // of a set of pairs
	Predicted           []Prediction    `json:"-"`
}

// Prediction is a story and its group, or a pair and "1" or "0".
type Prediction struct{ Name, Group string }

// Run streams a set in file order through an engine and judges what stands
// after the last story.
func Run(ctx context.Context, s *Set, o coverage.Options) (*Outcome, error) {
	if o.MaxStories == 0 {
		o.MaxStories = len(s.Stories) + 1 // the end is judged: nothing may leave before it
	}
	e := coverage.New(o)
	for _, story := range s.Stories {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e.Add(story)
	}
	if len(s.Pairs) > 0 {
		return judgePairs(e, s), nil
	}
	out := &Outcome{}
	predicted := map[string]string{}
	for i, name := range s.Names {
		group := strconv.FormatInt(e.GroupOf(int64(i+1)), 10)
		predicted[name] = group
		out.Predicted = append(out.Predicted, Prediction{name, group})
	}
	j := coverage.Judge(s.Truth, predicted)
	out.Judgement = &j
	return out, nil
}

func judgePairs(e *coverage.Engine, s *Set) *Outcome {
	out := &Outcome{}
	var truth, answers []bool
	for _, p := range s.Pairs {
		yes := e.GroupOf(p.A) == e.GroupOf(p.B)
		if p.Near {
			yes = e.Near(s.Stories[p.A-1], s.Stories[p.B-1]) >= 0.5
		}
		truth, answers = append(truth, p.Same), append(answers, yes)
		said := "0"
		if yes {
			said = "1"
		}
		out.Predicted = append(out.Predicted, Prediction{p.Name, said})
	}
	score := coverage.JudgePairs(truth, answers)
	out.Pairs = &score
	return out
}
