package clean

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

func TestHTMLLeavesNothingThatRuns(t *testing.T) {
	n := 0
	payloads(t, func(name, payload string) {
		n++
		checkHTML(t, payload)
		if t.Failed() {
			t.Fatal(name)
		}
	})
	t.Logf("%d payloads", n)
	if n < 4000 {
		t.Errorf("only %d payloads", n)
	}
}

// TestOracleSees checks that the oracle can fail: on what HTML must take out,
// left as it is.
func TestOracleSees(t *testing.T) {
	for _, fragment := range []string{
		`<script>x</script>`, `<p onclick="x">`, `<a href="javascript:x">y</a>`, `<a href="java&#10;script:x">y</a>`, `<svg></svg>`,
		`<math></math>`, `<p style="color:red">`, `<iframe src="https://x.example/"></iframe>`, `<img src="data:image/png;base64,x">`,
		`<!-- x -->`, `<form></form>`, `<img srcset="https://x.example/ 1x, javascript:x 2x">`, "a\x01b", "<p>\x80", "&#1;", `<body class="x">`,
		`<a href="/relative">y</a>`, `<style>x</style>`, `<base href="https://x.example/">`, `<noscript>x</noscript>`,
	} {
		if unsafe(fragment) == "" {
			t.Errorf("%s: safe", fragment)
		}
	}
	for _, fragment := range []string{`<p><b>x</p></b>`, `<p>`, `</p>`} {
		if balanced(fragment) == "" {
			t.Errorf("%s: balanced", fragment)
		}
	}
}

