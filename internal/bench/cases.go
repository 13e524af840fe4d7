package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"alsoread/internal/newsworld/bulk"
)

// The names of what is measured, in the order of a turn.
const (
	caseGet       = "GET alone"
	caseParse     = "GET + gofeed"
	caseInsert    = "GET + gofeed + bare inserts"
	caseCold      = "cold: all items new"
	case304       = "304: nothing changed"
	caseTenth     = "a tenth of the sources with 2 new items"
	caseUnchanged = "unchanged: 200, the same bytes, no validators"
)

var (
	floors = []string{caseGet, caseParse, caseInsert}
	cases  = []string{caseCold, case304, caseTenth, caseUnchanged}
)

// bench is one world and what was measured in it.
type bench struct {
	self, binary string
	directory    string
	sources      int
	world        *world
	costs        map[string][]cost
}

// measure runs the whole bench and prints its tables.
func measure(ctx context.Context, o options) error {
	directory, err := os.MkdirTemp("", "alsoread-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(directory)
	if o.only == "" && o.binary == "" {
		if o.binary, err = build(ctx, directory); err != nil {
			return err
		}
	}
	results := []result{}
	for _, sources := range []int{o.sources, o.large} {
		if sources == 0 {
			continue
		}
		runs := o.runs
		if sources == o.large {
			runs = min(runs, largeRuns)
		}
		r, err := measureWorld(ctx, o, directory, sources, runs)
		if err != nil {
			return err
		}
		results = append(results, r)
	}
	text := report(results, machineFacts())
	fmt.Print(text)
	if o.update {
		return updateDocument(performanceDocument, text)
	}
	return nil
}

// largeRuns is enough to tell whether the cost per source stays the same.
const largeRuns = 3

func build(ctx context.Context, directory string) (string, error) {
	binary := filepath.Join(directory, "alsoread")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, "./cmd/alsoread")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build alsoread: %w: %s", err, out)
	}
	return binary, nil
}

// result is what one world gave.
type result struct {
	sources, runs int
	greeting      greeting
	costs         map[string][]cost
}

func measureWorld(ctx context.Context, o options, directory string, sources, runs int) (r result, err error) {
	self, err := os.Executable()
	if err != nil {
		return r, err
	}
	b := &bench{self: self, binary: o.binary, sources: sources, costs: make(map[string][]cost)}
	if b.directory, err = os.MkdirTemp(directory, "world-"); err != nil {
		return r, err
	}
	defer os.RemoveAll(b.directory)
	if b.world, err = startWorld(ctx, b.directory, sources); err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, b.world.close()) }()
	for n := range runs {
		fmt.Fprintf(os.Stderr, "%d sources, run %d of %d\n", sources, n+1, runs)
		if err := b.turn(ctx, o.only != "floors"); err != nil {
			return r, err
		}
	}
	return result{sources, runs, b.world.greeting, b.costs}, nil
}

// turn measures everything once, floors and cases after one another, so that a
// machine that is slow for a while is slow for all of them.
func (b *bench) turn(ctx context.Context, program bool) error {
	if err := b.floors(ctx); err != nil {
		return err
	}
	if !program {
		return nil
	}
	cold := filepath.Join(b.directory, "cold.db")
	defer removeDatabase(cold)
	if err := b.scan(ctx, caseCold, bulk.Validators, cold, storiesFile); err != nil {
		return err
	}
	return errors.Join(
		b.scanAgain(ctx, case304, bulk.Validators, cold),
		b.scanAgain(ctx, caseTenth, bulk.Tenth, cold),
		b.scanAgain(ctx, caseUnchanged, bulk.Plain, cold),
	)
}

func (b *bench) floors(ctx context.Context) error {
	database := filepath.Join(b.directory, "floor.db")
	defer removeDatabase(database)
	urls := b.world.file(urlsFile)
	return errors.Join(
		b.floor(ctx, caseGet, "", "get", "--urls", urls),
		b.floor(ctx, caseParse, "", "parse", "--urls", urls),
		b.floor(ctx, caseInsert, database, "insert", "--urls", urls, "--database", database),
	)
}

func (b *bench) floor(ctx context.Context, name, database string, args ...string) error {
	if _, err := b.world.set(ctx, bulk.Validators); err != nil {
		return err
	}
	_, c, err := spend(ctx, b.self, append([]string{"floor"}, args...)...)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	answered, err := b.world.set(ctx, bulk.Validators)
	if err != nil {
		return err
	}
	if answered.OK != int64(b.sources) {
		return fmt.Errorf("%s: %d of %d feeds were sent", name, answered.OK, b.sources)
	}
	c.database = sizeOf(database)
	b.costs[name] = append(b.costs[name], c)
	return nil
}

// scanAgain scans with a copy of the database that the cold scan left.
func (b *bench) scanAgain(ctx context.Context, name string, mode bulk.Mode, cold string) error {
	database := filepath.Join(b.directory, "again.db")
	defer removeDatabase(database)
	if err := copyDatabase(cold, database); err != nil {
		return err
	}
	list := storiesFile
	if mode == bulk.Tenth {
		list = freshFile
	}
	return b.scan(ctx, name, mode, database, list)
}

// scan measures one alsoread scan and checks that it did what it had to.
func (b *bench) scan(ctx context.Context, name string, mode bulk.Mode, database, list string) error {
	if _, err := b.world.set(ctx, mode); err != nil {
		return err
	}
	out, c, err := spend(ctx, b.binary, "scan", "--sources", b.world.file(sourcesFile), "--database", database, "--json")
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	c.database = sizeOf(database)
	answered, err := b.world.set(ctx, mode)
	if err != nil {
		return err
	}
	if err := b.expect(name, out, answered); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := b.check(ctx, database, list); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	b.costs[name] = append(b.costs[name], c)
	return nil
}

// expect compares what scan --json says and what the world has answered with
// what the case is about.
func (b *bench) expect(name string, out []byte, answered bulk.Counts) error {
	var said struct{ New, Updated, Failed int }
	if err := json.Unmarshal(out, &said); err != nil {
		return fmt.Errorf("scan --json: %w", err)
	}
	tenth := (b.sources + 2) / 10 // sources 7, 17, 27, ...
	want := map[string]struct {
		added         int
		ok, unchanged int
	}{
		caseCold:      {b.sources * bulk.ItemsEach, b.sources, 0},
		case304:       {0, 0, b.sources},
		caseTenth:     {2 * tenth, tenth, b.sources - tenth},
		caseUnchanged: {0, b.sources, 0},
	}[name]
	if said.New != want.added || said.Updated != 0 || said.Failed != 0 {
		return fmt.Errorf("new %d, updated %d, failed %d; want new %d and no others", said.New, said.Updated, said.Failed, want.added)
	}
	if answered.OK != int64(want.ok) || answered.Unchanged != int64(want.unchanged) {
		return fmt.Errorf("the world answered 200 %d times and 304 %d times; want %d and %d", answered.OK, answered.Unchanged, want.ok, want.unchanged)
	}
	return nil
}

func removeDatabase(path string) {
	for _, suffix := range []string{"", "-wal", "-shm", "-lock"} {
		os.Remove(path + suffix)
	}
}
