package newsroom

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"alsoread/news"
)

const apiLimit = 50 // entries of one answer, where nothing is said

// storyAnswer is a story as programs get it.
type storyAnswer struct {
	ID          int64             `json:"id"`
	URL         string            `json:"url"`
	Title       string            `json:"title"`
	Authors     []string          `json:"authors"`
	Published   *time.Time        `json:"published,omitempty"`
	Updated     *time.Time        `json:"updated,omitempty"`
	FirstSeen   *time.Time        `json:"first_seen,omitempty"`
	Sort        *time.Time        `json:"sort,omitempty"`
	Changed     *time.Time        `json:"changed,omitempty"`
	Language    string            `json:"language,omitempty"`
	Publisher   string            `json:"publisher"`
	Summary     string            `json:"summary"`
	Content     *string           `json:"content,omitempty"`
	Image       string            `json:"image,omitempty"`
	ImageCredit string            `json:"image_credit,omitempty"`
	Paywalled   bool              `json:"paywalled"`
	Enclosures  []enclosureAnswer `json:"enclosures"`
	Categories  []string          `json:"categories"`
	CommentsURL string            `json:"comments_url,omitempty"`
	AlsoRead    []linkAnswer      `json:"also_read"`
	Sightings   []sightingAnswer  `json:"sightings"`
	Revisions   int               `json:"revisions"`
	CopyOf      int64             `json:"copy_of,omitempty"`
	Group       int64             `json:"group,omitempty"`
	Read        bool              `json:"read"`
	Saved       bool              `json:"saved"`
}

type enclosureAnswer struct {
	URL    string `json:"url"`
	Type   string `json:"type,omitempty"`
	Length int64  `json:"length,omitempty"`
}

type linkAnswer struct {
	URL   string `json:"url"`
	Title string `json:"title"`
	Label string `json:"label"`
	Story int64  `json:"story,omitempty"`
}

type sightingAnswer struct {
	Source    string     `json:"source"`
	Publisher string     `json:"publisher"`
	Seen      *time.Time `json:"seen,omitempty"`
	URL       string     `json:"url"`
	Title     string     `json:"title"`
}

// storyJSON is without the content, which lists do not have.
func storyJSON(s *news.Story) storyAnswer {
	a := storyAnswer{ID: s.ID, URL: s.URL, Title: s.Title, Authors: list(s.Authors), Published: stamp(s.Published), Updated: stamp(s.Updated),
		FirstSeen: stamp(s.FirstSeen), Sort: stamp(s.Sort), Changed: stamp(s.Changed), Language: s.Language, Publisher: s.Publisher, Summary: s.Summary,
		Image: s.Image, ImageCredit: s.ImageCredit, Paywalled: s.Paywalled, Enclosures: []enclosureAnswer{}, Categories: list(s.Categories),
		CommentsURL: s.CommentsURL, AlsoRead: []linkAnswer{}, Sightings: []sightingAnswer{}, Revisions: s.Revisions, CopyOf: s.CopyOf, Group: s.Group}
	for _, e := range s.Enclosures {
		a.Enclosures = append(a.Enclosures, enclosureAnswer(e))
	}
	for _, l := range s.AlsoRead {
		a.AlsoRead = append(a.AlsoRead, linkAnswer{URL: l.URL, Title: l.Title, Label: l.Label, Story: l.Story})
	}
	for _, g := range s.Sightings {
		a.Sightings = append(a.Sightings, sightingAnswer{Source: g.Source, Publisher: g.Publisher, Seen: stamp(g.At), URL: g.URL, Title: g.Title})
	}
	return a
}

// storyPage is a piece of a list of stories.
type storyPage struct {
	Stories []storyAnswer `json:"stories"`
	Next    string        `json:"next,omitempty"` // cursor of the following piece; absent at the end
}

func (r *Room) apiStories(w http.ResponseWriter, req *http.Request) error {
	a := askingOf(req)
	q := news.Query{Sources: a.texts("source", maxSearch), Tags: a.texts("tag", maxSearch), Publisher: a.text("publisher", maxSearch),
		Language: a.language("lang"), Since: a.moment("after"), Until: a.moment("before"), ChangedAfter: a.moment("changed_after"),
		Saved: a.choice("saved")}
	return r.listStories(w, req, a, q)
}

