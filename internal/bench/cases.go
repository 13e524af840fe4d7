package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"alsoread/internal/bench/rig"
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
	caseGrouped   = "cold, and the stories grouped"
)

var floors = []string{caseGet, caseParse, caseInsert}

// scanCase is one scan of alsoread that is measured, against a mode of the world.
// A further setting of alsoread to be measured is a further line of cases.
type scanCase struct {
	name  string
	mode  bulk.Mode
	again bool     // begins with a copy of the database that the first case left
	list  string   // the stories that must be there afterwards
	args  []string // of alsoread scan, beside the database and the sources
	asked bool     // only with --groups
}

var noGroups = []string{"--no-groups"}

// cases begin with the one that leaves the database for the others.
var cases = []scanCase{
	{name: caseCold, mode: bulk.Validators, list: storiesFile, args: noGroups},
	{name: case304, mode: bulk.Validators, again: true, list: storiesFile, args: noGroups},
	{name: caseTenth, mode: bulk.Tenth, again: true, list: freshFile, args: noGroups},
	{name: caseUnchanged, mode: bulk.Plain, again: true, list: storiesFile, args: noGroups},
	{name: caseGrouped, mode: bulk.Validators, list: storiesFile, asked: true},
}

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
		if o.binary, err = rig.Build(ctx, directory); err != nil {
			return err
		}
	}
	sizes := []int{o.sources}
	if o.large > 0 {
		sizes = append(sizes, o.large)
	}
	results, err := measureWorlds(ctx, o, directory, sizes)
	if err != nil {
		return err
	}
	text := report(results, machineFacts())
	fmt.Print(text)
	if o.update {
		return rig.UpdateDocument("make bench", text)
	}
	return nil
}

// result is what one world gave.
type result struct {
	sources, runs int
	greeting      greeting
	costs         map[string][]cost
}

// measureWorlds measures worlds of several sizes, a turn of each in turn: what
// one size costs beside another is not to depend on what else the machine does
// meanwhile.
func measureWorlds(ctx context.Context, o options, directory string, sizes []int) (results []result, err error) {
	var benches []*bench
	defer func() {
		for _, b := range benches {
			err = errors.Join(err, b.world.close())
		}
	}()
	for _, sources := range sizes {
		b, err := newBench(ctx, o, directory, sources)
		if err != nil {
			return nil, err
		}
		benches = append(benches, b)
	}
	for n := range o.runs {
		for _, b := range benches {
			fmt.Fprintf(os.Stderr, "%d sources, run %d of %d\n", b.sources, n+1, o.runs)
			if err := b.turn(ctx, o); err != nil {
				return nil, err
			}
		}
	}
	for _, b := range benches {
		results = append(results, result{b.sources, o.runs, b.world.greeting, b.costs})
	}
	return results, nil
}

// newBench starts a world.
func newBench(ctx context.Context, o options, directory string, sources int) (*bench, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	b := &bench{self: self, binary: o.binary, sources: sources, costs: make(map[string][]cost)}
	if b.directory, err = os.MkdirTemp(directory, "world-"); err != nil {
		return nil, err
	}
	b.world, err = startWorld(ctx, b.directory, sources)
	return b, err
}

// turn measures everything once, floors and cases after one another, so that a
// machine that is slow for a while is slow for all of them.
func (b *bench) turn(ctx context.Context, o options) error {
	if err := b.floors(ctx); err != nil {
		return err
	}
	if o.only == "floors" {
		return nil
	}
	first := filepath.Join(b.directory, "first.db")
	defer removeDatabase(first)
	for i, c := range cases {
		if c.asked && !o.groups {
			continue
		}
		database := first
		if i > 0 {
			database = filepath.Join(b.directory, "next.db")
		}
		if err := b.measureCase(ctx, c, first, database); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

// measureCase scans into database, which is left only if it is the first.
func (b *bench) measureCase(ctx context.Context, c scanCase, first, database string) error {
	if database != first {
		defer removeDatabase(database)
	}
	if c.again {
		if err := copyDatabase(first, database); err != nil {
			return err
		}
	}
	return b.scan(ctx, c, database)
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

// scan measures one alsoread scan and checks that it did what it had to.
func (b *bench) scan(ctx context.Context, c scanCase, database string) error {
	if _, err := b.world.set(ctx, c.mode); err != nil {
		return err
	}
	args := append([]string{"scan", "--sources", b.world.file(sourcesFile), "--database", database, "--json"}, c.args...)
	out, spent, err := spend(ctx, b.binary, args...)
	if err != nil {
		return err
	}
	spent.database = sizeOf(database)
	answered, err := b.world.set(ctx, c.mode)
	if err != nil {
		return err
	}
	if err := b.expect(c, out, answered); err != nil {
		return err
	}
	if err := b.check(ctx, database, c.list); err != nil {
		return err
	}
	b.costs[c.name] = append(b.costs[c.name], spent)
	return nil
}

// expect compares what scan --json says and what the world has answered with
// what the case is about.
func (b *bench) expect(c scanCase, out []byte, answered bulk.Counts) error {
	var said struct{ New, Updated, Failed int }
	if err := json.Unmarshal(out, &said); err != nil {
		return fmt.Errorf("scan --json: %w", err)
	}
	added, ok := b.expected(c)
	if said.New != added || said.Updated != 0 || said.Failed != 0 {
		return fmt.Errorf("new %d, updated %d, failed %d; want new %d and no others", said.New, said.Updated, said.Failed, added)
	}
	if answered.OK != int64(ok) || answered.Unchanged != int64(b.sources-ok) {
		return fmt.Errorf("the world answered 200 %d times and 304 %d times; want %d and %d", answered.OK, answered.Unchanged, ok, b.sources-ok)
	}
	return nil
}

// expected is how many items are new and how many answers are documents.
func (b *bench) expected(c scanCase) (added, ok int) {
	changed := (b.sources + 2) / 10 // sources 7, 17, 27, ...
	switch {
	case !c.again:
		return b.sources * bulk.ItemsEach, b.sources
	case c.mode == bulk.Tenth:
		return 2 * changed, changed
	case c.mode == bulk.Plain:
		return 0, b.sources
	}
	return 0, 0
}

func removeDatabase(path string) {
	for _, suffix := range []string{"", "-wal", "-shm", "-lock"} {
		os.Remove(path + suffix)
	}
}
