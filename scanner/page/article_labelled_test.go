package page

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const articleData = "../../../shared/data/pages"

// labelled is one line of a label file; each set fills what it knows.
type labelled struct {
	File, URL, Title, Published, Body, Author, Date string
	PageURL                                         string   `json:"page_url"`
	Authors                                         []string `json:"authors"`
	LeadImage                                       string   `json:"lead_image_url"`
	DatePublished                                   string   `json:"date_published"`
	Class                                           string
	Expected, Optional                              []struct{ URL, Text string }
	html                                            []byte
}

func (l labelled) address() string {
	if l.URL == "" {
		return l.PageURL
	}
	return l.URL
}

// loadPages reads a set of labelled pages, or skips the test.
func loadPages(t testing.TB, set string) []labelled {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(articleData, set+".jsonl"))
	if err != nil {
		t.Skipf("the labelled pages are not here, so quality is not measured: %v", err)
	}
	var pages []labelled
	for line := range bytes.Lines(text) {
		var l labelled
		if err := json.Unmarshal(line, &l); err != nil {
			t.Fatal(err)
		}
		l.html = gunzip(t, filepath.Join(articleData, "html", l.File))
		if set == "postlight" { // its fixtures write value= for content=
			l.html = bytes.ReplaceAll(l.html, []byte("<meta value="), []byte("<meta content="))
		}
		pages = append(pages, l)
	}
	return pages
}

func gunzip(t testing.TB, path string) []byte {
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
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

var token = regexp.MustCompile(`[\p{L}\p{N}\p{M}_]+`)

// shingles is the multiset of four words in a row.
func shingles(text string) map[string]int {
	words := token.FindAllString(text, -1)
	out := map[string]int{}
	if len(words) == 0 {
		return out
	}
	for i := range max(1, len(words)-3) {
		out[strings.Join(words[i:min(len(words), i+4)], " ")]++
	}
	return out
}

// shingleScore is the precision and recall of a body text.
func shingleScore(got, want string) (precision, recall float64) {
	g, w := shingles(got), shingles(want)
	var both, ng, nw int
	for s, n := range g {
		both += min(n, w[s])
		ng += n
	}
	for _, n := range w {
		nw += n
	}
	precision, recall = 0, 1
	if ng > 0 {
		precision = float64(both) / float64(ng)
	}
	if nw > 0 {
		recall = float64(both) / float64(nw)
	}
	return precision, recall
}

func f1(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}
