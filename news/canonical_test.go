package news

import (
	"errors"
	"net/url"
	"strings"
	"testing"
)

// canonicalCase is an address, its canonical form, and why.
type canonicalCase struct{ why, raw, want string }

func testCanonical(t *testing.T, cases []canonicalCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			got, err := Canonical(c.raw)
			if err != nil || got != c.want {
				t.Fatalf("Canonical(%q)\n got %q, %v\nwant %q", c.raw, got, err, c.want)
			}
			again, err := Canonical(got)
			if err != nil || again != got {
				t.Errorf("not idempotent: Canonical(%q) = %q, %v", got, again, err)
			}
			if _, err := url.Parse(got); err != nil {
				t.Errorf("does not parse: %v", err)
			}
		})
	}
}

func TestCanonicalHost(t *testing.T) {
	testCanonical(t, []canonicalCase{
		{"already canonical", "https://example.com/a", "https://example.com/a"},
		{"http and https are one", "http://example.com/a", "https://example.com/a"},
		{"scheme in capitals", "HTTP://example.com/a", "https://example.com/a"},
		{"host in capitals, path not", "https://Example.COM/AbC", "https://example.com/AbC"},
		{"white space around", " \n https://example.com/a\t\r\n", "https://example.com/a"},
		{"line break inside, as wrapped by a feed", "https://example.com/long-\n\tslug", "https://example.com/long-slug"},
		{"byte order mark in front", "\ufeffhttps://example.com/a", "https://example.com/a"},
		{"three slashes", "https:///example.com/a", "https://example.com/a"},
		{"backslashes", `http:\\example.com\a\b`, "https://example.com/a/b"},
		{"backslash in the query stays", `https://example.com/a?b=\c`, "https://example.com/a?b=%5Cc"},
		{"default port of http", "http://example.com:80/a", "https://example.com/a"},
		{"default port of https", "https://example.com:443/a", "https://example.com/a"},
		{"default port with zeros", "https://example.com:0443/a", "https://example.com/a"},
		{"port without digits", "https://example.com:/a", "https://example.com/a"},
		{"other port", "https://example.com:8080/a", "https://example.com:8080/a"},
		{"user information", "https://user:secret@example.com/a", "https://example.com/a"},
		{"two at signs", "https://a@b@example.com/a", "https://example.com/a"},
		{"dot of the root", "https://example.com./a", "https://example.com/a"},
		{"underscore in a label", "https://my_blog.example.com/a", "https://my_blog.example.com/a"},
		{"international name", "https://Bücher.example/a", "https://xn--bcher-kva.example/a"},
		{"international name, escaped", "https://b%C3%BCcher.example/a", "https://xn--bcher-kva.example/a"},
		{"international name in ASCII", "https://XN--bcher-kva.example/a", "https://xn--bcher-kva.example/a"},
		{"full-width letters", "https://ｅｘａｍｐｌｅ.com/a", "https://example.com/a"},
		{"ideographic dot", "https://例え。jp/a", "https://xn--r8jz45g.jp/a"},
		{"IPv4", "http://127.0.0.1:8080/a", "https://127.0.0.1:8080/a"},
		{"IPv6", "http://[::1]:8080/a", "https://[::1]:8080/a"},
		{"IPv6 in full", "http://[2001:DB8:0:0:0:0:0:1]/a", "https://[2001:db8::1]/a"},
		{"one label", "http://localhost:7077/a", "https://localhost:7077/a"},

		{"www", "https://www.example.com/a", "https://example.com/a"},
		{"www in front of the front page", "http://www.example.com", "https://example.com/"},
		{"www is the registrable domain", "https://www.gov.uk/a", "https://www.gov.uk/a"},
		{"www of a public suffix", "https://www.blogspot.com/a", "https://www.blogspot.com/a"},
		{"www alone", "https://www.com/a", "https://www.com/a"},
		{"www2 is another site", "https://www2.example.com/a", "https://www2.example.com/a"},
		{"mobile edition m", "https://m.example.co.uk/a", "https://example.co.uk/a"},
		{"mobile edition mobile", "https://mobile.example.com/a", "https://example.com/a"},
		{"mobile edition wap", "https://wap.example.com/a", "https://example.com/a"},
		{"mobile edition inside", "https://en.m.wikipedia.org/wiki/Water", "https://en.wikipedia.org/wiki/Water"},
		{"mobile edition of a country", "https://uk.mobile.example.com/a", "https://uk.example.com/a"},
		{"www and m", "https://www.m.example.com/a", "https://example.com/a"},
		{"m is the registrable domain", "https://m.com/a", "https://m.com/a"},
		{"mobile.de is no mobile edition", "https://mobile.de/a", "https://mobile.de/a"},
		{"amp host", "https://amp.example.com/a-b-c", "https://example.com/a-b-c"},
		{"other subdomains stay", "https://sport.example.com/a", "https://sport.example.com/a"},
	})
}

