package clean

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// What a publisher writes today: 2.6 KB, clean as it comes.
const cleanArticle = `<p>The council voted on <strong>Tuesday</strong> to close the old harbour bridge for two years, saying that repairs can no longer wait. &#8220;We looked at every other way,&#8221; said the mayor, Ana Lindqvist.</p>
<figure><img src="https://cdn.harbour-post.example/photos/2026/03/bridge-at-dawn.jpg" alt="The bridge at dawn" width="1200" height="800" /><figcaption>The bridge carries <em>31,000</em> cars a day. Photo: M. Osei</figcaption></figure>
<h2>What changes for commuters</h2>
<p>From May, the <a href="https://www.harbour-post.example/2026/03/ferry-timetable">ferry</a> will run every ten minutes between six in the morning and nine in the evening, and buses of lines 4, 11 and 17 will take the tunnel. The city has put the details on <a href="https://city.example/bridge?lang=en&amp;view=map" title="City of Harbour">its own page</a>.</p>
<ul>
<li>Cyclists may use the tunnel&rsquo;s service lane at any hour.</li>
<li>Lorries above 7.5 tonnes must take the northern ring road.</li>
<li>Emergency vehicles get a lane of their own, guarded by <abbr title="automatic number plate recognition">ANPR</abbr>.</li>
</ul>
<blockquote><p>Two years is long, but a bridge that fails is longer. Nobody who has seen the cables from below will ask us why we did it now and not in five years.</p></blockquote>
<p>Shop owners on the southern bank are less sure. &ldquo;Half of my customers come across on foot,&rdquo; said Petra Novak, who has sold books there since 1998. The council has promised a footbridge by September; the chamber of commerce asked for a written guarantee and did not get one.<br />A hearing is set for the 14th.</p>
<h3>The cost</h3>
<p>Repairs are put at 84 million, of which the region pays a third. A new bridge would cost <b>310 million</b> and take seven years, an <a href="https://reports.example.org/bridges/harbour/2025-final.pdf">independent report</a> found last year; the council debated it behind closed doors on three evenings in <i>January</i>.</p>
<ol><li>Closing: 4 May</li><li>Footbridge: September</li><li>Opening again: spring 2028</li></ol>
<p>Also on this page: <a href="https://www.harbour-post.example/topics/harbour">everything about the harbour</a>.</p>`

// usualArticle is the same with what most publishing programs add to it:
// classes, styles, relative addresses, targets, a counting pixel, a script.
var usualArticle = strings.NewReplacer(
	`<p>`, `<p class="wp-block-paragraph">`,
	`<img src="https://cdn.harbour-post.example/`, `<img loading="lazy" decoding="async" class="size-large wp-image-4411" src="/`,
	`<a href="https://www.harbour-post.example/`, `<a target="_blank" rel="noopener" href="/`,
	`<h3>`, `<h3 style="text-align: left;" id="cost">`,
	`Opening again`, `<!-- checked -->Opening again`,
).Replace(cleanArticle) + `<img src="https://stats.example/p.gif?id=99" height="1" width="1" alt="" /><script>count(99)</script>`

var benchBase, _ = url.Parse("https://www.harbour-post.example/2026/03/bridge")

func BenchmarkHTMLClean(b *testing.B) { benchHTML(b, cleanArticle) }

func BenchmarkHTMLUsual(b *testing.B) { benchHTML(b, usualArticle) }

// BenchmarkHTMLDoubtful takes the way through bluemonday.
func BenchmarkHTMLDoubtful(b *testing.B) { benchHTML(b, usualArticle+`<p "x">y`) }

func benchHTML(b *testing.B, fragment string) {
	b.SetBytes(int64(len(fragment)))
	b.ReportAllocs()
	for b.Loop() {
		HTML(fragment, benchBase)
	}
}

func BenchmarkBluemondayClean(b *testing.B) { benchBluemonday(b, cleanArticle) }

func BenchmarkBluemondayUsual(b *testing.B) { benchBluemonday(b, usualArticle) }

func benchBluemonday(b *testing.B, fragment string) {
	policy := bluemondayPolicy()
	b.SetBytes(int64(len(fragment)))
	b.ReportAllocs()
	for b.Loop() {
		policy.Sanitize(fragment)
	}
}

func BenchmarkText(b *testing.B) {
	b.SetBytes(int64(len(usualArticle)))
	b.ReportAllocs()
	for b.Loop() {
		Text(usualArticle)
	}
}

func BenchmarkTitle(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Title("Harbour bridge to close for two years", true)
	}
}

func BenchmarkDate(b *testing.B) {
	now := time.Now()
	for _, s := range []string{
		"Tue, 03 Mar 2026 08:15:30 +0100", "Tue, 3 Mar 2026 08:15:30 GMT", "2026-03-03T08:15:30+01:00", "2026-03-03T07:15:30.250Z",
		"Lundi, 16. Novembre 2020 - 15:54", "2004년 05월 28일  01:31:15", "vor 3 Stunden",
	} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Date(s, now)
			}
		})
	}
}

func BenchmarkURL(b *testing.B) {
	for _, s := range []string{"https://www.harbour-post.example/2026/03/bridge?from=rss", "/2026/03/bridge"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				URL(s, benchBase)
			}
		})
	}
}