var htmlCases = map[string]struct{ in, out string }{
	"clean":              {cleanArticle, cleanArticle},
	"text":               {"AT&T said 5 < 6", "AT&amp;T said 5 &lt; 6"},
	"space around":       {" \n<p>x</p>\t", "<p>x</p>"},
	"nothing":            {" ", ""},
	"references kept":    {"&nbsp;&#8217;&#x2019;&hellip;", "&nbsp;&#8217;&#x2019;&hellip;"},
	"references mended":  {"&copy 2026 &#146;&#1;&#0; &unknown &;", "© 2026 ’ &amp;unknown &amp;;"},
	"upper case":         {`<P CLASS=x>a<BR>b</P>`, `<p>a<br />b</p>`},
	"void forms":         {`<br><br/><br />`, `<br><br/><br />`},
	"classes, styles":    {`<p class="a" style="color:red" id="b" data-x="1">x</p>`, `<p>x</p>`},
	"handlers":           {`<b onmouseover="alert(1)">x</b>`, `<b>x</b>`},
	"scripts":            {`a<script>alert("</p>")</script>b<style>p{}</style>c`, `abc`},
	"script unclosed":    {`a<script>alert(1)`, `a`},
	"comments":           {`a<!-- <b> -->b<!--more-->c`, `abc`},
	"instructions":       {`<?xml:namespace prefix = o ns = "urn:x" /><o:p>x</o:p>`, `x`},
	"CDATA":              {`<![CDATA[<p>x</p>]]>`, `<p>x</p>`},
	"document":           {`<!DOCTYPE html><html><head><title>t</title></head><body class="x"><p>y</p></body></html>`, `<p>y</p>`},
	"forms":              {`<form action="/x"><label>Mail <input name=a></label><select><option>1</select><textarea>t</textarea><button>Go</button></form>`, `Mail Go`},
	"words stay apart":   {`a<form>b</form>c<td>d</td>e`, `a b c d e`},
	"svg":                {`a<svg viewBox="0 0 1 1"><path d="M0"/><title>icon</title></svg>b`, `ab`},
	"svg unclosed":       {`a<svg><path d="M0"/>b`, `ab`},
	"math":               {`a<math><mi>x</mi></math>b`, `ab`},
	"template":           {`a<template><b>x</b></template>b`, `ab`},
	"object":             {`<object data="x.swf"><embed src="y.swf"><p>fallback</p></object>`, `<p>fallback</p>`},
	"frame":              {`a<iframe src="https://ads.example/"></iframe>b`, `a b`},
	"player":             {`<iframe src="//www.video.example/embed/1?a=b&c" title="Bridge" allowfullscreen></iframe>`, `<p><a href="https://www.video.example/embed/1?a=b&amp;c">Bridge</a></p>`},
	"player in text":     {`<p>See <iframe src="https://video.example/1" allow="autoplay">no</iframe> now</p>`, `<p>See <a href="https://video.example/1">https://video.example/1</a> now</p>`},
	"relative":           {`<a href="/x?a=1&b=2">l</a><img src="i.jpg"><blockquote cite="../q"></blockquote>`, `<a href="https://news.example/x?a=1&amp;b=2">l</a><img src="https://news.example/a/i.jpg" /><blockquote cite="https://news.example/q"></blockquote>`},
	"other host":         {`<img src="//cdn.example/i.jpg">`, `<img src="https://cdn.example/i.jpg" />`},
	"mail":               {`<a href="mailto:a@b.example?subject=x y">m</a>`, `<a href="mailto:a@b.example?subject=x%20y">m</a>`},
	"dangerous links":    {`<a href="javascript:x">a</a><a href="JaVa&#9;ScRiPt:x">b</a><a href="data:text/html,x">c</a><a href="vbscript:x">d</a><a href="file:///x">e</a><a name="x">f</a>`, `abcdef`},
	"quote in link":      {`<a href='https://x.example/"onclick="x'>l</a>`, `<a href="https://x.example/%22onclick=%22x">l</a>`},
	"reference in link":  {`<a href="https://x.example/?a=1&copy=2&amp;b=3&#038;c=4">l</a>`, `<a href="https://x.example/?a=1&amp;copy=2&amp;b=3&amp;c=4">l</a>`},
	"link in link":       {`<a href="https://x.example/">a<a href="https://y.example/">b</a>c</a>`, `<a href="https://x.example/">a</a><a href="https://y.example/">b</a>c`},
	"target, rel":        {`<a target="_blank" rel="nofollow" href="https://x.example/">l</a>`, `<a href="https://x.example/">l</a>`},
	"quotes":             {`<img alt='a "b" <c>' src=https://x.example/i.jpg>`, `<img alt="a &quot;b&quot; &lt;c&gt;" src="https://x.example/i.jpg" />`},
	"attribute twice":    {`<p title="a" title="b">x</p>`, `<p title="a">x</p>`},
	"no space between":   {`<img src="https://x.example/i.jpg"alt="a">`, `<img src="https://x.example/i.jpg" alt="a" />`},
	"beacons":            {`a<img src="https://x.example/1" width="1" height="1"><img src="https://x.example/2" style="display:none"><img src="https://x.example/3" height=0><img src="https://x.example/4" style="width: 1px">b`, `ab`},
	"small, no beacon":   {`<img src="https://x.example/1" width="16" height="100%" />`, `<img src="https://x.example/1" width="16" height="100%" />`},
	"image without file": {`<img alt="Logo"><img src="data:image/gif;base64,x">`, `Logo`},
	"late image":         {`<img src="data:image/gif;base64,x" data-src="/i.jpg" data-srcset="/i2.jpg 2x"><noscript><img src="/i.jpg"></noscript>`, `<img src="https://news.example/i.jpg" srcset="https://news.example/i2.jpg 2x" />`},
	"srcset":             {`<img srcset="a.jpg, b.jpg 2x,javascript:x 3x, c.jpg 9q">`, `<img srcset="https://news.example/a/a.jpg, https://news.example/a/b.jpg 2x, https://news.example/a/c.jpg" />`},
	"video":              {`<video src="v.mp4" poster="p.jpg" autoplay onplay="x"><source src="w.webm" type="video/webm"><track src="t.vtt" kind="captions"><source src="javascript:x"></video>`, `<video src="https://news.example/a/v.mp4" poster="https://news.example/a/p.jpg" controls=""><source src="https://news.example/a/w.webm" type="video/webm" /><track src="https://news.example/a/t.vtt" kind="captions" /></video>`},
	"audio":              {`<audio controls src="https://x.example/a.mp3"></audio>`, `<audio controls="" src="https://x.example/a.mp3"></audio>`},
	"picture":            {`<picture><source srcset="https://x.example/a.avif 1x, https://x.example/b.avif 2x" media="(min-width: 1px)" /><img src="https://x.example/a.jpg" alt="" /></picture>`, `<picture><source srcset="https://x.example/a.avif 1x, https://x.example/b.avif 2x" media="(min-width: 1px)" /><img src="https://x.example/a.jpg" alt="" /></picture>`},
	"ruby, bidi":         {`<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby><bdi>א</bdi><p dir="rtl" lang="he">ב</p>`, `<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby><bdi>א</bdi><p dir="rtl" lang="he">ב</p>`},
	"details":            {`<details open><summary>s</summary><p>t</p></details>`, `<details open=""><summary>s</summary><p>t</p></details>`},
	"code":               {"<pre><code>a &lt; b\n\tc</code></pre>", "<pre><code>a &lt; b\n\tc</code></pre>"},
	"unclosed":           {`<p>a<p>b<ul><li>c<li>d</ul><b>e`, `<p>a</p><p>b</p><ul><li>c</li><li>d</li></ul><b>e</b>`},
	"crossed":            {`<b>a<i>b</b>c</i>`, `<b>a<i>b</i></b>c`},
	"stray end tags":     {`a</p></div></b>c</br>d`, `a c<br />d`},
	"nested lists":       {`<ul><li>a<ul><li>b</ul><li>c</ul>`, `<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>`},
	"item without list":  {`<li>a<li>b`, `<ul><li>a</li><li>b</li></ul>`},
	"term without list":  {`<dt>a<dd>b`, `<dl><dt>a</dt><dd>b</dd></dl>`},
	"heading in heading": {`<h1>a<h2>b`, `<h1>a</h1><h2>b</h2>`},
	"block in paragraph": {`<p>a<div>b</div>c</p>`, `<p>a</p><div>b</div>c`},
	"table":              {`<table border=1><caption>x<tr><td colspan=2>a<td>b<tr><th scope=row>c</table>`, `<table><caption>x</caption><tr><td colspan="2">a</td><td>b</td></tr><tr><th scope="row">c</th></tr></table>`},
	"table sections":     {`<table><colgroup><col span=2></colgroup><thead><tr><th>a<tbody><tr><td>b</table>`, `<table><colgroup><col span="2" /></colgroup><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>`},
	"table without cell": {`<table>a<tr>b<p>c</table>`, `<table><tr><td>a</td></tr><tr><td>b<p>c</p></td></tr></table>`},
	"table in cell":      {`<table><tr><td><table><tr><td>a</table>b</table>c`, `<table><tr><td><table><tr><td>a</td></tr></table>b</td></tr></table>c`},
	"end tag in cell":    {`<div><table><tr><td></div>a</td></tr></table></div>`, `<div><table><tr><td> a</td></tr></table></div>`},
	"cell without table": {`<td>a</td><td>b</td>`, `a b`},
	"truncated tag":      {`<p>a <a href="https://x.exam`, `<p>a </p>`},
	"truncated comment":  {`a<!-- b`, `a`},
	"controls":           {"a\x00b\x01c\x7Fd\r\ne\rf\uFFFEg", "abcd\ne\nfg"},
	"invalid bytes":      {"caf\xE9 \x93x\x94", "café “x”"},
	"C1 controls":        {"don\u0092t \u00E2\u0080\u00A6", "don’t …"},
	"doubtful":           {`<p "x>y">z</p "q"><b <i>w`, `<p>y&#34;&gt;z</p><b>w</b>`},
}

