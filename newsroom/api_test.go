package newsroom

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

// wholeOptions are those of a room in which every part is at work.
func wholeOptions() Options {
	f := newFake()
	for i := range f.sources {
		f.sources[i].ID, f.sources[i].Kind, f.sources[i].Publisher = int64(i+1), news.KindFeed, "harbour.example"
	}
	s := &f.stories[0]
	s.Authors, s.Language, s.Publisher, s.Image, s.ImageCredit = []string{"A. Writer"}, "en", "harbour.example", "https://harbour.example/i.jpg", "A. Eye"
	s.Enclosures = []news.Enclosure{{URL: "https://harbour.example/a.mp3", Type: "audio/mpeg", Length: 5}}
	s.AlsoRead = []news.Link{{URL: "https://harbour.example/99", Title: "More", Label: "Also Read", Story: 99}}
	s.Updated, s.CopyOf, s.Group, s.Revisions, s.CommentsURL = at(32), 98, 7, 1, "https://harbour.example/c"
	c := &fakeCoverage{story: f.stories[0]}
	return Options{Store: f, Coverage: c, Corrector: &fakeCorrector{}, Desk: &fakeDesk{}, Reader: &fakeReader{},
		Revisions: func(context.Context, int64) ([]news.Revision, error) {
			return []news.Revision{{Until: at(5), Title: "Old", Summary: "<p>s</p>", Content: "<p>c</p>"}}, nil
		},
		LastStory: func(context.Context) (int64, error) { return 100, nil },
	}
}

type fakeCoverage struct {
	story news.Story
	asked news.GroupQuery
}

func (c *fakeCoverage) groups() []news.Group {
	return []news.Group{
		{ID: 7, Lead: 100, Title: "Strike", Stories: 3, Publishers: 2, Outlets: 3, Copies: 1, First: at(1), Latest: at(9), Joined: at(9), Changed: at(10), Rank: 4.5},
		{ID: 8, Lead: 98, Title: "Fog", Stories: 1, Publishers: 1, Outlets: 1, First: at(2), Latest: at(3), Changed: at(3), Rank: 1, Exclusive: true},
	}
}

func (c *fakeCoverage) Groups(_ context.Context, q news.GroupQuery) iter.Seq2[news.Group, error] {
	c.asked = q
	return func(yield func(news.Group, error) bool) {
		for i, g := range c.groups() {
			if q.Before.ID != 0 && g.ID <= q.Before.ID {
				continue
			}
			if q.Limit > 0 && i >= q.Limit || !yield(g, nil) {
				return
			}
		}
	}
}

func (c *fakeCoverage) Group(_ context.Context, id int64) (news.Group, []news.Member, []news.Relation, error) {
	if id != 7 && id != 6 {
		return news.Group{}, nil, nil, ErrNotFound
	}
	all := c.groups()
	terms := []news.Term{{Text: "strike", Weight: 2.5}}
	members := []news.Member{{Story: c.story, Joined: at(2), Pinned: true}, {Story: c.story, Reasons: []news.Reason{{Kind: news.ReasonTerms, Story: 99, Score: .9, Terms: terms}, {Kind: news.ReasonCorrection}}}}
	related := []news.Relation{{Group: all[1], Score: .5, Reason: news.RelationReason{Kind: news.ReasonLink, From: 1, To: 2, Label: "Also Read"}}}
	return all[0], members, related, nil
}

func (c *fakeCoverage) Trends(context.Context) ([]news.Trend, error) {
	return []news.Trend{{Term: "ferries", Publishers: 4, Before: 1.5, Score: 3, Groups: []int64{7}}, {Term: "alone"}}, nil
}

type fakeCorrector struct{}

func (fakeCorrector) Correct(_ context.Context, c news.Correction) (news.Correction, error) {
	if c.Group == 99 {
		return c, &Refused{"there is no such group or story"}
	}
	c.ID, c.At = 3, at(4)
	if c.Kind == news.CorrectSplit {
		c.Other = 12
	}
	return c, nil
}

