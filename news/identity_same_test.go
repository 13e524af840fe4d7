package news

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestStillSame(t *testing.T) {
	const knownURL = "https://news.example/2024/05/12/quake-hits-northern-coast"
	const knownTitle = "Strong quake hits northern coast"
	tests := []struct {
		why             string
		knownURL, known string
		url, title      string
		same            bool
	}{
		{"nothing changed", knownURL, knownTitle, knownURL, knownTitle, true},
		{"new title", knownURL, knownTitle, knownURL, "Dozens feared dead", true},
		{"new title, address but for the way here", knownURL, knownTitle, "http://www.news.example/2024/05/12/quake-hits-northern-coast/?utm_source=rss", "Dozens feared dead", true},
		{"new address", knownURL, knownTitle, "https://example.net/a/1", knownTitle, true},
		{"new address, title corrected", knownURL, knownTitle, "https://example.net/a/1", "Strong quake hits the north's coast, dozens dead", true},
		{"slug and title rewritten, words left", knownURL, knownTitle, "https://news.example/2024/05/12/northern-coast-death-toll-rises", "Toll rises", true},
		{"same slug on another host, new title", knownURL, knownTitle, "https://archive.example.net/quake-hits-northern-coast.html", "Dozens feared dead", true},
		{"id stays, slug and title do not", "https://news.example/a-6812345-old-words", "Old words", "https://www.news.example/b/6812345-new-text", "New text", true},
		{"script to path, id stays", "https://news.example/story.php?id=6812345", "Old words", "https://news.example/new-text-6812345", "New text", true},
		{"title in capitals", "", "STRONG QUAKE", "https://two.example/", "Strong quake", true},
		{"Japanese, corrected", "https://one.example/", "東京で強い地震、けが人なし", "https://two.example/", "東京で強い地震 津波の心配なし", true},
		{"no title known", knownURL, "", knownURL, "Anything", true},
		{"nothing known", "", "", "https://news.example/x", "Anything", true},
		{"item bears nothing", knownURL, knownTitle, "", "", true},
		{"Japanese, words without spaces", "https://one.example/", "東京で強い地震", "https://two.example/", "東京で震度五の強い地震", true},
		{"all items link to one page", "https://news.example/", knownTitle, "http://www.news.example", "Parliament votes on budget", true},
		{"neither has an address", "", knownTitle, "", "Parliament votes on budget", true},

		{"guid used again", knownURL, knownTitle, "https://news.example/2024/06/02/parliament-votes-on-budget", "Parliament votes on budget", false},
		{"guid used again by an aggregator", "https://one.example/a", "Old words stay", "https://two.example/b", "New text comes", false},
		{"no title, other address", knownURL, "", "https://news.example/2024/06/02/parliament-votes-on-budget", "", false},
		{"address gone, other title", knownURL, knownTitle, "", "Parliament votes on budget", false},
		{"only short words in common", "https://one.example/a", "The end of the war", "https://two.example/b", "The price of the tea", false},
		{"a date in common is no id", "https://one.example/20240512/a", "Old words", "https://one.example/20240512/b", "New text", false},
		{"an id of another site", "https://one.example/6812345", "Old words", "https://two.example/6812345", "New text", false},
		{"Japanese, other story", "https://one.example/", "東京で強い地震", "https://two.example/", "国会が予算案を可決", false},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			if got := StillSame(test.knownURL, test.known, Item{URL: test.url, Title: test.title}); got != test.same {
				t.Errorf("got %v, want %v", got, test.same)
			}
		})
	}
}

// Of titles that people judged to say the same, most count as still the same;
// of titles of different events, hardly any.
func TestStillSameOnRealTitles(t *testing.T) {
	skipWithoutData(t)
	same := func(a, b string) bool {
		return StillSame("https://one.example/", a, Item{URL: "https://two.example/", Title: b})
	}
	var agree, equal int
	for _, pair := range readTitlePairs(t) {
		if pair.Score >= 4 {
			equal++
			if same(pair.A, pair.B) {
				agree++
			}
		}
	}
	titles := readEventTitles(t)
	var wrong, different int
	for i, a := range titles {
		b := titles[(i*7919+1)%len(titles)]
		if a.event != b.event {
			different++
			if same(a.title, b.title) {
				wrong++
			}
		}
	}
	t.Logf("%d of %d pairs that say the same; %d of %d pairs of different events", agree, equal, wrong, different)
	if equal == 0 || agree*100 < equal*85 {
		t.Errorf("%d of %d pairs that say the same", agree, equal)
	}
	if different == 0 || wrong*100 > different*3 {
		t.Errorf("%d of %d pairs of different events", wrong, different)
	}
}

type titlePair struct {
	A     string  `json:"h1"`
	B     string  `json:"h2"`
	Score float64 `json:"score"` // 0 to 5
}

func readTitlePairs(t *testing.T) []titlePair {
	var out []titlePair
	readLines(t, "coverage/sts-headlines/pairs.jsonl", func(line []byte) {
		var pair titlePair
		if err := json.Unmarshal(line, &pair); err != nil {
			t.Fatal(err)
		}
		out = append(out, pair)
	})
	return out
}

type eventTitle struct{ title, event string }

func readEventTitles(t *testing.T) []eventTitle {
	events := make(map[string]string)
	readLines(t, "coverage/uci-news-aggregator/truth.tsv", func(line []byte) {
		id, event, _ := strings.Cut(string(line), "\t")
		events[id] = event
	})
	var out []eventTitle
	for _, l := range readJSONLines(t, filepath.Join(dataRoot, "coverage/uci-news-aggregator/items.jsonl")) {
		out = append(out, eventTitle{l.title, events[l.id]})
	}
	return out
}

func readLines(t *testing.T, name string, each func([]byte)) {
	f, err := os.Open(filepath.Join(dataRoot, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		each(lines.Bytes())
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}
