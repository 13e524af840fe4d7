package main

import (
	"context"
	"errors"
	"os"
	"time"

	"alsoread/news"
	"alsoread/sources"
	"alsoread/store"
)

// statesIfAny reads what scans have left behind, from a database that may not
// be there yet.
func (a *app) statesIfAny(ctx context.Context) (map[string]news.State, error) {
	if _, err := os.Stat(a.databasePath); errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	db, err := a.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	states, err := db.States(ctx)
	return states, failed(err)
}

// zone is the time zone of sources.yaml; UTC where the file cannot be read:
// listing stories does not need it.
func (a *app) zone() *time.Location {
	file, err := sources.Load(a.sourcesPath, nil)
	if err != nil && !errors.Is(err, sources.ErrNoSources) {
		return time.UTC
	}
	return file.Defaults.Location
}
