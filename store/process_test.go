package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

// What another process does in a test is done by this test binary started
// again: ALSOREAD_STORE_TEST names the part, the arguments follow.
const partVariable = "ALSOREAD_STORE_TEST"

func TestMain(m *testing.M) {
	part := os.Getenv(partVariable)
	if part == "" {
		os.Exit(m.Run())
	}
	if err := parts(part, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func parts(part string, args []string) error {
	switch part {
	case "write": // DATABASE FIRST COUNT: batches from FIRST on, each acknowledged by its number
		return writeBatches(args[0], number(args[1]), number(args[2]))
	case "migrate":
		return slowMigration(args[0])
	case "lock":
		return holdLock(args[0])
	case "read":
		return readStories(args[0])
	case "open":
		return openAndClose(args[0])
	case "full":
		return fillUp(args[0])
	}
	return errors.New("no such part: " + part)
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

func command(t testing.TB, part string, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Env = append(os.Environ(), partVariable+"="+part)
	return cmd
}

const (
	batchSources = 3
	batchItems   = 5
)

// batchScans is batch number n: items that bear its number.
func batchScans(n int) []news.Scan {
	scans := make([]news.Scan, batchSources)
	for i := range scans {
		items := make([]news.Item, batchItems)
		for j := range items {
			items[j] = item(n*1000 + i*100 + j)
			items[j].Title = fmt.Sprintf("batch %d item %d-%d", n, i, j)
			items[j].Content = strings.Repeat(items[j].Content, 50)
		}
		scans[i] = scanOf(testSource(fmt.Sprint("source-", i)), noon.Add(time.Duration(n)*time.Second), items...)
		scans[i].State.ETag = fmt.Sprint(n)
	}
	return scans
}

func writeBatches(path string, first, count int) error {
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		return err
	}
	for n := first; n < first+count; n++ {
		if _, err := s.Save(context.Background(), batchScans(n)); err != nil {
			return err
		}
		fmt.Println(n)
	}
	return s.Close()
}

func readStories(path string) error {
	s, err := Open(context.Background(), path, Options{ReadOnly: true, Logger: stderrLogger()})
	if err != nil {
		return err
	}
	n := 0
	for _, err := range s.Stories(context.Background(), news.Query{Content: true}) {
		if err != nil {
			return err
		}
		n++
	}
	fmt.Println(n)
	return s.Close()
}

func openAndClose(path string) error {
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		return err
	}
	return s.Close()
}

// wholeBatches fails the test unless every batch is there whole or not at all,
// with the validators of the newest; it returns which are.
func wholeBatches(t testing.TB, s *Store) map[int]bool {
	t.Helper()
	count := map[int]int{}
	newest := -1
	for _, story := range list(t, s, news.Query{Content: true}) {
		var n, i, j int
		if _, err := fmt.Sscanf(story.Title, "batch %d item %d-%d", &n, &i, &j); err != nil {
			t.Fatal(err)
		}
		if story.Content == "" || len(story.Sightings) != 1 {
			t.Errorf("%s is torn: %+v", story.Title, story)
		}
		count[n]++
		newest = max(newest, n)
	}
	whole := map[int]bool{}
	for n, c := range count {
		if c != batchSources*batchItems {
			t.Errorf("batch %d is torn: %d items", n, c)
		}
		whole[n] = true
	}
	states, err := s.States(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for name, state := range states {
		if state.ETag != fmt.Sprint(newest) {
			t.Errorf("%s: validator of batch %s, items of batch %d", name, state.ETag, newest)
		}
	}
	return whole
}

// lines runs a part and hands on each line it prints.
func lines(t testing.TB, cmd *exec.Cmd, each func(string)) func() error {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return func() error {
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			each(scanner.Text())
		}
		err := cmd.Wait()
		if err != nil {
			err = fmt.Errorf("%w: %s", err, stderr.String())
		}
		return err
	}
}
