package news

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
)

// googleID makes the id of a Google News article as it was made until 2024.
func googleID(target string) string {
	data := "\x08\x13\x22" + string(rune(len(target))) + target + "\xd2\x01\x00"
	return base64.RawURLEncoding.EncodeToString([]byte(data))
}

func TestRedirectorsAreUnwrapped(t *testing.T) {
	const story = "https://example.com/2024/05/slug-of-it"
	target := url.QueryEscape("https://www.example.com/2024/05/slug-of-it/?utm_source=x")
	base64Target := base64.RawURLEncoding.EncodeToString([]byte("https://www.example.com/2024/05/slug-of-it/"))
	testCanonical(t, []canonicalCase{
		{"Google, q", "https://www.google.com/url?q=" + target + "&sa=D&usg=AOv", story},
		{"Google, url not escaped", "https://www.google.com/url?rct=j&sa=t&url=https://www.example.com/2024/05/slug-of-it/&ct=ga&cd=CAI", story},
		{"Google with an empty q", "https://www.google.com.au/url?sa=t&q=&esrc=s&url=" + target, story},
		{"Google of a country", "https://google.de/url?q=" + target, story},
		{"Google AMP viewer", "https://www.google.com/amp/s/www.example.com/2024/05/slug-of-it/amp/", story},
		{"Google AMP viewer over http", "https://www.google.com/amp/www.example.com/2024/05/slug-of-it/amp/", story},
		{"Google News, old", "http://news.google.com/news/url?sa=t&fd=R&usg=AFQ&url=" + target, story},
		{"Google News, id with the target", "https://news.google.com/rss/articles/" + googleID("https://www.example.com/2024/05/slug-of-it/") + "?oc=5", story},
		{"Google News, page of the id", "https://news.google.com/articles/" + googleID("https://www.example.com/2024/05/slug-of-it/") + "?hl=en-GB&gl=GB&ceid=GB%3Aen", story},
		{"Google News, opaque id", "https://news.google.com/rss/articles/CBMihAFBVV95cUxNRnMt?oc=5", "https://news.google.com/articles/CBMihAFBVV95cUxNRnMt"},
		{"Bing News", "http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&tid=1&url=" + target + "&c=1", story},
		{"Bing search", "https://www.bing.com/ck/a?!&&p=1&u=a1" + base64Target + "&ntb=1", story},
		{"Yahoo search", "https://r.search.yahoo.com/_ylt=A;_ylu=Y/RV=2/RE=1/RO=10/RU=" + target + "/RK=2/RS=x-", story},
		{"Yahoo's star", "http://us.rd.yahoo.com/dailynews/rss/world/*http://www.example.com/2024/05/slug-of-it/", story},
		{"Folha's star", "https://redir.folha.com.br/redir/online/mundo/rss091/*https://www.example.com/2024/05/slug-of-it/", story},
		{"star with a query", "https://rd.example.org/*https://example.com/a.php?id=1", "https://example.com/a.php?id=1"},
		{"DuckDuckGo", "https://duckduckgo.com/l/?uddg=" + target + "&rut=1", story},
		{"Facebook", "https://l.facebook.com/l.php?u=" + target + "&h=AT1", story},
		{"Facebook, mobile", "http://lm.facebook.com/l.php?u=" + target, story},
		{"Facebook, www", "https://www.facebook.com/l.php?u=" + target, story},
		{"Instagram", "https://l.instagram.com/?u=" + target + "&e=1", story},
		{"Threads", "https://l.threads.com/?u=" + target, story},
		{"Tumblr", "https://t.umblr.com/redirect?z=" + target + "&t=1", story},
		{"Reddit", "https://out.reddit.com/t3_1abc?url=" + target + "&token=1", story},
		{"Slack", "https://slack-redir.net/link?url=" + target, story},
		{"LinkedIn", "https://www.linkedin.com/redir/redirect?url=" + target + "&urlhash=1", story},
		{"VK", "https://vk.com/away.php?to=" + target, story},
		{"Telegram", "https://t.me/iv?url=" + target + "&rhash=1", story},
		{"YouTube", "https://www.youtube.com/redirect?event=video&q=" + target, story},
		{"YouTube short link", "https://youtu.be/5shykyfmb28?si=abc", "https://youtube.com/watch?v=5shykyfmb28"},
		{"Disqus", "https://disq.us/url?url=" + target + "%3AhAsH1", story},
		{"href.li", "https://href.li/?https://www.example.com/2024/05/slug-of-it/", story},
		{"Safe Links", "https://nam04.safelinks.protection.outlook.com/?url=" + target + "&data=05%7C01", story},
		{"The Register's counter", "https://go.theregister.com/feed/www.example.com/2024/05/slug-of-it/", story},
		{"AMP cache", "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/2024/05/slug-of-it/amp/", story},
		{"AMP cache in a viewer", "https://www-example-com.cdn.ampproject.org/v/s/www.example.com/2024/05/slug-of-it/?amp_js_v=a6&usqp=mq331AQ", story},
		{"AMP cache without subdomain, http", "https://cdn.ampproject.org/c/www.example.com/2024/05/slug-of-it/amp/", story},
		{"AMP cache of Bing", "https://www-example-com.bing-amp.com/c/s/www.example.com/2024/05/slug-of-it/amp/", story},
		{"AMP cache keeps the query", "https://example-com.cdn.ampproject.org/c/s/example.com/a.php?id=7", "https://example.com/a.php?id=7"},

		{"any redirect script", "https://news.example.org/redirect?url=" + target, story},
		{"any redirect script with extension", "https://example.org/out.php?id=1&to=" + target, story},
		{"escaped twice", "https://example.org/redirect?url=" + url.QueryEscape(target), story},
		{"two levels", "https://l.facebook.com/l.php?u=" + url.QueryEscape("https://www.google.com/url?q="+target), story},
		{"three levels", "https://slack-redir.net/link?url=" + url.QueryEscape("https://l.facebook.com/l.php?u="+url.QueryEscape("https://www.google.com/url?q="+target)), story},
		{"as many levels as may be", strings.Repeat("https://href.li/?", maxUnwrap) + "https://www.example.com/2024/05/slug-of-it/", story},
		{"to the front page of a site", "https://www.google.com/url?q=https://example.com", "https://example.com/"},
	})
}

