package store

import (
	"database/sql"
	"strconv"
	"strings"
	"time"

	"alsoread/news"
)

// told is a story as it tells of its group's event.
type told struct {
	group    int64   // 0: in none yet
	copyOf   int64   // in that group
	tongue   string  // as its group knows it; of an arrival, as it is now
	sources  []int64 // that listed it; one may be there twice
	standing news.Standing
}

// arrivals reads the stories placed as they are before, by number. Those that are no
// longer kept are not among them.
func (r *regrouping) arrivals(g *news.Grouping) (map[int64]*told, error) {
	ids := make([]int64, len(g.Placements))
	for i, p := range g.Placements {
		ids[i] = p.Story
	}
	out := make(map[int64]*told, len(ids))
	err := r.eachTold("s.tongue", `json_each(?) j CROSS JOIN stories s ON s.id = j.value CROSS JOIN sources src ON src.id = s.source_id
		LEFT JOIN members m ON m.story_id = s.id LEFT JOIN reading r ON r.story_id = s.id`, jsonList(ids),
		func(t *told) { out[t.standing.Story] = t })
	return out, err
}

// members reads the stories of groups, by group.
func (r *regrouping) members(groups string) (map[int64][]*told, error) {
	out := map[int64][]*told{}
	err := r.eachTold("m.tongue", `members m CROSS JOIN stories s ON s.id = m.story_id CROSS JOIN sources src ON src.id = s.source_id
		LEFT JOIN reading r ON r.story_id = m.story_id WHERE m.group_id IN (SELECT value FROM json_each(?))`, groups,
		func(t *told) { out[t.group] = append(out[t.group], t) })
	return out, err
}

// eachTold reads stories s, members m, from sources src, with what was read of them, r.
func (r *regrouping) eachTold(tongue, from, list string, each func(*told)) error {
	rows, err := r.tx.Query(`SELECT coalesce(m.group_id, 0), coalesce(m.copy_of, 0), `+tongue+`,
			(SELECT group_concat(x.source_id) FROM sightings x WHERE x.story_id = s.id), s.id, `+storyPublisher+`, s.title, s.sort, s.first_seen,
			s.body <> 0 OR s.summary <> '', s.image <> '', coalesce(instr(s.more, '"paywalled":true'), 0) > 0,
			coalesce(r.read, 0) > 0, coalesce(r.saved, 0) > 0 FROM `+from, list)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		t := &told{}
		m := &t.standing
		var sources sql.NullString
		var sort, seen int64
		if err := rows.Scan(&t.group, &t.copyOf, &t.tongue, &sources, &m.Story, &m.Publisher, &m.Title, &sort, &seen,
			&m.Text, &m.Image, &m.Paywalled, &m.Read, &m.Saved); err != nil {
			return err
		}
		m.CopyOf, m.Sort, m.Seen = t.copyOf, time.UnixMilli(sort).UTC(), time.UnixMilli(seen).UTC()
		for number := range strings.SplitSeq(sources.String, ",") {
			if source, err := strconv.ParseInt(number, 10, 64); err == nil { // else it has none
				t.sources = append(t.sources, source)
			}
		}
		each(t)
	}
	return rows.Err()
}

// beginnings are the groups with numbers above the last one given in which there are
// stories alone that the batch places for the first time.
func beginnings(g *news.Grouping, arrivals map[int64]*told, last int64) map[int64][]*told {
	out, placed := map[int64][]*told{}, map[int64]int64{}
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
