package news

import "testing"

func TestPublisher(t *testing.T) {
	tests := []struct{ why, raw, want string }{
		{"registrable domain", "https://feeds.bbci.co.uk/news/rss.xml", "bbci.co.uk"},
		{"domain itself", "https://example.com/", "example.com"},
		{"capitals, port, user", "https://u:p@WWW.Example.COM:8080/a", "example.com"},
		{"international name", "https://www.bücher.de/", "xn--bcher-kva.de"},
		{"blogs are publishers", "https://someone.blogspot.com/feeds", "someone.blogspot.com"},
		{"a suffix that is not listed", "https://wire.news.example/", "news.example"},
		{"www.gov.uk", "https://www.gov.uk/news", "www.gov.uk"},
		{"IPv4", "http://192.0.2.7/feed", "192.0.2.7"},
		{"IPv4 and port", "http://127.0.0.1:4001/feed", "127.0.0.1:4001"},
		{"default port", "http://127.0.0.1:80/feed", "127.0.0.1"},
		{"IPv6 and port", "http://[::1]:4001/feed", "[::1]:4001"},
		{"localhost and port", "http://localhost:4001/feed", "localhost:4001"},
		{"one label", "http://intranet/feed", "intranet"},
		{"redirectors stand for themselves", "https://www.google.com/url?q=https://example.com/", "google.com"},
		{"public suffix", "https://co.uk/", ""},
		{"public suffix of hosted sites", "https://blogspot.com/", ""},
		{"top-level domain", "https://com/", ""},
		{"no web address", "mailto:desk@example.com", ""},
		{"no host", "https:///", ""},
		{"empty", "", ""},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			if got := Publisher(test.raw); got != test.want {
				t.Errorf("Publisher(%q) = %q, want %q", test.raw, got, test.want)
			}
		})
	}
}
