package clean

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"":                                  "",
		"plain":                             "plain",
		" a \n b\t c ":                      "a b c",
		"<p>a</p><p>b</p>":                  "a\n\nb",
		"<p>a<br>b<br/>c</p>":               "a\nb\nc",
		"<div>a</div><div>b</div>":          "a\nb",
		"<ul><li>a<li>b</ul>c":              "a\nb\n\nc",
		"<h1>a</h1>b<hr>c":                  "a\n\nb\n\nc",
		"<table><tr><td>a<td>b<tr><td>c":    "a b\nc",
		"a<b>b</b>c <i> d </i> e":           "abc d e",
		"AT&amp;T &lt;b&gt; &#8217;&nbsp;x": "AT&T <b> ’\u00A0x",
		"&amp;amp;":                         "&amp;",
		"a<script>x</script>b<style>y":      "ab",
		"a<!-- x -->b":                      "ab",
		"a<![CDATA[b]]>c":                   "abc",
		"<pre>a\n  b</pre>c":                "a\n  b\n\nc",
		"5 < 6 and <3":                      "5 < 6 and <3",
		"a <a href='https://x.exam":         "a",
		"<svg><title>x</title></svg>a":      "a",
		"<o:p>a</o:p><amp-img>b</amp-img>":  "ab",
		"a\x00b\x01&#1;&#0;c\x80":           "ab\uFFFDc€",
		"<title>t</title>a":                 "a",
		"&#x202E;a":                         "\u202Ea",
	} {
		if got := Text(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestTextIsCut(t *testing.T) {
	for _, in := range []string{strings.Repeat("<p>ä</p>", 700_000), strings.Repeat("ä ", 800_000)} {
		got := Text(in)
		if len(got) > MaxHTML || !strings.HasSuffix(got, Ellipsis) || !utf8.ValidString(got) {
			t.Errorf("%d bytes, ends in %q", len(got), got[len(got)-10:])
		}
	}
}

func TestTitle(t *testing.T) {
	for in, want := range map[string]struct{ html, text string }{
		"Bridge to close":                  {"Bridge to close", "Bridge to close"},
		" Bridge\n\tto  close ":            {"Bridge to close", "Bridge to close"},
		"<b>Bridge</b> to<br>close":        {"Bridge to close", "<b>Bridge</b> to<br>close"},
		"AT&T":                             {"AT&T", "AT&T"},
		"AT&amp;T":                         {"AT&T", "AT&T"},
		"AT&amp;amp;T":                     {"AT&T", "AT&amp;T"},
		"it&#8217;s":                       {"it’s", "it’s"},
		"it&amp;#8217;s":                   {"it’s", "it&#8217;s"},
		"5 < 6 > 4":                        {"5 < 6 > 4", "5 < 6 > 4"},
		"Vec<T> and List<int>":             {"Vec<T> and List<int>", "Vec<T> and List<int>"},
		"a <b and c":                       {"a <b and c", "a <b and c"},
		"&lt;b&gt;Bridge&lt;/b&gt;":        {"Bridge", "<b>Bridge</b>"},
		"How to use &lt;b&gt;":             {"How to use <b>", "How to use <b>"},
		"What &amp;lt;br&amp;gt; does":     {"What &lt;br&gt; does", "What &lt;br&gt; does"},
		"x<script>alert(1)</script>y":      {"xy", "x<script>alert(1)</script>y"},
		"Why <script> is bad":              {"Why is bad", "Why <script> is bad"},
		`<img src="x" alt="Bridge" />`:     {"Bridge", `<img src="x" alt="Bridge" />`},
		"a\x00b\x1Bc\u0085d\u202Ee\u200Bf": {"abc…def", "abc…def"},
		"cafe\u0301":                       {"café", "café"},
		"don\u0092t":                       {"don’t", "don’t"},
		"<![CDATA[Bridge]]>":               {"Bridge", "<![CDATA[Bridge]]>"},
		"می\u200Cخواهم 👩\u200D🚒":           {"می\u200Cخواهم 👩\u200D🚒", "می\u200Cخواهم 👩\u200D🚒"},
		"":                                 {"", ""},
	} {
		if got := Title(in, true); got != want.html {
			t.Errorf("HTML %q: got %q, want %q", in, got, want.html)
		}
		if got := Title(in, false); got != want.text {
			t.Errorf("text %q: got %q, want %q", in, got, want.text)
		}
	}
}

func TestTitleIsCut(t *testing.T) {
	for name, in := range map[string]string{
		"ASCII":  strings.Repeat("bridge ", 3_000_000),
		"wide":   strings.Repeat("橋", 3_000_000),
		"tags":   strings.Repeat("<b>x</b>", 3_000_000),
		"marks":  "a" + strings.Repeat("\u0301", 3_000_000),
		"spaces": strings.Repeat(" ", 20_000_000),
	} {
		for _, isHTML := range []bool{true, false} {
			got := Title(in, isHTML)
			if n := utf8.RuneCountInString(got); n > MaxTitle || !strings.HasSuffix(got, Ellipsis) {
				t.Errorf("%s: %d characters, ends in %q", name, n, got[max(0, len(got)-10):])
			}
		}
	}
	if got := Title(strings.Repeat("ä", MaxTitle), false); strings.HasSuffix(got, Ellipsis) {
		t.Error("a title of the longest length was cut")
	}
}

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"a":                    "a",
		"":                     "",
		" a ":                  "a",
		"a  b\r\n\tc":          "a b c",
		"a\u00A0\u3000\u2028b": "a b",
		"\u202Aa\u202Cb\u2066": "ab",
		"a\u00ADb\uFEFF":       "ab",
		"\u200Fא":              "\u200Fא",
		"<b>":                  "<b>",
		"\xFFa":                "ÿa",
		"a\x07":                "a",
		"\uFFFF\uFFFE":         "",
	} {
		if got := Line(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := Line(strings.Repeat("x", 20_000_000)); utf8.RuneCountInString(got) != MaxLine {
		t.Errorf("%d characters", utf8.RuneCountInString(got))
	}
	if allocs := testing.AllocsPerRun(100, func() { Line("Harbour bridge to close") }); allocs > 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func TestTitlesOfPayloads(t *testing.T) {
	payloads(t, func(name, payload string) {
		checkText(t, payload)
	})
}

// checkText checks what must hold of everything that is called text.
func checkText(t *testing.T, in string) {
	t.Helper()
	for name, out := range map[string]string{"text": Text(in), "line": Line(in), "title": Title(in, true), "title of text": Title(in, false)} {
		if what := unsafeText(out); what != "" {
			t.Errorf("%s of %q: %s in %q", name, in, what, out)
		}
		if name == "text" {
			continue
		}
		if strings.ContainsAny(out, "\n\t") || !norm.NFC.IsNormalString(out) {
			t.Errorf("%s of %q: not one line in NFC: %q", name, in, out)
		}
		if again := Line(out); again != out {
			t.Errorf("%s of %q: %q, then %q", name, in, out, again)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, in := range []string{"<p>a</p>", "&lt;b&gt;", "a\u0092\x00", "<pre> <", "\u00e2\u0080\u00a6", "<title>&#x1;", "e\u0301\u0301", "\u202e&#x202e;"} {
		f.Add(in)
	}
	payloads(f, func(_, payload string) {
		if len(payload) < 500 {
			f.Add(payload)
		}
	})
	f.Fuzz(checkText)
}

func TestLanguage(t *testing.T) {
	for in, want := range map[string]string{
		"en": "en", "EN_us": "en-US", "en-us": "en-US", " de-DE ": "de-DE", "de_DE.UTF-8": "de-DE", "ca_ES@valencia": "ca-ES",
		"zh-hans-cn": "zh-Hans-CN", "es-419": "es-419", "de-CH-1996": "de-CH-1996", "en-us, fr": "en-US", "eng": "en",
		"English": "en", "Français": "fr", "jp": "ja", "iw": "he", "gsw": "gsw", "en-": "en", "en-GB-oxendict": "en-GB-oxendict",
		"": "", "-": "", "und": "", "x-default": "", "123": "", "e": "", "<b>": "", "en\x00": "", "klingonese": "",
		strings.Repeat("en-", 100): "",
	} {
		if got := Language(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
