package scanner

import (
	"errors"
	"strings"
	"testing"
	"time"

	"alsoread/news"
	"alsoread/scanner/feed"
)

// A source of feeds that gets a page says what page, and what it names.
func TestPagesInPlaceOfFeeds(t *testing.T) {
	const address = "https://harbour.example/feed"
	text := "<p>" + strings.Repeat("The harbour board met again. ", 20)
	alternate := func(href string) string {
		return `<link rel="alternate" type="application/rss+xml" href="` + href + `">`
	}
	plain := func(s *news.Source) {}
	for name, c := range map[string]struct {
		body  string
		setup func(*news.Source)
		want  string
	}{
		"names a feed":              {"<html>" + alternate("/feed.xml") + text, plain, "read: this is an HTML page, not a feed; it names https://harbour.example/feed.xml"},
		"names several":             {"<html>" + alternate("/a") + alternate("/b") + text, plain, "read: this is an HTML page, not a feed; it names 2, the first is https://harbour.example/a"},
		"names none":                {"<html>" + text, plain, "read: this is an HTML page, not a feed"},
		"names itself":              {"<html>" + alternate("/feed") + text, plain, "read: this is an HTML page, not a feed"},
		"names comments":            {"<html>" + alternate("/comments/feed/") + text, plain, "read: this is an HTML page, not a feed"},
		"names too long a one":      {"<html>" + alternate("/"+strings.Repeat("a", 200)) + text, plain, "read: this is an HTML page, not a feed"},
		"with a secret address":     {"<html>" + alternate("/k3y/feed.xml") + text, func(s *news.Source) { s.Display = "https://harbour.example/${KEY}" }, "read: this is an HTML page, not a feed"},
		"with a password":           {"<html>" + alternate("/feed?token=1") + text, func(s *news.Source) { s.Password = "x" }, "read: this is an HTML page, not a feed"},
		"login":                     {`<html><title>Log in</title><input type="password">` + alternate("/feed.xml"), plain, "read: this is a login page, not a feed"},
		"captcha":                   {"<!DOCTYPE html><html><title>Just a moment...</title><body>", plain, "read: this is a captcha or bot wall, not a feed"},
		"empty":                     {"<!DOCTYPE html><html><body></body></html>", plain, "read: this is an empty page, not a feed"},
		"script":                    {"<!DOCTYPE html><html><body><div id=app></div><script src=a.js></script></body></html>", plain, "read: this is a page that shows nothing without JavaScript, not a feed"},
		"a listing page's login":    {`<title>Sign in</title><input type="password">`, func(s *news.Source) { s.Kind = news.KindPage }, "read: this is a login page"},
		"a listing page's bot wall": {`<title>Access denied</title>`, func(s *news.Source) { s.Kind = news.KindPage }, "read: this is a captcha or bot wall"},
	} {
		t.Run(name, func(t *testing.T) {
			src := news.Source{Name: "Harbour", URL: address, Display: address, Kind: news.KindAuto, Timeout: 10 * time.Second}
			c.setup(&src)
			scan := New(&kiosk{pages: map[string]string{address: c.body}}, nil, Options{}).scan(t.Context(), src, news.State{})
			if scan.Err == nil || scan.Err.Error() != c.want || scan.Status != news.StatusFailed {
				t.Errorf("%s: %v\nwant %s", scan.Status, scan.Err, c.want)
			}
			if src.Kind == news.KindAuto && !errors.Is(scan.Err, feed.ErrNotFeed) {
				t.Error("the error no longer says that it is no feed")
			}
		})
	}
}
