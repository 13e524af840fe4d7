package page

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"testing"

	"alsoread/scanner/clean"
)

// pagesRoot holds labelled pages, for measurement alone. It is not part of the
// project: the tests that read it skip where it is missing.
const pagesRoot = "../../../shared/data/pages/"

func jsonLines[T any](t testing.TB, name string) []T {
	t.Helper()
	f, err := os.Open(pagesRoot + name)
	if err != nil {
		t.Skipf("no measurement data: %v", err)
	}
	defer f.Close()
	var all []T
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var row T
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	return all
}

type storyLink struct {
	Text    string `json:"text"`
	URL     string `json:"url"`
	Site    string `json:"site"`
	IsStory bool   `json:"is_story"`
}

// link returns the address of a label as a page would have it.
func (s storyLink) link() *url.URL {
	u, err := url.Parse(strings.TrimSpace(s.URL))
	if err != nil {
		return &url.URL{Path: s.URL}
	}
	return u
}

// confusion counts right and wrong answers.
type confusion struct{ truePositive, falsePositive, falseNegative, trueNegative int }

func (c *confusion) add(said, is bool) {
	switch {
	case said && is:
		c.truePositive++
	case said:
		c.falsePositive++
	case is:
		c.falseNegative++
	default:
		c.trueNegative++
	}
}

func (c confusion) accuracy() float64 {
	return float64(c.truePositive+c.trueNegative) / float64(c.truePositive+c.trueNegative+c.falsePositive+c.falseNegative)
}

func (c confusion) precision() float64 { return ratio(c.truePositive, c.truePositive+c.falsePositive) }
func (c confusion) recall() float64    { return ratio(c.truePositive, c.truePositive+c.falseNegative) }

func (c confusion) f1() float64 {
	p, r := c.precision(), c.recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// measureLinks judges every labelled link by its address and text alone.
func measureLinks(t testing.TB) (c confusion, wrong []string) {
	for _, s := range jsonLines[storyLink](t, "storylinks.jsonl") {
		score := linkScore(s.link(), clean.Line(s.Text), nil)
		c.add(score > 0, s.IsStory)
		if (score > 0) != s.IsStory {
			wrong = append(wrong, fmt.Sprintf("%5.1f %s | %.60s", score, s.URL, clean.Line(s.Text)))
		}
	}
	return c, wrong
}

type labelledListing struct {
	File, URL       string
	Items, Optional []struct{ URL, Title string }
}

type listingResult struct {
	url    string
	c      confusion
	titles int // of the items found, how many have the labelled title
	times  int
	wrong  []string
}

// measureListings reads every labelled page without selectors.
func measureListings(t testing.TB) (all confusion, pages []listingResult) {
	for _, row := range jsonLines[labelledListing](t, "listing.jsonl") {
		body := inflate(t, pagesRoot+"html/"+row.File)
		l, err := ReadListing(t.Context(), Document{Body: body, URL: row.URL}, nil, nil)
		if err != nil {
			t.Errorf("%s: %v", row.URL, err)
			continue
		}
		want, optional := map[string]string{}, map[string]bool{}
		for _, it := range row.Items {
			want[addressKey(it.URL)] = it.Title
		}
		for _, it := range row.Optional {
			optional[addressKey(it.URL)] = true
		}
		p := listingResult{url: row.URL}
		for _, it := range l.Items {
			key := addressKey(it.URL)
			title, is := want[key]
			if optional[key] {
				continue
			}
			p.c.add(true, is)
			if !is {
				p.wrong = append(p.wrong, "+ "+it.URL+" "+it.Title)
			}
			if is && plain(it.Title) == plain(title) {
				p.titles++
			} else if is {
				p.wrong = append(p.wrong, fmt.Sprintf("title %q, not %q", it.Title, title))
			}
			if is && !it.Published.IsZero() {
				p.times++
			}
			delete(want, key)
		}
		for key := range want {
			p.c.add(false, true)
			p.wrong = append(p.wrong, "- "+key)
		}
		all.truePositive += p.c.truePositive
		all.falsePositive += p.c.falsePositive
		all.falseNegative += p.c.falseNegative
		pages = append(pages, p)
	}
	return all, pages
}

func inflate(t testing.TB, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func plain(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// What was reached; docs/pages.md tells it.
const (
	linkAccuracy = 0.955
	listingF1    = 0.98
)

func TestStoryLinks(t *testing.T) {
	c, wrong := measureLinks(t)
	t.Logf("accuracy %.3f, precision %.3f, recall %.3f", c.accuracy(), c.precision(), c.recall())
	if testing.Verbose() {
		t.Log(strings.Join(wrong, "\n"))
	}
	if c.accuracy() < linkAccuracy {
		t.Errorf("accuracy %.3f, was %.3f", c.accuracy(), linkAccuracy)
	}
}

func TestListingsWithoutSelectors(t *testing.T) {
	all, pages := measureListings(t)
	var b bytes.Buffer
	for _, p := range pages {
		fmt.Fprintf(&b, "%s: %+v F1 %.3f, %d titles, %d times\n  %s\n", p.url, p.c, p.c.f1(), p.titles, p.times, strings.Join(p.wrong, "\n  "))
	}
	t.Log(b.String())
	if all.f1() < listingF1 {
		t.Errorf("F1 %.3f, was %.3f", all.f1(), listingF1)
	}
}
