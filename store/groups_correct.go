package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"alsoread/news"
)

// ErrNoCorrection: there is nothing of that kind to undo.
var ErrNoCorrection = errors.New("no such correction is in force")

// ErrImpossible: the groups are not such that this could be corrected of them.
var ErrImpossible = errors.New("that cannot be corrected")

// Correct carries a correction out and keeps it, so that later grouping obeys it,
// in one transaction. Kind and Group are needed; Stories of a split, a pin and a
// bar; Other of a merge. Numbers of groups may be old ones. It returns the
// correction as it was kept: with its ID, with the group that a split made, with
// the stories that a merge brought together. ErrNoGroup, ErrNotFound, ErrImpossible.
func (s *Store) Correct(ctx context.Context, c news.Correction) (news.Correction, error) {
	err := s.transact(ctx, func(tx *transaction) error {
		r := newRegrouping(s.lane, tx)
		if err := r.begin(); err != nil {
			return err
		}
		if err := r.correct(ctx, &c); err != nil {
			return err
		}
		r.state.Corrected++
		if err := r.keepCorrection(&c); err != nil {
			return err
		}
		_, err := r.end()
		return err
	})
	if err != nil {
		return c, fmt.Errorf("%s group %d: %w", c.Kind, c.Group, err)
	}
	return c, nil
}

func (r *regrouping) correct(ctx context.Context, c *news.Correction) error {
	group, err := groupOf(ctx, r.tx, c.Group)
	if err != nil {
		return err
	}
	c.Group, c.At = group.ID, fromMillis(r.now)
	members, err := r.storiesOf(c.Group)
	if err != nil {
		return err
	}
	if c.Kind == news.CorrectMerge {
		return r.correctMerge(ctx, c, members)
	}
	if err := r.known(c.Stories); err != nil {
		return err
	}
	c.Stories = uniqueSorted(c.Stories)
	switch c.Kind {
	case news.CorrectSplit:
		return r.correctSplit(c, members)
	case news.CorrectPin:
		return r.moveTo(c.Group, c.Stories)
	case news.CorrectBar:
		c.Rest = without(members, c.Stories)
		return r.expel(c, members)
	}
	return fmt.Errorf("unknown kind of correction %q", c.Kind)
}

func without(ids, some []int64) []int64 {
	return slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return slices.Contains(some, id) })
}

