package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"alsoread/sources"
)

// certificate is what the daemon shows to who speaks TLS. Its files are read
// again when they change; a pair with faults is said and changes nothing.
type certificate struct {
	log     *slog.Logger
	current atomic.Pointer[tls.Certificate]

	mu    sync.Mutex
	files sources.TLS
	seen  [2]print
}

// errNeedsRestart: the daemon listens already.
var errNeedsRestart = errors.New("newsroom.tls was put in or taken out: that needs a restart of the daemon")

// newCertificate reads the pair; nil for plain HTTP.
func newCertificate(files *sources.TLS, log *slog.Logger) (*certificate, error) {
	if files == nil {
		return nil, nil
	}
	c := &certificate{log: log}
	return c, c.take(*files)
}

// take reads a pair of files and shows it from then on.
func (c *certificate) take(files sources.TLS) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.files, c.seen = files, [2]print{fingerprint(files.Cert), fingerprint(files.Key)}
	pair, err := tls.LoadX509KeyPair(files.Cert, files.Key)
	if err != nil {
		return fmt.Errorf("newsroom.tls: %s and %s: %w", files.Cert, files.Key, err)
	}
	c.current.Store(&pair)
	if leaf := pair.Leaf; leaf != nil && time.Now().After(leaf.NotAfter) {
		c.log.Warn("the certificate of newsroom.tls is over", "cert", files.Cert, "ended", leaf.NotAfter)
	}
	return nil
}

// look reads the pair again if its files have changed, or in any case.
func (c *certificate) look(anyway bool) {
	if c == nil {
		return
	}
	c.mu.Lock()
	files := c.files
	changed := [2]print{fingerprint(files.Cert), fingerprint(files.Key)} != c.seen
	c.mu.Unlock()
	if !changed && !anyway {
		return
	}
	if err := c.take(files); err != nil {
		c.log.Error("the certificate could not be read again; the one before stays in force", "error", err)
	} else if changed {
		c.log.Info("the certificate was read again", "cert", files.Cert)
	}
}

// adopt follows what a new sources.yaml says of TLS. Whether there is TLS at all
// is settled when the daemon starts to listen.
func (c *certificate) adopt(files *sources.TLS) error {
	switch {
	case (c == nil) != (files == nil):
		return errNeedsRestart
	case c == nil:
		return nil
	}
	c.mu.Lock()
	same := *files == c.files
	before := c.files
	c.mu.Unlock()
	if same {
		return nil
	}
	err := c.take(*files)
	if err != nil {
		c.mu.Lock()
		c.files = before
		c.mu.Unlock()
	}
	return err
}

func (c *certificate) forHandshake(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	return c.current.Load(), nil
}
