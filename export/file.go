package export

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// WriteFile writes a file whole or not at all: what write produces goes into a
// temporary file in the same folder, which is synced and then renamed to path;
// the folder is synced last. Whoever reads path sees the old file or the new
// one, also after a crash or a loss of power. On an error the old file stays
// and the temporary one is removed; a process that is killed may leave
// .alsoread-*.tmp behind.
//
// Only the file that was named is written: the folder must exist, and path must
// be absent or a regular file. Symbolic links are refused, since a rename would
// destroy the link and following it would write a file that was not named. An
// existing file keeps its permissions; a new one gets 0644 less the umask.
func WriteFile(path string, write func(io.Writer) error) error {
	if err := replaceFile(path, write); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func replaceFile(path string, write func(io.Writer) error) error {
	mode, exists, err := checkTarget(path)
	if err != nil {
		return err
	}
	temp, err := createTemp(filepath.Dir(path))
	if err != nil {
		return cause(err)
	}
	defer os.Remove(temp.Name()) // fails, as it should, once it is renamed
	defer temp.Close()
	if exists {
		if err := temp.Chmod(mode); err != nil {
			return cause(err)
		}
	}
	if err := fill(temp, write); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return cause(err)
	}
	return cause(syncFolder(filepath.Dir(path)))
}

// checkTarget says whether path can be written and with what permissions.
func checkTarget(path string) (mode fs.FileMode, exists bool, err error) {
	info, err := os.Lstat(path)
	switch {
	case path == "":
		return 0, false, errors.New("no file name")
	case os.IsPathSeparator(path[len(path)-1]):
		return 0, false, errors.New("is the name of a folder")
	case errors.Is(err, fs.ErrNotExist):
		return 0, false, nil
	case err != nil:
		return 0, false, cause(err)
	case info.Mode()&fs.ModeSymlink != 0:
		return 0, false, errors.New("is a symbolic link; name the file itself")
	case info.IsDir():
		return 0, false, errors.New("is a folder")
	case !info.Mode().IsRegular():
		return 0, false, errors.New("is not a regular file")
	}
	return info.Mode().Perm(), true, nil
}

// createTemp makes a new file beside the target. Unlike os.CreateTemp it leaves
// the permissions to the umask, as for any other new file.
func createTemp(folder string) (*os.File, error) {
	name := filepath.Join(folder, ".alsoread-"+rand.Text()+".tmp")
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

// fill writes, syncs and closes the temporary file.
func fill(temp *os.File, write func(io.Writer) error) error {
	buffered := bufio.NewWriterSize(tempWriter{temp}, spillAt)
	if err := write(buffered); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	if err := temp.Sync(); err != nil {
		return cause(err)
	}
	return cause(temp.Close())
}

// tempWriter keeps the name of the temporary file out of errors.
type tempWriter struct{ f *os.File }

func (t tempWriter) Write(p []byte) (int, error) {
	n, err := t.f.Write(p)
	return n, cause(err)
}

// syncFolder makes the rename last. Windows has no such thing.
func syncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// cause takes out the name of the temporary file, which means nothing to the
// user, and says plainly that a disk is full.
func cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("the disk is full: %w", err)
	}
	return err
}