func uniqueSorted(ids []int64) []int64 {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (r *regrouping) storiesOf(group int64) ([]int64, error) {
	return r.tx.numbers("SELECT story_id FROM members WHERE group_id = ? ORDER BY story_id", group)
}

// known wants each of the stories to be there, and grouped.
func (r *regrouping) known(stories []int64) error {
	if len(stories) == 0 {
		return errors.New("no stories were named")
	}
	for _, id := range stories {
		var group int64
		err := r.tx.bind(r.lane.findMember).QueryRow(id).Scan(&group)
		if isNoRows(err) {
			err = ErrNotFound
		}
		if err != nil {
			return fmt.Errorf("story %d: %w", id, err)
		}
	}
	return nil
}

// newGroup gives the next number.
func (r *regrouping) newGroup() int64 {
	r.state.LastGroup++
	return r.state.LastGroup
}

func (r *regrouping) moveTo(group int64, stories []int64) error {
	moves := make([]news.Move, len(stories))
	for i, id := range stories {
		moves[i] = news.Move{Story: id, To: group}
	}
	r.touch(group)
	_, err := r.moveAll(moves)
	return err
}

func (r *regrouping) correctMerge(ctx context.Context, c *news.Correction, members []int64) error {
	other, err := groupOf(ctx, r.tx, c.Other)
	if err != nil {
		return fmt.Errorf("group %d: %w", c.Other, err)
	}
	if c.Other = other.ID; c.Other == c.Group {
		return fmt.Errorf("%w: both are the same group already", ErrImpossible)
	}
	if c.Stories, err = r.storiesOf(c.Other); err != nil {
		return err
	}
	c.Rest = members
	return r.moveTo(c.Group, c.Stories)
}

// correctSplit takes stories out of their group. At least one must stay: else
// there is nothing to split them from.
func (r *regrouping) correctSplit(c *news.Correction, members []int64) error {
	for _, id := range c.Stories {
		if _, found := slices.BinarySearch(members, id); !found {
			return fmt.Errorf("%w: story %d is not in it", ErrImpossible, id)
		}
	}
	c.Rest = without(members, c.Stories)
	if len(c.Rest) == 0 {
		return fmt.Errorf("%w: a split of all its stories would leave nothing", ErrImpossible)
	}
	c.Other = r.newGroup()
	return r.moveTo(c.Other, c.Stories)
}

// expel takes out those of the stories that are in the group; each stands alone
// until grouping finds where it belongs.
func (r *regrouping) expel(c *news.Correction, members []int64) error {
	var out []int64
	for _, id := range c.Stories {
		if _, found := slices.BinarySearch(members, id); found {
			out = append(out, id)
		}
	}
	if len(out) == len(members) {
		return fmt.Errorf("%w: it has no other stories, so there is nothing to keep these from", ErrImpossible)
	}
	for _, id := range out {
		if err := r.moveTo(r.newGroup(), []int64{id}); err != nil {
			return err
		}
	}
	return r.tx.regroupAgain(out...)
}

func (r *regrouping) keepCorrection(c *news.Correction) error {
	res, err := r.tx.Exec("INSERT INTO corrections (kind, group_id, other_id, at) VALUES (?, ?, ?, ?)", string(c.Kind), c.Group, c.Other, r.now)
	if err != nil {
		return err
	}
	if c.ID, err = res.LastInsertId(); err != nil {
		return err
	}
	for rest, stories := range [][]int64{c.Stories, c.Rest} {
		if len(stories) == 0 {
			continue // an empty list would be a null in JSON, and that a row
		}
		_, err := r.tx.Exec("INSERT INTO corrected (correction_id, story_id, rest) SELECT ?, value, ? FROM json_each(?)", c.ID, rest, jsonList(stories))
		if err != nil {
			return err
		}
	}
	return nil
}

// Undo ends a correction: it binds grouping no longer, and what it had moved goes
// back where it came from, as far as that is still there. Grouping then looks at
// those stories again. ErrNoCorrection.
func (s *Store) Undo(ctx context.Context, id int64) (news.Correction, error) {
	var c news.Correction
	err := s.transact(ctx, func(tx *transaction) error {
		r := newRegrouping(s.lane, tx)
		if err := r.begin(); err != nil {
			return err
		}
		found, err := correctionsWhere(ctx, tx, "k.id = ? AND k.undone = 0", id)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return ErrNoCorrection
		}
		c = found[0]
		if _, err := tx.Exec("UPDATE corrections SET undone = ? WHERE id = ?", r.now, id); err != nil {
			return err
		}
		c.Undone = fromMillis(r.now)
		if err := r.takeBack(&c); err != nil {
			return err
		}
		r.state.Corrected++
		_, err = r.end()
		return err
	})
	if err != nil {
		return c, fmt.Errorf("undo correction %d: %w", id, err)
	}
	return c, nil
}

func (r *regrouping) takeBack(c *news.Correction) error {
	from, to := c.Other, c.Group // a split
	if c.Kind == news.CorrectMerge {
		from, to = c.Group, c.Other
	}
	if c.Kind == news.CorrectSplit || c.Kind == news.CorrectMerge {
		back, err := r.tx.numbers(`SELECT story_id FROM members WHERE story_id IN (SELECT value FROM json_each(?1))
			AND group_id = coalesce((SELECT next FROM successors WHERE id = ?2), ?2)`, jsonList(c.Stories), from)
		if err != nil {
			return err
		}
		if c.Kind == news.CorrectSplit {
			if to, err = r.leadsTo(to); err != nil {
				return err
			}
		}
		if len(back) > 0 && to != 0 {
			if err := r.moveTo(to, back); err != nil {
				return err
			}
		}
	}
	return r.tx.regroupAgain(c.Stories...)
}

// leadsTo is the group that a number stands for now; 0: none.
func (r *regrouping) leadsTo(group int64) (int64, error) {
	var now int64
	err := r.tx.QueryRow("SELECT id FROM groups WHERE id = coalesce((SELECT next FROM successors WHERE id = ?1), ?1)", group).Scan(&now)
	if isNoRows(err) {
		return 0, nil
	}
	return now, err
}
