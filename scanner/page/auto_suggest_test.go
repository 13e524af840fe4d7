package page

import (
	"slices"
	"testing"

	"alsoread/news"
)

// The selectors suggested for real pages give what is found without them.
func TestSuggestOnRealPages(t *testing.T) {
	for _, row := range jsonLines[labelledListing](t, "listing.jsonl") {
		d := Document{Body: inflate(t, pagesRoot+"html/"+row.File), URL: row.URL}
		s, l, err := Suggest(t.Context(), d)
		if err != nil {
			t.Errorf("%s: %v", row.URL, err)
			continue
		}
		found, err := ReadListing(t.Context(), d, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		var c confusion
		for _, it := range l.Items {
			c.add(true, slices.ContainsFunc(found.Items, func(o news.Item) bool { return o.URL == it.URL }))
		}
		c.falseNegative = len(found.Items) - c.truePositive
		t.Logf("%s: %+v, F1 %.2f", row.URL, *s, c.f1())
		if c.f1() < 0.9 {
			t.Errorf("%s: F1 %.2f", row.URL, c.f1())
		}
	}
}
