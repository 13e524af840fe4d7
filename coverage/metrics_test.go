package coverage

import (
	"math"
	"testing"
)

func TestJudge(t *testing.T) {
	tests := []struct {
		name             string
		truth, predicted map[string]string
		bp, br, pp, pr   float64
		clusters, groups int
	}{
		{"all right", map[string]string{"a": "1", "b": "1", "c": "2"}, map[string]string{"a": "x", "b": "x", "c": "y"}, 1, 1, 1, 1, 2, 2},
		{"all in one", map[string]string{"a": "1", "b": "1", "c": "2"}, map[string]string{"a": "x", "b": "x", "c": "x"}, 5.0 / 9, 1, 1.0 / 3, 1, 2, 1},
		{"all alone", map[string]string{"a": "1", "b": "1", "c": "2"}, map[string]string{}, 1, 2.0 / 3, 1, 0, 2, 3},
		{"not asked for", map[string]string{"a": "1"}, map[string]string{"a": "x", "z": "x"}, 1, 1, 1, 1, 1, 1},
	}
	near := func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j := Judge(tt.truth, tt.predicted)
			if !near(j.BCubed.Precision, tt.bp) || !near(j.BCubed.Recall, tt.br) || !near(j.Pairwise.Precision, tt.pp) || !near(j.Pairwise.Recall, tt.pr) {
				t.Errorf("got %+v", j)
			}
			if j.Clusters != tt.clusters || j.Groups != tt.groups {
				t.Errorf("got %d clusters, %d groups", j.Clusters, j.Groups)
			}
		})
	}
	if j := Judge(nil, nil); j.Items != 0 || j.BCubed.F1 != 0 {
		t.Errorf("nothing: got %+v", j)
	}
}

func TestJudgePairs(t *testing.T) {
	s := JudgePairs([]bool{true, true, false, false}, []bool{true, false, true, false})
	if s.Precision != 0.5 || s.Recall != 0.5 || s.F1 != 0.5 {
		t.Errorf("got %+v", s)
	}
}
