package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// Backup writes a copy of the database, as it is at one moment, to path while
// others read and write. The copy is checked, then takes its name in one step:
// what was there before is whole until then, and replaced only when it was empty
// or a database of alsoread.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := s.backup(ctx, path); err != nil {
		return fmt.Errorf("back up to %s: %w", path, err)
	}
	return nil
}

func (s *Store) backup(ctx context.Context, path string) error {
	if _, _, err := look(path); err != nil {
		return fmt.Errorf("%w; nothing was overwritten", err)
	}
	if sameFile(path, s.path) {
		return errors.New("that is the database itself")
	}
	temp := fmt.Sprintf("%s.new-%d-%d", path, os.Getpid(), rand.Int64())
	defer os.Remove(temp)
	if err := s.vacuumInto(ctx, temp); err != nil {
		return explain(err)
	}
	if err := checkCopy(ctx, temp); err != nil {
		return err
	}
	if err := syncFile(temp); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	// The name is safe as well once its folder is; not every system lets one ask.
	_ = syncFile(filepath.Dir(path))
	return nil
}

// vacuumInto has a connection of its own: for as long as the copy takes it
// keeps its moment, and no pooled one is missing.
func (s *Store) vacuumInto(ctx context.Context, temp string) error {
	db, err := s.connect(s.mode, Options{BusyTimeout: busyTimeout})
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", temp)
	return err
}

func checkCopy(ctx context.Context, path string) error {
	uri, err := fileURI(path, "mode=ro")
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite", uri)
	if err != nil {
		return err
	}
	defer db.Close()
	return quickCheck(ctx, db)
}

// syncFile waits until what was written is on the disk. Windows syncs only what
// is open for writing, unix folders only what is not.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		f, err = os.Open(path)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}
