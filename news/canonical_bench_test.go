package news

import "testing"

func BenchmarkCanonical(b *testing.B) {
	cases := []struct{ name, raw string }{
		{"clean", "https://example.com/world/2024/05/12/ministers-agree-on-a-new-water-treaty"},
		{"www", "https://www.example.co.uk/news/world-europe-68123456"},
		{"tracked", "http://www.example.com/world/ministers-agree-68123456.html?utm_source=rss&utm_medium=feed&id=7#comments"},
		{"sorted query", "https://example.com/article.php?b=2&a=1&utm_source=rss"},
		{"escapes", "https://example.com/%e4%b8%96%e7%95%8c/na%c3%afve/%7euser/a%20b"},
		{"redirector", "https://www.google.com/url?rct=j&sa=t&url=https://www.example.com/2019/07/10/story.html&ct=ga&cd=x&usg=y"},
	}
	for _, c := range cases {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Canonical(c.raw); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
