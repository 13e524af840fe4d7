package news

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var (
	kolkata   = time.FixedZone("IST", 5*3600+1800)
	searchNow = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
)

func TestParseSearch(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, kolkata).UTC() }
	tests := []struct {
		name, text string
		want       Query
	}{
		{"nothing", "  ", Query{}},
		{"words", " port  strike ", Query{Search: "port strike"}},
		{"words that stand together", `"port strike" ferries`, Query{Search: `"port strike" ferries`}},
		{"a mark that is never closed", `port "strike now`, Query{Search: `port "strike now`}},
		{"curved marks", `“port strike” now`, Query{Search: `“port strike” now`}},
		{"a source", "source:Harbour strike", Query{Search: "strike", Sources: []string{"Harbour"}}},
		{"a quoted source", `strike source:"BBC World" now`, Query{Search: "strike now", Sources: []string{"BBC World"}}},
		{"a source in curved marks", `source:“BBC World”`, Query{Sources: []string{"BBC World"}}},
		{"in the marks of other languages", `source:„Der Bote“ tag:«à la une»`, Query{Sources: []string{"Der Bote"}, Tags: []string{"à la une"}}},
		{"a mark within marks", `source:"The \"Post\" \\ Mail"`, Query{Sources: []string{`The "Post" \ Mail`}}},
		{"directly behind a mark", `source:"A"tag:b`, Query{Sources: []string{"A"}, Tags: []string{"b"}}},
		{"any of several", "source:A source:B tag:x tag:y", Query{Sources: []string{"A", "B"}, Tags: []string{"x", "y"}}},
		{"a publisher", "publisher:bbc.co.uk", Query{Publisher: "bbc.co.uk"}},
		{"a language", "lang:EN-gb", Query{Language: "en"}},
		{"a language, spelled out", "language:hin", Query{Language: "hin"}},
		{"field names in capitals", "TAG:World", Query{Tags: []string{"World"}}},
		{"days are those of the zone", "after:2026-11-20 before:2026-11-22", Query{Since: day(20), Until: day(22)}},
		{"a time", "after:2026-11-20T08:00:00+01:00", Query{Since: time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC)}},
		{"ages", "after:7d before:36h", Query{Since: searchNow.Add(-7 * 24 * time.Hour), Until: searchNow.Add(-36 * time.Hour)}},
		{"an address is a word", "https://harbour.example/a:b", Query{Search: "https://harbour.example/a:b"}},
		{"a time of day is a word", "12:30 live: now", Query{Search: "12:30 live: now"}},
		{"a field within marks is none", `"tag:x y"`, Query{Search: `"tag:x y"`}},
		{"a colon alone", ": ::", Query{Search: ": ::"}},
		{"other scripts", "हड़ताल tag:世界 港口", Query{Search: "हड़ताल 港口", Tags: []string{"世界"}}},
		{"no-break space parts words", "a\u00a0tag:b\u00a0c", Query{Search: "a c", Tags: []string{"b"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseSearch(tt.text, searchNow, kolkata)
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("%q\n got %+v, %v\nwant %+v", tt.text, got, err, tt.want)
			}
		})
	}
}

