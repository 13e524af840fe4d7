package browsertest

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"alsoread/internal/newsworld"

	// The program is built by the test: these let go test know when a result is
	// of another program.
	_ "alsoread/newsroom"
	_ "alsoread/scanner"
	_ "alsoread/sources"
	_ "alsoread/store"
)

// daemon is the program under test, running.
type daemon struct {
	t       *testing.T
	process *exec.Cmd
	sources string // its sources.yaml
	base    string // its address

	mu  sync.Mutex
	log strings.Builder
}

var serving = regexp.MustCompile(`serving=(http://\S+/)`)

// startDaemon runs the program until the test ends.
func startDaemon(t *testing.T, yaml []byte) *daemon {
	t.Helper()
	if browser == nil {
		t.Skip(noBrowser)
	}
	folder := t.TempDir()
	d := &daemon{t: t, sources: filepath.Join(folder, "sources.yaml")}
	d.write(yaml)
	d.process = exec.Command(binary, "daemon", "--sources", d.sources, "--database", filepath.Join(folder, "news.db"), "--listen", "127.0.0.1:0", "--log-format", "text")
	err := d.start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.stop)
	return d
}

func (d *daemon) start() error {
	log, err := d.process.StderrPipe()
	if err != nil {
		return err
	}
	if err := d.process.Start(); err != nil {
		return err
	}
	at := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(log); lines.Scan(); {
			d.mu.Lock()
			d.log.WriteString(lines.Text() + "\n")
			d.mu.Unlock()
			if m := serving.FindStringSubmatch(lines.Text()); m != nil {
				at <- m[1]
			}
		}
	}()
	select {
	case d.base = <-at:
	case <-time.After(time.Minute):
		d.stop()
		d.t.Fatal("the daemon does not serve:\n" + d.log.String())
	}
	return nil
}

func (d *daemon) stop() {
	_ = d.process.Process.Signal(syscall.SIGTERM) // it may have ended by itself
	_ = d.process.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	if said := d.log.String(); strings.Contains(said, "level=ERROR") || d.t.Failed() {
		d.t.Log("the daemon said:\n" + said)
	}
	if strings.Contains(d.log.String(), "level=ERROR") {
		d.t.Error("the daemon had an error")
	}
}

func (d *daemon) write(yaml []byte) {
	d.t.Helper()
	if err := os.WriteFile(d.sources, yaml, 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// reload has it read its sources.yaml again.
func (d *daemon) reload() {
	d.t.Helper()
	if err := d.process.Process.Signal(syscall.SIGHUP); err != nil {
		d.t.Fatal(err)
	}
}

func startWorld(t *testing.T) *newsworld.World {
	t.Helper()
	world, err := newsworld.Start(t.Context(), newsworld.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(world.Close)
	return world
}
