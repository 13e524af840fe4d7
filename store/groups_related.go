package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"alsoread/news"
)

// maxTies bounds what is read of each kind of tie of one group.
const maxTies = 1000

// Related returns the groups of the same thread as a group, the nearest first, at
// most limit of them (0: all), with the strongest reason for each. Ties are the
// links of publishers' related-coverage blocks, there and back, and likenesses
// that grouping noticed. They are found when asked for, so that a link counts
// from the moment that the story it leads to is known. ErrNoGroup.
func (s *Store) Related(ctx context.Context, group int64, limit int) ([]news.Relation, error) {
	out, err := s.related(ctx, group, limit)
	if err != nil {
		return nil, fmt.Errorf("related to group %d: %w", group, explain(err))
	}
	return out, nil
}

func (s *Store) related(ctx context.Context, group int64, limit int) ([]news.Relation, error) {
	tx, err := s.read.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.end()
	g, err := groupOf(ctx, tx, group)
	if err != nil {
		return nil, err
	}
	byGroup, err := relate(ctx, tx, []int64{g.ID})
	if err != nil {
		return nil, err
	}
	out := map[int64][]news.Relation{0: nearest(byGroup[g.ID], limit, nil)}
	return out[0], fillGroups(ctx, tx, out)
}

// relate finds the relations of some groups, by group; of the groups that they are
// with, the numbers alone.
func relate(ctx context.Context, tx queryer, groups []int64) (map[int64][]news.Relation, error) {
	ties := map[int64][]news.Tie{}
	for _, query := range []string{linksOut, linksIn} {
		if err := addLinkTies(ctx, tx, ties, query, groups); err != nil {
			return nil, err
		}
	}
	for _, query := range []string{kinOut, kinIn} {
		if err := addKinTies(ctx, tx, ties, query, groups); err != nil {
			return nil, err
		}
	}
	out := make(map[int64][]news.Relation, len(ties))
	for group, of := range ties {
		out[group] = news.Relate(of)
	}
	return out, nil
}

// nearest are the first of some relations, at most limit (0: all), without those
// with some groups.
func nearest(relations []news.Relation, limit int, without []int64) (out []news.Relation) {
	for _, r := range relations {
		if limit > 0 && len(out) == limit {
			break
		}
		if !slices.Contains(without, r.Group.ID) {
			out = append(out, r)
		}
	}
	return out
}

// fillGroups reads the groups that relations are with.
func fillGroups(ctx context.Context, tx queryer, lists map[int64][]news.Relation) error {
	var ids []int64
	for _, list := range lists {
		for i := range list {
			ids = append(ids, list[i].Group.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	groups, err := readGroups(ctx, tx, "SELECT "+groupColumns+" FROM groups g WHERE g.id IN (SELECT value FROM json_each(?))", jsonList(ids))
	if err != nil {
		return err
	}
	known := make(map[int64]news.Group, len(groups))
	for _, g := range groups {
		known[g.ID] = g
	}
	for _, list := range lists {
		for i := range list {
			list[i].Group = known[list[i].Group.ID]
		}
	}
	return nil
}

// The ties of groups, by kind and direction. The first two columns are the group
// and that at the other end.
const (
	linksOut = `SELECT m.group_id, o.group_id, k.story_id, o.story_id, k.label, ` + hither + `, ` + hither + ` = ` + yonder + `
		FROM members m CROSS JOIN links k ON k.story_id = m.story_id CROSS JOIN identities i ON i.key = k.key
		CROSS JOIN members o ON o.story_id = i.story_id AND o.group_id <> m.group_id` + bothPublishers + ` WHERE m.group_id IN (SELECT value FROM json_each(?)) LIMIT ?`
	linksIn = `SELECT m.group_id, o.group_id, k.story_id, m.story_id, k.label, ` + yonder + `, ` + hither + ` = ` + yonder + `
		FROM members m CROSS JOIN stories s ON s.id = m.story_id CROSS JOIN links k ON k.key = s.key
		CROSS JOIN members o ON o.story_id = k.story_id AND o.group_id <> m.group_id` + bothPublishers + ` WHERE m.group_id IN (SELECT value FROM json_each(?)) LIMIT ?`
	kinOut = `SELECT m.group_id, o.group_id, k.story_id, k.other_id, k.score, k.terms FROM members m CROSS JOIN kin k ON k.story_id = m.story_id
		CROSS JOIN members o ON o.story_id = k.other_id AND o.group_id <> m.group_id WHERE m.group_id IN (SELECT value FROM json_each(?)) LIMIT ?`
	kinIn = `SELECT m.group_id, o.group_id, k.other_id, k.story_id, k.score, k.terms FROM members m CROSS JOIN kin k ON k.other_id = m.story_id
		CROSS JOIN members o ON o.story_id = k.story_id AND o.group_id <> m.group_id WHERE m.group_id IN (SELECT value FROM json_each(?)) LIMIT ?`
	hither = "coalesce(json_extract(p.more, '$.page.publisher'), a.publisher)" // as storyPublisher
	yonder = "coalesce(json_extract(q.more, '$.page.publisher'), b.publisher)"
	// a is the source of the story in this group, b of that in the other.
	bothPublishers = ` CROSS JOIN stories p ON p.id = m.story_id CROSS JOIN sources a ON a.id = p.source_id
		CROSS JOIN stories q ON q.id = o.story_id CROSS JOIN sources b ON b.id = q.source_id`
)

func addLinkTies(ctx context.Context, tx queryer, ties map[int64][]news.Tie, query string, groups []int64) error {
	rows, err := tx.QueryContext(ctx, query, jsonList(groups), maxTies*len(groups))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var of int64
		t := news.Tie{Reason: news.RelationReason{Kind: news.ReasonLink}}
		if err := rows.Scan(&of, &t.Group, &t.Reason.From, &t.Reason.To, &t.Reason.Label, &t.Publisher, &t.Own); err != nil {
			return err
		}
		ties[of] = append(ties[of], t)
	}
	return rows.Err()
}

func addKinTies(ctx context.Context, tx queryer, ties map[int64][]news.Tie, query string, groups []int64) error {
	rows, err := tx.QueryContext(ctx, query, jsonList(groups), maxTies*len(groups))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var of int64
		t := news.Tie{Reason: news.RelationReason{Kind: news.ReasonTerms}}
		var terms string
		if err := rows.Scan(&of, &t.Group, &t.Reason.From, &t.Reason.To, &t.Score, &terms); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(terms), &t.Reason.Terms); err != nil {
			return err
		}
		ties[of] = append(ties[of], t)
	}
	return rows.Err()
}

