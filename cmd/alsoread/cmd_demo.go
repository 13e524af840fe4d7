package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"alsoread/internal/newsworld"
	"alsoread/news"
	"alsoread/store"
)

const demoLong = `Start a small newsroom world on loopback addresses, scan it, print what was
found, and serve it until Ctrl-C: publishers with feeds of every format, an event
told by several of them, a wire copy printed by three, one that is down. It needs
no network and no setting, and leaves nothing behind.`

func (a *app) demoCommand() *cobra.Command {
	var (
		once   bool
		listen string
	)
	cmd := &cobra.Command{
		Use: "demo", Short: "See it work: a loopback newsroom, scanned and served", Long: demoLong, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.demo(cmd.Context(), once, listen)
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "end after the scan")
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:7077", "where the feeds are served; another port is taken where this one is in use")
	return cmd
}

// demo runs the verbs a user would run, on a world of its own.
func (a *app) demo(ctx context.Context, once bool, address string) error {
	folder, err := os.MkdirTemp("", "alsoread-demo-")
	if err != nil {
		return failed(err)
	}
	defer os.RemoveAll(folder)
	world, err := newsworld.Start(ctx, newsworld.Options{})
	if err != nil {
		return failed(fmt.Errorf("demo: %w", err))
	}
	defer world.Close()
	a.sourcesPath, a.databasePath = filepath.Join(folder, "sources.yaml"), filepath.Join(folder, "demo.db")
	if err := os.WriteFile(a.sourcesPath, world.SourcesYAML(), 0o600); err != nil {
		return failed(err)
	}

	fmt.Fprintf(a.stdout, "A world of %s is up on loopback. Scanning it.\n\n", count(len(world.Publishers()), "publisher", "publishers"))
	err = a.scan(ctx, nil, scanOptions{window: defaultWindow})
	if partial := (exitError{}); err != nil && !(errors.As(err, &partial) && partial.code == exitPartial) {
		return err // one publisher of the world is down on purpose: some sources fail
	}
	fmt.Fprintln(a.stdout)
	if err := a.printDemo(ctx); err != nil {
		return failed(err)
	}
	if once {
		return nil
	}
	return a.demoServe(ctx, address)
}

// demoGroups is how many groups the demo lists.
const demoGroups = 12

// printDemo lists the events that most publishers told, the first of them at
// length, then the stories.
func (a *app) printDemo(ctx context.Context) error {
	db, err := store.Open(ctx, a.databasePath, store.Options{ReadOnly: true, Logger: a.log})
	if err != nil {
		return err
	}
	defer db.Close()
	headlines := news.GroupQuery{Order: news.GroupsHeadlines, Limit: demoGroups}
	if err := a.groupTable(db.Groups(ctx, headlines), a.zone()); err != nil {
		return err
	}
	for g, err := range db.Groups(ctx, news.GroupQuery{Order: news.GroupsHeadlines, Limit: 1}) {
		if err != nil {
			return err
		}
		fmt.Fprintln(a.stdout)
		if err := a.showGroup(ctx, g.ID, false); err != nil {
			return err
		}
	}
	fmt.Fprintln(a.stdout)
	return a.storyTable(db.Stories(ctx, news.Query{}), a.zone())
}

// demoServe keeps scanning the world, whose publishers go on writing.
func (a *app) demoServe(ctx context.Context, address string) error {
	if l, err := net.Listen("tcp", address); err != nil {
		host, _, _ := net.SplitHostPort(address)
		address = net.JoinHostPort(host, "0")
	} else {
		address = l.Addr().String()
		l.Close()
	}
	fmt.Fprintf(a.stdout, "\nThe world goes on. Its merged feeds are served until Ctrl-C; the address stands below.\n\n")
	return a.daemon(ctx, daemonOptions{listen: strings.TrimSpace(address), images: "proxy", window: defaultWindow})
}
