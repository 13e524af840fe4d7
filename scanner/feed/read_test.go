package feed

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files and docs/feeds.md")

// seen is when the fixtures are said to have been fetched.
var seen = time.Date(2026, 8, 11, 0, 0, 0, 0, time.UTC)

// TestFixtures reads each document under testdata and compares the listing
// with the file of the same name that ends in .golden.
func TestFixtures(t *testing.T) {
	names, err := filepath.Glob("testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".golden") || filepath.Ext(name) == "" {
			continue
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			body, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			l, err := Read(context.Background(), Document{Body: body, URL: "https://fixture.example/dir/feed", Now: seen})
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.MarshalIndent(l, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			// How the sanitiser spells void elements is its own affair.
			got = bytes.ReplaceAll(got, []byte(` /\u003e`), []byte(`\u003e`))
			golden(t, name+".golden", append(got, '\n'))
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s", name, got)
	}
}

func TestNotAFeed(t *testing.T) {
	for _, tc := range []struct {
		name, body string
		want       error
	}{
		{"empty", "", ErrEmpty},
		{"white space", " \n\t ", ErrEmpty},
		{"page", "<!DOCTYPE html><html><head><title>x</title></head><body>Log in</body></html>", ErrHTML},
		{"page without doctype", "<html><body><p>x</body></html>", ErrHTML},
		{"other JSON", `{"error":"not found"}`, ErrJSON},
		{"other JSON with items", `{"items":[{"a":1}]}`, ErrJSON},
		{"JSON array", `[1,2]`, ErrJSON},
		{"other XML", `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`, ErrXML},
		{"XML with channels", `<tv><channel id="1"><display-name>One</display-name></channel></tv>`, ErrXML},
		{"XML with a feed of goods", `<feed><product><name>x</name></product></feed>`, ErrXML},
		{"page with the word in it", `<html><body><script>document.write("<rss>")</script></body></html>`, ErrHTML},
		{"text", "Service temporarily unavailable", ErrText},
		{"binary", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00", ErrBinary},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Read(context.Background(), Document{Body: []byte(tc.body), URL: "https://a.example/"})
			if !errors.Is(err, tc.want) || !errors.Is(err, ErrNotFeed) {
				t.Errorf("error %v, want %v", err, tc.want)
			}
		})
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, Document{Body: benchRSS()}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}
