package page

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

// headlines are stories of an invented town.
var headlines = []struct{ slug, title string }{
	{"ferry-runs-aground-off-north-pier", "Ferry runs aground off the north pier"},
	{"council-votes-to-keep-the-night-bus", "Council votes to keep the night bus"},
	{"drought-empties-the-upper-reservoir", "Drought empties the upper reservoir"},
	{"school-roof-to-be-mended-by-spring", "School roof to be mended by spring"},
	{"record-catch-for-the-herring-fleet", "Record catch for the herring fleet, say skippers"},
	{"museum-finds-lost-portrait-in-attic", "Museum finds lost portrait in its own attic"},
}

// housekeeping is what stands around the stories of every page.
const housekeeping = `<header><a href="/">Harbour Post</a><nav><a href="/news">News</a><a href="/sport/football">Football</a>
<a href="/special-report-how-our-harbour-was-built">How our harbour was built: a special report</a></nav></header>
<div class=share><a href="https://social.example/share?url=https://post.example/">Share this page with all of your friends</a></div>`

const furtherHousekeeping = `<aside class="sidebar"><a href="/author/ann-lee">Ann Lee</a><a href="/tag/harbour-board">Harbour Board</a></aside>
<a href="https://shop.example/ten-shoes-every-grandmother-should-own-now">Ten shoes that every grandmother should own now</a>
<footer><a href="/about-us">About us</a><a href="/privacy-policy-and-terms-of-use">Privacy policy and terms of use</a>
<a href="/subscribe">Subscribe for news every morning in your post</a></footer>`

// layout writes the stories as one kind of site does.
func layout(card string) string {
	var b strings.Builder
	for i, h := range headlines {
		b.WriteString(strings.NewReplacer("{slug}", h.slug, "{title}", h.title, "{n}", fmt.Sprint(i+1), "{id}", fmt.Sprint(48210+i)).Replace(card))
	}
	return b.String()
}

func pageOf(body string) string {
	return "<html lang=en><title>Harbour Post</title><body>" + housekeeping + body + furtherHousekeeping
}

// flatStories are the stories as Nuxt 3 writes them: each an object of places,
// followed by the values there.
func flatStories() string {
	var b strings.Builder
	for i, h := range headlines {
		at := 4 + 4*i
		fmt.Fprintf(&b, `,{"title":%d,"url":%d,"date":%d},%q,%q,"2026-11-2%d"`, at+1, at+2, at+3, h.title, "/"+h.slug, i+1)
	}
	return b.String()
}

