package main

import (
	"sync"
	"testing"
	"time"
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
	d.groupsAreWhole()
}

// A scan that is killed wherever it is leaves nothing half grouped: the next ones
// take up what it left, and in the end every story is in one group.
func TestKilledScansGroupInTheEnd(t *testing.T) {
	d, _ := newWorldDesk(t)
	killed := 0
	for after := 40 * time.Millisecond; after < time.Second; after += after / 3 {
		p := d.start("scan")
		select {
		case <-p.silent: // it has ended by itself
		case <-time.After(after):
			killed++
		}
		p.cmd.Process.Kill()
		p.cmd.Wait()
	}
	if killed < 3 {
		t.Fatalf("%d scans were killed: nothing was tested", killed)
	}
	d.scan()
	d.groupsAreWhole()
}

// groupsAreWhole checks that every story is in a group, and every group has the
// stories that it says it has.
func (d *desk) groupsAreWhole() {
	d.t.Helper()
	stories, inGroups := d.stories(), map[int64]int{}
	for _, s := range stories {
		if s.Group == 0 {
			d.t.Errorf("story %d is in no group", s.ID)
		}
		inGroups[s.Group]++
	}
	groups := d.groups()
	for _, g := range groups {
		if g.Stories != inGroups[g.ID] {
			d.t.Errorf("group %d says it has %d stories and has %d", g.ID, g.Stories, inGroups[g.ID])
		}
	}
	if len(groups) != len(inGroups) || len(stories) < 60 {
		d.t.Errorf("%d groups, %d in use, %d stories", len(groups), len(inGroups), len(stories))
	}
}
