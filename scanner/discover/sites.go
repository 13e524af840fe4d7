package discover

import (
	"net/url"
	"regexp"
	"strings"

	"alsoread/news"
)

// place is a page on a site that is known.
type place struct {
	page *url.URL
	host string   // in lower case, without www.
	site string   // scheme and host
	path []string // its segments, escaped
}

// at returns a segment of the path; "" when there are fewer.
func (p place) at(i int) string {
	if i < len(p.path) {
		return p.path[i]
	}
	return ""
}

// site is a site, or a family of sites, with feeds at places that follow from
// the addresses of its pages.
type site struct {
	hosts []string // and their subdomains, where one begins with a dot
	feeds func(place) []string
}

func (s *site) is(host string) bool {
	for _, h := range s.hosts {
		if host == h || h[0] == '.' && strings.HasSuffix(host, h) {
			return true
		}
	}
	return false
}

// The addresses are those that the sites' own pages declare or document.
var sites = []site{
	{[]string{"youtube.com", "m.youtube.com", "music.youtube.com"}, youtubeFeeds},
	{[]string{"github.com"}, githubFeeds},
	{[]string{"gitlab.com"}, gitlabFeeds},
	{[]string{"codeberg.org"}, codebergFeeds},
	{[]string{"reddit.com", ".reddit.com"}, redditFeeds},
	{[]string{"medium.com"}, mediumFeeds},
	{[]string{".medium.com", ".substack.com", "news.ycombinator.com", ".wordpress.com"}, subdomainFeeds},
	{[]string{"tumblr.com", ".tumblr.com"}, tumblrFeeds},
	{[]string{"stackoverflow.com", ".stackoverflow.com", "serverfault.com", "superuser.com", "askubuntu.com", "mathoverflow.net",
		"stackapps.com", ".stackexchange.com"}, stackExchangeFeeds},
	{bloggerHosts, bloggerFeeds},
	{[]string{"bsky.app"}, blueskyFeeds},
	{[]string{"pypi.org"}, pypiFeeds},
	{[]string{"vimeo.com"}, vimeoFeeds},
	{[]string{"dev.to"}, devFeeds},
}

var bloggerHosts = []string{".blogspot.com", ".blogspot.co.uk", ".blogspot.de", ".blogspot.fr", ".blogspot.in", ".blogspot.com.br",
	".blogspot.jp", ".blogspot.ca", ".blogspot.it", ".blogspot.com.es", ".blogspot.com.au"}

const youtubeFeed = "https://www.youtube.com/feeds/videos.xml?"

// youtubeFeeds knows channels by id and old users by name; the id of a
// @handle or a custom name only stands in the page: youtubeChannel.
func youtubeFeeds(p place) []string {
	if list := p.page.Query().Get("list"); list != "" {
		return []string{youtubeFeed + "playlist_id=" + url.QueryEscape(list)}
	}
	switch p.at(0) {
	case "channel":
		if channelID.MatchString(p.at(1)) {
			return []string{youtubeFeed + "channel_id=" + p.at(1)}
		}
	case "user":
		if p.at(1) != "" {
			return []string{youtubeFeed + "user=" + p.at(1)}
		}
	}
	return nil
}

// channelID is how YouTube names a channel, and where its pages tell the name
// of the one they belong to, the surest place first.
var (
	channelID  = regexp.MustCompile(`^UC[\w-]{22}$`)
	channelIDs = []*regexp.Regexp{
		regexp.MustCompile(`"externalId":"(UC[\w-]{22})"`),
		regexp.MustCompile(`<link rel="canonical" href="https://www\.youtube\.com/channel/(UC[\w-]{22})"`),
		regexp.MustCompile(`<meta itemprop="(?:channelId|identifier)" content="(UC[\w-]{22})"`),
		regexp.MustCompile(`"channelId":"(UC[\w-]{22})"`),
	}
)

// youtubeChannel finds the feed of the channel that a page of YouTube belongs to.
func youtubeChannel(page *url.URL, text []byte) (Found, bool) {
	if page == nil || domainOf(page) != "youtube.com" {
		return Found{}, false
	}
	for _, where := range channelIDs {
		if m := where.FindSubmatch(text); m != nil {
			return Found{URL: youtubeFeed + "channel_id=" + string(m[1]), Kind: news.KindFeed, How: BySite}, true
		}
	}
	return Found{}, false
}

func githubFeeds(p place) []string {
	repository := p.site + "/" + p.at(0) + "/" + p.at(1)
	switch {
	case len(p.path) == 0, githubPages[p.at(0)]:
		return nil
	case len(p.path) == 1:
		return []string{p.site + "/" + p.at(0) + ".atom"}
	case (p.at(2) == "tree" || p.at(2) == "commits") && p.at(3) != "":
		return []string{repository + "/commits/" + strings.Join(p.path[3:], "/") + ".atom", repository + "/releases.atom"}
	case p.at(2) == "tags":
		return []string{repository + "/tags.atom", repository + "/releases.atom"}
	}
	return []string{repository + "/releases.atom", repository + "/commits.atom", repository + "/tags.atom"}
}

// githubPages are first segments that name no user.
var githubPages = set("about blog collections contact enterprise explore features login marketplace notifications orgs pricing search security settings sponsors topics trending")

func gitlabFeeds(p place) []string {
	project := p.page.EscapedPath()
	project, _, _ = strings.Cut(strings.TrimRight(project, "/"), "/-/")
	if len(p.path) < 2 {
		if len(p.path) == 1 {
			return []string{p.site + project + ".atom"}
		}
		return nil
	}
	return []string{p.site + project + "/-/tags?format=atom", p.site + project + ".atom"}
}

