package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"alsoread/internal/bench/rig"
)

// cost is what a process took from its start to its end.
type cost struct {
	wall, cpu time.Duration // cpu: user and system
	peak      int64         // resident bytes
	database  int64         // bytes of the database and its log afterwards
}

// spend runs a command to its end and returns what it printed and cost.
func spend(ctx context.Context, name string, args ...string) ([]byte, cost, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	start := time.Now()
	err := cmd.Run()
	c := cost{wall: time.Since(start)}
	c.cpu, c.peak = rig.CostOf(cmd.ProcessState)
	if err != nil {
		return nil, c, fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, lastLine(stderr.String()))
	}
	return stdout.Bytes(), c, nil
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// sizeOf is that of a database with its write-ahead log.
func sizeOf(database string) int64 {
	var total int64
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(database + suffix); err == nil {
			total += info.Size()
		}
	}
	return total
}

// copyDatabase copies a database that nobody has open, with the times of its
// files and the note of its last check: a database that was scanned into a
// moment ago is what a next scan finds.
func copyDatabase(from, to string) error {
	for _, suffix := range []string{"", "-wal", "-checked"} {
		if _, err := os.Stat(from + suffix); err != nil {
			continue
		}
		if out, err := exec.Command("cp", "-p", from+suffix, to+suffix).CombinedOutput(); err != nil {
			return fmt.Errorf("copy %s: %w: %s", from, err, out)
		}
	}
	return nil
}
