package news

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"strings"
)

// redirector is an address of a product that only leads to another address,
// which stands in it. Only products are listed here, never publishers.
type redirector struct {
	path  string // below which it leads elsewhere, as a canonical path; "/" is everywhere
	setBy string
	find  func(path, query string) string // the target as found there, or ""
}

// redirectors are found by canonical host. "google" and the hosts with a
// leading dot stand for several, see redirectorsAt.
var redirectors = map[string][]redirector{
	// Search and news portals.
	"google": {
		{"/url", "Google search, Alerts", param("url", "q")},
		{"/amp", "Google's AMP viewer", ampViewer},
	},
	"news.google.com": {
		{"/news/url", "Google News feeds until 2017", param("url")},
		{"/rss/articles", "Google News feeds", googleArticle},
		{"/__i/rss/rd/articles", "Google News feeds", googleArticle},
		{"/articles", "Google News", googleArticle},
		{"/read", "Google News", googleArticle},
	},
	"bing.com": {
		{"/news/apiclick.aspx", "Bing News feeds", param("url")},
		{"/ck/a", "Bing search", bingClick},
	},
	"r.search.yahoo.com": {{"/", "Yahoo search and news", yahooSearch}},
	"duckduckgo.com":     {{"/l", "DuckDuckGo", param("uddg")}},

	// Places where links are shared.
	"facebook.com":        {{"/l.php", "Facebook", param("u")}, {"/flx/warn", "Facebook", param("u")}},
	"l.facebook.com":      {{"/", "Facebook", param("u")}},
	"lm.facebook.com":     {{"/", "Facebook", param("u")}},
	"l.instagram.com":     {{"/", "Instagram", param("u")}},
	"l.messenger.com":     {{"/", "Messenger", param("u")}},
	"l.threads.com":       {{"/", "Threads", param("u")}},
	"l.threads.net":       {{"/", "Threads", param("u")}},
	"l.wl.co":             {{"/", "WhatsApp Business", param("u")}},
	"t.umblr.com":         {{"/redirect", "Tumblr", param("z")}},
	"out.reddit.com":      {{"/", "Reddit", param("url")}},
	"slack-redir.net":     {{"/link", "Slack", param("url")}},
	"linkedin.com":        {{"/redir/redirect", "LinkedIn", param("url")}, {"/safety/go", "LinkedIn", param("url")}},
	"vk.com":              {{"/away.php", "VK", param("to")}},
	"away.vk.com":         {{"/away.php", "VK", param("to")}},
	"t.me":                {{"/iv", "Telegram instant view", param("url")}},
	"youtube.com":         {{"/redirect", "YouTube", param("q")}},
	"youtu.be":            {{"/", "YouTube short links", youtubeShort}},
	"disq.us":             {{"/url", "Disqus", disqus}},
	"steamcommunity.com":  {{"/linkfilter", "Steam", param("url", "u")}},
	"exit.sc":             {{"/", "SoundCloud", param("url")}},
	"gate.sc":             {{"/", "SoundCloud", param("url")}},
	"getpocket.com":       {{"/redirect", "Pocket", param("url")}},
	"flipboard.com":       {{"/redirect", "Flipboard", param("url")}},
	"href.li":             {{"/", "WordPress.com's referrer remover", wholeQuery}},
	"go.theregister.com":  {{"/feed", "feed click counter", hostInPath("/feed")}},
	".protection.outlook": {{"/", "Microsoft Safe Links in newsletters", param("url")}},

	// AMP caches (amp.dev, "AMP Cache URL format").
	".ampcache":          {{"/", "AMP caches of Google and Bing", ampCache}},
	"cdn.ampproject.org": {{"/", "Google's AMP cache", ampCache}},
}

// redirectorsAt returns the redirectors of a canonical host; nil for nearly all.
func redirectorsAt(host []byte) []redirector {
	if found := redirectors[string(host)]; found != nil {
		return found
	}
	ends := func(suffix string) bool { return bytes.HasSuffix(host, []byte(suffix)) }
	switch {
	case bytes.HasPrefix(host, []byte("google.")) && len(host) <= len("google.com.au"):
		return redirectors["google"]
	case ends(".cdn.ampproject.org"), ends(".ampproject.net"), ends(".bing-amp.com"):
		return redirectors[".ampcache"]
	case ends(".safelinks.protection.outlook.com"):
		return redirectors[".protection.outlook"]
	}
	return nil
}

// unwrap returns the target of a redirector or cache, when f is one and its
// target is an absolute web address.
func unwrap(f form) (string, bool) {
	target := ""
	switch {
	case f.redirectors != nil:
		target = productTarget(f)
	case bytes.Contains(f.pathPart(), []byte("/*http")):
		target = starTarget(f)
	case len(f.queryPart()) > 0 && redirectWord(f.pathPart()):
		target = param(targetParameters...)("", queryOf(f))
	}
	return target, target != ""
}

func productTarget(f form) string {
	path, query := string(f.pathPart()), queryOf(f)
	for _, r := range f.redirectors {
		if !below(path, r.path) {
			continue
		}
		if target := r.find(path, query); target != "" {
			return target
		}
	}
	return ""
}

func queryOf(f form) string { return strings.TrimPrefix(string(f.queryPart()), "?") }

// below tells whether path is prefix or stands under it.
func below(path, prefix string) bool {
	rest, ok := strings.CutPrefix(path, prefix)
	return ok && (rest == "" || rest[0] == '/' || prefix == "/")
}

