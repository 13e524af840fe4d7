// Package labelled reads labelled sets of stories, streams them through the
// coverage engine as it is shipped, and measures the outcome. The command
// "eval coverage", the quality test and the program that learns share it.
package labelled

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"alsoread/coverage"
	"alsoread/news"
)

// Set is a labelled set: stories with clusters, or pairs with answers.
type Set struct {
	Names   []string          // of the stories, in file order
	Stories []coverage.Story  // their ID is the place in Names, from 1
	Truth   map[string]string // name -> cluster
	Pairs   []Pair            // instead of Truth
}

// Pair is two stories and what people said of them.
type Pair struct {
	Name string
	A, B int64 // ID of the stories
	Same bool
	Near bool // asked for near-duplicates, not for one event
	// Score is how alike people found two headlines, 0 to 5.
	Score float64
}

// Strays are how many labels name no story of the set: each is judged as a story
// that no group was found for.
func (s *Set) Strays() int {
	stories := map[string]bool{}
	for _, n := range s.Names {
		stories[n] = true
	}
	strays := 0
	for n := range s.Truth {
		if !stories[n] {
			strays++
		}
	}
	return strays
}

// maxLine bounds one line of a set, in bytes.
const maxLine = 64 << 20

// Read reads items.jsonl and truth.tsv of a folder, or its pairs.jsonl.
func Read(dir string) (*Set, error) {
	s := &Set{}
	err := eachLine(filepath.Join(dir, "pairs.jsonl"), s.addPair)
	if err == nil || !errors.Is(err, os.ErrNotExist) {
		return s, err
	}
	s.Truth = map[string]string{}
	known := map[itemID]bool{}
	err = eachLine(filepath.Join(dir, "items.jsonl"), func(line []byte) error { return s.addItem(line, known) })
	if err != nil {
		return nil, err
	}
	err = eachLine(filepath.Join(dir, "truth.tsv"), s.addTruth)
	if err == nil && len(s.Truth) == 0 {
		err = fmt.Errorf("read %s: no labels in it", filepath.Join(dir, "truth.tsv"))
	}
	return s, err
}

func eachLine(path string, use func([]byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return lines(f, path, use)
}

func lines(r io.Reader, name string, use func([]byte) error) error {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 1<<16), maxLine)
	for n := 1; in.Scan(); n++ {
		if len(strings.TrimSpace(in.Text())) == 0 {
			continue
		}
		if err := use(in.Bytes()); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

type item struct {
	ID                                                      itemID
	Title, Text, Description, URL, Source, Host, Date, Lang string
	Links                                                   []string
}

// itemID is an id, which some sets write as a number.
type itemID string

func (n *itemID) UnmarshalJSON(in []byte) error {
	if len(in) > 0 && in[0] == '"' {
		return json.Unmarshal(in, (*string)(n))
	}
	var number json.Number
	err := json.Unmarshal(in, &number)
	*n = itemID(number)
	return err
}

func (s *Set) addItem(line []byte, known map[itemID]bool) error {
	var it item
	if err := decode(line, &it); err != nil {
		return err
	}
	if it.ID == "" || known[it.ID] {
		return fmt.Errorf("id %q is missing or used twice", it.ID)
	}
	known[it.ID] = true
	s.add(it)
	return nil
}

func (s *Set) add(it item) int64 {
	if it.Text == "" {
		it.Text = it.Description
	}
	if it.Source == "" {
		it.Source = it.Host
	}
	if it.Source == "" {
		it.Source = news.Publisher(it.URL) // as sources that name none have it
	}
	id := int64(len(s.Stories) + 1)
	s.Names = append(s.Names, string(it.ID))
	s.Stories = append(s.Stories, coverage.Story{ID: id, Title: it.Title, Text: it.Text, URL: it.URL,
		Publisher: it.Source, Language: it.Lang, Published: when(it.Date), Links: it.Links})
	return id
}

// when reads the few forms of date that labelled sets use; zero: none of them.
func when(s string) time.Time {
	for _, form := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02"} {
		if t, err := time.Parse(form, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

// decode reads a line of JSON; its error names the key, not our types.
func decode(line []byte, into any) error {
	err := json.Unmarshal(line, into)
	if wrong := new(json.UnmarshalTypeError); errors.As(err, &wrong) {
		return fmt.Errorf("%s: a JSON %s is no %s", strings.ToLower(wrong.Field), wrong.Value, wrong.Type)
	}
	if err != nil {
		return fmt.Errorf("no JSON: %w", err)
	}
	return nil
}

func (s *Set) addTruth(line []byte) error {
	id, cluster, ok := strings.Cut(strings.TrimRight(string(line), "\r\n"), "\t")
	if !ok {
		return errors.New("want id<TAB>cluster")
	}
	s.Truth[id] = cluster
	return nil
}

// A pair has two headlines and a score from 0 to 5, of which 4 and over means
// nearly the same; or two stories and a label OK (one event) or BAD.
type pairLine struct {
	ID                                       itemID
	H1, H2, Label, Lang                      string
	URL1, URL2, Title1, Title2, Text1, Text2 string
	Score                                    *float64
}

const nearScore = 4

func (s *Set) addPair(line []byte) error {
	var p pairLine
	if err := decode(line, &p); err != nil {
		return err
	}
	if p.ID == "" {
		p.ID = itemID(fmt.Sprint(len(s.Pairs) + 1))
	}
	pair := Pair{Name: string(p.ID), Near: p.Score != nil}
	switch {
	case p.Score != nil:
		pair.Same, pair.Score = *p.Score >= nearScore, *p.Score
	case p.Label == "OK" || p.Label == "BAD":
		pair.Same = p.Label == "OK"
	default:
		return errors.New("a pair needs a score or a label OK or BAD")
	}
	pair.A = s.add(item{ID: p.ID + "-1", Title: p.H1 + p.Title1, Text: p.Text1, URL: p.URL1, Lang: p.Lang})
	pair.B = s.add(item{ID: p.ID + "-2", Title: p.H2 + p.Title2, Text: p.Text2, URL: p.URL2, Lang: p.Lang})
	s.Pairs = append(s.Pairs, pair)
	return nil
}
