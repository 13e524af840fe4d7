package main

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

// process is the real program, running.
type process struct {
	t   *testing.T
	cmd *exec.Cmd

	mu     sync.Mutex
	log    strings.Builder
	silent chan struct{} // closed when the program has said its last
}

// start runs the program with a verb that goes on until it is told to stop.
func (d *desk) start(args ...string) *process {
	d.t.Helper()
	p := &process{t: d.t, silent: make(chan struct{}), cmd: exec.Command(os.Args[0], d.args(args...)...)}
	p.cmd.Env = append(os.Environ(), "ALSOREAD_TEST_RUN_MAIN=1")
	out, err := p.cmd.StderrPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { p.cmd.Process.Kill(); p.cmd.Wait() })
	go func() {
		defer close(p.silent)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			p.mu.Lock()
			p.log.WriteString(lines.Text() + "\n")
			p.mu.Unlock()
		}
	}()
	return p
}

func (p *process) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

// until waits for a line of the log that matches and returns its submatches. A
// loaded machine may take long; a program that has ended will say no more.
func (p *process) until(pattern string) []string {
	p.t.Helper()
	re := regexp.MustCompile(pattern)
	for ended, patience := false, 1200; patience > 0 && !ended; patience-- {
		select {
		case <-p.silent:
			ended = true
		case <-time.After(50 * time.Millisecond):
		}
		if m := re.FindStringSubmatch(p.said()); m != nil {
			return m
		}
	}
	p.t.Fatalf("the log never said %s:\n%s", pattern, p.said())
	return nil
}

// serving waits until the daemon is up and returns its address.
func (p *process) serving() string {
	p.t.Helper()
	return p.until(`serving=(http://\S+/)`)[1]
}

// ends waits for the process and returns its exit code and how long it took.
func (p *process) ends() (int, time.Duration) {
	p.t.Helper()
	begun := time.Now()
	timer := time.AfterFunc(20*time.Second, func() { p.cmd.Process.Kill() })
	defer timer.Stop()
	p.cmd.Wait()
	return p.cmd.ProcessState.ExitCode(), time.Since(begun)
}

func get(t *testing.T, url string) (string, *http.Response) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body), res
}

func TestDaemonScansAndServes(t *testing.T) {
	d, _ := newWorldDesk(t)
	p := d.start("daemon", "--listen", "127.0.0.1:0")
	base := p.serving()
	p.until(`msg=scanned source="Wire Nine"`)
	for _, format := range []string{"rss", "atom", "json"} {
		body, res := get(t, base+"feeds/all."+format)
		feed, err := gofeed.NewParser().ParseString(body)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%s: status %d, %v", format, res.StatusCode, err)
		}
		if len(feed.Items) == 0 {
			t.Errorf("%s: no items", format)
		}
	}
	if body, _ := get(t, base+"opml"); !strings.Contains(body, "Wire Nine") {
		t.Errorf("/opml does not name the sources:\n%s", body)
	}

	if _, errs, code := d.run("daemon", "--listen", ""); code != exitFailed || !strings.Contains(errs, "another daemon") {
		t.Errorf("a second daemon on the database: exit code %d, %s", code, errs)
	}
	if out := d.must(exitOK, "stories", "--limit", "3"); !strings.Contains(out, "TITLE") {
		t.Errorf("stories while the daemon runs:\n%s", out)
	}

	p.cmd.Process.Signal(syscall.SIGTERM)
	code, took := p.ends()
	if code != exitOK || took > 10*time.Second {
		t.Errorf("SIGTERM: exit code %d after %v\n%s", code, took, p.said())
	}
}

func TestReload(t *testing.T) {
	d, world := newWorldDesk(t)
	whole := string(world.SourcesYAML())
	p := d.start("daemon", "--listen", "127.0.0.1:0", "--log-level", "debug")
	p.serving()

	d.write([]byte(whole + "\n  - {name: Broken, colour: red}\n"))
	p.cmd.Process.Signal(syscall.SIGHUP)
	p.until(`the one before stays in force`)

	d.write([]byte(whole + "\n  - {name: Late Edition, url: \"http://127.0.0.1:59999/feed\", allow_networks: [127.0.0.0/8]}\n"))
	p.until(`scan failed" source="Late Edition"`) // the change is seen without a signal
	p.cmd.Process.Signal(syscall.SIGTERM)
	if code, _ := p.ends(); code != exitOK {
		t.Errorf("exit code %d\n%s", code, p.said())
	}
}

