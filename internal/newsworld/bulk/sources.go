package bulk

import (
	"bufio"
	"fmt"
	"io"
)

// Control is the address at which the world's mode is set.
func (w *World) Control() string { return w.generator.host(0) + "/-/mode" }

// URLs are the addresses of the feeds.
func (w *World) URLs() []string {
	urls := make([]string, w.options.Sources)
	for i := range urls {
		urls[i] = w.generator.host(i) + w.generator.path(i)
	}
	return urls
}

// Stories calls yield with the address of every item, those that are new in mode
// Tenth included when fresh is set.
func (w *World) Stories(fresh bool, yield func(url string)) {
	for i := range w.options.Sources {
		last := ItemsEach
		if fresh && changes(i) {
			last += newEach
		}
		for n := range last {
			yield(w.generator.item(i, n).url)
		}
	}
}

// WriteSourcesYAML writes a sources.yaml with every source.
func (w *World) WriteSourcesYAML(to io.Writer) error {
	b := bufio.NewWriter(to)
	b.WriteString(`defaults:
  schedule: "@every 15m"
  timezone: UTC
  host_delay: 0s
  per_host: 4
  allow_networks: [127.0.0.0/8]
sources:
`)
	for i, url := range w.URLs() {
		fmt.Fprintf(b, "  - name: Source %d\n    url: %s\n", i, url)
	}
	return b.Flush()
}
