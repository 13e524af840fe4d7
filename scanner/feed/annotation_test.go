package feed

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

// inItem returns an RSS feed and an Atom feed of one item with these elements.
func inItem(elements string) map[string][]byte {
	return map[string][]byte{
		"rss":  []byte(`<rss version="2.0"><channel><item><title>T</title>` + elements + `</item></channel></rss>`),
		"atom": []byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title>` + elements + `</entry></feed>`),
	}
}

func TestPlace(t *testing.T) {
	point := func(latitude, longitude, elevation float64, name string) *news.Place {
		return &news.Place{Latitude: latitude, Longitude: longitude, Elevation: elevation, Shape: "point", Name: name}
	}
	for _, tc := range []struct {
		name, elements string
		want           *news.Place
	}{
		{"georss", `<georss:point>45.256 -71.92</georss:point>`, point(45.256, -71.92, 0, "")},
		{"comma", `<georss:point>45.256, -71.92</georss:point>`, point(45.256, -71.92, 0, "")},
		{"name and elevation", `<georss:featureName>Here</georss:featureName><georss:elev>313</georss:elev><georss:point>45 7</georss:point>`, point(45, 7, 313, "Here")},
		{"where", `<georss:where><gml:Point><gml:pos>45.256 -71.92</gml:pos></gml:Point></georss:where>`, point(45.256, -71.92, 0, "")},
		{"where in three dimensions", `<georss:where><gml:Point><gml:pos>45 -71 12</gml:pos></gml:Point></georss:where>`, point(45, -71, 12, "")},
		{"GML alone", `<gml:Point><gml:pos>1 2</gml:pos></gml:Point>`, point(1, 2, 0, "")},
		{"another prefix", `<g:point xmlns:g="http://www.georss.org/georss">1 2</g:point>`, point(1, 2, 0, "")},
		{"W3C", `<geo:lat>26.58</geo:lat><geo:long>-97.83</geo:long>`, point(26.58, -97.83, 0, "")},
		{"W3C point", `<geo:Point><geo:lat>26.58</geo:lat><geo:long>-97.83</geo:long><geo:alt>5</geo:alt></geo:Point>`, point(26.58, -97.83, 5, "")},
		{"podcast", `<podcast:location geo="geo:30.2672,-97.7431;u=9">Austin</podcast:location>`, point(30.2672, -97.7431, 0, "Austin")},
		{"line", `<georss:line>10 20 30 40</georss:line>`, &news.Place{Latitude: 20, Longitude: 30, Shape: "line"}},
		{"box", `<georss:box>10 20 30 40</georss:box>`, &news.Place{Latitude: 20, Longitude: 30, Shape: "box"}},
		{"box across the date line", `<georss:box>10 170 30 -160</georss:box>`, &news.Place{Latitude: 20, Longitude: -175, Shape: "box"}},
		{"envelope", `<georss:where><gml:Envelope><gml:lowerCorner>10 20</gml:lowerCorner><gml:upperCorner>30 40</gml:upperCorner></gml:Envelope></georss:where>`,
			&news.Place{Latitude: 20, Longitude: 30, Shape: "box"}},
		{"polygon", `<georss:polygon>10 20 30 20 30 40 10 20</georss:polygon>`, &news.Place{Latitude: 20, Longitude: 30, Shape: "polygon"}},
		{"GML polygon", `<georss:where><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>10 20 30 20 30 40 10 20</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></georss:where>`,
			&news.Place{Latitude: 20, Longitude: 30, Shape: "polygon"}},
		{"polygon of three points", `<georss:polygon>10 20 30 20 30 40</georss:polygon>`, nil},
		{"half a point", `<georss:point>45</georss:point>`, nil},
		{"latitude alone", `<geo:lat>26.58</geo:lat>`, nil},
		{"a long border", `<georss:polygon>` + strings.Repeat("10 20 30 20\n30 40 ", 2000) + `10 20</georss:polygon>`, &news.Place{Latitude: 20, Longitude: 30, Shape: "polygon"}},
		{"a border without end", `<georss:polygon>` + strings.Repeat("10 20 30 20 30 40 ", 4000) + `</georss:polygon>`, nil},
		{"no numbers", `<georss:point>here there</georss:point>`, nil},
		{"not a number", `<georss:point>NaN Inf</georss:point>`, nil},
		{"off the earth", `<georss:point>91 0</georss:point>`, nil},
		{"round the earth", `<georss:point>0 181</georss:point>`, nil},
		{"a name alone", `<podcast:location>Austin</podcast:location>`, nil},
		{"a hostile number", `<georss:point>1e999 0x1p-2</georss:point>`, nil},
		{"cut off", `<georss:point>45.2`, nil},
	} {
		for format, body := range inItem(tc.elements) {
			t.Run(tc.name+" "+format, func(t *testing.T) {
				if tc.name == "cut off" {
					body = body[:strings.Index(string(body), "45.2")+4]
				}
				if got := read(t, Document{Body: body}).Items[0].Place; !reflect.DeepEqual(got, tc.want) {
					t.Errorf("%+v, want %+v", got, tc.want)
				}
			})
		}
	}
}

func TestLicence(t *testing.T) {
	const by = "https://licences.example/by"
	for _, tc := range []struct{ name, element, want string }{
		{"creativeCommons", `<creativeCommons:license>` + by + `</creativeCommons:license>`, by},
		{"cc", `<cc:license rdf:resource="` + by + `"/>`, by},
		{"media", `<media:group><media:license href="` + by + `">By</media:license></media:group>`, by},
		{"podcast", `<podcast:license>cc-by-4.0</podcast:license>`, "cc-by-4.0"},
		{"podcast with address", `<podcast:license url="/licence">Ours</podcast:license>`, "https://doc.example/licence"},
		{"link", `<atom:link rel="license" href="` + by + `"/>`, by},
		{"a script", `<cc:license rdf:resource="javascript:alert(1)"/>`, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			body := fmt.Sprintf(`<rss><channel>%s<item><title>T</title>%[1]s</item></channel></rss>`, tc.element)
			l := read(t, Document{Body: []byte(body), URL: "https://doc.example/feed"})
			if got := l.Items[0].Licence; got != tc.want {
				t.Errorf("of the item: %q", got)
			}
			if got := l.Licence; got != tc.want {
				t.Errorf("of the feed: %q", got)
			}
		})
	}
}

func TestEpisode(t *testing.T) {
	for _, tc := range []struct {
		name, elements string
		want           *news.Episode
	}{
		{"none", ``, nil},
		{"seconds", `<itunes:duration>3723</itunes:duration>`, &news.Episode{Duration: 3723 * time.Second}},
		{"minutes", `<itunes:duration>62:03</itunes:duration>`, &news.Episode{Duration: 3723 * time.Second}},
		{"hours", `<itunes:duration>1:02:03.5</itunes:duration>`, &news.Episode{Duration: 3723500 * time.Millisecond}},
		{"no duration", `<itunes:duration>long</itunes:duration>`, nil},
		{"a year", `<itunes:duration>31536000</itunes:duration>`, nil},
		{"four parts", `<itunes:duration>1:1:1:1</itunes:duration>`, nil},
		{"of a film", `<media:content url="https://a.example/a.mp4" duration="90"/>`, &news.Episode{Duration: 90 * time.Second}},
		{"numbers", `<itunes:episode> 7 </itunes:episode><podcast:season name="Second">2</podcast:season><itunes:episodeType>Bonus</itunes:episodeType>`,
			&news.Episode{Number: 7, Season: 2, Type: "bonus"}},
		{"no numbers", `<itunes:episode>-1</itunes:episode><itunes:season>one</itunes:season>`, nil},
		{"explicit", `<itunes:explicit>true</itunes:explicit>`, &news.Episode{Explicit: news.ExplicitYes}},
		{"clean", `<itunes:explicit>Clean</itunes:explicit>`, &news.Episode{Explicit: news.ExplicitNo}},
		{"rated", `<media:rating>adult</media:rating>`, &news.Episode{Explicit: news.ExplicitYes}},
		{"blocked", `<itunes:block>Yes</itunes:block>`, &news.Episode{Blocked: true}},
		{"not blocked", `<itunes:block>true</itunes:block>`, nil}, // Apple: any other value has no effect
		{"transcript and chapters", `<podcast:transcript url="https://a.example/t.vtt" type="text/vtt"/><podcast:chapters url="https://a.example/c.json"/>`,
			&news.Episode{Transcripts: []news.Enclosure{{URL: "https://a.example/t.vtt", Type: "text/vtt"}}, ChaptersURL: "https://a.example/c.json"}},
		{"chapters", `<psc:chapters><psc:chapter start="00:00:00" title="A"/><psc:chapter start="01:30" title="B &amp; C" href="https://a.example/b"/><psc:chapter start="x" title="D"/></psc:chapters>`,
			&news.Episode{Chapters: []news.Chapter{{Title: "A"}, {Start: 90 * time.Second, Title: "B & C", URL: "https://a.example/b"}}}},
		{"linked chapters", `<atom:link rel="http://podlove.org/simple-chapters" href="https://a.example/c.psc"/>`, &news.Episode{ChaptersURL: "https://a.example/c.psc"}},
	} {
		for format, body := range inItem(tc.elements) {
			t.Run(tc.name+" "+format, func(t *testing.T) {
				if got := read(t, Document{Body: body}).Items[0].Episode; !reflect.DeepEqual(got, tc.want) {
					t.Errorf("%+v, want %+v", got, tc.want)
				}
			})
		}
	}
}

func TestPodcast(t *testing.T) {
	for _, tc := range []struct {
		name, elements string
		want           *news.Podcast
	}{
		{"none", `<itunes:explicit>perhaps</itunes:explicit>`, nil},
		{"all", `<itunes:explicit>no</itunes:explicit><itunes:type>Serial</itunes:type><itunes:block>yes</itunes:block><itunes:complete>Yes</itunes:complete>`,
			&news.Podcast{Type: "serial", Explicit: news.ExplicitNo, Blocked: true, Complete: true}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			body := `<rss><channel><item><title>T</title></item>` + tc.elements + `<itunes:new-feed-url>https://new.example/f</itunes:new-feed-url></channel></rss>`
			l := read(t, Document{Body: []byte(body)})
			if !reflect.DeepEqual(l.Podcast, tc.want) || l.MovedTo != "https://new.example/f" {
				t.Errorf("%+v, moved to %q", l.Podcast, l.MovedTo)
			}
		})
	}
}

