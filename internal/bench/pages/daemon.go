package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"alsoread/internal/newsworld/bulk"
	"alsoread/store"
)

// daemon is the process that is measured.
type daemon struct {
	process  *exec.Cmd
	address  string
	profiles string // where profiles are to be had; empty: nowhere
}

func build(ctx context.Context, folder string) (string, error) {
	binary := filepath.Join(folder, "alsoread")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, "./cmd/alsoread")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build alsoread: %w: %s", err, out)
	}
	return binary, nil
}

// startDaemon starts it on a free port and waits until it serves.
func startDaemon(ctx context.Context, o options, folder string, w *bulk.World, scans bool) (*daemon, error) {
	if o.binary == "" {
		var err error
		if o.binary, err = build(ctx, folder); err != nil {
			return nil, err
		}
	}
	list := filepath.Join(folder, "sources.yaml")
	if err := os.WriteFile(list, sourcesYAML(w, scans), 0o600); err != nil {
		return nil, err
	}
	d := &daemon{process: exec.CommandContext(ctx, o.binary, "daemon", "--sources", list, "--database", o.database, "--listen", "127.0.0.1:0", "--log-format", "text")}
	if o.profile != "" {
		d.process.Args = append(d.process.Args, "--pprof", "127.0.0.1:0")
	}
	d.process.Cancel = func() error { return d.process.Process.Signal(syscall.SIGTERM) }
	log, err := d.process.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := d.process.Start(); err != nil {
		return nil, err
	}
	serving, profiles := make(chan string, 1), make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(log); lines.Scan(); {
			if _, at, ok := strings.Cut(lines.Text(), "serving="); ok {
				serving <- strings.Trim(strings.Fields(at)[0], `"`)
			}
			if _, at, ok := strings.Cut(lines.Text(), `msg="profiles are served" at=`); ok {
				profiles <- strings.Trim(at, `"`)
			}
			if strings.Contains(lines.Text(), "level=ERROR") {
				fmt.Fprintln(os.Stderr, lines.Text())
			}
		}
	}()
	select {
	case d.address = <-serving:
		if o.profile != "" {
			d.profiles = <-profiles
		}
		return d, nil
	case <-time.After(5 * time.Minute):
		return nil, errors.Join(errors.New("the daemon does not serve after 5 minutes"), d.stop())
	case <-ctx.Done():
		return nil, errors.Join(ctx.Err(), d.stop())
	}
}

// settle waits until the first round of scans is over, in which all that the world
// has may be new, and until it is grouped; then a tenth of the sources get two new
// stories each. That is what a daemon does all day.
func (d *daemon) settle(ctx context.Context, o options, w *bulk.World) error {
	for end := time.Now().Add(15 * time.Minute); time.Now().Before(end); {
		var scans struct{ Round struct{ Ended *time.Time } }
		if err := getJSON(ctx, d.address+"api/v1/scans", &scans); err != nil {
			return err
		}
		if scans.Round.Ended != nil {
			if grouped, err := allGrouped(ctx, o.database); err != nil {
				return err
			} else if grouped {
				var counts bulk.Counts
				return getJSON(ctx, w.Control()+"?set="+string(bulk.Tenth), &counts)
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
	return errors.New("the first round of scans does not end")
}

// allGrouped asks the database itself, as another program.
func allGrouped(ctx context.Context, path string) (bool, error) {
	db, err := store.Open(ctx, path, store.Options{ReadOnly: true})
	if err != nil {
		return false, err
	}
	left, _, err := db.Ungrouped(ctx, 1)
	return len(left) == 0, errors.Join(err, db.Close())
}

func getJSON(ctx context.Context, address string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	return json.NewDecoder(res.Body).Decode(into)
}

func (d *daemon) stop() error {
	_ = d.process.Process.Signal(syscall.SIGTERM) // it may have ended
	return d.process.Wait()
}

func sourcesYAML(w *bulk.World, scans bool) []byte {
	var b strings.Builder
	b.WriteString("defaults:\n  schedule: \"@every 1m\"\n  timezone: UTC\n  host_delay: 0s\n  per_host: 4\n  allow_networks: [127.0.0.0/8]\nsources:\n")
	for _, s := range sourcesOf(w) {
		fmt.Fprintf(&b, "  - name: %s\n    url: %s\n    publisher: %s\n    tags: [%s]\n", s.Name, s.URL, s.Publisher, s.Tags[0])
		if !scans {
			b.WriteString("    disabled: true\n")
		}
	}
	return []byte(b.String())
}
