package feed

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"alsoread/news"
)

// seeds adds the fixtures, and a sample of the data folder where it is there.
func seeds(f *testing.F) {
	names, _ := filepath.Glob("testdata/*.xml")
	for _, name := range append(names, "testdata/json11.json.txt") {
		if body, err := os.ReadFile(name); err == nil {
			f.Add(body)
		}
	}
	for _, name := range sample(40, "adversarial/xml-fuzz", "adversarial/xxe", "adversarial/json-parsing", "feeds/feedvalidator") {
		if body, err := os.ReadFile(name); err == nil && len(body) < 20_000 {
			f.Add(body)
		}
	}
}

// sample returns every nth file of each folder of data.
func sample(n int, folders ...string) (all []string) {
	for _, folder := range folders {
		i := 0
		_ = filepath.WalkDir(filepath.Join(dataFolder, folder), func(path string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				if i++; i%n == 0 {
					all = append(all, path)
				}
			}
			return nil
		})
	}
	return all
}

// FuzzRead holds that whatever comes in, Read ends with a listing that keeps
// its promises or with an error of one line, and never panics.
func FuzzRead(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		before := bytes.Clone(body)
		l, err := Read(context.Background(), Document{Body: body, URL: "https://fuzz.example/dir/feed", Now: seen})
		if !bytes.Equal(before, body) {
			t.Fatal("the body was changed")
		}
		checkOutcome(t, l, err)
		if _, told := Describe(context.Background(), Document{Body: body, URL: "https://fuzz.example/dir/feed", Now: seen}); told != nil && err == nil {
			t.Fatalf("read, but not described: %v", told)
		}
	})
}

func checkOutcome(t *testing.T, l *news.Listing, err error) {
	t.Helper()
	var panicked *PanicError
	if errors.As(err, &panicked) {
		t.Fatalf("%v\n%s", err, panicked.Stack)
	}
	if err != nil {
		if strings.ContainsAny(err.Error(), "\r\n") {
			t.Fatalf("error of several lines: %q", err)
		}
		return
	}
	for _, address := range []string{l.Link, l.Self, l.Hub, l.Next, l.Image, l.MovedTo, l.Generator.URL} {
		checkAddress(t, address)
	}
	for _, line := range []string{l.Title, l.Licence, l.Charset, l.Generator.Name, l.Generator.Version} {
		checkLine(t, line)
	}
	checkPeople(t, l.People)
	for i := range l.Items {
		checkItem(t, &l.Items[i])
	}
}

func checkItem(t *testing.T, it *news.Item) {
	t.Helper()
	for _, address := range []string{it.URL, it.Image, it.CommentsURL, it.Via} {
		checkAddress(t, address)
	}
	for _, e := range it.Enclosures {
		checkAddress(t, e.URL)
		if e.Length < 0 {
			t.Fatalf("enclosure of %d bytes", e.Length)
		}
	}
	for _, line := range append(append([]string{it.GUID, it.Title}, it.Authors...), it.Categories...) {
		checkLine(t, line)
	}
	checkBeside(t, it)
	if it.Published.After(seen) || it.Updated.After(seen) {
		t.Fatalf("dated in the future: %v %v", it.Published, it.Updated)
	}
	for _, text := range []string{it.Summary, it.Content} {
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) || strings.Contains(strings.ToLower(text), "<script") {
			t.Fatalf("text is not clean: %q", text)
		}
	}
}

func checkPeople(t *testing.T, people []news.Person) {
	t.Helper()
	if len(people) > maxList {
		t.Fatalf("%d people", len(people))
	}
	for _, p := range people {
		checkAddress(t, p.URL)
		checkAddress(t, p.Image)
		for _, line := range []string{p.Name, p.Email, p.Role} {
			checkLine(t, line)
		}
		if p.Name+p.Email+p.URL == "" {
			t.Fatalf("nobody: %+v", p)
		}
	}
}