// Pages of many makes give their stories and nothing else.
func TestReadListingByItself(t *testing.T) {
	jsonLD := func(kind, element string) string {
		return `<script type="application/ld+json">{"@context":"https://schema.org","@type":"` + kind + `","itemListElement":[` +
			strings.TrimSuffix(layout(element), ",") + `]}</script>`
	}
	for name, test := range map[string]struct {
		body string
		time bool // every card is dated
	}{
		"articles":          {"<main>" + layout(`<article><h2><a href="/2026/11/{slug}">{title}</a></h2><p>What is known of it so far, and what is not, told at length.</p><time datetime="2026-11-2{n}T10:00:00Z">then</time></article>`) + "</main>", true},
		"headings in links": {layout(`<div class=teaser><a href="/news/{slug}-{id}"><h3>{title}</h3><span class=date>1{n} Nov 2026</span></a></div>`), true},
		"a list":            {"<ul>" + layout(`<li><a href="/{slug}">{title}</a></li>`) + "</ul>", false},
		"a table":           {"<table>" + layout(`<tr><td>1{n}.11.2026</td><td><a href="/story.php?id={id}">{title}</a></td></tr>`) + "</table>", false},
		"covering links":    {layout(`<div class=c><a class=cover href="/{id}/{slug}"></a><img src="/p/{n}.jpg"><h4>{title}</h4></div>`), false},
		"pictures first":    {layout(`<div class=c><a href="/{slug}"><img src="/p/{n}.jpg"></a><div><a href="/category/town">Town</a><a href="/{slug}">{title}</a><a href="/{slug}#comments">12 comments</a><a href="/author/bo-ek">Bo Ek</a></div></div>`), false},
		"named by classes":  {layout(`<div class="css-1x{n}"><div class="css-9{n}q"><a href="/a/{id}">{title}</a></div></div>`), false},
		"in an aside":       {"<aside>" + layout(`<div><a href="/{slug}">{title}</a></div>`) + "</aside>", false},
		"an item list":      {jsonLD("ItemList", `{"@type":"ListItem","position":{n},"url":"https://post.example/{slug}","name":"{title}"},`), false},
		"articles declared": {jsonLD("CollectionPage", `{"@type":"NewsArticle","mainEntityOfPage":{"@id":"https://post.example/{slug}"},"headline":"{title}","datePublished":"2026-11-2{n}T10:00:00Z","author":[{"@type":"Person","name":"Ann Lee"}]},`), true},
		"drawn by a script": {`<div id=root></div><script id=__NEXT_DATA__ type="application/json">{"props":{"menu":[{"title":"News","url":"/news"},{"title":"Sport","url":"/sport"},{"title":"Town","url":"/town"}],"list":[` +
			strings.TrimSuffix(layout(`{"headline":"{title}","url":"/{slug}","publishedAt":"2026-11-2{n}T10:00:00Z"},`), ",") + `]}}</script>`, true},
		"a state assigned": {`<script>window.__STATE__ = {"stories":[` + strings.TrimSuffix(layout(`{"title":"{title}","path":"/{slug}"},`), ",") + `]};</script>`, false},
		"a state of Nuxt, returned by a function": {`<script>window.__NUXT__=(function(a,b,c){return {layout:"default",data:[{ok:!0,posts:[` + strings.TrimSuffix(layout(`{title:"{title}",slug:a,url:"\u002F{slug}",publishedAt:b,image:{url:c}},`), ",") +
			`]}],error:null,state:{}}}("x","2026-11-21T10:00:00Z",void 0));</script>`, true},
		"a state of Nuxt 3, as a list": {`<script type="application/json" id="__NUXT_DATA__">[["Reactive",1],{"data":2},{"posts":3},[4,8,12,16,20,24]` +
			flatStories() + `]</script>`, true},
		"pieces of Next.js": {`<script>self.__next_f.push([1,"5:[\"$\",\"div\",null,{\"stories\":[` + strings.ReplaceAll(layout(`{"headline":"{title}","url":"/{slug}","date":"2026-11-2{n}"},`)[:200], `"`, `\"`) + `"])</script><script>self.__next_f.push([1,"` +
			strings.ReplaceAll(strings.TrimSuffix(layout(`{"headline":"{title}","url":"/{slug}","date":"2026-11-2{n}"},`)[200:], ","), `"`, `\"`) + `]}]\n"])</script>`, true},
		"a state parsed from a string": {`<script>window.__INITIAL_STATE__ = JSON.parse('{"feed":{"items":[` + strings.TrimSuffix(layout(`{"title":"{title}","url":"/{slug}"},`), ",") + `]}}');</script>`, false},
		"a second state of one script": {`<script>window.config={"a":{"b":1}};window.__PRELOADED_STATE__={stories:[` + strings.TrimSuffix(layout(`{title:'{title}',url:'/{slug}',},`), ",") + `]};boot()</script>`, false},
		"Apollo": {`<script>window.__APOLLO_STATE__={"ROOT_QUERY":{"latest":[` + strings.TrimSuffix(layout(`{"__ref":"Article:{id}"},`), ",") + `]},` +
			strings.TrimSuffix(layout(`"Article:{id}":{"__typename":"Article","headline":"{title}","path":"/{slug}"},`), ",") + `};</script>`, false},
		"objects by number": {`<script>window.__STATE__={"posts":{"byId":{` + strings.TrimSuffix(layout(`"{id}":{"id":{id},"title":{"rendered":"{title}"},"link":"https://post.example/{slug}"},`), ",") + `}}}</script>`, false},
		"edges of a query":  {`<script id="data" type="application/json">{"posts":{"edges":[` + strings.TrimSuffix(layout(`{"node":{"title":"{title}","uri":"/{slug}"}},`), ",") + `]}}</script>`, false},
		"h-entries":         {layout(`<div class=h-entry><a class="p-name u-url" href="/{slug}">{title}</a><time class=dt-published datetime="2026-11-2{n}">{n}</time></div>`), true},
		"microdata":         {layout(`<div itemscope itemtype="https://schema.org/NewsArticle"><a itemprop=url href="/{slug}"><span itemprop=headline>{title}</span></a><meta itemprop=datePublished content="2026-11-2{n}T08:00:00Z"></div>`), true},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := ReadListing(t.Context(), Document{Body: []byte(pageOf(test.body)), URL: "https://post.example/news", Now: fetched.AddDate(0, 0, 9)}, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got, want []string
			for _, it := range l.Items {
				got = append(got, it.Title)
				if test.time && it.Published.IsZero() {
					t.Errorf("%s is not dated", it.Title)
				}
			}
			for _, h := range headlines {
				want = append(want, h.title)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q", got)
			}
		})
	}
}

