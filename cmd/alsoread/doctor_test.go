package main

import (
	"database/sql"
	"os"
	"syscall"
	"testing"
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