func TestCanonicalPath(t *testing.T) {
	testCanonical(t, []canonicalCase{
		{"empty path", "https://example.com", "https://example.com/"},
		{"empty path with a query", "https://example.com?p=1", "https://example.com/?p=1"},
		{"empty path with a fragment", "https://example.com#top", "https://example.com/"},
		{"trailing slash", "https://example.com/2024/05/slug/", "https://example.com/2024/05/slug"},
		{"trailing slashes", "https://example.com/slug///", "https://example.com/slug"},
		{"duplicate slashes", "https://example.com//a///b", "https://example.com/a/b"},
		{"dot segments", "https://example.com/a/./b/../c", "https://example.com/a/c"},
		{"dot segments past the root", "https://example.com/../../a", "https://example.com/a"},
		{"dot segments at the end", "https://example.com/a/b/..", "https://example.com/a"},
		{"dot segments in escapes", "https://example.com/a/%2e%2E/b", "https://example.com/b"},
		{"dots pop an empty segment", "https://example.com/a//../b", "https://example.com/a/b"},
		{"hidden file is no dot segment", "https://example.com/.well-known/...", "https://example.com/.well-known/..."},

		{"escapes in upper case", "https://example.com/%c3%a9", "https://example.com/%C3%A9"},
		{"unreserved characters decoded", "https://example.com/%7euser/%41%2Db", "https://example.com/~user/A-b"},
		{"letters beyond ASCII", "https://example.com/世界", "https://example.com/%E4%B8%96%E7%95%8C"},
		{"apostrophe raw and escaped", "https://example.com/it%27s", "https://example.com/it's"},
		{"comma, colon, parentheses", "https://example.com/a%2C1%3A%28b%29", "https://example.com/a,1:(b)"},
		{"space", "https://example.com/a b", "https://example.com/a%20b"},
		{"plus is no space in a path", "https://example.com/a+b", "https://example.com/a+b"},
		{"escaped slash is another path", "https://example.com/a%2fb", "https://example.com/a%2Fb"},
		{"escaped question mark", "https://example.com/a%3fb", "https://example.com/a%3Fb"},
		{"stray per cent sign", "https://example.com/100%-sure", "https://example.com/100%25-sure"},
		{"per cent sign at the end", "https://example.com/100%", "https://example.com/100%25"},
		{"escaped per cent sign is not decoded twice", "https://example.com/%252e", "https://example.com/%252e"},
		{"ampersand", "https://example.com/q&a", "https://example.com/q%26a"},
		{"entity for the ampersand", "https://example.com/q&amp;a", "https://example.com/q%26a"},
		{"entity for the apostrophe keeps what follows", "https://example.com/can&#39;t-stop", "https://example.com/can't-stop"},
		{"entity in hexadecimal", "https://example.com/can&#x27;t-stop", "https://example.com/can't-stop"},
		{"case stays", "https://example.com/News/ID-aBc", "https://example.com/News/ID-aBc"},

		{"index.html", "https://example.com/2014/05/01/slug/index.html", "https://example.com/2014/05/01/slug"},
		{"index.html of the site", "https://example.com/index.html", "https://example.com/"},
		{"index.php", "https://example.com/news/index.php", "https://example.com/news"},
		{"Default.aspx", "https://example.com/news/Default.aspx", "https://example.com/news"},
		{"index.php once trackers are gone", "https://example.com/index.php?utm_source=a", "https://example.com/"},
		{"index.php with the id of a story", "https://example.com/index.php?id=7", "https://example.com/index.php?id=7"},
		{"index.php in the middle", "https://example.com/index.php/2022/slug", "https://example.com/index.php/2022/slug"},
		{"index.php twice", "https://example.com/index.php/index.php", "https://example.com/"},
		{"a story called index", "https://example.com/news/index", "https://example.com/news/index"},

		{"Java session", "https://example.com/a;jsessionid=AB12.node1", "https://example.com/a"},
		{"Java session and a query", "https://example.com/a;JSESSIONID=AB12?id=1", "https://example.com/a?id=1"},
		{"Java session, escaped", "https://example.com/a%3Bjsessionid=AB12/b", "https://example.com/a/b"},
		{"Java session on dots", "https://example.com/a/..;jsessionid=1/b", "https://example.com/b"},
		{"other path parameter", "https://example.com/a;v=1.1", "https://example.com/a;v=1.1"},
		{"ASP.NET session", "https://example.com/(S(lit3py55t21z5v55vlm25s55))/news/story-1.aspx", "https://example.com/news/story-1.aspx"},
		{"parentheses that are no session", "https://example.com/(S)/news", "https://example.com/(S)/news"},
	})
}

