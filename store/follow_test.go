package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

const targetURL = "https://news.example/2026/11/behind-the-link"

// target is a page behind a link of a story, as it was read.
func target(from int64, more ...func(*news.Article)) news.Article {
	a := news.Article{From: from, Link: targetURL, Answered: targetURL, URL: targetURL, At: noon.Add(time.Minute), Title: "Behind the link",
		Authors: []string{"Ana Reyes"}, Content: "<p>What stands behind the link.</p>", Published: noon.Add(-48 * time.Hour), ImageCredit: "Bo Ek"}
	for _, change := range more {
		change(&a)
	}
	return a
}

// linking is a store with a story whose page links to the target.
func linking(t testing.TB) (*Store, int64) {
	s := openTest(t)
	save(t, s, scanOf(paper("a"), noon, item(1)))
	from := wanting(t, s, "a", noon)[0].Story
	keep(t, s, news.Article{Story: from, At: noon, AlsoRead: []news.Link{{URL: targetURL + "?utm_source=x", Title: "Behind", Label: "Also Read", Follow: true}}})
	return s, from
}

func targetsOf(t testing.TB, s *Store, source string, at time.Time) []news.Wanted {
	t.Helper()
	out, err := s.Targets(context.Background(), source, at, 100)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTargetBecomesAStory(t *testing.T) {
	s, from := linking(t)
	equal(t, targetsOf(t, s, "a", noon), []news.Wanted{{URL: targetURL + "?utm_source=x", From: from, Page: item(1).URL}})
	keep(t, s, target(from, func(a *news.Article) {
		a.Link += "?utm_source=x"
		a.AlsoRead = []news.Link{{URL: item(1).URL, Title: "back"}}
	}))
	link := storyOf(t, s, from).AlsoRead[0]
	story := storyOf(t, s, link.Story)
	if story.Title != "Behind the link" || story.URL != targetURL || story.Content != "<p>What stands behind the link.</p>" || story.ImageCredit != "Bo Ek" ||
		!story.Published.Equal(noon.Add(-48*time.Hour)) || !story.Sort.Equal(story.Published) || story.Publisher != "a.example" || story.AlsoRead[0].Story != from {
		t.Errorf("%+v", story)
	}
	equal(t, story.Sightings, []news.Sighting{{Source: "a", SourceURL: testSource("a").URL, Publisher: "a.example", At: noon.Add(time.Minute), URL: targetURL, Title: "Behind the link", Followed: from}})
	if got := list(t, s, news.Query{Search: "stands behind"}); len(got) != 1 {
		t.Errorf("a search finds %v", titles(got))
	}
	if got := list(t, s, news.Query{Sources: []string{"a"}, Limit: 50}); len(got) != 2 {
		t.Errorf("of the source are %v", titles(got))
	}
	if len(targetsOf(t, s, "a", noon.Add(time.Hour))) != 0 || len(wanting(t, s, "a", noon.Add(time.Hour))) != 0 {
		t.Error("it is wanted again")
	}
	sound(t, s)
}

// A publisher that is known only by what others recommend has stories too.
func TestStoriesOfAPublisherThatWasFound(t *testing.T) {
	s := openTest(t)
	b := paper("b")
	b.Tags = []string{"world"}
	syncAllOf(t, s, paper("a"), b)
	save(t, s, scanOf(paper("a"), noon, item(1)), scanOf(b, noon, item(2)))
	for i, name := range []string{"a", "b"} {
		from := wanting(t, s, name, noon)[0].Story
		link := fmt.Sprintf("https://elsewhere.example/2026/11/behind-link-%d", i)
		keep(t, s, news.Article{Story: from, At: noon, AlsoRead: []news.Link{{URL: link, Title: "Behind", Follow: true}}})
		keep(t, s, target(from, func(a *news.Article) {
			a.Link, a.Answered, a.URL, a.Publisher, a.Title = link, link, link, "elsewhere.example", fmt.Sprintf("Behind the link of %s", name)
		}))
	}
	check := func(when string, q news.Query, want ...string) {
		t.Helper()
		got := titles(list(t, s, q))
		slices.Sort(got)
		n, err := s.Count(context.Background(), q)
		if !slices.Equal(got, want) || n != len(want) || err != nil {
			t.Errorf("%s, %+v: %q, counted %d, %v", when, q, got, n, err)
		}
	}
	ofA, ofB := "Behind the link of a", "Behind the link of b"
	for _, limit := range []int{0, 50} {
		check("found", news.Query{Publisher: "elsewhere.example", Limit: limit}, ofA, ofB)
		check("with a tag", news.Query{Publisher: "elsewhere.example", Tags: []string{"world"}, Limit: limit}, ofB)
		check("of a source", news.Query{Publisher: "elsewhere.example", Sources: []string{"a"}, Limit: limit}, ofA)
		check("searched", news.Query{Publisher: "elsewhere.example", Search: "behind", Limit: limit}, ofA, ofB)
		check("searched in vain", news.Query{Publisher: "elsewhere.example", Search: "nothing", Limit: limit})
		check("changed", news.Query{Publisher: "elsewhere.example", ChangedAfter: noon.Add(-time.Hour), Limit: limit}, ofA, ofB)
		check("of the finder", news.Query{Publisher: "b.example", Limit: limit}, item(2).Title)
		check("of nobody", news.Query{Publisher: "nobody.example", Limit: limit})
	}
	placed(t, s, alone, original)
	groupsOf := func(q news.GroupQuery, want int) {
		t.Helper()
		n, err := s.CountGroups(context.Background(), q)
		if err != nil || n != want || len(listGroups(t, s, q)) != want {
			t.Errorf("%+v: %d groups, %v; want %d", q, n, err, want)
		}
	}
	groupsOf(news.GroupQuery{Publisher: "elsewhere.example", Limit: 50}, 2)
	groupsOf(news.GroupQuery{Publisher: "elsewhere.example", Tags: []string{"world"}}, 1)
	groupsOf(news.GroupQuery{Publisher: "nobody.example"}, 0)
	for _, q := range []news.Query{{Publisher: "elsewhere.example"}, {Publisher: "elsewhere.example", Tags: []string{"world"}}} {
		sel, err := s.selectStories(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		text, args := sel.list(10)
		checkPlan(t, s, false, text, args...)
		groups := news.GroupQuery{Publisher: q.Publisher, Tags: q.Tags, Limit: 10}
		if sel, err = s.selectGroups(context.Background(), groups); err != nil {
			t.Fatal(err)
		}
		text, args = sel.groupList(groups.Order, 10)
		checkPlan(t, s, false, text, args...)
	}
	c := testSource("c")
	c.Publisher = "elsewhere.example"
	syncAllOf(t, s, paper("a"), b, c)
	save(t, s, scanOf(c, noon.Add(time.Hour), item(3)))
	check("with a source of its own", news.Query{Publisher: "elsewhere.example"}, ofA, ofB, item(3).Title)
	placed(t, s, alone, original)
	groupsOf(news.GroupQuery{Publisher: "elsewhere.example", Limit: 50}, 3)
	check("with a source, tagged", news.Query{Publisher: "elsewhere.example", Tags: []string{"world"}}, ofB)
	check("with a source, of the other", news.Query{Publisher: "b.example"}, item(2).Title)
	sound(t, s)
}

// The first source that lists it makes it its own, and is counted once.
func TestFollowedStoryIsListed(t *testing.T) {
	for _, lister := range []string{"a", "b"} {
		t.Run(lister, func(t *testing.T) {
			s, from := linking(t)
			keep(t, s, target(from, func(a *news.Article) { a.Publisher = "elsewhere.example" }))
			id := storyOf(t, s, from).AlsoRead[0].Story
			if got := storyOf(t, s, id); got.Publisher != "elsewhere.example" || got.Sightings[0].Publisher != got.Publisher {
				t.Errorf("followed to another publisher: %+v", got)
			}
			if got := list(t, s, news.Query{Publisher: "a.example"}); len(got) != 1 {
				t.Errorf("of the publisher are %v", titles(got))
			}
			listed := item(2)
			listed.URL, listed.Title = targetURL, "Behind the link, as listed"
			aggregator := scanOf(testSource("c"), noon.Add(time.Minute), listed)
			save(t, s, aggregator)
			if got := storyOf(t, s, id); got.Publisher != "elsewhere.example" || got.Title == listed.Title || len(got.Sightings) != 2 {
				t.Errorf("listed by an aggregator: %+v", got)
			}
			own := scanOf(paper(lister), noon.Add(time.Minute), listed)
			own.Listing.Link = "https://www.news.example/"
			saved := save(t, s, own)
			if saved[0].New != 0 || saved[0].Seen != 1 {
				t.Errorf("saved %+v", saved)
			}
			story := storyOf(t, s, id)
			if story.Publisher != lister+".example" || story.Title != "Behind the link, as listed" || len(story.Sightings) != 3 || story.Sightings[2].Followed != 0 ||
				story.Sightings[2].Source != lister || story.Content != "<p>What stands behind the link.</p>" {
				t.Errorf("%+v", story)
			}
			listed.Title = "Corrected"
			if saved := save(t, s, scanOf(paper(lister), noon.Add(time.Hour), listed)); saved[0].Updated != 1 {
				t.Errorf("its source may not correct it: %+v", saved)
			}
			if got := wanting(t, s, lister, noon.Add(time.Hour)); len(got) != 0 {
				t.Errorf("its page is wanted again: %v", got)
			}
			save(t, s, scanOf(paper("a"), noon.Add(2*time.Hour), listed), scanOf(paper("b"), noon.Add(2*time.Hour), listed))
			sound(t, s)
		})
	}
}

// What can not be had is remembered with the reason, and asked for again only
// when that was said.
func TestTargetInVain(t *testing.T) {
	s, from := linking(t)
	keep(t, s, news.Article{From: from, Link: targetURL, At: noon, Err: errors.New("502\nBad Gateway"), Again: noon.Add(time.Hour)})
	if got := targetsOf(t, s, "a", noon.Add(time.Minute)); len(got) != 0 {
		t.Errorf("before its time comes %v", got)
	}
	if got := targetsOf(t, s, "a", noon.Add(time.Hour)); len(got) != 1 || got[0].Tries != 1 {
		t.Errorf("in its time come %+v", got)
	}
	keep(t, s, news.Article{From: from, Link: targetURL, At: noon.Add(time.Hour), Err: errors.New("404 Not Found")})
	link := storyOf(t, s, from).AlsoRead[0]
	if link.Story != 0 || link.Problem != "404 Not Found" {
		t.Errorf("%+v", link)
	}
	again := news.Link{URL: targetURL, Title: "Behind", Follow: true}
	save(t, s, scanOf(paper("a"), noon.Add(time.Hour), item(5)))
	keep(t, s, news.Article{Story: wanting(t, s, "a", noon.Add(time.Hour))[0].Story, At: noon.Add(time.Hour), AlsoRead: []news.Link{again}})
	if got := targetsOf(t, s, "a", noon.Add(100*24*time.Hour)); len(got) != 0 {
		t.Errorf("another story's link makes it wanted again: %v", got)
	}
	sources, err := s.Sources(context.Background())
	if err != nil || sources[0].Unfollowed != 1 || sources[0].FollowError != "404 Not Found" {
		t.Errorf("%+v, %v", sources, err)
	}
	listed := item(2)
	listed.URL = targetURL
	save(t, s, scanOf(testSource("b"), noon.Add(2*time.Hour), listed))
	if link := storyOf(t, s, from).AlsoRead[0]; link.Story == 0 || link.Problem != "" {
		t.Errorf("once it is listed: %+v", link)
	}
	sound(t, s)
}

// What one source may not follow another may.
func TestTargetOfAnotherPublisher(t *testing.T) {
	s := openTest(t)
	save(t, s, scanOf(paper("a"), noon, item(1)), scanOf(paper("b"), noon, item(2)))
	link := news.Link{URL: targetURL, Title: "Behind", Problem: "at another publisher"}
	from := wanting(t, s, "a", noon)[0].Story
	keep(t, s, news.Article{Story: from, At: noon, AlsoRead: []news.Link{link}})
	if got := storyOf(t, s, from).AlsoRead[0].Problem; got != "at another publisher" || len(targetsOf(t, s, "a", noon)) != 0 {
		t.Errorf("it says %q", got)
	}
	link.Follow, link.Problem = true, ""
	keep(t, s, news.Article{Story: wanting(t, s, "b", noon)[0].Story, At: noon, AlsoRead: []news.Link{link}})
	if len(targetsOf(t, s, "b", noon)) != 1 || len(targetsOf(t, s, "a", noon)) != 0 || storyOf(t, s, from).AlsoRead[0].Problem != "" {
		t.Errorf("the other source wants %v", targetsOf(t, s, "b", noon))
	}
}

// A page that is known by the address it gives itself is that story; one whose
// template names another story's address is none of it.
func TestTargetThatIsKnown(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*news.Article)
		known  bool
	}{
		"its canonical address": {func(a *news.Article) { a.URL, a.Title = item(1).URL, item(1).Title }, true},
		"it answered there":     {func(a *news.Article) { a.Answered, a.URL = item(1).URL, item(1).URL }, true},
		"a broken template":     {func(a *news.Article) { a.URL = item(1).URL }, false},
	} {
		t.Run(name, func(t *testing.T) {
			s, from := linking(t)
			save(t, s, scanOf(testSource("c"), noon, item(7)))
			keep(t, s, target(from, test.change))
			stories := list(t, s, news.Query{})
			if (len(stories) == 2) != test.known {
				t.Errorf("stories: %v", titles(stories))
			}
			for _, story := range stories {
				if story.Title == "Behind the link" && story.URL != targetURL {
					t.Errorf("its address is %s", story.URL)
				}
			}
			if len(targetsOf(t, s, "a", noon.Add(time.Hour))) != 0 {
				t.Error("it is wanted again")
			}
			sound(t, s)
		})
	}
}

