package store

import (
	"html"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"alsoread/news"
)

func indexed(text string) string {
	var x indexTerms
	eachTerm(text, &x)
	return strings.TrimSpace(string(x.text))
}

func TestTerms(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"words", "Hello, World 2026!", "hello world 2026"},
		{"umlauts", "Überschwemmung in KÖLN", "uberschwemmung in koln"},
		{"sharp s", "Straße STRASSE", "strasse strasse"},
		{"letters Unicode does not take apart", "Łódź Ærø Þór Đorđe", "lodz aero thor dorde"},
		{"Turkish i", "İstanbul ılık", "istanbul ilik"},
		{"full width", "ＡＢＣ１２３", "abc123"},
		{"ligature", "ﬁnance", "finance"},
		{"combining accent typed apart", "Cafe\u0301 Café", "cafe cafe"},
		{"punctuation parts", "AT&T U.S. don't co-op", "at t u s don t co op"},
		{"soft hyphen does not", "Über\u00adschwemmung", "uberschwemmung"},
		{"Russian", "Ёлка Россия", "елка россия"},
		{"Greek", "Ελλάς ΑΘΗΝΑ", "ελλασ αθηνα"},
		{"Hindi keeps its vowel signs", "हिन्दी समाचार", "हिन्दी समाचार"},
		{"Arabic without points", "مُحَمَّد الأخبار", "محمد الاخبار"},
		{"Hebrew without points", "שָׁלוֹם", "שלום"},
		{"Japanese", "東京都", "東京 京都 都"},
		{"voiced kana", "ガス", "ガス ス"},
		{"half-width kana", "ｶﾞｽ", "ガス ス"},
		{"Korean", "한국어", "한국 국어 어"},
		{"Thai", "ข่าว", "ข่ ่า าว ว"},
		{"mixed", "iPhone発売 2026年", "iphone 発売 売 2026 年"},
		{"nothing", " …—!? ", ""},
		{"a long word is cut", strings.Repeat("a", 200), strings.Repeat("a", 64)},
		{"a long word is cut at a letter", strings.Repeat("д", 200), strings.Repeat("д", 32)},
		{"emoji parts", "fire🔥storm", "fire storm"},
	} {
		if got := indexed(c.in); got != c.want {
			t.Errorf("%s: %q gives %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestMatchExpression(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"flood", `"flood"`},
		{"Flood Köln", `"flood" "koln"`},
		{`"prime minister" resigns`, `"prime minister" "resigns"`},
		{`“prime minister”`, `"prime minister"`},
		{`"prime minister`, `"prime minister"`},
		{`prime" "minister`, `"prime" "minister"`},
		{"AND NOT NEAR(a b) OR", `"and" "not" "near a" "b" "or"`},
		{"text: a -b ^c + {x}", `"text" "a" "b" "c" "x"`},
		{"AT&T", `"at t"`},
		{"flood*", `"flood" *`},
		{"*", ""},
		{`"`, ""},
		{"東京", `"東京"`},
		{"東京都", `"東京 京都"`},
		{"都", `"都" *`},
		{"iPhone発売", `"iphone 発売"`},
		{"発売iPhone", `"発売 売 iphone"`},
		{"年x", `"年 x"`},
		{"  !!! ", ""},
	} {
		got, err := matchExpression(c.in)
		if err != nil && err != errNoWords {
			t.Errorf("%q: %v", c.in, err)
		}
		if got != c.want {
			t.Errorf("%q gives %s, want %s", c.in, got, c.want)
		}
	}
	if _, err := matchExpression(strings.Repeat("word ", 100)); err == nil {
		t.Error("100 words are accepted")
	}
}

func TestSearch(t *testing.T) {
	s := openTest(t)
	texts := []string{
		"Überschwemmung in Köln", "東京都知事選で現職が当選", "今日の東京は雨", "ข่าวด่วนวันนี้ น้ำท่วมกรุงเทพ", "दिल्ली में भारी बारिश",
		"서울에서 열린 정상회담", "Prime minister resigns after flood", "The flood minister", "Выборы в России", "AT&T buys Time", "At a meeting t-shirts sold",
	}
	var items []news.Item
	for i, text := range texts {
		it := item(i)
		it.Title, it.Summary, it.Content = text, "", ""
		items = append(items, it)
	}
	long := item(100)
	long.Title, long.Content = "Long read", "<p>body only zebra</p>"
	long.Summary = "<p>Beginning <b>with</b> a giraffe</p>"
	entity := item(101)
	entity.Title, entity.Summary, entity.Content = "Entity", "Caf&eacute; <i>un</i>forget<b>table</b>", ""
	bodyOnly := item(102)
	bodyOnly.Title, bodyOnly.Summary, bodyOnly.Content = "Body", "", "<p>okapi at the start</p>"
	items = append(items, long, entity, bodyOnly)
	save(t, s, scanOf(testSource("a"), noon, items...))

	for _, c := range []struct {
		words string
		want  int
	}{
		{"uberschwemmung", 1}, {"ÜBERSCHWEMMUNG KOLN", 1}, {"Überschwemmung Berlin", 0},
		{"東京", 2}, {"東京都", 1}, {"京都", 1}, {"選", 1}, {"雨", 1}, {"大阪", 0},
		{"น้ำท่วม", 1}, {"กรุงเทพ", 1}, {"ข่าว", 1},
		{"बारिश", 1}, {"दिल्ली", 1},
		{"정상회담", 1}, {"서울", 1},
		{"россии", 1}, {"РОССИИ", 1},
		{"flood minister", 2}, {`"flood minister"`, 1}, {`"minister resigns"`, 1}, {`"resigns minister"`, 0},
		{"AT&T", 1}, {"minis", 0}, {"minis*", 2},
		{"giraffe", 1}, {"zebra", 0}, {"cafe", 1}, {"unforgettable", 1}, {"okapi", 1},
		{"!!!", 0}, {`"`, 0}, {"text:flood", 0},
	} {
		if n := len(list(t, s, news.Query{Search: c.words})); n != c.want {
			t.Errorf("%s finds %d stories, want %d", c.words, n, c.want)
		}
	}
}

func TestVisible(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"<p>One</p><p>two</p>", 0, "One two"},
		{"<b>un</b>bold", 0, "unbold"},
		{"a<br>b", 0, "a b"},
		{"&lt;b&gt; &amp; caf&eacute;&nbsp;x", 0, "<b> & café x"},
		{"  lots \n\t of   space ", 0, "lots of space"},
		{"1 < 2", 0, "1"}, // sanitised HTML writes &lt;
		{"abcdef", 3, "abc"},
		{strings.Repeat("&amp;", 1000), 5, "&&&&&"},
		{strings.Repeat("ü", 1000), 7, "üüüüüüü"},
		{"", 0, ""},
		{"<p", 0, ""},
	} {
		if got := visible(c.in, c.limit); got != c.want {
			t.Errorf("visible(%.40q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

func FuzzMatch(f *testing.F) {
	s := openTest(f)
	it := item(1)
	it.Title = "Überschwemmung in Köln 東京都 ข่าว"
	save(f, s, scanOf(testSource("a"), noon, it))
	for _, seed := range []string{`"a" OR b*`, "東京", `NEAR("a b", 3)`, "text : x", "\x00", "\xff\xfe", "- + ^ * ( ) {", `""""`, "ก็"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, words string) {
		// Whatever is typed is understood or refused in a sentence of our own.
		for _, err := range s.Stories(t.Context(), news.Query{Search: words}) {
			if err != nil && !strings.Contains(err.Error(), "more than 64 words") {
				t.Fatalf("%q: %v", words, err)
			}
		}
		// What is indexed is found by its own words.
		terms := indexed(words)
		if !utf8.ValidString(terms) {
			t.Fatalf("%q gives terms that are no UTF-8: %q", words, terms)
		}
	})
}

// FuzzFound: a title is found by itself, quoted or not.
func FuzzFound(f *testing.F) {
	for _, seed := range []string{"Hello world", "東京都知事", "iPhone発売2026年", "न्यूज़", "x\u0301y", "ﷺ", "가각", "ß", "ำ", "A*B"} {
		f.Add(seed)
	}
	s := openTest(f)
	f.Fuzz(func(t *testing.T, title string) {
		if len(title) > 1000 || strings.ContainsRune(title, '"') || strings.ContainsAny(normaliseQuotes(title), `"`) {
			return
		}
		match, err := matchExpression(title)
		if err != nil {
			return
		}
		if _, err := s.write.Exec("DELETE FROM search"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.write.Exec("INSERT INTO search (rowid, text) VALUES (1, ?)", indexed(title)); err != nil {
			t.Fatal(err)
		}
		quoted, _ := matchExpression(`"` + title + `"`)
		for _, m := range []string{match, quoted} {
			var n int
			if err := s.write.QueryRow("SELECT count(*) FROM search WHERE search MATCH ?", m).Scan(&n); err != nil || n != 1 {
				t.Errorf("%q, indexed as %q, is not found by %s: %v", title, indexed(title), m, err)
			}
		}
	})
}

// Whole words at a time make the same text as letter by letter.
func TestVisibleByLetters(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "ferry", " ", "\n\t", "\u00a0", "é", "日本", "<p>", "</p>", "<b>", "</b>", "<br", ">", "&amp;", "&nbsp;", "&#8364;", "\xc2", "\xff", "\u2003", "x<"}
	for range 20_000 {
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		limit := r.IntN(12)
		if got, want := visible(b.String(), limit), visibleByLetters(b.String(), limit); got != want {
			t.Fatalf("visible(%q, %d) = %q, want %q", b.String(), limit, got, want)
		}
	}
}

func visibleByLetters(fragment string, limit int) string {
	var b strings.Builder
	space, runes := false, 0
	for fragment != "" {
		text, rest, tag := strings.Cut(fragment, "<")
		for _, r := range html.UnescapeString(text) {
			if strings.ContainsRune(" \n\t\r\u00a0", r) {
				space = true
				continue
			}
			if limit > 0 && runes >= limit {
				return b.String()
			}
			if space && b.Len() > 0 {
				b.WriteByte(' ')
				runes++
			}
			space = false
			b.WriteRune(r)
			runes++
		}
		if !tag {
			break
		}
		name, after, _ := strings.Cut(rest, ">")
		space, fragment = space || !inlineTag(name), after
	}
	return b.String()
}

func BenchmarkVisible(b *testing.B) {
	content := newWords().item(1, 1).Content
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		visible(content, maxGroupedText)
	}
}
