package main

import (
	"slices"
	"strings"
	"testing"

	"alsoread/internal/newsworld"
)

// A publisher without a feed is read by its page: by the selectors of its source
// and without any, with the same result.
func TestScanOfAListingPage(t *testing.T) {
	world, err := newsworld.Start(t.Context(), newsworld.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(world.Close)
	yaml := string(world.SourcesYAML())
	start := strings.Index(yaml, "    select:\n")
	if start < 0 {
		t.Fatal("the world has no listing page")
	}
	end := start + strings.Index(yaml[start:], "      image: img@src\n") + len("      image: img@src\n")
	titles := func(yaml string) []string {
		d := newDesk(t, []byte(yaml))
		if r := d.scan("Inland Observer"); r.Failed != 0 {
			t.Fatalf("%+v", r)
		}
		var all []string
		for _, s := range d.stories() {
			all = append(all, s.URL+" "+s.Title+" "+s.Published.String())
		}
		slices.Sort(all)
		return all
	}
	selected, found := titles(yaml), titles(yaml[:start]+yaml[end:])
	if len(selected) < 5 || !slices.Equal(selected, found) {
		t.Errorf("by selectors:\n%s\nwithout:\n%s", strings.Join(selected, "\n"), strings.Join(found, "\n"))
	}
}
