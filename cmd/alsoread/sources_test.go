package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"alsoread/news"
)

const oneStory = `<rss version="2.0"><channel><title>x</title><item><guid>1</guid><title>A story</title><link>https://x.example/1</link></item></channel></rss>`

// publisher answers every request by handler and is the one source of a desk.
func publisherDesk(t *testing.T, handler http.HandlerFunc) *desk {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return newDesk(t, fmt.Appendf(nil, "# ours\ndefaults:\n  allow_networks: [127.0.0.0/8]\nsources:\n  - name: Post # the first\n    url: %s/feed\n", server.URL))
}

func TestRetiredSourceIsShown(t *testing.T) {
	gone := true
	d := publisherDesk(t, func(w http.ResponseWriter, _ *http.Request) {
		if gone {
			w.WriteHeader(http.StatusGone)
			return
		}
		fmt.Fprint(w, oneStory)
	})
	d.run("scan")
	has(t, d.must(exitOK, "sources", "list"), "retired by its publisher")
	has(t, d.must(exitFailed, "doctor"), "410 Gone")
	var r scanReport
	out, _, _ := d.run("scan", "--json")
	decode(t, []byte(out), &r)
	if s := r.source(t, "Post"); s.Status != news.StatusRetired {
		t.Errorf("a scan of everything asked a retired source: %+v", s)
	}
	gone = false
	if s := d.scan("Post").source(t, "Post"); s.Status != news.StatusOK || s.New != 1 {
		t.Errorf("a scan by name did not bring it back: %+v", s)
	}
	has(t, d.must(exitOK, "sources", "list"), " ok")
}

func TestMovedSourceIsRememberedOnceRead(t *testing.T) {
	d := publisherDesk(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
			return
		}
		fmt.Fprint(w, oneStory)
	})
	d.scan()
	has(t, d.must(exitOK, "sources", "list"), "moved to http://127.0.0.1", "/new")
}

// A person may ask again after an error; a refusal holds for them too.
func TestBackOffBindsTheScheduleAndRefusalEveryone(t *testing.T) {
	status := http.StatusInternalServerError
	asked := 0
	d := publisherDesk(t, func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.WriteHeader(status)
	})
	d.run("scan")
	d.run("scan", "--due")
	if asked != 1 {
		t.Errorf("asked %d times by a schedule that should back off", asked)
	}
	status = http.StatusTooManyRequests
	d.run("scan")
	if asked != 2 {
		t.Errorf("asked %d times, want a second time by hand", asked)
	}
	out := d.must(exitOK, "scan")
	has(t, out, "skipped", "asks to wait until")
	if asked != 2 {
		t.Error("asked again though the publisher had refused")
	}
}

func TestAddAndRemoveKeepTheRest(t *testing.T) {
	d := publisherDesk(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, oneStory) })
	before, _ := os.ReadFile(d.sources)
	d.must(exitOK, "sources", "add", "https://other.example/rss.xml", "--name", "Other: \"News\"", "--tag", "world")
	has(t, d.must(exitOK, "sources", "list"), `Other: "News"`)
	if _, errs, code := d.run("sources", "add", "https://other.example/rss.xml"); code != exitUsage {
		t.Errorf("the same source twice: exit code %d\n%s", code, errs)
	}
	has(t, d.must(exitOK, "sources", "disable", `Other: "News"`), "Disabled")
	has(t, d.must(exitOK, "sources", "list"), "disabled")
	has(t, d.must(exitOK, "sources", "enable", `Other: "News"`), "Enabled")
	if out := d.must(exitOK, "sources", "list"); strings.Contains(out, "disabled") {
		t.Errorf("it is still disabled:\n%s", out)
	}
	d.must(exitOK, "sources", "remove", `Other: "News"`)
	after, _ := os.ReadFile(d.sources)
	if string(after) != string(before) {
		t.Errorf("adding and removing a source changed the rest:\n%s", after)
	}
}

func TestImportOPML(t *testing.T) {
	d := publisherDesk(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, oneStory) })
	list := writeFile(t, "list.opml", `<opml version="1.0"><body><outline text="Science & Tech">
<outline text="Rocks & Stones" xmlUrl="https://rocks.example/feed?a=1&b=2"/>
<outline text="Evil" xmlUrl="file:///etc/passwd"/></outline></body></opml>`)
	out, errs, code := d.run("import", "opml", list)
	if code != exitOK {
		t.Fatalf("exit code %d\n%s", code, errs)
	}
	has(t, out, "1 of 1 feed added")
	has(t, errs, "list.opml:3:")
	text, _ := os.ReadFile(d.sources)
	has(t, string(text), "# ours", "# the first", "Rocks & Stones", "https://rocks.example/feed?a=1&b=2", "Science & Tech")
	again := d.must(exitOK, "export", "opml") // of what was scanned: nothing yet
	if strings.Contains(again, "Evil") {
		t.Error("an unusable row was taken")
	}
}