// checkBeside holds what stands beside the texts to its promises.
func checkBeside(t *testing.T, it *news.Item) {
	t.Helper()
	checkPeople(t, it.People)
	checkLine(t, it.Licence)
	checkLine(t, it.Copyright)
	if p := it.Place; p != nil {
		checkLine(t, p.Name)
		if !(p.Latitude >= -90 && p.Latitude <= 90 && p.Longitude >= -180 && p.Longitude <= 180) || math.IsNaN(p.Elevation) {
			t.Fatalf("no place on earth: %+v", p)
		}
	}
	if o := it.Origin; o != nil {
		checkAddress(t, o.Link)
		checkAddress(t, o.Feed)
		checkLine(t, o.Title)
	}
	if e := it.Episode; e != nil {
		checkAddress(t, e.ChaptersURL)
		if e.Duration < 0 || e.Duration > maxDuration || len(e.Transcripts) > maxList || len(e.Chapters) > maxAsides {
			t.Fatalf("episode %+v", e)
		}
		for _, c := range e.Chapters {
			checkAddress(t, c.URL)
			checkLine(t, c.Title)
		}
	}
}

func checkAddress(t *testing.T, address string) {
	t.Helper()
	if address == "" {
		return
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		t.Fatalf("address %q", address)
	}
}

func checkLine(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r == 0x7f }) {
		t.Fatalf("text %q is no clean line", s)
	}
}

// FuzzDigest holds that what gofeed is given is always well-formed, and that
// gofeed finds as many items in it as the pass did.
func FuzzDigest(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		if !utf8.Valid(body) {
			return
		}
		checkDigest(t, body)
	})
}

func checkDigest(t *testing.T, body []byte) {
	t.Helper()
	d, err := digestOf(body, nil, 50, seen)
	if err != nil || !d.rooted {
		return
	}
	if len(d.items) > 50 {
		t.Fatalf("%d items kept, of 50", len(d.items))
	}
	dec := xml.NewDecoder(bytes.NewReader(d.xml))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, d.xml)
		}
	}
	n := 0
	if d.atom {
		feed, err := parseAtom(context.Background(), d.xml)
		if err != nil {
			t.Fatalf("%v in\n%s", err, d.xml)
		}
		n = len(feed.Entries)
	} else {
		feed, err := parseRSS(context.Background(), d.xml)
		if err != nil {
			t.Fatalf("%v in\n%s", err, d.xml)
		}
		n = len(feed.Items)
	}
	if n != len(d.items) {
		t.Fatalf("%d items digested, %d parsed in\n%s", len(d.items), n, d.xml)
	}
	for _, m := range d.items {
		if m.from < 0 || m.to > len(body) || m.from > m.to || m.end > len(d.xml) || m.start > m.end || m.line < 1 {
			t.Fatalf("mark %+v of %d bytes", m, len(body))
		}
	}
}

// TestEverything gives all there is in the data folder to both.
func TestEverything(t *testing.T) {
	every := 1
	if underRace {
		every = 8
	}
	files := sample(every, "feeds", "adversarial")
	if len(files) == 0 {
		t.Skip("the data folder is not there")
	}
	for _, name := range files {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := cpu()
		l, err := Read(context.Background(), Document{Body: body, URL: "https://fuzz.example/dir/feed", Now: seen})
		if took := cpu() - start; took.Seconds() > 1 && !underRace {
			t.Errorf("%s: %v", name, took)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
			t.Errorf("%s: allocated %d MB", name, used>>20)
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			checkOutcome(t, l, err)
			if d, told := Describe(context.Background(), Document{Body: body, URL: "https://fuzz.example/dir/feed", Now: seen}); err == nil &&
				(told != nil || len(d.Items) != len(l.Items) && !strings.HasPrefix(l.Format, "json")) {
				t.Errorf("read, but not described: %v", told)
			}
			if utf8.Valid(body) {
				checkDigest(t, body)
			}
		})
	}
}