func (fakeCorrector) Undo(_ context.Context, id int64) (news.Correction, error) {
	if id != 1 {
		return news.Correction{}, fmt.Errorf("undo: %w", ErrNotFound)
	}
	return news.Correction{ID: 1, Kind: news.CorrectPin, Group: 7, Stories: []int64{5}, At: at(1), Undone: at(2)}, nil
}

func (fakeCorrector) Corrections(context.Context, int64) ([]news.Correction, error) {
	return []news.Correction{{ID: 2, Kind: news.CorrectMerge, Group: 7, Other: 8, Stories: []int64{9}, At: at(2)},
		{ID: 1, Kind: news.CorrectPin, Group: 7, Stories: []int64{5}, At: at(1), Undone: at(2)}}, nil
}

type fakeDesk struct {
	added    []NewSource
	removed  []string
	disabled map[string]bool
}

func (d *fakeDesk) Remove(_ context.Context, name string) error {
	if name == "Old" {
		return &Refused{`sources.yaml has no source "Old"`}
	}
	d.removed = append(d.removed, name)
	return nil
}

func (d *fakeDesk) SetDisabled(_ context.Context, name string, disabled bool) error {
	if name == "Old" {
		return &Refused{`sources.yaml has no source "Old"`}
	}
	d.disabled = map[string]bool{name: disabled}
	return nil
}

func (d *fakeDesk) Disabled() map[string]bool { return d.disabled }

func (d *fakeDesk) Preview(_ context.Context, address string) (Preview, error) {
	if strings.Contains(address, "down") {
		return Preview{}, &Refused{"fetch: connection refused"}
	}
	newest := at(1)
	return Preview{URL: address, Kind: news.KindPage, Candidates: []Candidate{{URL: address + "rss", Kind: news.KindFeed, Format: "rss 2.0", Title: "New", Items: 3, Newest: &newest}}}, nil
}

func (d *fakeDesk) Add(_ context.Context, all []NewSource) ([]AddedSource, error) {
	var out []AddedSource
	for _, s := range all {
		d.added = append(d.added, s)
		a := AddedSource{Name: orElse(s.Name, "New"), URL: s.URL}
		switch {
		case strings.HasPrefix(s.URL, "https://harbour"):
			a.Duplicate = "Harbour"
		case !strings.HasPrefix(s.URL, "https://"):
			a.Error = "url: is no web address"
		}
		out = append(out, a)
	}
	return out, nil
}

func (d *fakeDesk) ScanNow(_ context.Context, names []string) (map[string]time.Time, error) {
	if slices.Contains(names, "Nobody") {
		return nil, &Refused{`there is no source "Nobody"`}
	}
	return map[string]time.Time{"Harbour": at(50)}, nil
}

// send asks with a body, as a program on this machine would.
func send(h http.Handler, method, target, kind, text string, headers ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, target, strings.NewReader(text))
	req.Host = "localhost:7077"
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	return w
}

// pagedStore is a fake whose list can be entered in the middle.
type pagedStore struct{ *fake }

func (p pagedStore) Stories(ctx context.Context, q news.Query) iter.Seq2[news.Story, error] {
	return func(yield func(news.Story, error) bool) {
		left := q.Limit
		for _, s := range p.stories {
			before := q.Before.ID == 0 || s.Sort.Before(q.Before.Sort) || s.Sort.Equal(q.Before.Sort) && s.ID < q.Before.ID
			if before && (left == 0 || !yield(s, nil)) {
				return
			}
			if before {
				left--
			}
		}
	}
}

