package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

const dayMillis = int64(24 * time.Hour / time.Millisecond)

// keptDays before the last one outlive a purge.
const keptDays = 60

// sourceDay is a day of a source: what it listed with a date on it.
type sourceDay struct{ source, day int64 }

// countDay takes note of a story that a source lists for the first time.
func (b *batch) countDay(source, sort int64) {
	if sort <= 0 {
		return
	}
	if b.days == nil {
		b.days = map[sourceDay]int{}
	}
	b.days[sourceDay{source, sort / dayMillis}]++
}

func (b *batch) writeDays() error {
	for at, stories := range b.days {
		if err := b.tx.run(b.lane.addDay, at.source, at.day, stories); err != nil {
			return err
		}
	}
	return nil
}

// Days tells how many stories each source has listed, by its name and by the day
// (UTC) of their dates, from the day of since on. A story that several sources
// listed counts for each of them.
func (s *Store) Days(ctx context.Context, since time.Time) (map[string]map[time.Time]int, error) {
	out, err := s.days(ctx, millis(since)/dayMillis)
	if err != nil {
		return nil, fmt.Errorf("read the stories a day: %w", explain(err))
	}
	return out, nil
}

// days reads a row a day, in which the sources stand side by side: a row for each of
// them costs five times as much.
func (s *Store) days(ctx context.Context, since int64) (map[string]map[time.Time]int, error) {
	names, err := s.sourceNames(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, "SELECT day, group_concat(source_id || ':' || stories, ' ') FROM days WHERE day >= ? GROUP BY day", since)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]map[time.Time]int{}
	for rows.Next() {
		var day int64
		var counts string
		if err := rows.Scan(&day, &counts); err != nil {
			return nil, err
		}
		at := time.UnixMilli(day * dayMillis).UTC()
		for pair := range strings.SplitSeq(counts, " ") {
			source, stories, _ := strings.Cut(pair, ":")
			name := names[source]
			if out[name] == nil {
				out[name] = map[time.Time]int{}
			}
			if out[name][at], err = strconv.Atoi(stories); err != nil {
				return nil, err
			}
		}
	}
	return out, rows.Err()
}

// sourceNames returns the names of all sources by their numbers.
func (s *Store) sourceNames(ctx context.Context) (map[string]string, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT CAST(id AS TEXT), name FROM sources")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names := map[string]string{}
	for rows.Next() {
		var id, name string
		if err := rows.Scan(&id, &name); err != nil {
			return nil, err
		}
		names[id] = name
	}
	return names, rows.Err()
}
