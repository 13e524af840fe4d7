package sources

import (
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"alsoread/news"
)

// parse reads a file that must be in order.
func parse(t *testing.T, text string, env func(string) (string, bool)) *File {
	t.Helper()
	f, err := Parse("sources.yaml", []byte(text), env)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// environ is an environment with a few variables.
func environ(pairs map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, found := pairs[name]
		return value, found
	}
}

func TestSilentFileGetsDefaults(t *testing.T) {
	f := parse(t, good, noEnv)
	want := news.Source{
		Name: "A", URL: "https://a.example/", Display: "https://a.example/", Kind: news.KindAuto, Publisher: news.Publisher("https://a.example/"),
		Schedule: "@every 15m", Timetable: news.Period(15 * time.Minute), Location: time.UTC,
		Timeout: 20 * time.Second, MaxBody: 15728640, MaxItems: 2000, MaxArticles: 20, PerHost: 2, HostDelay: 250 * time.Millisecond,
	}
	if !reflect.DeepEqual(f.Sources, []news.Source{want}) {
		t.Errorf("got  %+v\nwant %+v", f.Sources[0], want)
	}
	if f.Path != "sources.yaml" || f.Line("A") != 2 || f.Line("B") != 0 {
		t.Errorf("path %q, line of A %d, of B %d", f.Path, f.Line("A"), f.Line("B"))
	}
}

const everyKey = `
defaults:
  schedule: "0 * * * *"
  timezone: Asia/Kolkata
  timeout: 5s
  max_body: 1MB
  max_items: 7
  max_articles: 0
  per_host: 1
  host_delay: 0s
  user_agent: default/1
  allow_networks: [127.0.0.0/8]
  articles: true
  follow: true
  proxy: http://proxy.example:3128
sources:
  - name: Silent
    url: https://silent.example/
  - name: "Says: everything"
    url: https://www.bbc.co.uk/feed?key=${KEY}
    kind: page
    publisher: BBC
    tags: [world, "a, b", 2024]
    disabled: true
    schedule: auto
    timezone: Europe/Berlin
    timeout: 1m30s
    max_body: 2.5 MiB
    max_items: 100
    max_articles: 3
    per_host: 4
    host_delay: 2s
    user_agent: mine/2
    allow_networks:
      - 10.0.0.0/8
      - fd00::1
    proxy: socks5://${USER}:${KEY}@localhost
    articles: true
    follow: all
    headers:
      accept-language: en, de;q=0.5
      X-Key: k-${KEY}
    cookies: {session: "${KEY}", plain: "$${x}"}
    user: ${USER}
    password: "${KEY}"
    select:
      item: article.card, li
      link: a@data-href
      title: h2
      summary: p.teaser
      author: .by@title
      time: time@datetime
      time_format: "02 Jan 2006 15:04"
      time_locale: no
      image: "@data-image"
      remove: [".ad", nav]
      next: a[rel=next]
      max_pages: 4
    url_pattern: "/20[0-9]{2}/"
    article:
      body: div.body
      remove: [.promo]
      also_read: div.related
`