func TestPeople(t *testing.T) {
	person := func(role, name, mail, address string) news.Person {
		return news.Person{Role: role, Name: name, Email: mail, URL: address}
	}
	for _, tc := range []struct {
		name, rss, atom string
		authors         []string
		want            []news.Person
	}{
		{"names alone", `<author>Ada</author><dc:creator>Bo</dc:creator>`, `<author><name>Ada</name></author><author><name>Bo</name></author>`,
			[]string{"Ada", "Bo"}, nil},
		{"a mail alone", `<author>ada@a.example</author>`, `<author><email>ada@a.example</email></author>`, []string{"ada@a.example"}, nil},
		{"mail and name", `<author>ada@a.example (Ada)</author>`, `<author><name>Ada</name><email>ada@a.example</email></author>`,
			[]string{"Ada"}, []news.Person{person("author", "Ada", "ada@a.example", "")}},
		{"address", `<atom:author><atom:name>Ada</atom:name><atom:uri>https://a.example/ada</atom:uri></atom:author>`, `<author><name>Ada</name><uri>https://a.example/ada</uri></author>`,
			[]string{"Ada"}, []news.Person{person("author", "Ada", "", "https://a.example/ada")}},
		{"a creator's mail", `<dc:creator>Ada &lt;ada@a.example&gt;</dc:creator>`, `<dc:creator>ada@a.example (Ada)</dc:creator>`,
			[]string{"Ada"}, []news.Person{person("author", "Ada", "ada@a.example", "")}},
		{"contributor", `<atom:contributor><atom:name>Con</atom:name></atom:contributor>`, `<contributor><name>Con</name></contributor>`,
			nil, []news.Person{person("contributor", "Con", "", "")}},
		{"Dublin Core", `<dc:contributor>Con</dc:contributor><dc:publisher>Pub (pub@a.example)</dc:publisher>`, `<dc:contributor>Con</dc:contributor><dc:publisher>Pub (pub@a.example)</dc:publisher>`,
			nil, []news.Person{person("contributor", "Con", "", ""), person("publisher", "Pub", "pub@a.example", "")}},
		{"podcast", `<podcast:person role="Guest" href="https://a.example/g">Gus</podcast:person><podcast:person>Hal</podcast:person>`,
			`<podcast:person role="Guest" href="https://a.example/g">Gus</podcast:person><podcast:person>Hal</podcast:person>`,
			[]string{"Hal"}, []news.Person{person("guest", "Gus", "", "https://a.example/g"), person("host", "Hal", "", "")}},
		{"credits", `<media:content url="https://a.example/x.mp4"><media:credit role="writer">Wu</media:credit></media:content>`,
			`<media:group><media:credit role="writer">Wu</media:credit></media:group>`, nil, []news.Person{person("writer", "Wu", "", "")}},
	} {
		for format, elements := range map[string]string{"rss": tc.rss, "atom": tc.atom} {
			t.Run(tc.name+" "+format, func(t *testing.T) {
				it := read(t, Document{Body: inItem(elements)[format]}).Items[0]
				if !slices.Equal(it.People, tc.want) || !slices.Equal(it.Authors, tc.authors) {
					t.Errorf("people %+v, authors %q", it.People, it.Authors)
				}
			})
		}
	}
}

