package store

import (
	"database/sql"
	"maps"
	"slices"
	"time"

	"alsoread/news"
)

// arrival is a story that a batch of grouping places, as it is before.
type arrival struct {
	group    int64 // 0: in none yet
	copyOf   int64 // in that group
	tongue   string
	sources  []int64 // that listed it
	standing news.Standing
}

// arrivals reads the stories placed, by number. Those that are no longer kept are
// not among them.
func (r *regrouping) arrivals(g *news.Grouping) (map[int64]*arrival, error) {
	ids := make([]int64, len(g.Placements))
	for i, p := range g.Placements {
		ids[i] = p.Story
	}
	list := jsonList(ids)
	rows, err := r.tx.Query(`SELECT coalesce(m.group_id, 0), coalesce(m.copy_of, 0), s.tongue, s.id, `+standingColumns+`
		FROM json_each(?) j CROSS JOIN stories s ON s.id = j.value CROSS JOIN sources src ON src.id = s.source_id
			LEFT JOIN members m ON m.story_id = s.id LEFT JOIN reading r ON r.story_id = s.id`, list)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[int64]*arrival, len(ids))
	for rows.Next() {
		a := &arrival{}
		if err := scanStanding(rows, &a.standing, &a.group, &a.copyOf, &a.tongue, &a.standing.Story); err != nil {
			return nil, err
		}
		out[a.standing.Story] = a
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return out, r.addSources(out, list)
}

// addSources reads who listed the stories.
func (r *regrouping) addSources(arrivals map[int64]*arrival, list string) error {
	rows, err := r.tx.Query("SELECT x.story_id, x.source_id FROM json_each(?) j CROSS JOIN sightings x ON x.story_id = j.value", list)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var story, source int64
		if err := rows.Scan(&story, &source); err != nil {
			return err
		}
		if a := arrivals[story]; a != nil {
			a.sources = append(a.sources, source)
		}
	}
	return rows.Err()
}

// standingColumns are what a story s contributes to the row of its group, for
// scanStanding; src is its source, r what was read of it.
const standingColumns = storyPublisher + `, s.title, s.sort, s.first_seen, s.body <> 0 OR s.summary <> '', s.image <> '',
	coalesce(instr(s.more, '"paywalled":true'), 0) > 0, coalesce(r.read, 0) > 0, coalesce(r.saved, 0) > 0`

// scanStanding reads standingColumns, and the columns before them.
func scanStanding(rows *sql.Rows, m *news.Standing, before ...any) error {
	var sort, seen int64
	err := rows.Scan(append(before, &m.Publisher, &m.Title, &sort, &seen, &m.Text, &m.Image, &m.Paywalled, &m.Read, &m.Saved)...)
	m.Sort, m.Seen = time.UnixMilli(sort).UTC(), time.UnixMilli(seen).UTC()
	return err
}

// beginnings are the groups with numbers above the last one given in which there are
// stories alone that the batch places for the first time.
func beginnings(g *news.Grouping, arrivals map[int64]*arrival, last int64) map[int64][]*arrival {
	out, placed := map[int64][]*arrival{}, map[int64]int64{}
	for _, p := range g.Placements {
		if a := arrivals[p.Story]; a != nil && a.group == 0 && p.Group > last {
			a.standing.CopyOf = p.CopyOf
			out[p.Group] = append(out[p.Group], a)
			placed[p.Story] = p.Group
		}
	}
	for _, p := range g.Placements {
		if a := arrivals[p.Story]; a != nil && a.group != 0 {
			delete(out, p.Group)
		}
	}
	for _, m := range g.Moves {
		delete(out, m.To)
		delete(out, placed[m.Story])
	}
	return out
}

// beginAll writes the rows of the groups that begin, and returns how many there are.
func (r *regrouping) beginAll() (int, error) {
	for _, id := range slices.Sorted(maps.Keys(r.begun)) {
		standings := make([]news.Standing, 0, 1)
		for _, a := range r.begun[id] {
			standings = append(standings, a.standing)
		}
		g := news.Summarize(id, standings)
		if err := r.setGroup(&g); err != nil {
			return 0, err
		}
		if err := r.listNew(&g, r.begun[id]); err != nil {
			return 0, err
		}
	}
	return len(r.begun), nil
}

// listNew enters a group that begins into the tables that lead lists.
func (r *regrouping) listNew(g *news.Group, stories []*arrival) error {
	sources, tongues := map[int64]bool{}, map[string]bool{"": true}
	for _, a := range stories {
		for _, source := range a.sources {
			if sources[source] {
				continue
			}
			sources[source] = true
			if err := r.tx.run(r.lane.addGroupSource, source, g.ID, g.Latest.UnixMilli(), g.Rank); err != nil {
				return err
			}
		}
		if tongues[a.tongue] {
			continue
		}
		tongues[a.tongue] = true
		if err := r.tx.run(r.lane.addGroupLanguage, a.tongue, g.ID, g.Latest.UnixMilli(), g.Rank); err != nil {
			return err
		}
	}
	return nil
}
