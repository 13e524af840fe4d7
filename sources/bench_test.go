package sources

import (
	"fmt"
	"strings"
	"testing"
)

// manySources writes a file of n sources with the keys that most have.
func manySources(n int) []byte {
	var b strings.Builder
	b.WriteString("defaults:\n  schedule: \"@every 15m\"\nsources:\n")
	for i := range n {
		fmt.Fprintf(&b, "  # the feed of publisher %d\n  - name: Source %d\n    url: https://feeds.publisher%d.example/feed.xml\n"+
			"    publisher: Publisher %d\n    schedule: \"*/10 6-23 * * *\"\n    tags: [world, uk]\n    headers: {Accept-Language: en}\n\n", i, i, i, i)
	}
	return []byte(b.String())
}

func BenchmarkParse10000(b *testing.B) {
	data := manySources(10_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse("sources.yaml", data, noEnv); err != nil {
			b.Fatal(err)
		}
	}
}
