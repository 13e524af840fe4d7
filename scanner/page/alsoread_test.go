package page

import (
	"slices"
	"strings"
	"testing"

	"alsoread/news"
)

const (
	storyURL = "https://news.example/2026/02/28/flood-reaches-town"
	first    = `<p>The river rose through the night and reached the old town at dawn, when most people were still asleep in their houses.</p>`
	second   = `<p>Firefighters carried several dozen people out of the lower streets in boats, and the bridge was closed to all traffic.</p>`
	third    = `<p>The mayor said that the water would fall by the weekend, and that schools would stay closed until Monday at the least.</p>`
)

// storyPage sets blocks into the text of an article, and after it.
func storyPage(middle, end string) string {
	return `<!DOCTYPE html><html lang="en"><head><title>Flood reaches town</title></head><body><nav><a href="/world/a-story-of-the-menu-1">A story of the menu</a></nav>
<main><article><h1>Flood reaches town</h1>` + first + middle + second + third + end + `</article></main><footer><a href="/about/who-we-are-and-what">Who we are</a></footer></body></html>`
}

func readStory(t testing.TB, html string, rules *news.ArticleSelect) *Article {
	t.Helper()
	compiled, err := CompileArticle(rules)
	if err != nil {
		t.Fatal(err)
	}
	a, err := ReadArticle(t.Context(), Document{Body: []byte(html), URL: storyURL}, compiled)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// said says whether an article's problems tell something.
func said(a *Article, what string) bool {
	return slices.ContainsFunc(a.Problems, func(p news.Problem) bool { return strings.Contains(p.What, what) })
}

// Every language of the issue, with its most common label and one more.
var labelLanguages = map[string][]string{
	"English": {"Also Read", "Read more", "Related", "See also", "More on this", "Don't miss"}, "Hindi": {"यह भी पढ़ें", "संबंधित खबरें"}, "Bengali": {"আরও পড়ুন"}, "Tamil": {"மேலும் படிக்க"}, "Telugu": {"ఇది కూడా చదవండి"}, "Marathi": {"हेही वाचा"},
	"Urdu": {"یہ بھی پڑھیں"}, "Arabic": {"اقرأ أيضا", "اقرأ المزيد"}, "Persian": {"بیشتر بخوانید"}, "Hebrew": {"קראו גם"}, "Turkish": {"İlgili Haberler", "BUNU DA OKUYUN"}, "Russian": {"Читайте также", "По теме"},
	"Ukrainian": {"Читайте також"}, "Polish": {"Czytaj też", "Zobacz także"}, "Czech": {"Čtěte také"}, "German": {"Lesen Sie auch", "Mehr zum Thema"}, "Dutch": {"Lees ook"}, "French": {"Lire aussi", "À lire également"},
	"Spanish": {"Lea también", "Te puede interesar"}, "Portuguese": {"Leia também", "Saiba mais"}, "Italian": {"Leggi anche"}, "Greek": {"Διαβάστε επίσης"}, "Swedish": {"Läs också"}, "Norwegian": {"Les også"}, "Danish": {"Læs også"},
	"Finnish": {"Lue myös"}, "Hungarian": {"Olvassa el ezt is"}, "Romanian": {"Citește și"}, "Indonesian": {"Baca juga"}, "Vietnamese": {"Xem thêm"}, "Thai": {"อ่านเพิ่มเติม"}, "Chinese": {"相关阅读", "延伸閱讀"}, "Japanese": {"あわせて読みたい", "関連記事"}, "Korean": {"관련기사", "함께 읽기"},
}

func TestAlsoReadLanguages(t *testing.T) {
	for language, list := range labelLanguages {
		for _, label := range list {
			a := readStory(t, storyPage(`<p><strong>`+label+`:</strong> <a href="/2026/02/27/dam-was-weak-for-years">Dam was weak for years, engineers say</a></p>`, ""), nil)
			if len(a.AlsoRead) != 1 || a.AlsoRead[0].Label != label || a.AlsoRead[0].Title != "Dam was weak for years, engineers say" {
				t.Errorf("%s, %q: %+v", language, label, a.AlsoRead)
			}
			if strings.Contains(a.Text+a.HTML, "engineers") || strings.Contains(a.Text, label) {
				t.Errorf("%s: the block is left in the body: %s", language, a.Text)
			}
		}
	}
}

// Each of them in each of the shapes.
func TestAlsoReadLanguagesInShapes(t *testing.T) {
	const link = `<a href="/2026/02/27/dam-was-weak-for-years">Dam was weak for years, engineers say</a>`
	for shape, write := range map[string]func(label string) string{
		"label paragraph, link paragraph": func(l string) string { return "<p>" + l + "</p><p>" + link + "</p>" },
		"label paragraph, list":           func(l string) string { return "<p><strong>" + l + ":</strong></p><ul><li>" + link + "</li></ul>" },
		"heading, list":                   func(l string) string { return "<h3>" + l + "</h3><ul><li>" + link + "</li></ul>" },
		"bar":                             func(l string) string { return "<p>" + l + " | " + link + "</p>" },
		"within the link":                 func(l string) string { return strings.Replace("<p>"+link+"</p>", ">Dam", ">"+l+": Dam", 1) },
		"aside":                           func(l string) string { return "<aside><h4>" + l + "</h4>" + link + "</aside>" },
		"box":                             func(l string) string { return `<div class="box"><div>` + l + "</div><div>" + link + "</div></div>" },
		"card": func(l string) string {
			return strings.NewReplacer(">Dam", `><div>`+l+`</div><h3>Dam`, "</a>", "</h3></a>").Replace(link)
		},
	} {
		for language, list := range labelLanguages {
			for _, label := range list {
				if a := readStory(t, storyPage(write(label), ""), nil); len(a.AlsoRead) != 1 || a.AlsoRead[0].Label != label || strings.Contains(a.Text, "engineers") {
					t.Errorf("%s, %s, %q: %+v", shape, language, label, a.AlsoRead)
				}
			}
		}
	}
}

func TestAlsoReadShapes(t *testing.T) {
	const (
		one   = `<a href="/2026/02/27/dam-was-weak">Dam was weak for years, engineers say</a>`
		two   = `<a href="https://other.example/2026/rain?utm_source=x">Rain breaks records in the whole valley</a>`
		first = "https://news.example/2026/02/27/dam-was-weak"
		other = "https://other.example/2026/rain?utm_source=x"
	)
	for _, test := range []struct {
		name, middle, end string
		want              []Link
	}{
		{"label paragraph, link paragraphs", `<p><b>Also Read</b></p><p>` + one + `</p><p>` + two + `</p>`, "", []Link{{first, "Dam was weak for years, engineers say", "Also Read", 0}, {other, "Rain breaks records in the whole valley", "Also Read", 1}}},
		{"label heading, list", `<h3>Related stories</h3><ul><li>` + one + `</li><li>` + two + `</li></ul>`, "", []Link{{first, "Dam was weak for years, engineers say", "Related stories", 0}, {other, "Rain breaks records in the whole valley", "Related stories", 1}}},
		{"bar", `<p>READ ALSO | ` + one + `</p>`, "", []Link{{first, "Dam was weak for years, engineers say", "READ ALSO", 0}}},
		{"link that begins with the label", `<p><a href="/2026/02/27/dam-was-weak">Read more: Dam was weak for years, engineers say</a></p>`, "", []Link{{first, "Dam was weak for years, engineers say", "Read more", 0}}},
		{"aside", `<aside><h4>More on this story</h4><div>` + one + `<p>What a report of last year says about it.</p></div></aside>`, "", []Link{{first, "Dam was weak for years, engineers say", "More on this story", 0}}},
		{"card that is a link", `<a href="/2026/02/27/dam-was-weak" class="card"><div>See also</div><h3>Dam was weak for years, engineers say</h3></a>`, "", []Link{{first, "Dam was weak for years, engineers say", "See also", 0}}},
		{"class alone", `<div class="inline-related"><a href="/2026/02/27/dam-was-weak"><img src="/d.jpg" alt=""><span>Dam was weak for years, engineers say</span></a></div>`, "", []Link{{first, "Dam was weak for years, engineers say", "", 0}}},
		{"data attribute alone", `<section data-component="related-content">` + one + `</section>`, "", []Link{{first, "Dam was weak for years, engineers say", "", 0}}},
		{"link over its card", `<aside class="relatedNews"><div>Dam was weak for years, engineers say<div>Read more</div><a href="/2026/02/27/dam-was-weak"></a></div></aside>`, "", []Link{{first, "Dam was weak for years, engineers say", "Read more", 0}}},
		{"at the end of a paragraph", `<p>The dam above the town was built in 1931 and has been repaired twice since then, most lately in the year 2019. (Also read: ` + one + `)</p>`, "", []Link{{first, "Dam was weak for years, engineers say", "Also read", 0}}},
		{"last line of the text", "", `<p>READ NEXT: ` + one + `</p>`, []Link{{first, "Dam was weak for years, engineers say", "READ NEXT", 0}}},
		{"label behind words and a colon", `<p><strong>Show notes: also read:</strong> ` + one + `</p>`, "", []Link{{first, "Dam was weak for years, engineers say", "Show notes: also read", 0}}},
		{"label at the end of a line in italics", `<p><em>I also read</em></p><ul><li>` + one + `</li></ul>`, "", []Link{{first, "Dam was weak for years, engineers say", "I also read", 0}}},
		{"label with a name, in bold", `<p><b>Also in The Valley Post</b></p><ul><li>` + one + `</li></ul>`, "", []Link{{first, "Dam was weak for years, engineers say", "Also in The Valley Post", 0}}},
		{"one target twice", `<p>Also read: ` + one + `</p>` + second + `<p>Also read: ` + one + `</p>`, "", []Link{{first, "Dam was weak for years, engineers say", "Also read", 0}}},

		{"link in a sentence", `<p>Engineers had warned for years; ` + one + `, and nobody did anything about it until the water came over the wall.</p>`, "", nil},
		{"sentence that begins like a label", `<p>Related to this, ` + one + ` was one of the warnings that the town council had on its table when it met last.</p>`, "", nil},
		{"a line that ends like a label", `<p>What he also read</p><ul><li>` + one + `</li></ul>`, "", nil},
		{"a quotation that begins like a label", `<p>Also in danger are the houses by the mill.</p><ul><li>` + one + `</li></ul>`, "", nil},
		{"navigation", `<nav><h3>Related</h3>` + one + `</nav>`, "", nil},
		{"most read", `<div class="most-read"><h3>Read more</h3><ul><li>` + one + `</li></ul></div>`, "", nil},
		{"tags", `<div class="tags"><span>More:</span> <a href="/tag/floods">Floods</a> <a href="/tag/dams">Dams</a></div>`, "", nil},
		{"author", "", `<div class="author-bio"><p>Read more</p><a href="/authors/jane-doe-of-the-valley">Jane Doe of the valley</a></div>`, nil},
		{"share bar", `<div class="share"><p>Read more</p><a href="https://social.example/sharer?u=1">Share this story with friends</a></div>`, "", nil},
		{"promoted", `<aside class="sponsored"><h4>Related</h4>` + one + `</aside>`, "", nil},
		{"a cautious label over stories, in the text", `<p>Saiba mais</p><p>` + one + `</p><p>` + two + `</p>`, "", []Link{{first, "Dam was weak for years, engineers say", "Saiba mais", 0}, {other, "Rain breaks records in the whole valley", "Saiba mais", 1}}},
		{"a cautious label over topics", `<p>Saiba mais</p><ul><li><a href="/2026/floods-of-the-valley">Floods</a></li><li>` + one + `</li></ul>`, "", nil},
		{"a label that invites to no reading", `<p>Watch</p><p>` + one + `</p>`, "", nil},
		{"a cautious label below the text", "", `<p>Saiba mais</p><p>` + one + `</p>`, nil},
		{"a cautious label that is a button", `<p><a href="/2026/02/27/dam-was-weak">Saiba mais</a></p>`, "", nil},
		{"button to the whole story", `<p><a href="/2026/02/28/flood-reaches-town">Read more</a></p>`, "", nil},
		{"below the article", "", `</article><section class="related"><h2>Related articles</h2><ul><li>` + one + `</li></ul></section><article>`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := readStory(t, storyPage(test.middle, test.end), nil)
			if !slices.Equal(a.AlsoRead, test.want) {
				t.Errorf("got  %+v\nwant %+v", a.AlsoRead, test.want)
			}
			for _, l := range test.want {
				if strings.Contains(a.Text, l.Title) || strings.Contains(a.HTML, l.Title) {
					t.Errorf("%q is left in the body: %s", l.Title, a.HTML)
				}
			}
			for _, p := range []string{"The river rose", "Firefighters carried", "by the weekend"} {
				if !strings.Contains(a.Text, p) || !strings.Contains(a.HTML, p) {
					t.Errorf("the body lacks %q: %s", p, a.Text)
				}
			}
		})
	}
}

