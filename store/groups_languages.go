package store

import (
	"context"
	"fmt"
	"time"
)

// Bounds of what the languages of groups may cost: that many languages, and of
// each that many groups, those that came last. A language whose last thousand
// groups are all old is not told recently, whatever its older groups gained.
const (
	maxGroupLanguages = 500
	lastOfLanguage    = 1000
)

// Each step goes to the next language by the key of the table, past all the rows
// of the one before.
const languagesOfGroups = `WITH RECURSIVE t (tongue) AS (
		SELECT min(tongue) FROM group_languages
		UNION ALL SELECT (SELECT min(l.tongue) FROM group_languages l WHERE l.tongue > t.tongue) FROM t WHERE t.tongue IS NOT NULL LIMIT ?)
	SELECT tongue FROM t WHERE tongue IS NOT NULL
		AND EXISTS (SELECT 1 FROM (SELECT latest FROM group_languages l WHERE l.tongue = t.tongue ORDER BY group_id DESC LIMIT ?) WHERE latest >= ?)`

// GroupLanguages returns the languages in which groups were told whose latest
// story is of since or later: primary tags in the order of the alphabet.
func (s *Store) GroupLanguages(ctx context.Context, since time.Time) ([]string, error) {
	out, err := s.groupLanguages(ctx, since)
	if err != nil {
		return nil, fmt.Errorf("read the languages of groups: %w", explain(err))
	}
	return out, nil
}

func (s *Store) groupLanguages(ctx context.Context, since time.Time) (out []string, err error) {
	rows, err := s.read.QueryContext(ctx, languagesOfGroups, maxGroupLanguages, lastOfLanguage, millis(since))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var tongue string
		if err := rows.Scan(&tongue); err != nil {
			return nil, err
		}
		out = append(out, tongue)
	}
	return out, rows.Err()
}
