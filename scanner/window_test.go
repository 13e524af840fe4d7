package scanner

import (
	"context"
	"encoding/binary"
	"errors"
	"iter"
	"log/slog"
	"testing"
	"time"

	"alsoread/news"
)

// longWindow is a store of one ungrouped story and many that are placed, whose
// profiles are good until the next is read. It fails at some story, if asked to.
type longWindow struct {
	shelves
	stories, failAt int64
	fail            error
	reading         bool
}

func (w *longWindow) Window(context.Context, time.Time, bool) iter.Seq2[news.Placed, error] {
	return func(yield func(news.Placed, error) bool) {
		w.reading = true
		defer func() { w.reading = false }()
		profile := make([]byte, 8)
		for id := range w.stories {
			var err error
			if id+1 == w.failAt {
				err = w.fail
			}
			binary.LittleEndian.PutUint64(profile, uint64(id+1))
			if !yield(news.Placed{Story: id + 1, Profile: profile}, err) || err != nil {
				return
			}
		}
	}
}

// reader is a grouper that wants each profile to be that of its story.
type reader struct {
	sorter
	t        *testing.T
	refuseAt int64
}

func (g *reader) Fill(p news.Placed) ([]byte, error) {
	if p.Story == g.refuseAt {
		return nil, errors.New("cannot be read")
	}
	if got := binary.LittleEndian.Uint64(p.Profile); got != uint64(p.Story) || int(p.Story) != len(g.window)+1 {
		g.t.Errorf("story %d, number %d, has the profile of %d", p.Story, len(g.window)+1, got)
	}
	return g.sorter.Fill(p)
}

// The window is read ahead of what takes it in: nothing is left out or changed by
// that, and no reading is left behind, however it ends.
func TestWindowIsReadAhead(t *testing.T) {
	broken := errors.New("the disk is gone")
	for name, c := range map[string]struct {
		failAt, refuseAt int64
		fail             error
		filled           int
	}{
		"whole":            {0, 0, nil, 12345},
		"the store fails":  {5678, 0, broken, 5677},
		"cannot be filled": {0, 501, errUnreadable, 500},
	} {
		t.Run(name, func(t *testing.T) {
			w := &longWindow{stories: 12345, failAt: c.failAt, fail: c.fail}
			r := &reader{t: t, refuseAt: c.refuseAt}
			g := NewGrouping(w, w, r, time.Hour, slog.New(slog.DiscardHandler))
			n, err := g.read(context.Background(), time.Time{}, false)
			if !errors.Is(err, c.fail) || n != c.filled || len(r.window) != c.filled {
				t.Errorf("%d stories filled, %d said, error %v; want %d, %v", len(r.window), n, err, c.filled, c.fail)
			}
			if w.reading {
				t.Error("the window is still being read")
			}
		})
	}
}

// What ends the grouping ends the reading.
func TestReadingAWindowStops(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	w := &longWindow{stories: 1 << 40}
	g := NewGrouping(w, w, &reader{t: t}, time.Hour, slog.New(slog.DiscardHandler))
	g.giveWay = func(context.Context) { stop() }
	if _, err := g.read(ctx, time.Time{}, false); !errors.Is(err, context.Canceled) || w.reading {
		t.Errorf("error %v, still reading: %v", err, w.reading)
	}
}
