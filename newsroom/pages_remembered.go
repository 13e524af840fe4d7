package newsroom

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"alsoread/news"
	"alsoread/newsroom/page"
)

// remembered keeps something that many pages show, so that it is read once in a
// while and not for each of them, and so that none of them waits for that: what has
// become old is read anew beside the page that noticed it.
type remembered[T any] struct {
	reading sync.Mutex // held while it is read

	mu    sync.Mutex
	value T
	at    time.Time // zero: nothing is kept
	turns int       // how often it was forgotten
}

// get returns what is kept. What is older than age is read anew; where it is older
// than twice that, or nothing is kept, the caller waits for it.
func (m *remembered[T]) get(ctx context.Context, age time.Duration, read func(context.Context) (T, error)) (T, error) {
	value, old, _ := m.kept()
	switch {
	case old < age:
		return value, nil
	case old >= 2*age:
		m.reading.Lock()
		return m.renew(ctx, age, read)
	case m.reading.TryLock():
		go func() {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), makingTime)
			defer cancel()
			defer func() { _ = recover() }() // it is told by the page that has to wait for it, soon
			_, _ = m.renew(ctx, age, read)   // as an error is
		}()
	}
	return value, nil
}

// renew reads, unless somebody else just has. The caller holds m.reading, which is
// let go of.
func (m *remembered[T]) renew(ctx context.Context, age time.Duration, read func(context.Context) (T, error)) (T, error) {
	defer m.reading.Unlock()
	value, old, turns := m.kept()
	if old < age {
		return value, nil
	}
	value, err := read(ctx)
	if err == nil {
		m.keep(value, turns)
	}
	return value, err
}

// kept is what is kept, and how old it is: older than anything where that is nothing.
func (m *remembered[T]) kept() (value T, old time.Duration, turns int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.at.IsZero() {
		return m.value, math.MaxInt64, m.turns
	}
	return m.value, time.Since(m.at), m.turns
}

// keep keeps what was read, unless it was forgotten meanwhile.
func (m *remembered[T]) keep(value T, turns int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.turns == turns {
		m.value, m.at = value, time.Now()
	}
}

// last is what was kept last, however old; false where nothing is.
func (m *remembered[T]) last() (T, bool) {
	value, old, _ := m.kept()
	return value, old < math.MaxInt64
}

// forget has it read anew the next time.
func (m *remembered[T]) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.at = time.Time{}
	m.turns++
}

const (
	maxEntries = 4096             // kept; each is a few kilobytes, and as many once it was drawn
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

func (e *entries) put(entry *page.Entry) {
	entry.Drawn = &page.Part{}
	e.mu.Lock()
	defer e.mu.Unlock()
	for id := range e.known { // any: those on the first page come back at once
		if len(e.known) < maxEntries {
			break
		}
		delete(e.known, id)
	}
	e.known[entry.Group.ID] = knownEntry{*entry, time.Now()}
}

const (
	languagesKept = time.Minute
	languagesOf   = 3 * 24 * time.Hour // groups whose languages are offered
	maxLanguages  = 100
)

// languages are those that one may ask for: of the groups of the last days, and
// the one that is asked for now.
func (r *Room) languages(ctx context.Context, asked string) ([]page.Language, error) {
	var tags []string
	if r.pages.languagesSince != nil {
		var err error
		tags, err = r.pages.languages.get(ctx, languagesKept, func(ctx context.Context) ([]string, error) {
			return r.pages.languagesSince(ctx, time.Now().Add(-languagesOf))
		})
		if err != nil {
			return nil, fmt.Errorf("read the languages: %w", err)
		}
	}
	return named(append([]string{asked}, tags...)), nil
}

// named are languages with the names they give themselves, each once, by tag.
// What is no language is left out.
func named(tags []string) []page.Language {
	known := map[string]string{}
	for _, tag := range tags {
		parsed, err := language.Parse(tag)
		base, confidence := parsed.Base()
		if err != nil || confidence == language.No || len(known) == maxLanguages {
			continue
		}
		known[base.String()] = orElse(display.Self.Name(language.Make(base.String())), base.String())
	}
	var out []page.Language
	for _, tag := range slices.Sorted(maps.Keys(known)) {
		out = append(out, page.Language{Tag: tag, Name: known[tag]})
	}
	return out
}
