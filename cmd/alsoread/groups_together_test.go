package main

import (
	"sync"
	"testing"
)

// Two scans at once group what both bring: neither corrupts what the other keeps,
// and no story is left out or placed twice.
func TestTwoScansGroupTogether(t *testing.T) {
	d, _ := newWorldDesk(t)
	var scans sync.WaitGroup
	for range 2 {
		scans.Go(func() {
			if _, errs, code := d.run("scan"); code != exitOK && code != exitPartial {
				t.Errorf("exit code %d\n%s", code, errs)
			}
		})
	}
	scans.Wait()
	d.scan()
	stories, inGroups := d.stories(), map[int64]int{}
	for _, s := range stories {
		if s.Group == 0 {
			t.Errorf("story %d is in no group", s.ID)
		}
		inGroups[s.Group]++
	}
	groups := d.groups()
	for _, g := range groups {
		if g.Stories != inGroups[g.ID] {
			t.Errorf("group %d says it has %d stories and has %d", g.ID, g.Stories, inGroups[g.ID])
		}
	}
	if len(groups) != len(inGroups) || len(stories) < 60 {
		t.Errorf("%d groups, %d in use, %d stories", len(groups), len(inGroups), len(stories))
	}
}
