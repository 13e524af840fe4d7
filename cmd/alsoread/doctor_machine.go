package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"alsoread/access"
	"alsoread/news"
	"alsoread/sources"
	"alsoread/store"
)

// What the doctor holds against a database and its disk.
const (
	largeWAL     = 256 << 20 // bytes that were not written back into the file
	spareShare   = 4         // of the database's size, a quarter must be free on its disk
	leastFree    = 200 << 20 // bytes
	overdueAfter = 30 * time.Minute
	stillAfter   = 24 * time.Hour
)

// examineKeys looks at who may enter.
func (a *app) examineKeys() int {
	path := access.Path(a.databasePath)
	keys, err := access.Open(path)
	if err != nil {
		return a.trouble(err, "Mend what is said, or remove the file and set password and tokens anew.")
	}
	if _, err := access.SessionsOf(a.databasePath).Load(); err != nil {
		return a.trouble(err, "Mend what is said, or remove the file: people then sign in anew.")
	}
	expired := 0
	for _, t := range keys.Tokens() {
		if !t.Expires.IsZero() && t.Expires.Before(time.Now()) {
			expired++
		}
	}
	if _, has := keys.HasPassword(); has {
		a.fine("a password is set, and %s", count(len(keys.Tokens()), "token", "tokens"))
	} else {
		a.fine("no password is set: the daemon serves this machine alone")
	}
	if expired > 0 {
		a.fine("%s over; \"alsoread token revoke\" clears up", count(expired, "token is", "tokens are"))
	}
	return 0
}

// soonOver is how long before its end a certificate should have been renewed.
const soonOver = 14 * 24 * time.Hour

// examineCertificate looks at what the daemon shows to who speaks TLS.
func (a *app) examineCertificate(files *sources.TLS) int {
	if files == nil {
		return 0
	}
	pair, err := tls.LoadX509KeyPair(files.Cert, files.Key)
	switch {
	case errors.Is(err, fs.ErrPermission):
		a.fine("newsroom.tls: %v; whoever runs the daemon must be allowed to", err)
		return 0
	case err != nil:
		return a.trouble(fmt.Sprintf("newsroom.tls: %s and %s: %v", files.Cert, files.Key, err), "Put a certificate and its key there, in PEM.")
	}
	left := time.Until(pair.Leaf.NotAfter)
	ends := clock(pair.Leaf.NotAfter, a.zone())
	switch {
	case left <= 0:
		return a.trouble(fmt.Sprintf("the certificate of newsroom.tls is over since %s", ends), "Renew it; the daemon takes it up by itself.")
	case left < soonOver:
		return a.trouble(fmt.Sprintf("the certificate of newsroom.tls ends %s", ends), "Renew it; the daemon takes it up by itself.")
	}
	a.fine("the certificate of newsroom.tls is good until %s", ends)
	return 0
}

// examineDisk looks at the room that the database has to grow.
func (a *app) examineDisk(facts store.Report, running bool) int {
	troubles := 0
	if facts.WALBytes > largeWAL && !running {
		troubles += a.trouble(fmt.Sprintf("%s holds %.0f MB that were never written back", a.databasePath+"-wal", float64(facts.WALBytes)/1e6),
			"Do not remove it. Any scan writes it back; if it stays, another program has the database open.")
	}
	free, err := freeBytes(filepath.Dir(a.databasePath))
	if err != nil {
		return troubles // this system does not tell
	}
	if free < max(leastFree, facts.Bytes/spareShare) {
		return troubles + a.trouble(fmt.Sprintf("only %.0f MB are free on the disk of %s", float64(free)/1e6, a.databasePath),
			"Make room, or keep less: alsoread daemon --keep 90d, or --keep-size 2GiB.")
	}
	a.fine("%.1f GB are free on its disk", float64(free)/1e9)
	return troubles
}

// examineDaemon looks whether somebody scans, and keeps up.
func (a *app) examineDaemon(list []news.SourceState, process string, running bool) int {
	var last time.Time
	late, now := 0, time.Now()
	for _, s := range list {
		if s.Gone || !s.State.Retired.IsZero() {
			continue
		}
		if s.State.LastScan.After(last) {
			last = s.State.LastScan
		}
		if !s.State.Next.IsZero() && now.Sub(s.State.Next) > overdueAfter {
			late++
		}
	}
	switch {
	case last.After(now.Add(time.Hour)):
		return a.trouble("the last scan lies in the future: "+clock(last, a.zone()), "Set the clock of this machine.")
	case running && late > 0:
		return a.trouble(fmt.Sprintf("a daemon is running (process %s), but %s over half an hour late", process, count(late, "source is", "sources are")),
			"Look into its log; more --workers help where many sources are slow.")
	case running:
		a.fine("a daemon is running (process %s)", process)
	case !last.IsZero() && now.Sub(last) > stillAfter:
		return a.trouble("no daemon is running, and nothing was scanned since "+clock(last, a.zone()), "Start it: alsoread daemon. Or scan by hand: alsoread scan.")
	default:
		a.fine("no daemon is running")
	}
	return 0
}

// examineBackups names what restorations have left beside the database.
func (a *app) examineBackups() {
	found, _ := filepath.Glob(a.databasePath + ".before-*")
	for _, path := range found {
		if info, err := os.Stat(path); err == nil && !strings.HasSuffix(path, "-wal") {
			a.fine("%s was kept aside by a restoration (%.1f MB); remove it when it is not needed", path, float64(info.Size())/1e6)
		}
	}
}
