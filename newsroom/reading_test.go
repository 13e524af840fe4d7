package newsroom

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

// fakeReader remembers what it was told, and answers with group 7.
type fakeReader struct {
	marks   []news.Marks
	list    news.GroupQuery
	through news.GroupCursor
	seen    time.Time
	many    int // groups that a MarkThrough marks, besides group 7
	more    bool
}

func (r *fakeReader) Mark(_ context.Context, m news.Marks) ([]news.Group, error) {
	r.marks = append(r.marks, m)
	return []news.Group{{ID: 7, Read: m.Read != nil && *m.Read, Saved: m.Saved != nil && *m.Saved}}, nil
}

func (r *fakeReader) MarkThrough(_ context.Context, q news.GroupQuery, through news.GroupCursor, seen time.Time) ([]news.Group, bool, error) {
	r.list, r.through, r.seen = q, through, seen
	groups := []news.Group{{ID: 7, Read: true}}
	for i := range r.many {
		groups = append(groups, news.Group{ID: int64(1000 + i), Read: true})
	}
	return groups, r.more, nil
}

func (r *fakeReader) Reading(context.Context, []int64) (map[int64]news.Reading, error) {
	return map[int64]news.Reading{100: {Saved: at(3)}}, nil
}

func readingRoom() (*Room, *fakeReader, *fakeCoverage) {
	o := wholeOptions()
	c := o.Coverage.(*fakeCoverage)
	o.Groups = fakeGroups{c}
	return New(o), o.Reader.(*fakeReader), c
}

func postForm(room *Room, target, accept string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return send(room, "POST", target, "application/x-www-form-urlencoded", form.Encode(), "Accept", accept)
}

// What the form of a page says is what is kept, and the way leads back to where
// it was said.
func TestReadingFormOfPages(t *testing.T) {
	yes, no := true, false
	seen := at(10)
	ms := fmt.Sprint(seen.UnixMilli())
	for name, c := range map[string]struct {
		form []string
		want news.Marks
		to   string
	}{
		"read":                 {[]string{"read", "7." + ms, "at", "tag=world&x=y"}, news.Marks{Groups: []int64{7}, Read: &yes, Seen: seen}, "./?tag=world#g7"},
		"unread":               {[]string{"unread", "7." + ms}, news.Marks{Groups: []int64{7}, Read: &no, Seen: seen}, "./#g7"},
		"save on a later part": {[]string{"save", "7", "at", "before=5.7&show=unread"}, news.Marks{Groups: []int64{7}, Saved: &yes}, "./?before=5.7&show=unread#g7"},
		"unsave a group":       {[]string{"unsave", "7", "at", "group/7"}, news.Marks{Groups: []int64{7}, Saved: &no}, "./group/7"},
		"a story":              {[]string{"read", "100", "of", "story", "at", "story/100"}, news.Marks{Stories: []int64{100}, Read: &yes}, "./story/100"},
		"taken over":           {[]string{"read", "7", "read", "8"}, news.Marks{Groups: []int64{7, 8}, Read: &yes}, "./#g7"},
		"no other site":        {[]string{"save", "7", "at", "//evil.example/"}, news.Marks{Groups: []int64{7}, Saved: &yes}, "./#g7"},
	} {
		t.Run(name, func(t *testing.T) {
			room, reader, _ := readingRoom()
			res := postForm(room, "/reading", "text/html", c.form...)
			if res.Code != 303 || res.Header().Get("Location") != c.to {
				t.Errorf("%d to %q, want %q", res.Code, res.Header().Get("Location"), c.to)
			}
			if len(reader.marks) != 1 || !reflect.DeepEqual(reader.marks[0], c.want) {
				t.Errorf("kept %+v, want %+v", reader.marks, c.want)
			}
		})
	}
	for _, form := range [][]string{{}, {"read", "x"}, {"read", "0"}, {"read", "7.x"}, {"through", "7"}, {"through", "5.7.x"}, {"through", "5.7.1", "at", "show=all"}} {
		room, reader, _ := readingRoom()
		if res := postForm(room, "/reading", "", form...); res.Code != 400 || len(reader.marks) > 0 || reader.through.ID != 0 {
			t.Errorf("%v: %d %s", form, res.Code, res.Body)
		}
	}
	room, _, _ := readingRoom()
	res := postForm(room, "/reading", "application/json", "read", "7")
	if got := strings.TrimSpace(res.Body.String()); res.Code != 200 || got != `{"groups":[{"id":7,"read":true,"saved":false}]}` {
		t.Errorf("a script gets %d %s", res.Code, got)
	}
}

