package sources

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// noEnv is an environment without variables.
func noEnv(string) (string, bool) { return "", false }

// faultsOf parses a file that must have faults.
func faultsOf(t *testing.T, text string, env func(string) (string, bool)) Faults {
	t.Helper()
	_, err := Parse("sources.yaml", []byte(text), env)
	var faults Faults
	if !errors.As(err, &faults) {
		t.Fatalf("Parse returned %v, want Faults", err)
	}
	return faults
}

const good = "sources:\n  - name: A\n    url: https://a.example/\n"

// TestFault gives each value that is refused for itself, in a source or in a
// file that is otherwise in order, and expects this one fault.
func TestFault(t *testing.T) {
	source := func(lines string) string { return good + lines }
	tests := []struct{ name, text, want string }{
		// Keys.
		{"unknown top key", "feeds: []\n" + good, `1:1: unknown key "feeds"; did you mean sources?`},
		{"unknown key", source("    shedule: auto\n"), `4:5: source "A": unknown key "shedule"; did you mean schedule?`},
		{"synonym", source("    interval: 5m\n"), `4:5: source "A": unknown key "interval"; did you mean schedule?`},
		{"hyphen for underscore", source("    max-items: 5\n"), `4:5: source "A": unknown key "max-items"; did you mean max_items?`},
		{"unknown in select", source("    select: {item: a, titel: b}\n"), `4:23: source "A": select: unknown key "titel"; did you mean title?`},
		{"nothing near", source("    article: {zzzzzz: b}\n"), `4:15: source "A": article: unknown key "zzzzzz"; known are also_read, body, remove`},
		{"source key in defaults", "defaults:\n  name: x\n" + good, `2:3: defaults: unknown key "name"; known are ` +
			`allow_networks, articles, follow, host_delay, max_articles, max_body, max_items, per_host, proxy, schedule, timeout, timezone, user_agent`},
		{"duplicate key", source("    url: https://b.example/\n"), `4:5: source "A": the key "url" stands here a second time; the first is on line 3`},
		{"duplicate top key", good + "sources: []\n", `4:1: the key "sources" stands here a second time; the first is on line 1`},
		{"no name", "sources:\n  - url: https://a.example/\n", `2:5: source #1: has no name`},
		{"no url", "sources:\n  - name: A\n", `2:5: source "A": has no url`},
		{"empty entry", "sources:\n  -\n", `2:5: source #1: wants a mapping (key: value), not nothing`},
		{"text entry", "sources:\n  - https://a.example/\n", `2:5: source #1: wants a mapping (key: value), not "https://a.example/"`},
		{"list entry", "sources:\n  - - name: A\n", `2:5: source #1: wants a mapping (key: value), not a list`},
		{"duplicate name", source("  - name: A\n    url: https://b.example/\n"), `4:11: source "A": name: the source on line 2 has this name already`},
		{"duplicate url", source("  - name: B\n    url: http://A.example:80#x\n"), `5:10: source "B": url: the source on line 3 reads the same already`},
		{"sources is a mapping", "sources:\n  name: A\n", `2:3: sources: wants a list, such as [one, two], not a mapping (key: value)`},
		{"sources is text", "sources: all\n", `1:10: sources: wants a list, such as [one, two], not "all"`},
		{"defaults is text", "defaults: none\n" + good, `1:11: defaults: wants a mapping (key: value), not "none"`},
		{"list at the top", "- name: A\n  url: https://a.example/\n", `1:1: a list at the top of the file; write it under sources:`},
		{"text at the top", "https://a.example/\n", `1:1: wants the keys defaults:, newsroom: and sources:, not "https://a.example/"`},

		// Texts.
		{"empty name", "sources:\n  - name:\n    url: https://a.example/\n", `2:10: source #1: name: is empty`},
		{"blank name", "sources:\n  - name: \" \"\n    url: https://a.example/\n", `2:11: source #1: name: is empty`},
		{"name true", "sources:\n  - name: true\n    url: https://a.example/\n", `2:11: source #1: name: wants text; write "true" if that is the text`},
		{"name with line break", "sources:\n  - name: \"a\\nb\"\n    url: https://a.example/\n", `2:11: source "a b": name: holds a line break`},
		{"name with control character", "sources:\n  - name: \"a\\u0007b\"\n    url: https://a.example/\n", `2:11: source "a b": name: holds a control character`},
		{"name with blanks around", "sources:\n  - name: \" a\"\n    url: https://a.example/\n", `2:11: source "a": name: begins or ends with a blank`},
		{"long name", "sources:\n  - name: " + strings.Repeat("ä", 201) + "\n    url: https://a.example/\n",
			`2:11: source "` + strings.Repeat("ä", 59) + `…": name: is 201 characters long; the limit is 200`},
		{"tags as text", source("    tags: world\n"), `4:11: source "A": tags: wants a list, such as [one, two], not "world"`},
		{"tag twice", source("    tags: [ä, b, ä]\n"), `4:18: source "A": tags[3]: the tag "ä" is listed twice`},
		{"tag is a mapping", source("    tags: [{a: b}]\n"), `4:12: source "A": tags[1]: wants text, not a mapping (key: value)`},
		{"reference in user_agent", source("    user_agent: x ${HOME}\n"),
			`4:17: source "A": user_agent: ${...} is filled in only in url, headers, cookies, user, password, proxy and the files of newsroom.tls`},

		// Addresses.
		{"no scheme", source("  - name: B\n    url: www.b.example/feed\n"), `5:10: source "B": url: wants https:// or http:// in front`},
		{"scheme", source("  - name: B\n    url: feed://b.example/\n"), `5:10: source "B": url: wants https:// or http:// in front`},
		{"file", source("  - name: B\n    url: file:///etc/passwd\n"), `5:10: source "B": url: wants https:// or http:// in front`},
		{"no host", source("  - name: B\n    url: https:///feed\n"), `5:10: source "B": url: has no host`},
		{"opaque", source("  - name: B\n    url: https:b.example\n"), `5:10: source "B": url: has no host`},
		{"host", source("  - name: B\n    url: https://b..example/\n"), `5:10: source "B": url: has a host that is no host name`},
		{"port", source("  - name: B\n    url: https://b.example:99999/\n"), `5:10: source "B": url: has a bad port; it may be 1 to 65535`},
		{"port is text", source("  - name: B\n    url: https://b.example:x/\n"), `5:10: source "B": url: is no URL: a bad port`},
		{"escape", source("  - name: B\n    url: https://b.example/%zz\n"), `5:10: source "B": url: is no URL: a bad percent escape`},
		{"blank in it", source("  - name: B\n    url: https://b.example/a b\n"), `5:10: source "B": url: holds a blank; write it as %20`},
		{"user in it", source("  - name: B\n    url: https://me:secret@b.example/\n"),
			`5:10: source "B": url: holds a user or password; write them as user and password`},
		{"url is a list", source("  - name: B\n    url: [https://b.example/]\n"), `5:10: source "B": url: wants text, not a list`},
		{"proxy scheme", source("    proxy: ftp://p.example\n"), `4:12: source "A": proxy: wants http:// or https:// or socks5:// in front`},
		{"proxy without scheme", source("    proxy: p.example:8080\n"), `4:12: source "A": proxy: wants http:// or https:// or socks5:// in front`},

		// What is sent.
		{"header name", source("    headers: {\"a b\": c}\n"), `4:15: source "A": headers: "a b" is no header name`},
		{"header with line break", source("    headers: {X-A: \"b\\r\\nX-C: d\"}\n"), `4:20: source "A": headers.X-A: holds a line break`},
		{"header set by the fetcher", source("    headers: {accept-encoding: br}\n"),
			`4:15: source "A": headers: Accept-Encoding is not to be set here: the fetcher sets it, for it decompresses`},
		{"header twice", source("    headers: {accept: a, Accept: b}\n"), `4:26: source "A": headers: the header Accept is set twice`},
		{"headers as a list", source("    headers: [a]\n"), `4:14: source "A": headers: wants a mapping (key: value), not a list`},
		{"header value a list", source("    headers: {X-A: [a]}\n"), `4:20: source "A": headers.X-A: wants text, not a list`},
		{"cookie value", source("    cookies: {a: \"b;c\"}\n"),
			`4:18: source "A": cookies.a: the value holds a character that no cookie may have (RFC 6265): one of ; " \ or not ASCII`},
		{"cookie name", source("    cookies: {\"a;b\": c}\n"), `4:15: source "A": cookies: "a;b" is no cookie name`},
		{"user with colon", source("    user: a:b\n"), `4:11: source "A": user: holds a colon, which ends the user in basic authentication (RFC 7617)`},
		{"password alone", source("    password: hunter2\n"), `4:15: source "A": password: wants a user too`},
		{"user and header", source("    user: me\n    headers: {authorization: Basic x}\n"),
			`4:11: source "A": user: does not go together with the header Authorization`},
		{"user agent", source("    user_agent: \"a\\tb\"\n"), `4:17: source "A": user_agent: holds a control character`},

		// Values.
		{"bool", source("    disabled: yes\n"), `4:15: source "A": disabled: wants true or false, not "yes"`},
		{"bool as text", source("    disabled: \"true\"\n"), `4:15: source "A": disabled: wants true or false, not "true"`},
		{"number as text", source("    max_items: \"5\"\n"), `4:16: source "A": max_items: wants a whole number, not "5"`},
		{"fraction", source("    max_items: 1.5\n"), `4:16: source "A": max_items: wants a whole number, not "1.5"`},
		{"hexadecimal", source("    max_items: 0x10\n"), `4:16: source "A": max_items: wants a whole number, not "0x10"`},
		{"too small", source("    per_host: 0\n"), `4:15: source "A": per_host: is 0; it may be 1 to 64`},
		{"too large", source("    max_items: 100001\n"), `4:16: source "A": max_items: is 100001; it may be 1 to 100000`},
		{"huge", source("    max_items: 99999999999999999999\n"), `4:16: source "A": max_items: wants a whole number, not "99999999999999999999"`},
		{"no unit", source("    timeout: 20\n"), `4:14: source "A": timeout: "20" has no unit; write 20s for seconds`},
		{"negative", source("    timeout: -3s\n"), `4:14: source "A": timeout: "-3s" is negative`},
		{"no duration", source("    timeout: soon\n"), `4:14: source "A": timeout: "soon" is no duration; write it such as 20s, 15m, 1h30m or 2d`},
		{"long timeout", source("    timeout: 1h\n"), `4:14: source "A": timeout: is 1h; it may be 10ms to 10m`},
		{"endless", source("    host_delay: 99999999999h\n"), `4:17: source "A": host_delay: "99999999999h" is too long`},
		{"size unit", source("    max_body: 15M\n"),
			`4:15: source "A": max_body: "M" is no unit of size; there are B, KB, MB, GB (1000) and KiB, MiB, GiB (1024)`},
		{"size", source("    max_body: much\n"), `4:15: source "A": max_body: "much" is no size; write it such as 15MiB, 500KB or 1GiB`},
		{"small size", source("    max_body: 10\n"), `4:15: source "A": max_body: is 10; it may be 1KiB to 1GiB`},
		{"time zone", source("    timezone: Mars/Olympus\n"),
			`4:15: source "A": timezone: "Mars/Olympus" is no time zone; write it such as Europe/Berlin, UTC or Local`},
		{"time zone path", source("    timezone: ../../etc/passwd\n"),
			`4:15: source "A": timezone: "../../etc/passwd" is no time zone; write it such as Europe/Berlin, UTC or Local`},
		{"network", source("    allow_networks: [10.0.0.0/33]\n"),
			`4:22: source "A": allow_networks[1]: "10.0.0.0/33" is no network; write it such as 127.0.0.0/8, 10.1.2.3 or fd00::/8`},
		{"network bits", source("    allow_networks:\n      - 10.0.0.1/8\n"),
			`5:9: source "A": allow_networks[1]: "10.0.0.1/8" has bits set beyond its length; write 10.0.0.0/8`},
		{"kind", source("    kind: rss\n"), `4:11: source "A": kind: "rss" is no kind; there are auto, feed, page, sitemap`},
		{"follow", source("    follow: some\n"), `4:13: source "A": follow: wants false, true (links to the same publisher) or all, not "some"`},

		// Schedules. TestParseSchedule has the rest.
		{"schedule", source("    schedule: \"* 25 * * *\"\n"), `4:15: source "A": schedule: hour: "25" is out of range (0-23)`},
		{"schedule with a zone", source("    schedule: TZ=0\n"), `4:15: source "A": schedule: a schedule holds no time zone; use timezone`},
		{"schedule of no time", source("    schedule: \"@every 0s\"\n"), `4:15: source "A": schedule: @every 0s; it may be 1s to 366d`},
		{"30 February", source("    schedule: 0 0 30 2 *\n"), `4:15: source "A": schedule: "0 0 30 2 *" never comes: there is no such day`},
		{"schedule in defaults", "defaults: {schedule: often}\n" + good,
			`1:22: defaults.schedule: a schedule has 5 fields (minute, hour, day of month, month, day of week), is "@every 15m" or auto; "often" has 1`},

		// Selectors.
		{"selector", source("    select: {item: \"a[\"}\n"), `4:20: source "A": select.item: "a[" is no CSS selector: expected identifier, found EOF instead`},
		{"costly selector", source("    select: {item: \"a:has(b):has(i)\"}\n"), `4:20: source "A": select.item: "a:has(b):has(i)" holds :has more than once for one element, which is too costly`},
		{"costly inside", source("    select: {item: \"a:has(b:has(i))\"}\n"), `4:20: source "A": select.item: "a:has(b:has(i))" holds :has more than once for one element, which is too costly`},
		{"pseudo class", source("    select: {item: \"a:frist-child\"}\n"),
			`4:20: source "A": select.item: "a:frist-child" is no CSS selector: unknown pseudoclass or pseudoelement :frist-child`},
		{"attribute of elements", source("    select: {item: a@href}\n"), `4:20: source "A": select.item: selects elements; it takes no @attribute`},
		{"bad attribute", source("    select: {item: a, link: \"a@\"}\n"),
			`4:29: source "A": select.link: "a@" is no CSS selector: parsing "a@": 1 bytes left over`},
		{"select without item", source("    select: {title: h2}\n"), `4:13: source "A": select: wants item, the selector of one story`},
		{"pages without next", source("    select: {item: a, max_pages: 3}\n"),
			`4:34: source "A": select.max_pages: has no effect without next, the link to the next page`},
		{"time format", source("    select: {item: a, time: b, time_format: YYYY-MM-DD}\n"),
			`4:45: source "A": select.time_format: "YYYY-MM-DD" holds no day; it is written with Go's reference time, Mon Jan 2 15:04:05 2006`},
		{"time locale", source("    select: {item: a, time: b, time_format: 2. January 2006, time_locale: tlh}\n"),
			`4:75: source "A": select.time_locale: "tlh" is no language whose names of months are known: ar bg bn ca cs da de el en es fa fi fr he hi hr hu id it ja ko mr ms nl no pl pt ro ru sk sl sr sv ta te th tr uk ur vi zh`},
		{"time locale alone", source("    select: {item: a, time: b, time_locale: de}\n"), `4:45: source "A": select.time_locale: has no effect without time_format`},
		{"time format alone", source("    select: {item: a, time_format: \"2006-01-02\"}\n"), `4:36: source "A": select.time_format: has no effect without time`},
		{"select on a feed", source("    kind: feed\n    select: {item: a}\n"), `5:13: source "A": select: has no effect on a source of kind feed`},
		{"pattern", source("    url_pattern: \"((\"\n"), "4:18: source \"A\": url_pattern: missing closing ): `((`"},
		{"pattern on a feed", source("    kind: feed\n    url_pattern: x\n"), `5:18: source "A": url_pattern: has no effect on a source of kind feed`},
		{"remove", source("    article: {remove: [p, \"[\"]}\n"), `4:27: source "A": article.remove[2]: "[" is no CSS selector: expected identifier, found EOF instead`},
		{"follow without articles", source("    articles: false\n    follow: true\n"), `5:13: source "A": follow: has no effect with articles: false`},

		// The environment.
		{"unset", source("    user: ${NOBODY}\n"), `4:11: source "A": user: the environment variable NOBODY is not set`},
		{"unclosed", source("    user: ${NOBODY\n"), `4:11: source "A": user: "${NOBODY" has no closing brace; write $${ for a plain ${`},
		{"no variable", source("    user: ${a b}\n"), `4:11: source "A": user: "${a b}" names no environment variable; write $${ for a plain ${`},

		{"between brackets", source("    headers: {X-A: ${A}}\n"), `4:21: source #1: ',' or '}' must be specified; between brackets a text that holds ${...} wants quotes`},

		// YAML.
		{"colon in text", source("    publisher: A: B\n"), `4:16: source #1: mapping value is not allowed in this context; a text that holds ": " wants quotes, and keys of one entry stand in one column`},
		{"open quote", source("    publisher: \"A\n"), `4:16: source #1: could not find end character of double-quoted text`},
		{"open bracket", source("    tags: [a\n"), `4:11: source #1: sequence end token ']' not found`},
		{"reserved character", source("    publisher: @A\n"), `4:16: source #1: '@' is a reserved character; put the text in quotes`},
		{"column", source("   publisher: A\n"), `4:4: source #1: value is not allowed in this context; the keys of one entry stand in one column`},
		{"tab", source("\tpublisher: A\n"), `4:1: indented with a tab; YAML wants spaces`},
		{"dash too far left", source(" - name: B\n"), `4:2: this entry is indented less than those before it`},
		{"no dash", source("  name: B\n"), `4:3: indented less than the entry it belongs to; an entry begins with "- "`},
		{"before the first key", "  defaults: {}\nsources:\n  - name: A\n    url: https://a.example/\n", `2:1: indented less than the first key of the file`},
		{"anchor", source("    publisher: &x A\n"), `4:16: source #1: anchors (&name) are not used here; put what sources share under defaults, or a text that begins with & in quotes`},
		{"alias", source("    publisher: *x\n"), `4:16: source #1: aliases (*name) are not used here; put what sources share under defaults, or a text that begins with * in quotes`},
		{"merge key", source("    <<: {kind: feed}\n"), `4:5: source #1: merge keys (<<) are not used here; put what sources share under defaults`},
		{"tag of YAML", source("    publisher: !!str 4\n"), `4:16: source #1: tags (!name) are not used here; put a text that begins with ! in quotes`},
		{"question mark key", source("    ? publisher\n    : A\n"), `4:5: source #1: keys marked with ? are not used here; write key: value`},
		{"second document", good + "---\nsources: []\n", `4:1: a second document; one file holds one`},
		{"after the end", good + "...\nx: y\n", `5:1: text after the end of the document`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			faults := faultsOf(t, tt.text, noEnv)
			want := "sources.yaml:" + tt.want
			if len(faults) != 1 || faults[0].Error() != want {
				t.Fatalf("got\n%v\nwant\n%s", faults, want)
			}
			checkExcerpt(t, tt.text, faults[0])
		})
	}
}

