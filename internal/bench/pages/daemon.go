package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"alsoread/internal/bench/rig"
	"alsoread/internal/newsworld/bulk"
	"alsoread/store"
)

// daemon is the process that is measured.
type daemon struct {
	*rig.Program
	profiles string // where profiles are to be had; empty: nowhere
}

// startDaemon starts it and waits until it serves.
func startDaemon(ctx context.Context, o options, folder string, w *bulk.World, scans bool) (*daemon, error) {
	list := filepath.Join(folder, "sources.yaml")
	if err := os.WriteFile(list, sourcesYAML(w, scans), 0o600); err != nil {
		return nil, err
	}
	args := []string{"--sources", list, "--database", o.database}
	if o.profile != "" {
		args = append(args, "--pprof", "127.0.0.1:0")
	}
	p, err := rig.StartDaemon(ctx, o.binary, args...)
	if err != nil {
		return nil, err
	}
	d := &daemon{Program: p}
	if o.profile != "" {
		d.profiles = <-p.Profiles
	}
	return d, nil
}

// settle waits until the first round of scans is over, in which all that the world
// has may be new, and until it is grouped; then a tenth of the sources get two new
// stories each. That is what a daemon does all day.
func (d *daemon) settle(ctx context.Context, o options, w *bulk.World) error {
	err := until(ctx, "the first round of scans", time.Second, 15*time.Minute, func() (bool, error) {
		var scans struct{ Round struct{ Ended *time.Time } }
		if err := rig.GetJSON(ctx, d.Address+"api/v1/scans", &scans); err != nil || scans.Round.Ended == nil {
			return false, err
		}
		return allGrouped(ctx, o.database)
	})
	if err != nil {
		return err
	}
	var counts bulk.Counts
	return rig.GetJSON(ctx, w.Control()+"?set="+string(bulk.Tenth), &counts)
}

// until asks every so often whether something is over, and gives up in the end.
func until(ctx context.Context, what string, every, most time.Duration, done func() (bool, error)) error {
	ctx, stop := context.WithTimeoutCause(ctx, most, fmt.Errorf("%s: not over after %s", what, most))
	defer stop()
	for {
		if over, err := done(); over || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(every):
		}
	}
}

// allGrouped asks the database itself, as another program.
func allGrouped(ctx context.Context, path string) (bool, error) {
	db, err := store.Open(ctx, path, store.Options{ReadOnly: true})
	if err != nil {
		return false, err
	}
	left, _, err := db.Ungrouped(ctx, 1)
	return len(left) == 0, errors.Join(err, db.Close())
}

func sourcesYAML(w *bulk.World, scans bool) []byte {
	var b strings.Builder
	b.WriteString("defaults:\n  schedule: \"@every 1m\"\n  timezone: UTC\n  host_delay: 0s\n  per_host: 4\n  allow_networks: [127.0.0.0/8]\nsources:\n")
	for _, s := range sourcesOf(w) {
		fmt.Fprintf(&b, "  - name: %s\n    url: %s\n    publisher: %s\n    tags: [%s]\n", s.Name, s.URL, s.Publisher, s.Tags[0])
		if !scans {
			b.WriteString("    disabled: true\n")
		}
	}
	return []byte(b.String())
}
