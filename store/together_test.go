package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"alsoread/news"
)

// Two processes write to one database, as a daemon and a scan by hand do: every
// batch of both is there, once.
func TestTwoProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	const each = 40
	var wg sync.WaitGroup
	for first := range 2 {
		cmd := command(t, "write", path, fmt.Sprint(first*each), fmt.Sprint(each))
		wait := lines(t, cmd, func(string) {})
		wg.Go(func() {
			if err := wait(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	s := openAt(t, path, Options{})
	sound(t, s)
	if n := len(list(t, s, news.Query{})); n != 2*each*batchSources*batchItems {
		t.Errorf("%d stories, want %d", n, 2*each*batchSources*batchItems)
	}
}

func TestBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	s := openAt(t, path, Options{})
	other := openAt(t, path, Options{BusyTimeout: 50 * time.Millisecond})
	tx, err := s.write.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Save(context.Background(), batchScans(0)); !errors.Is(err, ErrBusy) {
		t.Errorf("error %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	save(t, other, batchScans(0)...)
}

// Readers see whole batches while the writer works, and wait for nobody.
func TestReadersMeanwhile(t *testing.T) {
	s := openTest(t)
	save(t, s, batchScans(0)...)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for ctx.Err() == nil {
				n, err := s.Count(context.Background(), news.Query{})
				if err != nil || n%(batchSources*batchItems) != 0 {
					t.Errorf("%d stories, %v", n, err)
					return
				}
				for story, err := range s.Stories(context.Background(), news.Query{Limit: 30, Content: true, Search: "batch"}) {
					if err != nil || len(story.Sightings) != 1 || story.Content == "" {
						t.Errorf("%+v, %v", story, err)
						return
					}
				}
			}
		})
	}
	for i := 1; i < 40; i++ {
		save(t, s, batchScans(i)...)
		if i%10 == 0 {
			if _, err := s.Purge(context.Background(), Retention{Age: 24 * time.Hour}); err != nil {
				t.Error(err)
			}
		}
	}
	cancel()
	wg.Wait()
	sound(t, s)
}

// A reader in the middle of its list does not hold up the writer, and may write
// itself.
func TestWriteWithinList(t *testing.T) {
	s := openTest(t)
	save(t, s, batchScans(0)...)
	n := 0
	for _, err := range s.Stories(context.Background(), news.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		save(t, s, batchScans(n)...)
	}
	if n != batchSources*batchItems {
		t.Errorf("%d stories", n)
	}
}