// What is changed of the sources over HTTP stands in sources.yaml, comments kept,
// and is in force when the answer comes.
func TestSourcesOverHTTP(t *testing.T) {
	d, world := newWorldDesk(t)
	d.write(append([]byte("# kept by hand\n"), world.SourcesYAML()...))
	p := d.start("daemon", "--listen", "127.0.0.1:0")
	base := p.serving()
	ask := func(method, path, body string, want int) string {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, base+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		text, _ := io.ReadAll(res.Body)
		if res.StatusCode != want {
			t.Errorf("%s %s: %s %s", method, path, res.Status, text)
		}
		return string(text)
	}
	file := func() string {
		text, err := os.ReadFile(d.sources)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	whole := file()
	id := regexp.MustCompile(`"id":(\d+),"name":"Wire Nine"`).FindStringSubmatch(ask("GET", "api/v1/sources?limit=100", "", 200))[1]
	has(t, ask("PATCH", "api/v1/sources/"+id, `{"disabled": true}`, 200), `"disabled":true`)
	has(t, file(), "# kept by hand", "- name: \"Wire Nine\"\n    disabled: true\n")
	has(t, ask("GET", "api/v1/sources/"+id, "", 200), `"status":"disabled"`)
	has(t, ask("POST", "api/v1/scans", `{"sources": ["Wire Nine"]}`, 422), "disabled in sources.yaml")
	has(t, ask("PATCH", "api/v1/sources/"+id, `{"disabled": false}`, 200), `"disabled":false`)
	if got := file(); got != whole {
		t.Errorf("disabled and enabled, the file is another:\n%s", got)
	}
	ask("DELETE", "api/v1/sources/"+id, "", 204)
	if got := file(); strings.Contains(got, "Wire Nine") || !strings.HasPrefix(got, "# kept by hand\n") || !isPart(got, whole) {
		t.Errorf("without the source the file is\n%s", got)
	}
	has(t, ask("GET", "api/v1/sources/"+id, "", 200), `"status":"gone"`)
	has(t, ask("DELETE", "api/v1/sources/"+id, "", 422), "has no source")
	p.cmd.Process.Signal(syscall.SIGTERM)
	p.ends()
}

// isPart reports whether all lines of a text are those of another, in its order.
func isPart(text, of string) bool {
	lines := strings.Split(text, "\n")
	for line := range strings.SplitSeq(of, "\n") {
		if len(lines) > 0 && lines[0] == line {
			lines = lines[1:]
		}
	}
	return len(lines) == 0
}

// A program that is killed in the middle of its work has lost nothing that it
// had said was kept, and its next run completes the rest.
func TestKilledInTheMiddle(t *testing.T) {
	want, _ := newWorldDesk(t)
	all := want.scan().New
	d, _ := newWorldDesk(t)
	for i := range 8 {
		p := d.start("scan")
		time.Sleep(time.Duration(20+15*i) * time.Millisecond)
		p.cmd.Process.Kill()
		p.cmd.Wait()
	}
	d.scan()
	if got := len(d.stories()); got != all {
		t.Errorf("%d stories after eight kills and a whole scan, want %d", got, all)
	}
	out, _, _ := d.run("doctor") // its exit code is that of the sources, some of which are down on purpose
	has(t, out, "sound")
}

func TestDaemonRefusesATakenAddress(t *testing.T) {
	d, _ := newWorldDesk(t)
	p := d.start("daemon", "--listen", "127.0.0.1:0")
	address := strings.TrimSuffix(strings.TrimPrefix(p.serving(), "http://"), "/")
	other, _ := newWorldDesk(t)
	_, errs, code := other.run("daemon", "--listen", address)
	if code != exitFailed || !strings.Contains(errs, address) {
		t.Errorf("exit code %d, %s", code, errs)
	}
}

// hanging is a source that never answers.
func hanging(t *testing.T) []byte {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return []byte("defaults: {allow_networks: [127.0.0.0/8], timeout: 60s}\nsources:\n  - {name: Silent, url: \"http://" + l.Addr().String() + "/feed\"}\n")
}

func TestSignalsWhileASourceHangs(t *testing.T) {
	t.Run("the first lets it drain", func(t *testing.T) {
		t.Parallel()
		p := newDesk(t, hanging(t)).start("daemon", "--listen", "")
		p.until("alsoread is running")
		time.Sleep(200 * time.Millisecond)
		p.cmd.Process.Signal(syscall.SIGTERM)
		if code, took := p.ends(); code != exitOK || took > 10*time.Second {
			t.Errorf("exit code %d after %v\n%s", code, took, p.said())
		}
	})
	t.Run("the second ends it at once", func(t *testing.T) {
		t.Parallel()
		p := newDesk(t, hanging(t)).start("daemon", "--listen", "")
		p.until("alsoread is running")
		time.Sleep(200 * time.Millisecond)
		p.cmd.Process.Signal(syscall.SIGTERM)
		time.Sleep(300 * time.Millisecond)
		p.cmd.Process.Signal(syscall.SIGTERM)
		if _, took := p.ends(); took > 2*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

// The unit in deploy/ is of Type=notify.
func TestDaemonNotifiesSystemd(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "notify")
	l, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	t.Setenv("NOTIFY_SOCKET", socket)
	d, _ := newWorldDesk(t)
	p := d.start("daemon", "--listen", "")
	for _, want := range []string{"READY=1", "STOPPING=1"} {
		buf := make([]byte, 100)
		l.SetReadDeadline(time.Now().Add(10 * time.Second))
		n, err := l.Read(buf)
		if err != nil || string(buf[:n]) != want {
			t.Fatalf("told systemd %q, %v; want %s", buf[:n], err, want)
		}
		p.cmd.Process.Signal(syscall.SIGTERM)
	}
	p.ends()
}

// A reader that goes away (alsoread stories | head -1) ends the program.
func TestBrokenPipe(t *testing.T) {
	d, _ := newWorldDesk(t)
	d.scan()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], d.args("export", "json", "--limit", "0")...)
	cmd.Env = append(os.Environ(), "ALSOREAD_TEST_RUN_MAIN=1")
	cmd.Stdout = w
	r.Close()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	timer := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
	cmd.Wait()
	if !timer.Stop() {
		t.Error("it went on")
	}
	if cmd.ProcessState.Success() {
		t.Error("it says that all is well")
	}
}
