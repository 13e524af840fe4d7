package store

import (
	"context"
	"fmt"

	"alsoread/news"
)

// Corrections lists what people have corrected about a group, or about all of
// them where group is 0, the newest first, undone ones included.
func (s *Store) Corrections(ctx context.Context, group int64) ([]news.Correction, error) {
	where, args := "1", []any{}
	if group != 0 {
		where = `k.id IN (SELECT id FROM corrections WHERE group_id IN (SELECT ?1 UNION SELECT next FROM successors WHERE id = ?1 UNION SELECT id FROM successors WHERE next = ?1)
			UNION SELECT id FROM corrections WHERE other_id > 0 AND other_id IN (SELECT ?1 UNION SELECT next FROM successors WHERE id = ?1 UNION SELECT id FROM successors WHERE next = ?1))`
		args = append(args, group)
	}
	out, err := correctionsWhere(ctx, s.read, where, args...)
	if err != nil {
		return nil, fmt.Errorf("list corrections: %w", explain(err))
	}
	return out, nil
}

// Constraints returns the corrections in force, as grouping is to obey them: the
// numbers of groups are those that they lead to now.
func (s *Store) Constraints(ctx context.Context) ([]news.Correction, error) {
	out, err := correctionsWhere(ctx, s.read, "k.undone = 0")
	if err != nil {
		return nil, fmt.Errorf("read corrections: %w", explain(err))
	}
	for i := range out {
		for _, group := range []*int64{&out[i].Group, &out[i].Other} {
			err := s.read.QueryRowContext(ctx, "SELECT coalesce((SELECT next FROM successors WHERE id = ?1), ?1)", *group).Scan(group)
			if err != nil {
				return nil, fmt.Errorf("read corrections: %w", explain(err))
			}
		}
	}
	return out, nil
}

// correctionsWhere reads corrections as k, the newest first.
func correctionsWhere(ctx context.Context, q queryer, where string, args ...any) ([]news.Correction, error) {
	rows, err := q.QueryContext(ctx, `SELECT k.id, k.kind, k.group_id, k.other_id, k.at, k.undone, coalesce(c.story_id, 0), coalesce(c.rest, 0)
		FROM corrections k LEFT JOIN corrected c ON c.correction_id = k.id WHERE `+where+` ORDER BY k.id DESC, c.story_id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []news.Correction
	for rows.Next() {
		var c news.Correction
		var at, undone, story int64
		var rest bool
		if err := rows.Scan(&c.ID, &c.Kind, &c.Group, &c.Other, &at, &undone, &story, &rest); err != nil {
			return nil, err
		}
		if len(out) == 0 || out[len(out)-1].ID != c.ID {
			c.At, c.Undone = fromMillis(at), fromMillis(undone)
			out = append(out, c)
		}
		last := &out[len(out)-1]
		switch {
		case story == 0:
		case rest:
			last.Rest = append(last.Rest, story)
		default:
			last.Stories = append(last.Stories, story)
		}
	}
	return out, rows.Err()
}
