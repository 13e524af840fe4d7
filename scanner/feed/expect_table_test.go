package feed

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// conventions are checks where feedparser expects its own convention, or less
// than can be had.
var conventions = map[string]string{
	"feedparser/encoding/bozo_linenoise.xml":                                  "bytes in no charset: read as UTF-8 with one character replaced, there as windows-1252",
	"feedparser/entities/lang.xml":                                            "&lang; is U+27E8 in HTML 5, U+2329 in HTML 4",
	"feedparser/wellformed/sanitize/entry_content_crazy.xml":                  "the text of a script and of a page's title is not shown",
	"feedparser/wellformed/sanitize/entry_summary_crazy.xml":                  "the text of a script and of a page's title is not shown",
	"feedparser/wellformed/sanitize/feed_info_crazy.xml":                      "the text of a script and of a page's title is not shown",
	"feedparser/wellformed/sanitize/item_description_crazy.xml":               "the text of a script and of a page's title is not shown",
	"feedparser/wellformed/sanitize/item_fullitem_crazy.xml":                  "the text of a script and of a page's title is not shown",
	"feedparser/wellformed/sanitize/xml_declaration_unexpected_character.xml": "a declaration is markup, and a title is text",
	"feedparser/wellformed/http/headers_content_location-relative.xml":        "the address of the document is not absolute",
	"feedparser/wellformed/http/headers_content_location-unsafe.xml":          "the address of the document is not absolute",
	"feedparser/illformed/chardet/tis620.xml":                                 "TIS-620 by the name that browsers have for it, windows-874",
	"feedparser/wellformed/itunes/itunes_channel_category_scheme.xml":         "a category that states no scheme has none",
	"feedparser/wellformed/itunes/itunes_item_category_scheme.xml":            "a category that states no scheme has none",
	"feedparser/wellformed/atom10/feed_link_rel_self_default_type.xml":        "a link that states no type has none",
	"feedparser/wellformed/itunes/itunes_channel_block_uppercase.xml":         "a yes in capitals is a yes",
	"feedparser/wellformed/itunes/itunes_channel_block_whitespace.xml":        "a yes with space around it is a yes",
	"feedparser/wellformed/itunes/itunes_channel_explicit_whitespace.xml":     "a yes with space around it is a yes",
	"feedparser/wellformed/itunes/itunes_item_block_whitespace.xml":           "a yes with space around it is a yes",
	"feedparser/wellformed/itunes/itunes_item_explicit_whitespace.xml":        "a yes with space around it is a yes",
}

// byField are conventions that go for a field wherever it stands.
var byField = map[string]string{
	"tags.term": "categories stand before keywords",
	"feed.info": "FeedBurner's note for browsers is not the description",
	"version":   "one RSS 0.91, not two",
	"language":  "no HTTP header says which language a feed is in",
}

func convention(e expectation) string {
	if why := conventions[e.File]; why != "" {
		return why
	}
	path := index.ReplaceAllString(e.Path, "")
	for field, why := range byField {
		if path == field || strings.HasSuffix(path, "."+field) {
			return why
		}
	}
	return ""
}

func expectationTable(t *testing.T, report *strings.Builder) {
	report.WriteString(expectationHead)
	var noPlace = map[string]int{}
	for _, set := range []struct {
		name, file, tier string
		floor, ofAll     float64
	}{
		{"core fields", "feedparser_expect.jsonl", "min", coreFloor, 98},
		{"core fields, extensions", "feedparser_expect.jsonl", "ext", coreFloor, 93},
		{"other fields", "feedparser_expect_other.jsonl", "", otherFloor, otherOfAll},
	} {
		n := tally{noPlace: noPlace}
		for _, e := range expectations(t, set.file) {
			if e.Tier == set.tier {
				n.take(t, e)
			}
		}
		share := percent(n.pass, n.pass+n.fail)
		fmt.Fprintf(report, "| %s | %d | %d (%.1f %%) | %.1f %% | %.1f %% | %d | %d | %d |\n",
			set.name, n.all, n.pass, percent(n.pass, n.all), percent(n.pass, n.all-n.convention), share, n.fail, n.convention, n.without)
		if share < set.floor || percent(n.pass, n.all) < set.ofAll {
			t.Errorf("%s: %.1f %% pass, %.1f %% of all", set.name, share, percent(n.pass, n.all))
		}
	}
	conventionTable(t, report, noPlace)
}

