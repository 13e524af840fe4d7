package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"alsoread/news"
	"alsoread/store"
)

const trendsLong = `List the words and names that more publishers use in their titles than they used
to, with the groups they are met in.

PUBLISHERS counts independent ones of the last day; BEFORE is how many used the
word in a day on average, in the week before. Trends are looked for after scans,
as often as that is cheap, and kept: this lists them as they were then.`

func (a *app) trendsCommand() *cobra.Command {
	var asJSON bool
	var limit int
	cmd := &cobra.Command{
		Use: "trends", Short: "List words and names on the rise, with their groups", Long: trendsLong, Args: cobra.NoArgs,
		Example: "  alsoread trends\n  alsoread trends --json --limit 5 | jq '.groups[0]'",
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.listTrends(cmd.Context(), limit, asJSON) },
	}
	cmd.Flags().IntVar(&limit, "limit", 20, "at most so many; 0 for all")
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	return cmd
}

// trendLine is one line of "trends --json".
type trendLine struct {
	Term       string  `json:"term"`
	Publishers int     `json:"publishers"`
	Before     float64 `json:"before"`
	Score      float64 `json:"score"`
	Groups     []int64 `json:"groups"`
}

func (a *app) listTrends(ctx context.Context, limit int, asJSON bool) error {
	if limit < 0 {
		return usage(fmt.Errorf("--limit %d: 0 or more", limit))
	}
	db, err := a.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	trends, at, err := db.Trends(ctx, limit)
	if err != nil {
		return failed(err)
	}
	if asJSON {
		for _, t := range trends {
			if err := jsonLine(a.stdout, trendLine(t)); err != nil {
				return failed(err)
			}
		}
		return nil
	}
	return failed(a.trendTable(ctx, db, trends, at))
}

func (a *app) trendTable(ctx context.Context, db *store.Store, trends []news.Trend, at time.Time) error {
	if len(trends) == 0 {
		_, err := fmt.Fprintln(a.stdout, "No trends.")
		return err
	}
	fmt.Fprintf(a.stdout, "As of %s.\n\n", clock(at, a.zone()))
	rows := [][]string{{"TERM", "PUBLISHERS", "BEFORE", "GROUP", "TITLE"}}
	for _, t := range trends {
		group, title := "-", ""
		if len(t.Groups) > 0 {
			g, err := db.Group(ctx, t.Groups[0])
			if err != nil {
				return err
			}
			group, title = strconv.FormatInt(g.ID, 10), fit(g.Title, columns(a.stdout)-62)
		}
		rows = append(rows, []string{fit(t.Term, 30), strconv.Itoa(t.Publishers), strconv.FormatFloat(t.Before, 'f', 1, 64), group, title})
	}
	return table(a.stdout, rows)
}
