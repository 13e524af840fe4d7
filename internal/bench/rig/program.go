package rig

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Build builds alsoread into a folder, as make build does.
func Build(ctx context.Context, folder string) (string, error) {
	binary := filepath.Join(folder, "alsoread")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, "./cmd/alsoread")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build alsoread: %w: %s", err, out)
	}
	return binary, nil
}

// Program is alsoread as it runs, and what it says in its log. A channel keeps the first
// value until it is read, and is closed when the log has ended.
type Program struct {
	Command  *exec.Cmd
	Address  string      // of a daemon's pages
	Profiles chan string // the address of its profiles, with --pprof
	Filled   chan Window

	began   time.Time
	serving chan string
	failed  chan error
}

// Window is that of the stories that may still be joined, once it is filled.
type Window struct {
	Stories int
	After   time.Duration // since the program began
}

// Start starts it. It is asked to end when the context does.
func Start(ctx context.Context, binary string, args ...string) (*Program, error) {
	p := newProgram()
	p.Command = exec.CommandContext(ctx, binary, append(args, "--log-format", "text")...)
	p.Command.Cancel = p.terminate
	log, err := p.Command.StderrPipe()
	if err != nil {
		return nil, err
	}
	p.began = time.Now()
	if err := p.Command.Start(); err != nil {
		return nil, err
	}
	go p.listen(log)
	return p, nil
}

// StartDaemon starts a daemon on a free port and waits until it serves.
func StartDaemon(ctx context.Context, binary string, args ...string) (*Program, error) {
	p, err := Start(ctx, binary, append([]string{"daemon", "--listen", "127.0.0.1:0"}, args...)...)
	if err != nil {
		return nil, err
	}
	var serves bool
	if p.Address, serves = <-p.serving; !serves {
		return nil, errors.Join(errors.New("the daemon ended before it served"), p.Wait())
	}
	return p, nil
}

func newProgram() *Program {
	return &Program{Profiles: make(chan string, 1), Filled: make(chan Window, 1), serving: make(chan string, 1), failed: make(chan error, 1)}
}

// listen reads the log to its end.
func (p *Program) listen(log io.Reader) {
	var failed error
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		line := lines.Text()
		switch valueOf(line, "msg") {
		case "alsoread is running":
			first(p.serving, valueOf(line, "serving"))
		case "profiles are served":
			first(p.Profiles, valueOf(line, "at"))
		case "window filled":
			stories, err := strconv.Atoi(valueOf(line, "stories"))
			failed = errors.Join(failed, err)
			first(p.Filled, Window{stories, time.Since(p.began)})
		}
		if valueOf(line, "level") == "ERROR" {
			failed = errors.Join(failed, errors.New(line))
		}
	}
	failed = errors.Join(failed, lines.Err())
	_, _ = io.Copy(io.Discard, log) // after a line that is too long: nothing is to wait for a reader
	p.failed <- failed
	close(p.Filled)
	close(p.serving)
	close(p.Profiles)
}

// valueOf is that of a key in a line of the log, without its quotation marks.
func valueOf(line, key string) string {
	_, rest, _ := strings.Cut(line, " "+key+"=")
	if quoted, err := strconv.QuotedPrefix(rest); err == nil {
		value, _ := strconv.Unquote(quoted)
		return value
	}
	value, _, _ := strings.Cut(rest, " ")
	return value
}

// first keeps a value unless there is one: a window may be filled again.
func first[T any](kept chan T, value T) {
	select {
	case kept <- value:
	default:
	}
}

// Wait waits for its end. What it has logged as an error is one.
func (p *Program) Wait() error { return errors.Join(<-p.failed, p.Command.Wait()) }

// Stop asks it to end and waits.
func (p *Program) Stop() error {
	_ = p.terminate() // it may have ended
	return p.Wait()
}

func (p *Program) terminate() error { return p.Command.Process.Signal(syscall.SIGTERM) }

// CostOf is the processor time, user and system, and the most resident bytes of a
// process that has ended; zeros when it did not start. The kernel counts the memory
// of the parent into the peak of a child that has not yet called exec, so that a
// bench that grows would report itself: all that needs memory happens in other
// processes.
func CostOf(p *os.ProcessState) (cpu time.Duration, peak int64) {
	if p == nil {
		return 0, 0
	}
	return p.UserTime() + p.SystemTime(), peakOf(p)
}
