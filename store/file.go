package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// applicationID marks the file as ours, "news" in ASCII.
// https://www.sqlite.org/pragma.html#pragma_application_id
const applicationID = 0x6e657773

// look judges what lies at path before SQLite touches it: SQLite makes a new
// database out of nothing and out of an empty file, and names every other
// trouble "unable to open database file (14)".
func look(path string) (missing, empty bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, false, lookFolder(filepath.Dir(path))
	case err != nil:
		return false, false, fmt.Errorf("cannot be reached: %w", errors.Unwrap(err))
	case info.IsDir():
		return false, false, errors.New("is a folder, not a file")
	case !info.Mode().IsRegular():
		return false, false, errors.New("is not a regular file")
	case info.Size() == 0:
		return false, true, nil
	}
	return false, false, lookHeader(path)
}

func lookFolder(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no folder %s", dir)
	case err != nil:
		return fmt.Errorf("its folder cannot be reached: %w", errors.Unwrap(err))
	case !info.IsDir():
		return fmt.Errorf("%s is not a folder", dir)
	}
	return nil
}

// lookHeader reads the first 100 bytes.
// https://www.sqlite.org/fileformat.html#the_database_header
func lookHeader(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("cannot be read: %w", errors.Unwrap(err))
	}
	defer f.Close()
	var head [100]byte
	n, err := io.ReadFull(f, head[:])
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("cannot be read: %w", err)
	}
	if n < len(head) || !strings.HasPrefix(string(head[:]), "SQLite format 3\x00") {
		return fmt.Errorf("%w: it is not an SQLite file; move it away, or put a backup in its place", ErrCorrupt)
	}
	if id := binary.BigEndian.Uint32(head[68:]); id != applicationID {
		return fmt.Errorf("belongs to another program (application id %#x); choose another file", id)
	}
	return nil
}

// fileURI writes a path as SQLite's URI filename, so that "?", "#" and "%" in
// it are not taken for something else. https://www.sqlite.org/uri.html
func fileURI(path, query string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	slashed := filepath.ToSlash(abs)
	if !strings.HasPrefix(slashed, "/") { // C:/news.db
		slashed = "/" + slashed
	}
	return "file://" + (&url.URL{Path: slashed}).EscapedPath() + "?" + query, nil
}
