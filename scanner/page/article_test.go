package page

import (
	"slices"
	"strings"
	"testing"
	"time"
)

const wholeArticle = `<!DOCTYPE html><html lang="en_GB" amp><head>
<title>Flood reaches town | The Valley News</title>
<meta property="og:site_name" content="The Valley News"><meta property="og:title" content="Flood reaches town | The Valley News">
<meta property="og:image" content="/img/flood.jpg"><link rel="canonical" href="/2026/02/28/flood-reaches-town">
<meta property="article:tag" content="Floods, Rivers"><meta property="article:tag" content="floods">
<script type="application/ld+json">
// <![CDATA[
{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"The Valley News"},
 {"@type":["NewsArticle"],"headline":"Flood reaches town","datePublished":"2026-02-28T07:30:00+01:00","dateModified":"2026-02-28T09:00:00+01:00",
  "author":[{"@id":"#jane"},{"@type":"Person","name":"By John Roe"}],"publisher":{"@type":"Organization","name":"The Valley News"},
  "articleSection":"Weather","isAccessibleForFree":"False","image":{"@type":"ImageObject","url":"https://news.example/img/flood.jpg","creditText":"Image Source: Ann Ox/Agency"},},
 {"@type":"Person","@id":"#jane","name":"Jane Doe"}]}
// ]]>
</script></head><body><header><h1>Flood reaches town</h1><p class="byline">By Jane Doe and John Roe</p></header>
<article><figure><img src="/img/flood.jpg"><figcaption>The old bridge. Photo: Ann Ox/Agency</figcaption></figure>` + first + second + third + `<script>alert(1)</script></article></body></html>`

func TestReadArticle(t *testing.T) {
	a, err := ReadArticle(t.Context(), Document{Body: []byte(wholeArticle), URL: "https://news.example/amp/2026/02/28/flood-reaches-town", Now: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range []struct{ name, got, want string }{
		{"canonical", a.CanonicalURL, "https://news.example/2026/02/28/flood-reaches-town"},
		{"title", a.Title, "Flood reaches town"},
		{"authors", strings.Join(a.Authors, "|"), "Jane Doe|John Roe"},
		{"published", a.Published.Format(time.RFC3339), "2026-02-28T07:30:00+01:00"},
		{"modified", a.Modified.Format(time.RFC3339), "2026-02-28T09:00:00+01:00"},
		{"section", a.Section, "Weather"},
		{"tags", strings.Join(a.Tags, "|"), "Floods|Rivers"},
		{"image", a.Image, "https://news.example/img/flood.jpg"},
		{"credit", a.ImageCredit, "Ann Ox/Agency"},
		{"language", a.Language, "en-GB"},
	} {
		if field.got != field.want {
			t.Errorf("%s: %q, want %q", field.name, field.got, field.want)
		}
	}
	if !a.Paywalled || a.Words < 60 || a.Words > 70 {
		t.Errorf("paywalled %v, %d words", a.Paywalled, a.Words)
	}
	if strings.Count(a.Text, "\n\n") != 2 || strings.Contains(a.Text, "bridge. Photo") || strings.Contains(a.HTML, "script") {
		t.Errorf("text %q\nhtml %q", a.Text, a.HTML)
	}
	if len(a.Problems) != 0 {
		t.Errorf("problems: %v", a.Problems)
	}
}

func TestTitles(t *testing.T) {
	for _, test := range []struct{ name, head, body, want string }{
		{"site at the end", `<meta property="og:site_name" content="Valley News"><title>Dam was weak for years - Valley News</title>`, "", "Dam was weak for years"},
		{"site at the beginning", `<meta property="og:site_name" content="Valley News"><title>Valley News: Dam was weak for years</title>`, "", "Dam was weak for years"},
		{"site known by its domain", `<title>Dam was weak for years | news.example</title>`, "", "Dam was weak for years"},
		{"a dash of its own", `<title>Dam - the years before</title>`, "", "Dam - the years before"},
		{"heading before og:title", `<meta property="og:title" content="You won't believe this dam was weak">`, `<h1>Dam was weak for years</h1>`, "Dam was weak for years"},
		{"og:title of news", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"x"}</script><meta property="og:title" content="Dam was weak for years">`, `<h1>Live: Dam was weak for years now</h1>`, "Dam was weak for years"},
		{"the logo is no heading", `<meta property="og:site_name" content="Valley News"><title>Dam was weak for years</title>`, `<h1>Valley News</h1>`, "Dam was weak for years"},
		{"a heading in the trail", `<title>Old dam breaks at dawn</title><meta property="og:title" content="Dam was weak for years">`, `<ol><li><h1>Old dam breaks at dawn</h1></li></ol><h2>Dam was weak for years</h2>`, "Dam was weak for years"},
		{"a kicker in the heading", `<title>Flood Dam was weak for years</title><meta property="og:title" content="Dam was weak for years">`, `<h1>Upper valley Dam was weak for years</h1>`, "Dam was weak for years"},
		{"a number is no kicker", `<meta property="og:title" content="Reasons why the dam was weak">`, `<h1>12 Reasons why the dam was weak</h1>`, "12 Reasons why the dam was weak"},
		{"what two say is no kicker", `<title>Flood year: Dam was weak for years</title><meta property="og:title" content="Dam was weak for years">`, `<h1>Flood year: Dam was weak for years</h1>`, "Flood year: Dam was weak for years"},
		{"a bar in the heading", `<title>Dam was weak for years | Opinion | Valley News</title><meta property="og:site_name" content="Valley News">`, `<h1>Dam was weak for years | Opinion</h1>`, "Dam was weak for years"},
		{"a bar after a few letters", `<title>FLOODS | Dam was weak for years | Valley News</title><meta property="og:site_name" content="Valley News">`, `<h1>FLOODS | Dam was weak for years</h1>`, "FLOODS | Dam was weak for years"},
		{"a dash in the heading", `<title>Dam was weak for years - The whole story - Valley News</title><meta property="og:site_name" content="Valley News">`, `<h1>Dam was weak for years - The whole story</h1>`, "Dam was weak for years - The whole story"},
		{"a heading in capitals", `<title>Dam was weak for years</title><meta property="og:title" content="Dam was weak for years">`, `<h1>DAM WAS WEAK FOR YEARS</h1>`, "Dam was weak for years"},
		{"only in capitals", `<title>Home</title>`, `<h1>DAM WAS WEAK FOR YEARS</h1>`, "DAM WAS WEAK FOR YEARS"},
		{"a wide colon before the site", `<title>ダムは何年も弱っていた：谷新聞</title><meta property="og:site_name" content="谷新聞">`, "", "ダムは何年も弱っていた"},
		{"news: heading and headline beside og:title", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Dam was weak for years"}</script><meta property="og:title" content="You won't believe this dam">`, `<h1>Dam was weak for years</h1>`, "Dam was weak for years"},
		{"elsewhere: og:title, title and heading against a headline", `<script type="application/ld+json">{"@type":"Article","headline":"Dam"}</script><meta property="og:title" content="Dam was weak for years"><title>Dam was weak for years</title>`, `<h1>Dam was weak for years</h1>`, "Dam was weak for years"},
		{"escaped twice", `<title>Rock &amp;amp; roll is not dead yet</title>`, "", "Rock & roll is not dead yet"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := readStory(t, "<html><head>"+test.head+"</head><body>"+test.body+first+second+third+"</body></html>", nil)
			if a.Title != test.want {
				t.Errorf("%q, want %q", a.Title, test.want)
			}
		})
	}
}

