package access

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Scope is what the holder of a token may do; each holds those before it.
type Scope string

const (
	Read  Scope = "read"  // pages, feeds, answers of the API
	Write Scope = "write" // correct groups, scan now
	Admin Scope = "admin" // change what is scanned
)

// Scopes in their order.
var Scopes = []Scope{Read, Write, Admin}

// Token is a token without its secret, which nobody but its holder has.
type Token struct {
	Name    string    `json:"name"`
	Scope   Scope     `json:"scope"`
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires,omitzero"` // zero: never
	Hash    []byte    `json:"hash"`             // SHA-256
}

// tokenMark begins every token, so that scanners for leaked secrets know one.
const tokenMark = "alsoread_"

const (
	tokenBytes = 32 // 256 bits: nobody guesses that, so a plain hash keeps it
	maxTokens  = 1000
	maxName    = 100
)

// ErrNoToken: no token has that name.
var ErrNoToken = errors.New("there is no token of that name")

// newToken makes a token and what is kept of it.
func newToken(name string, scope Scope, now, expires time.Time) (secret string, t Token) {
	raw := make([]byte, tokenBytes)
	rand.Read(raw) // never fails
	secret = tokenMark + base64.RawURLEncoding.EncodeToString(raw)
	sum := sha256.Sum256([]byte(secret))
	return secret, Token{Name: name, Scope: scope, Created: now.UTC().Truncate(time.Second), Expires: expires.UTC().Truncate(time.Second), Hash: sum[:]}
}

func checkName(name string, tokens []Token) error {
	switch {
	case strings.TrimSpace(name) == "" || len(name) > maxName || strings.ContainsFunc(name, unicode.IsControl):
		return fmt.Errorf("a token wants a name of 1 to %d characters", maxName)
	case slices.ContainsFunc(tokens, func(t Token) bool { return t.Name == name }):
		return fmt.Errorf("there is a token %q already; revoke it first", name)
	case len(tokens) >= maxTokens:
		return fmt.Errorf("there are %d tokens already; revoke some", maxTokens)
	}
	return nil
}

// findToken compares with every token, so that the time it takes tells nothing.
func findToken(tokens []Token, secret string, now time.Time) (found Token, ok bool) {
	sum := sha256.Sum256([]byte(secret))
	for _, t := range tokens {
		if subtle.ConstantTimeCompare(t.Hash, sum[:]) == 1 {
			found, ok = t, t.Expires.IsZero() || now.Before(t.Expires)
		}
	}
	return found, ok
}
