package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// ErrLocked: another daemon holds the database.
var ErrLocked = errors.New("another daemon is running on this database")

func lockPath(path string) string { return path + ".lock" }

// Lock takes the database at path for one daemon and returns how to give it
// back. A second daemon gets ErrLocked with the process id of the first. The
// operating system ends the lock with its process, so none is ever stale; the
// file it hangs on stays.
func Lock(path string) (unlock func() error, err error) {
	f, err := os.OpenFile(lockPath(path), os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, fmt.Errorf("lock database %s: %w", path, cannotWrite(err))
	}
	if err := tryLockPatiently(f); err != nil {
		defer f.Close()
		if errors.Is(err, errHeld) {
			return nil, fmt.Errorf("lock database %s: %w (process %s)", path, ErrLocked, holder(f))
		}
		return nil, fmt.Errorf("lock database %s: %w", path, err)
	}
	if err := writeHolder(f); err != nil {
		return nil, errors.Join(fmt.Errorf("lock database %s: %w", path, err), f.Close())
	}
	return f.Close, nil
}

// tryLockPatiently sits out daemonAlive, which holds the lock for a moment.
func tryLockPatiently(f *os.File) error {
	err := tryLock(f)
	for range 5 {
		if !errors.Is(err, errHeld) {
			break
		}
		time.Sleep(20 * time.Millisecond)
		err = tryLock(f)
	}
	return err
}

func writeHolder(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}

func holder(f *os.File) string {
	text, err := io.ReadAll(io.LimitReader(f, 32))
	pid, convErr := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || convErr != nil {
		return "unknown"
	}
	return strconv.Itoa(pid)
}

// DaemonAlive reports whether a daemon of another process holds the database at
// path: it groups what others bring.
func DaemonAlive(path string) bool { return daemonAlive(path) }

// Holder is the process of the daemon that runs on the database at path; false
// when there is none. Nothing is made or changed.
func Holder(path string) (process string, running bool) {
	f, err := os.OpenFile(lockPath(path), os.O_RDWR, 0)
	if err != nil {
		return "", false
	}
	defer f.Close()
	if !errors.Is(tryLock(f), errHeld) {
		return "", false
	}
	return holder(f), true
}

// daemonAlive reports whether a daemon of another process holds the database:
// it checked the file when it opened it, and the file changes under whoever
// would check it now.
func daemonAlive(path string) bool {
	f, err := os.OpenFile(lockPath(path), os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer f.Close()
	return errors.Is(tryLock(f), errHeld) && holder(f) != strconv.Itoa(os.Getpid())
}
