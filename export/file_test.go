package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func contents(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func mustRead(t *testing.T, path string) string {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// onlyThese checks that a folder holds these names and no temporary file.
func onlyThese(t *testing.T, folder string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(names, " ") {
		t.Errorf("the folder holds %q, want %q", got, names)
	}
}

func TestWriteFileMakesAndReplaces(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "feed.xml")
	for _, text := range []string{"first", "second, longer", "3", ""} {
		if err := WriteFile(path, contents(text)); err != nil {
			t.Fatal(err)
		}
		if got := mustRead(t, path); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
	onlyThese(t, folder, "feed.xml")
}

func TestWriteFilePermissions(t *testing.T) {
	folder := t.TempDir()
	for _, mode := range []fs.FileMode{0o600, 0o640, 0o664} {
		path := filepath.Join(folder, fmt.Sprintf("%o", mode))
		if err := os.WriteFile(path, nil, mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if err := WriteFile(path, contents("x")); err != nil {
			t.Fatal(err)
		}
		if info, _ := os.Stat(path); info.Mode().Perm() != mode {
			t.Errorf("%v became %v", mode, info.Mode())
		}
	}
	path := filepath.Join(folder, "new")
	if err := WriteFile(path, contents("x")); err != nil {
		t.Fatal(err)
	}
	reference := filepath.Join(folder, "reference")
	if err := os.WriteFile(reference, nil, 0o644); err != nil { // less the umask
		t.Fatal(err)
	}
	got, _ := os.Stat(path)
	want, _ := os.Stat(reference)
	if got.Mode() != want.Mode() {
		t.Errorf("a new file has %v, want %v", got.Mode(), want.Mode())
	}
}

// A writer that fails, however late, leaves the old file and nothing else.
func TestWriteFileKeepsTheOldFileOnErrors(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "feed.xml")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	failing := errors.New("the database went away")
	err := WriteFile(path, func(w io.Writer) error {
		if _, err := w.Write(bytes.Repeat([]byte("half"), 1<<20)); err != nil {
			return err
		}
		return failing
	})
	if !errors.Is(err, failing) || err.Error() != "write "+path+": the database went away" {
		t.Errorf("error %v", err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		WriteFile(path, func(io.Writer) error { panic("broken template") })
	}()
	if got := mustRead(t, path); got != "old" {
		t.Errorf("the old file became %.20q", got)
	}
	onlyThese(t, folder, "feed.xml")
}

// Only the file that was named is written.
func TestWriteFileRefuses(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	if err := os.WriteFile(at("target"), []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(at("folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"link": at("target"), "dangling": at("nowhere"), "link to folder": at("folder")} {
		if err := os.Symlink(to, at(link)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	tests := []struct{ name, path, want string }{
		{"nothing", "", "no file name"},
		{"folder", at("folder"), "is a folder"},
		{"folder by its separator", at("new") + "/", "is the name of a folder"},
		{"symbolic link", at("link"), "is a symbolic link; name the file itself"},
		{"dangling link", at("dangling"), "is a symbolic link"},
		{"link to a folder", at("link to folder"), "is a symbolic link"},
		{"no such folder", at("missing/feed.xml"), "no such file or directory"},
		{"below a file", at("target/feed.xml"), "not a directory"},
		{"device", os.DevNull, "is not a regular file"},
		{"long name", at(strings.Repeat("n", 300)), "file name too long"},
		{"NUL", at("a\x00b"), "invalid argument"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			called := false
			err := WriteFile(tt.path, func(io.Writer) error { called = true; return nil })
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "write "+tt.path+":") {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if called {
				t.Error("the document was made before the path was judged")
			}
		})
	}
	if mustRead(t, at("target")) != "old" {
		t.Error("the target of the link was written")
	}
	onlyThese(t, folder, "dangling", "folder", "link", "link to folder", "target")
	if info, err := os.Lstat(os.DevNull); err != nil || info.Mode()&fs.ModeDevice == 0 {
		t.Error("the null device was replaced")
	}
}

// A path may lead through links and dots; it is what the user named.
func TestWriteFileFollowsThePathToTheFolder(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "real"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real", filepath.Join(folder, "alias")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if err := WriteFile(folder+"/alias/../real/./feed.xml", contents("x")); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(filepath.Join(folder, "alias", "other.xml"), contents("y")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder)
	if err := WriteFile("plain.xml", contents("z")); err != nil {
		t.Fatal(err)
	}
	onlyThese(t, folder, "alias", "plain.xml", "real")
	onlyThese(t, filepath.Join(folder, "real"), "feed.xml", "other.xml")
}

func TestWriteFileInAFolderOfOthers(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write everywhere")
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	err := WriteFile(filepath.Join(folder, "feed.xml"), contents("x"))
	if !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v", err)
	}
}

func TestFullDiskIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "feed.xml")
	for _, errno := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT} {
		err := cause(&fs.PathError{Op: "write", Path: "/somewhere/.alsoread-X.tmp", Err: errno})
		if !errors.Is(err, errno) || !strings.HasPrefix(err.Error(), "the disk is full: ") || strings.Contains(err.Error(), "tmp") {
			t.Errorf("error %v", err)
		}
	}
	if err := WriteFile(path, contents("fits")); err != nil {
		t.Error(err)
	}
}

func TestWriteFileOfAFeed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "all.rss")
	err := WriteFile(path, func(w io.Writer) error { return WriteRSS(w, sampleFeed(), seq(sampleStories()...)) })
	if err != nil {
		t.Fatal(err)
	}
	if got, want := mustRead(t, path), mustRead(t, "testdata/feed.rss"); got != want {
		t.Error("the file differs from the golden one")
	}
}
