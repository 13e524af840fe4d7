package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Options of Open. The zero value opens for reading and writing and makes the
// database when there is no file.
type Options struct {
	// ReadOnly opens for reading alone: nothing is made, checked or changed.
	ReadOnly bool
	// Create makes a new database also of an empty file, which otherwise is
	// taken for a database that was lost.
	Create bool
	// BusyTimeout is how long to wait for another process that is writing; 0: 10 s.
	BusyTimeout time.Duration
	// Logger gets what a user should know and is no error; nil: nobody.
	Logger *slog.Logger
}

const busyTimeout = 10 * time.Second

// Store is one open database. Its methods may be called from many goroutines;
// writes wait for each other, reads wait for nobody.
type Store struct {
	path  string
	log   *slog.Logger
	mode  string // of the readers, in SQLite's URI
	read  *readers
	write *sql.DB // nil when read-only

	writing sync.Mutex // held from the beginning of a transaction to its end
	lane    *lane      // prepared statements of the writer
}

// Open opens the database at path. It refuses what is not a sound database of
// alsoread, in one sentence that says why, and leaves the file as it was.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.BusyTimeout <= 0 {
		o.BusyTimeout = busyTimeout
	}
	s := &Store{path: path, log: o.Logger}
	open := s.openWriter
	if o.ReadOnly {
		open = s.openReader
	}
	if err := open(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", path, err), s.shut())
	}
	return s, nil
}

func (s *Store) openWriter(ctx context.Context, o Options) error {
	missing, empty, err := look(s.path)
	if err != nil {
		return err
	}
	if empty && !o.Create {
		return fmt.Errorf("%w: the file is empty; put a backup in its place, or remove it to begin anew", ErrCorrupt)
	}
	if missing || empty {
		if err := create(ctx, s.path, empty); err != nil {
			return err
		}
	}
	if err := writable(s.path); err != nil {
		return err
	}
	if s.write, err = s.connect("_txlock=immediate"+
		"&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=foreign_keys(1)"+
		"&_pragma=cache_size(-4000)&_pragma=journal_size_limit(8388608)", o); err != nil {
		return err
	}
	s.write.SetMaxOpenConns(1)
	if err := s.judge(ctx); err != nil {
		return err
	}
	if s.lane, err = newLane(ctx, s.write); err != nil {
		return explain(err)
	}
	s.mode = "mode=ro"
	db, err := s.connect(s.mode+readerPragmas, o)
	if err != nil {
		return err
	}
	s.read = newReaders(db)
	return nil
}

const readerPragmas = "&_pragma=query_only(1)&_pragma=cache_size(-2000)"

// judge checks the file where that is due and brings its schema up to date.
func (s *Store) judge(ctx context.Context) error {
	due := !sealed(s.path) && !daemonAlive(s.path)
	if err := s.write.PingContext(ctx); err != nil {
		return cannotOpen(err)
	}
	if due {
		start := time.Now()
		if err := quickCheck(ctx, s.write); err != nil {
			return err
		}
		s.log.Debug("database checked", "path", s.path, "took", time.Since(start))
	}
	steps, err := migrations(migrationFiles)
	if err != nil {
		return err
	}
	return migrate(ctx, s.write, steps)
}

// openReader opens without writing a byte. A WAL database needs its -shm file
// even for reading; where that cannot be made, in a folder or on a file system
// that is read-only, immutable=1 reads the file without any.
// https://www.sqlite.org/wal.html#read_only_databases
func (s *Store) openReader(ctx context.Context, o Options) error {
	missing, empty, err := look(s.path)
	switch {
	case err != nil:
		return err
	case missing:
		return errors.New("there is no such file; a scan makes it")
	case empty:
		return fmt.Errorf("%w: the file is empty; put a backup in its place", ErrCorrupt)
	}
	err = s.readWith(ctx, "mode=ro", o)
	if hasCode(err, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) {
		s.log.Warn("database read as it lies there: its folder cannot be written", "path", s.path)
		if wal, err := os.Stat(s.path + "-wal"); err == nil && wal.Size() > 0 {
			s.log.Warn("what was written last is still in the -wal file and is not seen", "path", s.path)
		}
		err = s.readWith(ctx, "immutable=1", o)
	}
	return cannotOpen(err)
}

func (s *Store) readWith(ctx context.Context, mode string, o Options) error {
	db, err := s.connect(mode+readerPragmas, o)
	if err != nil {
		return err
	}
	steps, err := migrations(migrationFiles)
	if err != nil {
		return err
	}
	have, err := schemaNumber(ctx, db)
	switch {
	case err != nil:
	case have > len(steps):
		err = fmt.Errorf("was written by a newer alsoread (schema %d, this one knows %d): use that version", have, len(steps))
	case have < len(steps):
		err = fmt.Errorf("has an older schema (%d, want %d): a scan brings it up to date", have, len(steps))
	}
	if err != nil {
		return errors.Join(err, db.Close())
	}
	s.mode, s.read = mode, newReaders(db)
	return nil
}

func (s *Store) connect(query string, o Options) (*sql.DB, error) {
	// cell_size_check: damaged pages are found when they are read.
	query += fmt.Sprintf("&_pragma=busy_timeout(%d)&_pragma=cell_size_check(1)&_pragma=trusted_schema(0)", o.BusyTimeout.Milliseconds())
	uri, err := fileURI(s.path, query)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", uri)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4) // one that is closed takes its statements and its cache with it
	return db, nil
}

// writable asks the operating system, whose answer is clearer than SQLite's.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return cannotWrite(err)
	}
	return f.Close()
}

// cannotOpen words code 14, all that is left of it after look and writable.
func cannotOpen(err error) error {
	if hasCode(err, sqlite3.SQLITE_CANTOPEN) {
		return fmt.Errorf("%w: the -wal and -shm files beside it cannot be made (code 14)", ErrReadOnly)
	}
	return explain(err)
}

// Close ends all work. What was saved is in the one file afterwards, unless
// another process still has it open.
func (s *Store) Close() error {
	err := s.shut()
	if s.write != nil && err == nil {
		seal(s.path)
	}
	return err
}

func (s *Store) shut() error {
	var errs []error
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.lane != nil {
		errs = append(errs, s.lane.close())
	}
	if s.write != nil {
		errs = append(errs, explain(s.write.Close()))
	}
	return errors.Join(errs...)
}

// Path is where the database lies, as it was given to Open.
func (s *Store) Path() string { return s.path }

// Millisecond times: 0 stands for the zero time.

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
