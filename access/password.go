package access

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// Costs of a password: the first choice of the OWASP Password Storage Cheat Sheet.
// A check takes 19 MiB, and only one runs at a time.
const (
	argonTime    = 2
	argonMemory  = 19 << 10 // KiB
	argonThreads = 1
	argonKey     = 32
	argonSalt    = 16
)

// Lengths of a password: NIST SP 800-63B asks for at least 8 characters.
const (
	leastPassword = 8    // characters
	mostPassword  = 1000 // bytes
)

var errNoHash = errors.New("the hash of the password cannot be read")

func checkPassword(password string) error {
	switch {
	case !utf8.ValidString(password) || len(password) > mostPassword:
		return fmt.Errorf("a password is at most %d bytes of text", mostPassword)
	case utf8.RuneCountInString(password) < leastPassword:
		return fmt.Errorf("a password has at least %d characters", leastPassword)
	}
	return nil
}

// hashPassword writes a hash in the form of the argon2 reference, with its salt
// and its costs.
func hashPassword(password string) string {
	salt := make([]byte, argonSalt)
	rand.Read(salt) // never fails
	key := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, argonKey)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// hashed is a hash taken apart.
type hashed struct {
	memory, time uint32
	threads      uint8
	salt, key    []byte
}

// parseHash bounds the costs: a hash from a file must not take the machine.
func parseHash(text string) (h hashed, err error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, errNoHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.time, &h.threads); err != nil {
		return h, errNoHash
	}
	var saltErr, keyErr error
	h.salt, saltErr = base64.RawStdEncoding.DecodeString(parts[4])
	h.key, keyErr = base64.RawStdEncoding.DecodeString(parts[5])
	sound := h.memory >= 8 && h.memory <= 1<<20 && h.time >= 1 && h.time <= 20 && h.threads >= 1 && len(h.salt) >= 8 && len(h.key) >= 16 && len(h.key) <= 64
	if saltErr != nil || keyErr != nil || !sound {
		return h, errNoHash
	}
	return h, nil
}

func (h hashed) matches(password string) bool {
	key := argon2.IDKey([]byte(password), h.salt, h.time, h.memory, h.threads, uint32(len(h.key)))
	return subtle.ConstantTimeCompare(key, h.key) == 1
}

// Secret is a password that is held in memory alone, hashed.
type Secret struct {
	hash     hashed
	checking chan struct{}
}

// NewSecret hashes a password. The salt is made of what this installation keeps
// to itself (Keys.Secret), so that a password has one name there from one start to
// the next, and guessing at the name costs what guessing at a hash does.
func NewSecret(password string, installation []byte) (*Secret, error) {
	if err := checkPassword(password); err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, installation)
	mac.Write([]byte("password file"))
	h := hashed{memory: argonMemory, time: argonTime, threads: argonThreads, salt: mac.Sum(nil)[:argonSalt]}
	h.key = argon2.IDKey([]byte(password), h.salt, argonTime, argonMemory, argonThreads, argonKey)
	return &Secret{hash: h, checking: make(chan struct{}, 1)}, nil
}

// Name is another one for another password.
func (s *Secret) Name() string {
	sum := sha256.Sum256(s.hash.key)
	return hex.EncodeToString(sum[:8])
}

// Is checks a password, one at a time.
func (s *Secret) Is(given string) bool {
	if len(given) > mostPassword {
		return false
	}
	s.checking <- struct{}{}
	defer func() { <-s.checking }()
	return s.hash.matches(given)
}
