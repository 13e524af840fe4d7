// Package rig is what the benches of whole processes stand on.
//
//   - main.go     a bench from its start to its exit code
//   - program.go  alsoread: built, started, its log read, ended; what a process cost
//   - get.go      what is asked of servers
//   - document.go tables, in docs/performance.md
package rig

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

// Main runs a bench with the arguments of the command line, until an interrupt.
func Main(run func(ctx context.Context, args []string) error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
