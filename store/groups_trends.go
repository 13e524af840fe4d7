package store

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"alsoread/news"
)

// KeepTrends puts the trends of a moment, best first, in the place of those of
// the last.
func (s *Store) KeepTrends(ctx context.Context, at time.Time, trends []news.Trend) error {
	err := s.transact(ctx, func(tx *transaction) error {
		if _, err := tx.Exec("DELETE FROM trends"); err != nil {
			return err
		}
		for i, t := range trends {
			groups, err := json.Marshal(t.Groups)
			if err != nil {
				return err
			}
			_, err = tx.Exec("INSERT INTO trends (place, term, publishers, before, score, groups) VALUES (?, ?, ?, ?, ?, ?)",
				i+1, t.Term, t.Publishers, t.Before, t.Score, string(groups))
			if err != nil {
				return err
			}
		}
		if _, err := tx.Exec("UPDATE grouping SET trends_at = ?", millis(at)); err != nil {
			return err
		}
		return tx.touch(s.lane)
	})
	if err != nil {
		return fmt.Errorf("keep trends: %w", err)
	}
	return nil
}

// Trends returns the trends, best first, at most limit of them (0: all), and the
// moment of which they are; the zero time: they were never looked for. Groups are
// those that the numbers lead to now.
func (s *Store) Trends(ctx context.Context, limit int) ([]news.Trend, time.Time, error) {
	out, at, err := s.trends(ctx, limit)
	if err != nil {
		return nil, at, fmt.Errorf("read trends: %w", explain(err))
	}
	return out, at, nil
}

func (s *Store) trends(ctx context.Context, limit int) (out []news.Trend, at time.Time, err error) {
	var moment int64
	if err := s.read.QueryRowContext(ctx, "SELECT trends_at FROM grouping").Scan(&moment); err != nil {
		return nil, at, err
	}
	rows, err := s.read.QueryContext(ctx, "SELECT term, publishers, before, score, "+trendGroups+" FROM trends ORDER BY place LIMIT ?", orAll(limit))
	if err != nil {
		return nil, at, err
	}
	defer rows.Close()
	for rows.Next() {
		var t news.Trend
		var groups string
		if err := rows.Scan(&t.Term, &t.Publishers, &t.Before, &t.Score, &groups); err != nil {
			return nil, at, err
		}
		if err := json.Unmarshal([]byte(groups), &t.Groups); err != nil {
			return nil, at, err
		}
		out = append(out, t)
	}
	return out, fromMillis(moment), rows.Err()
}

// trendGroups are the groups of a trend that there are, in their order, each once.
const trendGroups = `(SELECT json_group_array(id) FROM (SELECT g.id FROM json_each(trends.groups) j
	CROSS JOIN groups g ON g.id = coalesce((SELECT next FROM successors WHERE id = j.value), j.value) GROUP BY g.id ORDER BY min(j.key)))`

// Headlines streams what trends are made from: the stories of the time from
// since to until that are in a group, newest first.
func (s *Store) Headlines(ctx context.Context, since, until time.Time) iter.Seq2[news.Headline, error] {
	return func(yield func(news.Headline, error) bool) {
		rows, err := s.read.QueryContext(ctx, `SELECT s.title, s.language, `+storyPublisher+`, m.group_id, m.copy_of > 0, s.sort
			FROM stories s INDEXED BY stories_sort CROSS JOIN members m ON m.story_id = s.id CROSS JOIN sources src ON src.id = s.source_id
			WHERE s.sort >= ? AND s.sort < ? ORDER BY s.sort DESC`, millis(since), millis(until))
		if err != nil {
			yield(news.Headline{}, fmt.Errorf("read headlines: %w", explain(err)))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var h news.Headline
			var at int64
			if err := rows.Scan(&h.Title, &h.Language, &h.Publisher, &h.Group, &h.Copy, &at); err != nil {
				yield(news.Headline{}, fmt.Errorf("read headlines: %w", explain(err)))
				return
			}
			if h.At = time.UnixMilli(at).UTC(); !yield(h, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(news.Headline{}, fmt.Errorf("read headlines: %w", explain(err)))
		}
	}
}