const expectationHead = `
## Universal Feed Parser's own tests

Checks of its suite, turned into data. Markup is compared by its text and its links, titles and people in the form a listing has them.
What a listing does not have is looked for in what ` + "`inspect --json`" + ` prints under "details": how each text was written, links of all relations,
schemes of categories, the head of a source. "Pass" and its share are of all checks of the set; "not by convention" is the share of
those where the expectation is no convention of feedparser's; "of those that can" also leaves out what has no place. Both are listed below.

| set | checks | pass | not by convention | of those that can | fail | by convention | without a place |
|---|---|---|---|---|---|---|---|
`

// tally is what came of the checks of one set.
type tally struct {
	all, pass, fail, convention, without int
	noPlace                              map[string]int // paths, and how many checks go for them
}

func (n *tally) take(t *testing.T, e expectation) {
	n.all++
	switch got, ok := e.check(); {
	case ok:
		n.pass++
	case got == noField:
		n.without++
		n.noPlace[strings.TrimPrefix(strings.TrimPrefix(index.ReplaceAllString(e.Path, ""), "entries."), "feed.")]++
	case convention(e) != "":
		n.convention++
	default:
		n.fail++
		t.Logf("%s %s: want %v, got %q", e.File, e.Path, e.Want, got)
	}
}

func percent(part, of int) float64 { return 100 * float64(part) / float64(max(of, 1)) }

func conventionTable(t *testing.T, report *strings.Builder, noPlace map[string]int) {
	report.WriteString("\nWhere the expectation is a convention:\n\n")
	for _, name := range slices.Sorted(maps.Keys(conventions)) {
		fmt.Fprintf(report, "- %s: %s\n", strings.TrimPrefix(name, "feedparser/"), conventions[name])
	}
	for _, field := range slices.Sorted(maps.Keys(byField)) {
		fmt.Fprintf(report, "- %s: %s\n", field, byField[field])
	}
	placeless(t, report, noPlace)
}

// withoutPlace are the paths for which a listing has no place, by the reason.
// The first that a path matches counts.
var withoutPlace = []struct {
	group, why string
	paths      *regexp.Regexp
}{
	{"headers", "they belong to the answer, not to the document: the fetcher keeps them", regexp.MustCompile(`^(etag|modified|modified_parsed|headers\..*)$`)},
	{"players, ratings and restrictions of media, the wording of a licence", "a licence has its address, a rating is whether it is explicit; who may play a film where is the player's to say", regexp.MustCompile(`^media_`)},
	{"elements that nobody knows", "no reader shows them", regexp.MustCompile(`^madeup_`)},
}

// placeless tells what a listing has no place for. A path that no reason covers
// fails the test.
func placeless(t *testing.T, report *strings.Builder, noPlace map[string]int) {
	report.WriteString("\nWhat neither a listing nor a description has a place for:\n\n| what | checks | why | fields |\n|---|---|---|---|\n")
	told := map[string]bool{}
	for _, w := range withoutPlace {
		var fields []string
		checks := 0
		for _, path := range slices.Sorted(maps.Keys(noPlace)) {
			if !told[path] && w.paths.MatchString(path) {
				told[path] = true
				fields = append(fields, path)
				checks += noPlace[path]
			}
		}
		fmt.Fprintf(report, "| %s | %d | %s | %s |\n", w.group, checks, w.why, strings.Join(fields, ", "))
	}
	for path := range noPlace {
		if !told[path] {
			t.Errorf("no reason why a listing has no place for %s", path)
		}
	}
}
