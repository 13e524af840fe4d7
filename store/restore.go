package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"
)

// Restored tells what Restore did.
type Restored struct {
	Sources, Stories int    // in the backup
	Aside            string // where the database that was there lies now; empty when there was none
}

// Restore puts a copy of the database at backup in the place of the one at path.
// The copy is checked whole before anything is moved. The old database is kept
// aside, with what was not yet written back into it. ErrLocked while a daemon
// runs on it, ErrCorrupt for a backup that is damaged; then nothing has changed.
//
// Another program that has the old database open goes on with that: only a
// daemon is looked for.
func Restore(ctx context.Context, backup, path string) (Restored, error) {
	done, err := restore(ctx, backup, path)
	if err != nil {
		return done, fmt.Errorf("restore %s: %w", backup, err)
	}
	return done, nil
}

func restore(ctx context.Context, backup, path string) (done Restored, err error) {
	switch missing, empty, err := look(backup); {
	case err != nil:
		return done, err
	case missing:
		return done, errors.New("there is no such file")
	case empty:
		return done, fmt.Errorf("%w: the file is empty", ErrCorrupt)
	}
	if sameFile(backup, path) {
		return done, errors.New("that is the database itself")
	}
	if err := lookFolder(filepath.Dir(path)); err != nil {
		return done, err
	}
	unlock, err := Lock(path)
	if err != nil {
		return done, err
	}
	defer unlock()
	temp := fmt.Sprintf("%s.new-%d-%d", path, os.Getpid(), rand.Int64())
	defer removeDatabase(temp)
	if done, err = takeCopy(ctx, backup, temp); err != nil {
		return done, err
	}
	if done.Aside, err = setAside(path, time.Now()); err != nil {
		return done, err
	}
	if err := os.Rename(temp, path); err != nil {
		return done, errors.Join(err, fmt.Errorf("the old database lies at %s", done.Aside))
	}
	_ = syncFile(filepath.Dir(path)) // as in Backup
	return done, nil
}

// takeCopy copies a backup and judges the copy, as it is going to be used:
// opened, brought up to date, and read whole.
func takeCopy(ctx context.Context, backup, temp string) (done Restored, err error) {
	for _, part := range []string{"", "-wal"} { // a copy of a running database may have one
		if err := copyFile(backup+part, temp+part); err != nil && !(part != "" && errors.Is(err, fs.ErrNotExist)) {
			return done, err
		}
	}
	s, err := Open(ctx, temp, Options{})
	if err != nil {
		return done, err
	}
	report, err := s.Check(ctx)
	if err == nil && len(report.Problems) > 0 {
		err = fmt.Errorf("%w: %s", ErrCorrupt, report.Problems[0])
	}
	if err := errors.Join(err, s.Close()); err != nil {
		return done, err
	}
	return Restored{Sources: report.Sources, Stories: report.Stories}, syncFile(temp)
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// setAside renames the database at path, and the write-ahead log with what is not
// yet in it.
func setAside(path string, now time.Time) (string, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	aside := path + ".before-" + now.UTC().Format("20060102T150405Z")
	for n := 2; exists(aside); n++ {
		aside = fmt.Sprintf("%s.before-%s-%d", path, now.UTC().Format("20060102T150405Z"), n)
	}
	for _, part := range []string{"-wal", ""} {
		if err := os.Rename(path+part, aside+part); err != nil && !(part != "" && errors.Is(err, fs.ErrNotExist)) {
			return "", err
		}
	}
	for _, part := range []string{"-shm", "-checked"} { // made anew when they are missing
		_ = os.Remove(path + part)
	}
	return aside, nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func removeDatabase(path string) {
	for _, part := range []string{"", "-wal", "-shm", "-checked", ".lock"} {
		_ = os.Remove(path + part)
	}
}
