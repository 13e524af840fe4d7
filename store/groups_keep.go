package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"alsoread/news"
)

// KeepGrouping keeps what one batch of grouping has decided, in one transaction:
// placements, moves, the rows of all groups that they touch, and how far
// grouping has come. It returns news.ErrOvertaken, and keeps nothing, when the
// groups are not as they were at g.Turn. Stories purged meanwhile are left out.
func (s *Store) KeepGrouping(ctx context.Context, g news.Grouping) (done news.Grouped, err error) {
	err = s.transact(ctx, func(tx *transaction) error {
		if err := s.lane.widen(tx); err != nil {
			return err
		}
		r := newRegrouping(s.lane, tx)
		if err := r.begin(); err != nil {
			return err
		}
		if r.state.Turn != g.Turn {
			return news.ErrOvertaken
		}
		done, err = r.keep(&g)
		return err
	})
	if err != nil {
		return news.Grouped{}, fmt.Errorf("keep groups: %w", err)
	}
	return done, nil
}

// regrouping is one change of the groups under way: by grouping, by a correction
// or by a purge.
type regrouping struct {
	lane  *lane
	tx    *transaction
	now   int64
	state news.GroupingState
	// touched are groups whose rows are to be made anew, with the group that the
	// last story to leave them went to; 0: it did not go to another.
	touched map[int64]int64
	// begun are the stories of groups that begin with this change and have no others:
	// nothing has to be read for their rows.
	begun map[int64][]*told
}

func newRegrouping(l *lane, tx *transaction) *regrouping {
	return &regrouping{lane: l, tx: tx, now: time.Now().UnixMilli(), touched: map[int64]int64{}}
}

func (r *regrouping) begin() error {
	var before int64
	err := r.tx.QueryRow("SELECT turn, corrected, last_group, (SELECT changed_at FROM counters) FROM grouping").
		Scan(&r.state.Turn, &r.state.Corrected, &r.state.LastGroup, &before)
	r.now = max(r.now, before) // the clock may go back, what changed may not
	return err
}

// end makes the rows of what was touched, and the next turn.
func (r *regrouping) end() (created int, err error) {
	if created, err = r.recount(); err != nil {
		return 0, err
	}
	_, err = r.tx.Exec("UPDATE grouping SET turn = turn + 1, corrected = ?, last_group = ?", r.state.Corrected, r.state.LastGroup)
	if err != nil {
		return 0, err
	}
	return created, r.tx.touch(r.lane)
}

func (r *regrouping) keep(g *news.Grouping) (done news.Grouped, err error) {
	arrivals, err := r.arrivals(g)
	if err != nil {
		return done, err
	}
	r.begun = beginnings(g, arrivals, r.state.LastGroup)
	if done.Copies, err = r.originals(g.Originals); err != nil {
		return done, err
	}
	through := int64(0)
	for i := range g.Placements {
		p := &g.Placements[i]
		before, kept := arrivals[p.Story]
		if !kept {
			continue // purged
		}
		if before.group == 0 {
			done.Stories++
			through = max(through, p.Story)
		}
		if p.CopyOf != 0 && before.copyOf == 0 {
			done.Copies++
		}
		if err := r.place(p, before); err != nil {
			return done, fmt.Errorf("story %d: %w", p.Story, err)
		}
	}
	if done.Moved, err = r.moveAll(g.Moves); err != nil {
		return done, err
	}
	if err := r.forget(g, through); err != nil {
		return done, err
	}
	done.Groups, err = r.end()
	return done, err
}

// place writes what is known of one story now.
func (r *regrouping) place(p *news.Placement, before *told) error {
	reasons, err := jsonOrNull(p.Reasons)
	if err != nil {
		return err
	}
	if before.group != 0 { // its language may have changed, and it may go elsewhere
		if err := r.unlist(p.Story, before.group); err != nil {
			return err
		}
		r.touch(before.group)
	}
	if before.group != p.Group {
		r.leaves(before.group, p.Group)
	}
	r.touch(p.Group)
	if err := r.tx.run(r.lane.addMember, p.Story, p.Group, p.CopyOf, r.now, reasons, before.tongue); err != nil {
		return err
	}
	if p.Profile != nil {
		if err := r.tx.run(r.lane.addProfile, p.Story, before.standing.Seen.UnixMilli(), p.Profile); err != nil {
			return err
		}
	}
	if before.group != 0 {
		if _, err := r.tx.Exec("DELETE FROM kin WHERE story_id = ?", p.Story); err != nil {
			return err
		}
	}
	for _, k := range p.Kin {
		terms, err := json.Marshal(k.Terms)
		if err != nil {
			return err
		}
		if err := r.tx.run(r.lane.addKin, p.Story, k.Story, k.Score, string(terms)); err != nil {
			return err
		}
	}
	return nil
}

