package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"alsoread/internal/bench/rig"
)

// profiledFor is how long each kind of page is asked for to make its profile.
const profiledFor = 5 * time.Second

// profileKind keeps a profile of the daemon while one kind of page is asked for.
func profileKind(ctx context.Context, o options, d *daemon, name string, ask func() error) error {
	if o.profile == "" {
		return nil
	}
	kept := make(chan error, 1)
	go func() { kept <- d.keepProfile(ctx, o, name, profiledFor) }()
	for {
		select {
		case err := <-kept:
			return err
		default:
			if err := ask(); err != nil {
				return errors.Join(err, <-kept)
			}
		}
	}
}

// keepProfile writes what the daemon's processor time goes to into a file of the
// folder for profiles.
func (d *daemon) keepProfile(ctx context.Context, o options, name string, length time.Duration) error {
	f, err := os.Create(filepath.Join(o.profile, strings.Trim(strings.NewReplacer("/", "-", "?", "", "=", "-").Replace("pages"+name), "-")+".pprof"))
	if err != nil {
		return err
	}
	_, err = rig.Get(ctx, http.DefaultClient, fmt.Sprintf("%sprofile?seconds=%.0f", d.profiles, length.Seconds()), f)
	return errors.Join(err, f.Close())
}
