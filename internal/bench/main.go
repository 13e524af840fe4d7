// Command bench measures alsoread as its users run it: whole processes, from
// start to exit, against a world of a thousand sources (internal/newsworld/bulk)
// that runs in a process of its own. Beside alsoread, in the same run and turn
// by turn with it, stand three floors that do less and less of the work: GET
// alone, GET + gofeed, and GET + gofeed + bare inserts.
//
//		go run ./internal/bench             print the tables
//		go run ./internal/bench --update    and put them into docs/performance.md
//
//	  - main.go     flags, and which part of the bench this process is
//	  - world.go    the process that serves the world
//	  - floor.go    the processes that do less than alsoread
//	  - check.go    the process that counts what alsoread has kept
//	  - process.go  a child process and what it cost
//	  - cases.go    what is measured, turn by turn
//	  - report.go   medians, ratios, goals, Markdown
//	  - sizes.go    two worlds side by side
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"alsoread/internal/bench/rig"
)

func main() { rig.Main(run) }

// run is the bench, or the part of it that the first argument names.
func run(ctx context.Context, args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "world":
			return serveWorld(ctx, args[1:])
		case "floor":
			return runFloor(ctx, args[1:])
		case "check":
			return runCheck(args[1:])
		}
	}
	o, err := readFlags(args)
	if err != nil {
		return err
	}
	return measure(ctx, o)
}

// options are those of the bench itself.
type options struct {
	runs    int
	sources int
	large   int
	only    string
	groups  bool
	update  bool
	binary  string
}

func readFlags(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.IntVar(&o.runs, "runs", 5, "runs of each case, in turn with those of the other world; the medians are printed")
	flags.IntVar(&o.sources, "sources", 1000, "sources of the world, 30 items each")
	flags.IntVar(&o.large, "large", 5000, "sources of a second, larger world; 0 for none")
	flags.StringVar(&o.only, "only", "", "floors: measure the floors alone")
	flags.BoolVar(&o.groups, "groups", false, "also measure the cold scan with its stories grouped; the other scans leave that out")
	flags.BoolVar(&o.update, "update", false, "write the tables into docs/performance.md")
	flags.StringVar(&o.binary, "binary", "", "the alsoread to measure; built from ./cmd/alsoread when empty")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("unknown part %q: world, floor or check", flags.Arg(0))
	case o.runs < 1 || o.sources < 1 || o.large < 0:
		return o, errors.New("--runs and --sources must be at least 1, --large at least 0")
	case o.only != "" && o.only != "floors":
		return o, fmt.Errorf("--only %q: it can be floors alone", o.only)
	}
	return o, nil
}
