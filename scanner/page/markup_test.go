package page

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"alsoread/news"
)

// tagsByTokenizer lists the tags of a page as golang.org/x/net/html finds them.
func tagsByTokenizer(text []byte) []string {
	var tags []string
	z := html.NewTokenizer(bytes.NewReader(text))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return tags
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, more := z.TagName()
			attributes := 0
			for ; more; attributes++ {
				_, _, more = z.TagAttr()
			}
			tags = append(tags, fmt.Sprint(tagName(name), kind == html.EndTagToken, attributes))
		}
	}
}

// tagsByMarkup lists them as markup finds them.
func tagsByMarkup(text []byte) []string {
	var tags []string
	for m := (markup{text: text}); m.tag(); {
		if m.closes {
			m.attributes = 0 // the tokenizer gives those of start tags only
		}
		tags = append(tags, fmt.Sprint(m.name, m.closes, m.attributes))
	}
	return tags
}

var markupCases = []string{
	``, `x`, `<`, `<p`, `</`, `</p`, `<!`, `<!-`, `<!--`, `<?`, `<p>`, `<p >x</p >y`, `<P CLASS=A>x</P>`, `<p/>`, `<p/ >`, `<br/><br />`, `< p>`, `<1><b>`, `</ p><b>`, `</><b>`, `</1><b>`,
	`<p a>`, `<p a b>`, `<p a=1 b='2' c="3">`, `<p a = 1>`, `<p a=>`, `<p a= >`, `<p =>`, `<p ==>`, `<p =a=b>`, `<p a=1/>`, `<p a/b/c>`, `<p / a>`, `<p a / b>`, `<p a='>'>`, `<p a=">" b>`, `<p a=x">y">`, `<p a="`, `<p a='x>y`, `<p a"b'c>`, "<p\na\t=\f'1'\r>",
	`<!doctype html><p>`, `<!DOCTYPE html "a>b"><p>`, `<!docx><p>`, `<![CDATA[<p>]]><b>`, `<?xml version="1.0"?><p>`, `<? a="?>"><b>`,
	`<!-- <p> --><b>`, `<!--><b>`, `<!---><b>`, `<!----><b>`, `<!-- --!><b>`, `<!-- --!-><b> --><i>`, `<!-- --!x><b>--><i>`, `<!-- -- ><b>--><i>`, `<!-- <p>`, `<!-- --`, `<!-- --!`, `<!--!><b>--><i>`, `<!-->--><b>`, `<!--->--><b>`,
	`<script>a<b</script><p>`, `<script>"</script>"</script><p>`, `<SCRIPT>x</sCrIpT ><p>`, `<script>x</script/><p>`, `<script>x</scripts></script><p>`, `<script>x</script`, `<script>x`, `<script/><p></script><b>`, `<script></script><p>`, `<script>x</sc</script><p>`,
	`<script><!-- <script> </script> --></script><p>`, `<script><!-- </script><p>`, `<script><!-- x --> </script><p>`, `<script><!--<script </script><b></script><p>`, `<script><!--<b></script><p>`, `<script><!-</script><p>`, `<script><!--><script></script><p>`,
	`<style>a>b{}</style><p>`, `<style><!-- </style> --><p>`, `<title><b></title><p>`, `<textarea><p></textarea><p>`, `<noscript><p></noscript><p>`, `<iframe><p></iframe><p>`, `<xmp><p></xmp><p>`, `<noembed><p></noembed><noframes><p></noframes><p>`, `<plaintext><p></plaintext><p>`,
	`<svg><title><p></title></svg><p>`, `<annotation-xml-of-some-length a><p>`, "<p\x00a b\x00=1>\x00<\x00>",
}

func TestMarkupFindsTheTokenizersTags(t *testing.T) {
	for _, text := range markupCases {
		if got, want := tagsByMarkup([]byte(text)), tagsByTokenizer([]byte(text)); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%q:\n%q, want\n%q", text, got, want)
		}
	}
}

func FuzzMarkup(f *testing.F) {
	for _, text := range markupCases {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, want := tagsByMarkup(text), tagsByTokenizer(text)
		if len(got) != len(want) {
			t.Fatalf("%q:\n%q, want\n%q", text, got, want)
		}
		for i := range got {
			// The tokenizer drops attributes that were there before.
			tag, attributes, _ := cutLast(got[i])
			wantTag, least, _ := cutLast(want[i])
			if tag != wantTag || attributes < least {
				t.Fatalf("%q:\n%q, want\n%q", text, got, want)
			}
		}
	})
}

func cutLast(s string) (before string, number int, err error) {
	at := strings.LastIndexByte(s, ' ')
	_, err = fmt.Sscan(s[at:], &number)
	return s[:at], number, err
}

// treeOf writes down a tree without the text of some elements.
func treeOf(n *html.Node, without func(atom.Atom) bool) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type != html.TextNode || !without(c.Parent.DataAtom) {
			fmt.Fprintf(&b, "%v %q %v\n", c.Type, c.Data, c.Attr)
		}
	}
	return b.String()
}

// Selectors of a source may look into drawings, and into all but the styles of
// listings.
func TestParseKeepsDrawingsForSelectors(t *testing.T) {
	const text = `<a href="/video"><svg><use href="#play"></use></svg> A video of the dam</a>` + first + second
	rules, err := CompileArticle(&news.ArticleSelect{AlsoRead: `a:has(use[href="#play"])`})
	if err != nil {
		t.Fatal(err)
	}
	a, err := ReadArticle(t.Context(), Document{Body: []byte(text), URL: storyURL}, rules)
	if err != nil || len(a.AlsoRead) != 1 {
		t.Errorf("%+v, %v", a, err)
	}
	doc, err := Parse(t.Context(), Document{Body: []byte(text + `<script>x</script>`), URL: storyURL})
	if err != nil || doc.Find("svg use").Length() != 1 || doc.Find("script").Text() != "x" {
		t.Errorf("%v", err)
	}
}

// What is left out before parsing changes nothing but itself.
func TestParseWithoutScriptsAndStyles(t *testing.T) {
	const text = `<!doctype html><head><style>a > b { }</style><script>if (a<b) document.write("<p>no</p>")</script><title>One <b></title>
		<script type="application/LD+JSON">{"@type":"NewsArticle"}</script><style></style></head><body><p>Two<script><!-- <script> </script> --></script>three</p>
		<table><script>x</script><tr><td>four<style>i</style></table><noscript><img src=five></noscript><svg class=icon><path d="M0"/><g><path d="M1"/></g></svg><svg/><svg><path d="M2"><p>five</svg><script>never closed <p>`
	r := &articleReader{}
	lean, err := weigh(t.Context(), []byte(text), r.keep)
	if err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{"a > b", "document.write", "-->", "never closed", ">i<", "M0", "M1"} {
		if strings.Contains(string(lean), gone) {
			t.Errorf("%q is still there: %s", gone, lean)
		}
	}
	if !strings.Contains(string(lean), "NewsArticle") || !strings.Contains(string(lean), "M2") || len(r.scripts) != 4 {
		t.Errorf("%s\nscripts %q", lean, r.scripts)
	}
	before, _ := html.Parse(strings.NewReader(strings.NewReplacer(`<path d="M0"/><g><path d="M1"/></g>`, "").Replace(text)))
	after, _ := html.Parse(bytes.NewReader(lean))
	raw := func(tag atom.Atom) bool { return tag == atom.Script || tag == atom.Style }
	if got, want := treeOf(after, raw), treeOf(before, raw); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
