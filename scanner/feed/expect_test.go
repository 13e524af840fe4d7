package feed

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"html"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// expectation is one check of Universal Feed Parser's own test suite.
type expectation struct {
	File    string
	Path    string
	Op      string
	Want    any
	BaseURL string `json:"base_url"`
	Tier    string
}

func expectations(t *testing.T, name string) []expectation {
	t.Helper()
	f, err := os.Open(filepath.Join(dataFolder, "feeds", name))
	if err != nil {
		t.Skipf("the folder of captured feeds is not there: %v", err)
	}
	defer f.Close()
	var all []expectation
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e expectation
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

// check reads the document of e and compares.
func (e expectation) check() (got string, ok bool) {
	body, err := os.ReadFile(filepath.Join(dataFolder, "feeds", e.File))
	if err != nil {
		return err.Error(), false
	}
	base := e.BaseURL
	if location := header(body, "Content-Location"); location != "" && !strings.HasPrefix(location, "javascript:") {
		if u, err := url.Parse(base); err == nil {
			base = resolved(u, location)
		}
	}
	l, err := Read(context.Background(), Document{Body: body, URL: base, ContentType: header(body, "Content-type"), Now: seen})
	if e.Path == "encoding" {
		return sameCharset(body, l, e.Want)
	}
	if e.Op == "parse" {
		return "", err == nil || errors.Is(err, ErrNotFeed)
	}
	if err != nil {
		return err.Error(), false
	}
	values, known := lookupPath(l, e.Path)
	if got, ok = e.compare(values, known); ok {
		return got, true
	}
	return e.inDescription(Document{Body: body, URL: base, ContentType: header(body, "Content-type"), Now: seen}, got)
}

// inDescription looks for what a listing does not tell in what Describe does;
// otherwise is what the listing has.
func (e expectation) inDescription(d Document, otherwise string) (string, bool) {
	described, err := Describe(context.Background(), d)
	if err != nil {
		return err.Error(), false
	}
	values, known := toldUnder(described, e.Path)
	if !known {
		return otherwise, false
	}
	return e.compare(values, true)
}

// sameCharset compares what a document was read as. Where all bytes are ASCII,
// every charset in question reads them the same.
func sameCharset(body []byte, l *news.Listing, want any) (string, bool) {
	text, name, _ := clean.UTF8(body, header(body, "Content-type"))
	if l != nil && l.Charset != name {
		return l.Charset, false
	}
	if len(text) > 0 && bytes.IndexFunc(body, func(r rune) bool { return r >= 0x80 || r == 0 }) < 0 {
		return name, true
	}
	w, _ := want.(string)
	return name, strings.EqualFold(name, w)
}

var headerLine = regexp.MustCompile(`(?im)^Header:\s*([a-z-]+):\s*(.*)$`)

// header returns a header that a test document of the suite asks to be served
// with, in its leading comment.
func header(body []byte, name string) string {
	for _, m := range headerLine.FindAllSubmatch(body[:min(len(body), 1000)], -1) {
		if strings.EqualFold(string(m[1]), name) {
			return strings.TrimSpace(string(m[2]))
		}
	}
	return ""
}

func (e expectation) compare(values []string, known bool) (string, bool) {
	if !known {
		return noField, false
	}
	op := e.Op
	if e.Want == nil && op == "eq" {
		op = "absent"
	}
	switch op {
	case "len":
		n, _ := e.Want.(float64)
		return strings.Join(values, " | "), len(values) == int(n)
	case "absent", "falsy":
		return strings.Join(values, " | "), len(values) == 0 || values[0] == ""
	case "truthy":
		return "", len(values) > 0 && values[0] != ""
	case "date":
		return strings.Join(values, " | "), sameDate(values, e.Want)
	}
	want, ok := e.Want.(string)
	if !ok {
		b, _ := json.Marshal(e.Want)
		want = string(b)
	}
	for _, v := range values {
		if e.same(v, want) {
			return v, true
		}
	}
	return strings.Join(values, " | "), false
}

// same compares what is shown: markup by its text and its links, for how it is
// spelled (attribute order, entities, <br />) is each library's own; titles,
// people and dates in the form a listing has them.
func (e expectation) same(got, want string) bool {
	if got == want || strings.EqualFold(got, want) || visible(got) == visible(want) {
		return true
	}
	field := e.Path[strings.LastIndexByte(strings.TrimSuffix(e.Path, "_detail.value"), '.')+1:]
	switch strings.TrimSuffix(field, "_detail.value") {
	case "title", "tagline", "subtitle", "info", "copyright", "rights", "description":
		return got == clean.Title(want, true)
	case "author":
		return got == person(want)
	case "updated", "published", "created", "validity_start", "validity_end", "expired":
		t, _, ok := clean.Date(want, seen)
		return ok && got == t.Format(time.RFC3339)
	}
	return false
}

var simpleAttribute = regexp.MustCompile(`[a-zA-Z:]+="[A-Za-z0-9._:+-]+"`)

var links = regexp.MustCompile(`(?:href|src)=["']?([^"'> ]*)`)

func visible(s string) string {
	var all []string
	for _, m := range links.FindAllStringSubmatch(s, -1) {
		link := html.UnescapeString(m[1])
		if u, err := url.PathUnescape(link); err == nil {
			link = u
		}
		all = append(all, link)
	}
	return strings.Join(strings.Fields(clean.Text(s)), " ") + "\x00" + strings.Join(all, "\x00")
}

// sameDate compares an instant with feedparser's nine-tuple.
func sameDate(values []string, want any) bool {
	tuple, ok := want.([]any)
	if !ok || len(tuple) < 6 || len(values) == 0 {
		return false
	}
	var n [6]int
	for i := range n {
		f, _ := tuple[i].(float64)
		n[i] = int(f)
	}
	at := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC)
	for _, v := range values {
		if v == at.Format(time.RFC3339) {
			return true
		}
	}
	return false
}

// noField is what check returns when a listing has no such field.
const noField = "no such field"

var index = regexp.MustCompile(`\[(\d+)\]`)

// lookupPath returns what a listing has under one of feedparser's paths. Several
// values are given where it keeps apart what a listing does not (an address by
// its relation, a person by name and mail address).
func lookupPath(l *news.Listing, path string) (values []string, known bool) {
	if path == "version" {
		return []string{strings.NewReplacer(" ", "", ".", "").Replace(l.Format)}, true
	}
	head, rest, _ := strings.Cut(path, ".")
	if head == "feed" {
		return feedField(l, rest)
	}
	if !strings.HasPrefix(head, "entries[") {
		return nil, false
	}
	i, _ := strconv.Atoi(index.FindStringSubmatch(head)[1])
	if i >= len(l.Items) {
		return []string{"no such item"}, true
	}
	return itemField(&l.Items[i], rest)
}

func nth(list []string, path string) []string {
	m := index.FindStringSubmatch(path)
	if m == nil {
		return list
	}
	if i, _ := strconv.Atoi(m[1]); i < len(list) {
		return list[i : i+1]
	}
	return nil
}

func date(ts ...time.Time) (all []string) {
	for _, t := range ts {
		if !t.IsZero() {
			all = append(all, t.Format(time.RFC3339))
		}
	}
	return all
}