func TestCanonicalAMP(t *testing.T) {
	testCanonical(t, []canonicalCase{
		{"WordPress", "https://example.com/2024/05/slug-of-it/amp/", "https://example.com/2024/05/slug-of-it"},
		{"without slash", "https://example.com/news/68123456/amp", "https://example.com/news/68123456"},
		{"NDTV", "https://example.com/india-news/slug-of-it-2056521/amp/1", "https://example.com/india-news/slug-of-it-2056521"},
		{"extension", "https://example.com/2019/06/12/slug-of-it.amp", "https://example.com/2019/06/12/slug-of-it"},
		{"extension before html", "https://example.com/slug-of-it.amp.html", "https://example.com/slug-of-it.html"},
		{"file", "https://example.com/slug-of-it/amp.html", "https://example.com/slug-of-it"},
		{"BBC", "https://www.example.co.uk/news/amp/world-europe-68123456", "https://example.co.uk/news/world-europe-68123456"},
		{"in front", "https://example.com/amp/news/slug-of-a-story", "https://example.com/news/slug-of-a-story"},
		{"amphtml", "https://news.example.com/amphtml/slug-of-a-story-100.html", "https://news.example.com/slug-of-a-story-100.html"},
		{"Chorus", "https://example.com/platform/amp/2020/5/1/21234567/slug", "https://example.com/2020/5/1/21234567/slug"},
		{"The Times of India", "https://example.com/city/slug/amp_articleshow/98123456.cms", "https://example.com/city/slug/articleshow/98123456.cms"},
		{"parameter without value", "https://example.com/slug?amp", "https://example.com/slug"},
		{"parameter", "https://example.com/slug?amp=1&id=7", "https://example.com/slug?id=7"},
		{"Arc", "https://example.com/slug/?outputType=amp", "https://example.com/slug"},
		{"amplitude is no AMP", "https://example.com/calc?amp=12", "https://example.com/calc?amp=12"},
		{"section on amplifiers", "https://example.com/guitar/amp/", "https://example.com/guitar/amp"},
		{"section in front", "https://example.com/amp/news", "https://example.com/amp/news"},
		{"only amp", "https://example.com/amp", "https://example.com/amp"},
		{"a word with amp", "https://example.com/camp/summer-camp-opens-today", "https://example.com/camp/summer-camp-opens-today"},
		{"dots left by the extension", "https://example.com/x/..amp", "https://example.com/x/..amp"},
	})
}

