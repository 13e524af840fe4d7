package store

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"alsoread/news"
)

func mark(t testing.TB, s *Store, m news.Marks) []news.Group {
	t.Helper()
	groups, err := s.Mark(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	return groups
}

func markRead(t testing.TB, s *Store, ids ...int64) []news.Group {
	t.Helper()
	yes := true
	return mark(t, s, news.Marks{Groups: ids, Read: &yes})
}

// joining is one more story in group 1, by this publisher.
func joining(t testing.TB, s *Store, n int, publisher string, copyOf int64) {
	t.Helper()
	it := item(n)
	it.Published = noon.Add(time.Duration(n) * time.Minute)
	save(t, s, scanOf(testSource(publisher), it.Published, it))
	placed(t, s, func(news.Ungrouped) int64 { return 1 }, func(news.Ungrouped) int64 { return copyOf })
}

// wantRead checks group 1 and what lists say of it.
func wantRead(t testing.TB, s *Store, read bool, why string) {
	t.Helper()
	if g := groupByID(t, s, 1); g.Read != read {
		t.Errorf("%s: read is %v", why, g.Read)
	}
	listed := slices.Contains(groupIDs(listGroups(t, s, news.GroupQuery{Read: &read})), 1)
	other := !read
	if !listed || slices.Contains(groupIDs(listGroups(t, s, news.GroupQuery{Read: &other})), 1) {
		t.Errorf("%s: the lists say otherwise", why)
	}
}

// A group that was read is unread again when another publisher tells the event,
// and by nothing else.
func TestReadUntilAnotherPublisherJoins(t *testing.T) {
	s := openTest(t)
	published(t, s, "a", "b")
	placed(t, s, func(news.Ungrouped) int64 { return 1 }, original)
	wantRead(t, s, false, "at first")
	if got := markRead(t, s, 1); len(got) != 1 || !got[0].Read || got[0].ID != 1 {
		t.Errorf("marked %+v", got)
	}
	wantRead(t, s, true, "once read")
	joining(t, s, 20, "a", 0)
	wantRead(t, s, true, "a publisher of it says more")
	joining(t, s, 21, "c", 1)
	wantRead(t, s, true, "a reprint")
	joining(t, s, 22, "d", 0)
	wantRead(t, s, false, "another publisher")
	markRead(t, s, 1)
	no := false
	mark(t, s, news.Marks{Groups: []int64{1}, Read: &no})
	wantRead(t, s, false, "marked as unread")
	if left, err := s.Reading(context.Background(), []int64{1, 2, 3, 4, 5}); err != nil || len(left) != 0 {
		t.Errorf("%v stays, %v", left, err)
	}
}

// Who marks a page that is older than a story does not mark that story.
func TestWhatWasNotSeenIsNotRead(t *testing.T) {
	s := openTest(t)
	published(t, s, "a")
	placed(t, s, alone, original)
	seen := groupByID(t, s, 1).Changed
	for !time.Now().Truncate(time.Millisecond).After(seen) { // until the clock has gone on
		time.Sleep(time.Millisecond)
	}
	joining(t, s, 20, "b", 0)
	yes := true
	mark(t, s, news.Marks{Groups: []int64{1}, Read: &yes, Seen: seen})
	wantRead(t, s, false, "of the page before")
	mark(t, s, news.Marks{Groups: []int64{1}, Read: &yes, Seen: groupByID(t, s, 1).Changed})
	wantRead(t, s, true, "of the page after")
}

// What was read goes with its story: what is merged in brings what was not read,
// what is split out stays as it was.
func TestReadingFollowsStories(t *testing.T) {
	s := openTest(t)
	published(t, s, "a", "b", "c")
	placed(t, s, alone, original)
	markRead(t, s, 1, 2)
	if _, err := s.Correct(context.Background(), news.Correction{Kind: news.CorrectMerge, Group: 1, Other: 2}); err != nil {
		t.Fatal(err)
	}
	wantRead(t, s, true, "two that were read")
	if got := markRead(t, s, 2); len(got) != 1 || got[0].ID != 1 { // an old number
		t.Errorf("%+v", got)
	}
	made, err := s.Correct(context.Background(), news.Correction{Kind: news.CorrectMerge, Group: 1, Other: 3})
	if err != nil {
		t.Fatal(err)
	}
	wantRead(t, s, false, "one that was not")
	if _, err := s.Undo(context.Background(), made.ID); err != nil {
		t.Fatal(err)
	}
	wantRead(t, s, true, "without it")
	if groupByID(t, s, 3).Read {
		t.Error("what was split out is read")
	}
}

// An event is saved by its lead, and in the list as long as one story of it is.
func TestSaved(t *testing.T) {
	s := openTest(t)
	published(t, s, "a", "b", "c")
	placed(t, s, func(u news.Ungrouped) int64 { return 1 + u.ID/3 }, original)
	yes, no := true, false
	mark(t, s, news.Marks{Groups: []int64{1, 99}, Stories: []int64{3, 99}, Saved: &yes})
	saved, err := s.Reading(context.Background(), []int64{1, 2, 3, 99})
	if err != nil || len(saved) != 2 || saved[1].Saved.IsZero() || saved[3].Saved.IsZero() || !saved[1].Read.IsZero() {
		t.Errorf("%v, %v", saved, err)
	}
	equal(t, ids(list(t, s, news.Query{Saved: &yes})), []int64{3, 1})
	equal(t, groupIDs(listGroups(t, s, news.GroupQuery{Saved: &yes})), []int64{2, 1})
	equal(t, groupIDs(listGroups(t, s, news.GroupQuery{Saved: &yes, Order: news.GroupsHeadlines})), []int64{1, 2})
	mark(t, s, news.Marks{Groups: []int64{1}, Saved: &no})
	equal(t, groupIDs(listGroups(t, s, news.GroupQuery{Saved: &yes})), []int64{2})
	equal(t, ids(list(t, s, news.Query{Saved: &no})), []int64{2, 1})
}

// Reading state goes with its story, and leaves what remains of a group as it was.
func TestPurgeTakesReadingAlong(t *testing.T) {
	s := openTest(t)
	published(t, s, "a", "b")
	placed(t, s, func(news.Ungrouped) int64 { return 1 }, original)
	markRead(t, s, 1)
	joining(t, s, 20, "a", 0) // not read, of a publisher that was
	yes := true
	mark(t, s, news.Marks{Stories: []int64{3}, Saved: &yes})
	if err := s.purgeStories(context.Background(), []int64{1}); err != nil {
		t.Fatal(err)
	}
	wantRead(t, s, true, "after the purge")
	left, err := s.Reading(context.Background(), []int64{1, 2, 3})
	if _, gone := left[1]; err != nil || gone || len(left) != 2 || left[3].Saved.IsZero() {
		t.Errorf("%v, %v", left, err)
	}
	if err := s.purgeStories(context.Background(), []int64{2, 3}); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := s.read.QueryRow("SELECT count(*) FROM reading").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows stay, %v", n, err)
	}
}