// targetParameters are the names under which redirect scripts of all sorts
// take their target.
var targetParameters = []string{"url", "u", "to", "target", "dest", "destination", "goto", "link", "redirect", "redirect_url", "redirecturl"}

// redirectWord tells whether the last segment of a path says that the page does
// nothing but lead elsewhere. A share button ("/share?url="), a login page
// ("/login?redirect=") or an article that carries a url= are no such page.
func redirectWord(path []byte) bool {
	word, _, _ := strings.Cut(strings.ToLower(string(lastSegment(path))), ".")
	switch word {
	case "redirect", "redir", "redirector", "rd", "out", "outbound", "outgoing", "exit", "away", "leaving", "goto", "go", "jump", "click", "clickthru", "linkout", "external":
		return true
	}
	return false
}

// starTarget finds the target after a star in the path, as in
// us.rd.yahoo.com/.../*http://... and Folha's redir.folha.com.br.
func starTarget(f form) string {
	_, target, _ := strings.Cut(string(f.pathPart()), "/*http")
	// The canonical path has lost one of the two slashes after the scheme.
	scheme, rest, ok := strings.Cut(target, ":/")
	if !ok || scheme != "" && scheme != "s" {
		return ""
	}
	return webTarget("http" + scheme + "://" + rest + string(f.queryPart()))
}

// webTarget returns s when it is an absolute web address of a host with a dot
// in its name. Targets are often escaped once too often.
func webTarget(s string) string {
	for range 3 {
		if _, ok := cutScheme(s); ok {
			break
		}
		s = unescape(s)
	}
	p, err := splitURL(s)
	if err != nil {
		return ""
	}
	host, _, err := splitAuthority(p.authority)
	if err != nil || !strings.Contains(host, ".") {
		return ""
	}
	return s
}

// param finds the target in the first of these parameters that holds one.
func param(names ...string) func(path, query string) string {
	return func(_, query string) string {
		for _, name := range names {
			if target := webTarget(parameterValue(query, name)); target != "" {
				return target
			}
		}
		return ""
	}
}

func parameterValue(query, name string) string {
	for one := range strings.SplitSeq(query, "&") {
		if n, value, ok := strings.Cut(one, "="); ok && n == name {
			return unescape(value)
		}
	}
	return ""
}

func wholeQuery(_, query string) string { return webTarget(unescape(query)) }

// disqus appends ":" and a hash to the target.
func disqus(_, query string) string {
	value := parameterValue(query, "url")
	if i := strings.LastIndexByte(value, ':'); i > len(formScheme) {
		value = value[:i]
	}
	return webTarget(value)
}

// yahooSearch reads /_ylt=.../RU=https%3A%2F%2F.../RK=2/RS=...
func yahooSearch(path, _ string) string {
	_, value, _ := strings.Cut(path, "/RU=")
	value, _, _ = strings.Cut(value, "/")
	return webTarget(unescape(value))
}

// bingClick reads u=a1 and the target in base64.
func bingClick(_, query string) string {
	value, ok := strings.CutPrefix(parameterValue(query, "u"), "a1")
	if !ok {
		return ""
	}
	target, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(value, "="))
	if err != nil {
		return ""
	}
	return webTarget(string(target))
}

// googleArticle reads the target out of the id of a Google News article, as
// long as Google writes it there: until the middle of 2024 the id was a
// protocol buffer in base64 with the target as field 4. Later ids are opaque;
// then the id alone is the key, without the language of the edition.
func googleArticle(path, query string) string {
	id := path[strings.LastIndexByte(path, '/')+1:]
	if target := articleTarget(id); target != "" {
		return target
	}
	if bare := "/articles/" + id; path+"?"+query != bare+"?" && id != "articles" && id != "read" {
		return "https://news.google.com" + bare
	}
	return ""
}

func articleTarget(id string) string {
	data, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(id, "="))
	if err != nil {
		return ""
	}
	// Field 1 is the number 19, field 4 the target with its length before it.
	rest, ok := strings.CutPrefix(string(data), "\x08\x13\x22")
	if !ok {
		return ""
	}
	length, n := binary.Uvarint([]byte(rest))
	if n <= 0 || length > uint64(len(rest)-n) {
		return ""
	}
	return webTarget(rest[n : n+int(length)])
}

// ampViewer reads /amp/s/host/path; without the "s" the target is http.
func ampViewer(path, query string) string {
	return hostPath(strings.TrimPrefix(path, "/amp"), query)
}

// ampCache reads /c/s/host/path: "c" for documents, "v" for those in a viewer.
func ampCache(path, query string) string {
	for _, kind := range []string{"/c", "/v", "/wp"} {
		if rest, ok := strings.CutPrefix(path, kind+"/"); ok {
			return hostPath("/"+rest, query)
		}
	}
	return ""
}

func hostPath(path, query string) string {
	if rest, ok := strings.CutPrefix(path, "/s/"); ok {
		path = "/" + rest
	}
	if len(path) < 2 {
		return ""
	}
	if query != "" {
		path += "?" + query
	}
	return webTarget("https:/" + path)
}

func hostInPath(prefix string) func(path, query string) string {
	return func(path, query string) string { return hostPath(strings.TrimPrefix(path, prefix), query) }
}

// youtubeShort turns youtu.be/ID into the page it leads to.
func youtubeShort(path, _ string) string {
	id := strings.Trim(path, "/")
	if id == "" || strings.Contains(id, "/") {
		return ""
	}
	return "https://www.youtube.com/watch?v=" + id
}
