package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// outcome is what one start came to.
type outcome struct {
	name    string
	stories int           // in the window once it was filled
	filled  time.Duration // since the process began
	cpu     time.Duration
	peak    int64
	pages   []time.Duration // how long each page took that was asked for meanwhile
}

func (o outcome) String() string {
	row := fmt.Sprintf("| %s | %d | %.1f | %.1f | %.0f |", o.name, o.stories, o.filled.Seconds(), o.cpu.Seconds(), float64(o.peak)/1e6)
	if len(o.pages) == 0 {
		return row + " | | | |"
	}
	slices.Sort(o.pages)
	at := func(percent int) float64 {
		return float64(o.pages[(len(o.pages)-1)*percent/100].Microseconds()) / 1000
	}
	return row + fmt.Sprintf(" %d | %.1f | %.1f | %.1f |", len(o.pages), at(50), at(99), at(100))
}

// program is alsoread as it runs, and what it says.
type program struct {
	process *exec.Cmd
	began   time.Time
	serving chan string // the address
	filled  chan outcome
	ended   chan error // what it printed has been read to its end
}

// begin starts it.
func begin(ctx context.Context, o options, args ...string) (*program, error) {
	p := &program{process: exec.CommandContext(ctx, o.binary, append(args, "--database", o.database, "--log-format", "text", "--log-level", "debug")...),
		serving: make(chan string, 1), filled: make(chan outcome, 1), ended: make(chan error, 1)}
	p.process.Cancel = func() error { return p.process.Process.Signal(syscall.SIGTERM) }
	log, err := p.process.StderrPipe()
	if err != nil {
		return nil, err
	}
	p.began = time.Now()
	if err := p.process.Start(); err != nil {
		return nil, err
	}
	go func() { p.ended <- p.listen(log) }()
	return p, nil
}

// listen reads the log.
func (p *program) listen(log io.Reader) error {
	var failed error
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		line := lines.Text()
		if at, ok := valueOf(line, "serving"); ok {
			p.serving <- at
		}
		if strings.Contains(line, `msg="window filled"`) {
			n, _ := valueOf(line, "stories")
			stories, err := strconv.Atoi(n)
			failed = errors.Join(failed, err)
			p.filled <- outcome{stories: stories, filled: time.Since(p.began)}
		}
		if strings.Contains(line, "level=ERROR") {
			failed = errors.Join(failed, errors.New(line))
		}
	}
	return errors.Join(failed, lines.Err())
}

func valueOf(line, key string) (string, bool) {
	_, rest, ok := strings.Cut(line, " "+key+"=")
	if !ok {
		return "", false
	}
	value, _, _ := strings.Cut(rest, " ")
	return strings.Trim(value, `"`), true
}

// end waits for the process and adds what it cost.
func (p *program) end(out *outcome) error {
	err := errors.Join(<-p.ended, p.process.Wait())
	s := p.process.ProcessState
	out.cpu, out.peak = s.UserTime()+s.SystemTime(), peakOf(s)
	return err
}

// scan is one of a single source with thirty new stories.
func scan(ctx context.Context, o options, w world) (out outcome, err error) {
	p, err := begin(ctx, o, "scan", w.source, "--json", "--sources", w.list)
	if err != nil {
		return out, err
	}
	select {
	case out = <-p.filled:
	case err = <-p.ended:
		p.ended <- errors.Join(err, errors.New("the scan has not filled its window"))
	}
	out.name = "scan of one source"
	return out, p.end(&out)
}

// ungrouped is the same without grouping.
func ungrouped(ctx context.Context, o options, w world) (out outcome, err error) {
	p, err := begin(ctx, o, "scan", w.source, "--json", "--no-groups", "--sources", w.list)
	if err != nil {
		return out, err
	}
	out = outcome{name: "the same, `--no-groups`"}
	err = p.end(&out)
	return out, err
}

// daemon is one whose sources all have new stories. Its front page is asked for until
// the window is filled.
func daemon(ctx context.Context, o options, w world) (out outcome, err error) {
	p, err := begin(ctx, o, "daemon", "--sources", w.list, "--listen", "127.0.0.1:0")
	if err != nil {
		return out, err
	}
	var pages []time.Duration
	address, every := "", time.NewTicker(50*time.Millisecond)
	defer every.Stop()
	for out.stories == 0 && err == nil {
		select {
		case address = <-p.serving:
		case out = <-p.filled:
		case err = <-p.ended:
			p.ended <- errors.Join(err, errors.New("the daemon ended"))
		case <-every.C:
			if address == "" {
				continue
			}
			asked := time.Now()
			if err = get(ctx, address); err == nil {
				pages = append(pages, time.Since(asked))
			}
		}
	}
	_ = p.process.Process.Signal(syscall.SIGTERM) // it may have ended
	out.name, out.pages = "daemon", pages
	return out, errors.Join(err, p.end(&out))
}

func get(ctx context.Context, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", address, res.Status)
	}
	return nil
}
