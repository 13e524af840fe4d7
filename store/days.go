package store

import (
	"context"
	"fmt"
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

func (s *Store) days(ctx context.Context, since int64) (map[string]map[time.Time]int, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT name, day, d.stories FROM days d CROSS JOIN sources ON sources.id = source_id WHERE day >= ?", since)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]map[time.Time]int{}
	for rows.Next() {
		var name string
		var day int64
		var stories int
		if err := rows.Scan(&name, &day, &stories); err != nil {
			return nil, err
		}
		if out[name] == nil {
			out[name] = map[time.Time]int{}
		}
		out[name][time.UnixMilli(day*dayMillis).UTC()] = stories
	}
	return out, rows.Err()
}
