package access

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func open(t *testing.T) *Keys {
	t.Helper()
	k, err := Open(Path(filepath.Join(t.TempDir(), "news.db")))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestPassword(t *testing.T) {
	k := open(t)
	if _, ok := k.HasPassword(); ok || k.IsPassword("") {
		t.Fatal("there is a password before one was set")
	}
	for _, bad := range []string{"short", strings.Repeat("x", 1001), "\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7"} {
		if err := k.SetPassword(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	if err := k.SetPassword("Fähre nach Süden"); err != nil {
		t.Fatal(err)
	}
	first, ok := k.HasPassword()
	if !ok || !k.IsPassword("Fähre nach Süden") || k.IsPassword("fähre nach süden") || k.IsPassword("") || k.IsPassword(strings.Repeat("x", 5000)) {
		t.Error("the password is not checked as it should be")
	}
	if err := k.SetPassword("another one of them"); err != nil {
		t.Fatal(err)
	}
	if second, _ := k.HasPassword(); second == first {
		t.Error("another password has the same name")
	}
	if err := k.SetPassword(""); err != nil {
		t.Fatal(err)
	}
	if _, ok := k.HasPassword(); ok {
		t.Error("it was not removed")
	}
}

func TestTokens(t *testing.T) {
	k := open(t)
	secret, err := k.NewToken("phone", Write, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	old, err := k.NewToken("old", Read, time.Now().Add(-time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := k.IsToken(secret); !ok || got.Name != "phone" || got.Scope != Write {
		t.Errorf("%+v, %v", got, ok)
	}
	for _, wrong := range []string{"", "alsoread_", secret + "x", strings.ToUpper(secret), old} {
		if got, ok := k.IsToken(wrong); ok {
			t.Errorf("%q opens as %+v", wrong, got)
		}
	}
	for name, scope := range map[string]Scope{"phone": Read, "": Read, "x\ny": Read, "fine": "root"} {
		if _, err := k.NewToken(name, scope, time.Time{}); err == nil {
			t.Errorf("%q with scope %q was made", name, scope)
		}
	}
	if err := k.Revoke("nobody"); !errors.Is(err, ErrNoToken) {
		t.Error(err)
	}
	if err := k.Revoke("phone"); err != nil {
		t.Fatal(err)
	}
	if _, ok := k.IsToken(secret); ok || len(k.Tokens()) != 1 {
		t.Error("a revoked token opens")
	}
}

// What a daemon holds follows what the command line changes, and the file has
// no secret in the clear.
func TestFile(t *testing.T) {
	k := open(t)
	daemon, err := Open(k.path)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := k.NewToken("phone", Admin, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.SetPassword("correct horse battery"); err != nil {
		t.Fatal(err)
	}
	if _, ok := daemon.IsToken(secret); !ok {
		t.Error("the daemon does not know the new token")
	}
	text, err := os.ReadFile(k.path)
	if err != nil || strings.Contains(string(text), secret) || strings.Contains(string(text), "horse") || !strings.Contains(string(text), "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("%s, %v", text, err)
	}
	if info, _ := os.Stat(k.path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	seal, err := daemon.Secret()
	if again, _ := k.Secret(); err != nil || len(seal) != 32 || string(again) != string(seal) {
		t.Error("the secret differs", err)
	}

	os.WriteFile(k.path, []byte("{"), 0o600)
	if _, ok := daemon.HasPassword(); !ok {
		t.Error("a damaged file has opened the door")
	}
	if _, err := Open(k.path); err == nil {
		t.Error("a damaged file was read")
	}
	os.WriteFile(k.path, text, 0o600)
	os.Chmod(k.path, 0o644)
	if _, err := Open(k.path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Error("a file that others can read was taken:", err)
	}
}

// A hash from outside costs no more than it may, and never panics.
func FuzzParseHash(f *testing.F) {
	f.Add("$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG")
	f.Add("$argon2id$v=19$m=4294967295,t=4294967295,p=255$$")
	f.Fuzz(func(t *testing.T, text string) {
		if h, err := parseHash(text); err == nil && (h.memory > 1<<20 || h.time > 20 || h.threads == 0 || len(h.key) == 0) {
			t.Errorf("%q: %+v", text, h)
		}
	})
}