func TestAuthors(t *testing.T) {
	for _, test := range []struct {
		raw  string
		want []string
	}{
		{"By Jane Doe", []string{"Jane Doe"}},
		{"Von Jana Maier und Jörg Müller", []string{"Jana Maier", "Jörg Müller"}},
		{"Par Anne Dupont et Luc Petit", []string{"Anne Dupont", "Luc Petit"}},
		{"Por María Núñez y Luis Gómez", []string{"María Núñez", "Luis Gómez"}},
		{"Jane Doe, John Roe and Ann Ox", []string{"Jane Doe", "John Roe", "Ann Ox"}},
		{"Jane Doe, MD", []string{"Jane Doe"}},
		{"AFP, MANILA", []string{"AFP, MANILA"}},
		{"Jane Doe (jane.doe@news.example)", []string{"Jane Doe"}},
		{"Jane Doe | Valley News", []string{"Jane Doe"}},
		{"ByJane Doe", []string{"Jane Doe"}},
		{"Jane Doe Updated March 3", []string{"Jane Doe"}},
		{"文●田中太郎", []string{"田中太郎"}},
		{"김민수 기자", []string{"김민수"}},
		{"Politics · Jane Doe, John Roe", []string{"Jane Doe", "John Roe"}},
		{"Jane Doe / TNN / Updated: Oct 9, 2019", []string{"Jane Doe"}},
		{"Valley- 2025/4/29", []string{"Valley"}},
		{"Jane Doe Last update: July 16, 2025", []string{"Jane Doe"}},
		{"Written by", nil},
		{"https://www.facebook.example/janedoe", nil},
		{"", nil},
	} {
		if got := splitNames(test.raw); !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.raw, got, test.want)
		}
	}
}