func TestParseSearchFaults(t *testing.T) {
	for text, want := range map[string]string{
		"source:":                         `source: has no value; write it right behind the colon, such as source:"BBC World"`,
		"tag: world":                      "tag: has no value; write it right behind the colon, such as tag:world",
		`source:""`:                       "source: has no value between its quotation marks",
		`source:"BBC World`:               "the quotation mark behind source: is never closed",
		`source:"BBC World\"`:             "the quotation mark behind source: is never closed",
		"publisher:a publisher:b":         "publisher: is given more than once",
		"lang:en lang:de":                 "lang: is given more than once",
		"lang:english":                    "lang:english is no language; write its code, such as lang:en or lang:hi",
		"lang:e1":                         "lang:e1 is no language; write its code, such as lang:en or lang:hi",
		"after:soon":                      "after:soon is no day (2026-11-22), time (2026-11-22T08:00:00Z) or age (36h, 7d)",
		"before:2026-13-01":               "before:2026-13-01 is no day (2026-11-22), time (2026-11-22T08:00:00Z) or age (36h, 7d)",
		"after:99999999999d":              "after:99999999999d is no day (2026-11-22), time (2026-11-22T08:00:00Z) or age (36h, 7d)",
		"after:2026-11-22 before:7d":      "after: is not earlier than before:, so nothing can match",
		"tags:world":                      "there is no field tags: (did you mean tag: ?)",
		"souce:x":                         "there is no field souce: (did you mean source: ?)",
		"befote:2026-11-22":               "there is no field befote: (did you mean before: ?)",
		"port \xff":                       "the search is not UTF-8 text",
		"lang:" + strings.Repeat("x", 99): "lang:" + strings.Repeat("x", 40) + "… is no language; write its code, such as lang:en or lang:hi",
	} {
		if q, err := ParseSearch(text, searchNow, kolkata); err == nil || err.Error() != want {
			t.Errorf("%q: %+v, %v\nwant %s", text, q, err, want)
		}
	}
}

func TestSearchOf(t *testing.T) {
	for want, args := range map[string][]string{
		"port strike":                        {"port", "strike"},
		`source:"BBC World" strike`:          {"source:BBC World", "strike"},
		`source:"BBC World" x`:               {`source:"BBC World"`, "x"},
		`source:"The \"Post\" \\ Mail"`:      {`source:The "Post" \ Mail`},
		`"port strike" tag:world http://a b`: {`"port strike"`, "tag:world", "http://a b"},
		"tag:":                               {"tag:"},
	} {
		if got := SearchOf(args); got != want {
			t.Errorf("%q: %s, want %s", args, got, want)
		}
	}
}

func TestResolve(t *testing.T) {
	sources := []SourceState{{Name: "bbc", Publisher: "BBC", Tags: []string{"world"}}, {Name: "BBC", Publisher: "BBC", Tags: []string{"World", "UK"}}}
	q := Query{Sources: []string{"BBC", "Bbc"}, Tags: []string{"WORLD", "uk"}, Publisher: "bBc"}
	if err := q.Resolve(sources); err != nil || fmt.Sprintf("%v %v %s", q.Sources, q.Tags, q.Publisher) != "[BBC bbc] [world UK] BBC" {
		t.Errorf("%v %v %s, %v", q.Sources, q.Tags, q.Publisher, err)
	}
	for typed, want := range map[string]string{"Elsewhere.Example": "elsewhere.example", "127.0.0.1:8080": "127.0.0.1:8080", "zeitung-münchen.example": "zeitung-münchen.example"} {
		q := Query{Publisher: typed}
		if err := q.Resolve(sources); err != nil || q.Publisher != want {
			t.Errorf("%s: %q, %v", typed, q.Publisher, err)
		}
	}
	for want, q := range map[string]Query{
		`no source has the publisher "Mr. Smith"`: {Publisher: "Mr. Smith"},
		`no source has the publisher "a..b"`:      {Publisher: "a..b"},
		`no source has the name "CNN"`:            {Sources: []string{"BBC", "CNN"}},
		`no source has the tag "sports"`:          {Tags: []string{"sports"}},
		`no source has the publisher "CNN"`:       {Publisher: "CNN"},
	} {
		if err := q.Resolve(sources); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// Whatever is typed, it is read or its fault is said in a line; values come
// back when they are written as fields.
func FuzzParseSearch(f *testing.F) {
	for _, text := range []string{`source:"BBC World" strike`, "tag:a tag:b after:7d", "“x” lang:en", `source:"\`, "before:2026-11-22 ::", "tag:\u2028x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := ParseSearch(text, searchNow, kolkata)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if !utf8.ValidString(q.Search) {
			t.Errorf("%q: words %q", text, q.Search)
		}
		for _, name := range q.Sources {
			again, err := ParseSearch("source:"+quoteValue(name), searchNow, kolkata)
			if err != nil || len(again.Sources) != 1 || again.Sources[0] != name {
				t.Errorf("%q: %q came back as %q, %v", text, name, again.Sources, err)
			}
		}
	})
}