func TestEveryKey(t *testing.T) {
	f := parse(t, everyKey, environ(map[string]string{"KEY": "s3cret", "USER": "me"}))
	india, berlin := zone(t, "Asia/Kolkata"), zone(t, "Europe/Berlin")
	silent := news.Source{
		Name: "Silent", URL: "https://silent.example/", Display: "https://silent.example/", Kind: news.KindAuto,
		Publisher: news.Publisher("https://silent.example/"),
		Schedule:  "0 * * * *", Timetable: schedule(t, "0 * * * *", india), Location: india,
		Timeout: 5 * time.Second, MaxBody: 1_000_000, MaxItems: 7, MaxArticles: 0, PerHost: 1, HostDelay: 0, UserAgent: "default/1",
		AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Articles: true, Follow: "publisher", Proxy: "http://proxy.example:3128",
	}
	everything := news.Source{
		Name: "Says: everything", URL: "https://www.bbc.co.uk/feed?key=s3cret", Display: "https://www.bbc.co.uk/feed?key=${KEY}",
		Kind: news.KindPage, Publisher: "BBC", Tags: []string{"world", "a, b", "2024"}, Disabled: true,
		Schedule: "auto", Timetable: nil, Location: berlin,
		Timeout: 90 * time.Second, MaxBody: 2621440, MaxItems: 100, MaxArticles: 3, PerHost: 4, HostDelay: 2 * time.Second, UserAgent: "mine/2",
		AllowNetworks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::1/128")},
		Headers:       map[string]string{"Accept-Language": "en, de;q=0.5", "X-Key": "k-s3cret"},
		Cookies:       map[string]string{"session": "s3cret", "plain": "${x}"},
		User:          "me", Password: "s3cret", Proxy: "socks5://me:s3cret@localhost", Articles: true, Follow: "all",
		Select: &news.Select{
			Item: "article.card, li", Link: "a@data-href", Title: "h2", Summary: "p.teaser", Author: ".by@title", Time: "time@datetime",
			TimeFormat: "02 Jan 2006 15:04", TimeLocale: "no", Image: "@data-image", Remove: []string{".ad", "nav"}, Next: "a[rel=next]", MaxPages: 4,
		},
		URLPattern: regexp.MustCompile("/20[0-9]{2}/"),
		Article:    &news.ArticleSelect{Body: "div.body", Remove: []string{".promo"}, AlsoRead: "div.related"},
	}
	for i, want := range []news.Source{silent, everything} {
		if !reflect.DeepEqual(f.Sources[i], want) {
			t.Errorf("source %d:\ngot  %+v\nwant %+v", i, f.Sources[i], want)
		}
	}
}

