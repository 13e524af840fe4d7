package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"alsoread/newsroom"
)

// give runs a verb with something on standard input.
func (d *desk) give(input string, args ...string) (stdout, stderr string, code int) {
	d.t.Helper()
	var out, errs bytes.Buffer
	code = run(context.Background(), d.args(args...), strings.NewReader(input), &out, &errs)
	return out.String(), errs.String(), code
}

func TestLoopback(t *testing.T) {
	for address, want := range map[string]bool{
		"127.0.0.1:7077": true, "127.9.9.9:1": true, "[::1]:7077": true, "localhost:7077": true, "[::ffff:127.0.0.1]:1": true,
		":7077": false, "0.0.0.0:7077": false, "[::]:7077": false, "192.0.2.1:7077": false, "localhost.example:1": false, "news:7077": false, "": false, "127.0.0.1": false,
	} {
		if got := loopback(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}

// Nothing is served to other machines without a password.
func TestDaemonRefusesToBeOpen(t *testing.T) {
	d := newDesk(t, []byte("sources: [{name: a, url: \"http://192.0.2.1/feed\"}]\n"))
	for _, address := range []string{":0", "0.0.0.0:0", "[::]:0", "192.0.2.1:7077", "some.host.example:7077"} {
		if _, errs, code := d.run("daemon", "--listen", address); code != exitUsage || !strings.Contains(errs, "alsoread password") {
			t.Errorf("%s: exit code %d, %s", address, code, errs)
		}
	}
	for flag, want := range map[string]string{
		"--pprof=0.0.0.0:6060": "loopback", "--images=all": "proxy or none", "--base-url=news.example": "--base-url", "--base-url=https://u:p@news.example/": "--base-url",
		"--password-file=/none/at/all": "--password-file",
	} {
		if _, errs, code := d.run("daemon", flag); code != exitUsage || !strings.Contains(errs, want) {
			t.Errorf("%s: exit code %d, %s", flag, code, errs)
		}
	}
	short := filepath.Join(t.TempDir(), "short")
	os.WriteFile(short, []byte("short\n"), 0o600)
	if _, errs, code := d.run("daemon", "--listen", "0.0.0.0:0", "--password-file", short); code != exitUsage || !strings.Contains(errs, "8 characters") {
		t.Errorf("a short password: exit code %d, %s", code, errs)
	}
}

func TestPasswordVerb(t *testing.T) {
	d := newDesk(t, nil)
	if _, errs, code := d.give("", "password"); code != exitUsage || !strings.Contains(errs, "no password") {
		t.Errorf("nothing on standard input: exit code %d, %s", code, errs)
	}
	if _, errs, code := d.give("short\n", "password"); code != exitUsage || !strings.Contains(errs, "8 characters") {
		t.Errorf("too short: exit code %d, %s", code, errs)
	}
	out, errs, code := d.give("correct horse battery\r\nsecond line\n", "password")
	if code != exitOK || strings.Contains(out+errs, "horse") {
		t.Errorf("exit code %d, %s%s", code, out, errs)
	}
	if text, err := os.ReadFile(d.database + ".keys"); err != nil || !strings.Contains(string(text), "$argon2id$") {
		t.Errorf("%s, %v", text, err)
	}
	has(t, d.must(exitOK, "password", "--remove"), "removed")
}

// A daemon with a password lets nobody in but who has that or a token, and takes
// up what the command line changes while it runs.
func TestDaemonAsksWhoComes(t *testing.T) {
	d, _ := newWorldDesk(t)
	d.give("correct horse battery\n", "password")
	token := strings.TrimSpace(d.must(exitOK, "token", "create", "phone"))
	p := d.start("daemon", "--listen", "127.0.0.1:0", "--log-level", "debug")
	base := p.serving()
	ask := func(method, path, token string) int {
		t.Helper()
		req, _ := http.NewRequest(method, base+path, strings.NewReader(`{"sources":["Wire Nine"]}`))
		req.Header.Set("Content-Type", "application/json")
		if token != "" {
			req.Header.Set("Authorization", "Bearer "+token)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	steps := []struct {
		name, method, path, token string
		want                      int
	}{
		{"alive", "GET", "healthz", "", 200}, {"a stranger", "GET", "api/v1/stories", "", 401}, {"a stranger's feed", "GET", "feeds/all.rss", "", 401},
		{"metrics for a stranger", "GET", "metrics", "", 401}, {"a token", "GET", "api/v1/stories", token, 200}, {"it may not write", "POST", "api/v1/scans", token, 403},
	}
	for _, s := range steps {
		if got := ask(s.method, s.path, s.token); got != s.want {
			t.Errorf("%s: %d, want %d", s.name, got, s.want)
		}
	}
	writer := strings.TrimSpace(d.must(exitOK, "token", "create", "robot", "--scope", "write", "--expires", "1d"))
	if got := ask("POST", "api/v1/scans", writer); got != 202 {
		t.Errorf("a token made meanwhile: %d", got)
	}
	has(t, d.must(exitOK, "token", "list"), "phone", "robot", "write")
	d.must(exitOK, "token", "revoke", "phone")
	if got := ask("GET", "api/v1/stories", token); got != 401 {
		t.Errorf("a token that was revoked: %d", got)
	}
	if _, errs, code := d.run("token", "revoke", "phone"); code != exitUsage || !strings.Contains(errs, "no token") {
		t.Errorf("revoked twice: exit code %d, %s", code, errs)
	}
	p.cmd.Process.Signal(syscall.SIGTERM)
	p.ends()
	for _, secret := range []string{token, writer, "horse"} {
		if strings.Contains(p.said(), secret) {
			t.Errorf("the log tells %s", secret)
		}
	}
}

// A session goes on after a restart, with a password of either kind; signing out
// and another password end it for good.
func TestSessionsOutliveTheDaemon(t *testing.T) {
	for _, kind := range []string{"of the file of keys", "of --password-file"} {
		t.Run(kind, func(t *testing.T) {
			d := newDesk(t, []byte("sources: [{name: a, url: \"http://192.0.2.1/feed\", schedule: \"@yearly\"}]\n"))
			file := filepath.Join(t.TempDir(), "password")
			flags := []string{"daemon", "--listen", "127.0.0.1:0"}
			set := func(password string) { d.give(password+"\n", "password") }
			if kind != "of the file of keys" {
				flags = append(flags, "--password-file", file)
				set = func(password string) { writeTo(t, file, password+"\n") }
			}
			set("correct horse battery")
			client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
			started := func(then func(base string)) {
				t.Helper()
				p := d.start(flags...)
				then(p.serving())
				p.cmd.Process.Signal(syscall.SIGTERM)
				p.ends()
			}
			cookie := ""
			ask := func(method, address, form string) *http.Response {
				t.Helper()
				req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form))
				if err != nil {
					t.Fatal(err)
				}
				req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				req.Header.Set("Cookie", cookie)
				res, err := client.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				res.Body.Close()
				return res
			}
			enters := func(base string) int { return ask("GET", base+"api/v1/stories", "").StatusCode }
			login := func(base string) {
				made := ask("POST", base+"login", "password=correct+horse+battery").Cookies()
				if len(made) != 1 {
					t.Fatal("not signed in")
				}
				cookie = made[0].Name + "=" + made[0].Value
			}
			started(login)
			started(func(base string) {
				if got := enters(base); got != 200 {
					t.Errorf("after a restart: %d", got)
				}
				ask("POST", base+"logout", "")
			})
			started(func(base string) {
				if got := enters(base); got != 401 {
					t.Errorf("signed out, after a restart: %d", got)
				}
				login(base)
			})
			set("quite another password")
			started(func(base string) {
				if got := enters(base); got != 401 {
					t.Errorf("with another password: %d", got)
				}
			})
		})
	}
}

func writeTo(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// The API of a running daemon: a source is found, added and scanned, and those
// who follow hear of it.
func TestSourceAddedOverTheAPI(t *testing.T) {
	d, world := newWorldDesk(t)
	all := string(world.SourcesYAML())
	before, entry, ok := strings.Cut(all, "  - name: \"Wire Nine\"\n")
	entry, after, more := strings.Cut(entry, "  - name: ")
	if !ok || !more {
		t.Fatal("the world has no Wire Nine")
	}
	d.write([]byte("# mine\n" + before + "  - name: " + after))
	_, left, _ := strings.Cut(entry, "url: ")
	left, _, _ = strings.Cut(left, "\n")
	p := d.start("daemon", "--listen", "127.0.0.1:0")
	base := p.serving()
	res, err := http.Get(base + "api/v1/events")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()

	var preview newsroom.Preview
	call(t, base+"api/v1/sources/preview", fmt.Sprintf(`{"url": %q}`, strings.Trim(left, `"`)), 200, &preview)
	if len(preview.Candidates) == 0 {
		t.Fatalf("nothing found at %s: %+v", left, preview)
	}
	var added newsroom.AddedSource
	call(t, base+"api/v1/sources", fmt.Sprintf(`{"url": %q, "name": "Late One"}`, preview.Candidates[0].URL), 201, &added)
	call(t, base+"api/v1/sources", fmt.Sprintf(`{"url": %q}`, preview.Candidates[0].URL), 409, nil)
	if text, _ := os.ReadFile(d.sources); !strings.HasPrefix(string(text), "# mine\n") || !strings.Contains(string(text), "Late One") {
		t.Errorf("sources.yaml:\n%s", text)
	}
	heard := make(chan string, 1)
	go func() {
		text := ""
		buf := make([]byte, 64<<10)
		for !strings.Contains(text, `"source":"Late One"`) {
			n, err := res.Body.Read(buf)
			if text += string(buf[:n]); err != nil {
				break
			}
		}
		heard <- text
	}()
	select {
	case text := <-heard:
		has(t, text, "event: scan", "event: progress", `"source":"Late One"`)
	case <-time.After(20 * time.Second):
		t.Errorf("nobody heard of its scan\n%s", p.said())
	}
	body, _ := get(t, base+"metrics")
	has(t, body, "alsoread_scans_total{status=\"ok\"}", "alsoread_store_bytes{file=\"database\"}")
}

func call(t *testing.T, url, body string, want int, into any) {
	t.Helper()
	res, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != want {
		t.Fatalf("%s %s: %s %s, %v", url, body, res.Status, text, err)
	}
	if into != nil {
		decode(t, text, into)
	}
}

// Images of stories come through the daemon, from publishers that only their own
// source may dial.
func TestImagesThroughTheDaemon(t *testing.T) {
	d, _ := newWorldDesk(t)
	d.scan()
	p := d.start("daemon", "--listen", "127.0.0.1:0")
	base := p.serving()
	body, _ := get(t, base+"api/v1/stories?limit=1000")
	var page struct {
		Stories []struct {
			ID    int64
			Image string
		}
	}
	if err := json.Unmarshal([]byte(body), &page); err != nil {
		t.Fatal(err)
	}
	shown, refused := 0, 0
	for _, s := range page.Stories {
		if s.Image == "" {
			continue
		}
		_, res := get(t, fmt.Sprintf("%simages/%d", base, s.ID))
		switch {
		case res.StatusCode == 200 && strings.HasPrefix(res.Header.Get("Content-Type"), "image/") && !strings.HasSuffix(s.Image, ".svg"):
			shown++
		case res.StatusCode == 404 && strings.HasSuffix(s.Image, ".svg"):
			refused++
		default:
			t.Errorf("%s: %s %s", s.Image, res.Status, res.Header.Get("Content-Type"))
		}
	}
	if shown == 0 {
		t.Errorf("%d images were shown, %d refused", shown, refused)
	}
	p.cmd.Process.Signal(syscall.SIGTERM)
	p.ends()
}

func TestRestoreVerb(t *testing.T) {
	d, _ := newWorldDesk(t)
	d.scan()
	before := len(d.stories())
	backup := filepath.Join(t.TempDir(), "backup.db")
	d.must(exitOK, "backup", backup)
	p := d.start("daemon", "--listen", "127.0.0.1:0", "--pprof", "127.0.0.1:0")
	p.serving()
	at := p.until(`profiles are served" at=(http://\S+/)`)[1]
	if body, res := get(t, at); res.StatusCode != 200 || !strings.Contains(body, "goroutine") {
		t.Errorf("profiles: %s", res.Status)
	}
	if _, errs, code := d.run("restore", backup); code != exitFailed || !strings.Contains(errs, "another daemon") {
		t.Errorf("under a daemon: exit code %d, %s", code, errs)
	}
	p.cmd.Process.Signal(syscall.SIGTERM)
	p.ends()
	out := d.must(exitOK, "restore", backup)
	has(t, out, fmt.Sprintf("%d stories", before), ".before-")
	if n := len(d.stories()); n != before {
		t.Errorf("%d stories after the restoration, want %d", n, before)
	}
	if _, errs, code := d.run("restore", d.sources); code != exitFailed || !strings.Contains(errs, "not an SQLite file") {
		t.Errorf("exit code %d, %s", code, errs)
	}
}

func TestSearchWithFields(t *testing.T) {
	d, _ := newWorldDesk(t)
	d.scan()
	all := d.must(exitOK, "search", "--limit", "0", "--json", "ferry")
	wire := d.must(exitOK, "search", "--limit", "0", "--json", "source:wire nine", "ferry")
	if strings.Count(wire, "\n") == 0 || strings.Count(wire, "\n") >= strings.Count(all, "\n") || strings.Count(wire, "Wire Nine") < strings.Count(wire, "\n") {
		t.Errorf("of Wire Nine:\n%s\nof all:\n%s", wire, all)
	}
	for query, want := range map[string]string{"source:Nobody": `no source has the name "Nobody"`, "after:soon": "after:soon is no day", "souce:x": "did you mean source"} {
		if _, errs, code := d.run("search", query); code != exitUsage || !strings.Contains(errs, want) {
			t.Errorf("%s: exit code %d, %s", query, code, errs)
		}
	}
	if _, errs, code := d.run("search", "tag:world", "--tag", "world"); code != exitUsage || !strings.Contains(errs, "both given") {
		t.Errorf("exit code %d, %s", code, errs)
	}
}
