package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/sync/errgroup"
	_ "modernc.org/sqlite" // the driver alsoread uses
)

// floorConnections is how many feeds a floor asks for at once, as alsoread does;
// connectionsEach is per host, as in the world's sources.yaml.
const (
	floorConnections = 64
	connectionsEach  = 4
)

// runFloor is the process of one floor: get, parse or insert.
func runFloor(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New("which floor: get, parse or insert")
	}
	flags := flag.NewFlagSet("bench floor", flag.ContinueOnError)
	list := flags.String("urls", urlsFile, "addresses of the feeds, one a line")
	database := flags.String("database", "", "for insert: the file to make")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	urls, err := readLines(*list)
	if err != nil {
		return err
	}
	switch args[0] {
	case "get":
		return getAll(ctx, urls, func(body io.Reader) error {
			_, err := io.Copy(io.Discard, body)
			return err
		})
	case "parse":
		return getAll(ctx, urls, func(body io.Reader) error {
			_, err := gofeed.NewParser().Parse(body)
			return err
		})
	case "insert":
		return insertAll(ctx, urls, *database)
	}
	return fmt.Errorf("no floor %q: get, parse or insert", args[0])
}

func readLines(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var lines []string
	for s := bufio.NewScanner(f); ; {
		if !s.Scan() {
			return lines, s.Err()
		}
		lines = append(lines, s.Text())
	}
}

// getAll asks for every address, decoded as net/http does it, and hands each
// body to use, from several goroutines at once.
func getAll(ctx context.Context, urls []string, use func(io.Reader) error) error {
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: connectionsEach, MaxIdleConnsPerHost: connectionsEach}}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(floorConnections)
	for _, url := range urls {
		group.Go(func() error {
			if err := get(ctx, client, url, use); err != nil {
				return fmt.Errorf("%s: %w", url, err)
			}
			return nil
		})
	}
	return group.Wait()
}

func get(ctx context.Context, client *http.Client, url string, use func(io.Reader) error) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", res.StatusCode)
	}
	return use(res.Body)
}

// insertAll also keeps the items: one table, one unique key, a transaction a feed.
func insertAll(ctx context.Context, urls []string, database string) error {
	db, err := openFloor(ctx, database)
	if err != nil {
		return err
	}
	feeds := make(chan *gofeed.Feed)
	written := make(chan error, 1)
	go func() {
		var err error
		for feed := range feeds {
			if err == nil {
				err = insert(ctx, db, feed)
			}
		}
		written <- err
	}()
	err = getAll(ctx, urls, func(body io.Reader) error {
		feed, err := gofeed.NewParser().Parse(body)
		if err == nil {
			feeds <- feed
		}
		return err
	})
	close(feeds)
	return errors.Join(err, <-written, db.Close())
}

func openFloor(ctx context.Context, path string) (*sql.DB, error) {
	if path == "" {
		return nil, errors.New("insert needs --database")
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(ctx, `CREATE TABLE items (
		id INTEGER PRIMARY KEY, guid TEXT NOT NULL UNIQUE, url TEXT, title TEXT, author TEXT,
		published INTEGER, summary TEXT, content TEXT)`)
	return db, err
}

func insert(ctx context.Context, db *sql.DB, feed *gofeed.Feed) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	statement, err := tx.PrepareContext(ctx, `INSERT OR IGNORE INTO items
		(guid, url, title, author, published, summary, content) VALUES (?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer statement.Close()
	for _, it := range feed.Items {
		author, published := "", time.Time{}
		if len(it.Authors) > 0 {
			author = it.Authors[0].Name
		}
		if it.PublishedParsed != nil {
			published = *it.PublishedParsed
		}
		if _, err := statement.ExecContext(ctx, it.GUID, it.Link, it.Title, author, published.Unix(), it.Description, it.Content); err != nil {
			return err
		}
	}
	return tx.Commit()
}
