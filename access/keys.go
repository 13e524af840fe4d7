package access

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"
)

// Keys is the file of hashes. It may be changed by another process while a
// daemon holds it: every question looks whether it has. Its methods may be
// called from many goroutines.
type Keys struct {
	path string

	mu       sync.Mutex
	seen     fingerprint
	content  content
	checking sync.Mutex // one password at a time: each takes 19 MiB
}

// content is what the file holds.
type content struct {
	Version  int     `json:"version"`
	Secret   []byte  `json:"secret"`             // seals what the server gives out and takes back
	Password string  `json:"password,omitempty"` // argon2id
	Tokens   []Token `json:"tokens"`
}

const (
	fileVersion = 1
	maxFile     = 1 << 20 // bytes
)

// Path is where the keys to a database lie.
func Path(database string) string { return database + ".keys" }

// Open reads the keys at path. Where there is no file there are no keys; it is
// made with the first, or by Secret.
func Open(path string) (*Keys, error) {
	k := &Keys{path: path}
	return k, k.refresh()
}

// fingerprint tells one state of a file from another.
type fingerprint struct {
	modified time.Time
	size     int64
}

// refresh reads the file if it has changed. The lock is held, or nobody else
// knows k yet.
func (k *Keys) refresh() error {
	info, err := os.Stat(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		k.seen, k.content = fingerprint{}, content{Version: fileVersion}
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the keys: %w", err)
	}
	now := fingerprint{info.ModTime(), info.Size()}
	if now == k.seen {
		return nil
	}
	if err := private(k.path, info); err != nil {
		return fmt.Errorf("read the keys: %w", err)
	}
	c, err := readContent(k.path)
	if err != nil {
		return fmt.Errorf("read the keys: %s: %w", k.path, err)
	}
	k.seen, k.content = now, c
	return nil
}

func readContent(path string) (c content, err error) {
	data, err := readBounded(path)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return c, err
	}
	if c.Version != fileVersion {
		return c, fmt.Errorf("its version is %d, this program knows %d", c.Version, fileVersion)
	}
	if c.Password != "" {
		_, err = parseHash(c.Password)
	}
	return c, err
}

// current is what the file holds now. When it cannot be read any more, what was
// read last stays in force: a fault opens no door.
func (k *Keys) current() content {
	k.mu.Lock()
	defer k.mu.Unlock()
	_ = k.refresh()
	return k.content
}

// change writes the file anew, whole or not at all.
func (k *Keys) change(edit func(*content) error) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.refresh(); err != nil {
		return err
	}
	c := k.content
	c.Tokens = slices.Clone(c.Tokens)
	if len(c.Secret) == 0 {
		c.Secret = make([]byte, 32)
		rand.Read(c.Secret) // never fails
	}
	if err := edit(&c); err != nil {
		return err
	}
	if err := writePrivate(k.path, c); err != nil {
		return fmt.Errorf("write the keys: %w", err)
	}
	return k.refresh()
}

// Secret is 32 bytes that stay the same from one start to the next.
func (k *Keys) Secret() ([]byte, error) {
	if c := k.current(); len(c.Secret) > 0 {
		return c.Secret, nil
	}
	err := k.change(func(*content) error { return nil })
	return k.current().Secret, err
}

// SetPassword replaces the password; an empty one removes it.
func (k *Keys) SetPassword(password string) error {
	hash := ""
	if password != "" {
		if err := checkPassword(password); err != nil {
			return err
		}
		hash = hashPassword(password)
	}
	return k.change(func(c *content) error { c.Password = hash; return nil })
}

// HasPassword says whether there is one, and names it: another name is another
// password.
func (k *Keys) HasPassword() (name string, ok bool) {
	c := k.current()
	if c.Password == "" {
		return "", false
	}
	sum := sha256.Sum256([]byte(c.Password))
	return hex.EncodeToString(sum[:8]), true
}

// IsPassword checks a password. It takes as long for a wrong one as for the
// right one.
func (k *Keys) IsPassword(given string) bool {
	c := k.current()
	h, err := parseHash(c.Password)
	if err != nil || len(given) > mostPassword {
		return false
	}
	k.checking.Lock()
	defer k.checking.Unlock()
	return h.matches(given)
}

// NewToken makes a token and returns it; nobody can read it again.
func (k *Keys) NewToken(name string, scope Scope, expires time.Time) (secret string, err error) {
	if !slices.Contains(Scopes, scope) {
		return "", fmt.Errorf("a scope is one of read, write, admin, not %q", scope)
	}
	err = k.change(func(c *content) error {
		if err := checkName(name, c.Tokens); err != nil {
			return err
		}
		var t Token
		secret, t = newToken(name, scope, time.Now(), expires)
		c.Tokens = append(c.Tokens, t)
		return nil
	})
	return secret, err
}

// Tokens lists what tokens there are, the oldest first.
func (k *Keys) Tokens() []Token { return slices.Clone(k.current().Tokens) }

// Revoke takes a token out of force; ErrNoToken.
func (k *Keys) Revoke(name string) error {
	return k.change(func(c *content) error {
		left := slices.DeleteFunc(c.Tokens, func(t Token) bool { return t.Name == name })
		if len(left) == len(k.content.Tokens) {
			return ErrNoToken
		}
		c.Tokens = left
		return nil
	})
}

// IsToken checks a token and says what its holder may do.
func (k *Keys) IsToken(secret string) (Token, bool) {
	return findToken(k.current().Tokens, secret, time.Now())
}
