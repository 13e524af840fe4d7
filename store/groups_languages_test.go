package store

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestGroupLanguages(t *testing.T) {
	s := openTest(t)
	src := testSource("s")
	for i, language := range []string{"hi", "en-GB", "de", "", "en", "hi"} {
		it := item(i)
		it.Language, it.Published = language, noon.Add(time.Duration(i)*time.Hour)
		save(t, s, scanOf(src, noon.Add(6*time.Hour), it))
	}
	placed(t, s, alone, original)
	for _, test := range []struct {
		name  string
		since time.Duration
		want  []string
	}{
		{"of all times, each once", -time.Hour, []string{"de", "en", "hi"}},
		{"what is older is left out", 3 * time.Hour, []string{"en", "hi"}},
		{"the very moment counts", 5 * time.Hour, []string{"hi"}},
		{"none", 6 * time.Hour, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := s.GroupLanguages(t.Context(), noon.Add(test.since))
			if err != nil || !slices.Equal(got, test.want) {
				t.Errorf("%q, %v; want %q", got, err, test.want)
			}
		})
	}
	for _, step := range explainPlan(t, s, languagesOfGroups, 1, 1, 1) {
		if strings.Contains(step, "SCAN") && !strings.Contains(step, "SCAN t") && !strings.Contains(step, "SCAN (") && !strings.Contains(step, "CONSTANT") || strings.Contains(step, "B-TREE") {
			t.Errorf("the query reads whole tables: %s", step)
		}
	}
}
