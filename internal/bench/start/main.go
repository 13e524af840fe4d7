// Command start measures what a start costs where many stories may still be joined:
// a database of half a million stories of the last six days, grouped and kept as
// scans do it, is opened by the real program, which has to fill its window before it
// can place the first new story.
//
//		go run ./internal/bench/start
//		go run ./internal/bench/start --stories 50000
//
//	  - main.go    flags; fill, start, report
//	  - fill.go    the database
//	  - words.go   stories of invented words
//	  - outcome.go a daemon, and a scan of one source, until the window is filled
package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"alsoread/internal/bench/rig"
	"alsoread/internal/newsworld/bulk"
)

func main() { rig.Main(run) }

// How many sources the stories are from, and how many of these the world has: each of
// them lists thirty new stories.
const (
	sources = 100
	scanned = 3
)

type options struct {
	stories, runs    int
	database, binary string
}

func readFlags(args []string) (o options, err error) {
	flags := flag.NewFlagSet("start", flag.ContinueOnError)
	flags.IntVar(&o.stories, "stories", 500_000, "stories in the window")
	flags.IntVar(&o.runs, "runs", 3, "starts of a daemon, and of a scan, in turns")
	flags.StringVar(&o.database, "database", "", "a database to fill, or to use again where it exists, within a day; empty: one that is removed at the end")
	flags.StringVar(&o.binary, "binary", "", "the alsoread to measure; built from ./cmd/alsoread when empty")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 || min(o.stories, o.runs) < 1 {
		return o, errors.New("every number must be at least 1")
	}
	return o, nil
}

// fillOnly is the argument with which the process is the one that fills.
const fillOnly = "fill"

func run(ctx context.Context, args []string) error {
	filling := len(args) > 0 && args[0] == fillOnly
	if filling {
		args = args[1:]
	}
	o, err := readFlags(args)
	if err != nil {
		return err
	}
	if filling {
		return fill(ctx, o)
	}
	folder, err := os.MkdirTemp("", "alsoread-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	o.database = cmp.Or(o.database, filepath.Join(folder, "news.db"))
	if o.binary == "" {
		if o.binary, err = rig.Build(ctx, folder); err != nil {
			return err
		}
	}
	if err := fillApart(ctx, o); err != nil {
		return fmt.Errorf("fill the database: %w", err)
	}
	return measure(ctx, o, folder)
}

// fillApart fills the database in a process of its own: the kernel counts the
// memory of a parent into the peak of its children.
func fillApart(ctx context.Context, o options) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	began := time.Now()
	cmd := exec.CommandContext(ctx, self, fillOnly, "--stories", fmt.Sprint(o.stories), "--database", o.database)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "the database is there after %.0f s\n", time.Since(began).Seconds())
	return nil
}

// measure starts daemons and scans in turns. Each finds a world at another port and
// sources of another name: all that they list is new.
func measure(ctx context.Context, o options, folder string) error {
	fmt.Print("| | stories | window filled after s | CPU s until the end | peak MB | pages | p50 ms | p99 ms | most ms |\n|---|---|---|---|---|---|---|---|---|\n")
	for range o.runs {
		for _, part := range []func(context.Context, options, world) (outcome, error){ungrouped, scan, daemon} {
			out, err := inWorld(ctx, o, folder, part)
			if err != nil {
				return err
			}
			fmt.Println(out)
		}
	}
	return nil
}

// world is the name of one of its sources, and the flags with which alsoread finds all
// of them and says when the window is filled.
type world struct {
	source string
	flags  []string
}

func inWorld(ctx context.Context, o options, folder string, part func(context.Context, options, world) (outcome, error)) (outcome, error) {
	serving, err := bulk.Start(ctx, bulk.Options{Sources: scanned, Hosts: scanned})
	if err != nil {
		return outcome{}, err
	}
	defer serving.Close()
	var yaml bytes.Buffer
	if err := serving.WriteSourcesYAML(&yaml); err != nil {
		return outcome{}, err
	}
	name := fmt.Sprintf("Start %d source", time.Now().UnixNano())
	list := filepath.Join(folder, "sources.yaml")
	if err := os.WriteFile(list, bytes.ReplaceAll(yaml.Bytes(), []byte("name: Source"), []byte("name: "+name)), 0o600); err != nil {
		return outcome{}, err
	}
	return part(ctx, o, world{name + " 0", []string{"--sources", list, "--database", o.database, "--log-level", "debug"}})
}