// A client that follows the cursors sees every story once.
func TestCursorsLeadThroughTheList(t *testing.T) {
	room := New(Options{Store: pagedStore{newFake()}})
	var seen []int64
	target := "/api/v1/stories?limit=7"
	for pages := 0; target != "" && pages < 10; pages++ {
		var page storyPage
		if err := json.Unmarshal(send(room, "GET", target, "", "").Body.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		for _, s := range page.Stories {
			seen = append(seen, s.ID)
		}
		target = ""
		if page.Next != "" {
			target = "/api/v1/stories?limit=7&cursor=" + page.Next
		}
	}
	if len(seen) != 30 || len(slices.Compact(slices.Sorted(slices.Values(seen)))) != 30 || seen[0] != 100 || seen[29] != 71 {
		t.Errorf("saw %v", seen)
	}
}

// A place that was not given out, or belongs to another question, is refused.
func TestCursorsCannotBeMadeUp(t *testing.T) {
	room := New(Options{Store: pagedStore{newFake()}, Secret: []byte("one secret of this test")})
	other := New(Options{Store: pagedStore{newFake()}, Secret: []byte("another secret")})
	var page storyPage
	json.Unmarshal(send(room, "GET", "/api/v1/stories?limit=2&tag=world", "", "").Body.Bytes(), &page)
	if page.Next == "" {
		t.Fatal("no cursor")
	}
	ask := func(h http.Handler, target string) int { return send(h, "GET", target, "", "").Code }
	if code := ask(room, "/api/v1/stories?limit=5&tag=world&cursor="+page.Next); code != 200 {
		t.Errorf("its own question, another limit: %d", code)
	}
	for i := range page.Next {
		changed := []byte(page.Next)
		if changed[i]++; changed[i] == '[' || changed[i] == '{' || changed[i] == ':' {
			changed[i] = 'A'
		}
		if code := ask(room, "/api/v1/stories?limit=2&tag=world&cursor="+string(changed)); code != 400 {
			t.Errorf("letter %d changed: %d", i, code)
		}
	}
	for name, target := range map[string]string{
		"another question": "/api/v1/stories?cursor=" + page.Next, "another list": "/api/v1/sources?tag=world&cursor=" + page.Next,
		"longer": "/api/v1/stories?tag=world&cursor=" + page.Next + "A", "twice": "/api/v1/stories?tag=world&cursor=" + page.Next + "&cursor=" + page.Next,
	} {
		if code := ask(room, target); code != 400 {
			t.Errorf("%s: %d", name, code)
		}
	}
	if code := ask(other, "/api/v1/stories?tag=world&cursor="+page.Next); code != 400 {
		t.Errorf("of another server: %d", code)
	}
}

// What parts are not there is said, and does nothing.
func TestPartsThatAreMissing(t *testing.T) {
	room := New(Options{Store: newFake()})
	for target, text := range map[string]string{"/api/v1/groups": "", "/api/v1/groups/7": "", "/api/v1/trends": "", "/api/v1/corrections": "",
		"/api/v1/stories/100/revisions": "", "POST /api/v1/corrections": `{"kind":"merge","group":1,"other":2}`, "POST /api/v1/corrections/1/undo": "",
		"POST /api/v1/sources": `{"url":"https://x.example/"}`, "POST /api/v1/sources/preview": `{"url":"https://x.example/"}`,
		"DELETE /api/v1/sources/1": "", "PATCH /api/v1/sources/1": `{"disabled":true}`, "POST /api/v1/reading": `{"groups":[1],"read":true}`, "POST /api/v1/reading/through": "{}", "POST /api/v1/sources/opml": "<opml/>", "POST /api/v1/scans": `{"sources":["Harbour"]}`} {
		method, path, ok := strings.Cut(target, " ")
		if !ok {
			method, path = "GET", target
		}
		if res := send(room, method, path, "application/json", text); res.Code != 501 || res.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", target, res.Code, res.Body)
		}
	}
}

