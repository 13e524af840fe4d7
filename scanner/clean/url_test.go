package clean

import (
	"bufio"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestURL(t *testing.T) {
	base, _ := url.Parse("https://news.example:8443/a/b?c=d#e")
	for in, want := range map[string]string{
		// As it is.
		"https://x.example/a?b=c&d=e#f":     "https://x.example/a?b=c&d=e#f",
		"http://x.example":                  "http://x.example",
		"https://X.Example/A":               "https://X.Example/A",
		"https://x.example/Ä/日本?q=ü#é":      "https://x.example/Ä/日本?q=ü#é",
		"https://x.example:8080/a%20b":      "https://x.example:8080/a%20b",
		"https://user:secret@x.example/":    "https://user:secret@x.example/",
		"http://[2001:db8::1]:80/a":         "http://[2001:db8::1]:80/a",
		"https://x.example/a'b(c)[d]!$*+,;": "https://x.example/a'b(c)[d]!$*+,;",

		// Mended.
		"  https://x.example/a \n":           "https://x.example/a",
		"\uFEFFhttps://x.example/a":          "https://x.example/a",
		"https://x.exa\nmple/a\tb":           "https://x.example/ab",
		"HTTPS://x.example/":                 "https://x.example/",
		"https:/x.example/a":                 "https://x.example/a",
		"https:///x.example/a":               "https://x.example/a",
		`https:\\x.example\a\b`:              "https://x.example/a/b",
		"https://x.example/a b":              "https://x.example/a%20b",
		`https://x.example/"><script>`:       "https://x.example/%22%3E%3Cscript%3E",
		"https://x.example/100%":             "https://x.example/100%25",
		"https://x.example/%zz?%":            "https://x.example/%25zz?%25",
		"https://x.example/?a=1&amp;b=2":     "https://x.example/?a=1&b=2",
		"https://x.example/?a=1&#038;b=2":    "https://x.example/?a=1&b=2",
		"https://x.example/?a&amp;amp;#38;b": "https://x.example/?a&b",
		"https://münchen.example/ü":          "https://xn--mnchen-3ya.example/ü",
		"https://x.example:/a":               "https://x.example/a",
		"https://x.example/a\u202Eb\u00A0c":  "https://x.example/a%E2%80%AEb%C2%A0c",
		"https://x.example/\x00\x01a":        "https://x.example/a",
		"https://x.example/caf\xE9":          "https://x.example/café",
		"feed://x.example/rss":               "http://x.example/rss",
		"feed:https://x.example/rss":         "https://x.example/rss",
		"www.x.example/a":                    "http://www.x.example/a",
		"https://１２７.０.０.１/":                 "https://127.0.0.1/",

		// Against the base.
		"/x":            "https://news.example:8443/x",
		"x":             "https://news.example:8443/a/x",
		"x:y":           "",
		"./x:y":         "https://news.example:8443/a/x:y",
		"../../../x":    "https://news.example:8443/x",
		"/a/./b/../c/":  "https://news.example:8443/a/c/",
		"..":            "https://news.example:8443/",
		".":             "https://news.example:8443/a/",
		"?x=y":          "https://news.example:8443/a/b?x=y",
		"#x":            "https://news.example:8443/a/b?c=d#x",
		"//x.example/a": "https://x.example/a",
		`\\x.example\a`: "https://x.example/a",
		"//":            "",
		"x y.html":      "https://news.example:8443/a/x%20y.html",
		"/À":            "https://news.example:8443/À",

		// Dangerous or of no use.
		"":                               "",
		" ":                              "",
		"javascript:alert(1)":            "",
		" java\tscript:alert(1)":         "",
		"JAVASCRIPT:alert(1)":            "",
		"\x01javascript:alert(1)":        "",
		"data:text/html,x":               "",
		"vbscript:x":                     "",
		"file:///etc/passwd":             "",
		"mailto:a@b.example":             "",
		"blob:https://x.example/1":       "",
		"view-source:https://x.example/": "",
		"feed:javascript:alert(1)":       "",
		"https://":                       "",
		"https://:80/":                   "",
		"https://x.example:port/":        "",
		"https://x.example:99999/":       "",
		"https://x y.example/":           "",
		"https://x<y.example/":           "",
		"https://x.example/" + strings.Repeat("x", maxURL): "",
	} {
		got := URL(in, base)
		if got != want {
			t.Errorf("%.80q: got %q, want %q", in, got, want)
		}
		checkURL(t, got)
	}
}

func TestURLWithoutBase(t *testing.T) {
	for _, in := range []string{"/x", "x", "?x", "#x", "//x.example/", "../x", ""} {
		if got := URL(in, nil); got != "" {
			t.Errorf("%q: %q", in, got)
		}
	}
	for _, base := range []string{"mailto:x", "file:///x", "javascript:x", "/x", ""} {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		if got := URL("x", u); got != "" {
			t.Errorf("against %q: %q", base, got)
		}
	}
}

// TestURLResolvesAsNetURL checks the resolution against net/url, where the two
// mean to agree.
func TestURLResolvesAsNetURL(t *testing.T) {
	for _, b := range []string{"https://h.example/a/b/c?d#e", "http://h.example", "https://h.example/a/", "https://h.example//a//b"} {
		base, _ := url.Parse(b)
		for _, ref := range []string{"g", "./g", "g/", "/g", "?y", "g?y", "g#s", "../g", "../../g", "../../../../g", "./../g", "g/./h", "g/../h", ".g", "g..", "..g", "/./g", "/../g", "a//b"} {
			parsed, _ := url.Parse(ref)
			if got, want := URL(ref, base), base.ResolveReference(parsed).String(); got != want {
				t.Errorf("%s against %s: got %s, net/url %s", ref, b, got, want)
			}
		}
	}
}

// checkURL checks what must hold of everything that URL returns.
func checkURL(t *testing.T, out string) {
	t.Helper()
	if out == "" {
		return
	}
	u, err := url.Parse(out)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		t.Errorf("%q: %v", out, err)
	}
	if strings.ContainsAny(out, "\"<> \t\n\\") || unsafeText(out) != "" {
		t.Errorf("%q may not stand in a page", out)
	}
	if again := URL(out, nil); again != out {
		t.Errorf("not idempotent: %q, then %q", out, again)
	}
}

func TestURLOfForbiddenSpellings(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(dataDir, "adversarial", "ssrf-urls", "*"))
	if len(files) == 0 {
		t.Skip("skipped: the data for measuring is not there")
	}
	base, _ := url.Parse("https://news.example/")
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		for lines := bufio.NewScanner(f); lines.Scan(); {
			for _, part := range append(strings.Split(lines.Text(), `"`), lines.Text()) {
				checkURL(t, URL(part, base))
			}
		}
		f.Close()
	}
}

func FuzzURL(f *testing.F) {
	for _, ref := range []string{"https://x.example/a", "//x", "/a/../b", "?a&amp;b", "java\tscript:x", `\\x\y`, "http://[::1]/", "http://ü/", "www.x.y", "feed:x", "x%", "%E2%80%AE"} {
		f.Add(ref, "https://news.example/a/b?c")
	}
	seedAddresses(f)
	f.Fuzz(func(t *testing.T, ref, base string) {
		u, _ := url.Parse(base)
		checkURL(t, URL(ref, u))
		for _, candidates := range []string{ref, ref + " 2x, " + base} {
			if out := srcset(candidates, u); out != "" && !isSrcset(out, false) {
				t.Errorf("srcset %q", out)
			}
		}
		if out := mailto(ref); out != "" && !isMailto(out, false) {
			t.Errorf("mail %q", out)
		}
	})
}
