package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestDoctorLooksAtWhoMayEnter(t *testing.T) {
	d, _ := newWorldDesk(t)
	d.scan()
	out, _, _ := d.run("doctor")
	has(t, out, "no password is set", "no daemon is running", "free on its disk")
	d.give("correct horse battery\n", "password")
	d.must(exitOK, "token", "create", "phone")
	out, _, _ = d.run("doctor")
	has(t, out, "a password is set, and 1 token")
	if err := os.Chmod(d.database+".keys", 0o644); err != nil {
		t.Fatal(err)
	}
	has(t, d.must(exitFailed, "doctor"), "WRONG", "chmod 600")
	if err := os.Chmod(d.database+".keys", 0o600); err != nil {
		t.Fatal(err)
	}
	writeTo(t, d.database+".sessions", "{")
	has(t, d.must(exitFailed, "doctor"), "WRONG", ".sessions", "sign in anew")
}

func TestDoctorLooksAtTheCertificate(t *testing.T) {
	d := newDesk(t, []byte(tlsYAML))
	folder := filepath.Dir(d.sources)
	has(t, d.must(exitFailed, "doctor"), "WRONG", "newsroom.tls", "no such file")
	for says, ends := range map[string]time.Duration{"is good until": 90 * 24 * time.Hour, "tls ends": 24 * time.Hour, "is over since": -time.Minute} {
		pairUntil(t, filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem"), 1, time.Now().Add(ends))
		out, _, code := d.run("doctor")
		if has(t, out, "certificate of newsroom.tls "+strings.TrimPrefix(says, "tls ")); (code == exitOK) != (ends > soonOver) {
			t.Errorf("%s: exit code %d\n%s", says, code, out)
		}
	}
}

func TestDoctorSeesTheDaemon(t *testing.T) {
	d, _ := newWorldDesk(t)
	p := d.start("daemon", "--listen", "")
	p.until("alsoread is running")
	out, _, _ := d.run("doctor")
	has(t, out, "a daemon is running (process ")
	p.cmd.Process.Signal(syscall.SIGTERM)
	p.ends()
}

// Tables that do not agree are no sound database.
func TestDoctorSaysWhatDoesNotAgree(t *testing.T) {
	d, _ := newWorldDesk(t)
	d.scan()
	db, err := sql.Open("sqlite", d.database)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("DELETE FROM sightings WHERE story_id = (SELECT min(id) FROM stories)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	has(t, d.must(exitFailed, "doctor"), "1 stories without a sighting", "alsoread restore")
}