// Lists of stories are found where no link by itself looks like one: short titles
// in capitals, addresses without words.
func TestReadListingWithTheBenefitOfTheDoubt(t *testing.T) {
	titles := []string{"Ferry Runs Aground Off North Pier", "Council Keeps Night Bus", "Drought Empties Reservoir", "School Roof Mended", "Record Herring Catch", "Museum Finds Portrait"}
	for name, card := range map[string]string{
		"numbers under headings": `<div><h3><a href="/a/{id}">{title}</a></h3></div>`,
		"numbers":                `<div><a href="/a/{id}">{title}</a></div>`,
		"numbers with a time":    `<div><a href="/a/{id}">{title}</a><time datetime="2026-11-01">x</time></div>`,
		"section and number":     `<li><a href="/news/world-{id}">{title}</a></li>`,
		"one word":               `<div class=card><h2><a href="/blog/item{n}">{title}</a></h2><p>Some words about it that are long enough for a summary.</p></div>`,
		"month and word":         `<div class=card><h2><a href="/2026/11/item{n}">{title}</a></h2></div>`,
		"script and number":      `<div class=card><h2><a href="/index.php?id={id}">{title}</a></h2></div>`,
		"marked, beside others":  `<div class=h-entry><a class=u-url href="/x{n}">{title}</a></div><div><a href="/y{n}">And more of it</a></div>`,
		"a host of its own":      `<div class=card><h2><a href="https://blog.post.example/{n}xy">{title}</a></h2></div>`,
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			for i, title := range titles {
				b.WriteString(strings.NewReplacer("{id}", fmt.Sprint(48210+i), "{n}", fmt.Sprint(i), "{title}", title).Replace(card))
			}
			l, err := ReadListing(t.Context(), Document{Body: []byte(pageOf("<main>" + b.String() + "</main>")), URL: "https://post.example/news"}, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, it := range l.Items {
				got = append(got, it.Title)
			}
			if !slices.Equal(got, titles) {
				t.Errorf("%q", got)
			}
		})
	}
}

// What is beside the title of a card is read too.
func TestReadListingCards(t *testing.T) {
	body := pageOf("<main>" + layout(`<article class=x><a href="/tag/town">Town</a><img class=avatar src="/ann.png"><img data-src="/p/{n}.jpg" src="data:,x">
<h2><a href="/2026/11/{slug}">{title}</a></h2><p class=byline>By Ann Lee and Bo Ek</p><p class=excerpt>What is known &lt;so far&gt;.</p>
<time datetime="2026-11-1{n}T10:00:00+01:00">then</time></article>`))
	l, err := ReadListing(t.Context(), Document{Body: []byte(body), URL: "https://post.example/news", Now: fetched}, nil, nil)
	if err != nil || len(l.Items) != len(headlines) {
		t.Fatalf("%v, %+v", err, l)
	}
	same(t, l.Items[1], news.Item{URL: "https://post.example/2026/11/" + headlines[1].slug, Title: headlines[1].title, Authors: []string{"Ann Lee", "Bo Ek"},
		Summary: "What is known &lt;so far&gt;.", Image: "https://post.example/p/2.jpg", Published: time.Date(2026, 11, 12, 9, 0, 0, 0, time.UTC)})
}

// A page that links to other publishers only is an aggregator: there they count.
func TestReadListingOfAnAggregator(t *testing.T) {
	body := layout(`<p><a href="https://paper{n}.example/{slug}">{title}</a></p>`)
	l, err := ReadListing(t.Context(), Document{Body: []byte(body), URL: "https://links.example/"}, nil, nil)
	if err != nil || len(l.Items) != len(headlines) {
		t.Fatalf("%v, %+v", err, l.Items)
	}
}

func TestReadListingWithoutStories(t *testing.T) {
	for name, body := range map[string]string{"nothing": "", "text": "<p>Under construction", "housekeeping": "<body>" + housekeeping + furtherHousekeeping} {
		if _, err := ReadListing(t.Context(), Document{Body: []byte(body), URL: "https://post.example/news"}, nil, nil); !errors.Is(err, ErrNoStories) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSuggest(t *testing.T) {
	for name, test := range map[string]struct {
		card string
		want news.Select
	}{
		"cards": {`<article class="card c{n}"><a class=tag href="/tag/town">Town</a><h2><a href="/2026/11/{slug}">{title}</a></h2><p class=teaser>More of it.</p><time datetime="2026-11-1{n}">x</time><img src="/{n}.jpg"></article>`,
			news.Select{Item: "article.card", Link: "h2 a", Title: "h2", Summary: "p.teaser", Time: "time@datetime", Image: "img", MaxPages: 1}},
		"a list": {`<li><a href="/2026/11/{slug}">{title}</a></li>`, news.Select{Item: "li", MaxPages: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			s, l, err := Suggest(t.Context(), Document{Body: []byte(pageOf("<main>" + layout(test.card))), URL: "https://post.example/news", Now: fetched})
			if err != nil {
				t.Fatal(err)
			}
			if fmt.Sprint(*s) != fmt.Sprint(test.want) || len(l.Items) != len(headlines) {
				t.Errorf("%+v, %d items", *s, len(l.Items))
			}
		})
	}
	if _, _, err := Suggest(t.Context(), Document{Body: []byte("<p>x")}); !errors.Is(err, ErrNoStories) {
		t.Error(err)
	}
}
