package scanner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"alsoread/news"
)

// Groups is the store as grouping needs it. What is to be placed is what it has
// kept and no grouping has been kept for, so a process that ends at any moment
// leaves nothing out and has nothing placed twice.
type Groups interface {
	// Ungrouped returns what is to be placed, in the order in which it came.
	Ungrouped(ctx context.Context, limit int) ([]news.Ungrouped, news.GroupingState, error)
	// KeepGrouping keeps all of it or nothing; news.ErrOvertaken when the
	// groups are not those of g.Turn.
	KeepGrouping(ctx context.Context, g news.Grouping) (news.Grouped, error)
}

// Past is the store as a window is filled from it, and told of corrections.
type Past interface {
	// Window streams the stories first seen since, as they were placed; with
	// their texts if asked.
	Window(ctx context.Context, since time.Time, texts bool) iter.Seq2[news.Placed, error]
	// Constraints returns the corrections in force.
	Constraints(ctx context.Context) ([]news.Correction, error)
	// KeepProfiles keeps what a window remembers of stories that are placed.
	KeepProfiles(ctx context.Context, profiles []news.Remembered) error
	// Placing returns the groups that stories are in.
	Placing(ctx context.Context, stories []int64) (map[int64]int64, error)
}

// Grouper decides which stories tell of one event. It keeps a window of them.
type Grouper interface {
	// Group places a batch and says what is to be kept.
	Group(batch []news.Ungrouped) news.Grouping
	Window
}

// Window is what a Grouper remembers, as it is emptied, filled and corrected.
type Window interface {
	Reset()
	// Fill puts a story where it was placed. An error means that its profile
	// cannot be read and its text is needed; that gives another profile to keep.
	Fill(p news.Placed) (profile []byte, err error)
	// Follow takes over corrections, and what they moved: placing tells where
	// stories are now, last is the last number given to a group.
	Follow(corrections []news.Correction, placing func(stories []int64) (map[int64]int64, error), last int64) error
}

// groupAtOnce is how many stories are placed and kept together: enough that a
// transaction costs little (of 250, keeping a story costs a sixth more), few enough
// that their texts are.
const groupAtOnce = 500

// stepLength is how many stories of the window are read, and headlines for trends,
// before way is given to others: some milliseconds of work.
const stepLength = 100

// tries bounds how often one batch is begun anew because others group or correct
// the same database meanwhile.
const tries = 5

// Grouping places what scans have brought, after it was kept. It follows the
// lane and never holds it up.
type Grouping struct {
	groups  Groups
	past    Past
	grouper Grouper
	window  time.Duration
	log     *slog.Logger

	giveWay func(context.Context)

	trends *trending // nil: nobody looks for them
	limit  int       // stories a batch
	filled bool
	known  news.GroupingState // of which the window is

	lock  sync.Mutex
	total news.Grouped
}

// NewGrouping returns the stage that places stories of a store by a grouper,
// whose window is as long as window.
func NewGrouping(groups Groups, past Past, grouper Grouper, window time.Duration, log *slog.Logger) *Grouping {
	return &Grouping{groups: groups, past: past, grouper: grouper, window: window, log: log, limit: groupAtOnce, giveWay: func(context.Context) {}}
}

// Total is what has come of it so far.
func (g *Grouping) Total() news.Grouped {
	g.lock.Lock()
	defer g.lock.Unlock()
	return g.total
}

// CatchUp places all that is still to be placed, or what can be until ctx is
// done: the batch under way is finished, the rest is for the next time.
func (g *Grouping) CatchUp(ctx context.Context) error {
	for ctx.Err() == nil {
		g.giveWay(ctx)
		more, err := g.batch(ctx)
		if err != nil {
			g.filled = false // what it placed was not kept
			return fmt.Errorf("group stories: %w", err)
		}
		if !more {
			return nil
		}
	}
	return nil
}

// batch places one batch; false when there was nothing to place.
func (g *Grouping) batch(ctx context.Context) (more bool, err error) {
	keep := context.WithoutCancel(ctx)
	for range tries {
		stories, state, err := g.groups.Ungrouped(ctx, max(g.limit, 1))
		if err != nil || len(stories) == 0 {
			return false, ignoreEnd(ctx, err)
		}
		if err := g.catchUpWith(ctx, state, firstSeen(stories)); err != nil {
			return false, ignoreEnd(ctx, err)
		}
		decided, err := g.decide(stories, state)
		if err != nil {
			return true, nil
		}
		done, err := g.groups.KeepGrouping(keep, decided)
		if errors.Is(err, news.ErrOvertaken) {
			g.filled = false
			continue
		}
		if err != nil {
			return false, err
		}
		g.known = news.GroupingState{Turn: state.Turn + 1, Corrected: state.Corrected}
		g.lock.Lock()
		g.total.Add(done)
		g.lock.Unlock()
		return true, nil
	}
	return false, news.ErrOvertaken
}

// decide has the grouper place a batch. Should it panic, batches are made smaller
// until the story is found that it cannot place; that one stands alone.
func (g *Grouping) decide(stories []news.Ungrouped, state news.GroupingState) (out news.Grouping, err error) {
	defer func() {
		if p := recover(); p != nil {
			g.log.Error("grouping panicked", "stories", len(stories), "first", stories[0].ID, "panic", p, "stack", string(debug.Stack()))
			g.filled = false
			if g.limit = len(stories) / 2; g.limit > 0 {
				err = errPanicked
				return
			}
			out = aside(stories[0], state)
		}
		out.Turn, out.Version = state.Turn, state.Version
	}()
	out = g.grouper.Group(stories)
	g.limit = min(max(2*g.limit, 1), groupAtOnce)
	return out, nil
}

var errPanicked = errors.New("grouping panicked")

