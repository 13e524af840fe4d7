package newsroom

import (
	"context"
	"testing"
	"time"

	"alsoread/news"
)

// countedGroups counts how often members are asked for, and of how many groups.
type countedGroups struct {
	fakeGroups
	times, groups *int
}

func (f countedGroups) MembersOf(ctx context.Context, groups []int64, limit int) (map[int64][]news.Member, error) {
	*f.times++
	*f.groups += len(groups)
	return f.fakeGroups.MembersOf(ctx, groups, limit)
}

// Entries are read together, and only those of groups that have changed.
func TestEntriesAreReadOnce(t *testing.T) {
	o := wholeOptions()
	var times, groups int
	o.Groups = countedGroups{fakeGroups{o.Coverage.(*fakeCoverage)}, &times, &groups}
	r := New(o)
	list := []news.Group{{ID: 7, Lead: 90, Changed: at(1)}, {ID: 8, Lead: 90, Changed: at(1)}}
	read := func(wantTimes, wantGroups int) {
		t.Helper()
		entries, err := r.entriesOf(t.Context(), list)
		if err != nil || len(entries) != 2 || entries[0].Group.ID != 7 || entries[1].Group.ID != 8 || entries[1].Lead.ID != 90 {
			t.Fatalf("%+v, %v", entries, err)
		}
		if times != wantTimes || groups != wantGroups {
			t.Errorf("asked %d times, of %d groups; want %d, %d", times, groups, wantTimes, wantGroups)
		}
	}
	read(1, 2)
	read(1, 2)
	list[1].Changed = at(2)
	read(2, 3)
	list[0].Read = true // reading it does not change it
	read(2, 3)
	if e, _ := r.entriesOf(t.Context(), list); !e[0].Group.Read {
		t.Error("what was read is not said")
	}
	known := r.pages.entries.known[7]
	known.at = known.at.Add(-entryAge - time.Second)
	r.pages.entries.known[7] = known
	read(3, 4)
}