func TestCanonicalQuery(t *testing.T) {
	values := strings.Split("zyxwvutsrqponmlkjihgfedcba0987654321", "")
	testCanonical(t, []canonicalCase{
		{"sorted", "https://example.com/a.php?b=2&a=1", "https://example.com/a.php?a=1&b=2"},
		{"one name keeps its order", "https://example.com/a.php?x=2&a=0&x=1", "https://example.com/a.php?a=0&x=2&x=1"},
		{"empty query", "https://example.com/a?", "https://example.com/a"},
		{"empty parameters", "https://example.com/a?&&b=1&", "https://example.com/a?b=1"},
		{"no value", "https://example.com/a?b=", "https://example.com/a?b"},
		{"value without name", "https://example.com/a?=b", "https://example.com/a?=b"},
		{"plus is a space", "https://example.com/a?q=b+c", "https://example.com/a?q=b%20c"},
		{"escaped plus is a plus", "https://example.com/a?q=b%2bc", "https://example.com/a?q=b%2Bc"},
		{"equals sign in a value", "https://example.com/a?q=b=c", "https://example.com/a?q=b%3Dc"},
		{"slashes and colons", "https://example.com/a?AID=%2F20140309%2FNEWS%3A1", "https://example.com/a?AID=/20140309/NEWS:1"},
		{"the whole query is the id", "https://example.com/story?20110803-slug", "https://example.com/story?20110803-slug"},
		{"second question mark", "https://example.com/a?b=c?d", "https://example.com/a?b=c?d"},
		{"entities between parameters", "https://example.com/a.asp?id=7&amp;art=9", "https://example.com/a.asp?art=9&id=7"},
		{"entities escaped twice", "https://example.com/a.asp?id=7&amp;amp;art=9", "https://example.com/a.asp?art=9&id=7"},
		{"names that begin like entities", "https://example.com/a.asp?x=1&copy=2&section=3", "https://example.com/a.asp?copy=2&section=3&x=1"},
		{"semicolon is no separator", "https://example.com/a?b=1;c=2", "https://example.com/a?b=1%3Bc%3D2"},
		{"more parameters than room for them", "https://example.com/a.php?k=" + strings.Join(values, "&k=") + "&a=1", "https://example.com/a.php?a=1&k=" + strings.Join(values, "&k=")},
	})
}

func TestCanonicalFragment(t *testing.T) {
	testCanonical(t, []canonicalCase{
		{"place in the page", "https://example.com/a#comments", "https://example.com/a"},
		{"tracker of copied text", "https://example.com/a#ixzz37XqmSAwL", "https://example.com/a"},
		{"tracker of a feed", "https://example.com/a#xtor=RSS-1", "https://example.com/a"},
		{"text fragment", "https://example.com/a#:~:text=word", "https://example.com/a"},
		{"app route", "https://example.com/#/story/7", "https://example.com/#/story/7"},
		{"hash-bang route", "https://example.com/app#!/story/7", "https://example.com/app#!/story/7"},
		{"hash-bang word", "https://example.com/app#!story7", "https://example.com/app#!story7"},
		{"empty", "https://example.com/a#", "https://example.com/a"},
		{"empty route", "https://example.com/a#/", "https://example.com/a"},
		{"empty hash-bang", "https://example.com/a#!", "https://example.com/a"},
		{"empty hash-bang route", "https://example.com/a#!/", "https://example.com/a"},
		{"escapes in a route", "https://example.com/#/a%7eb é", "https://example.com/#/a~b%20%C3%A9"},
	})
}