// apiSearch takes what a person types: words and fields.
func (r *Room) apiSearch(w http.ResponseWriter, req *http.Request) error {
	a := askingOf(req)
	var q news.Query
	text := a.text("q", maxSearch)
	if text == "" {
		a.fail(&refusal{status: http.StatusBadRequest, text: "q is missing: the words to look for"})
	} else if err := search(text, &q, r.zone); err != nil {
		a.fail(badParameter("q", err))
	}
	return r.listStories(w, req, a, q)
}

// listStories answers with a piece of the stories that q selects, newest first.
func (r *Room) listStories(w http.ResponseWriter, req *http.Request, a *asking, q news.Query) error {
	asked := question(req.URL.Path, a.values)
	a.read("cursor", func(s string) error {
		sort, id, err := r.openCursor(asked, s)
		q.Before = news.Cursor{Sort: time.UnixMilli(int64(sort)).UTC(), ID: id}
		return err
	})
	q.Limit = a.number("limit", apiLimit, 1, maxLimit)
	if err := a.end(); err != nil {
		return err
	}
	if err := r.resolve(req.Context(), &q); err != nil {
		return err
	}
	return r.answerJSON(w, req, func(ctx context.Context) (any, error) { return r.storyPage(ctx, asked, q) })
}

// storyPage asks for one story more than it gives, to know whether there is more.
func (r *Room) storyPage(ctx context.Context, asked string, q news.Query) (storyPage, error) {
	limit := q.Limit
	q.Limit++
	page := storyPage{Stories: []storyAnswer{}}
	var last news.Story
	for s, err := range r.store.Stories(ctx, q) {
		if err != nil {
			return page, fmt.Errorf("read the stories: %w", err)
		}
		if len(page.Stories) == limit {
			page.Next = r.storyCursor(asked, q.Cursor(&last))
			break
		}
		page.Stories = append(page.Stories, storyJSON(&s))
		last = s
	}
	stories := make([]*storyAnswer, len(page.Stories))
	for i := range page.Stories {
		stories[i] = &page.Stories[i]
	}
	return page, r.markAnswers(ctx, stories...)
}

func (r *Room) apiStory(w http.ResponseWriter, req *http.Request) error {
	id, err := numberOf(req)
	if err != nil {
		return err
	}
	if err := askingOf(req).end(); err != nil {
		return err
	}
	return r.answerJSON(w, req, func(ctx context.Context) (any, error) {
		s, err := r.story(ctx, id)
		if err != nil {
			return nil, err
		}
		answer := storyJSON(&s)
		answer.Content = &s.Content
		return &answer, r.markAnswers(ctx, &answer)
	})
}

// story reads one story with its content.
func (r *Room) story(ctx context.Context, id int64) (news.Story, error) {
	for s, err := range r.store.Stories(ctx, news.Query{IDs: []int64{id}, Content: true, Limit: 1}) {
		if err != nil {
			return s, fmt.Errorf("read story %d: %w", id, err)
		}
		return s, nil
	}
	return news.Story{}, ErrNotFound
}

type revisionAnswer struct {
	Until   *time.Time `json:"until,omitempty"`
	Title   string     `json:"title"`
	Summary string     `json:"summary"`
	Content string     `json:"content"`
}

func (r *Room) apiRevisions(w http.ResponseWriter, req *http.Request) error {
	id, err := numberOf(req)
	if err != nil {
		return err
	}
	if err := askingOf(req).end(); err != nil {
		return err
	}
	if r.revisions == nil {
		return errOff
	}
	return r.answerJSON(w, req, func(ctx context.Context) (any, error) {
		if _, err := r.story(ctx, id); err != nil {
			return nil, err
		}
		said, err := r.revisions(ctx, id)
		answers := []revisionAnswer{}
		for _, v := range said {
			answers = append(answers, revisionAnswer{Until: stamp(v.Until), Title: v.Title, Summary: v.Summary, Content: v.Content})
		}
		return map[string]any{"revisions": answers}, err
	})
}
