package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"alsoread/internal/newsworld"
)

// oneSource is a file with one source of the world, or of a test's own site.
func oneSource(name, address, rest string) []byte {
	return fmt.Appendf(nil, `defaults: {host_delay: 0s, timeout: 10s, allow_networks: [127.0.0.0/8]}
sources:
  - name: %s
    url: %s
%s`, name, address, rest)
}

func byAddress(stories []storyLine) map[string]storyLine {
	out := map[string]storyLine{}
	for _, s := range stories {
		out[bare(s.URL)] = s
	}
	return out
}

// pagesAsked are the story pages that publishers of the world were asked for.
func pagesAsked(world *newsworld.World) (asked []string) {
	for _, r := range world.Requests() {
		if strings.Count(r.Path, "/") == 5 {
			asked = append(asked, world.URL(r.Publisher)+bare(r.Path))
		}
	}
	return asked
}

// With follow: true what Also Read links lead to at the same publisher is read
// and is a story; links to others are not followed, and say so.
func TestFollowWithinThePublisher(t *testing.T) {
	world, err := newsworld.Start(t.Context(), newsworld.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(world.Close)
	home := world.URL("harbour-post")
	const rest = "    publisher: Harbour Post\n    follow: true\n    max_articles: 200\n"
	d := newDesk(t, append(oneSource("City", home+"/feeds/city.xml", rest), []byte("  - name: Country\n    url: "+home+"/feeds/country.xml\n"+rest)...))
	report := d.scan()
	stories := d.stories()
	known, want := byAddress(stories), recommended(world)
	followed, elsewhere := 0, 0
	for _, s := range stories {
		for _, l := range s.AlsoRead {
			switch target, own := known[l.URL], strings.HasPrefix(l.URL, home); {
			case s.Followed != 0 && l.Story == 0 && l.Problem == "":
			case !own && l.Story == 0 && strings.Contains(l.Problem, "another publisher"):
				elsewhere++
			case l.Story == 0 || l.Story != target.ID || !own:
				t.Errorf("%s: the link %+v leads to %+v", s.URL, l, target)
			}
		}
		if s.Followed == 0 {
			continue
		}
		followed++
		if s.Published == nil || s.Publisher != "Harbour Post" || len(s.Sources) != 1 || !strings.HasPrefix(s.URL, home) {
			t.Errorf("followed %+v", s)
		}
		if i := slices.IndexFunc(stories, func(from storyLine) bool { return from.ID == s.Followed }); i < 0 || !slices.Contains(want[bare(stories[i].URL)], bare(s.URL)) {
			t.Errorf("%s is not linked from story %d", s.URL, s.Followed)
		}
	}
	if followed == 0 || elsewhere == 0 || report.Articles.Followed != followed || report.New+followed != len(stories) {
		t.Errorf("%d followed, %d elsewhere; the report says %+v", followed, elsewhere, report.Articles)
	}
	asked := pagesAsked(world)
	if report := d.scan(); report.Articles.Followed+report.Articles.Unfollowed+report.Articles.Read != 0 || len(pagesAsked(world)) != len(asked) {
		t.Errorf("the second scan read %+v", report.Articles)
	}
	slices.Sort(asked)
	if len(asked) != len(stories) || len(slices.Compact(asked)) != len(stories) {
		t.Errorf("%d pages were asked for, for %d stories", len(asked), len(stories))
	}
	has(t, d.must(exitOK, "stories", "--limit", "0"), "followed from ", "  Also Read: ", "story ", "not followed: at another")
	has(t, d.must(exitOK, "doctor"), "sound")
}

// With follow: all links lead to other publishers too, one step and no further:
// what is found so is not followed in its turn.
func TestFollowAll(t *testing.T) {
	world, err := newsworld.Start(t.Context(), newsworld.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(world.Close)
	d := newDesk(t, oneSource("Lantern", world.URL("evening-lantern")+"/feeds/all.atom", "    follow: all\n    max_articles: 200\n"))
	d.scan()
	stories, want := d.stories(), recommended(world)
	known := byAddress(stories)
	abroad := 0
	for _, s := range stories {
		for _, address := range want[bare(s.URL)] {
			if target, ok := known[address]; s.Followed == 0 && !ok {
				t.Errorf("%s, linked from %s, is no story", address, s.URL)
			} else if ok && target.Followed != 0 && !strings.HasPrefix(address, world.URL("evening-lantern")) {
				if abroad++; !strings.HasPrefix(address, "http://"+target.Publisher+"/") {
					t.Errorf("the publisher of %s is %q", address, target.Publisher)
				}
			}
		}
	}
	if abroad < 2 {
		t.Errorf("%d stories of others", abroad)
	}
	if n := len(pagesAsked(world)); n != len(stories) {
		t.Errorf("%d pages for %d stories", n, len(stories))
	}
	if out := d.must(exitOK, "stories", "--publisher", strings.TrimPrefix(world.URL("evening-lantern"), "http://"), "--limit", "0"); strings.Contains(out, "followed from") {
		t.Errorf("stories of others are listed as the publisher's:\n%s", out)
	}
}

// A story that was found behind a link and is listed later is one story.
func TestFollowedThenListed(t *testing.T) {
	world, err := newsworld.Start(t.Context(), newsworld.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(world.Close)
	d := newDesk(t, oneSource("City", world.URL("harbour-post")+"/feeds/city.xml", "    follow: true\n    max_articles: 200\n"))
	d.scan()
	before := byAddress(d.stories())
	d.write(append(oneSource("City", world.URL("harbour-post")+"/feeds/city.xml", "    follow: true\n"),
		[]byte("  - {name: Front, url: "+world.URL("harbour-post")+"/feeds/front.xml, articles: true}\n")...))
	asked := len(pagesAsked(world))
	report := d.scan("Front")
	for address, s := range byAddress(d.stories()) {
		old, was := before[address]
		if was && s.ID != old.ID || was && old.Followed != 0 && (s.Followed != 0 || !slices.Equal(s.Sources, []string{"City", "Front"})) {
			t.Errorf("before %+v\nafter  %+v", old, s)
		}
	}
	if n := len(pagesAsked(world)) - asked; n != report.New {
		t.Errorf("%d pages were asked for, of %d new stories: some twice", n, report.New)
	}
	has(t, d.must(exitOK, "doctor"), "sound")
}

// trap is a site whose one story links to all that can go wrong.
type trap struct {
	*httptest.Server
	mu    sync.Mutex
	asked map[string]int
	links []string
	pages http.ServeMux
}

func newTrap(t *testing.T) *trap {
	s := &trap{asked: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked[r.URL.Path]++
		s.mu.Unlock()
		s.pages.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	s.pages.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "User-agent: *\nDisallow: /closed/") })
	s.pages.HandleFunc("/feed", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>Trap</title><item><title>The story that links</title><link>%s/2026/11/the-story-that-links</link></item></channel></rss>`, s.URL)
	})
	s.article("/2026/11/the-story-that-links", "The story that links", func() []string { return s.links })
	return s
}

const trapText = `<p>The council met on Tuesday night to hear what the engineers had found below the old bridge, and it did not like what it heard about the piers.</p>
<p>The bridge will stay open to people on foot, the mayor said afterwards, but no lorry may use it before the spring, and perhaps not after that either.</p>`

func (s *trap) article(path, title string, links func() []string) {
	s.pages.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<!DOCTYPE html><html lang=en><title>%s</title><article><h1>%s</h1>%s`, title, title, trapText)
		for i, link := range links() {
			fmt.Fprintf(w, `<p><strong>Also Read:</strong> <a href="%s">Something else that was written, number %d</a></p>`, link, i)
		}
		fmt.Fprint(w, trapText, `</article>`)
	})
}

