package coverage

// Score is precision, recall and their harmonic mean, each 0 to 1.
type Score struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

func score(precision, recall float64) Score {
	s := Score{Precision: precision, Recall: recall}
	if precision+recall > 0 {
		s.F1 = 2 * precision * recall / (precision + recall)
	}
	return s
}

// Judgement is a grouping measured against a known one.
type Judgement struct {
	Items    int   `json:"items"`
	Clusters int   `json:"clusters"` // of the truth
	Groups   int   `json:"groups"`   // of the prediction
	BCubed   Score `json:"bcubed"`   // Amigó et al. 2009
	Pairwise Score `json:"pairwise"`
}

// Judge measures predicted (item -> group) against truth (item -> cluster). An
// item without a prediction is a group of its own; a prediction for an item
// that the truth does not know is left out.
func Judge(truth map[string]string, predicted map[string]string) Judgement {
	type cell struct{ cluster, group string }
	cells, clusters, groups := map[cell]int{}, map[string]int{}, map[string]int{}
	for item, cluster := range truth {
		group, ok := predicted[item]
		if group = "p" + group; !ok {
			group = "alone " + item
		}
		cells[cell{cluster, group}]++
		clusters[cluster]++
		groups[group]++
	}
	j := Judgement{Items: len(truth), Clusters: len(clusters), Groups: len(groups)}
	if len(truth) == 0 {
		return j
	}
	var precision, recall float64
	both, together, same := 0, 0, 0
	for c, n := range cells {
		precision += float64(n) * float64(n) / float64(groups[c.group])
		recall += float64(n) * float64(n) / float64(clusters[c.cluster])
		both += n * (n - 1) / 2
	}
	for _, n := range groups {
		together += n * (n - 1) / 2
	}
	for _, n := range clusters {
		same += n * (n - 1) / 2
	}
	j.BCubed = score(precision/float64(len(truth)), recall/float64(len(truth)))
	j.Pairwise = score(share(both, together), share(both, same))
	return j
}

// share is 1 for nothing of nothing: no pair was claimed, none was wrong.
func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// JudgePairs measures yes-or-no answers.
func JudgePairs(truth, answers []bool) Score {
	hit, said, is := 0, 0, 0
	for i, t := range truth {
		if t {
			is++
		}
		if answers[i] {
			said++
			if t {
				hit++
			}
		}
	}
	return score(share(hit, said), share(hit, is))
}
