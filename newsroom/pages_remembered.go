package newsroom

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"alsoread/news"
	"alsoread/newsroom/page"
)

// remembered keeps something that many pages show, so that it is read once in a
// while and not for each of them. Who comes while it is being read waits for it.
type remembered[T any] struct {
	mu    sync.Mutex
	value T
	at    time.Time // zero: nothing is kept
}

// get returns what is kept, or what read returns where that is older than age.
func (m *remembered[T]) get(ctx context.Context, age time.Duration, read func(context.Context) (T, error)) (T, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.at.IsZero() && time.Since(m.at) < age {
		return m.value, nil
	}
	value, err := read(ctx)
	if err != nil {
		return value, err
	}
	m.value, m.at = value, time.Now()
	return value, nil
}

// forget has it read anew the next time.
func (m *remembered[T]) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.at = time.Time{}
}

const (
	maxEntries = 4096             // kept; each is a few kilobytes
	entryAge   = 60 * time.Second // what a link leads to may become known without the group changing
)

// entries keeps what lists show of groups, until a group changes.
type entries struct {
	mu    sync.Mutex
	known map[int64]knownEntry
}

type knownEntry struct {
	entry page.Entry
	at    time.Time
}

func newEntries() *entries { return &entries{known: map[int64]knownEntry{}} }

func (e *entries) get(g *news.Group) (page.Entry, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	k, ok := e.known[g.ID]
	if !ok || !k.entry.Group.Changed.Equal(g.Changed) || time.Since(k.at) > entryAge {
		return page.Entry{}, false
	}
	return k.entry, true
}

func (e *entries) put(entry page.Entry) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for id := range e.known { // any: those on the first page come back at once
		if len(e.known) < maxEntries {
			break
		}
		delete(e.known, id)
	}
	e.known[entry.Group.ID] = knownEntry{entry, time.Now()}
}

// tongues are the languages that were met on pages: those that one may ask for.
type tongues struct {
	mu    sync.Mutex
	known map[string]string // name by primary tag
}

const maxTongues = 100

func newTongues() *tongues { return &tongues{known: map[string]string{}} }

func (t *tongues) meet(tag string) {
	parsed, err := language.Parse(tag)
	if err != nil {
		return
	}
	base, confidence := parsed.Base()
	if confidence == language.No {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.known[base.String()]; ok || len(t.known) >= maxTongues {
		return
	}
	name := display.Self.Name(language.Make(base.String()))
	if name == "" {
		name = base.String()
	}
	t.known[base.String()] = name
}

// list has those that were met, by tag.
func (t *tongues) list() []page.Language {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []page.Language
	for _, tag := range slices.Sorted(maps.Keys(t.known)) {
		out = append(out, page.Language{Tag: tag, Name: t.known[tag]})
	}
	return out
}