func codebergFeeds(p place) []string {
	repository := p.site + "/" + p.at(0) + "/" + p.at(1)
	switch len(p.path) {
	case 0:
		return nil
	case 1:
		return []string{p.site + "/" + p.at(0) + ".atom"}
	}
	return []string{repository + "/releases.rss", repository + "/tags.rss", repository + ".rss"}
}

// redditFeeds: any listing of Reddit is a feed with .rss behind it.
func redditFeeds(p place) []string {
	path := strings.TrimRight(p.page.EscapedPath(), "/")
	if strings.HasSuffix(path, ".rss") {
		return nil
	}
	return []string{p.site + path + "/.rss"}
}

func mediumFeeds(p place) []string {
	switch {
	case p.at(0) == "tag" && p.at(1) != "":
		return []string{p.site + "/feed/tag/" + p.at(1)}
	case p.at(0) != "" && p.at(0) != "feed":
		return []string{p.site + "/feed/" + p.at(0)}
	}
	return nil
}

// subdomainFeeds are those of sites with one publication a host.
func subdomainFeeds(p place) []string {
	switch {
	case p.host == "news.ycombinator.com":
		return []string{p.site + "/rss"}
	case strings.HasSuffix(p.host, ".wordpress.com") && (p.at(0) == "category" || p.at(0) == "tag" || p.at(0) == "author"):
		return []string{p.site + "/" + strings.Join(p.path, "/") + "/feed/", p.site + "/feed/"}
	case strings.HasSuffix(p.host, ".wordpress.com"):
		return []string{p.site + "/feed/", p.site + "/comments/feed/"}
	}
	return []string{p.site + "/feed"}
}

func tumblrFeeds(p place) []string {
	blog := p.site
	path := p.path
	if p.host == "tumblr.com" {
		if len(path) == 0 || path[0] == "tagged" || path[0] == "explore" {
			return nil
		}
		if path[0] == "blog" && len(path) > 1 {
			path = path[1:]
		}
		blog, path = p.page.Scheme+"://"+path[0]+".tumblr.com", path[1:]
	}
	if len(path) > 1 && path[0] == "tagged" {
		return []string{blog + "/tagged/" + path[1] + "/rss", blog + "/rss"}
	}
	return []string{blog + "/rss"}
}

func stackExchangeFeeds(p place) []string {
	switch {
	case p.at(0) == "questions" && p.at(1) == "tagged" && p.at(2) != "":
		return []string{p.site + "/feeds/tag/" + p.at(2)}
	case p.at(0) == "tags" && p.at(1) != "":
		return []string{p.site + "/feeds/tag/" + p.at(1)}
	case p.at(0) == "questions" && isNumber(p.at(1)):
		return []string{p.site + "/feeds/question/" + p.at(1)}
	case p.at(0) == "users" && isNumber(p.at(1)):
		return []string{p.site + "/feeds/user/" + p.at(1)}
	}
	return []string{p.site + "/feeds"}
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func bloggerFeeds(p place) []string {
	feeds := []string{p.site + "/feeds/posts/default", p.site + "/feeds/comments/default"}
	if p.at(0) == "search" && p.at(1) == "label" && p.at(2) != "" {
		feeds = append([]string{p.site + "/feeds/posts/default/-/" + p.at(2)}, feeds...)
	}
	return feeds
}

func blueskyFeeds(p place) []string {
	if p.at(0) == "profile" && p.at(1) != "" {
		return []string{p.site + "/profile/" + p.at(1) + "/rss"}
	}
	return nil
}

func pypiFeeds(p place) []string {
	if p.at(0) == "project" && p.at(1) != "" {
		return []string{p.site + "/rss/project/" + p.at(1) + "/releases.xml"}
	}
	return []string{p.site + "/rss/updates.xml", p.site + "/rss/packages.xml"}
}

func vimeoFeeds(p place) []string {
	switch {
	case (p.at(0) == "channels" || p.at(0) == "groups") && p.at(1) != "":
		return []string{p.site + "/" + p.at(0) + "/" + p.at(1) + "/videos/rss"}
	case len(p.path) > 0 && !isNumber(p.at(0)):
		return []string{p.site + "/" + p.at(0) + "/videos/rss"}
	}
	return nil
}

func devFeeds(p place) []string {
	switch {
	case len(p.path) == 0:
		return []string{p.site + "/feed"}
	case p.at(0) == "t" && p.at(1) != "":
		return []string{p.site + "/feed/tag/" + p.at(1)}
	}
	return []string{p.site + "/feed/" + p.at(0)}
}

// mastodonFeeds are those of profiles and tags, on any host: Mastodon and what
// shares its addresses runs on thousands of them.
func mastodonFeeds(p place) []string {
	path := p.path
	if len(path) > 0 && path[0] == "web" {
		path = path[1:]
	}
	switch {
	case len(path) == 0:
	case strings.HasPrefix(path[0], "@") && len(path[0]) > 1 && !strings.Contains(path[0][1:], "@"):
		return []string{p.site + "/" + strings.TrimSuffix(path[0], ".rss") + ".rss"}
	case path[0] == "users" && len(path) > 1:
		return []string{p.site + "/users/" + strings.TrimSuffix(path[1], ".rss") + ".rss"}
	case path[0] == "tags" && len(path) == 2:
		return []string{p.site + "/tags/" + strings.TrimSuffix(path[1], ".rss") + ".rss"}
	}
	return nil
}