func none() []string { return nil }

func TestFollowBadTargets(t *testing.T) {
	s, other := newTrap(t), newTrap(t)
	s.article("/2026/11/a-good-story-to-read", "A good story to read", none)
	s.article("/closed/2026/a-story-that-is-closed", "Closed", none)
	other.article("/2026/11/a-story-of-another-paper", "A story of another paper", none)
	s.pages.HandleFunc("/2026/11/the-loop-without-an-end", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/2026/11/the-loop-without-an-end", http.StatusFound)
	})
	s.pages.HandleFunc("/2026/11/a-way-to-another-paper", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"/2026/11/a-story-of-another-paper", http.StatusFound)
	})
	s.pages.HandleFunc("/2026/11/a-server-that-is-down", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	s.pages.HandleFunc("/2026/11/a-notice-and-no-story", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "<title>Notice</title><p>This page has moved. Please use the search.")
	})
	s.pages.HandleFunc("/2026/11/a-file-to-load-down.pdf", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/pdf")
		fmt.Fprint(w, "%PDF-1.4")
	})
	cases := []struct{ link, says string }{
		{"/2026/11/a-good-story-to-read", ""},
		{"/2026/11/a-page-that-is-not-there", "404 Not Found"},
		{"/2026/11/the-loop-without-an-end", "redirect loop"},
		{"/2026/11/a-way-to-another-paper", "another publisher"},
		{other.URL + "/2026/11/a-story-of-another-paper", "another publisher"},
		{"/2026/11/a-server-that-is-down", "502 Bad Gateway"},
		{"/2026/11/a-notice-and-no-story", "not an article"},
		{"/2026/11/a-file-to-load-down.pdf", "application/pdf"},
		{"/closed/2026/a-story-that-is-closed", "robots.txt"},
	}
	for _, c := range cases {
		s.links = append(s.links, c.link)
	}
	d := newDesk(t, oneSource("Trap", s.URL+"/feed", "    follow: true\n"))
	report := d.scan()
	if p := report.Articles; p.Read != 1 || p.Followed != 1 || p.Unfollowed != 7 {
		t.Errorf("%+v", p)
	}
	if p := report.source(t, "Trap").Articles; !strings.Contains(p.FollowError, "404") {
		t.Errorf("%+v", p)
	}
	i := slices.IndexFunc(d.stories(), func(s storyLine) bool { return s.Title == "The story that links" })
	story := d.stories()[i]
	for i, c := range cases {
		l := story.AlsoRead[i]
		if (l.Story != 0) != (c.says == "") || !strings.Contains(l.Problem, c.says) || strings.Contains(l.Problem, "\n") {
			t.Errorf("%s: %+v", c.link, l)
		}
	}
	has(t, d.must(exitOK, "sources", "list"), "ok, but 7 Also Read links not followed: ")
	d.scan()
	d.scan()
	for path, n := range s.asked {
		if n > 1 && path != "/feed" && path != "/robots.txt" && path != "/2026/11/the-loop-without-an-end" || n > 3 {
			t.Errorf("%s was asked for %d times", path, n)
		}
	}
	if other.asked["/feed"]+other.asked["/2026/11/a-page-that-is-not-there"] != 0 || other.asked["/2026/11/a-story-of-another-paper"] > 1 {
		t.Errorf("of the other paper: %v", other.asked)
	}
}

