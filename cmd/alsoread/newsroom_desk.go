package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"alsoread/news"
	"alsoread/newsroom"
	"alsoread/scanner"
	"alsoread/sources"
	"alsoread/store"
)

// sourceDesk changes what is scanned, for the newsroom. sources.yaml stays the truth:
// it is written, and the daemon reads it again by itself.
type sourceDesk struct {
	app     *app
	db      *store.Store
	fetcher *scanner.Fetcher
	scanNow chan<- []string
	reread  chan<- chan struct{} // has sources.yaml read again; what is sent is closed then
	inForce func() *sources.File
	editing sync.Mutex
}

const previewTime = 45 * time.Second // of all requests together; the answer has to be sent within 60

// Preview looks at an address as "sources discover" does.
func (d *sourceDesk) Preview(ctx context.Context, address string) (newsroom.Preview, error) {
	ctx, cancel := context.WithTimeout(ctx, previewTime)
	defer cancel()
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	src := d.app.passing(address)
	found, err := scanner.NewFinder(d.fetcher).Discover(ctx, src)
	if err != nil {
		return newsroom.Preview{}, &newsroom.Refused{Why: err.Error()}
	}
	p := newsroom.Preview{URL: found.URL, Kind: found.Kind}
	if !found.Readable() && found.Listing == nil {
		p.Problem = nothingFound(found)
	}
	known := d.known()
	for i := range found.Candidates {
		p.Candidates = append(p.Candidates, candidateOf(&found.Candidates[i], known))
	}
	if found.Listing != nil {
		p.Candidates = append(p.Candidates, pageCandidate(found, known))
	}
	return p, nil
}

// known maps addresses of sources.yaml to their names.
func (d *sourceDesk) known() map[string]string {
	out := map[string]string{}
	if file, err := d.app.editableSources(); err == nil {
		for _, s := range file.Sources {
			out[s.Display] = s.Name
		}
	}
	return out
}

func candidateOf(c *scanner.Candidate, known map[string]string) newsroom.Candidate {
	out := newsroom.Candidate{URL: c.URL, Kind: c.Kind, Format: c.Format, Title: titleOf(c), Items: c.Items, Newest: stamp(c.Newest), Titles: c.Titles, Known: known[c.URL]}
	switch {
	case c.Err != nil:
		out.Error = c.Err.Error()
	case !c.Works():
		out.Error = "not tried"
	}
	return out
}

// pageCandidate is the page itself, with some of what it lists for a judgement.
func pageCandidate(found *scanner.Discovery, known map[string]string) newsroom.Candidate {
	items := found.Listing.Items
	out := newsroom.Candidate{URL: found.URL, Kind: news.KindPage, Format: "page", Items: len(items), Newest: stamp(newest(items)), Known: known[found.URL]}
	for _, it := range items[:min(len(items), shownItems)] {
		out.Titles = append(out.Titles, it.Title)
	}
	return out
}

func (d *sourceDesk) Add(ctx context.Context, wanted []newsroom.NewSource) ([]newsroom.AddedSource, error) {
	d.editing.Lock()
	defer d.editing.Unlock()
	var added []newsroom.AddedSource
	err := d.app.editSources(func(file *sources.File) ([]byte, error) {
		entries := make([]sources.Entry, 0, len(wanted))
		for _, w := range wanted {
			entries = append(entries, sources.Entry{Name: w.Name, URL: w.URL, Kind: w.Kind, Publisher: w.Publisher, Tags: w.Tags, Schedule: w.Schedule})
		}
		data, results, err := file.Add(entries...)
		if err != nil {
			return nil, err
		}
		changed := false
		for i, r := range results {
			one := newsroom.AddedSource{Name: r.Name, URL: wanted[i].URL, Duplicate: r.Duplicate}
			if r.Err != nil {
				one.Error = r.Err.Error()
			}
			changed = changed || r.OK()
			added = append(added, one)
		}
		if !changed {
			return nil, nil
		}
		return data, nil
	})
	if err != nil {
		return nil, refused(err)
	}
	for _, one := range added {
		if one.Duplicate == "" && one.Error == "" {
			d.app.log.Info("a source was added", "source", one.Name)
		}
	}
	d.takeUp(ctx)
	return added, nil
}

// Remove takes a source out of sources.yaml, as "sources remove" does.
func (d *sourceDesk) Remove(ctx context.Context, name string) error {
	return d.change(ctx, "a source was removed", name, func(file *sources.File) ([]byte, error) { return file.Remove(name) })
}

// SetDisabled keeps a source from being scanned, or no longer.
func (d *sourceDesk) SetDisabled(ctx context.Context, name string, disabled bool) error {
	said := map[bool]string{true: "a source was disabled", false: "a source was enabled"}[disabled]
	return d.change(ctx, said, name, func(file *sources.File) ([]byte, error) { return file.SetDisabled(name, disabled) })
}

func (d *sourceDesk) change(ctx context.Context, said, name string, edit func(*sources.File) ([]byte, error)) error {
	d.editing.Lock()
	defer d.editing.Unlock()
	err := d.app.editSources(func(file *sources.File) ([]byte, error) {
		data, err := edit(file)
		if err != nil {
			return nil, &newsroom.Refused{Why: err.Error()}
		}
		return data, nil
	})
	if err != nil {
		return refused(err)
	}
	d.app.log.Info(said, "source", name)
	d.takeUp(ctx)
	return nil
}

// takeUpTime is how long an answer waits for what it changed to be in force. The
// daemon finds it by itself soon after.
const takeUpTime = 3 * time.Second

// takeUp waits until sources.yaml was read again, so that the next page shows it.
func (d *sourceDesk) takeUp(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, takeUpTime)
	defer cancel()
	done := make(chan struct{})
	select {
	case d.reread <- done:
	case <-ctx.Done():
		return
	}
	select {
	case <-done:
	case <-ctx.Done():
	}
}

func (d *sourceDesk) Disabled() map[string]bool {
	out := map[string]bool{}
	for i := range d.inForce().Sources {
		if s := &d.inForce().Sources[i]; s.Disabled {
			out[s.Name] = true
		}
	}
	return out
}

// refused tells the client what is wrong with the file, which the log of the
// server would not.
func refused(err error) error {
	var exit exitError
	if errors.As(err, &exit) && exit.code == exitUsage {
		return &newsroom.Refused{Why: fmt.Sprintf("sources.yaml has faults, so nothing was changed: %v", exit.err)}
	}
	return err
}

// ScanNow hands names to the daemon, which knows the plan.
func (d *sourceDesk) ScanNow(ctx context.Context, names []string) (map[string]time.Time, error) {
	states, err := d.db.States(ctx)
	if err != nil {
		return nil, err
	}
	file, err := d.app.editableSources()
	if err != nil {
		return nil, refused(err)
	}
	waiting, now := map[string]time.Time{}, time.Now()
	for _, name := range names {
		i := slices.IndexFunc(file.Sources, func(s news.Source) bool { return s.Name == name })
		switch {
		case i < 0:
			return nil, &newsroom.Refused{Why: fmt.Sprintf("there is no source %q", name)}
		case file.Sources[i].Disabled:
			return nil, &newsroom.Refused{Why: fmt.Sprintf("source %q is disabled in sources.yaml", name)}
		}
		if at := scanner.Asked(now, states[name]); at.After(now) {
			waiting[name] = at
		}
	}
	select {
	case d.scanNow <- names:
		return waiting, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
