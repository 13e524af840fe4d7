package main

import (
	"context"
	"errors"
	"time"

	"alsoread/news"
	"alsoread/store"
)

// addSearch reads the fields and words of a search into a query that the flags
// have begun. What both name is the user's to decide.
func addSearch(q *news.Query, text string, now time.Time, zone *time.Location) error {
	found, err := news.ParseSearch(text, now, zone)
	switch {
	case err != nil:
		return err
	case len(found.Sources) > 0 && len(q.Sources) > 0:
		return errors.New("source: and --source are both given")
	case len(found.Tags) > 0 && len(q.Tags) > 0:
		return errors.New("tag: and --tag are both given")
	case found.Publisher != "" && q.Publisher != "":
		return errors.New("publisher: and --publisher are both given")
	case found.Language != "" && q.Language != "":
		return errors.New("lang: and --language are both given")
	case !found.Since.IsZero() && !q.Since.IsZero():
		return errors.New("after: and --since are both given")
	case !found.Until.IsZero() && !q.Until.IsZero():
		return errors.New("before: and --until are both given")
	}
	q.Search = found.Search
	q.Sources, q.Tags = append(q.Sources, found.Sources...), append(q.Tags, found.Tags...)
	q.Publisher, q.Language = q.Publisher+found.Publisher, q.Language+found.Language
	if !found.Since.IsZero() {
		q.Since = found.Since
	}
	if !found.Until.IsZero() {
		q.Until = found.Until
	}
	return nil
}

// searched resolves the names of a search. A name that no source has is said:
// an empty list would look like no news.
func searched(ctx context.Context, db *store.Store, search string, q *news.Query) error {
	if search == "" {
		return nil
	}
	sources, err := db.Sources(ctx)
	if err != nil {
		return failed(err)
	}
	if err := q.Resolve(sources); err != nil {
		return usage(err)
	}
	return nil
}