func TestHTML(t *testing.T) {
	base, _ := url.Parse("https://news.example/a/b?c=d#e")
	for name, c := range htmlCases {
		t.Run(name, func(t *testing.T) {
			if out := HTML(c.in, base); out != c.out {
				t.Errorf("\n in %q\ngot %q\nnot %q", c.in, out, c.out)
			}
			checkHTML(t, c.in)
		})
	}
}

// TestHTMLWithoutBase checks that relative addresses are left out, not made
// absolute against nothing.
func TestHTMLWithoutBase(t *testing.T) {
	in := `<a href="/x">a</a><img src="i.jpg" alt="b"><a href="//h.example/">c</a><a href="https://h.example/">d</a>`
	if out, want := HTML(in, nil), `abc<a href="https://h.example/">d</a>`; out != want {
		t.Errorf("got %q, want %q", out, want)
	}
}

// TestHTMLKeepsTheText checks that rewriting loses no word: a browser sees the
// same text before and after.
func TestHTMLKeepsTheText(t *testing.T) {
	words := func(fragment string) string { return strings.Join(strings.Fields(Text(fragment)), " ") }
	for _, fragment := range []string{cleanArticle, usualArticle, strings.ReplaceAll(usualArticle, "</p>", ""), strings.ToUpper(usualArticle[:1800])} {
		if before, after := words(fragment), words(HTML(fragment, benchBase)); before != after {
			t.Errorf("before %q\nafter  %q", before, after)
		}
	}
}

