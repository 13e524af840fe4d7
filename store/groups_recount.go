package store

import (
	"database/sql"
	"errors"
	"maps"
	"slices"

	"alsoread/news"
)

// groupRowColumns are those that values gives, in its order.
const groupRowColumns = "lead, stories, publishers, outlets, copies, first, latest, joined, changed, rank, exclusive, unread, saved"

func groupValues(g *news.Group) []any {
	return []any{g.ID, g.Lead, g.Stories, g.Publishers, g.Outlets, g.Copies, g.First.UnixMilli(), g.Latest.UnixMilli(),
		g.Joined.UnixMilli(), g.Changed.UnixMilli(), g.Rank, bit(g.Exclusive), bit(!g.Read), bit(g.Saved)}
}

func bit(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// recount makes the rows of the groups that were touched from their stories. A
// group without any is no more; its number, and those that led to it, lead to
// where its last story went. It returns how many groups are new.
func (r *regrouping) recount() (created int, err error) {
	if created, err = r.beginAll(); err != nil || len(r.touched) == 0 {
		return created, err
	}
	list := jsonList(slices.Sorted(maps.Keys(r.touched)))
	before, err := r.tx.numbers("SELECT id FROM groups WHERE id IN (SELECT value FROM json_each(?))", list)
	if err != nil {
		return 0, err
	}
	standings, err := r.standings(list)
	if err != nil {
		return 0, err
	}
	for _, id := range slices.Sorted(maps.Keys(standings)) {
		g := news.Summarize(id, standings[id])
		if err := r.setGroup(&g); err != nil {
			return 0, err
		}
	}
	for _, id := range before {
		if len(standings[id]) == 0 {
			if err := r.endGroup(id); err != nil {
				return 0, err
			}
		}
	}
	if err := r.list(list); err != nil {
		return 0, err
	}
	if len(before) == len(r.touched) {
		return created, nil
	}
	again, err := r.revived(standings, before)
	return created + again, err
}

func (r *regrouping) setGroup(g *news.Group) error {
	g.Changed = fromMillis(r.now)
	return r.tx.run(r.lane.setGroup, groupValues(g)...)
}

// revived counts the groups that were not there before. One of them may have been
// gone, and its number led to another.
func (r *regrouping) revived(standings map[int64][]news.Standing, before []int64) (created int, err error) {
	var ids []int64
	for id := range standings {
		if _, found := slices.BinarySearch(before, id); !found {
			ids = append(ids, id)
		}
	}
	_, err = r.tx.Exec("DELETE FROM successors WHERE id IN (SELECT value FROM json_each(?))", jsonList(ids))
	return len(ids), err
}

// standings reads what the stories of the groups contribute to their rows.
func (r *regrouping) standings(list string) (map[int64][]news.Standing, error) {
	rows, err := r.tx.Query("SELECT m.group_id, m.copy_of, s.id, "+standingColumns+`
		FROM members m CROSS JOIN stories s ON s.id = m.story_id CROSS JOIN sources src ON src.id = s.source_id
			LEFT JOIN reading r ON r.story_id = m.story_id WHERE m.group_id IN (SELECT value FROM json_each(?))`, list)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64][]news.Standing{}
	for rows.Next() {
		var group int64
		var m news.Standing
		if err := scanStanding(rows, &m, &group, &m.CopyOf, &m.Story); err != nil {
			return nil, err
		}
		out[group] = append(out[group], m)
	}
	return out, rows.Err()
}

// endGroup removes a group that has no stories any more.
func (r *regrouping) endGroup(id int64) error {
	if err := r.tx.run(r.lane.dropGroup, id); err != nil {
		return err
	}
	next, err := r.heir(id)
	if err != nil {
		return err
	}
	if next == 0 {
		_, err := r.tx.Exec("DELETE FROM successors WHERE next = ?", id)
		return err
	}
	if err := r.tx.run(r.lane.leadOn, next, id); err != nil {
		return err
	}
	return r.tx.run(r.lane.setSuccessor, id, next)
}

// heir is the group that a group without stories leads to: where its last story
// went, which may itself have ended in the same batch. 0: there is none.
func (r *regrouping) heir(id int64) (int64, error) {
	next := r.touched[id]
	for steps := 0; next != 0 && steps <= len(r.touched); steps++ {
		var n int
		err := r.tx.bind(r.lane.anyMember).QueryRow(next).Scan(&n)
		if err == nil {
			return next, nil
		}
		if !isNoRows(err) {
			return 0, err
		}
		further := r.touched[next]
		if further == 0 || further == id {
			err := r.tx.QueryRow("SELECT next FROM successors WHERE id = ?", next).Scan(&further)
			if isNoRows(err) {
				return 0, nil
			}
			if err != nil {
				return 0, err
			}
		}
		next = further
	}
	return 0, nil
}

func isNoRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }
