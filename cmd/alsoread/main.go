// Command alsoread watches news feeds and pages that have no feed, keeps every
// story once, and hands it on as merged feeds. README.md shows its use; each
// verb is a file of this folder, cmd_VERB.go.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a scratch image has no zone files
)

// Exit codes. Scripts rely on them: see README.md.
const (
	exitOK      = 0
	exitFailed  = 1
	exitUsage   = 2 // the command line, sources.yaml
	exitPartial = 3 // some sources failed and the others were stored
)

func main() {
	surviveFileLimit()
	log.SetOutput(io.Discard) // net/http writes what servers send unasked to the standard log; ours is a.log
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole program. The first SIGINT or SIGTERM lets what is under way
// end; the second ends the program at once.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	a := &app{stdin: stdin, stdout: stdout, stderr: stderr}
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	var exit exitError
	if !errors.As(err, &exit) {
		exit = exitError{code: exitUsage, err: err} // cobra's own: unknown flag, missing argument
	}
	if exit.err != nil {
		fmt.Fprintf(stderr, "alsoread: %v\n", exit.err)
	}
	return exit.code
}

// exitError is an error with the exit code that it means. A nil err exits
// without a message, when all has been said.
type exitError struct {
	code int
	err  error
}

func (e exitError) Error() string { return fmt.Sprint(e.err) }
func (e exitError) Unwrap() error { return e.err }

func failed(err error) error {
	if err == nil {
		return nil
	}
	return exitError{code: exitFailed, err: err}
}

func usage(err error) error { return exitError{code: exitUsage, err: err} }
