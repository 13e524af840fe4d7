package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"

	"alsoread/scanner"
	"alsoread/sources"
	"alsoread/store"
)

// watchedSources is what tells that sources.yaml is to be read again: a signal,
// or another state of the file than the one that was read.
type watchedSources struct {
	hup   chan os.Signal
	known print
}

// watchSources begins before the file is read for the first time. A SIGHUP that
// came before anything heard it would end the program, and a change between the
// first reading and the first look at the file would never be seen.
func (a *app) watchSources() (w *watchedSources, forget func()) {
	w = &watchedSources{hup: make(chan os.Signal, 1)}
	signal.Notify(w.hup, syscall.SIGHUP)
	w.known = fingerprint(a.sourcesPath)
	return w, func() { signal.Stop(w.hup) }
}

// reload reads sources.yaml again on SIGHUP and when the file has changed, and
// sends the new plan. It looks at the file every two seconds rather than
// watching it: that also sees files that are replaced (editors, configuration
// management) and mounts that send no events. A bad file changes nothing.
func (a *app) reload(ctx context.Context, d *daemonParts, plans chan<- scanner.Plan) error {
	look := time.NewTicker(2 * time.Second)
	defer look.Stop()

	known := d.again.known
	for {
		var done chan struct{} // closed when the file has been read again
		select {
		case <-ctx.Done():
			return nil
		case names := <-d.scanNow:
			a.scanThese(ctx, d.inForce.Load(), d.db, names, plans)
			continue
		case done = <-d.reread:
			known = fingerprint(d.file.Path)
		case <-d.again.hup:
			known = fingerprint(d.file.Path)
			d.certificate.look(true)
		case <-look.C:
			d.certificate.look(false)
			now := fingerprint(d.file.Path)
			if now == known || now == (print{}) {
				continue
			}
			known = now
		}
		d.inForce.Store(a.adopt(ctx, d, plans))
		if done != nil {
			close(done)
		}
	}
}

// adopt reads the file and puts it in force, or says why not. It returns the one
// that is in force then.
func (a *app) adopt(ctx context.Context, d *daemonParts, plans chan<- scanner.Plan) *sources.File {
	before := d.inForce.Load()
	file, err := sources.Load(a.sourcesPath, os.LookupEnv)
	if err != nil {
		a.log.Error("sources.yaml has faults; the one before stays in force", "error", err)
		return before
	}
	err = d.certificate.adopt(file.Newsroom.TLS)
	if errors.Is(err, errNeedsRestart) {
		a.log.Warn("not everything of sources.yaml is in force", "why", err)
	} else if err != nil {
		a.log.Error("sources.yaml has faults; the one before stays in force", "error", err)
		return before
	}
	plan, err := planOf(ctx, file, d.db)
	if err != nil {
		a.log.Error("the new sources could not be stored; those before stay in force", "error", err)
		return before
	}
	select {
	case plans <- plan:
		a.log.Info("sources read again", "sources", len(file.Sources))
		daemon.SdNotify(false, daemon.SdNotifyReady)
	case <-ctx.Done():
	}
	return file
}

// scanThese sends the plan in force again, with sources that a person wants
// scanned now.
func (a *app) scanThese(ctx context.Context, file *sources.File, db *store.Store, names []string, plans chan<- scanner.Plan) {
	plan, err := planOf(ctx, file, db)
	if err != nil {
		a.log.Error("sources could not be scanned now", "error", err)
		return
	}
	plan.Now = names
	select {
	case plans <- plan:
		a.log.Info("sources are scanned now", "sources", len(names))
	case <-ctx.Done():
	}
}

// print tells one state of a file from another.
type print struct {
	modified time.Time
	size     int64
}

func fingerprint(path string) print {
	info, err := os.Stat(path)
	if err != nil {
		return print{}
	}
	return print{info.ModTime(), info.Size()}
}
