package sitemap

import (
	"testing"
	"time"
)

func TestTitleOf(t *testing.T) {
	for address, want := range map[string]string{
		"https://x.example/town/orrin-bridge-closed-1234567.html":                           "Orrin bridge closed",
		"https://x.example/2024/05/17/the-big-story_2/":                                     "The big story 2",
		"https://x.example/international-affairs-and-politics/war-is-over":                  "War is over",
		"https://x.example/news/world-europe-12345678":                                      "World europe",
		"https://x.example/news/articles/c0jq1g2zq4eo":                                      "Articles",
		"https://x.example/2024-05-17-market-day.php":                                       "Market day",
		"https://x.example/12345678-ships-collide.cms":                                      "Ships collide",
		"https://x.example/a/%D0%BF%D0%BE%D1%80%D1%82-%D0%B7%D0%B0%D0%BA%D1%80%D1%8B%D1%82": "Порт закрыт",
		"https://x.example/sport/g20-summit-2024":                                           "G20 summit 2024",
		"https://x.example/article/98765/":                                                  "Article",
		"https://x.example/98765":                                                           "x.example/98765",
		"https://x.example/?p=12":                                                           "x.example",
		"https://x.example/a+b+tale":                                                        "A b tale",
		"https://x.example/%1b%5b31m-red-alert":                                             "[31m red alert",
	} {
		if got := titleOf(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

func TestDayOf(t *testing.T) {
	for address, want := range map[string]string{
		"https://x.example/2024/05/17/story":     "2024-05-17",
		"https://x.example/2024/5/7/story":       "2024-05-07",
		"https://x.example/a/2024-05-17-story":   "2024-05-17",
		"https://x.example/a/20240517/story":     "2024-05-17",
		"https://x.example/2024/05/17":           "2024-05-17",
		"https://x.example/2024/05/story":        "",
		"https://x.example/2024/13/17/story":     "",
		"https://x.example/2024/02/30/story":     "",
		"https://x.example/202405171/story":      "",
		"https://x.example/1024/05/17/story":     "",
		"https://x.example/story?d=/2024/05/17/": "2024-05-17",
		"https://2024/05/17/":                    "",
	} {
		got := ""
		if day := dayOf(address); !day.IsZero() {
			got = day.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

func TestMonthOf(t *testing.T) {
	for address, want := range map[string]string{
		"https://x.example/sitemap-2024-05.xml":           "2024-05-01",
		"https://x.example/sitemap_202405.xml.gz":         "2024-05-01",
		"https://x.example/sitemap?yyyy=2024&mm=05&dd=17": "2024-05-17",
		"https://x.example/sitemaps/2024/articles.xml":    "2024-01-01",
		"https://x.example/sitemap-posts-3.xml":           "",
		"https://2024.example/sitemap.xml":                "",
		"https://x.example/sitemap-12024.xml":             "",
	} {
		got := ""
		if month := monthOf(address); !month.IsZero() {
			got = month.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}