// AlsoRead is what to read beside some stories, by their numbers: what their
// publishers recommend, as Recommended gives it, and then the groups that are related
// to a story's own, at most limit of them (0: all), without those that its links
// lead to.
func (s *Store) AlsoRead(ctx context.Context, stories []news.Story, limit int) (map[int64][]news.Link, map[int64][]news.Relation, error) {
	links, elsewhere, err := s.recommended(ctx, stories)
	if err != nil {
		return nil, nil, err
	}
	related, err := s.besides(ctx, stories, limit, elsewhere)
	if err != nil {
		return nil, nil, fmt.Errorf("what to read beside %d stories: %w", len(stories), explain(err))
	}
	return links, related, nil
}

func (s *Store) besides(ctx context.Context, stories []news.Story, limit int, without map[int64][]int64) (map[int64][]news.Relation, error) {
	var groups []int64
	for i := range stories {
		if stories[i].Group != 0 {
			groups = append(groups, stories[i].Group)
		}
	}
	tx, err := s.read.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.end()
	byGroup, err := relate(ctx, tx, groups)
	if err != nil {
		return nil, err
	}
	out := make(map[int64][]news.Relation, len(stories))
	for i := range stories {
		out[stories[i].ID] = nearest(byGroup[stories[i].Group], limit, without[stories[i].ID])
	}
	return out, fillGroups(ctx, tx, out)
}

// Recommended is what the publishers of stories recommend on their pages, by the
// numbers of the stories, without what is in the story's own group.
func (s *Store) Recommended(ctx context.Context, stories []news.Story) (map[int64][]news.Link, error) {
	links, _, err := s.recommended(ctx, stories)
	return links, err
}

// recommended returns the groups that the links lead to as well.
func (s *Store) recommended(ctx context.Context, stories []news.Story) (links map[int64][]news.Link, groups map[int64][]int64, err error) {
	var targets []int64
	for i := range stories {
		for _, l := range stories[i].AlsoRead {
			if l.Story != 0 {
				targets = append(targets, l.Story)
			}
		}
	}
	var placing map[int64]int64
	if len(targets) > 0 {
		if placing, err = s.Placing(ctx, targets); err != nil {
			return nil, nil, fmt.Errorf("what %d stories recommend: %w", len(stories), err)
		}
	}
	links, groups = map[int64][]news.Link{}, map[int64][]int64{}
	for i := range stories {
		own := &stories[i]
		for _, l := range own.AlsoRead {
			group := placing[l.Story]
			if group != 0 && group == own.Group {
				continue
			}
			links[own.ID] = append(links[own.ID], l)
			if group != 0 {
				groups[own.ID] = append(groups[own.ID], group)
			}
		}
	}
	return links, groups, nil
}
