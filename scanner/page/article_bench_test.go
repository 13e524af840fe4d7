package page

import (
	"context"
	"testing"
)

// BenchmarkReadArticle reads whole articles: parsing, metadata, Also Read, body.
// Where other programs run beside it, -cpuprofile tells more than the clock.
func BenchmarkReadArticle(b *testing.B) {
	var pages []labelled
	bytes := 0
	for _, set := range []string{"fundus", "wcxb_articles"} {
		for _, p := range loadPages(b, set) {
			pages = append(pages, p)
			bytes += len(p.html)
		}
	}
	b.SetBytes(int64(bytes / len(pages)))
	b.ResetTimer()
	for i := range b.N {
		p := pages[i%len(pages)]
		if _, err := ReadArticle(context.Background(), Document{Body: p.html, URL: p.address()}, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
