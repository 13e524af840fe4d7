//go:build unix

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"alsoread/news"
)

func TestDiskFull(t *testing.T) {
	s := openTest(t)
	save(t, s, batchScans(0)...)
	limit := func(pages string) {
		if _, err := s.write.Exec("PRAGMA max_page_count = " + pages); err != nil {
			t.Fatal(err)
		}
	}
	limit("1") // SQLite takes the present size instead
	var err error
	n := 1
	for ; err == nil && n < 1000; n++ {
		_, err = s.Save(context.Background(), batchScans(n))
	}
	if !errors.Is(err, ErrDiskFull) || strings.Contains(err.Error(), "\n") {
		t.Fatalf("error %v", err)
	}
	failed := n - 1
	if whole := wholeBatches(t, s); whole[failed] || len(whole) != failed {
		t.Errorf("batches %v, failed was %d", whole, failed)
	}
	limit("1000000")
	save(t, s, batchScans(failed)...)
	wholeBatches(t, s)
	sound(t, s)
}

// fillUp saves under a limit on the size of files until there is no more room,
// lifts the limit and goes on.
func fillUp(path string) error {
	signal.Ignore(syscall.SIGXFSZ)
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		return err
	}
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		return err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 20, Max: old.Max}); err != nil {
		return err
	}
	n := 0
	for ; err == nil && n < 1000; n++ {
		_, err = s.Save(context.Background(), batchScans(n))
	}
	if !errors.Is(err, ErrDiskFull) {
		return fmt.Errorf("at batch %d: %v", n, err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		return err
	}
	for end := n + 10; n < end; n++ {
		if _, err := s.Save(context.Background(), batchScans(n)); err != nil {
			return err
		}
	}
	return s.Close()
}

func TestFileSizeLimit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	if err := lines(t, command(t, "full", path), func(string) {})(); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, path, Options{})
	wholeBatches(t, s)
	sound(t, s)
}

// asNobody runs a part as a user who may not write to the folder.
func asNobody(t *testing.T, part string, args ...string) (out string, err error) {
	t.Helper()
	cmd := command(t, part, args...)
	if os.Getuid() == 0 {
		cmd.Path = "/proc/self/exe" // the binary lies where nobody may look
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		cmd.Dir = "/"
	}
	text, err := cmd.CombinedOutput()
	return string(text), err
}

// openFolder is a folder that others can look into, unlike t.TempDir.
func openFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "alsoread-store-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = os.Chmod(dir, 0o755)
		os.RemoveAll(dir)
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestFolderNotWritable(t *testing.T) {
	if _, err := os.Stat("/proc/self/exe"); err != nil && os.Getuid() == 0 {
		t.Skip("root without /proc: everything is writable")
	}
	dir := openFolder(t)
	path := filepath.Join(dir, "news.db")
	closed(t, path)
	seal := func(mode os.FileMode) {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
	}
	seal(0o555)
	out, err := asNobody(t, "read", path)
	if err != nil || !strings.Contains(out, "300\n") || !strings.Contains(out, "folder cannot be written") {
		t.Errorf("reading: %v, %s", err, out)
	}
	out, err = asNobody(t, "open", path)
	if err == nil || !strings.Contains(out, ErrReadOnly.Error()) || strings.Contains(out, "unable to open") {
		t.Errorf("writing: %v, %s", err, out)
	}
	out, err = asNobody(t, "open", filepath.Join(dir, "other.db"))
	if err == nil || !strings.Contains(out, ErrReadOnly.Error()) || !strings.Contains(out, dir) {
		t.Errorf("making a new one: %v, %s", err, out)
	}
	seal(0o755)
	if n := len(list(t, openAt(t, path, Options{}), news.Query{})); n != 300 {
		t.Errorf("%d stories afterwards", n)
	}
}

func TestFileNotWritable(t *testing.T) {
	dir := openFolder(t)
	path := filepath.Join(dir, "news.db")
	closed(t, path)
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if out, err := asNobody(t, "read", path); err != nil || !strings.Contains(out, "300\n") {
		t.Errorf("reading: %v, %s", err, out)
	}
	out, err := asNobody(t, "open", path)
	if err == nil || !strings.Contains(out, ErrReadOnly.Error()) || !strings.Contains(out, "permission denied") {
		t.Errorf("writing: %v, %s", err, out)
	}
}

// What a crash left in the -wal cannot be taken in where nothing can be written:
// it is said that it is missing.
func TestFolderNotWritableAfterCrash(t *testing.T) {
	dir := openFolder(t)
	path := filepath.Join(dir, "news.db")
	closed(t, path)
	s := openAt(t, path, Options{})
	save(t, s, batchScans(50)...)
	data := readAll(t, path+"-wal")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	closed(t, path) // as before, with what the crash left
	if err := os.WriteFile(path+"-wal", []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	out, err := asNobody(t, "read", path)
	if err != nil || !strings.Contains(out, "300\n") || !strings.Contains(out, "is not seen") {
		t.Errorf("reading: %v, %s", err, out)
	}
}
