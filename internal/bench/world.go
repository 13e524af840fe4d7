package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"alsoread/internal/bench/rig"
	"alsoread/internal/newsworld/bulk"
)

// Files that the world's process writes for the others.
const (
	sourcesFile = "sources.yaml"
	urlsFile    = "urls.txt"    // of the feeds
	storiesFile = "stories.txt" // of the items
	freshFile   = "fresh.txt"   // of the items, those of mode Tenth included
)

// greeting is the one line that the world's process prints when it is ready.
type greeting struct {
	Control    string `json:"control"`
	Decoded    int64  `json:"decoded"`    // bytes of all feeds
	Compressed int64  `json:"compressed"` // the same as they are sent
}

// serveWorld is the process of the world. It ends when its standard input does,
// so that it cannot outlive the bench.
func serveWorld(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("bench world", flag.ContinueOnError)
	directory := flags.String("directory", ".", "where to write the lists of sources and stories")
	sources := flags.Int("sources", 1000, "sources")
	port := flags.Int("port", 0, "port of all its addresses; 0 for any")
	if err := flags.Parse(args); err != nil {
		return err
	}
	w, err := bulk.Start(ctx, bulk.Options{Sources: *sources, Port: *port})
	if err != nil {
		return err
	}
	defer w.Close()
	if err := writeLists(w, *directory); err != nil {
		return err
	}
	decoded, compressed := w.Size()
	if err := json.NewEncoder(os.Stdout).Encode(greeting{w.Control(), decoded, compressed}); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, os.Stdin)
		ended <- err
	}()
	select {
	case err = <-ended:
	case <-ctx.Done():
	}
	return err
}

func writeLists(w *bulk.World, directory string) error {
	stories := func(fresh bool) func(io.Writer) error {
		return func(to io.Writer) (err error) {
			w.Stories(fresh, func(url string) { _, err = fmt.Fprintln(to, url) })
			return err
		}
	}
	urls := func(to io.Writer) error {
		_, err := fmt.Fprintln(to, strings.Join(w.URLs(), "\n"))
		return err
	}
	return errors.Join(
		writeFile(filepath.Join(directory, sourcesFile), w.WriteSourcesYAML),
		writeFile(filepath.Join(directory, urlsFile), urls),
		writeFile(filepath.Join(directory, storiesFile), stories(false)),
		writeFile(filepath.Join(directory, freshFile), stories(true)),
	)
}

func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(f)
	return errors.Join(write(b), b.Flush(), f.Close())
}

// world is the world's process as the bench sees it.
type world struct {
	greeting
	directory string
	process   *exec.Cmd
	stdin     io.Closer
}

// startWorld starts the process and waits until it serves.
func startWorld(ctx context.Context, directory string, sources int) (*world, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	w := &world{directory: directory}
	w.process = exec.CommandContext(ctx, self, "world", "--directory", directory, "--sources", fmt.Sprint(sources))
	w.process.Stderr = os.Stderr
	stdin, err := w.process.StdinPipe()
	if err != nil {
		return nil, err
	}
	w.stdin = stdin
	stdout, err := w.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := w.process.Start(); err != nil {
		return nil, fmt.Errorf("start the world: %w", err)
	}
	if err := json.NewDecoder(stdout).Decode(&w.greeting); err != nil {
		return nil, errors.Join(fmt.Errorf("the world did not start: %w", err), w.close())
	}
	return w, nil
}

func (w *world) close() error { return errors.Join(w.stdin.Close(), w.process.Wait()) }

func (w *world) file(name string) string { return filepath.Join(w.directory, name) }

// set puts the world into a mode and returns what it has answered since the last
// call.
func (w *world) set(ctx context.Context, mode bulk.Mode) (bulk.Counts, error) {
	var c bulk.Counts
	err := rig.GetJSON(ctx, w.Control+"?set="+string(mode), &c)
	return c, err
}
