package store

import (
	"database/sql"
	"errors"
	"maps"
	"slices"

	"alsoread/news"
)

// The columns of a group's row: those by which lists are led come last, for they
// change less often than the others.
const (
	countColumns = "lead, stories, publishers, outlets, copies, first, joined, changed, rank, exclusive"
	placeColumns = "latest, unread, saved"
)

func countValues(g *news.Group) []any {
	return []any{g.Lead, g.Stories, g.Publishers, g.Outlets, g.Copies, g.First.UnixMilli(), g.Joined.UnixMilli(), g.Changed.UnixMilli(), g.Rank, bit(g.Exclusive)}
}

// listed is by what a group is found in lists, beside its rank.
type listed struct {
	latest        int64
	unread, saved int
}

func listedOf(g *news.Group) listed { return listed{g.Latest.UnixMilli(), bit(!g.Read), bit(g.Saved)} }

func bit(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// recount makes the rows of the groups that were touched from their stories, and of
// those that begin. A group without any is no more; its number, and those that led to
// it, lead to where its last story went. It returns how many groups are new.
func (r *regrouping) recount() (created int, err error) {
	if err := r.write(r.begun, nil); err != nil || len(r.touched) == 0 {
		return len(r.begun), err
	}
	list := jsonList(slices.Sorted(maps.Keys(r.touched)))
	before, err := r.listedBefore(list)
	if err != nil {
		return 0, err
	}
	now, err := r.members(list)
	if err != nil {
		return 0, err
	}
	if err := r.write(now, before); err != nil {
		return 0, err
	}
	for _, id := range slices.Sorted(maps.Keys(before)) {
		if len(now[id]) == 0 {
			if err := r.endGroup(id); err != nil {
				return 0, err
			}
		}
	}
	again, err := r.revived(now, before)
	return len(r.begun) + again, err
}

// listedBefore reads the rows that groups have.
func (r *regrouping) listedBefore(groups string) (map[int64]listed, error) {
	rows, err := r.tx.Query("SELECT id, "+placeColumns+" FROM groups WHERE id IN (SELECT value FROM json_each(?))", groups)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64]listed{}
	for rows.Next() {
		var id int64
		var l listed
		if err := rows.Scan(&id, &l.latest, &l.unread, &l.saved); err != nil {
			return nil, err
		}
		out[id] = l
	}
	return out, rows.Err()
}

// write makes the rows of groups from their stories. Where a group stays in its
// place, the indexes that hold it are left alone: half of the cost is theirs.
func (r *regrouping) write(groups map[int64][]*told, before map[int64]listed) error {
	for _, id := range slices.Sorted(maps.Keys(groups)) {
		g := news.Summarize(id, standingsOf(groups[id]))
		g.Changed = fromMillis(r.now)
		now, values := listedOf(&g), append(countValues(&g), id)
		was, known := before[id]
		var err error
		switch {
		case known && was == now:
			err = r.tx.run(r.lane.countGroup, values...)
		case known:
			err = r.tx.run(r.lane.moveGroup, append(values, now.latest, now.unread, now.saved)...)
		default:
			err = r.tx.run(r.lane.addGroup, append(values, now.latest, now.unread, now.saved)...)
		}
		if err != nil {
			return err
		}
		if err := r.list(&g, groups[id], known && was.latest == now.latest); err != nil {
			return err
		}
	}
	return nil
}

func standingsOf(stories []*told) []news.Standing {
	out := make([]news.Standing, len(stories))
	for i, t := range stories {
		out[i] = t.standing
	}
	return out
}

// revived counts the groups that were not there before and do not begin. One of them
// may have been gone, and its number led to another.
func (r *regrouping) revived(now map[int64][]*told, before map[int64]listed) (created int, err error) {
	var ids []int64
	for id := range now {
		if _, known := before[id]; !known {
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 {
		_, err = r.tx.Exec("DELETE FROM successors WHERE id IN (SELECT value FROM json_each(?))", jsonList(ids))
	}
	return len(ids), err
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
