package newsworld

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Options say how a world starts. The zero Options are a world of now.
type Options struct {
	Now   time.Time // the world's clock at its start; zero: the time of Start
	Still bool      // the clock stands and only Advance moves it
	Port  int       // of every publisher, where each has an address of its own; 0: any free one
}

// World is a running world. Its methods may be called from several goroutines.
type World struct {
	places  map[string]place // by key of the publisher
	servers []*http.Server
	serving sync.WaitGroup
	log     requestLog
	stop    func() bool

	mu      sync.Mutex
	base    time.Time // the world's clock at started
	started time.Time // zero when the clock stands
	stories []*Story  // of all publishers, those of the future too
}

// Start opens the listeners and serves until ctx is done or Close is called.
func Start(ctx context.Context, o Options) (*World, error) {
	w := &World{base: o.Now.UTC()}
	if o.Now.IsZero() {
		w.base = time.Now().UTC()
	}
	if !o.Still {
		w.started = time.Now()
	}
	var err error
	if w.stories, err = written(w.base); err != nil {
		return nil, fmt.Errorf("start the news world: %w", err)
	}
	if w.places, err = settle(ctx, publishers, o.Port); err != nil {
		return nil, fmt.Errorf("start the news world: %w", err)
	}
	for i := range publishers {
		w.serve(&publishers[i])
	}
	w.stop = context.AfterFunc(ctx, w.close)
	return w, nil
}

// Close ends all servers and their connections.
func (w *World) Close() {
	w.stop()
	w.close()
}

func (w *World) close() {
	for _, s := range w.servers {
		s.Close()
	}
	w.serving.Wait()
}

// Now is the world's clock.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now()
}

func (w *World) now() time.Time {
	if w.started.IsZero() {
		return w.base
	}
	return w.base.Add(time.Since(w.started))
}

// Advance puts the world's clock forward, so that stories appear which were to
// appear later. The last of those the world was written with comes 45 minutes
// after the start.
func (w *World) Advance(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.base = w.base.Add(d)
}

// Publish adds a story, or puts s in the place of the story with its publisher
// and slug. A zero Published is now; an empty Slug is made from the title.
func (w *World) Publish(s Story) error {
	if publisherOf(s.Publisher) == nil {
		return fmt.Errorf("publish %q: no publisher %q in this world", s.Title, s.Publisher)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if s.Published.IsZero() {
		s.Published = w.now().Truncate(time.Second)
	}
	if s.Slug == "" {
		s.Slug = slugOf(s.Title)
	}
	s.prepare()
	w.stories = slices.DeleteFunc(w.stories, func(old *Story) bool {
		return old.Publisher == s.Publisher && old.Slug == s.Slug
	})
	w.stories = append(w.stories, &s)
	return nil
}

// Stories returns what the publishers have published by now, newest first.
func (w *World) Stories() []Story {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now()
	var out []Story
	for _, s := range w.stories {
		if !s.Published.After(now) {
			out = append(out, s.at(now))
		}
	}
	slices.SortFunc(out, newestFirst)
	return out
}

// published returns the stories of one publisher, newest first; section "" is
// all of them.
func (w *World) published(publisher, section string) []Story {
	return slices.DeleteFunc(w.Stories(), func(s Story) bool {
		return s.Publisher != publisher || section != "" && s.Section != section
	})
}

// find returns a story that has been published.
func (w *World) find(publisher, slug string) (Story, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now()
	for _, s := range w.stories {
		if s.Publisher == publisher && s.Slug == slug && !s.Published.After(now) {
			return s.at(now), true
		}
	}
	return Story{}, false
}

// Publishers returns the keys of the publishers: "harbour-post", ...
func (w *World) Publishers() []string {
	var keys []string
	for _, p := range publishers {
		keys = append(keys, p.key)
	}
	return keys
}

// URL is the address of a publisher's home page, without a slash at its end;
// empty when there is no such publisher.
func (w *World) URL(publisher string) string {
	return w.places[publisher].url
}

// StoryURL is the address of a story, as its publisher gives it.
func (w *World) StoryURL(s Story) string {
	return w.URL(s.Publisher) + s.path()
}

// Events tells which stories, by address, are about one event, a story of the
// future included: the truth against which grouping can be judged. Copies of an
// agency's text are in the event of their original.
func (w *World) Events() map[string][]string {
	w.mu.Lock()
	defer w.mu.Unlock()
	events := make(map[string][]string)
	for _, s := range w.stories {
		if s.Event != "" {
			events[s.Event] = append(events[s.Event], w.URL(s.Publisher)+s.path())
		}
	}
	return events
}