func TestOrigin(t *testing.T) {
	const atomSource = `<id>urn:o</id><title>The Origin</title><link rel="self" href="https://o.example/feed"/><link href="https://o.example/"/>` +
		`<updated>2026-08-01T00:00:00Z</updated><rights>(c) O</rights><author><name>Ada</name></author>`
	full := &news.Origin{Title: "The Origin", Link: "https://o.example/", Feed: "https://o.example/feed", ID: "urn:o",
		Authors: []string{"Ada"}, Copyright: "(c) O", Updated: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)}
	for _, tc := range []struct {
		name, body string
		want       *news.Origin
	}{
		{"rss", `<rss><channel><item><title>T</title><source url="https://o.example/feed">The &lt;b&gt;Origin&lt;/b&gt;</source></item></channel></rss>`,
			&news.Origin{Title: "The Origin", Feed: "https://o.example/feed"}},
		{"rss, a title alone", `<rss><channel><item><title>T</title><source>The Origin</source></item></channel></rss>`, &news.Origin{Title: "The Origin"}},
		{"atom", `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><source>` + atomSource + `</source></entry></feed>`, full},
		{"atom in rss", `<rss xmlns:a="http://www.w3.org/2005/Atom"><channel><item><title>T</title><source xmlns="http://www.w3.org/2005/Atom">` + atomSource + `</source></item></channel></rss>`, full},
		{"empty", `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><source><icon>x</icon></source></entry></feed>`, nil},
		{"none", `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title></entry></feed>`, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			it := read(t, Document{Body: []byte(tc.body)}).Items[0]
			if !reflect.DeepEqual(it.Origin, tc.want) || it.Title != "T" {
				t.Errorf("%+v, want %+v", it.Origin, tc.want)
			}
			if tc.want != nil && it.Via != tc.want.Feed {
				t.Errorf("via %q", it.Via)
			}
		})
	}
}

