package store

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

var (
	// ErrDiskFull: there was no room to write. The transaction was undone and
	// the store goes on once there is room again.
	ErrDiskFull = errors.New("disk full")
	// ErrBusy: another process was writing for longer than Options.BusyTimeout.
	ErrBusy = errors.New("another process is writing to the database")
	// ErrCorrupt: the file is damaged. Nothing was written.
	ErrCorrupt = errors.New("the database is damaged")
	// ErrReadOnly: the store, its file or its folder cannot be written.
	ErrReadOnly = errors.New("the database cannot be written")
	// ErrNotFound: there is no such story.
	ErrNotFound = errors.New("no such story")
	// ErrNoGroup: there is no such group, nor one that it was joined to.
	ErrNoGroup = errors.New("no such group")
)

// explain puts a result code of SQLite into words; other errors stay as they
// are. https://www.sqlite.org/rescode.html
func explain(err error) error {
	var s *sqlite.Error
	if !errors.As(err, &s) {
		return err
	}
	switch s.Code() {
	case sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE:
		// What write(2) says when a quota or RLIMIT_FSIZE ends it in the middle.
		return fmt.Errorf("%w (code %d)", ErrDiskFull, s.Code())
	}
	switch s.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w (code %d)", ErrDiskFull, s.Code())
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrBusy
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: %v; put a backup in its place", ErrCorrupt, err)
	case sqlite3.SQLITE_READONLY:
		return fmt.Errorf("%w (code %d)", ErrReadOnly, s.Code())
	}
	return err
}

// hasCode reports whether err is SQLite's, with one of these primary codes.
func hasCode(err error, codes ...int) bool {
	var s *sqlite.Error
	if !errors.As(err, &s) {
		return false
	}
	for _, c := range codes {
		if s.Code()&0xff == c {
			return true
		}
	}
	return false
}
