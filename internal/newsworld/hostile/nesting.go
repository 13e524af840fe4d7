package hostile

import (
	"bytes"
	"fmt"
	"strings"
)

const tooDeep = "deep|nested|attributes|tag too long|namespace|xml:base"

func nestingCases() []Case {
	return []Case{
		{Name: "two million nested elements", Row: 21, Want: []string{tooDeep}, Serve: document(typeRSS, func(Place) []byte {
			return []byte(rssHead + "<item>" + strings.Repeat("<a:b>", 2_000_000))
		})},
		{Name: "10,000 nested namespaces", Row: 21, Want: []string{tooDeep}, Serve: document(typeRSS, func(Place) []byte {
			var b strings.Builder
			b.WriteString(rssHead + "<item>")
			for i := range 10_000 {
				fmt.Fprintf(&b, `<n%d:x xmlns:n%d="http://ns.example/%d">`, i, i, i)
			}
			return []byte(b.String())
		})},
		{Name: "40,000 nested xml:base", Row: 21, Want: []string{tooDeep}, Serve: document(typeRSS, func(Place) []byte {
			return []byte(rssHead + "<item>" + strings.Repeat(`<x xml:base="deeper/">`, 40_000))
		})},
		{Name: "100,000 attributes", Row: 21, Want: []string{tooDeep}, Serve: document(typeRSS, func(Place) []byte {
			var b strings.Builder
			b.WriteString(rssHead + "<item")
			for i := range 100_000 {
				fmt.Fprintf(&b, ` a%d="%d"`, i, i)
			}
			b.WriteString("></item></channel></rss>")
			return []byte(b.String())
		})},
		{Name: "JSON a million deep", Row: 19, Want: []string{"deep|json|not a feed"}, Serve: document(typeJSON, func(Place) []byte {
			return []byte(`{"version":"https://jsonfeed.org/version/1.1","title":"x","items":` + strings.Repeat("[", 1_000_000))
		})},
		{Name: "JSON Feed with null items and authors", Row: 19, Want: []string{""}, Items: 1, Serve: document(typeJSON, func(p Place) []byte {
			return fmt.Appendf(nil, `{"version":"https://jsonfeed.org/version/1.1","title":"Nulls","authors":[null],"items":[null,{"id":"1","url":"%s/story/1","title":"The one","authors":[null,null],"attachments":[null],"tags":[null]},null]}`, p.URL)
		})},
		{Name: "JSON Feed with items of other types", Row: 19, Want: []string{""}, Items: 1, Serve: document(typeJSON, func(p Place) []byte {
			return fmt.Appendf(nil, `{"version":"https://jsonfeed.org/version/1.1","title":["x"],"items":[1,"two",[3],true,{"id":17,"url":"%s/story/1","title":"The one","title":"The one, again"}]}`, p.URL)
		})},
		{Name: "billion laughs", Row: 20, Want: []string{""}, Items: -1, Serve: document(typeRSS, laughs)},
		{Name: "quadratic entities", Row: 20, Want: []string{""}, Items: -1, Serve: document(typeRSS, func(p Place) []byte {
			return []byte(`<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "` + strings.Repeat("a", 50_000) + `">]><rss version="2.0"><channel><title>x</title>` +
				`<item><title>The one</title><link>` + p.URL + `/story/1</link><description>` + strings.Repeat("&a;", 50_000) + `</description></item></channel></rss>`)
		})},
		{Name: "external entities", Row: 20, Want: []string{""}, Items: -1, Serve: document(typeRSS, func(p Place) []byte {
			return []byte(`<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY net SYSTEM "` + p.Elsewhere + `/entity"><!ENTITY % far SYSTEM "` +
				p.Elsewhere + `/parameter"> %far;]><rss version="2.0"><channel><title>x</title><item><title>The one &file;&net;</title><link>` + p.URL + `/story/1</link></item></channel></rss>`)
		})},
	}
}

// laughs is an entity of ten entities of ten entities, nine times over.
func laughs(p Place) []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">`)
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&b, `<!ENTITY l%d "%s">`, i, strings.Repeat(fmt.Sprintf("&l%d;", i-1), 10))
	}
	fmt.Fprintf(&b, `]><rss version="2.0"><channel><title>x</title><item><title>The one &l9;</title><link>%s/story/1</link></item></channel></rss>`, p.URL)
	return b.Bytes()
}
