package newsroom

import (
	"context"
	"fmt"
	"time"

	"alsoread/news"
)

// Reader keeps what the reader of this installation has read and saved.
type Reader interface {
	// Mark returns the groups that were meant, as they are then. What is not
	// there any more is passed over.
	Mark(ctx context.Context, m news.Marks) ([]news.Group, error)
	// MarkThrough marks as read what a list of the newest shows from its
	// beginning through a place (zero: to its end), as it was seen then. More:
	// it stopped before that.
	MarkThrough(ctx context.Context, q news.GroupQuery, through news.GroupCursor, seen time.Time) (marked []news.Group, more bool, err error)
	// Reading returns what was read and saved of some stories; one that was
	// neither is not among them.
	Reading(ctx context.Context, stories []int64) (map[int64]news.Reading, error)
}

// stateAnswer is what was read and saved of a group.
type stateAnswer struct {
	ID    int64 `json:"id"`
	Read  bool  `json:"read"`
	Saved bool  `json:"saved"`
}

// statesAnswer is what followed of marks.
type statesAnswer struct {
	Groups []stateAnswer `json:"groups"`
}

func statesJSON(groups []news.Group) statesAnswer {
	a := statesAnswer{Groups: make([]stateAnswer, len(groups))}
	for i := range groups {
		a.Groups[i] = stateAnswer{groups[i].ID, groups[i].Read, groups[i].Saved}
	}
	return a
}

// statesTold is how many groups one event tells of.
const statesTold = 200

// mark keeps marks and tells all who follow.
func (r *Room) mark(ctx context.Context, m news.Marks) ([]news.Group, error) {
	groups, err := r.reader.Mark(ctx, m)
	if err != nil {
		return nil, fmt.Errorf("keep what was read: %w", err)
	}
	r.tellStates(groups)
	return groups, nil
}

// markThrough tells also what was marked before an error.
func (r *Room) markThrough(ctx context.Context, q news.GroupQuery, through news.GroupCursor, seen time.Time) ([]news.Group, bool, error) {
	groups, more, err := r.reader.MarkThrough(ctx, q, through, seen)
	r.tellStates(groups)
	if err != nil {
		return nil, false, fmt.Errorf("keep what was read: %w", err)
	}
	return groups, more, nil
}

func (r *Room) tellStates(groups []news.Group) {
	for len(groups) > 0 {
		n := min(statesTold, len(groups))
		r.events.publish(eventReading, statesJSON(groups[:n]))
		groups = groups[n:]
	}
}

// markAnswers fills in what was read and saved of stories.
func (r *Room) markAnswers(ctx context.Context, stories ...*storyAnswer) error {
	if r.reader == nil || len(stories) == 0 {
		return nil
	}
	ids := make([]int64, len(stories))
	for i, s := range stories {
		ids[i] = s.ID
	}
	marks, err := r.reader.Reading(ctx, ids)
	if err != nil {
		return fmt.Errorf("read what was read: %w", err)
	}
	for _, s := range stories {
		s.Read, s.Saved = !marks[s.ID].Read.IsZero(), !marks[s.ID].Saved.IsZero()
	}
	return nil
}
