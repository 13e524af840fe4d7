package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"alsoread/internal/bench/rig"
)

// report is the table, as Markdown.
func (r *result) report(o options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s. %d stories in %d groups; %d requests a second for %d s while %d sources are scanned once a minute; %d requests failed.\n\n",
		rig.Facts(), o.stories, o.groups, o.rate, o.seconds, o.sources, len(r.fails))
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