// "Up to here" is of the list that the page shows, from its beginning.
func TestReadingThrough(t *testing.T) {
	no := false
	room, reader, _ := readingRoom()
	form := []string{"through", "1710407366000.8.1710407426000", "at", "tag=World&show=unread&before=1.1"}
	res := postForm(room, "/reading", "text/html", form...)
	want := news.GroupQuery{Tags: []string{"world"}, Read: &no}
	if res.Code != 303 || !reflect.DeepEqual(reader.list, want) || reader.through != (news.GroupCursor{Sort: 1710407366000, ID: 8}) || reader.seen.UnixMilli() != 1710407426000 {
		t.Errorf("%d %s\nlist %+v\nplace %+v, seen %v", res.Code, res.Body, reader.list, reader.through, reader.seen)
	}
	if to := res.Header().Get("Location"); to != "./?said=through&show=unread&tag=World" {
		t.Errorf("it goes on to %q", to)
	}
	reader.more = true
	if to := postForm(room, "/reading", "text/html", form...).Header().Get("Location"); !strings.Contains(to, "said=partly") {
		t.Errorf("it goes on to %q", to)
	}
	reader.many = 5
	var answer throughAnswer
	json.Unmarshal(send(room, "POST", "/api/v1/reading/through", "application/json", `{"group": 7, "lang": "EN-gb", "publisher": "Harbour.example"}`).Body.Bytes(), &answer)
	want = news.GroupQuery{Publisher: "harbour.example", Language: "en"}
	if !reflect.DeepEqual(reader.list, want) || reader.through != (news.GroupCursor{Sort: float64(at(9).UnixMilli()), ID: 7}) || answer.Groups != 6 || !answer.More {
		t.Errorf("list %+v\nplace %+v: %+v", reader.list, reader.through, answer)
	}
}

// The lists are narrowed by what was read and saved, and say it.
func TestReadingInLists(t *testing.T) {
	yes, no := true, false
	room, _, c := readingRoom()
	for target, want := range map[string]news.GroupQuery{
		"/?show=unread":                        {Read: &no, Limit: feedLength + 1},
		"/?show=saved":                         {Saved: &yes, Limit: feedLength + 1},
		"/api/v1/groups?read=true&saved=false": {Read: &yes, Saved: &no, Limit: apiLimit + 1},
	} {
		if res := send(room, "GET", target, "", ""); res.Code != 200 || !reflect.DeepEqual(c.asked, want) {
			t.Errorf("%s: %d, asked %+v", target, res.Code, c.asked)
		}
	}
	if res := send(room, "GET", "/?show=all", "", ""); res.Code != 400 {
		t.Errorf("show=all: %d", res.Code)
	}
	for _, target := range []string{"/api/v1/stories?limit=1", "/api/v1/stories/100"} {
		if text := send(room, "GET", target, "", "").Body.String(); !strings.Contains(text, `"read":false,"saved":true`) {
			t.Errorf("%s: %s", target, text)
		}
	}
}

// Two tabs: what one marks, the other is told.
func TestReadingIsTold(t *testing.T) {
	room, reader, _ := readingRoom()
	reader.many = 450
	follower, _, err := room.events.follow("")
	if err != nil {
		t.Fatal(err)
	}
	postForm(room, "/reading", "", "save", "7")
	postForm(room, "/reading", "", "through", "5.7.1")
	var told []stateAnswer
	for range 4 {
		e := <-follower.queue
		var states statesAnswer
		if err := json.Unmarshal(e.data, &states); err != nil || e.kind != "reading" || e.id == "" || len(states.Groups) > statesTold {
			t.Errorf("event %s %s, %v", e.kind, e.data, err)
		}
		told = append(told, states.Groups...)
	}
	if len(told) != 452 || told[0] != (stateAnswer{7, false, true}) || told[451] != (stateAnswer{1449, true, false}) {
		t.Errorf("%d told: %v", len(told), told)
	}
}

// An entry that is kept between two pages shows what was read meanwhile.
func TestReadingShowsAtOnce(t *testing.T) {
	o := wholeOptions()
	c := &readCoverage{fakeCoverage: o.Coverage.(*fakeCoverage)}
	o.Coverage = c
	room := New(o)
	button := func() string {
		_, entry, _ := strings.Cut(body(t, get(room, "/")), `id="g7"`)
		_, button, _ := strings.Cut(entry, `<button form="reading" name="`)
		name, _, _ := strings.Cut(button, `"`)
		return name
	}
	if got := button(); got != "read" {
		t.Errorf("before: %s", got)
	}
	c.read = true
	if got := button(); got != "unread" {
		t.Errorf("after: %s", got)
	}
}

type readCoverage struct {
	*fakeCoverage
	read bool
}

func (c *readCoverage) Groups(ctx context.Context, q news.GroupQuery) iter.Seq2[news.Group, error] {
	return func(yield func(news.Group, error) bool) {
		for g, err := range c.fakeCoverage.Groups(ctx, q) {
			g.Read = c.read
			if !yield(g, err) {
				return
			}
		}
	}
}
