package store

import (
	"context"
	"database/sql"
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
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
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
	relations := news.Relate(ties)
	if limit > 0 {
		relations = relations[:min(len(relations), limit)]
	}
	for i := range relations {
		if relations[i].Group, err = groupOf(ctx, tx, relations[i].Group.ID); err != nil {
			return nil, err
		}
	}
	return relations, nil
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

func appendLinkTies(ctx context.Context, tx *sql.Tx, ties []news.Tie, query string, group int64) ([]news.Tie, error) {
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

func appendKinTies(ctx context.Context, tx *sql.Tx, ties []news.Tie, query string, group int64) ([]news.Tie, error) {
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

// AlsoRead is what to read beside a story: what its publisher recommends, without
// stories of its own group, and then the groups that are related to that, at most
// limit of them (0: all), without those that the links lead to. ErrNotFound.
func (s *Store) AlsoRead(ctx context.Context, story int64, limit int) ([]news.Link, []news.Relation, error) {
	stories, err := s.load(ctx, []place{{id: story}}, false)
	if err == nil && len(stories) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return nil, nil, fmt.Errorf("story %d: %w", story, explain(err))
	}
	own := stories[0]
	if own.Group == 0 {
		return own.AlsoRead, nil, nil
	}
	var targets []int64
	for _, l := range own.AlsoRead {
		targets = append(targets, l.Story)
	}
	groups, err := s.Placing(ctx, targets)
	if err != nil {
		return nil, nil, err
	}
	links := slices.DeleteFunc(slices.Clone(own.AlsoRead), func(l news.Link) bool { return groups[l.Story] == own.Group })
	relations, err := s.Related(ctx, own.Group, 0)
	relations = slices.DeleteFunc(relations, func(r news.Relation) bool {
		return slices.ContainsFunc(links, func(l news.Link) bool { return groups[l.Story] == r.Group.ID })
	})
	if limit > 0 {
		relations = relations[:min(len(relations), limit)]
	}
	return links, relations, err
}
