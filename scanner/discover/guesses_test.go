package discover

import (
	"slices"
	"strings"
	"testing"
)

func TestSiteFeeds(t *testing.T) {
	const channel = "UCabcdefghijklmnopqrstuv"
	for page, want := range map[string]string{
		"https://www.youtube.com/channel/" + channel:           "https://www.youtube.com/feeds/videos.xml?channel_id=" + channel,
		"https://m.youtube.com/channel/" + channel + "/videos": "https://www.youtube.com/feeds/videos.xml?channel_id=" + channel,
		"https://www.youtube.com/user/harbour":                 "https://www.youtube.com/feeds/videos.xml?user=harbour",
		"https://www.youtube.com/playlist?list=PLabc_-1":       "https://www.youtube.com/feeds/videos.xml?playlist_id=PLabc_-1",
		"https://www.youtube.com/watch?v=1&list=PL2":           "https://www.youtube.com/feeds/videos.xml?playlist_id=PL2",
		"https://www.youtube.com/@harbour":                     "none", // its id stands in the page
		"https://github.com/harbour/post":                      "https://github.com/harbour/post/releases.atom https://github.com/harbour/post/commits.atom https://github.com/harbour/post/tags.atom",
		"https://github.com/harbour/post/tree/main/docs":       "https://github.com/harbour/post/commits/main/docs.atom https://github.com/harbour/post/releases.atom",
		"https://github.com/harbour/post/tags":                 "https://github.com/harbour/post/tags.atom https://github.com/harbour/post/releases.atom",
		"https://github.com/harbour":                           "https://github.com/harbour.atom",
		"https://github.com/features/actions":                  "none",
		"https://gitlab.com/a/b/c/-/issues":                    "https://gitlab.com/a/b/c/-/tags?format=atom https://gitlab.com/a/b/c.atom",
		"https://codeberg.org/a/b":                             "https://codeberg.org/a/b/releases.rss https://codeberg.org/a/b/tags.rss https://codeberg.org/a/b.rss",
		"https://mastodon.example/@ina":                        "https://mastodon.example/@ina.rss",
		"https://mastodon.example/web/@ina":                    "https://mastodon.example/@ina.rss",
		"https://mastodon.example/users/ina":                   "https://mastodon.example/users/ina.rss",
		"https://mastodon.example/tags/boats":                  "https://mastodon.example/tags/boats.rss",
		"https://mastodon.example/@ina@other.example":          "none",
		"https://www.reddit.com/r/boats":                       "https://www.reddit.com/r/boats/.rss",
		"https://old.reddit.com/r/boats/new/":                  "https://old.reddit.com/r/boats/new/.rss",
		"https://www.reddit.com/user/ina/":                     "https://www.reddit.com/user/ina/.rss",
		"https://www.reddit.com/":                              "https://www.reddit.com/.rss",
		"https://medium.com/@ina":                              "https://medium.com/feed/@ina",
		"https://medium.com/harbour-weekly/a-story-123":        "https://medium.com/feed/harbour-weekly",
		"https://medium.com/tag/boats":                         "https://medium.com/feed/tag/boats",
		"https://ina.medium.com/a-story":                       "https://ina.medium.com/feed",
		"https://harbour.substack.com/p/a-letter":              "https://harbour.substack.com/feed",
		"https://harbour.blogspot.com/2024/05/post.html":       "https://harbour.blogspot.com/feeds/posts/default https://harbour.blogspot.com/feeds/comments/default",
		"https://harbour.blogspot.co.uk/search/label/boats":    "https://harbour.blogspot.co.uk/feeds/posts/default/-/boats https://harbour.blogspot.co.uk/feeds/posts/default https://harbour.blogspot.co.uk/feeds/comments/default",
		"https://harbour.tumblr.com/post/1":                    "https://harbour.tumblr.com/rss",
		"https://www.tumblr.com/harbour":                       "https://harbour.tumblr.com/rss",
		"https://www.tumblr.com/blog/harbour":                  "https://harbour.tumblr.com/rss",
		"https://harbour.tumblr.com/tagged/boats":              "https://harbour.tumblr.com/tagged/boats/rss https://harbour.tumblr.com/rss",
		"https://stackoverflow.com/questions/tagged/go":        "https://stackoverflow.com/feeds/tag/go",
		"https://unix.stackexchange.com/questions/12/why":      "https://unix.stackexchange.com/feeds/question/12",
		"https://superuser.com/users/7/ina":                    "https://superuser.com/feeds/user/7",
		"https://askubuntu.com/":                               "https://askubuntu.com/feeds",
		"https://harbour.wordpress.com/about/":                 "https://harbour.wordpress.com/feed/ https://harbour.wordpress.com/comments/feed/",
		"https://harbour.wordpress.com/category/boats/":        "https://harbour.wordpress.com/category/boats/feed/ https://harbour.wordpress.com/feed/",
		"https://news.ycombinator.com/news":                    "https://news.ycombinator.com/rss",
		"https://bsky.app/profile/ina.example":                 "https://bsky.app/profile/ina.example/rss",
		"https://pypi.org/project/boats/":                      "https://pypi.org/rss/project/boats/releases.xml",
		"https://vimeo.com/channels/boats":                     "https://vimeo.com/channels/boats/videos/rss",
		"https://dev.to/ina":                                   "https://dev.to/feed/ina",
	} {
		var got []string
		for _, f := range Guesses(page) {
			if f.How == BySite {
				got = append(got, f.URL)
			}
		}
		if len(got) == 0 {
			got = []string{"none"}
		}
		if !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s\n got %s\nwant %s", page, strings.Join(got, " "), want)
		}
	}
}

func TestWellKnownPaths(t *testing.T) {
	for page, want := range map[string]string{
		"https://harbour.example/":                                 "https://harbour.example/feed https://harbour.example/rss https://harbour.example/rss.xml https://harbour.example/feed.xml",
		"http://harbour.example:8080/blog/":                        "http://harbour.example:8080/blog/feed http://harbour.example:8080/feed http://harbour.example:8080/rss http://harbour.example:8080/rss.xml",
		"https://harbour.example/town/the-pier-was-sold-yesterday": "https://harbour.example/feed https://harbour.example/rss https://harbour.example/rss.xml https://harbour.example/feed.xml",
		"https://harbour.example/rss":                              "https://harbour.example/feed https://harbour.example/rss https://harbour.example/rss.xml https://harbour.example/feed.xml",
		"https://harbour.example/index.html":                       "https://harbour.example/feed https://harbour.example/rss https://harbour.example/rss.xml https://harbour.example/feed.xml",
		"https://mastodon.example/@ina":                            "https://mastodon.example/@ina.rss https://mastodon.example/@ina/feed https://mastodon.example/feed https://mastodon.example/rss",
	} {
		var got []string
		for _, f := range Guesses(page)[:4] {
			got = append(got, f.URL)
		}
		if !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s\n got %s\nwant %s", page, strings.Join(got, " "), want)
		}
	}
	for _, page := range []string{"", "harbour.example", "ftp://harbour.example/", "http://", "::"} {
		if got := Guesses(page); got != nil {
			t.Errorf("%q: %v", page, got)
		}
	}
	last := Guesses("https://a.blogspot.com/")
	if f := last[len(last)-1]; !f.Comments {
		t.Errorf("the last guess is %s, want comments", f.URL)
	}
}