// TestEveryKeyIsTested holds the example above against the table of keys.
func TestEveryKeyIsTested(t *testing.T) {
	for key := range sourceKeys {
		if !strings.Contains(everyKey, "\n    "+key+":") && !strings.Contains(everyKey, "- "+key+":") {
			t.Errorf("the key %s is not in the example", key)
		}
	}
	for key := range defaultKeys {
		if !strings.Contains(everyKey, "\n  "+key+":") {
			t.Errorf("the key %s is not in the defaults of the example", key)
		}
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func schedule(t *testing.T, spec string, loc *time.Location) news.Timetable {
	t.Helper()
	table, err := ParseSchedule(spec, loc)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestOneKeyFollowsFromAnother(t *testing.T) {
	tests := []struct {
		name, lines string
		got         func(news.Source) any
		want        any
	}{
		{"select makes a page", "    select: {item: a}\n", func(s news.Source) any { return s.Kind }, news.KindPage},
		{"pattern leaves the kind", "    url_pattern: x\n", func(s news.Source) any { return s.Kind }, news.KindAuto},
		{"one page", "    select: {item: a}\n", func(s news.Source) any { return s.Select.MaxPages }, 1},
		{"next page", "    select: {item: a, next: b}\n", func(s news.Source) any { return s.Select.MaxPages }, DefaultPages},
		{"article selectors read articles", "    article: {body: b}\n", func(s news.Source) any { return s.Articles }, true},
		{"but not against articles", "    articles: false\n    article: {body: b}\n", func(s news.Source) any { return s.Articles }, false},
		{"following reads articles", "    follow: true\n", func(s news.Source) any { return s.Articles }, true},
		{"not following does not", "    follow: false\n", func(s news.Source) any { return s.Articles }, false},
		{"zone alone moves the default schedule", "    timezone: Asia/Kolkata\n    schedule: \"0 6 * * *\"\n", func(s news.Source) any {
			return s.Timetable.Next(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC))
		}, time.Date(2025, 1, 1, 0, 30, 0, 0, time.UTC)},
		{"empty proxy", "    proxy: \"\"\n", func(s news.Source) any { return s.Proxy }, ""},
		{"empty user agent", "    user_agent: \"\"\n", func(s news.Source) any { return s.UserAgent }, ""},
		{"number as name", "    publisher: 404\n", func(s news.Source) any { return s.Publisher }, "404"},
		{"leading zeros", "    publisher: 007\n", func(s news.Source) any { return s.Publisher }, "007"},
		{"text over lines", "    publisher: The\n      Times\n", func(s news.Source) any { return s.Publisher }, "The Times"},
		{"folded text", "    publisher: >-\n      The\n      Times\n", func(s news.Source) any { return s.Publisher }, "The Times"},
		{"escapes", `    publisher: "\u00e9\U0001F600\x41"` + "\n", func(s news.Source) any { return s.Publisher }, "é😀A"},
		{"bytes", "    max_body: 4096\n", func(s news.Source) any { return s.MaxBody }, int64(4096)},
		{"days", "    schedule: \"@every 1d12h\"\n", func(s news.Source) any { return s.Timetable }, news.Period(36 * time.Hour)},
		{"no delay", "    host_delay: 0\n", func(s news.Source) any { return s.HostDelay }, time.Duration(0)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := parse(t, good+tt.lines, noEnv).Sources[0]
			if got := tt.got(s); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestFollowOfDefaultsYieldsToArticlesOfSource(t *testing.T) {
	f := parse(t, "defaults: {follow: all}\n"+good+"    articles: false\n", noEnv)
	if s := f.Sources[0]; s.Follow != "" || s.Articles {
		t.Errorf("follow %q, articles %v", s.Follow, s.Articles)
	}
}

func TestDefaultScheduleIsOfTheSourcesZone(t *testing.T) {
	f := parse(t, "defaults: {schedule: \"0 6 * * *\", timezone: Asia/Kolkata}\n"+good+"    timezone: Europe/Berlin\n", noEnv)
	got := f.Sources[0].Timetable.Next(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC))
	if want := time.Date(2025, 1, 1, 5, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("next %v, want %v", got, want)
	}
}

func TestSameAddressReadDifferently(t *testing.T) {
	tests := []struct {
		name, one, other string
		same             bool
	}{
		{"nothing differs", "", "", true},
		{"tags alone", "    tags: [a]\n", "    tags: [b]\n", true},
		{"headers", "    headers: {Accept-Language: en}\n", "    headers: {Accept-Language: de}\n", false},
		{"cookies", "    cookies: {edition: us}\n", "", false},
		{"user", "    user: a\n", "    user: b\n", false},
		{"selectors", "    select: {item: .news}\n", "    select: {item: .sport}\n", false},
		{"same selectors", "    select: {item: .news}\n", "    select: {item: .news}\n", true},
		{"pattern", "    url_pattern: news\n", "    url_pattern: sport\n", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := good + tt.one + "  - name: B\n    url: https://A.example\n" + tt.other
			_, err := Parse("sources.yaml", []byte(text), noEnv)
			if same := err != nil; same != tt.same {
				t.Errorf("same %v, want %v: %v", same, tt.same, err)
			}
		})
	}
}

// TestThreeOfOneAddress: the third is held against the second too.
func TestThreeOfOneAddress(t *testing.T) {
	text := good + "  - name: B\n    url: https://a.example/\n    user: b\n  - name: C\n    url: https://a.example/\n    user: b\n"
	faults := faultsOf(t, text, noEnv)
	if len(faults) != 1 || faults[0].What != "the source on line 5 reads the same already" {
		t.Errorf("got %v", faults)
	}
}

// shapes are ways to write the same two sources.
var shapes = []struct{ name, text string }{
	{"block", "sources:\n  - name: A\n    url: https://a.example/\n  - name: B\n    url: https://b.example/\n"},
	{"no indent", "sources:\n- name: A\n  url: https://a.example/\n- name: B\n  url: https://b.example/\n"},
	{"wide", "sources:\n    -   name: A\n        url: https://a.example/\n    -   name: B\n        url: https://b.example/\n"},
	{"dash alone", "sources:\n  -\n    name: A\n    url: https://a.example/\n  - # second\n    name: B\n    url: https://b.example/\n"},
	{"indented root", "  sources:\n    - name: A\n      url: https://a.example/\n    - name: B\n      url: https://b.example/\n  defaults: {}\n"},
	{"CRLF", "sources:\r\n  - name: A\r\n    url: https://a.example/\r\n  - name: B\r\n    url: https://b.example/\r\n"},
	{"byte order mark", "\ufeffsources:\n  - name: A\n    url: https://a.example/\n  - name: B\n    url: https://b.example/\n"},
	{"no last line end", "sources:\n  - name: A\n    url: https://a.example/\n  - name: B\n    url: https://b.example/"},
	{"document markers", "--- # ours\nsources:\n  - name: A\n    url: https://a.example/\n  - name: B\n    url: https://b.example/\n... # end\n"},
	{"comments", "# top\nsources: # list\n\n# left\n  # one\n  - name: A # a\n# left\n    url: https://a.example/\n      # deep\n\n  # two\n  - name: B\n    url: https://b.example/\n# end\n"},
	{"flow entries", "sources:\n  - {name: A, url: https://a.example/}\n  - {\n      name: B,\n      url: https://b.example/\n    }\n"},
	{"flow list", "sources: [{name: A, url: https://a.example/}, {name: B, url: https://b.example/}]\n"},
	{"flow list on lines", "sources: [\n  {name: A, url: https://a.example/},\n  {name: B, url: https://b.example/},\n]\n"},
	{"JSON", `{"sources": [{"name": "A", "url": "https://a.example/"}, {"name": "B", "url": "https://b.example/"}]}`},
	{"JSON on lines", "{\n  \"sources\": [\n    {\"name\": \"A\", \"url\": \"https://a.example/\"},\n    {\"name\": \"B\", \"url\": \"https://b.example/\"}\n  ]\n}\n"},
	{"quoted keys", "\"sources\":\n  - \"name\": A\n    'url': https://a.example/\n  - name: B\n    \"url\" : https://b.example/\n"},
	{"defaults last", "sources:\n  - name: A\n    url: https://a.example/\n  - name: B\n    url: https://b.example/\ndefaults:\n  timeout: 20s\n"},
	{"text that looks like entries", "sources:\n  - name: A\n    url: https://a.example/\n    publisher: |-\n      - name: C\n  - name: B\n    url: https://b.example/\n"},
}

func TestShapes(t *testing.T) {
	for _, tt := range shapes {
		t.Run(tt.name, func(t *testing.T) {
			f := parse(t, tt.text, noEnv)
			if len(f.Sources) != 2 || f.Sources[0].Name != "A" || f.Sources[1].Name != "B" || f.Sources[1].URL != "https://b.example/" {
				t.Errorf("got %+v", f.Sources)
			}
			lines := strings.Split(tt.text, "\n")
			if at := f.Line("B"); at == 0 || !strings.Contains(lines[at-1]+lines[min(at, len(lines)-1)], "B") {
				t.Errorf("B is on line %d", at)
			}
		})
	}
}

func TestNoSources(t *testing.T) {
	for name, text := range map[string]string{
		"empty":           "",
		"blank":           "\n \n",
		"comment":         "# nothing yet\n",
		"marker":          "---\n",
		"defaults alone":  "defaults:\n  timeout: 5s\n",
		"nothing":         "sources:\n",
		"nothing but":     "sources:\n  # none\n",
		"empty list":      "sources: []\n",
		"null":            "sources: null\n",
		"empty mapping":   "{}\n",
		"byte order mark": "\ufeff",
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Parse("my.yaml", []byte(text), noEnv)
			if !errors.Is(err, ErrNoSources) || !strings.HasPrefix(err.Error(), "my.yaml: no sources are listed; write them under sources:") {
				t.Fatalf("error %v", err)
			}
			if f == nil || len(f.Sources) != 0 {
				t.Errorf("file %+v", f)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "sources.yaml")
	if err := os.WriteFile(path, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Load(path, noEnv)
	if err != nil || f.Path != path || len(f.Sources) != 1 {
		t.Fatalf("got %+v, %v", f, err)
	}
	if same := parse(t, good, noEnv); f.Version != same.Version || len(f.Version) != 16 {
		t.Errorf("version %q, want %q", f.Version, same.Version)
	}
	if other := parse(t, good+"# x\n", noEnv); f.Version == other.Version {
		t.Error("two files have one version")
	}
	if _, err := Load(filepath.Join(dir, "none.yaml"), noEnv); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	if _, err := Load(dir, noEnv); err == nil || !strings.Contains(err.Error(), "is a directory") {
		t.Errorf("directory: %v", err)
	}
}
