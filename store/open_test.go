package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"alsoread/news"
)

func stderrLogger() *slog.Logger { return slog.New(slog.NewTextHandler(os.Stderr, nil)) }

// closed puts a database with 300 stories there, made once and closed.
func closed(t testing.TB, path string) {
	t.Helper()
	filled.Do(func() {
		made := filepath.Join(t.TempDir(), "made.db")
		s := openAt(t, made, Options{})
		for i := range 20 {
			save(t, s, batchScans(i)...)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		filledBytes = readAll(t, made)
	})
	if err := os.WriteFile(path, []byte(filledBytes), 0o644); err != nil {
		t.Fatal(err)
	}
}

var (
	filled      sync.Once
	filledBytes string
)

// damage rewrites part of a file.
func damage(t testing.TB, path string, change func([]byte) []byte) {
	t.Helper()
	if err := os.WriteFile(path, change([]byte(readAll(t, path))), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, c := range []struct {
		name    string
		prepare func(t testing.TB, path string) string // returns the path to open
		says    []string
		is      error
	}{
		{"empty file", func(t testing.TB, path string) string {
			damage(t, path, func([]byte) []byte { return nil })
			return path
		}, []string{"empty", "backup"}, ErrCorrupt},
		{"junk", func(t testing.TB, path string) string {
			damage(t, path, func([]byte) []byte { return []byte(strings.Repeat("junk! ", 5000)) })
			return path
		}, []string{"not an SQLite file", "backup"}, ErrCorrupt},
		{"a few bytes", func(t testing.TB, path string) string {
			damage(t, path, func(b []byte) []byte { return b[:50] })
			return path
		}, []string{"backup"}, ErrCorrupt},
		{"truncated", func(t testing.TB, path string) string {
			damage(t, path, func(b []byte) []byte { return b[:len(b)/2/8192*8192] })
			return path
		}, []string{"backup"}, ErrCorrupt},
		{"truncated within a page", func(t testing.TB, path string) string {
			damage(t, path, func(b []byte) []byte { return b[:len(b)-5000] })
			return path
		}, []string{"backup"}, ErrCorrupt},
		{"flipped pages", func(t testing.TB, path string) string {
			damage(t, path, func(b []byte) []byte {
				for i := 5 * 8192; i < 40*8192 && i+100 < len(b); i += 8192 {
					for j := range 100 {
						b[i+j] ^= 0x5a
					}
				}
				return b
			})
			return path
		}, []string{"quick_check", "backup"}, ErrCorrupt},
		{"one flipped page of many", func(t testing.TB, path string) string {
			damage(t, path, func(b []byte) []byte {
				for j := range 200 {
					b[len(b)-8192+j] ^= 0x5a
				}
				return b
			})
			return path
		}, []string{"quick_check", "backup"}, ErrCorrupt},
		{"another program's database", func(t testing.TB, path string) string {
			other := path + ".other"
			db := plain(t, other)
			if _, err := db.Exec("CREATE TABLE entries (id INTEGER); PRAGMA wal_checkpoint"); err != nil {
				t.Fatal(err)
			}
			db.Close()
			return other
		}, []string{"another program"}, nil},
		{"newer schema", func(t testing.TB, path string) string {
			db := plain(t, path)
			if _, err := db.Exec("PRAGMA user_version = 99"); err != nil {
				t.Fatal(err)
			}
			db.Close()
			return path
		}, []string{"newer alsoread", "schema 99"}, nil},
		{"folder", func(t testing.TB, path string) string { return filepath.Dir(path) }, []string{"is a folder"}, nil},
		{"no parent", func(t testing.TB, path string) string {
			return filepath.Join(filepath.Dir(path), "nowhere", "news.db")
		}, []string{"there is no folder", "nowhere"}, nil},
		{"parent is a file", func(t testing.TB, path string) string { return filepath.Join(path, "news.db") }, []string{"cannot be reached"}, nil},
		{"device", func(t testing.TB, path string) string { return "/dev/null" }, []string{"not a regular file"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "news.db")
			closed(t, path)
			target := c.prepare(t, path)
			before := fileState(target)
			for _, readOnly := range []bool{false, true} {
				if readOnly && c.is == ErrCorrupt && len(before) > 100 && !strings.Contains(c.name, "junk") {
					continue // a damaged file may be read as far as it goes
				}
				s, err := Open(context.Background(), target, Options{ReadOnly: readOnly})
				if err == nil {
					s.Close()
					t.Fatal("opened")
				}
				for _, want := range append(c.says, target) {
					if want == "backup" && readOnly {
						continue
					}
					if !strings.Contains(err.Error(), want) {
						t.Errorf("read-only %t: %q does not say %q", readOnly, err, want)
					}
				}
				if strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "unable to open") {
					t.Errorf("unclear: %q", err)
				}
				if c.is != nil && !errors.Is(err, c.is) {
					t.Errorf("%q is not %q", err, c.is)
				}
			}
			if fileState(target) != before {
				t.Error("the file was changed")
			}
		})
	}
}

