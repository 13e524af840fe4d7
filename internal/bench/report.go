package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"alsoread/internal/bench/rig"
	"alsoread/internal/newsworld/bulk"
)

// goal is what a case is to reach: so many seconds, or so many times a floor.
type goal struct {
	floor   string
	times   float64
	seconds float64
}

var goals = map[string]goal{
	caseCold:      {floor: caseInsert, times: 1.4},
	case304:       {floor: caseGet, seconds: 0.3},
	caseTenth:     {floor: caseGet, times: 1.5},
	caseUnchanged: {floor: caseGet, times: 1.5},
	caseGrouped:   {floor: caseCold, times: 1.25},
}

// Peak memory and database of every case are to stay under these, of a thousand
// sources.
const (
	goalPeak     = 80e6
	goalDatabase = 80e6
)

// median takes each figure's own median.
func median(costs []cost) cost {
	return cost{
		wall:     middle(costs, func(c cost) time.Duration { return c.wall }),
		cpu:      middle(costs, func(c cost) time.Duration { return c.cpu }),
		peak:     middle(costs, func(c cost) int64 { return c.peak }),
		database: middle(costs, func(c cost) int64 { return c.database }),
	}
}

func middle[T cmp.Ordered](costs []cost, figure func(cost) T) T {
	figures := make([]T, len(costs))
	for i, c := range costs {
		figures[i] = figure(c)
	}
	slices.Sort(figures)
	return figures[len(figures)/2]
}

// report writes the tables as Markdown.
func report(results []result, facts string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", facts)
	for _, r := range results {
		fmt.Fprintf(&b, "\n### %d sources, %d items\n\n", r.sources, r.sources*bulk.ItemsEach)
		fmt.Fprintf(&b, "%.0f MB of feeds, %.0f MB as they are sent (gzip). Medians of %s.\n\n",
			float64(r.greeting.Decoded)/1e6, float64(r.greeting.Compressed)/1e6, count(r.runs, "run"))
		b.WriteString("| | seconds | CPU seconds | peak MB | database MB | beside its floor | to reach |\n|---|---|---|---|---|---|---|\n")
		for _, name := range floors {
			r.row(&b, name, "", "", "")
		}
		for _, c := range cases {
			if r.costs[c.name] != nil {
				beside, reach := r.beside(c.name)
				r.row(&b, "**alsoread** "+c.name, c.name, beside, reach)
			}
		}
	}
	if len(results) == 2 {
		perSource(&b, results[0], results[1])
	}
	return b.String()
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (r result) row(b *strings.Builder, label, name, beside, reach string) {
	c := median(r.costs[cmp.Or(name, label)])
	database := ""
	if c.database > 0 {
		database = fmt.Sprintf("%.1f", float64(c.database)/1e6)
	}
	fmt.Fprintf(b, "| %s | %.2f | %.2f | %.0f | %s | %s | %s |\n",
		label, c.wall.Seconds(), c.cpu.Seconds(), float64(c.peak)/1e6, database, beside, reach)
}

// beside is a case's time against its floor's, and what it is to reach.
func (r result) beside(name string) (beside, reach string) {
	g, c := goals[name], median(r.costs[name])
	floor := median(r.costs[g.floor])
	times := c.wall.Seconds() / floor.wall.Seconds()
	beside = fmt.Sprintf("%.2f x %s (CPU %.2f x)", times, g.floor, c.cpu.Seconds()/floor.cpu.Seconds())
	scale := float64(r.sources) / 1000
	met := times <= g.times
	reach = fmt.Sprintf("%.1f x", g.times)
	if g.seconds > 0 {
		met = c.wall.Seconds() <= g.seconds*scale
		reach = fmt.Sprintf("%.1f s", g.seconds*scale)
	}
	var missed []string
	if !met {
		missed = append(missed, "time")
	}
	if float64(c.peak) > goalPeak {
		missed = append(missed, "memory")
	}
	if float64(c.database) > goalDatabase*scale {
		missed = append(missed, "database")
	}
	if missed != nil {
		return beside, reach + ": **missed** (" + strings.Join(missed, ", ") + ")"
	}
	return beside, reach + ": reached"
}

func machineFacts() string {
	model := ""
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(info)) {
			if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
				model = " (" + strings.TrimSpace(value) + ")"
				break
			}
		}
	}
	return rig.Facts() + model + ". The world is served by a process of its own on the same cores."
}
