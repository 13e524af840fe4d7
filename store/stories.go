package store

import (
	"context"
	"fmt"
	"iter"
	"time"

	"alsoread/news"
)

// Version tells readers whether anything changed.
type Version struct {
	Number  int64     // grows with every change to stories that a reader could see
	At      time.Time // of the last one; zero when there is none
	Stories int64     // ever kept: the number of the one that came last
	Groups  int64     // ever made, likewise
}

// Version returns the present one.
func (s *Store) Version(ctx context.Context) (v Version, err error) {
	var at int64
	err = s.read.QueryRowContext(ctx, "SELECT version, changed_at, last_story, (SELECT last_group FROM grouping) FROM counters").Scan(&v.Number, &at, &v.Stories, &v.Groups)
	v.At = fromMillis(at)
	return v, explain(err)
}

const (
	placesAtOnce  = 2000 // numbers read ahead: a search is run once for as many
	storiesAtOnce = 200  // rows with their sightings in memory
)

// Stories lists the stories a query selects, newest first, with their
// sightings. It holds no lock and no connection while the caller works on one;
// stories that arrive meanwhile may be missing, but none is listed twice. The
// sources of a query are those that match its Sources, Tags and Publisher alike;
// a story matches when one of them has listed it.
//
// Without Query.Content a summary of more than 1 KiB is given as its beginning.
func (s *Store) Stories(ctx context.Context, q news.Query) iter.Seq2[news.Story, error] {
	return func(yield func(news.Story, error) bool) {
		left, ahead := q.Limit, storiesAtOnce
		for {
			if q.Limit > 0 {
				ahead = min(ahead, left)
			}
			places, err := s.places(ctx, q, ahead)
			if err != nil {
				yield(news.Story{}, fmt.Errorf("list stories: %w", explain(err)))
				return
			}
			if !s.yieldPlaces(ctx, places, extent{content: q.Content, sightings: !q.Bare, links: !q.Bare}, yield) || len(places) < ahead {
				return
			}
			if left -= len(places); q.Limit > 0 && left == 0 {
				return
			}
			last := places[len(places)-1]
			q.Before = news.Cursor{Sort: time.UnixMilli(last.sort).UTC(), ID: last.id}
			ahead = placesAtOnce
		}
	}
}

func (s *Store) yieldPlaces(ctx context.Context, places []place, want extent, yield func(news.Story, error) bool) bool {
	for len(places) > 0 {
		n := min(storiesAtOnce, len(places))
		stories, err := s.load(ctx, places[:n], want)
		if err != nil {
			yield(news.Story{}, fmt.Errorf("list stories: %w", explain(err)))
			return false
		}
		for _, story := range stories {
			if !yield(story, nil) {
				return false
			}
		}
		places = places[n:]
	}
	return true
}

// Story returns one story with its content; ErrNotFound.
func (s *Store) Story(ctx context.Context, id int64) (news.Story, error) {
	stories, err := s.load(ctx, []place{{id: id}}, extent{content: true, sightings: true, links: true})
	if err == nil && len(stories) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return news.Story{}, fmt.Errorf("story %d: %w", id, explain(err))
	}
	return stories[0], nil
}

// Revisions returns what a story said before, oldest first. Of a story that was
// changed more than a hundred times the first and the newest are there.
func (s *Store) Revisions(ctx context.Context, id int64) ([]news.Revision, error) {
	out, err := s.revisions(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("revisions of story %d: %w", id, explain(err))
	}
	return out, nil
}

func (s *Store) revisions(ctx context.Context, id int64) ([]news.Revision, error) {
	tx, err := s.read.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.end()
	out, refs, err := revisionRows(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	texts, err := readBodies(ctx, tx, refs)
	if err != nil {
		return nil, err
	}
	for i := range out {
		text := texts[int64(i)]
		out[i].Content = text.content
		if text.summary != "" {
			out[i].Summary = text.summary
		}
	}
	return out, nil
}

// revisionRows returns the bodies by place in the list.
func revisionRows(ctx context.Context, tx queryer, id int64) (out []news.Revision, refs map[int64]int64, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT until, title, summary, body FROM revisions WHERE story_id = ? ORDER BY n", id)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	refs = map[int64]int64{}
	for rows.Next() {
		var until, ref int64
		var r news.Revision
		if err := rows.Scan(&until, &r.Title, &r.Summary, &ref); err != nil {
			return nil, nil, err
		}
		r.Until = fromMillis(until)
		if ref != 0 {
			refs[int64(len(out))] = ref
		}
		out = append(out, r)
	}
	return out, refs, rows.Err()
}