// An answer that has not changed is not sent again.
func TestAPIConditional(t *testing.T) {
	room := New(wholeOptions())
	for _, target := range []string{"/api/v1/stories", "/api/v1/groups/7", "/api/v1/sources", "/api/v1/trends", "/api/v1/openapi.json"} {
		first := send(room, "GET", target, "", "")
		tag := first.Header().Get("ETag")
		if again := send(room, "GET", target, "", "", "If-None-Match", tag); tag == "" || again.Code != 304 || again.Body.Len() > 0 {
			t.Errorf("%s: tag %q, %d", target, tag, again.Code)
		}
	}
}

// A cursor that was not sealed here opens nothing, and one that was comes back.
func FuzzOpenCursor(f *testing.F) {
	room := New(Options{Store: newFake(), Secret: []byte("a secret")})
	f.Add("/api/v1/stories?", room.sealCursor("/api/v1/stories?", 7, 9), uint64(7), int64(9))
	f.Add("", "AAAA", uint64(0), int64(-1))
	f.Fuzz(func(t *testing.T, question, text string, sort uint64, id int64) {
		sealed := room.sealCursor(question, sort, id)
		gotSort, gotID, err := room.openCursor(question, sealed)
		if err != nil || gotSort != sort || gotID != id {
			t.Errorf("%d, %d came back as %d, %d, %v", sort, id, gotSort, gotID, err)
		}
		if s, n, err := room.openCursor(question, text); err == nil && room.sealCursor(question, s, n) != text {
			t.Errorf("%q opens as %d, %d", text, s, n)
		}
		if _, _, err := room.openCursor(question+"x", sealed); err == nil {
			t.Error("it opens for another question")
		}
	})
}

// What is asked of the API is asked of the store.
func TestAPIQueries(t *testing.T) {
	o := wholeOptions()
	f, c := o.Store.(*fake), o.Coverage.(*fakeCoverage)
	room := New(o)
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for target, want := range map[string]news.Query{
		"/api/v1/stories?limit=7": {Limit: 8},
		"/api/v1/stories?source=harbour&source=Old&tag=WORLD&publisher=Harbour.example&lang=en-GB&after=2026-03-01&before=2026-03-01T10:00:00%2B01:00&changed_after=2026-03-01": {
			Sources: []string{"Harbour", "Old"}, Tags: []string{"world"}, Publisher: "harbour.example", Language: "en", Since: day, Until: day.Add(9 * time.Hour), ChangedAfter: day, Limit: apiLimit + 1},
		"/api/v1/search?q=port+tag:world+%22on+time%22": {Search: `port "on time"`, Tags: []string{"world"}, Limit: apiLimit + 1},
	} {
		f.asked = nil
		if res := send(room, "GET", target, "", ""); res.Code != 200 || len(f.asked) != 1 || !reflect.DeepEqual(f.asked[0], want) {
			t.Errorf("%s: %d %s\nasked %+v\nwant  %+v", target, res.Code, res.Body, f.asked, want)
		}
	}
	for target, want := range map[string]news.GroupQuery{
		"/api/v1/groups?order=headlines&tag=World&publishers=3&lang=hi&after=2026-03-01": {Order: news.GroupsHeadlines, Tags: []string{"world"}, Publishers: 3, Language: "hi", Since: day, Limit: apiLimit + 1},
		"/api/v1/groups?changed_after=2026-03-01&limit=2":                                {Order: news.GroupsChanged, ChangedAfter: day, Limit: 3},
	} {
		if res := send(room, "GET", target, "", ""); res.Code != 200 || !reflect.DeepEqual(c.asked, want) {
			t.Errorf("%s: %d\nasked %+v\nwant  %+v", target, res.Code, c.asked, want)
		}
	}
	if res := send(room, "GET", "/api/v1/groups?exclusive=true", "", ""); res.Code != 200 || !c.asked.Exclusive || time.Since(c.asked.ExclusiveAt) < exclusiveAfter {
		t.Errorf("exclusives: %d %+v", res.Code, c.asked)
	}
	if res := send(room, "GET", "/api/v1/groups?order=headlines&changed_after=2026-03-01", "", ""); res.Code != 400 {
		t.Errorf("two orders: %d", res.Code)
	}
}