// originals points copies at another original. The one they had is a copy from
// then on.
func (r *regrouping) originals(all []news.Original) (copies int, err error) {
	for _, o := range all {
		if o.From == o.To {
			continue
		}
		groups, err := r.tx.numbers(`SELECT group_id FROM members WHERE story_id IN (?1, ?2)
			UNION SELECT group_id FROM members WHERE copy_of > 0 AND copy_of = ?1`, o.From, o.To)
		if err != nil {
			return copies, err
		}
		for _, g := range groups {
			r.touch(g)
		}
		res, err := r.tx.Exec("UPDATE members SET copy_of = ?2 WHERE story_id = ?1 AND copy_of = 0", o.From, o.To)
		if err != nil {
			return copies, err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return copies, err
		}
		copies += int(n)
		if _, err := r.tx.Exec("UPDATE members SET copy_of = ?2 WHERE copy_of > 0 AND copy_of = ?1 AND story_id <> ?2", o.From, o.To); err != nil {
			return copies, err
		}
		if _, err := r.tx.Exec("UPDATE members SET copy_of = 0 WHERE story_id = ?1", o.To); err != nil {
			return copies, err
		}
	}
	return copies, nil
}

// jsonOrNull is a list as it stands in a column that may be NULL.
func jsonOrNull(reasons []news.Reason) (any, error) {
	if len(reasons) == 0 {
		return nil, nil
	}
	text, err := json.Marshal(reasons)
	return string(text), err
}

// touch has the group's row made anew.
func (r *regrouping) touch(group int64) {
	r.state.LastGroup = max(r.state.LastGroup, group)
	if _, begins := r.begun[group]; begins {
		return
	}
	if _, ok := r.touched[group]; !ok {
		r.touched[group] = 0
	}
}

// leaves notes that a story goes from one group, if it was in any, to another.
func (r *regrouping) leaves(from, to int64) {
	if from != 0 {
		r.touched[from] = to
	}
}

// moveAll takes stories from the groups in which they are to others.
func (r *regrouping) moveAll(moves []news.Move) (moved int, err error) {
	for i := range moves {
		m := &moves[i]
		reasons, err := jsonOrNull(m.Reasons)
		if err != nil {
			return moved, err
		}
		var from int64
		err = r.tx.bind(r.lane.findMember).QueryRow(m.Story).Scan(&from)
		switch {
		case isNoRows(err):
			continue // purged
		case err != nil:
			return moved, err
		case from == m.To:
			continue
		}
		if err := r.unlist(m.Story, from); err != nil {
			return moved, err
		}
		r.leaves(from, m.To)
		r.touch(m.To)
		if err := r.tx.run(r.lane.moveMember, m.To, r.now, reasons, m.Story); err != nil {
			return moved, err
		}
		moved++
	}
	return moved, nil
}

// forgetAtOnce is how many of the oldest profiles are looked at in each batch.
const forgetAtOnce = 1000

// forget takes what was placed off the list of what is to be placed, and the
// profiles of stories that have left the window.
func (r *regrouping) forget(g *news.Grouping, through int64) error {
	if through > 0 {
		if _, err := r.tx.Exec("UPDATE grouping SET through = max(through, ?)", through); err != nil {
			return err
		}
	}
	again := slices.Clone(g.Left)
	for _, p := range g.Placements {
		again = append(again, p.Story)
	}
	if _, err := r.tx.Exec("DELETE FROM regroup WHERE story_id IN (SELECT value FROM json_each(?)) AND at <= ?", jsonList(again), g.Version); err != nil {
		return err
	}
	if g.Forget.IsZero() {
		return nil
	}
	_, err := r.tx.Exec(`DELETE FROM profiles WHERE story_id IN (SELECT story_id FROM
		(SELECT story_id, seen FROM profiles ORDER BY story_id LIMIT ?) WHERE seen < ?)`, forgetAtOnce, millis(g.Forget))
	return err
}
