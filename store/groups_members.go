package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"alsoread/news"
)

// Members returns the stories of a group, the earliest first, at most limit of
// them (0: all), with what tied each to it. The number of a group that was joined
// to another leads to that. ErrNoGroup.
func (s *Store) Members(ctx context.Context, group int64, limit int) ([]news.Member, error) {
	out, err := s.members(ctx, group, limit)
	if err != nil {
		return nil, fmt.Errorf("stories of group %d: %w", group, explain(err))
	}
	return out, nil
}

func (s *Store) members(ctx context.Context, group int64, limit int) ([]news.Member, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT m.story_id, m.joined, m.reasons, EXISTS (`+pinnedStory+`)
		FROM members m CROSS JOIN stories s ON s.id = m.story_id
		WHERE m.group_id = coalesce((SELECT next FROM successors WHERE id = ?1), ?1) ORDER BY s.sort, s.id LIMIT ?2`, group, orAll(limit))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []news.Member
	var places []place
	for rows.Next() {
		m, err := scanMember(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
		places = append(places, place{id: m.Story.ID})
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, ErrNoGroup
	}
	return s.withStories(ctx, out, places)
}

// pinnedStory finds a correction in force that holds the story m in its group.
const pinnedStory = `SELECT 1 FROM corrected c CROSS JOIN corrections k ON k.id = c.correction_id
	WHERE c.story_id = m.story_id AND k.undone = 0 AND (k.kind IN ('pin', 'merge') OR k.kind = 'split' AND c.rest = 0)`

func orAll(limit int) int {
	if limit <= 0 {
		return -1 // SQLite's: no limit
	}
	return limit
}

func scanMember(rows *sql.Rows) (m news.Member, err error) {
	var joined int64
	var reasons sql.NullString
	if err := rows.Scan(&m.Story.ID, &joined, &reasons, &m.Pinned); err != nil {
		return m, err
	}
	m.Joined = fromMillis(joined)
	if reasons.Valid {
		if err := json.Unmarshal([]byte(reasons.String), &m.Reasons); err != nil {
			return m, fmt.Errorf("reasons of story %d: %w", m.Story.ID, err)
		}
	}
	if m.Pinned {
		m.Reasons = append([]news.Reason{{Kind: news.ReasonCorrection}}, m.Reasons...)
	}
	return m, nil
}

// withStories fills the stories in; one that was purged meanwhile is left out.
func (s *Store) withStories(ctx context.Context, members []news.Member, places []place) ([]news.Member, error) {
	byID := make(map[int64]news.Story, len(places))
	for len(places) > 0 {
		n := min(storiesAtOnce, len(places))
		stories, err := s.load(ctx, places[:n], false)
		if err != nil {
			return nil, err
		}
		for _, story := range stories {
			byID[story.ID] = story
		}
		places = places[n:]
	}
	kept := members[:0]
	for _, m := range members {
		story, ok := byID[m.Story.ID]
		if ok {
			m.Story = story
			kept = append(kept, m)
		}
	}
	return kept, nil
}