// TestOnePolicy checks that bluemonday, told the policy, and this package agree.
func TestOnePolicy(t *testing.T) {
	for el := unknown + 1; el < elementCount; el++ {
		name := elements[el].name
		if elementNamed(name) != el {
			t.Errorf("%s: names.go and policy.go differ", name)
		}
		if el.is(allowed) != oracleElements[name] {
			t.Errorf("%s: allowed %v", name, el.is(allowed))
		}
		if got := strings.Contains(bluemondayPolicy().Sanitize("<"+name+">"), "<"+name); got != el.is(allowed) {
			t.Errorf("%s: bluemonday lets it through: %v", name, got)
		}
	}
	for a := atNone + 1; a < attributeCount; a++ {
		if attributeNamed(attributeNames[a]) != a {
			t.Errorf("%s: names.go and policy.go differ", attributeNames[a])
		}
		if !hints.has(a) != oracleAttributes[attributeNames[a]] {
			t.Errorf("%s: allowed %v", attributeNames[a], !hints.has(a))
		}
	}
}

// TestProvenAgreesWithBluemonday checks the prover against a judge that works
// another way: what is proven, bluemonday with the usual policy for what users
// write leaves as it is, but for spelling.
func TestProvenAgreesWithBluemonday(t *testing.T) {
	policy := bluemonday.UGCPolicy()
	policy.AllowElements("audio", "video", "source", "picture", "track", "main", "nav", "menu", "header", "footer", "address",
		"center", "data", "rb", "rtc", "strike", "u", "big", "colgroup", "col")
	for name, c := range htmlCases {
		before, after := elementNames(c.out), elementNames(policy.Sanitize(c.out))
		if !proven(c.out) {
			t.Errorf("%s: not proven", name)
		}
		if strings.Contains(c.out, "href") || strings.Contains(c.out, "src") {
			continue // bluemonday drops elements that its policy wants other attributes on
		}
		if before != after {
			t.Errorf("%s: %s, by bluemonday %s", name, before, after)
		}
	}
}

// TestProvenUnderMutation changes clean fragments at random and checks that what
// is still proven is still safe and balanced, and reads as what it says.
func TestProvenUnderMutation(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	var fragments []string
	for _, c := range htmlCases {
		fragments = append(fragments, c.out)
	}
	pieces := []string{"<", ">", `"`, "'", "/", "=", " ", "&", ";", "`", "\x00", "\u0085", "\u2028", "é", "<p>", "</p>", "<b>", "</b>", "<a>", "<li>", "<td>",
		"<svg>", "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "<?", " onclick=", ` onclick="x"`, "javascript:", "&#1;", "&#x3c;", "&lt;",
		` title="`, ` style="`, ` href="https://x.example/"`, ` srcset="https://x.example/ 1x, `, "<br />", "<math>", "<noscript>", "<textarea>", "<title>"}
	kept := 0
	for range 60_000 {
		s := fragments[random.IntN(len(fragments))]
		for range 1 + random.IntN(2) {
			at, end := random.IntN(len(s)+1), 0
			if end = at; random.IntN(2) == 0 {
				end = min(len(s), at+random.IntN(4))
			}
			s = s[:at] + pieces[random.IntN(len(pieces))] + s[end:]
		}
		if !proven(s) {
			continue
		}
		kept++
		if what := unsafe(s) + balanced(s); what != "" {
			t.Fatalf("seed %d: %s in %q", seed, what, s)
		}
	}
	if t.Log(kept, "proven"); kept < 1000 {
		t.Error("the mutations leave too little to judge")
	}
}

