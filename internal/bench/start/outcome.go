package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"alsoread/internal/bench/rig"
)

// outcome is what one start came to.
type outcome struct {
	name   string
	window rig.Window
	cpu    time.Duration
	peak   int64
	pages  []time.Duration // how long each page took that was asked for meanwhile
}

func (o outcome) String() string {
	row := fmt.Sprintf("| %s | %d | %.1f | %.1f | %.0f |", o.name, o.window.Stories, o.window.After.Seconds(), o.cpu.Seconds(), float64(o.peak)/1e6)
	if len(o.pages) == 0 {
		return row + " | | | |"
	}
	slices.Sort(o.pages)
	at := func(percent int) float64 {
		return float64(o.pages[(len(o.pages)-1)*percent/100].Microseconds()) / 1000
	}
	return row + fmt.Sprintf(" %d | %.1f | %.1f | %.1f |", len(o.pages), at(50), at(99), at(100))
}

// outcomeOf is that of a process that has ended.
func outcomeOf(name string, p *rig.Program, window rig.Window, pages []time.Duration) outcome {
	cpu, peak := rig.CostOf(p.Command.ProcessState)
	return outcome{name, window, cpu, peak, pages}
}

// scan is one of a single source with thirty new stories.
func scan(ctx context.Context, o options, w world) (outcome, error) {
	out, err := scanWith(ctx, o, w, "scan of one source")
	if out.window.Stories == 0 {
		err = errors.Join(err, errors.New("the scan has not filled its window"))
	}
	return out, err
}

// ungrouped is the same without grouping.
func ungrouped(ctx context.Context, o options, w world) (outcome, error) {
	return scanWith(ctx, o, w, "the same, `--no-groups`", "--no-groups")
}

func scanWith(ctx context.Context, o options, w world, name string, args ...string) (outcome, error) {
	p, err := rig.Start(ctx, o.binary, slices.Concat([]string{"scan", w.source, "--json"}, w.flags, args)...)
	if err != nil {
		return outcome{}, err
	}
	err = p.Wait()
	return outcomeOf(name, p, <-p.Filled, nil), err
}

// daemon is one whose sources all have new stories.
func daemon(ctx context.Context, o options, w world) (outcome, error) {
	p, err := rig.StartDaemon(ctx, o.binary, w.flags...)
	if err != nil {
		return outcome{}, err
	}
	window, pages, err := askMeanwhile(ctx, p)
	err = errors.Join(err, p.Stop())
	return outcomeOf("daemon", p, window, pages), err
}

// askMeanwhile asks for a daemon's front page until its window is filled.
func askMeanwhile(ctx context.Context, p *rig.Program) (window rig.Window, pages []time.Duration, err error) {
	every := time.NewTicker(50 * time.Millisecond)
	defer every.Stop()
	for {
		select {
		case window, filled := <-p.Filled:
			if !filled {
				err = errors.New("the daemon ended before its window was filled")
			}
			return window, pages, err
		case <-every.C:
			asked := time.Now()
			if _, err := rig.Get(ctx, http.DefaultClient, p.Address, io.Discard); err != nil {
				return window, pages, err
			}
			pages = append(pages, time.Since(asked))
		}
	}
}