// aside places a story that the grouper cannot read: alone, or where it is.
func aside(u news.Ungrouped, state news.GroupingState) news.Grouping {
	if u.Again {
		return news.Grouping{Left: []int64{u.ID}}
	}
	return news.Grouping{Placements: []news.Placement{{Story: u.ID, Group: state.LastGroup + 1}}}
}

// ignoreEnd takes an error for none that is only our own end.
func ignoreEnd(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func firstSeen(stories []news.Ungrouped) time.Time {
	first := stories[0].Seen
	for _, u := range stories[1:] {
		if u.Seen.Before(first) {
			first = u.Seen
		}
	}
	return first
}

// catchUpWith brings the window to a state of the groups: nothing is to be done
// where it made that itself, corrections are followed, and where another process
// has grouped it is filled anew.
func (g *Grouping) catchUpWith(ctx context.Context, state news.GroupingState, first time.Time) error {
	turns, corrections := state.Turn-g.known.Turn, state.Corrected-g.known.Corrected
	switch {
	case !g.filled || turns != corrections || turns < 0:
		return g.fill(ctx, state, first)
	case turns > 0:
		if err := g.follow(ctx, state); err != nil {
			g.filled = false
			return err
		}
	}
	return nil
}

// fill reads the window that a story first seen then would have met. Profiles of
// another version of the program cannot be read: then it is filled from texts,
// which takes ten times as long and happens once.
func (g *Grouping) fill(ctx context.Context, state news.GroupingState, first time.Time) error {
	began := time.Now()
	n, err := g.read(ctx, first.Add(-g.window), false)
	if errors.Is(err, errUnreadable) {
		g.log.Info("the window is filled from the stories' texts: its profiles are of another version", "reason", err)
		n, err = g.read(ctx, first.Add(-g.window), true)
	}
	if err != nil {
		return fmt.Errorf("fill the window: %w", err)
	}
	if err := g.follow(ctx, state); err != nil {
		return err
	}
	g.filled = true
	g.log.Debug("window filled", "stories", n, "took", time.Since(began).Round(time.Millisecond))
	return nil
}

var errUnreadable = errors.New("profile cannot be read")

// read fills the window. Rows are read while those before are taken in.
func (g *Grouping) read(ctx context.Context, since time.Time, texts bool) (n int, err error) {
	g.grouper.Reset()
	ctx, stop := context.WithCancel(ctx)
	chunks := chunksOf(ctx, g.past.Window(ctx, since, texts))
	defer func() {
		stop()
		for range chunks { // the reading has ended when they have
		}
	}()
	var made []news.Remembered
	for c := range chunks {
		for _, p := range c.placed {
			profile, err := g.grouper.Fill(p)
			if err != nil {
				return n, fmt.Errorf("%w: story %d: %w", errUnreadable, p.Story, err)
			}
			if profile != nil {
				made = append(made, news.Remembered{Story: p.Story, Data: profile})
			}
			n++
		}
		if c.err != nil {
			return n, c.err
		}
		if len(made) >= groupAtOnce {
			if err := g.past.KeepProfiles(ctx, made); err != nil {
				return n, err
			}
			made = made[:0]
		}
		if len(c.placed) == stepLength {
			g.giveWay(ctx)
		}
	}
	if len(made) == 0 || ctx.Err() != nil {
		return n, ctx.Err()
	}
	return n, g.past.KeepProfiles(ctx, made)
}

// chunk is some stories of the window, and why there are no more.
type chunk struct {
	placed []news.Placed
	err    error
}

// chunksOf reads a window ahead of whoever takes it in, some chunks at most, until it
// ends or ctx does.
func chunksOf(ctx context.Context, window iter.Seq2[news.Placed, error]) <-chan chunk {
	chunks := make(chan chunk, 4)
	go func() {
		defer close(chunks)
		var c chunk
		send := func() bool {
			select {
			case chunks <- c:
				c = chunk{placed: make([]news.Placed, 0, stepLength)}
				return true
			case <-ctx.Done():
				return false
			}
		}
		for p, err := range window {
			if c.err = err; err != nil {
				break
			}
			p.Profile = bytes.Clone(p.Profile)
			if c.placed = append(c.placed, p); len(c.placed) == stepLength && !send() {
				return
			}
		}
		send()
	}()
	return chunks
}

func (g *Grouping) follow(ctx context.Context, state news.GroupingState) error {
	corrections, err := g.past.Constraints(ctx)
	if err != nil {
		return err
	}
	placing := func(stories []int64) (map[int64]int64, error) { return g.past.Placing(ctx, stories) }
	if err := g.grouper.Follow(corrections, placing, state.LastGroup); err != nil {
		return err
	}
	g.known = state
	return nil
}

// lookAround is how often grouping looks for what others have kept: a scan of
// another process leaves its stories to the daemon.
const lookAround = time.Minute

// beside runs the stage beside the lane until woken is closed: it places what was
// kept whenever it is woken. Errors are told as they come, for the next time may
// be better; the last one is returned if it was the last.
func (g *Grouping) beside(ctx context.Context, woken <-chan struct{}) (err error) {
	around := time.NewTicker(lookAround)
	defer around.Stop()
	var later <-chan time.Time // when trends are due that were not
	for open := true; open; {
		select {
		case _, open = <-woken:
		case <-around.C:
		case <-later:
		}
		if err = g.CatchUp(ctx); err != nil {
			g.log.Error("stories could not be grouped; they wait", "error", err)
			continue
		}
		var wait time.Duration
		if wait, err = g.lookForTrends(ctx, !open); err != nil {
			g.log.Error("trends could not be looked for", "error", err)
		}
		if later = nil; wait > 0 {
			later = time.After(wait)
		}
	}
	return err
}