func TestOthersAreNotUnwrapped(t *testing.T) {
	testCanonical(t, []canonicalCase{
		{"article with a url", "https://example.com/news/story-7?url=https://example.org/a", "https://example.com/news/story-7?url=https://example.org/a"},
		{"Facebook share button", "https://www.facebook.com/sharer.php?u=https://example.org/a", "https://facebook.com/sharer.php?u=https://example.org/a"},
		{"share button", "https://twitter.com/share?url=https://example.org/a", "https://twitter.com/share?url=https://example.org/a"},
		{"pin button", "https://pinterest.com/pin/create/button/?url=https://example.org/a", "https://pinterest.com/pin/create/button?url=https://example.org/a"},
		{"login page", "https://example.com/login?redirect=https://example.org/a", "https://example.com/login?redirect=https://example.org/a"},
		{"subscribe button", "http://www.netvibes.com/subscribe.php?url=https://example.org/feed", "https://netvibes.com/subscribe.php?url=https://example.org/feed"},
		{"search for an address", "https://www.google.com/search?q=https://example.org/a", "https://google.com/search?q=https://example.org/a"},
		{"archived page", "https://web.archive.org/web/2020/https://example.org/a", "https://web.archive.org/web/2020/https:/example.org/a"},
		{"article about redirects", "https://example.com/redirect", "https://example.com/redirect"},
		{"redirect to a path", "https://example.com/redirect?url=/a", "https://example.com/redirect?url=/a"},
		{"redirect to a script", "https://example.com/redirect?url=javascript:alert(1)", "https://example.com/redirect?url=javascript:alert(1)"},
		{"redirect to one label", "https://example.com/redirect?url=http://intranet/", "https://example.com/redirect?url=http://intranet/"},
		{"redirect to a bad host", "https://example.com/redirect?url=http://a..b/", "https://example.com/redirect?url=http://a..b/"},
		{"redirect without target", "https://www.google.com/url?sa=t", "https://google.com/url?sa=t"},
		{"redirector on a port of its own", "http://google.com:8080/url?q=https://example.org/a", "https://google.com:8080/url?q=https://example.org/a"},
		{"host that begins like Google", "https://google.example.com/url?q=https://example.org/a", "https://google.example.com/url?q=https://example.org/a"},
		{"image in the AMP cache", "https://example-com.cdn.ampproject.org/i/s/example.com/a.jpg", "https://example-com.cdn.ampproject.org/i/s/example.com/a.jpg"},
		{"Bing with bad base64", "https://www.bing.com/ck/a?u=a1!!!", "https://bing.com/ck/a?u=a1!!!"},
		{"Google News id with a length beyond its end", "https://news.google.com/articles/CBMi_39o", "https://news.google.com/articles/CBMi_39o"},
		{"Google News, front page of articles", "https://news.google.com/articles?hl=de", "https://news.google.com/articles?hl=de"},
		{"YouTube without id", "https://youtu.be/", "https://youtu.be/"},
		{"star without scheme", "https://example.com/*httpd", "https://example.com/*httpd"},
	})
}
