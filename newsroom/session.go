package newsroom

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Limits of sessions. They are in memory: a restart ends them all.
const (
	sessionTime = 30 * 24 * time.Hour
	maxSessions = 1000
)

// Names of the cookie. A browser takes the first only over TLS, for this host
// alone and the whole of it.
const (
	secureCookie = "__Host-alsoread"
	plainCookie  = "alsoread"
)

// sessions are those who have given the password.
type sessions struct {
	mu sync.Mutex
	by map[[32]byte]session // by hash of the cookie, which is kept nowhere
}

type session struct {
	password string // that was given: another one in force ends the session
	ends     time.Time
}

func newSessions() *sessions { return &sessions{by: map[[32]byte]session{}} }

// begin makes a session and returns its secret.
func (s *sessions) begin(password string) string {
	raw := make([]byte, 32)
	rand.Read(raw) // never fails
	secret := base64.RawURLEncoding.EncodeToString(raw)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.by) >= maxSessions {
		s.drop()
	}
	s.by[sha256.Sum256([]byte(secret))] = session{password, time.Now().Add(sessionTime)}
	return secret
}

// drop makes room: those that are over go, else the one that ends first.
func (s *sessions) drop() {
	var first [32]byte
	now := time.Now()
	for hash, one := range s.by {
		if one.ends.Before(now) {
			delete(s.by, hash)
		} else if old, ok := s.by[first]; !ok || one.ends.Before(old.ends) {
			first = hash
		}
	}
	if len(s.by) >= maxSessions {
		delete(s.by, first)
	}
}

// holds reports whether a secret is that of a session under this password. It is
// looked up by its hash, so the time that takes tells nothing about it.
func (s *sessions) holds(secret, password string) bool {
	if secret == "" {
		return false
	}
	hash := sha256.Sum256([]byte(secret))
	s.mu.Lock()
	defer s.mu.Unlock()
	one, ok := s.by[hash]
	if ok && (time.Now().After(one.ends) || one.password != password) {
		delete(s.by, hash)
		return false
	}
	return ok
}

func (s *sessions) end(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.by, sha256.Sum256([]byte(secret)))
}

// sessionOf is the secret in a request's cookie.
func sessionOf(req *http.Request) string {
	for _, name := range []string{secureCookie, plainCookie} {
		if c, err := req.Cookie(name); err == nil {
			return c.Value
		}
	}
	return ""
}

// sessionCookie is Secure wherever the client speaks TLS. Without TLS a session
// begins only on this machine, or where the operator has accepted that.
func (r *Room) sessionCookie(req *http.Request, secret string, ends time.Duration) *http.Cookie {
	c := &http.Cookie{Name: plainCookie, Value: secret, Path: "/", MaxAge: int(ends / time.Second), HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if r.secure(req) {
		c.Name, c.Secure = secureCookie, true
	}
	return c
}

// safeNext is a place of this server to go on to, whatever a link said.
func (r *Room) safeNext(next string) string {
	local := strings.HasPrefix(next, "/") && !strings.HasPrefix(next, "//") && !strings.ContainsAny(next, "\\\r\n\t") && len(next) <= maxAddress
	if !local {
		return r.root()
	}
	return r.root() + next[1:]
}
