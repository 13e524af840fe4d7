//go:build unix

package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// childTask tells this test binary to be the process that is to be killed or
// that runs out of space; see TestMain.
const childTask = "ALSOREAD_TEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childTask) {
	case "rewrite":
		rewriteForEver(os.Args[1])
	case "overflow":
		overflow(os.Args[1])
	}
	os.Exit(m.Run())
}

func child(t *testing.T, task, path string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, path)
	cmd.Env = append(os.Environ(), childTask+"="+task)
	return cmd
}

const generationSize = 1 << 20

// rewriteForEver writes the file again and again, each time with one letter in
// small pieces, and says once that it has begun.
func rewriteForEver(path string) {
	for i := 0; ; i++ {
		piece := bytes.Repeat([]byte{byte('a' + i%26)}, 4<<10)
		err := WriteFile(path, func(w io.Writer) error {
			for range generationSize / len(piece) {
				if _, err := w.Write(piece); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		if i == 0 {
			fmt.Println("begun")
		}
	}
}

// A process that is killed at any moment leaves the old file or the new one.
func TestKillLeavesAWholeFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "feed.xml")
	for i := range 12 {
		cmd := child(t, "rewrite", path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		line := make([]byte, 6)
		if _, err := io.ReadFull(out, line); err != nil || string(line) != "begun\n" {
			t.Fatalf("the child said %q: %v", line, err)
		}
		time.Sleep(time.Duration(i) * 1300 * time.Microsecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		cmd.Wait()
		body := mustRead(t, path)
		if len(body) != generationSize || strings.Trim(body, body[:1]) != "" {
			t.Fatalf("kill %d: %d bytes, or bytes of two generations", i, len(body))
		}
	}
}

// overflow writes more than the process may. The system answers as it does on
// a full disk, by an error of write.
func overflow(path string) {
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: 64 << 10, Max: 64 << 10}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	err := WriteFile(path, contents(strings.Repeat("x", 1<<20)))
	fmt.Print(err)
	os.Exit(1)
}

func TestNoRoomLeavesTheOldFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "feed.xml")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := child(t, "overflow", path).Output()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 || string(out) != "write "+path+": file too large" {
		t.Errorf("the child said %q: %v", out, err)
	}
	if got := mustRead(t, path); got != "old" {
		t.Errorf("the old file became %.20q", got)
	}
	onlyThese(t, folder, "feed.xml")
}

// A disk that is really full, where a small one may be mounted.
func TestFullDiskLeavesTheOldFile(t *testing.T) {
	folder := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder).CombinedOutput(); err != nil {
		t.Skipf("no file system can be mounted here: %s", bytes.TrimSpace(out))
	}
	t.Cleanup(func() { exec.Command("umount", folder).Run() })
	path := filepath.Join(folder, "feed.xml")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := WriteFile(path, contents(strings.Repeat("x", 1<<20)))
	if !errors.Is(err, syscall.ENOSPC) || err.Error() != "write "+path+": the disk is full: no space left on device" {
		t.Errorf("error %v", err)
	}
	if got := mustRead(t, path); got != "old" {
		t.Errorf("the old file became %.20q", got)
	}
	onlyThese(t, folder, "feed.xml")
}

func TestWriteFileRefusesAPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o644); err != nil {
		t.Skip(err)
	}
	if err := WriteFile(path, contents("x")); err == nil || !strings.Contains(err.Error(), "is not a regular file") {
		t.Errorf("error %v", err)
	}
}
