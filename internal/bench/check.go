package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
)

// runCheck is the process that asks alsoread for its stories and compares them
// with what the world has listed: each must be there, exactly once.
func runCheck(args []string) error {
	flags := flag.NewFlagSet("bench check", flag.ContinueOnError)
	binary := flags.String("binary", "alsoread", "the program to ask")
	database := flags.String("database", "", "its database")
	sources := flags.String("sources", "", "its sources.yaml")
	list := flags.String("stories", "", "addresses of the stories that must be there, one a line")
	if err := flags.Parse(args); err != nil {
		return err
	}
	wanted, err := readLines(*list)
	if err != nil {
		return err
	}
	kept, err := keptStories(*binary, *sources, *database)
	if err != nil {
		return err
	}
	return compare(wanted, kept)
}

// keptStories counts the stories of a database by address.
func keptStories(binary, sources, database string) (map[string]int, error) {
	cmd := exec.Command(binary, "stories", "--json", "--limit", "0", "--sources", sources, "--database", database)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	kept := make(map[string]int)
	for s := json.NewDecoder(bufio.NewReader(out)); s.More(); {
		var story struct{ URL string }
		if err := s.Decode(&story); err != nil {
			return nil, errors.Join(fmt.Errorf("stories --json: %w", err), cmd.Wait())
		}
		kept[story.URL]++
	}
	return kept, cmd.Wait()
}

func compare(wanted []string, kept map[string]int) error {
	missing, double := 0, 0
	for _, url := range wanted {
		switch n := kept[url]; {
		case n == 0:
			missing++
		case n > 1:
			double++
		}
		delete(kept, url)
	}
	if missing+double+len(kept) > 0 {
		return fmt.Errorf("of %d stories %d are missing, %d are there more than once, and %d others are there", len(wanted), missing, double, len(kept))
	}
	return nil
}

// check runs runCheck in a process of its own, for it takes memory.
func (b *bench) check(ctx context.Context, database, list string) error {
	_, _, err := spend(ctx, b.self, "check", "--binary", b.binary, "--database", database,
		"--sources", b.world.file(sourcesFile), "--stories", b.world.file(list))
	return err
}