// fileState is what must stay as it is: the bytes.
func fileState(path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func TestOpenEmptyOnRequest(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, path, Options{Create: true})
	save(t, s, scanOf(testSource("a"), noon, item(1)))
	sound(t, s)
}

func TestOpenOddPaths(t *testing.T) {
	for _, name := range []string{"a b.db", "what?.db", "100%.db", "a#b.db", "ü日.db", "a&mode=memory.db"} {
		path := filepath.Join(t.TempDir(), name)
		closed(t, path)
		if n := len(list(t, openAt(t, path, Options{ReadOnly: true}), news.Query{})); n != 300 {
			t.Errorf("%s: %d stories", name, n)
		}
	}
}

func TestReadOnlyMakesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	_, err := Open(context.Background(), path, Options{ReadOnly: true})
	if err == nil || !strings.Contains(err.Error(), "a scan makes it") {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a file was made")
	}
	closed(t, path)
	s := openAt(t, path, Options{ReadOnly: true})
	for name, err := range map[string]error{
		"Save":  second(s.Save(context.Background(), batchScans(1))),
		"Sync":  s.Sync(context.Background(), nil),
		"Purge": second(s.Purge(context.Background(), Retention{Size: 1})),
	} {
		if !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// Every file is checked but the one this program closed in good order.
func TestSeal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	closed(t, path)
	if sealed(path) {
		t.Error("sealed although nobody has checked it")
	}
	openAt(t, path, Options{}).Close()
	if !sealed(path) {
		t.Error("not sealed after Close")
	}
	var log bytes.Buffer
	checked := func() bool {
		log.Reset()
		s, err := Open(context.Background(), path, Options{Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
		return strings.Contains(log.String(), "database checked")
	}
	if checked() {
		t.Error("checked although sealed")
	}
	damage(t, path, func(b []byte) []byte { return b })
	if !checked() {
		t.Error("not checked although the file was written since")
	}
	if checked() {
		t.Error("checked twice")
	}
	if err := os.Remove(sealPath(path)); err != nil {
		t.Fatal(err)
	}
	if !checked() {
		t.Error("not checked without a seal")
	}
}

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	unlock, err := Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Lock(path)
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), fmt.Sprintf("process %d", os.Getpid())) {
		t.Errorf("second lock: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	unlock, err = Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
}

func holdLock(path string) error {
	if _, err := Lock(path); err != nil {
		return err
	}
	fmt.Println(os.Getpid())
	time.Sleep(time.Minute)
	return nil
}

func TestLockOfAnotherProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	cmd := command(t, "lock", path)
	held := make(chan string, 1)
	wait := lines(t, cmd, func(line string) { held <- line })
	done := make(chan error, 1)
	go func() { done <- wait() }()
	pid := <-held
	if _, err := Lock(path); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "process "+pid) {
		t.Errorf("error %v, want process %s named", err, pid)
	}
	if !daemonAlive(path) {
		t.Error("the daemon is not seen")
	}
	_ = cmd.Process.Kill()
	<-done
	unlock, err := Lock(path)
	if err != nil {
		t.Fatalf("the lock of a dead process holds: %v", err)
	}
	if daemonAlive(path) {
		t.Error("this process takes itself for another daemon")
	}
	unlock()
}
