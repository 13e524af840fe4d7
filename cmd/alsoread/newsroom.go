package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"alsoread/access"
	"alsoread/newsroom"
	"alsoread/scanner"
	"alsoread/sources"
	"alsoread/store"
)

// newsroom ties the room to the store, the scanner and the keys.
func (a *app) newsroom(d *daemonParts, o daemonOptions, keys *access.Keys) (*newsroom.Room, error) {
	secret, err := keys.Secret()
	if err != nil {
		return nil, err
	}
	options := newsroom.Options{
		Store: d.db, Revisions: d.db.Revisions, LastStory: lastStory(d.db), Measure: a.measure(d.db), Secret: secret,
		Version: func(ctx context.Context) (string, time.Time, error) {
			v, err := d.db.Version(ctx)
			return strconv.FormatInt(v.Number, 36), v.At, err
		},
		Scanning: func() newsroom.ScanProgress {
			now := d.scanner.Activity()
			return newsroom.ScanProgress{Pending: now.Pending, Active: now.Active}
		},
		Coverage: storedCoverage{d.db}, Corrector: storedCorrections{d.db}, Groups: storedPages{d.db}, Ties: storedPages{d.db}, Calendar: d.db.Days, Languages: d.db.GroupLanguages,
		Desk:     &sourceDesk{app: a, db: d.db, fetcher: d.fetcher, scanNow: d.scanNow, reread: d.reread, inForce: d.inForce.Load},
		Reader:   d.db,
		Keys:     &doorKeys{keys: keys, password: d.password, always: !loopback(o.listen)},
		Sessions: keptSessions{access.SessionsOf(a.databasePath)},
		BaseURL:  o.baseURL, Hosts: o.hosts, Generator: "alsoread/" + version(), Zone: d.file.Defaults.Location, Log: a.log,
	}
	if o.images == "proxy" {
		options.Pictures = &pictures{inForce: d.inForce.Load, fetcher: d.fetcher}
	}
	return newsroom.New(options), nil
}

func lastStory(db *store.Store) func(context.Context) (int64, error) {
	return func(ctx context.Context) (int64, error) {
		v, err := db.Version(ctx)
		return v.Stories, err
	}
}

// measure looks at the files; nothing is counted for it.
func (a *app) measure(db *store.Store) func(context.Context) (newsroom.Measures, error) {
	return func(ctx context.Context) (m newsroom.Measures, err error) {
		v, err := db.Version(ctx)
		m.Stories, m.Groups = v.Stories, v.Groups
		if info, err := os.Stat(a.databasePath); err == nil {
			m.StoreBytes = info.Size()
		}
		if info, err := os.Stat(a.databasePath + "-wal"); err == nil {
			m.WALBytes = info.Size()
		}
		return m, err
	}
}

// doorKeys is the file of keys as the newsroom asks for it. A password from
// --password-file stands in place of the file's own.
type doorKeys struct {
	keys     *access.Keys
	password *access.Secret // nil: that of the file
	always   bool           // the server is reached from other machines: never open, whatever becomes of the file
}

func (d *doorKeys) Locked() (string, bool) {
	if d.password != nil {
		return d.password.Name(), true
	}
	name, ok := d.keys.HasPassword()
	return name, ok || d.always
}

func (d *doorKeys) Password(given string) bool {
	if d.password != nil {
		return d.password.Is(given)
	}
	return d.keys.IsPassword(given)
}

func (d *doorKeys) Token(given string) (newsroom.Scope, bool) {
	token, ok := d.keys.IsToken(given)
	return map[access.Scope]newsroom.Scope{access.Read: newsroom.ScopeRead, access.Write: newsroom.ScopeWrite, access.Admin: newsroom.ScopeAdmin}[token.Scope], ok
}

// keptSessions is the file of sessions as the newsroom asks for it.
type keptSessions struct{ file *access.Sessions }

func (k keptSessions) Load() ([]newsroom.Session, error) {
	all, err := k.file.Load()
	out := make([]newsroom.Session, 0, len(all))
	for _, s := range all {
		if len(s.Hash) == 32 {
			out = append(out, newsroom.Session{Hash: [32]byte(s.Hash), Password: s.Password, Ends: s.Ends})
		}
	}
	return out, err
}

func (k keptSessions) Save(all []newsroom.Session) error {
	out := make([]access.Session, len(all))
	for i, s := range all {
		out[i] = access.Session{Hash: s.Hash[:], Password: s.Password, Ends: s.Ends}
	}
	return k.file.Save(out)
}

// guardDoor refuses to be reached from other machines without a password.
func (o *daemonOptions) guardDoor(keys *access.Keys, password *access.Secret) error {
	_, has := keys.HasPassword()
	if o.listen == "" || loopback(o.listen) || has || password != nil {
		return nil
	}
	return usage(fmt.Errorf("--listen %s can be reached from other machines: set a password first with \"alsoread password\" (or --password-file), "+
		"or listen on 127.0.0.1", o.listen))
}

// loopback says whether an address to listen on is this machine's alone. A name
// other than localhost may mean anything.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}

// passwordFrom reads the first line of a file, as container platforms hand
// secrets over.
func passwordFrom(path string, keys *access.Keys) (*access.Secret, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, usage(fmt.Errorf("--password-file: %w", err))
	}
	line, _, _ := strings.Cut(string(text), "\n")
	installation, err := keys.Secret()
	if err != nil {
		return nil, failed(err)
	}
	secret, err := access.NewSecret(strings.TrimRight(line, "\r"), installation)
	if err != nil {
		return nil, usage(fmt.Errorf("--password-file %s: %w", path, err))
	}
	return secret, nil
}

// report is a scan's result as the newsroom tells it.
func report(r scanner.Result) newsroom.ScanReport {
	s := r.Scan
	out := newsroom.ScanReport{Source: s.Source.Name, Status: s.Status, Due: r.Due, At: s.At, Took: s.Took, Bytes: s.Bytes, Items: r.Items,
		New: r.Saved.New, Updated: r.Saved.Updated, Articles: r.Articles.Read}
	if s.Err != nil {
		out.Error, out.Cause = s.Err.Error(), cause(s.Err, r.Kept)
	}
	return out
}

// cause is one of a few words for why a scan failed.
func cause(err error, kept bool) string {
	var http *scanner.HTTPError
	var dns *net.DNSError
	switch {
	case !kept:
		return "store"
	case errors.Is(err, scanner.ErrGone):
		return "gone"
	case errors.Is(err, scanner.ErrTimeout):
		return "timeout"
	case errors.Is(err, scanner.ErrTooLarge):
		return "too_large"
	case errors.Is(err, scanner.ErrForbiddenAddress):
		return "forbidden_address"
	case errors.Is(err, scanner.ErrDisallowed):
		return "robots"
	case errors.As(err, &http) && http.Status >= 500:
		return "http_5xx"
	case errors.As(err, &http):
		return "http_4xx"
	case errors.As(err, &dns):
		return "dns"
	case strings.HasPrefix(err.Error(), "fetch: "):
		return "connection"
	}
	return "document"
}

// editSources changes sources.yaml as it is now. It is read again first, and
// left alone if somebody else has changed it meanwhile.
func (a *app) editSources(edit func(*sources.File) ([]byte, error)) error {
	file, err := a.editableSources()
	if err != nil {
		return err
	}
	data, err := edit(file)
	if err != nil || data == nil {
		return err
	}
	if now, err := a.editableSources(); err != nil || now.Version != file.Version {
		return errors.Join(err, errors.New("sources.yaml was changed by somebody else at the same moment; please try again"))
	}
	return a.writeSources(data)
}
