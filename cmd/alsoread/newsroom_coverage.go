package main

import (
	"context"
	"errors"
	"iter"

	"alsoread/news"
	"alsoread/newsroom"
	"alsoread/store"
)

// storedCoverage is the store's groups as the newsroom asks for them.
type storedCoverage struct{ db *store.Store }

// What one answer shows of a group.
const (
	shownMembers = 1000
	shownRelated = 50
	shownTrends  = 50
)

func (c storedCoverage) Groups(ctx context.Context, q news.GroupQuery) iter.Seq2[news.Group, error] {
	return c.db.Groups(ctx, q)
}

func (c storedCoverage) Group(ctx context.Context, id int64) (news.Group, []news.Member, []news.Relation, error) {
	g, err := c.db.Group(ctx, id)
	if err != nil {
		return g, nil, nil, missing(err)
	}
	members, err := c.db.Members(ctx, g.ID, shownMembers)
	if err != nil {
		return g, nil, nil, missing(err)
	}
	related, err := c.db.Related(ctx, g.ID, shownRelated)
	return g, members, related, missing(err)
}

func (c storedCoverage) Trends(ctx context.Context) ([]news.Trend, error) {
	trends, _, err := c.db.Trends(ctx, shownTrends)
	return trends, err
}

// storedPages are the store's groups as the newsroom's pages ask for them.
type storedPages struct{ db *store.Store }

func (p storedPages) Group(ctx context.Context, id int64) (news.Group, error) {
	g, err := p.db.Group(ctx, id)
	return g, missing(err)
}

func (p storedPages) Members(ctx context.Context, group int64, limit int) ([]news.Member, error) {
	members, err := p.db.Members(ctx, group, limit)
	return members, missing(err)
}

func (p storedPages) Related(ctx context.Context, group int64, limit int) ([]news.Relation, error) {
	related, err := p.db.Related(ctx, group, limit)
	return related, missing(err)
}

func (p storedPages) MembersOf(ctx context.Context, groups []int64, limit int) (map[int64][]news.Member, error) {
	return p.db.MembersOf(ctx, groups, limit)
}

func (p storedPages) Recommended(ctx context.Context, stories []news.Story) (map[int64][]news.Link, error) {
	return p.db.Recommended(ctx, stories)
}

func (p storedPages) AlsoRead(ctx context.Context, stories []news.Story, limit int) (map[int64][]news.Link, map[int64][]news.Relation, error) {
	return p.db.AlsoRead(ctx, stories, limit)
}

// storedCorrections are the store's corrections as the newsroom asks for them.
type storedCorrections struct{ db *store.Store }

func (c storedCorrections) Correct(ctx context.Context, wanted news.Correction) (news.Correction, error) {
	made, err := c.db.Correct(ctx, wanted)
	var refused *newsroom.Refused
	switch err = missing(err); {
	case errors.Is(err, newsroom.ErrNotFound):
		// The address is there; what the body names is not.
		refused = &newsroom.Refused{Why: "there is no such group or story"}
	case errors.Is(err, store.ErrImpossible):
		refused = &newsroom.Refused{Why: err.Error()}
	default:
		return made, err
	}
	return made, refused
}

func (c storedCorrections) Undo(ctx context.Context, id int64) (news.Correction, error) {
	undone, err := c.db.Undo(ctx, id)
	return undone, missing(err)
}

func (c storedCorrections) Corrections(ctx context.Context, group int64) ([]news.Correction, error) {
	return c.db.Corrections(ctx, group)
}

// missing puts the newsroom's word for what the store does not have.
func missing(err error) error {
	for _, not := range []error{store.ErrNotFound, store.ErrNoGroup, store.ErrNoCorrection} {
		if errors.Is(err, not) {
			return errors.Join(newsroom.ErrNotFound, err)
		}
	}
	return err
}