func TestGenerator(t *testing.T) {
	for _, tc := range []struct {
		name, body, want string
		address          string
	}{
		{"rss", `<rss><channel><generator>Press 6.2</generator><item/></channel></rss>`, "Press 6.2", ""},
		{"rss, an address", `<rss><channel><generator>https://press.example/?v=6.2</generator><item/></channel></rss>`, "https://press.example/", "https://press.example/"},
		{"rdf", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel><admin:generatorAgent rdf:resource="https://press.example/"/></channel></rdf:RDF>`,
			"https://press.example/", "https://press.example/"},
		{"atom", `<feed xmlns="http://www.w3.org/2005/Atom"><generator uri="/press" version="2">Press</generator><entry><id>1</id></entry></feed>`, "Press 2", "https://doc.example/press"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g := read(t, Document{Body: []byte(tc.body), URL: "https://doc.example/f"}).Generator
			if g.String() != tc.want || g.URL != tc.address {
				t.Errorf("%+v", g)
			}
		})
	}
}

func TestCharset(t *testing.T) {
	for _, tc := range []struct{ name, body, kind, want string }{
		{"utf-8", `<rss><channel><item><title>é</title></item></channel></rss>`, "", "utf-8"},
		{"declared", "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><item><title>\xe9</title></item></channel></rss>", "", "windows-1252"},
		{"by the answer", "<rss><channel><item><title>\xbb</title></item></channel></rss>", "application/rss+xml; charset=koi8-r", "koi8-r"},
		{"json", `{"version":"https://jsonfeed.org/version/1.1","items":[]}`, "", "utf-8"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := read(t, Document{Body: []byte(tc.body), ContentType: tc.kind}).Charset; got != tc.want {
				t.Errorf("%q", got)
			}
		})
	}
}

// TestAsidesAreBounded: what stands beside the texts is held to a number for
// each item, and no item has that of another.
func TestAsidesAreBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<rss><channel>`)
	for i := range 30 {
		fmt.Fprintf(&b, `<item><guid>%d</guid><psc:chapters>`, i)
		for n := range i * 20 {
			fmt.Fprintf(&b, `<psc:chapter start="%d" title="c%d"/>`, n, i)
		}
		b.WriteString(`</psc:chapters></item>`)
	}
	b.WriteString(`</channel></rss>`)
	l := read(t, Document{Body: []byte(b.String())})
	told := 0
	for _, p := range l.Problems {
		if strings.Contains(p.What, "beside the texts") {
			told++
		}
	}
	if told != 30-1-maxAsides/20 {
		t.Errorf("told of %d items: %v", told, l.Problems)
	}
	for i, it := range l.Items {
		var chapters []news.Chapter
		if it.Episode != nil {
			chapters = it.Episode.Chapters
		}
		if len(chapters) != min(i*20, maxAsides) {
			t.Errorf("item %d: %d chapters", i, len(chapters))
		}
		for _, c := range chapters {
			if c.Title != fmt.Sprintf("c%d", i) {
				t.Fatalf("item %d has chapter %q", i, c.Title)
			}
		}
	}
}
