package feed

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

// What has been reached. A change that falls below one of these is a fault.
const (
	coreFloor     = 99.5 // % of feedparser's core checks, exceptions left out
	otherFloor    = 99.0 // % of those for other fields that have a place
	otherOfAll    = 91.0 // % of all those for other fields
	mutationFloor = 95.0 // % of the whole items, for every kind of mutation
)

// corpus is what came of the documents of one collection.
type corpus struct {
	name                          string
	documents, feeds, not, limits int
	items                         int
	oracle, complete              int // feeds whose items can be counted by other means; of those, read with all of them
	gofeed                        int // feeds gofeed reads with as many items
	panics                        int
	slowest                       time.Duration // of processor time
}

// TestQuality reads everything in the data folder, and with -update writes the
// table of docs/feeds.md.
func TestQuality(t *testing.T) {
	if underRace {
		t.Skip("not under the race detector: TestEverything reads a part of it")
	}
	root := filepath.Join(dataFolder, "feeds")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("the folder of captured feeds is not there: %v", err)
	}
	var report strings.Builder
	report.WriteString(reportHead)
	t.Run("corpora", func(t *testing.T) { corpora(t, root, &report) })
	t.Run("expectations", func(t *testing.T) { expectationTable(t, &report) })
	t.Run("mutations", func(t *testing.T) { mutationTable(t, &report) })
	if *update {
		if err := os.WriteFile("../../docs/feeds.md", []byte(report.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

const reportHead = `# How well feeds are read

Written by ` + "`go test ./scanner/feed -run Quality -update`" + ` over test documents and captured feeds of other feed readers.
The test fails when less is read than stands here.
`

func corpora(t *testing.T, root string, report *strings.Builder) {
	fmt.Fprintf(report, `
## By collection

"Counted" are the well-formed documents in which a strict XML parser counts items; "complete" those of them that are read with all of
these items; "gofeed" is how many of them gofeed 1.4 reads with all of them.

| collection | documents | feeds | no feed | refused by a limit | items | counted | complete | gofeed |
|---|---|---|---|---|---|---|---|---|
`)
	folders, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		c := corpus{name: folder.Name()}
		c.read(t, filepath.Join(root, c.name))
		fmt.Fprintf(report, "| %s | %d | %d | %d | %d | %d | %d | %d | %d |\n",
			c.name, c.documents, c.feeds, c.not, c.limits, c.items, c.oracle, c.complete, c.gofeed)
		if c.panics > 0 || c.slowest > time.Second {
			t.Errorf("%s: %d panics, slowest %v", c.name, c.panics, c.slowest)
		}
		if c.complete < c.oracle {
			t.Errorf("%s: %d of %d feeds read with all their items", c.name, c.complete, c.oracle)
		}
	}
}

func (c *corpus) read(t *testing.T, root string) {
	_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return nil
		}
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c.document(t, path, body)
		return nil
	})
}

func (c *corpus) document(t *testing.T, path string, body []byte) {
	c.documents++
	start := cpu()
	l, err := Read(context.Background(), Document{Body: body, URL: "https://corpus.example/feed", Now: seen})
	c.slowest = max(c.slowest, cpu()-start)
	var panicked *PanicError
	switch {
	case errors.As(err, &panicked):
		c.panics++
		t.Errorf("%s: %v\n%s", path, err, panicked.Stack)
		return
	case errors.Is(err, ErrNotFeed):
		c.not++
	case err != nil:
		c.limits++
		t.Logf("%s: %v", path, err)
	default:
		c.feeds++
		c.items += len(l.Items)
	}
	want := countItems(body)
	if want < 0 {
		return
	}
	c.oracle++
	if err == nil && len(l.Items) == want {
		c.complete++
	} else {
		t.Logf("%s: %d items counted, read %v %v", path, want, l, err)
	}
	if gofeedCount(body) == want {
		c.gofeed++
	}
}

// countItems counts the items of a feed with the strict XML parser of the
// standard library; -1 when it is not a well-formed feed.
func countItems(body []byte) int {
	d := xml.NewDecoder(bytes.NewReader(body))
	var open []string
	count, isFeed := 0, false
	for {
		tok, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && isFeed && count > 0:
			return count
		case err != nil:
			return -1
		}
		switch e := tok.(type) {
		case xml.StartElement:
			name := strings.ToLower(e.Name.Local)
			isFeed = isFeed || len(open) == 0 && (name == "rss" || name == "rdf" || name == "feed")
			if isFeed && isListed(name, open) {
				count++
			}
			open = append(open, name)
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
}

// isListed reports whether an element is an item where items stand.
func isListed(name string, open []string) bool {
	where := strings.Join(open, "/")
	switch name {
	case "item":
		return where == "rss/channel" || where == "rdf" || where == "rdf/channel" || where == "rss"
	case "entry":
		return where == "feed"
	}
	return false
}

func gofeedCount(body []byte) (n int) {
	defer func() {
		if recover() != nil {
			n = -1
		}
	}()
	f, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return -1
	}
	return len(f.Items)
}

func mutationTable(t *testing.T, report *strings.Builder) {
	feeds := specimens(t)
	fmt.Fprintf(report, `
## Harmed feeds

%d captured feeds, each harmed in each of these ways at random places (fixed seeds). "Whole" are the items whose bytes were not touched, "read" those of
them that are found again with the same guid and address, "same" with the same title and texts as well; "harmed" are the items that were touched, "saved" those
found again all the same.

| harm | whole | read | same | harmed | saved |
|---|---|---|---|---|---|
`, len(feeds))
	for _, m := range mutations {
		rnd := rand.New(rand.NewPCG(20260811, 7))
		var all survivors
		for i := range feeds {
			n := feeds[i].survive(rnd, m)
			all.add(n)
			if n.took > time.Second {
				t.Errorf("%s, %s: %v", m.name, feeds[i].name, n.took)
			}
		}
		share := 100 * float64(all.kept) / float64(max(all.want, 1))
		fmt.Fprintf(report, "| %s | %d | %d (%.1f %%) | %d | %d | %d |\n",
			strings.ReplaceAll(m.name, "|", "\\|"), all.want, all.kept, share, all.same, all.harmed, all.rescued)
		if share < mutationFloor {
			t.Errorf("%s: only %.1f %% of the whole items are read", m.name, share)
		}
	}
}
