package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"alsoread/news"
	"alsoread/scanner/discover"
)

// entry is what "sources discover" printed to be pasted.
func entry(t *testing.T, out string) string {
	t.Helper()
	_, text, ok := strings.Cut(out, "For sources.yaml:\n\n")
	if !ok {
		t.Fatalf("no entry in:\n%s", out)
	}
	return text
}

func TestDiscoverOfAHomePage(t *testing.T) {
	d, world := newWorldDesk(t)
	home := world.URL("harbour-post")
	out := d.must(exitOK, "sources", "discover", home)
	has(t, out, " is a page that names 5 feeds and sitemaps, 5 can be read:", "RANK", "rss 2.0", home+"/feeds/front.xml", home+"/feeds/sport.xml")
	if got, want := entry(t, out), "  - name: Harbour Post\n    url: "+home+"/feeds/front.xml\n"; got != want {
		t.Errorf("the entry is %q, want %q", got, want)
	}
}

func TestDiscoverOfAFeed(t *testing.T) {
	d, world := newWorldDesk(t)
	lantern := world.URL("evening-lantern")
	out := d.must(exitOK, "sources", "discover", lantern+"/rss") // it has moved for good
	has(t, out, "is a feed itself (atom 1.0)", "url: "+lantern+"/feeds/all.atom\n")
}

// The publisher without a feed has sitemaps, which its robots.txt names. The
// entry that is printed can be pasted, and its source be scanned.
func TestDiscoverSitemapsAndScanThem(t *testing.T) {
	d, world := newWorldDesk(t)
	inland := world.URL("inland-observer")
	out := d.must(exitOK, "sources", "discover", inland)
	has(t, out, "names no feed; found elsewhere on the site:", "sitemap index", inland+"/sitemap.xml")
	yaml := "defaults:\n  host_delay: 0s\n  allow_networks: [127.0.0.0/8]\nsources:\n" + entry(t, out)
	has(t, yaml, "kind: sitemap\n")
	d.write([]byte(yaml))
	r := d.scan()
	if r.Failed != 0 || r.New < 5 {
		t.Fatalf("a scan of the sitemaps: %+v", r)
	}
	titles := map[string]bool{}
	for _, s := range world.Stories() {
		titles[s.Title] = s.Publisher == "inland-observer"
	}
	told := 0
	for _, s := range d.stories() {
		if titles[s.Title] {
			told++
		}
		if !strings.HasPrefix(s.URL, inland) || s.Published == nil {
			t.Errorf("story %+v", s)
		}
	}
	if told == 0 {
		t.Error("no story has the title that the sitemap for news gives it")
	}
	if again := d.scan(); again.New != 0 || again.source(t, r.Sources[0].Name).Status != news.StatusUnchanged {
		t.Errorf("the second scan: %+v", again)
	}
}

func TestDiscoverAsJSON(t *testing.T) {
	d, world := newWorldDesk(t)
	n := 0
	for line := range strings.Lines(d.must(exitOK, "sources", "discover", "--json", world.URL("tidepool"))) {
		var c candidateLine
		decode(t, []byte(line), &c)
		if n++; c.Rank != n || c.Status != "ok" || c.How != discover.ByLink || c.Format != "json feed 1.1" || c.Items == 0 || c.Newest == nil ||
			c.URL != world.URL("tidepool")+"/feed.json" || !strings.Contains(c.Entry, "- name: Tidepool Science Weekly\n") {
			t.Errorf("%s", line)
		}
	}
	if n != 1 {
		t.Errorf("%d lines, want 1", n)
	}
}

func TestDiscoverFails(t *testing.T) {
	d, world := newWorldDesk(t)
	for name, c := range map[string]struct {
		url  string
		code int
		want []string
	}{
		"down":        {world.URL("north-quay-radio"), exitFailed, []string{"discover ", "refused"}},
		"missing":     {world.URL("tidepool") + "/nowhere", exitFailed, []string{"fetch: 404 Not Found"}},
		"scheme":      {"ftp://x.example/", exitFailed, []string{"discover ftp://x.example/: fetch:"}},
		"no address":  {"https://", exitUsage, []string{"not a web address"}},
		"not allowed": {"http://10.1.2.3/", exitFailed, []string{"10.1.2.3 is not a public address"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, errs, code := d.run("sources", "discover", c.url)
			if code != c.code || strings.Count(errs, "\n") != 1 {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			has(t, errs, c.want...)
		})
	}
}

// site is a desk and a site on loopback where every path has the same page.
func site(t *testing.T, page string) (d *desk, url string, asked *int) {
	t.Helper()
	asked = new(int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked++
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte(page))
	}))
	t.Cleanup(server.Close)
	yaml := "defaults:\n  host_delay: 0s\n  allow_networks: [127.0.0.0/8]\nsources:\n  - name: x\n    url: https://x.example/\n"
	return newDesk(t, []byte(yaml)), server.URL, asked
}

func TestDiscoverFindsNothing(t *testing.T) {
	for name, c := range map[string]struct{ page, want string }{
		"a page": {"<!DOCTYPE html><title>Post\x1b[31m</title><p>The harbour board met again, and again, about the old pier and its gate.",
			": the page names no feed; tried 8 usual places: /robots.txt, /feed, /rss, /rss.xml,"},
		"a login page": {`<title>Log in</title><input type="password">`, ": this is a login page; tried"},
		"a bot wall":   {"<title>Just a moment...</title>", ": this is a captcha or bot wall; tried"},
		"nothing":      {"<html><body></body></html>", ": this is an empty page; tried"},
		"a feed that is none": {`<title>x</title><link rel="alternate" type="application/rss+xml" href="/rss">` + strings.Repeat("<p>The board met again about the pier.", 9),
			": nothing that the page names can be read; tried"},
	} {
		t.Run(name, func(t *testing.T) {
			d, url, asked := site(t, c.page)
			out, errs, code := d.run("sources", "discover", url)
			if code != exitFailed || *asked > 10 || strings.Count(errs, "\n") != 1 || strings.Contains(errs+out, "\x1b") {
				t.Errorf("exit code %d after %d requests, printed %q", code, *asked, out)
			}
			has(t, errs, "nothing to follow at "+url+c.want)
		})
	}
}

// Behind a login page there may be a feed all the same.
func TestDiscoverBehindALoginPage(t *testing.T) {
	d, world := newWorldDesk(t)
	out := d.must(exitOK, "sources", "discover", world.URL("meridian")+"/members/")
	has(t, out, "/members/ is a login page that names no feed; found elsewhere on the site:", "url: "+world.URL("meridian")+"/feed\n", "a guess")
}

// A page without any feed is followed by what it lists: the entry that is
// printed gives these stories when it is scanned.
func TestDiscoverListingPage(t *testing.T) {
	d := publisherDesk(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/news" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, frontPage())
	})
	text, _ := os.ReadFile(d.sources)
	base := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(string(text))
	out := d.must(exitOK, "sources", "discover", base+"/news")
	has(t, out, "names no feed", "14 stories", "Story number 0 of the day", "kind: page", "select:", "item:")

	_, entry, _ := strings.Cut(out, "For sources.yaml:\n\n")
	d.write([]byte("defaults: {allow_networks: [127.0.0.0/8], host_delay: 0s}\nsources:\n" + entry))
	if r := d.scan(); r.New != 14 {
		t.Errorf("the entry gives %d stories:\n%s", r.New, entry)
	}
}