// "Up to here" is what the list shows from its beginning through a place, as it
// is narrowed, and in the order of the list.
func TestMarkThrough(t *testing.T) {
	s := openTest(t)
	var scans []news.Scan
	for i := range 1200 { // more than one transaction
		it := item(i)
		it.Published = noon.Add(-time.Duration(i/3) * time.Minute) // three of one time
		scans = append(scans, scanOf(testSource(fmt.Sprint("s", i%2)), noon, it))
	}
	save(t, s, scans...)
	for range 2 {
		placed(t, s, alone, original)
	}
	all := listGroups(t, s, news.GroupQuery{})
	marked, more, err := s.MarkThrough(context.Background(), news.GroupQuery{Publisher: "s1.example"}, all[100].Cursor(news.GroupsNewest), time.Time{})
	if err != nil || more || len(marked) < 45 || len(marked) > 55 {
		t.Fatalf("%d marked, %v, %v", len(marked), more, err)
	}
	for i, g := range listGroups(t, s, news.GroupQuery{}) {
		if want := i <= 100 && g.Lead%2 == 0; g.Read != want {
			t.Fatalf("group %d at %d: read is %v", g.ID, i, g.Read)
		}
	}
	if marked, more, err = s.MarkThrough(context.Background(), news.GroupQuery{}, news.GroupCursor{}, time.Time{}); err != nil || more {
		t.Fatal(more, err)
	}
	no := false
	if left := listGroups(t, s, news.GroupQuery{Read: &no}); len(left) > 0 || len(marked) < 1100 {
		t.Errorf("%d marked, %d left", len(marked), len(left))
	}
}

// Backups keep what was read.
func TestBackupKeepsReading(t *testing.T) {
	s := openTest(t)
	published(t, s, "a", "b")
	placed(t, s, alone, original)
	markRead(t, s, 1)
	path := s.Path() + ".copy"
	if err := s.Backup(context.Background(), path); err != nil {
		t.Fatal(err)
	}
	again := openAt(t, path, Options{})
	if !groupByID(t, again, 1).Read || groupByID(t, again, 2).Read {
		t.Error("the copy has read something else")
	}
}

// checkReading holds a group's row against its stories.
func checkReading(t *testing.T, s *Store, g news.Group, stories []news.Story) {
	t.Helper()
	var ids []int64
	for _, story := range stories {
		ids = append(ids, story.ID)
	}
	marks, err := s.Reading(context.Background(), ids)
	if err != nil {
		t.Fatal(err)
	}
	read, newsrooms, saved, first := map[string]bool{}, map[string]bool{}, false, stories[0]
	for _, story := range stories {
		m := marks[story.ID]
		read[story.Publisher] = read[story.Publisher] || !m.Read.IsZero()
		saved = saved || !m.Saved.IsZero()
		if story.CopyOf == 0 {
			newsrooms[story.Publisher] = true
		}
		if story.Sort.Before(first.Sort) || story.Sort.Equal(first.Sort) && story.ID < first.ID {
			first = story
		}
	}
	if len(newsrooms) == 0 {
		newsrooms[first.Publisher] = true
	}
	all := true
	for publisher := range newsrooms {
		all = all && read[publisher]
	}
	if g.Read != all || g.Saved != saved {
		t.Fatalf("group %d: read %v, saved %v; its stories say %v, %v", g.ID, g.Read, g.Saved, all, saved)
	}
}
