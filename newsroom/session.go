package newsroom

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Limits of sessions.
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

// SessionKeeper keeps sessions from one start to the next. The secrets of
// browsers are not among what it gets, only their hashes.
type SessionKeeper interface {
	Load() ([]Session, error)
	Save([]Session) error
}

// Session is one who has given the password.
type Session struct {
	Hash     [32]byte // SHA-256 of the cookie, which is kept nowhere
	Password string   // that was given: another one in force ends the session
	Ends     time.Time
}

// sessions are those who have given the password.
type sessions struct {
	keeper SessionKeeper // nil: they end with the process
	log    *slog.Logger

	mu sync.Mutex
	by map[[32]byte]Session
}

func newSessions(keeper SessionKeeper, log *slog.Logger) *sessions {
	s := &sessions{keeper: keeper, log: log, by: map[[32]byte]Session{}}
	if keeper == nil {
		return s
	}
	kept, err := keeper.Load()
	if err != nil {
		log.Error("everybody has to sign in anew: sessions could not be read", "error", err)
	}
	for _, one := range kept {
		if len(s.by) < maxSessions {
			s.by[one.Hash] = one
		}
	}
	return s
}

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
	hash := sha256.Sum256([]byte(secret))
	s.by[hash] = Session{hash, password, time.Now().Add(sessionTime)}
	s.keep(password)
	return secret
}

// drop makes room: those that are over go, else the one that ends first.
func (s *sessions) drop() {
	var first [32]byte
	now := time.Now()
	for hash, one := range s.by {
		if one.Ends.Before(now) {
			delete(s.by, hash)
		} else if old, ok := s.by[first]; !ok || one.Ends.Before(old.Ends) {
			first = hash
		}
	}
	if len(s.by) >= maxSessions {
		delete(s.by, first)
	}
}

// keep hands them all to the keeper. Those of another password than the one in
// force end with it, so that setting an old one again brings nobody back.
func (s *sessions) keep(inForce string) {
	now := time.Now()
	all := []Session{}
	for hash, one := range s.by {
		if one.Password != inForce || one.Ends.Before(now) {
			delete(s.by, hash)
			continue
		}
		all = append(all, one)
	}
	if s.keeper == nil {
		return
	}
	slices.SortFunc(all, func(a, b Session) int { return cmp.Or(a.Ends.Compare(b.Ends), bytes.Compare(a.Hash[:], b.Hash[:])) })
	if err := s.keeper.Save(all); err != nil {
		s.log.Error("sessions could not be kept: after a restart they are as they were before", "error", err)
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
	if ok && (time.Now().After(one.Ends) || one.Password != password) {
		s.keep(password)
		return false
	}
	return ok
}

func (s *sessions) end(secret, inForce string) {
	hash := sha256.Sum256([]byte(secret))
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.by[hash]; ok {
		delete(s.by, hash)
		s.keep(inForce)
	}
}

// begun ends what is left of sessions of another password at the start.
func (s *sessions) begun(keys Keys) {
	if s.keeper == nil || keys == nil {
		return
	}
	password, locked := keys.Locked()
	s.mu.Lock()
	defer s.mu.Unlock()
	other := !locked
	for _, one := range s.by {
		other = other || one.Password != password
	}
	if other && len(s.by) > 0 {
		s.keep(password)
	}
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
