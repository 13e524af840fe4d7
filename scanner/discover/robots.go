package discover

import (
	"bytes"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// maxRobots is how much of a robots.txt is read: what RFC 9309 section 2.5 asks for.
const maxRobots = 500 << 10

// maxSitemaps is how many sitemaps of one robots.txt are kept.
const maxSitemaps = 50

// Sitemaps returns the sitemaps that a robots.txt names, those for news first.
// robotsURL is where it was found.
func Sitemaps(robots []byte, robotsURL string) []Found {
	base := absolute(clean.URL(robotsURL, nil))
	var list []Found
	for line := range bytes.Lines(robots[:min(len(robots), maxRobots)]) {
		line, _, _ = bytes.Cut(line, []byte("#"))
		name, value, ok := bytes.Cut(line, []byte(":"))
		if !ok || !bytes.EqualFold(bytes.TrimSpace(name), []byte("sitemap")) || len(list) == maxSitemaps {
			continue
		}
		if address := clean.URL(string(bytes.TrimSpace(value)), base); address != "" {
			list = append(list, Found{URL: address, Kind: news.KindSitemap, How: ByRobots})
		}
	}
	return ranked(list, base)
}
