package store

import (
	"context"
	"fmt"
	"sync"
	"testing"
)

func TestQueriesArePreparedOnce(t *testing.T) {
	s := openTest(t)
	ctx := context.Background()
	const query = "SELECT version + ? FROM counters"
	ask := func(q queryer, n int) {
		t.Helper()
		var got int
		if err := q.QueryRowContext(ctx, query, n).Scan(&got); err != nil || got != n {
			t.Errorf("%d, %v", got, err)
		}
	}
	tx, err := s.read.begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	ask(tx, 1)
	if s.read.known(query) != nil {
		t.Error("it was prepared while a connection was held")
	}
	tx.end()
	kept := s.read.known(query)
	if kept == nil {
		t.Fatal("it was not prepared at the end of the reading")
	}
	ask(s.read, 2)
	if tx, err = s.read.begin(ctx); err != nil {
		t.Fatal(err)
	}
	ask(tx, 3)
	tx.end()
	if s.read.known(query) != kept {
		t.Error("it was prepared anew")
	}
}

func TestPreparedQueriesAreBounded(t *testing.T) {
	s := openTest(t)
	for n := range maxPrepared + 10 {
		var got int
		if err := s.read.QueryRowContext(context.Background(), fmt.Sprintf("SELECT %d", n)).Scan(&got); err != nil || got != n {
			t.Fatalf("%d: %d, %v", n, got, err)
		}
	}
	if n := len(s.read.prepared); n > maxPrepared {
		t.Errorf("%d are kept", n)
	}
}

// As many readings at once as there are connections do not wait for one more each.
func TestReadingsAtOnce(t *testing.T) {
	s := openTest(t)
	var all sync.WaitGroup
	for n := range 40 {
		all.Go(func() {
			tx, err := s.read.begin(context.Background())
			if err != nil {
				t.Error(err)
				return
			}
			defer tx.end()
			for m := range 5 {
				var got int
				if err := tx.QueryRowContext(context.Background(), fmt.Sprintf("SELECT %d", n*5+m)).Scan(&got); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}
