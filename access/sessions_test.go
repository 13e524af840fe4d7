package access

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestSessionsFile(t *testing.T) {
	database := filepath.Join(t.TempDir(), "news.db")
	s := SessionsOf(database)
	if all, err := s.Load(); err != nil || len(all) != 0 {
		t.Fatalf("without a file: %v, %v", all, err)
	}
	want := Session{Hash: bytes.Repeat([]byte{7}, 32), Password: "ab12", Ends: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}
	if err := s.Save([]Session{want}); err != nil {
		t.Fatal(err)
	}
	all, err := SessionsOf(database).Load()
	if err != nil || len(all) != 1 || !bytes.Equal(all[0].Hash, want.Hash) || all[0].Password != "ab12" || !all[0].Ends.Equal(want.Ends) {
		t.Errorf("%+v, %v", all, err)
	}
	path := database + ".sessions"
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	for name, spoil := range map[string]func() error{
		"read by others":  func() error { return os.Chmod(path, 0o640) },
		"no JSON":         func() error { return os.WriteFile(path, []byte("{"), 0o600) },
		"another version": func() error { return os.WriteFile(path, []byte(`{"version": 9}`), 0o600) },
		"too large":       func() error { return os.WriteFile(path, bytes.Repeat([]byte(" "), maxFile+1), 0o600) },
	} {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := s.Save([]Session{want}); err != nil {
			t.Fatal(err)
		}
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		if all, err := s.Load(); err == nil || len(all) > 0 || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v, %v", name, all, err)
		}
	}
}

// A password from outside has one name in an installation, and another in
// another.
func TestSecretNames(t *testing.T) {
	named := func(password, installation string) string {
		s, err := NewSecret(password, []byte(installation))
		if err != nil || !s.Is(password) || s.Is(password+"x") {
			t.Fatalf("%v", err)
		}
		return s.Name()
	}
	one := named("correct horse", "here")
	if named("correct horse", "here") != one || named("correct horse", "there") == one || named("correct horses", "here") == one {
		t.Error("the names do not tell passwords apart")
	}
}
