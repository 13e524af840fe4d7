package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

// placed keeps a batch of grouping that puts each ungrouped story where group
// says, as a copy of what copyOf says.
func placed(t testing.TB, s *Store, group, copyOf func(news.Ungrouped) int64, moves ...news.Move) news.Grouped {
	t.Helper()
	stories, state, err := s.Ungrouped(context.Background(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	g := news.Grouping{Turn: state.Turn, Version: state.Version, Moves: moves}
	for _, u := range stories {
		if u.Again {
			g.Left = append(g.Left, u.ID)
			continue
		}
		g.Placements = append(g.Placements, news.Placement{Story: u.ID, Group: group(u), CopyOf: copyOf(u), Profile: []byte(u.Title)})
	}
	done, err := s.KeepGrouping(context.Background(), g)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func original(news.Ungrouped) int64 { return 0 }

func alone(u news.Ungrouped) int64 { return u.ID }

// published is one item a publisher, in the order given, a minute apart.
func published(t testing.TB, s *Store, publishers ...string) {
	t.Helper()
	for i, p := range publishers {
		src := testSource(p)
		it := item(1000 + i)
		it.Published = noon.Add(time.Duration(i) * time.Minute)
		it.Title = fmt.Sprint("What ", p, " says")
		save(t, s, scanOf(src, it.Published, it))
	}
}

func groupByID(t testing.TB, s *Store, id int64) news.Group {
	t.Helper()
	g, err := s.Group(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// A wire copy printed by two others is one newsroom and two reprints.
func TestGroupCountsNewsroomsAndReprints(t *testing.T) {
	s := openTest(t)
	published(t, s, "agency", "daily", "evening", "rival")
	done := placed(t, s, func(u news.Ungrouped) int64 { return 1 }, func(u news.Ungrouped) int64 {
		if u.ID == 2 || u.ID == 3 {
			return 1
		}
		return 0
	})
	equal(t, done, news.Grouped{Stories: 4, Copies: 2, Groups: 1})
	g := groupByID(t, s, 1)
	if g.Stories != 4 || g.Publishers != 2 || g.Copies != 2 || g.Outlets != 4 || g.Lead != 1 || g.Title != "What agency says" {
		t.Errorf("%+v", g)
	}
	if !g.First.Equal(noon) || !g.Latest.Equal(noon.Add(3*time.Minute)) {
		t.Errorf("first %v, latest %v", g.First, g.Latest)
	}
	for _, story := range list(t, s, news.Query{}) {
		if story.Group != 1 || story.CopyOf != map[int64]int64{2: 1, 3: 1}[story.ID] {
			t.Errorf("story %d: group %d, copy of %d", story.ID, story.Group, story.CopyOf)
		}
	}
}

func TestOldNumbersLeadOn(t *testing.T) {
	s := openTest(t)
	published(t, s, "a", "b", "c")
	placed(t, s, alone, original)
	placed(t, s, nil, nil, news.Move{Story: 2, From: 2, To: 1})
	placed(t, s, nil, nil, news.Move{Story: 1, From: 1, To: 3}, news.Move{Story: 2, From: 1, To: 3})
	for id := range int64(4) {
		g, err := s.Group(context.Background(), id)
		if id == 0 {
			if !errors.Is(err, ErrNoGroup) {
				t.Errorf("group 0: %v", err)
			}
			continue
		}
		if err != nil || g.ID != 3 || g.Stories != 3 {
			t.Errorf("group %d is %+v, %v", id, g, err)
		}
	}
	placed(t, s, nil, nil, news.Move{Story: 2, From: 3, To: 2}) // 2 is there again
	if g := groupByID(t, s, 2); g.ID != 2 || g.Stories != 1 {
		t.Errorf("%+v", g)
	}
}

func TestOvertakenGroupingKeepsNothing(t *testing.T) {
	s := openTest(t)
	published(t, s, "a", "b")
	_, state, err := s.Ungrouped(context.Background(), 10)
	if err != nil {
		t.Fatal(err)
	}
	placed(t, s, alone, original)
	_, err = s.KeepGrouping(context.Background(), news.Grouping{Turn: state.Turn, Placements: []news.Placement{{Story: 1, Group: 7}}})
	if !errors.Is(err, news.ErrOvertaken) || groupByID(t, s, 1).Stories != 1 {
		t.Errorf("error %v", err)
	}
}

// A text that has changed, and a page that was read, bring a story back.
func TestRegroup(t *testing.T) {
	s := openTest(t)
	src := testSource("a")
	src.Articles = true
	it := item(1)
	save(t, s, scanOf(src, noon, it))
	placed(t, s, alone, original)
	it.Title = "Quite another title"
	save(t, s, scanOf(src, noon.Add(time.Hour), it))
	want := func(n int, title string) {
		t.Helper()
		got, _, err := s.Ungrouped(context.Background(), 10)
		if err != nil || len(got) != n || n > 0 && (!got[0].Again || got[0].Title != title) {
			t.Errorf("%+v, %v", got, err)
		}
	}
	want(1, it.Title)
	placed(t, s, alone, original)
	want(0, "")
	link := news.Link{URL: "https://news.example/2026/08/story-9.html", Title: "Nine", Label: "Also Read"}
	if err := s.Keep(context.Background(), []news.Article{{Story: 1, At: noon, Content: "<p>" + it.Content + " And more.</p>", AlsoRead: []news.Link{link}}}); err != nil {
		t.Fatal(err)
	}
	want(1, it.Title)
	got, _, _ := s.Ungrouped(context.Background(), 10)
	if !slices.Equal(got[0].Links, []string{link.URL}) || got[0].Text != "All of story 1, at length. And more." {
		t.Errorf("%+v", got[0])
	}
}

// A story that is looked at again may begin a group together with one that is new.
func TestGroupBegunByOldAndNew(t *testing.T) {
	s := openTest(t)
	src, it := testSource("a"), item(1)
	save(t, s, scanOf(src, noon, it))
	placed(t, s, alone, original)
	it.Title = "Quite another title"
	save(t, s, scanOf(src, noon.Add(time.Hour), it, item(2)))
	_, state, err := s.Ungrouped(context.Background(), 10)
	if err != nil {
		t.Fatal(err)
	}
	done, err := s.KeepGrouping(context.Background(), news.Grouping{Turn: state.Turn, Version: state.Version,
		Placements: []news.Placement{{Story: 1, Group: 9}, {Story: 2, Group: 9}}})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, done, news.Grouped{Stories: 1, Groups: 1})
	checkGroups(t, s, map[int64]bool{1: true, 9: true})
}

// A text that changes while its story is placed is looked at again.
func TestRegroupWhilePlacing(t *testing.T) {
	s := openTest(t)
	it := item(1)
	save(t, s, scanOf(testSource("a"), noon, it))
	for i := range 3 {
		stories, state, err := s.Ungrouped(context.Background(), 10)
		if err != nil || len(stories) != 1 || stories[0].Title != it.Title {
			t.Fatalf("round %d: %+v, %v", i, stories, err)
		}
		it.Title += " and more"
		save(t, s, scanOf(testSource("a"), noon.Add(time.Duration(i+1)*time.Hour), it))
		_, err = s.KeepGrouping(context.Background(), news.Grouping{Turn: state.Turn, Version: state.Version,
			Placements: []news.Placement{{Story: 1, Group: 1}}})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What is not kept, because the process ended, is found again; what was kept is
// not handed out twice.
func TestUngroupedUntilKept(t *testing.T) {
	s := openTest(t)
	published(t, s, "a", "b", "c", "d")
	seen := map[int64]int{}
	for range 10 {
		stories, state, err := s.Ungrouped(context.Background(), 2)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Ungrouped(context.Background(), 2); err != nil { // handed out, and lost
			t.Fatal(err)
		}
		g := news.Grouping{Turn: state.Turn}
		for _, u := range stories {
			seen[u.ID]++
			g.Placements = append(g.Placements, news.Placement{Story: u.ID, Group: u.ID})
		}
		if _, err := s.KeepGrouping(context.Background(), g); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, seen, map[int64]int{1: 1, 2: 1, 3: 1, 4: 1})
}

// What the tables of lists are to hold.
const (
	wantSources = `SELECT DISTINCT x.source_id, g.id, g.latest, g.rank FROM groups g JOIN members m ON m.group_id = g.id JOIN sightings x ON x.story_id = m.story_id`

	wantLanguages = `SELECT DISTINCT s.tongue, g.id, g.latest, g.rank FROM groups g JOIN members m ON m.group_id = g.id JOIN stories s ON s.id = m.story_id WHERE s.tongue <> ''`
)

// checkGroups wants every placed story in exactly one group, rows that equal a
// recount, and every number ever given to lead somewhere, unless all of its
// stories were purged.
func checkGroups(t *testing.T, s *Store, given map[int64]bool) {
	t.Helper()
	byGroup := map[int64][]news.Story{}
	for _, story := range list(t, s, news.Query{}) {
		if story.Group == 0 {
			t.Fatalf("story %d is in no group", story.ID)
		}
		byGroup[story.Group] = append(byGroup[story.Group], story)
	}
	rows := 0
	for g, err := range s.Groups(context.Background(), news.GroupQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		rows++
		checkRow(t, g, byGroup[g.ID])
		checkReading(t, s, g, byGroup[g.ID])
		delete(given, g.ID)
	}
	for _, c := range []string{
		"SELECT source_id, group_id, latest, rank FROM group_sources EXCEPT " + wantSources, wantSources + " EXCEPT SELECT source_id, group_id, latest, rank FROM group_sources",
		"SELECT tongue, group_id, latest, rank FROM group_languages EXCEPT " + wantLanguages, wantLanguages + " EXCEPT SELECT tongue, group_id, latest, rank FROM group_languages",
	} {
		var wrong int
		if err := s.read.QueryRow("SELECT count(*) FROM (" + c + ")").Scan(&wrong); err != nil || wrong > 0 {
			t.Fatalf("%d rows, %v: %s", wrong, err, c)
		}
	}
	if rows != len(byGroup) {
		t.Fatalf("%d rows of %d groups", rows, len(byGroup))
	}
	for id := range given {
		g, err := s.Group(context.Background(), id)
		if err == nil && (g.ID == id || len(byGroup[g.ID]) == 0) {
			t.Fatalf("group %d, which is gone, is %+v", id, g)
		}
	}
}

func checkRow(t *testing.T, g news.Group, stories []news.Story) {
	t.Helper()
	publishers, outlets, copies := map[string]bool{}, map[string]bool{}, 0
	first := time.Time{}
	for _, story := range stories {
		outlets[story.Publisher] = true
		if story.CopyOf == 0 {
			publishers[story.Publisher] = true
		} else {
			copies++
		}
		if first.IsZero() || story.Sort.Before(first) {
			first = story.Sort
		}
	}
	if len(publishers) == 0 { // the earliest of the copies counts as the original
		publishers, copies = map[string]bool{"": true}, copies-1
	}
	lead := slices.ContainsFunc(stories, func(story news.Story) bool { return story.ID == g.Lead && story.Title == g.Title })
	if g.Stories != len(stories) || g.Publishers != len(publishers) || g.Outlets != len(outlets) || g.Copies != copies || !g.First.Equal(first) || !lead {
		t.Fatalf("group %+v\nhas %d stories, %d publishers, %d outlets, %d copies, the first %v", g, len(stories), len(publishers), len(outlets), copies, first)
	}
	if want := news.Rank(g.Publishers, g.Copies, g.Latest); g.Rank != want {
		t.Fatalf("rank %v, want %v", g.Rank, want)
	}
}

// Any sequence of groupings, corrections, their undoing and purges leaves every
// story in one group and every count right.
func TestGroupsProperty(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			s := openTest(t)
			w := &wildGrouping{t: t, s: s, random: rand.New(rand.NewPCG(seed, 5)), given: map[int64]bool{}}
			for range 40 {
				w.step()
				given := map[int64]bool{}
				for id := range w.given {
					given[id] = true
				}
				checkGroups(t, s, given)
			}
		})
	}
}

// wildGrouping does to the groups whatever may be done.
type wildGrouping struct {
	t      *testing.T
	s      *Store
	random *rand.Rand
	given  map[int64]bool
	items  int
	purges int
}

func (w *wildGrouping) step() {
	switch w.random.IntN(9) {
	case 0, 1, 2:
		w.group()
	case 3:
		w.correct(news.Correction{Kind: news.CorrectSplit, Group: w.anyGroup(), Stories: []int64{w.anyStory(), w.anyStory()}})
	case 4:
		w.correct(news.Correction{Kind: news.CorrectMerge, Group: w.anyGroup(), Other: w.anyGroup()})
	case 5:
		kind := news.CorrectPin
		if w.random.IntN(2) == 0 {
			kind = news.CorrectBar
		}
		w.correct(news.Correction{Kind: kind, Group: w.anyGroup(), Stories: []int64{w.anyStory()}})
	case 6:
		_, err := w.s.Undo(context.Background(), 1+w.random.Int64N(10))
		if err != nil && !errors.Is(err, ErrNoCorrection) {
			w.t.Fatal(err)
		}
	case 7:
		w.purge()
	case 8:
		read, saved := w.random.IntN(3) > 0, w.random.IntN(3) > 0
		mark(w.t, w.s, news.Marks{Groups: []int64{w.anyGroup(), w.anyGroup()}, Stories: []int64{w.anyStory()}, Read: &read, Saved: &saved})
	}
}

func (w *wildGrouping) anyGroup() int64 { return 1 + w.random.Int64N(int64(len(w.given))+1) }

func (w *wildGrouping) anyStory() int64 { return 1 + w.random.Int64N(int64(w.items)+1) }

// group adds stories, places them and moves others.
func (w *wildGrouping) group() {
	for range 1 + w.random.IntN(4) {
		w.items++
		it := item(w.items)
		it.Published = noon.Add(time.Duration(w.random.IntN(1000)) * time.Minute)
		it.Language = []string{"en", "de", ""}[w.random.IntN(3)]
		at := noon.Add(time.Duration(w.items) * 24 * time.Hour)
		save(w.t, w.s, scanOf(testSource(fmt.Sprint("s", w.random.IntN(5))), at, it))
		if w.random.IntN(3) == 0 { // another source lists an old story too
			save(w.t, w.s, scanOf(testSource(fmt.Sprint("s", w.random.IntN(5))), at.Add(time.Minute), item(1+w.random.IntN(w.items))))
		}
	}
	var moves []news.Move
	for range w.random.IntN(4) {
		moves = append(moves, news.Move{Story: w.anyStory(), To: w.newOrOld()})
	}
	placed(w.t, w.s, func(news.Ungrouped) int64 { return w.newOrOld() }, func(u news.Ungrouped) int64 {
		if w.random.IntN(3) > 0 || u.ID == 1 {
			return 0
		}
		return w.originalBefore(u.ID)
	}, moves...)
}

// originalBefore is a story that is still there and no copy itself; 0: none.
func (w *wildGrouping) originalBefore(id int64) int64 {
	for _, story := range list(w.t, w.s, news.Query{}) {
		if story.ID < id && story.CopyOf == 0 {
			return story.ID
		}
	}
	return 0
}

func (w *wildGrouping) newOrOld() int64 {
	_, state, err := w.s.Ungrouped(context.Background(), 1)
	if err != nil {
		w.t.Fatal(err)
	}
	id := state.LastGroup + 1 + w.random.Int64N(3)
	if w.random.IntN(2) == 0 {
		id = w.anyGroup()
	}
	w.given[id] = true
	return id
}

// correct tries; what makes no sense is refused and changes nothing.
func (w *wildGrouping) correct(c news.Correction) {
	before := version(w.t, w.s)
	kept, err := w.s.Correct(context.Background(), c)
	if err == nil {
		w.given[kept.Group] = true
		if kept.Other != 0 {
			w.given[kept.Other] = true
		}
		return
	}
	if after := version(w.t, w.s); after != before {
		w.t.Fatalf("%+v was refused (%v) and changed something", c, err)
	}
}

// purge removes the oldest stories.
func (w *wildGrouping) purge() {
	w.purges++
	oldest, err := w.s.oldest(context.Background(), 0, 3)
	if err != nil {
		w.t.Fatal(err)
	}
	var ids []int64
	for _, p := range oldest {
		ids = append(ids, p.id)
	}
	if err := w.s.purgeStories(context.Background(), ids); err != nil {
		w.t.Fatal(err)
	}
}

// What a feed prints of a page's recommendations is not what the story is about.
func TestUngroupedTextHasNoTitlesOfLinks(t *testing.T) {
	s := openTest(t)
	text := "<p>The ferry is afloat again.</p><p>Also Read: <a href=\"https://example.com/wax\">Why candle wax costs more this winter</a></p><p>Tugs pulled it free.</p>"
	ferry := item(1)
	ferry.Content = text
	save(t, s, scanOf(testSource("a"), noon, ferry))
	keep(t, s, news.Article{Story: 1, At: noon, AlsoRead: []news.Link{
		{URL: "https://example.com/wax", Title: "Why candle wax costs more this winter", Label: "Also Read"},
		{URL: "https://example.com/tugs", Title: "Tugs"}}})
	stories, _, err := s.Ungrouped(context.Background(), 10)
	if err != nil || len(stories) != 1 {
		t.Fatal(stories, err)
	}
	if got := stories[0].Text; strings.Contains(got, "wax") || !strings.Contains(got, "afloat again") || !strings.Contains(got, "Tugs pulled") {
		t.Errorf("text %q", got)
	}
}
