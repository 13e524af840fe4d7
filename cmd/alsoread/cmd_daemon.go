package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
	"github.com/spf13/cobra"

	"alsoread/access"
	"alsoread/news"
	"alsoread/newsroom"
	"alsoread/scanner"
	"alsoread/sources"
	"alsoread/store"
)

const daemonLong = `Scan every source when its schedule says so, and serve the merged feeds, until
SIGTERM or SIGINT. What is under way then has 10 seconds to end; a second signal
ends the program at once.

sources.yaml is read again on SIGHUP and when it changes. A file with faults is
reported and the one before stays in force. One daemon serves one database.

With --keep or --keep-size old stories are removed once an hour; they do not
come back when a feed still lists them.`

func (a *app) daemonCommand() *cobra.Command {
	var o daemonOptions
	cmd := &cobra.Command{
		Use: "daemon", Short: "Keep scanning by schedule and serve the merged feeds", Long: daemonLong,
		Example: "  alsoread daemon\n  alsoread daemon --listen 127.0.0.1:7077 --keep 90d",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.daemon(cmd.Context(), o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.listen, "listen", "127.0.0.1:7077", "where the feeds are served; empty for nowhere")
	flags.StringSliceVar(&o.hosts, "host", nil, "a further name under which clients may ask for this server (may be repeated)")
	flags.StringVar(&o.baseURL, "base-url", "", "where clients reach this server, such as https://news.example/; default: as they ask")
	flags.StringVar(&o.passwordFile, "password-file", "", "a file whose first line is the password; default: what \"alsoread password\" has set")
	flags.StringVar(&o.images, "images", "proxy", "images of stories: proxy (fetched and kept by the daemon) or none")
	flags.StringVar(&o.pprof, "pprof", "", "where profiles of the program are served, such as 127.0.0.1:6060; loopback only")
	flags.StringVar(&o.keep, "keep", "", "remove stories older than this, such as 90d; empty keeps all")
	flags.StringVar(&o.keepSize, "keep-size", "", "remove the oldest stories while the database is larger, such as 2GiB")
	flags.BoolVar(&o.create, "init", false, "make a new database even where an empty file stands")
	flags.IntVar(&o.workers, "workers", scanner.DefaultWorkers, "scans at once")
	flags.StringVar(&o.window, "window", defaultWindow, windowUsage)
	return cmd
}

type daemonOptions struct {
	window         string
	listen         string
	hosts          []string
	baseURL        string
	passwordFile   string
	images         string
	pprof          string
	keep, keepSize string
	create         bool
	workers        int
}

// daemon opens everything, starts everything, and closes it in reverse.
func (a *app) daemon(ctx context.Context, o daemonOptions) error {
	again, forget := a.watchSources()
	defer forget()
	file, err := a.loadSources()
	if err != nil {
		return err
	}
	retention, err := o.retention()
	if err == nil {
		err = o.check()
	}
	if err != nil {
		return usage(err)
	}
	keys, password, err := a.openDoor(o)
	if err != nil {
		return err
	}
	window, err := parseWindow(o.window)
	if err != nil {
		return err
	}
	unlock, err := store.Lock(a.databasePath)
	if err != nil {
		return failed(err)
	}
	defer unlock()
	db, err := a.openStore(ctx, store.Options{Create: o.create})
	if err != nil {
		return err
	}
	defer db.Close()
	shown, err := newCertificate(file.Newsroom.TLS, a.log)
	if err != nil {
		return usage(err)
	}
	listener, err := listen(ctx, o.listen)
	if err != nil {
		return failed(err)
	}
	d := &daemonParts{file: file, certificate: shown, again: again, db: db, listener: listener, retention: retention, keys: keys, password: password, scanNow: make(chan []string), reread: make(chan chan struct{}),
		grouping: a.newGrouping(db, window)}
	return failed(a.serve(ctx, o, d))
}

// daemonParts is what a daemon is made of.
type daemonParts struct {
	file        *sources.File // as it was at the start
	inForce     atomic.Pointer[sources.File]
	again       *watchedSources
	db          *store.Store
	listener    net.Listener // nil: nothing is served
	retention   store.Retention
	keys        *access.Keys
	password    *access.Secret
	certificate *certificate // nil: plain HTTP
	fetcher     *scanner.Fetcher
	scanner     *scanner.Scanner
	grouping    *scanner.Grouping
	scanNow     chan []string // names of sources that a person wants scanned
	reread      chan chan struct{}
}

// serve runs the daemon's parts until ctx is done or one of them fails.
func (a *app) serve(ctx context.Context, o daemonOptions, d *daemonParts) error {
	d.inForce.Store(d.file)
	first, err := planOf(ctx, d.file, d.db)
	if err != nil {
		return err
	}
	plans := make(chan scanner.Plan)
	parts, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	ended := make(chan error, 8)
	running := 0
	start := func(part func() error) {
		running++
		go func() { ended <- part() }()
	}

	d.fetcher = a.newFetcher()
	defer d.fetcher.Close()
	scanning := scanner.Options{Workers: o.workers, Parsing: runtime.GOMAXPROCS(0), Log: a.log, Library: d.db, Grouping: d.grouping}
	var room *newsroom.Room
	if d.listener != nil {
		if room, err = a.newsroom(d, o, d.keys); err != nil {
			return err
		}
		scanning.GiveWay = room.GiveWay
	}
	d.scanner = scanner.New(d.fetcher, d.db, scanning)
	tell := a.logScan
	if room != nil {
		tell = func(r scanner.Result) { a.logScan(r); room.Scanned(report(r)) }
		start(func() error { return room.Watch(parts) })
		start(func() error { return d.answer(parts, room, a.log) })
	}
	start(func() error { return d.scanner.Run(parts, first, plans, tell) })
	start(func() error { return a.reload(parts, d, plans) })
	if d.retention != (store.Retention{}) {
		start(func() error { return a.retain(parts, d.db, d.retention) })
	}
	if o.pprof != "" {
		start(func() error { return a.profile(parts, o.pprof) })
	}
	a.ready(d)
	return a.untilEnded(parts, stop, ended, running)
}

// untilEnded waits for every part. The first that ends takes the others along;
// what it ended with is what the daemon ends with.
func (a *app) untilEnded(ctx context.Context, stop context.CancelCauseFunc, ended <-chan error, running int) error {
	var failure error
	for ; running > 0; running-- {
		err := <-ended
		if ctx.Err() == nil && err == nil {
			err = errors.New("a part of the daemon ended by itself")
		}
		if err != nil && !errors.Is(err, context.Canceled) && failure == nil {
			failure = err
		}
		stop(err)
		daemon.SdNotify(false, daemon.SdNotifyStopping)
	}
	a.log.Info("stopped")
	return failure
}

// planOf mirrors sources.yaml into the store and returns what is to be scanned.
func planOf(ctx context.Context, file *sources.File, db *store.Store) (scanner.Plan, error) {
	if err := db.Sync(ctx, file.Sources); err != nil {
		return scanner.Plan{}, err
	}
	states, err := db.States(ctx)
	return scanner.Plan{Sources: file.Sources, States: states}, err
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	if address == "" {
		return nil, nil
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	return l, nil
}

// answer serves the newsroom, over TLS where sources.yaml has a certificate.
func (d *daemonParts) answer(ctx context.Context, room *newsroom.Room, log *slog.Logger) error {
	if d.certificate == nil {
		return newsroom.Serve(ctx, d.listener, room, log)
	}
	return newsroom.ServeTLS(ctx, d.listener, d.certificate.forHandshake, room, log)
}

func (a *app) ready(d *daemonParts) {
	at, file := "nowhere", d.file
	switch {
	case d.listener != nil && d.certificate != nil:
		at = "https://" + d.listener.Addr().String() + "/"
	case d.listener != nil:
		at = "http://" + d.listener.Addr().String() + "/"
	}
	a.log.Info("alsoread is running", "version", version(), "sources", scannable(file.Sources), "database", a.databasePath, "serving", at)
	daemon.SdNotify(false, daemon.SdNotifyReady)
}

// logScan writes one line for a scan that brought or lost something.
func (a *app) logScan(r scanner.Result) {
	s := r.Scan
	switch {
	case !r.Kept:
		a.log.Error("a scan could not be kept", "source", s.Source.Name, "error", s.Err)
	case s.Err != nil:
		a.log.Warn("scan failed", "source", s.Source.Name, "error", s.Err, "failures", s.State.Failures, "next", s.State.Next)
	case r.Saved.New+r.Saved.Updated > 0:
		a.log.Info("scanned", "source", s.Source.Name, "items", r.Items, "new", r.Saved.New, "updated", r.Saved.Updated)
	default:
		a.log.Debug("scanned", "source", s.Source.Name, "status", s.Status, "items", r.Items)
	}
	if p := r.Articles; p.Err != nil {
		a.log.Warn("articles could not be read", "source", s.Source.Name, "failed", p.Failed, "read", p.Read, "error", p.Err)
	} else if p.Read > 0 {
		a.log.Info("articles read", "source", s.Source.Name, "read", p.Read, "links", p.Links)
	}
}

func (o daemonOptions) retention() (r store.Retention, err error) {
	if o.keep != "" {
		if r.Age, err = sources.ParseDuration(o.keep); err != nil {
			return r, fmt.Errorf("--keep: %w", err)
		}
	}
	if o.keepSize != "" {
		if r.Size, err = sources.ParseSize(o.keepSize); err != nil {
			return r, fmt.Errorf("--keep-size: %w", err)
		}
	}
	return r, nil
}

// retain removes old stories, at once and then every hour.
func (a *app) retain(ctx context.Context, db *store.Store, r store.Retention) error {
	for {
		removed, err := db.Purge(ctx, r)
		switch {
		case err != nil && ctx.Err() == nil:
			a.log.Error("removing old stories failed", "error", err)
		case removed > 0:
			a.log.Info("removed old stories", "stories", removed)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(time.Hour):
		}
	}
}

// scannable is how many sources a plan really scans.
func scannable(all []news.Source) int {
	n := 0
	for _, s := range all {
		if !s.Disabled {
			n++
		}
	}
	return n
}