// checkExcerpt checks that an excerpt is the line of its fault, as long as
// nothing in it is masked, with the caret below the column.
func checkExcerpt(t *testing.T, text string, f Fault) {
	t.Helper()
	line := strings.Split(text, "\n")[f.Line-1]
	shown, caret, found := strings.Cut(f.Excerpt, "\n")
	label := fmt.Sprintf("%6d | ", f.Line)
	if !found || !strings.HasPrefix(shown, label) {
		t.Fatalf("excerpt %q of line %d", f.Excerpt, f.Line)
	}
	if len(line) < excerptWidth && !strings.Contains(shown, "*") && shown != label+strings.ReplaceAll(line, "\t", " ") {
		t.Errorf("excerpt %q, want line %q", shown, line)
	}
	if at := strings.IndexByte(caret, '^'); len(line) < excerptWidth && at != len(label)+min(f.Column-1, len(line)) {
		t.Errorf("caret at %d, want column %d:\n%s", at-len(label)+1, f.Column, f.Excerpt)
	}
}

// TestAllFaultsAtOnce reads a file with faults in nearly every line, broken
// YAML among them, and compares all that is said.
func TestAllFaultsAtOnce(t *testing.T) {
	path := filepath.Join("testdata", "faults.yaml")
	_, err := Load(path, noEnv)
	var faults Faults
	if !errors.As(err, &faults) {
		t.Fatalf("Load returned %v, want Faults", err)
	}
	golden := filepath.Join("testdata", "faults.golden")
	got := filepath.ToSlash(faults.Error()) + "\n"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestMarkedFaults reads the same file: every line that says so in a comment
// must have a fault, and no other line may.
func TestMarkedFaults(t *testing.T) {
	path := filepath.Join("testdata", "faults.yaml")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	faulty := make(map[int]bool)
	for _, f := range faultsOf(t, string(data), noEnv) {
		faulty[f.Line] = true
	}
	for i, line := range strings.Split(string(data), "\n") {
		if marked := strings.Contains(line, "# bad"); marked != faulty[i+1] {
			t.Errorf("line %d: fault %v, want %v: %s", i+1, faulty[i+1], marked, line)
		}
	}
}

func TestTooManyFaults(t *testing.T) {
	var b strings.Builder
	b.WriteString("sources:\n")
	for range 2000 {
		b.WriteString("  - kind: x\n")
	}
	faults := faultsOf(t, b.String(), noEnv)
	if len(faults) != maxFaults+1 {
		t.Fatalf("%d faults, want %d", len(faults), maxFaults+1)
	}
	if last := faults[maxFaults].Error(); last != "sources.yaml: there is more; these are the first 1000 faults" {
		t.Errorf("last: %s", last)
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("a", 300)
	tests := []struct {
		name, line string
		column     int
		masked     bool
		want       string
	}{
		{"plain", "url: x", 6, false, "     7 | url: x\n       |      ^"},
		{"beyond the end", "url:", 5, false, "     7 | url:\n       |     ^"},
		{"wide characters", "名: x", 4, false, "     7 | 名: x\n       |     ^"},
		{"escape sequence", "a: \x1b[31m\u202ex", 4, false, "     7 | a: ·[31m·x\n       |    ^"},
		{"tab", "\ta", 2, false, "     7 |  a\n       |  ^"},
		{"long line", long + "b" + long, 301, false, "     7 | " + strings.Repeat("a", 50) + "b" + strings.Repeat("a", 49) + "\n       | " + strings.Repeat(" ", 50) + "^"},
		{"masked", "    session: hünter", 14, true, "     7 |     session: ******\n       |              ^"},
		{"password beside", "- {password: hunter2, kind: x}", 29, false, "     7 | - {password: ******** ***** **\n       |                             ^"},
		{"authorization", "  Authorization: Bearer abc", 3, false, "     7 |   Authorization: ****** ***\n       |   ^"},
		{"token header", "  X-Api-Key: abc", 3, false, "     7 |   X-Api-Key: ***\n       |   ^"},
		{"user in an address", "url: https://me:pw@a.example/", 6, false, "     7 | url: https://*****@a.example/\n       |      ^"},
		{"token in a query", "url: https://a.example/?x=1&token=abc&y=2", 6, false, "     7 | url: https://a.example/?x=1&token=***&y=2\n       |      ^"},
		{"reference stays", "url: https://a.example/?token=${T}", 6, false, "     7 | url: https://a.example/?token=${T}\n       |      ^"},
		{"two secrets", "{url: \"https://a:b@c.example\", cookies: {a: b}}", 1, false, "     7 | {url: \"https://***@c.example\", cookies: *** ***\n       | ^"},
		{"monstrous line", strings.Repeat("x", 5000), 1, false, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := excerpt(7, tt.line, tt.column, tt.masked); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}