// A link to a private address is no way into the house, and robots.txt counts at
// other publishers too.
func TestFollowAllKeepsToTheGuard(t *testing.T) {
	s := newTrap(t)
	s.links = []string{"http://10.1.2.3/2026/11/a-router-in-the-cellar", "http://[::1]:8080/2026/11/a-service-of-this-machine"}
	d := newDesk(t, oneSource("Trap", s.URL+"/feed", "    follow: all\n"))
	d.scan()
	for _, l := range d.stories()[0].AlsoRead {
		if l.Story != 0 || !strings.Contains(l.Problem, "not a public address") {
			t.Errorf("%+v", l)
		}
	}
}

// A site where every page links to new ones is not read to its end: one step from
// what was listed, and no more pages a scan than max_articles.
func TestFollowIsBounded(t *testing.T) {
	s := newTrap(t)
	page := 0
	more := func() (links []string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		for range 8 {
			page++
			links = append(links, fmt.Sprintf("/2026/11/page-of-a-site-without-end-%d", page))
		}
		return links
	}
	s.links = more()
	s.pages.HandleFunc("/2026/11/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<!DOCTYPE html><title>Page %s</title><article><h1>Page %s</h1>%s`, r.URL.Path, r.URL.Path, trapText)
		for _, link := range more() {
			fmt.Fprintf(w, `<p><strong>Also Read:</strong> <a href="%s">One more story of this endless site</a></p>`, link)
		}
		fmt.Fprint(w, trapText, `</article>`)
	})
	d := newDesk(t, oneSource("Trap", s.URL+"/feed", "    follow: true\n    max_articles: 5\n"))
	for scan, want := range []int{4, 4, 0, 0} {
		if p := d.scan().Articles; p.Followed != want || p.Unfollowed != 0 {
			t.Errorf("scan %d: %+v", scan, p)
		}
	}
	if n := len(d.stories()); n != 9 {
		t.Errorf("%d stories", n)
	}
}

