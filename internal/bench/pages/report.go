package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

const (
	performanceDocument = "docs/performance.md"
	beginMark           = "<!-- bench of pages: begin -->"
	endMark             = "<!-- bench of pages: end -->"
)

// report is the table, as Markdown.
func (r *result) report(o options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s, %s/%s, %d cores. %d stories in %d groups; %d requests a second for %d s while %d sources are scanned once a minute; %d requests failed.\n\n",
		time.Now().UTC().Format(time.DateOnly), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), o.stories, o.groups, o.rate, o.seconds, o.sources, len(r.fails))
	b.WriteString("| page | CPU ms | requests | p50 ms | p90 ms | p99 ms | most ms | p99 to reach |\n|---|---|---|---|---|---|---|---|\n")
	for _, k := range r.kinds {
		took := r.took[k.name]
		if len(took) == 0 {
			if cost, ok := r.costs[k.name]; ok {
				fmt.Fprintf(&b, "| `%s` | %s | | | | | | |\n", k.name, ms(cost))
			}
			continue
		}
		slices.Sort(took)
		reach := "reached"
		if percentile(took, 99) > k.goal {
			reach = "**missed**"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %d | %s | %s | %s | %s | %s ms: %s |\n", k.name, ms(r.costs[k.name]), len(took), ms(percentile(took, 50)), ms(percentile(took, 90)),
			ms(percentile(took, 99)), ms(took[len(took)-1]), ms(k.goal), reach)
	}
	return b.String()
}

// percentile of sorted values: the least that so many of a hundred do not exceed.
func percentile(sorted []time.Duration, p int) time.Duration {
	return sorted[max((len(sorted)*p+99)/100-1, 0)]
}

func ms(d time.Duration) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(d.Microseconds())/1000), ".0")
}

// updateDocument puts text between the marks of a document.
func updateDocument(path, text string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, found := bytes.Cut(old, []byte(beginMark))
	_, after, ended := bytes.Cut(rest, []byte(endMark))
	if !found || !ended {
		return fmt.Errorf("%s: the lines %s and %s are not there", path, beginMark, endMark)
	}
	return os.WriteFile(path, []byte(string(before)+beginMark+"\n"+text+"\n"+endMark+string(after)), 0o644)
}