func TestAuthorsOfPages(t *testing.T) {
	const site = `<meta property="og:site_name" content="Valley News">`
	newsroom := `<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"Valley News"}}</script>`
	for _, test := range []struct{ name, html, want string }{
		{"meta", `<meta name="author" content="Jane Doe">`, "Jane Doe"},
		{"nobody", `<meta name="author" content="admin">`, ""},
		{"the site beside a person", site + `<meta name="author" content="Jane Doe, Valley News">`, "Jane Doe"},
		{"the site with an agency", site + `<script type="application/ld+json">{"@type":"Article","author":{"@type":"Person","name":"Valley News and AFP"}}</script>`, "Valley News and AFP"},
		{"an organisation", `<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"Wire Agency"}}</script>`, "Wire Agency"},
		{"an organisation with an and", `<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"Centre for Dams and Rivers"}}</script>`, "Centre for Dams and Rivers"},
		{"an address for a name", `<script type="application/ld+json">{"@type":"Article","author":"https://news.example/team/1"}</script><meta name="author" content="J. Roe">`, "J. Roe"},
		{"given and family name", `<script type="application/ld+json">{"@type":"Article","author":[{"@type":"Person","givenName":"Jane","familyName":"Doe"}]}</script>`, "Jane Doe"},
		{"the article's author before the publisher's", `<meta name="author" content="Valley Media Group"><meta property="article:author" content="Jane Doe">`, "Jane Doe"},
		{"a handle is no name", `<meta property="article:author" content="/@jane"><meta name="author" content="Jane Doe">`, "Jane Doe"},
		{"a name in the address of the author's page", `<meta property="article:author" content="https://news.example/editors/jane-doe">`, "Jane Doe"},
		{"a number in the address of the author's page", `<meta property="article:author" content="https://news.example/editors/jane-2">`, ""},
		{"the part that begins as a byline", `<div class="authors">Valley <ul><li class="authors__item">von Jane Doe</li></ul></div>`, "Jane Doe"},
		{"who took the picture", newsroom + `<div class="bildautor">Ann Ox</div><figure><div class="author">Ann Ox</div></figure>`, "Valley News"},
		{"a button", newsroom + `<button class="followAuthor">Folgen</button>`, "Valley News"},
		{"who is quoted", newsroom + `<div class="testimonial-author">Ann Ox</div>`, "Valley News"},
		{"an editor's mark", newsroom + `<p class="author">amw</p>`, "Valley News"},
		{"initials for a picture", `<div class="author-box"><span class="author-mark">JD</span></div><span class="author-name">Jane Doe</span>`, "Jane Doe"},
		{"the site signs", site + `<p class="byline">Valley News</p><p class="author">Ann Ox</p>`, "Valley News"},
		{"below the article", `<article><p>x</p><footer><p class="post-author">Jane Doe</p></footer></article>`, "Jane Doe"},
		{"below the page", `<footer><p class="author">Ann Ox</p></footer>`, ""},
		{"the card of another story", `<a href="/b"><div class="author-wrapper"><h3>Introducing a new and rather longer way to tell of dams and of all rivers</h3>Ann Ox</div></a>`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := readStory(t, test.html+first+second+third, nil)
			if got := strings.Join(a.Authors, "|"); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestDates(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct{ name, url, html, want, problem string }{
		{"zone kept", "", `<meta property="article:published_time" content="2026-02-27T23:30:00-05:00">`, "2026-02-27T23:30:00-05:00", ""},
		{"no zone", "", `<meta property="article:published_time" content="2026-02-27T23:30:00">`, "2026-02-27T23:30:00Z", "no zone"},
		{"an instant beside a day", "", `<script type="application/ld+json">{"@type":"Article","datePublished":"2026-02-27"}</script><meta property="article:published_time" content="2026-02-27T10:00:00+02:00">`, "2026-02-27T10:00:00+02:00", ""},
		{"one clock, two zones", "", `<script type="application/ld+json">{"@type":"Article","datePublished":"2026-02-27T10:00:00Z"}</script><meta property="article:published_time" content="2026-02-27T10:00:00+02:00">`, "2026-02-27T10:00:00Z", "says both"},
		{"UTC beside a local day", "https://news.example/2026/02/26/dam", `<meta property="article:published_time" content="2026-02-27T04:30:00Z">`, "2026-02-26T23:30:00-05:00", "nearest zone"},
		{"time element", "", `<h1>Dam was weak</h1><time datetime="2026-02-27T10:00:00Z">yesterday</time>`, "2026-02-27T10:00:00Z", ""},
		{"time of a comment", "", `<div class="comment"><time datetime="2026-02-28T10:00:00Z"></time></div>`, "0001-01-01T00:00:00Z", ""},
		{"address", "https://news.example/2026/02/27/dam", ``, "2026-02-27T00:00:00Z", "no time of day"},
		{"dateline", "", `<h1>Dam was weak</h1><p>Valley, 27. Februar 2026</p>`, "2026-02-27T00:00:00Z", "no time of day"},
		{"day before month", "", `<html lang="en-GB"><h1>Dam was weak</h1><span class="date">04/02/2026</span>`, "2026-02-04T00:00:00Z", "no time of day"},
		{"the future", "", `<meta property="article:published_time" content="2027-02-27T23:30:00Z">`, "0001-01-01T00:00:00Z", ""},
		{"only changed", "", `<meta property="article:modified_time" content="2026-02-27T23:30:00Z">`, "2026-02-27T23:30:00Z", "modification"},
	} {
		t.Run(test.name, func(t *testing.T) {
			address := test.url
			if address == "" {
				address = "https://news.example/dam"
			}
			a, err := ReadArticle(t.Context(), Document{Body: []byte(test.html + first + second + third), URL: address, Now: now}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := a.Published.Format(time.RFC3339); got != test.want {
				t.Errorf("%s, want %s (%v)", got, test.want, a.Problems)
			}
			if test.problem != "" && !said(a, test.problem) || test.problem == "" && len(a.Problems) > 0 {
				t.Errorf("problems %v, want %q", a.Problems, test.problem)
			}
		})
	}
}

func TestLeadImages(t *testing.T) {
	for _, test := range []struct{ name, html, want string }{
		{"og:image", `<meta property="og:image" content="/a.jpg">`, "https://news.example/a.jpg"},
		{"a list of sources", `<meta property="og:image" content="/a.jpg%20700w,%20/b.jpg%20300w">`, "https://news.example/a.jpg"},
		{"a placeholder is none", `<meta property="og:image" content="/placeholder.png"><link rel="image_src" href="/c.jpg">`, "https://news.example/c.jpg"},
		{"JSON-LD", `<script type="application/ld+json">{"@type":"Article","image":[{"@id":"#i","url":"/d.jpg"}]}</script>`, "https://news.example/d.jpg"},
		{"first large image", `<img src="/logo.png" width="64"><p><img data-src="/e.jpg" src="data:x" width="800"></p>`, "https://news.example/e.jpg"},
		{"none", `<aside><img src="/f.jpg" width="800"></aside>`, ""},
	} {
		if a := readStory(t, test.html+first+second+third, nil); a.Image != test.want {
			t.Errorf("%s: %q, want %q", test.name, a.Image, test.want)
		}
	}
}

func TestCaptionCredits(t *testing.T) {
	for caption, want := range map[string]string{
		"The old bridge. Image Source: Ann Ox/Agency":   "Ann Ox/Agency",
		"The old bridge. Photo by: Ann Ox":              "Ann Ox",
		"The old bridge (Photo credit: Ann Ox)":         "Ann Ox",
		"Die alte Brücke. Foto: Ann Ox/dpa":             "Ann Ox/dpa",
		"Die alte Brücke. Bildquelle: Ann Ox":           "Ann Ox",
		"Le vieux pont. Crédit photo : Ann Ox":          "Ann Ox",
		"Старый мост. Фото: Анна Окс":                   "Анна Окс",
		"पुराना पुल। फोटो: अन्ना":                       "अन्ना",
		"老桥 图片来源：新华社":                                   "新华社",
		"The old bridge. © 2026 Ann Ox":                 "2026 Ann Ox",
		"The old bridge, seen from the river at night.": "",
	} {
		if got := captionCredit(caption); got != want {
			t.Errorf("%q: %q, want %q", caption, got, want)
		}
	}
}

func TestCanonicalOfArticles(t *testing.T) {
	for _, test := range []struct{ name, head, want string }{
		{"declared", `<link rel="canonical" href="https://news.example/a?id=1">`, "https://news.example/a?id=1"},
		{"relative", `<link rel="canonical" href="/a">`, "https://news.example/a"},
		{"the front page is none", `<link rel="canonical" href="/"><meta property="og:url" content="/b">`, "https://news.example/b"},
		{"none", "", storyURL},
		{"dangerous", `<link rel="canonical" href="javascript:alert(1)">`, storyURL},
	} {
		if a := readStory(t, "<head>"+test.head+"</head>"+first+second+third, nil); a.CanonicalURL != test.want {
			t.Errorf("%s: %q, want %q", test.name, a.CanonicalURL, test.want)
		}
	}
}