// Links of a story that was found are kept like any story's: they lead to what is
// listed before or after it, and tie the groups; only they are not asked for.
func TestLinksOfAFollowedStory(t *testing.T) {
	s, other := newTrap(t), newTrap(t)
	const later = "/2026/11/what-is-listed-the-day-after"
	s.links = []string{other.URL + "/2026/11/a-story-of-another-paper"}
	other.article("/2026/11/a-story-of-another-paper", "A story of another paper", func() []string {
		return []string{s.URL + "/2026/11/the-story-that-links", s.URL + later, other.URL + "/2026/11/never-listed-and-not-asked-for"}
	})
	s.article(later, "Ferries stay in port over the weekend", none)
	d := newDesk(t, oneSource("Trap", s.URL+"/feed", "    follow: all\n"))
	d.scan()
	if s.asked[later]+other.asked["/2026/11/never-listed-and-not-asked-for"] != 0 {
		t.Errorf("asked for %v and %v", s.asked, other.asked)
	}
	s.pages.HandleFunc("/later", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>Later</title><item><title>Ferries stay in port over the weekend</title><link>%s%s</link></item></channel></rss>`, s.URL, later)
	})
	d.write(append(oneSource("Trap", s.URL+"/feed", "    follow: all\n"), []byte("  - {name: Later, url: "+s.URL+"/later}\n")...))
	d.scan()
	stories := map[string]storyLine{}
	for _, story := range d.stories() {
		stories[story.Title] = story
	}
	from, found, listed := stories["The story that links"], stories["A story of another paper"], stories["Ferries stay in port over the weekend"]
	if len(found.AlsoRead) != 3 || found.Followed != from.ID || listed.ID == 0 {
		t.Fatalf("%+v", stories)
	}
	for i, want := range []int64{from.ID, listed.ID, 0} {
		if l := found.AlsoRead[i]; l.Story != want || l.Problem != "" {
			t.Errorf("link %d: %+v, want story %d", i, l, want)
		}
	}
	related := d.group(found.Group).Related
	if !slices.ContainsFunc(related, func(r relationLine) bool { return r.Group == listed.Group }) {
		t.Errorf("the group of %q is related to %+v", found.Title, related)
	}
	publisher := strings.TrimPrefix(other.URL, "http://")
	has(t, d.must(exitOK, "stories", "--publisher", publisher), "A story of another paper", "followed from ")
	if out := d.must(exitOK, "search", "publisher:"+publisher, "story"); !strings.Contains(out, "A story of another paper") || strings.Contains(out, "The story that links") {
		t.Errorf("search:\n%s", out)
	}
}