// Pairs that differ in what names a story have to stay apart.
func TestCanonicalKeepsApart(t *testing.T) {
	tests := []struct{ why, a, b string }{
		{"id", "https://example.com/story.php?id=1", "https://example.com/story.php?id=2"},
		{"p of WordPress", "https://example.com/?p=1", "https://example.com/?p=2"},
		{"story", "https://example.com/news.cfm?story=1", "https://example.com/news.cfm?story=2"},
		{"article", "https://example.com/news.jsp?article=1", "https://example.com/news.jsp?article=2"},
		{"page", "https://example.com/archive?page=1", "https://example.com/archive?page=2"},
		{"page of a long article", "https://example.com/a-very-long-read-today?page=1", "https://example.com/a-very-long-read-today?page=2"},
		{"ref as an id", "https://example.com/story.php?ref=abc", "https://example.com/story.php?ref=abd"},
		{"ref with a number", "https://example.com/news-of-the-day?ref=4711", "https://example.com/news-of-the-day?ref=4712"},
		{"ref on the page of a section", "https://example.com/top-news?ref=abc", "https://example.com/top-news?ref=abd"},
		{"source on a short path", "https://example.com/view?source=abc", "https://example.com/view?source=abd"},
		{"cid on a script", "https://example.com/a-b-c-d.asp?cid=x", "https://example.com/a-b-c-d.asp?cid=y"},
		{"sid as the id of a story", "https://example.com/article.pl?sid=14/03/11/0123", "https://example.com/article.pl?sid=14/03/11/0124"},
		{"sid alone, in the shape of a session", "https://example.com/a.php?sid=58428beaa14598c2e02d93ad5c773e4d", "https://example.com/a.php?sid=58428beaa14598c2e02d93ad5c773e4e"},
		{"print as an id", "https://example.com/shop?print=12", "https://example.com/shop?print=13"},
		{"m as an id", "https://example.com/news?m=1", "https://example.com/news?m=0"},
		{"share as an id", "https://example.com/?share=k3j4", "https://example.com/?share=k3j5"},
		{"case of the path", "https://example.com/aB", "https://example.com/ab"},
		{"case of a value", "https://example.com/watch?v=aB", "https://example.com/watch?v=ab"},
		{"subdomain", "https://a.example.com/1", "https://b.example.com/1"},
		{"port", "http://127.0.0.1:8001/1", "http://127.0.0.1:8002/1"},
		{"extension", "https://example.com/1.html", "https://example.com/1.pdf"},
		{"front page of another blog", "https://a.blogspot.com/", "https://b.blogspot.com/"},
		{"route", "https://example.com/#/1", "https://example.com/#/2"},
		{"slug after an entity", "https://example.com/can&#39;t-a", "https://example.com/can&#39;t-b"},
		{"amp as a section", "https://example.com/amp", "https://example.com/"},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			a, errA := Canonical(test.a)
			b, errB := Canonical(test.b)
			if errA != nil || errB != nil || a == b {
				t.Errorf("%q %v, %q %v", a, errA, b, errB)
			}
		})
	}
}

func TestCanonicalErrors(t *testing.T) {
	nested := "https://example.com/a"
	for range maxUnwrap + 1 {
		nested = "https://href.li/?" + nested
	}
	tests := []struct {
		why, raw string
		want     error
	}{
		{"empty", "", errURLScheme},
		{"only space", " \n", errURLScheme},
		{"relative", "/news/1", errURLScheme},
		{"without scheme", "//example.com/a", errURLScheme},
		{"one slash", "https:/example.com/a", errURLScheme},
		{"only a scheme", "http:", errURLScheme},
		{"mail", "mailto:desk@example.com", errURLScheme},
		{"script", "javascript:alert(1)", errURLScheme},
		{"file", "file:///etc/passwd", errURLScheme},
		{"ftp", "ftp://example.com/a", errURLScheme},
		{"tag URI", "tag:example.com,2024:1", errURLScheme},
		{"urn", "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a", errURLScheme},
		{"scheme that begins like http", "httpx://example.com/", errURLScheme},
		{"no host", "https://", errURLHost},
		{"no host but a port", "https://:80/a", errURLHost},
		{"only user information", "https://user@/a", errURLHost},
		{"space in the host", "https://exa mple.com/", errURLHost},
		{"empty label", "https://example..com/", errURLHost},
		{"leading dot", "https://.example.com/", errURLHost},
		{"host too long", "https://" + strings.Repeat("a.", 130) + "com/", errURLHost},
		{"bad IPv6", "https://[::zz]/", errURLHost},
		{"IPv6 without bracket", "https://[::1/", errURLHost},
		{"IPv6 with a zone", "https://[fe80::1%25eth0]/", errURLHost},
		{"IPv4 in brackets", "https://[127.0.0.1]/", errURLHost},
		{"letters that no name may have", "https://exa\u2028mple.com/", errURLHost},
		{"port too high", "https://example.com:99999/", errURLPort},
		{"port of letters", "https://example.com:http/", errURLPort},
		{"negative port", "https://example.com:-1/", errURLPort},
		{"too long", "https://example.com/" + strings.Repeat("a", maxURL), errURLTooLong},
		{"too long once escaped", "https://example.com/" + strings.Repeat(" b", maxURL/3), errURLTooLong},
		{"too many redirectors", nested, errURLNested},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			got, err := Canonical(test.raw)
			if !errors.Is(err, test.want) || got != "" {
				t.Errorf("got %q, %v; want %v", got, err, test.want)
			}
			if err != nil && strings.ContainsAny(err.Error(), "\r\n") {
				t.Errorf("error of more than one line: %q", err)
			}
		})
	}
}
