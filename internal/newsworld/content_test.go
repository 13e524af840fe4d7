package newsworld

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"net"
	"strconv"
	"strings"
	"testing"
)

func mustPort(t *testing.T, address string) int {
	t.Helper()
	_, text, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func TestReadDrafts(t *testing.T) {
	const text = `# a comment
== one
title: The first
age: 1h30m
tags: a, b

A paragraph
on two lines.

> Said so

## Then

@also pipe "Read" p/one p/two
`
	drafts, err := readDrafts("p", text, noon)
	if err != nil {
		t.Fatal(err)
	}
	if len(drafts) != 1 || drafts[0].Slug != "one" || len(drafts[0].Tags) != 2 || noon.Sub(drafts[0].Published).Hours() != 1.5 {
		t.Fatalf("%+v", drafts[0].Story)
	}
	b := drafts[0].Blocks
	if len(b) != 4 || b[0].Text != "A paragraph on two lines." || b[1].Kind != Quote || b[2].Kind != Heading || len(b[3].Links) != 2 {
		t.Errorf("blocks %+v", b)
	}
}

func TestReadDraftsRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"no title":      "== x\nage: 1h\n\nText.",
		"no age":        "== x\ntitle: X\n\nText.",
		"bad age":       "== x\ntitle: X\nage: soon\n\nText.",
		"unknown key":   "== x\ntitle: X\nage: 1h\ncolour: red\n\nText.",
		"no such shape": "== x\ntitle: X\nage: 1h\n\n@also heap \"Read\" p/x",
		"no label":      "== x\ntitle: X\nage: 1h\n\n@also pipe p/x",
	} {
		if _, err := readDrafts("p", text, noon); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestFinishRefusesDeadLinks(t *testing.T) {
	for name, text := range map[string]string{
		"also": "== x\ntitle: X\nage: 1h\n\n@also pipe \"Read\" p/y",
		"copy": "== x\ntitle: X\nage: 1h\ncopy: p/y\n",
	} {
		drafts, err := readDrafts("meridian", text, noon)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := finish(drafts); err == nil {
			t.Errorf("%s: a link to no story was taken", name)
		}
	}
}

func TestWithDays(t *testing.T) {
	days := weekdays["de"]
	got := withDays("am {day}, nach {day-1}, vor {day+3}", noon, days)
	if want := "am Mittwoch, nach Dienstag, vor Samstag"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestPictures(t *testing.T) {
	w := startStill(t)
	drawn := 0
	for _, s := range w.Stories() {
		if s.Image == "" {
			continue
		}
		drawn++
		res, body := get(t, w.pictureURL(s))
		if res.Header.Get("Content-Type") != pictureType(s) {
			t.Errorf("%s is %s", w.pictureURL(s), res.Header.Get("Content-Type"))
		}
		if vector(s.Image) {
			if err := xml.Unmarshal([]byte(body), new(struct{})); err != nil {
				t.Errorf("%s: %v", w.pictureURL(s), err)
			}
		} else if img, err := png.Decode(bytes.NewReader([]byte(body))); err != nil || img.Bounds().Dx() != pictureWidth {
			t.Errorf("%s: %v", w.pictureURL(s), err)
		}
	}
	if drawn < 20 {
		t.Errorf("%d stories have a picture", drawn)
	}
}

func TestRecordings(t *testing.T) {
	w := startStill(t)
	res, body := get(t, w.URL("deck-and-dock")+"/recordings/episode-88.mp3")
	if res.Header.Get("Content-Type") != "audio/mpeg" || len(body) != recordingBytes {
		t.Fatalf("%s, %d bytes", res.Header.Get("Content-Type"), len(body))
	}
	if want := string(frameHeader[:]); !strings.HasPrefix(body, want) || body[5*frameBytes:5*frameBytes+4] != want {
		t.Error("frames do not begin where they should")
	}
}

func TestAlsoShapes(t *testing.T) {
	links := []string{`<a href="/a">A</a>`, `<a href="/b">B</a>`}
	for name, shape := range alsoShapes {
		block := shape("Also Read", links)
		if strings.Count(block, "<a ") != 2 || !strings.Contains(block, "Also Read") || wellFormed("<div>"+block+"</div>") != nil {
			t.Errorf("%s: %s", name, block)
		}
		if empty := shape("Also Read", nil); empty != "" {
			t.Errorf("%s without links: %s", name, empty)
		}
	}
}
