package newsworld

import (
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
)

var locs = regexp.MustCompile("<loc>(.*?)</loc>")

func addresses(text string) (list []string) {
	for _, m := range locs.FindAllStringSubmatch(text, -1) {
		list = append(list, m[1])
	}
	return list
}

// The index leads to every story; what is for news leads to those of two days.
func TestSitemaps(t *testing.T) {
	w := startStill(t)
	home := w.URL("inland-observer")
	if _, body := get(t, home+"/robots.txt"); !strings.Contains(body, "\nSitemap: "+home+"/sitemap.xml\n") {
		t.Errorf("robots.txt names no sitemap: %q", body)
	}
	_, index := get(t, home+"/sitemap.xml")
	files := addresses(index)
	if len(files) < 2 || files[0] != home+"/sitemap-news.xml" || wellFormed(index) != nil {
		t.Fatalf("the index names %v", files)
	}
	var stories, recent []string
	for _, s := range w.published("inland-observer", "") {
		stories = append(stories, w.StoryURL(s))
		if w.Now().Sub(s.Published) <= newsDays*24*time.Hour {
			recent = append(recent, w.StoryURL(s))
		}
	}
	_, news := get(t, files[0])
	if got := addresses(news); strings.Join(got, " ") != strings.Join(recent, " ") || len(got) == 0 || wellFormed(news) != nil {
		t.Errorf("the sitemap for news lists %v, want %v", got, recent)
	}
	var all []string
	for _, file := range files[1:] {
		_, body := get(t, file)
		z, err := gzip.NewReader(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(z)
		if err != nil || wellFormed(string(text)) != nil {
			t.Fatal(err)
		}
		all = append(all, addresses(string(text))...)
	}
	if strings.Join(all, " ") != strings.Join(stories, " ") {
		t.Errorf("the months list %v, want %v", all, stories)
	}
	if res, _ := get(t, w.URL("harbour-post")+"/sitemap.xml"); res.StatusCode != 404 {
		t.Error("a publisher without sitemaps has one")
	}
}

func TestLoginPage(t *testing.T) {
	w := startStill(t)
	if _, body := get(t, w.URL("meridian")+"/members/"); !strings.Contains(body, `type="password"`) {
		t.Errorf("%q", body)
	}
}
