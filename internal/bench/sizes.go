package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// perSource sets two worlds side by side: what a source costs in either. The
// runs of both alternated, so their spread is what else the machine did.
func perSource(b *strings.Builder, small, large result) {
	fmt.Fprintf(b, "\n### A source of %d beside one of %d\n\n", small.sources, large.sources)
	b.WriteString("Milliseconds of one source: the median run, and the least and the dearest. A larger world is to cost no more:\n" +
		"its median CPU time is not above the dearest run of the smaller one.\n\n")
	fmt.Fprintf(b, "| | CPU, %d | CPU, %d | ratio | seconds, %[1]d | seconds, %[2]d | ratio | no more? |\n|---|---|---|---|---|---|---|---|\n",
		small.sources, large.sources)
	for _, name := range floors {
		sizesRow(b, name, "", small.each(name), large.each(name))
	}
	for _, c := range cases {
		if small.costs[c.name] == nil {
			continue
		}
		s, l := small.each(c.name), large.each(c.name)
		sizesRow(b, "**alsoread** "+c.name, verdict(s, l), s, l)
	}
}

// each is what one source cost, run by run.
func (r result) each(name string) []cost {
	out := slices.Clone(r.costs[name])
	for i := range out {
		out[i].wall /= time.Duration(r.sources)
		out[i].cpu /= time.Duration(r.sources)
	}
	return out
}

func verdict(small, large []cost) string {
	dearest := slices.MaxFunc(small, func(a, b cost) int { return cmp.Compare(a.cpu, b.cpu) })
	if median(large).cpu > dearest.cpu {
		return "**missed**"
	}
	return "reached"
}

func sizesRow(b *strings.Builder, label, verdict string, small, large []cost) {
	cpu := func(c cost) time.Duration { return c.cpu }
	wall := func(c cost) time.Duration { return c.wall }
	fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", label,
		spread(small, cpu), spread(large, cpu), ratio(small, large, cpu),
		spread(small, wall), spread(large, wall), ratio(small, large, wall), verdict)
}

// spread is a median with the least and the most of all runs.
func spread(costs []cost, figure func(cost) time.Duration) string {
	least, most := figure(costs[0]), figure(costs[0])
	for _, c := range costs {
		least, most = min(least, figure(c)), max(most, figure(c))
	}
	return fmt.Sprintf("%.2f (%.2f to %.2f)", milliseconds(middle(costs, figure)), milliseconds(least), milliseconds(most))
}

func ratio(small, large []cost, figure func(cost) time.Duration) string {
	return fmt.Sprintf("%.2f", float64(middle(large, figure))/float64(middle(small, figure)))
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
