package scanner

import (
	"bufio"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"testing"
)

func TestParseTarget(t *testing.T) {
	base, _ := url.Parse("https://news.example/world/feed.xml?x=1")
	for _, test := range []struct{ raw, want string }{ // want without a scheme is a part of the error
		{"https://News.Example/a", "https://news.example/a"},
		{" https://news.example/a\n", "https://news.example/a"},
		{"https://news.example:443/", "https://news.example/"},
		{"http://news.example:443/", "http://news.example:443/"},
		{"http://news.example:", "http://news.example"},
		{"HTTPS://news.example./", "https://news.example/"},
		{"https://bücher.example/", "https://xn--bcher-kva.example/"},
		{"https://under_score.example/", "https://under_score.example/"},
		{"https://news.example/#top", "https://news.example/#top-is-dropped"},
		{"https://news.example/a b?c d=é&e", "https://news.example/a%20b?c%20d=%C3%A9&e"},
		{"http://0x7f.0.0.1/", "http://127.0.0.1/"},
		{"http://[2001:DB8::0001]:8080/", "http://[2001:db8::1]:8080/"},
		{"../rss", "https://news.example/rss"},
		{"//other.example/rss", "https://other.example/rss"},
		{"?page=2", "https://news.example/world/feed.xml?page=2"},
		{"", "https://news.example/world/feed.xml?x=1"},

		{"http://300.0.0.1/", "is not an address"},
		{"http://1.2.3.4.5/", "is not an address"},
		{"http://4294967296/", "is not an address"},
		{"http://127.0.0.0x100000000/", "is not an address"},
		{"http://news.123/", "is not an address"},
		{"http://08.0.0.1/", "http://error"},
		{"http://[::g]/", "invalid URL"},
		{"http://a b/", "invalid URL"},
		{"http://-\x00/", "invalid URL"},
		{"http://" + strings.Repeat("a", 64) + ".example/", "is not a name"},
		{"http://" + strings.Repeat("a.", 127) + "example/", "is not a name"},
		{"http://../", "is not a name"},
		{"http://a..b/", "is not a name"},
		{"mailto:a@b.example", "only http and https"},
		{"http://\u00ad/", "is not a name"},
	} {
		var from *url.URL
		if !strings.Contains(test.raw, ":") {
			from = base
		}
		u, err := parseTarget(test.raw, from)
		switch {
		case test.want == "http://error":
			if err == nil {
				t.Errorf("%q: %s", test.raw, u)
			}
		case strings.HasPrefix(test.want, "http"):
			want, _, _ := strings.Cut(test.want, "#")
			if err != nil || u.String() != want {
				t.Errorf("%q: %v, want %s; %v", test.raw, u, want, err)
			}
		case err == nil || !strings.Contains(err.Error(), test.want):
			t.Errorf("%q: error %v, want %q", test.raw, err, test.want)
		}
	}
}

func TestLegacyIPv4(t *testing.T) {
	for raw, want := range map[string]string{
		"127.0.0.1": "127.0.0.1", "127.1": "127.0.0.1", "127.0.1": "127.0.0.1", "2130706433": "127.0.0.1",
		"017700000001": "127.0.0.1", "0x7f000001": "127.0.0.1", "0x7f.1": "127.0.0.1", "0": "0.0.0.0", "0x": "0.0.0.0",
		"1.2.3": "1.2.0.3", "1.2.65535": "1.2.255.255", "1.16777215": "1.255.255.255", "255.255.255.255": "255.255.255.255",
		"256.0.0.1": "", "1.2.65536": "", "1.16777216": "", "4294967296": "", "1.2.3.4.5": "", "08": "", "0x7g": "", "1..2": "",
		"18446744073709551617": "",
	} {
		addr, ok := legacyIPv4(raw)
		if ok != (want != "") || ok && addr.String() != want {
			t.Errorf("%s: %v, %v; want %q", raw, addr, ok, want)
		}
	}
}

func TestLocalName(t *testing.T) {
	for name, want := range map[string]bool{
		"localhost": true, "router": true, "printer.local": true, "db.internal": true, "nas.home.arpa": true, "a.b.svc": true,
		"x.localdomain": true, "news.example.com": false, "bbc.co.uk": false, "me.github.io": false, "xn--bcher-kva.de": false,
	} {
		if localName(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

// What parseTarget gives is in canonical form: reading it again changes
// nothing, and its host is an address or a plain ASCII name.
func FuzzParseTarget(f *testing.F) {
	for _, seed := range []string{"http://127.1/", "https://bücher.example:8080/a?b#c", "//x", "http://[::1%25lo]/", `http://a\@b/`, "http://①.②/"} {
		f.Add(seed)
	}
	if file, err := os.Open("../../shared/data/adversarial/ssrf-urls/urls.tsv"); err == nil {
		for lines := bufio.NewScanner(file); lines.Scan(); {
			raw, _, _ := strings.Cut(lines.Text(), "\t")
			f.Add(raw)
		}
		file.Close()
	}
	base, _ := url.Parse("https://news.example/world/")
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := parseTarget(raw, base)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r\x1b") {
				t.Errorf("not one line: %q", err)
			}
			return
		}
		again, err := parseTarget(u.String(), nil)
		if err != nil && len(u.String()) <= maxURL || err == nil && again.String() != u.String() {
			t.Errorf("%q: %q, then %v, %v", raw, u, again, err)
		}
		host := u.Hostname()
		if _, err := netip.ParseAddr(host); err != nil && (!validLabels(host) || endsInNumber(host)) {
			t.Errorf("%q: host %q", raw, host)
		}
		if u.User != nil || u.Fragment != "" || strings.ContainsAny(u.RequestURI(), " \r\n\x00") {
			t.Errorf("%q: %q", raw, u)
		}
	})
}
