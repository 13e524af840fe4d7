package newsworld

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// SourcesYAML is a sources.yaml with every source of the world in it.
func (w *World) SourcesYAML() []byte {
	var b bytes.Buffer
	b.WriteString(`# The newsroom world: invented publishers on loopback addresses.
defaults:
  schedule: "@every 1m"
  timezone: UTC
  timeout: 10s
  host_delay: 0s
  allow_networks: [127.0.0.0/8]
sources:
`)
	for i := range publishers {
		for _, f := range publishers[i].feeds {
			w.writeSource(&b, &publishers[i], f)
		}
	}
	return b.Bytes()
}

func (w *World) writeSource(b *bytes.Buffer, p *publisher, f feed) {
	path := f.path
	if f.moved != "" {
		path = f.moved
	}
	fmt.Fprintf(b, "  - name: %q\n", f.name)
	fmt.Fprintf(b, "    url: %s\n", w.URL(p.key)+path)
	fmt.Fprintf(b, "    publisher: %q\n", p.name)
	fmt.Fprintf(b, "    tags: [%s]\n", strings.Join(append([]string{p.language}, p.tags...), ", "))
	if p.schedule != "" {
		fmt.Fprintf(b, "    schedule: %q\n", p.schedule)
	}
	if w.recommends(p.key) {
		b.WriteString("    articles: true\n")
	}
	if f.format == listing {
		b.WriteString(`    kind: page
    select:
      item: article.card
      link: h2 a
      title: h2
      summary: p.teaser
      author: .author
      time: time@datetime
      image: img@src
`)
	}
}

// recommends tells whether a publisher sets Also Read blocks into its stories.
func (w *World) recommends(publisher string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.ContainsFunc(w.stories, func(s *Story) bool {
		return s.Publisher == publisher && slices.ContainsFunc(s.Blocks, func(b Block) bool { return b.Kind == Also })
	})
}