func elementNames(fragment string) string {
	var names []string
	z := html.NewTokenizer(strings.NewReader(fragment))
	for z.Next() != html.ErrorToken {
		if name, _ := z.TagName(); len(name) > 0 {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, " ")
}

// TestHTMLIsBounded checks hostile sizes: each in well under a second.
func TestHTMLIsBounded(t *testing.T) {
	base, _ := url.Parse("https://news.example/" + strings.Repeat("a/", 500))
	attributes := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, " a%d=x", i)
		}
		return b.String()
	}
	for name, in := range map[string]string{
		"deep":                strings.Repeat("<div>", 10_000) + "x",
		"deep tables":         strings.Repeat("<table><tr><td>", 10_000) + "x",
		"deep formatting":     strings.Repeat("<b><i><p>", 30_000) + strings.Repeat("</b>", 30_000),
		"attributes":          "<p" + attributes(200_000) + ">x</p>",
		"doubtful attributes": "<p" + attributes(200_000) + ` ">x</p>`,
		"same attribute":      "<p" + strings.Repeat(" title=x", 100_000) + ">x</p>",
		"unclosed":            strings.Repeat("<svg>", 100_000),
		"unclosed scripts":    strings.Repeat("<script", 100_000),
		"nested svg":          strings.Repeat("<svg>", 50_000) + strings.Repeat("</svg>", 25_000),
		"less-than":           strings.Repeat("<", 500_000),
		"ampersands":          strings.Repeat("&", 500_000),
		"quotes":              "<p title='" + strings.Repeat(`"`, 500_000) + "'>x</p>",
		"relative links":      strings.Repeat("<a href=x>y</a>", 140_000),
		"relative candidates": `<img srcset="` + strings.Repeat("x 1x,", 100_000) + `">`,
		"long address":        `<a href="` + strings.Repeat("x", 2_000_000) + `">y</a>`,
		"bytes":               strings.Repeat("\x80", 500_000),
		"long":                strings.Repeat("<p>Two years is long.</p>\n", 150_000),
		"long text":           strings.Repeat("Two years is long. ", 150_000),
		"long text in table":  "<table>" + strings.Repeat("Two years is long. ", 150_000),
		"frames":              strings.Repeat(`<iframe src=/embed/x>`, 100_000),
		"end tags":            strings.Repeat("<div>", 120) + strings.Repeat("</p></b></i>", 40_000),
		"comments":            strings.Repeat("<!--", 100_000),
		"CDATA":               strings.Repeat("<![CDATA[", 50_000) + strings.Repeat("]]>", 25_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			out := HTML(in, base)
			Text(in)
			Title(in, true)
			Line(in)
			// 1 s is promised; the race detector and a busy machine take their share.
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%v", took)
			} else {
				t.Log(took.Round(time.Millisecond), len(in), len(out))
			}
			if len(out) > MaxHTML {
				t.Errorf("%d bytes", len(out))
			}
			if !proven(out) {
				t.Error("not proven")
			}
			if len(in) > MaxHTML && !strings.Contains(out[max(0, len(out)-2000):], Ellipsis) {
				t.Errorf("cut without a mark: %q", out[max(0, len(out)-100):])
			}
		})
	}
}

func TestHTMLCleanCostsNoAllocation(t *testing.T) {
	if allocs := testing.AllocsPerRun(100, func() { HTML(cleanArticle, benchBase) }); allocs > 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func FuzzHTML(f *testing.F) {
	for _, c := range htmlCases {
		f.Add(c.in)
		f.Add(c.out)
	}
	payloads(f, func(_, payload string) {
		if len(payload) < 2000 {
			f.Add(payload)
		}
	})
	f.Fuzz(func(t *testing.T, fragment string) { checkHTML(t, fragment) })
}
