package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

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
	rows, err := s.read.QueryContext(ctx, `SELECT m.group_id, m.story_id, m.joined, m.reasons, EXISTS (`+pinnedStory+`)
		FROM members m CROSS JOIN stories s ON s.id = m.story_id
		WHERE m.group_id = coalesce((SELECT next FROM successors WHERE id = ?1), ?1) ORDER BY s.sort, s.id LIMIT ?2`, group, orAll(limit))
	if err != nil {
		return nil, err
	}
	out, err := s.readMembers(ctx, rows, extent{sightings: true, links: true})
	if err != nil {
		return nil, err
	}
	for _, members := range out {
		return members, nil
	}
	return nil, ErrNoGroup
}

// MembersOf returns the first stories of some groups, at most limit of each, as
// Members does, without their sightings. Groups that are not there are left out.
func (s *Store) MembersOf(ctx context.Context, groups []int64, limit int) (map[int64][]news.Member, error) {
	rows, err := s.read.QueryContext(ctx, `WITH placed (story_id, n) AS (
			SELECT m.story_id, row_number() OVER (PARTITION BY m.group_id ORDER BY s.sort, s.id)
			FROM members m CROSS JOIN stories s ON s.id = m.story_id WHERE m.group_id IN (SELECT value FROM json_each(?)))
		SELECT m.group_id, m.story_id, m.joined, m.reasons, EXISTS (`+pinnedStory+`)
		FROM placed p CROSS JOIN members m ON m.story_id = p.story_id WHERE p.n <= ? ORDER BY m.group_id, p.n`, jsonList(groups), limit)
	if err != nil {
		return nil, fmt.Errorf("stories of %d groups: %w", len(groups), explain(err))
	}
	out, err := s.readMembers(ctx, rows, extent{links: true})
	if err != nil {
		return nil, fmt.Errorf("stories of %d groups: %w", len(groups), explain(err))
	}
	return out, nil
}

// readMembers reads rows of members, by group.
func (s *Store) readMembers(ctx context.Context, rows *sql.Rows, want extent) (map[int64][]news.Member, error) {
	defer rows.Close()
	var all []news.Member
	var groups []int64
	var places []place
	for rows.Next() {
		m, group, err := scanMember(rows)
		if err != nil {
			return nil, err
		}
		all, groups, places = append(all, m), append(groups, group), append(places, place{id: m.Story.ID})
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	stories, err := s.byNumber(ctx, places, want)
	if err != nil {
		return nil, err
	}
	out := map[int64][]news.Member{}
	for i, m := range all {
		if story, ok := stories[m.Story.ID]; ok { // else it was purged meanwhile
			m.Story = story
			out[groups[i]] = append(out[groups[i]], m)
		}
	}
	return out, nil
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

func scanMember(rows *sql.Rows) (m news.Member, group int64, err error) {
	var joined int64
	var reasons sql.NullString
	if err := rows.Scan(&group, &m.Story.ID, &joined, &reasons, &m.Pinned); err != nil {
		return m, group, err
	}
	m.Joined = fromMillis(joined)
	if reasons.Valid {
		if err := json.Unmarshal([]byte(reasons.String), &m.Reasons); err != nil {
			return m, group, fmt.Errorf("reasons of story %d: %w", m.Story.ID, err)
		}
	}
	if m.Pinned {
		m.Reasons = append([]news.Reason{{Kind: news.ReasonCorrection}}, m.Reasons...)
	}
	return m, group, nil
}

// byNumber reads stories.
func (s *Store) byNumber(ctx context.Context, places []place, want extent) (map[int64]news.Story, error) {
	out := make(map[int64]news.Story, len(places))
	for chunk := range slices.Chunk(places, storiesAtOnce) {
		stories, err := s.load(ctx, chunk, want)
		if err != nil {
			return nil, err
		}
		for _, story := range stories {
			out[story.ID] = story
		}
	}
	return out, nil
}
