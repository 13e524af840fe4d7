package access

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// Session is one who has given the password: a hash of what the browser holds.
type Session struct {
	Hash     []byte    `json:"hash"` // SHA-256 of 256 random bits
	Password string    `json:"password"`
	Ends     time.Time `json:"ends"`
}

// Sessions is the file of those who are signed in. One daemon at a time has it.
type Sessions struct{ path string }

// SessionsOf is the file beside a database.
func SessionsOf(database string) *Sessions { return &Sessions{database + ".sessions"} }

type sessionContent struct {
	Version  int       `json:"version"`
	Sessions []Session `json:"sessions"`
}

// Load reads the file. Where there is none, nobody is signed in.
func (s *Sessions) Load() ([]Session, error) {
	info, err := os.Stat(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the sessions: %w", err)
	}
	if err := private(s.path, info); err != nil {
		return nil, fmt.Errorf("read the sessions: %w", err)
	}
	var c sessionContent
	data, err := readBounded(s.path)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err == nil && c.Version != fileVersion {
		err = fmt.Errorf("its version is %d, this program knows %d", c.Version, fileVersion)
	}
	if err != nil {
		return nil, fmt.Errorf("read the sessions: %s: %w", s.path, err)
	}
	return c.Sessions, nil
}

// Save writes the file anew, whole or not at all.
func (s *Sessions) Save(all []Session) error {
	if err := writePrivate(s.path, sessionContent{Version: fileVersion, Sessions: all}); err != nil {
		return fmt.Errorf("write the sessions: %w", err)
	}
	return nil
}
