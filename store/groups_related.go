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
	out, err := s.related(ctx, group, limit, nil)
	if err != nil {
		return nil, fmt.Errorf("related to group %d: %w", group, explain(err))
	}
	return out, nil
}

func (s *Store) related(ctx context.Context, group int64, limit int, without []int64) ([]news.Relation, error) {
	tx, err := s.read.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.end()
	g, err := groupOf(ctx, tx, group)
	if err != nil {
		return nil, err
	}
	var ties []news.Tie
	for _, query := range []string{linksOut, linksIn} {
		if ties, err = appendLinkTies(ctx, tx, ties, query, g.ID); err != nil {
			return nil, err
		}
	}
	for _, query := range []string{kinOut, kinIn} {
		if ties, err = appendKinTies(ctx, tx, ties, query, g.ID); err != nil {
			return nil, err
		}
	}
	relations := slices.DeleteFunc(news.Relate(ties), func(r news.Relation) bool { return slices.Contains(without, r.Group.ID) })
	if limit > 0 {
		relations = relations[:min(len(relations), limit)]
	}
	return relations, fillGroups(ctx, tx, relations)
}

// fillGroups reads the groups of relations.
func fillGroups(ctx context.Context, tx queryer, relations []news.Relation) error {
	if len(relations) == 0 {
		return nil
	}
	ids := make([]int64, len(relations))
	for i := range relations {
		ids[i] = relations[i].Group.ID
	}
	groups, err := readGroups(ctx, tx, "SELECT "+groupColumns+" FROM groups g WHERE g.id IN (SELECT value FROM json_each(?))", jsonList(ids))
	if err != nil {
		return err
	}
	known := make(map[int64]news.Group, len(groups))
	for _, g := range groups {
		known[g.ID] = g
	}
	for i := range relations {
		relations[i].Group = known[relations[i].Group.ID]
	}
	return nil
}

// The ties of a group, by kind and direction. The first column is the group at
// the other end.
const (
	linksOut = `SELECT o.group_id, k.story_id, o.story_id, k.label, ` + hither + `, ` + hither + ` = ` + yonder + `
		FROM members m CROSS JOIN links k ON k.story_id = m.story_id CROSS JOIN identities i ON i.key = k.key
		CROSS JOIN members o ON o.story_id = i.story_id AND o.group_id <> m.group_id` + bothPublishers + ` WHERE m.group_id = ? LIMIT ?`
	linksIn = `SELECT o.group_id, k.story_id, m.story_id, k.label, ` + yonder + `, ` + hither + ` = ` + yonder + `
		FROM members m CROSS JOIN stories s ON s.id = m.story_id CROSS JOIN links k ON k.key = s.key
		CROSS JOIN members o ON o.story_id = k.story_id AND o.group_id <> m.group_id` + bothPublishers + ` WHERE m.group_id = ? LIMIT ?`
	kinOut = `SELECT o.group_id, k.story_id, k.other_id, k.score, k.terms FROM members m CROSS JOIN kin k ON k.story_id = m.story_id
		CROSS JOIN members o ON o.story_id = k.other_id AND o.group_id <> m.group_id WHERE m.group_id = ? LIMIT ?`
	kinIn = `SELECT o.group_id, k.other_id, k.story_id, k.score, k.terms FROM members m CROSS JOIN kin k ON k.other_id = m.story_id
		CROSS JOIN members o ON o.story_id = k.story_id AND o.group_id <> m.group_id WHERE m.group_id = ? LIMIT ?`
	hither = "coalesce(json_extract(p.more, '$.page.publisher'), a.publisher)" // as storyPublisher
	yonder = "coalesce(json_extract(q.more, '$.page.publisher'), b.publisher)"
	// a is the source of the story in this group, b of that in the other.
	bothPublishers = ` CROSS JOIN stories p ON p.id = m.story_id CROSS JOIN sources a ON a.id = p.source_id
		CROSS JOIN stories q ON q.id = o.story_id CROSS JOIN sources b ON b.id = q.source_id`
)

func appendLinkTies(ctx context.Context, tx queryer, ties []news.Tie, query string, group int64) ([]news.Tie, error) {
	rows, err := tx.QueryContext(ctx, query, group, maxTies)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		t := news.Tie{Reason: news.RelationReason{Kind: news.ReasonLink}}
		if err := rows.Scan(&t.Group, &t.Reason.From, &t.Reason.To, &t.Reason.Label, &t.Publisher, &t.Own); err != nil {
			return nil, err
		}
		ties = append(ties, t)
	}
	return ties, rows.Err()
}

func appendKinTies(ctx context.Context, tx queryer, ties []news.Tie, query string, group int64) ([]news.Tie, error) {
	rows, err := tx.QueryContext(ctx, query, group, maxTies)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		t := news.Tie{Reason: news.RelationReason{Kind: news.ReasonTerms}}
		var terms string
		if err := rows.Scan(&t.Group, &t.Reason.From, &t.Reason.To, &t.Score, &terms); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(terms), &t.Reason.Terms); err != nil {
			return nil, err
		}
		ties = append(ties, t)
	}
	return ties, rows.Err()
}

// AlsoRead is what to read beside a story: what its publisher recommends, as
// Recommended gives it, and then the groups that are related to the story's own, at
// most limit of them (0: all), without those that the links lead to.
func (s *Store) AlsoRead(ctx context.Context, own *news.Story, limit int) ([]news.Link, []news.Relation, error) {
	links, groups, err := s.recommended(ctx, own)
	if err != nil || own.Group == 0 {
		return links, nil, err
	}
	relations, err := s.related(ctx, own.Group, limit, groups)
	if err != nil {
		return nil, nil, fmt.Errorf("related to story %d: %w", own.ID, explain(err))
	}
	return links, relations, nil
}

// Recommended is what the publisher of a story recommends on its page, without
// stories of its own group.
func (s *Store) Recommended(ctx context.Context, own *news.Story) ([]news.Link, error) {
	links, _, err := s.recommended(ctx, own)
	return links, err
}

// recommended returns the groups that the links lead to as well.
func (s *Store) recommended(ctx context.Context, own *news.Story) (links []news.Link, groups []int64, err error) {
	var targets []int64
	for _, l := range own.AlsoRead {
		if l.Story != 0 {
			targets = append(targets, l.Story)
		}
	}
	if len(targets) == 0 || own.Group == 0 {
		return own.AlsoRead, nil, nil
	}
	placing, err := s.Placing(ctx, targets)
	if err != nil {
		return nil, nil, fmt.Errorf("what story %d recommends: %w", own.ID, err)
	}
	links = slices.DeleteFunc(slices.Clone(own.AlsoRead), func(l news.Link) bool { return placing[l.Story] == own.Group })
	for _, l := range links {
		if group := placing[l.Story]; group != 0 {
			groups = append(groups, group)
		}
	}
	return links, groups, nil
}
