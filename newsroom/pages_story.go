package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"alsoread/news"
	"alsoread/newsroom/page"
)

// storyPageOf serves the page of one story.
func (r *Room) storyPageOf(w http.ResponseWriter, req *http.Request) error {
	id, err := numberOf(req)
	if err != nil {
		return err
	}
	s, err := r.story(req.Context(), id)
	if err != nil {
		return found(err)
	}
	return r.send(w, req, func(ctx context.Context, w io.Writer) error {
		v := &page.Story{Frame: r.frame(req, ""), Story: s}
		v.Title = s.Title
		if err := r.fillStory(ctx, v); err != nil {
			return err
		}
		return r.pages.draw.Story(w, v)
	})
}

func (r *Room) fillStory(ctx context.Context, v *page.Story) error {
	s := &v.Story
	if s.Group != 0 && r.pages.groups != nil {
		g, err := r.pages.groups.Group(ctx, s.Group)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("read group %d: %w", s.Group, err)
		}
		v.Group = g
	}
	if s.CopyOf != 0 {
		original, err := r.storyRow(ctx, s.CopyOf)
		if err != nil {
			return err
		}
		v.Original = original
	}
	if s.Revisions > 0 && r.revisions != nil {
		before, err := r.revisions(ctx, s.ID)
		if err != nil {
			return fmt.Errorf("read the revisions of story %d: %w", s.ID, err)
		}
		v.Revisions = page.Revised(before, s)
	}
	if r.reader != nil {
		marks, err := r.reader.Reading(ctx, []int64{s.ID})
		if err != nil {
			return fmt.Errorf("read what was read: %w", err)
		}
		v.Reading = marks[s.ID]
	}
	return r.alsoOf(ctx, v)
}

// alsoOf is what to read beside a story.
func (r *Room) alsoOf(ctx context.Context, v *page.Story) error {
	if r.pages.ties == nil {
		v.Also = pointers(v.Story.AlsoRead, nil, alsoLength)
		return nil
	}
	_, related, err := r.pages.ties.AlsoRead(ctx, []news.Story{v.Story}, relatedLength)
	if err != nil {
		return fmt.Errorf("read what goes with story %d: %w", v.Story.ID, err)
	}
	v.Also = pointers(v.Story.AlsoRead, related[v.Story.ID], alsoLength)
	return nil
}

// storyRow is a story without its content; nil where it is gone.
func (r *Room) storyRow(ctx context.Context, id int64) (*news.Story, error) {
	for s, err := range r.store.Stories(ctx, news.Query{IDs: []int64{id}, Limit: 1}) {
		if err != nil {
			return nil, fmt.Errorf("read story %d: %w", id, err)
		}
		return &s, nil
	}
	return nil, nil
}