func TestArticleRules(t *testing.T) {
	html := storyPage(`<div class="x1"><a href="/a/dam-was-weak-1">Dam was weak</a></div><div class="promo-box">Buy our almanac of all rivers, now with maps of the valley and of the whole country!</div>`, "")
	a := readStory(t, html, &news.ArticleSelect{Body: "article", Remove: []string{".promo-box", "h1"}, AlsoRead: "div.x1"})
	if len(a.AlsoRead) != 1 || a.AlsoRead[0].URL != "https://news.example/a/dam-was-weak-1" {
		t.Errorf("also_read: %+v", a.AlsoRead)
	}
	if strings.Contains(a.Text, "almanac") || strings.Contains(a.Text, "Dam was weak") || strings.Contains(a.Text, "Flood reaches") || !strings.Contains(a.Text, "by the weekend") {
		t.Errorf("body: %s", a.Text)
	}
	a = readStory(t, html, &news.ArticleSelect{Body: ".nothing-here"})
	if !said(a, "selector article.body matched nothing") || !strings.Contains(a.Text, "by the weekend") {
		t.Errorf("a body selector that matches nothing: %+v, %q", a.Problems, a.Text)
	}
	if _, err := CompileArticle(&news.ArticleSelect{AlsoRead: "div["}); err == nil {
		t.Error("a bad selector compiled")
	}
}

// Labels are found again as they are listed, and none hides a longer one.
func TestLabelsAreFound(t *testing.T) {
	for language, list := range labels {
		for _, l := range list {
			text := strings.Trim(l, ">【】 ")
			word, _, end, ok := labelAt(text + ": x")
			if !ok || end != len(text) {
				t.Errorf("%s: %q is found as %q", language, l, word)
			}
			if _, _, _, ok := labelAt("x" + text + "x"); ok && !wide(text) {
				t.Errorf("%s: %q is found inside a word", language, l)
			}
		}
	}
}