func TestPurgeTakesTargets(t *testing.T) {
	s, from := linking(t)
	if _, err := s.Purge(context.Background(), Retention{Size: 1}); err != nil {
		t.Fatal(err)
	}
	if got := targetsOf(t, s, "a", noon.Add(time.Hour)); len(got) != 0 {
		t.Errorf("of a purged story remain %v", got)
	}
	keep(t, s, target(from)) // was under way
	if got := list(t, s, news.Query{}); len(got) != 0 {
		t.Errorf("it made %v", titles(got))
	}
	sound(t, s)
}

// A followed page without a date is no newer than the story that led to it.
func TestTargetWithoutADate(t *testing.T) {
	s, from := linking(t)
	keep(t, s, target(from, func(a *news.Article) { a.Published, a.At = time.Time{}, noon.Add(100*time.Hour) }))
	story := list(t, s, news.Query{})
	if len(story) != 2 || story[0].ID < story[1].ID || story[0].Sort.After(noon) || !strings.HasPrefix(story[0].Title, "Behind") {
		t.Errorf("%v, the first at %v", titles(story), story[0].Sort)
	}
}

// The publisher of a page elsewhere has the name that its sources give it.
func TestPublisherOfATarget(t *testing.T) {
	s, from := linking(t)
	other := testSource("b")
	other.URL, other.Display, other.Publisher = "https://feeds.elsewhere.example/rss", "https://feeds.elsewhere.example/rss", "The Elsewhere"
	save(t, s, scanOf(other, noon))
	keep(t, s, target(from, func(a *news.Article) { a.Publisher = "elsewhere.example" }))
	id := storyOf(t, s, from).AlsoRead[0].Story
	if got := storyOf(t, s, id).Publisher; got != "The Elsewhere" {
		t.Errorf("it is of %q", got)
	}
	stories, _, err := s.Ungrouped(context.Background(), 10)
	if err != nil || len(stories) != 2 {
		t.Fatalf("%v, %v", stories, err)
	}
	for _, story := range stories {
		if (story.Publisher == "The Elsewhere") != (story.ID == id) {
			t.Errorf("grouping takes story %d for one of %q", story.ID, story.Publisher)
		}
	}
}
