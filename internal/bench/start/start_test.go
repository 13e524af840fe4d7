package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"alsoread/internal/bench/rig"
	"alsoread/store"
)

// What a start finds is what scans leave: every story placed, and remembered.
func TestFill(t *testing.T) {
	ctx := context.Background()
	o := options{stories: 1200, database: filepath.Join(t.TempDir(), "news.db")}
	if err := fill(ctx, o); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(ctx, o.database, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	stories, bytes, groups := 0, 0, map[int64]bool{}
	for p, err := range db.Window(ctx, time.Now().Add(-window), false) {
		if err != nil {
			t.Fatal(err)
		}
		stories, bytes, groups[p.Group] = stories+1, bytes+len(p.Profile), true
	}
	if stories != o.stories || bytes < 400*stories || len(groups) == stories {
		t.Errorf("%d stories, %d bytes of profiles, %d groups", stories, bytes, len(groups))
	}
	if left, _, err := db.Ungrouped(ctx, 1); err != nil || len(left) > 0 {
		t.Errorf("%d left, %v", len(left), err)
	}
}

func TestRow(t *testing.T) {
	row := outcome{name: "daemon", window: rig.Window{Stories: 9, After: 1500 * time.Millisecond}, peak: 2e6, pages: []time.Duration{3e6, 1e6, 2e6}}.String()
	if row != "| daemon | 9 | 1.5 | 0.0 | 2 | 3 | 2.0 | 2.0 | 3.0 |" {
		t.Error(row)
	}
}
