package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"alsoread/news"
	"alsoread/scanner"
)

const checkLong = `Read sources.yaml and say everything that is wrong with it. Then ask the listing
pages (sources of kind page) whether they still give what they used to give: how
many items, on how many of them there are titles, dates, pictures, summaries and
authors, and what their cards are made of. What a page used to give is remembered
in the database from the scans before; a page that was never scanned is not asked,
nor is one whose publisher asked to be left alone for now. Nothing is kept.

A page has drifted when it gives less than half of its items, when what used to be
on most items is on hardly any, or when the cards have become others. That scans
still succeed does not tell: a page that lost its dates or half of its stories is
read as it is. Look at it, and correct select: in sources.yaml; "sources discover"
prints the selectors that would be used now. What is as it is for a week, or read
by other selectors, is the usual from then on.

Exit codes: 0 in order, 1 the database could not be read, 2 sources.yaml has faults,
3 a page has drifted or could not be read.`

func (a *app) sourcesCheckCommand() *cobra.Command {
	var offline, asJSON bool
	cmd := &cobra.Command{
		Use: "check", Short: "Say what is wrong with sources.yaml, and which listing pages have changed", Long: checkLong, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.checkSources(cmd.Context(), offline, asJSON) },
	}
	cmd.Flags().BoolVar(&offline, "offline", false, "ask no page: say what the last scans saw")
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line for each page")
	return cmd
}

// pageCheck is what came of one listing page; a line of "sources check --json".
type pageCheck struct {
	Name   string      `json:"name"`
	URL    string      `json:"url"`
	Status string      `json:"status"` // "as usual", "drifted", "failed"
	What   string      `json:"what"`   // in words
	Usual  news.Shape  `json:"usual"`
	Now    *news.Shape `json:"now,omitempty"` // nil: not asked, or not read
	Since  *time.Time  `json:"drift_since,omitempty"`
}

func (a *app) checkSources(ctx context.Context, offline, asJSON bool) error {
	file, err := a.loadSources()
	if err != nil {
		return err
	}
	if !asJSON {
		if _, err := fmt.Fprintf(a.stdout, "%s is in order: %s.\n", a.sourcesPath, describe(file.Sources)); err != nil {
			return failed(err)
		}
	}
	states, err := a.statesIfAny(ctx)
	if err != nil {
		return err
	}
	known := slices.DeleteFunc(slices.Clone(file.Sources), func(s news.Source) bool {
		return s.Disabled || states[s.Name].Profile.Readings == 0
	})
	checks, err := a.checkPages(ctx, known, states, offline)
	if err != nil {
		return failed(err)
	}
	if err := a.printChecks(checks, asJSON); err != nil {
		return failed(err)
	}
	if slices.ContainsFunc(checks, func(c pageCheck) bool { return c.Status != "as usual" }) {
		return exitError{code: exitPartial}
	}
	return nil
}

// checkPages compares the pages as they are with what is remembered of them.
func (a *app) checkPages(ctx context.Context, pages []news.Source, states map[string]news.State, offline bool) ([]pageCheck, error) {
	var checks []pageCheck
	asked := slices.DeleteFunc(slices.Clone(pages), func(s news.Source) bool {
		st := states[s.Name]
		if wait := st.NotBefore.After(time.Now()); offline || wait || !st.Retired.IsZero() {
			checks = append(checks, remembered(s, st, wait && !offline))
			return true
		}
		return false
	})
	fetcher := a.newFetcher()
	defer fetcher.Close()
	afresh := map[string]news.State{}
	for _, s := range asked {
		st := states[s.Name]
		st.ETag, st.LastModified, st.BodyHash = "", "", 0 // an unchanged page is to be read too
		afresh[s.Name] = st
	}
	look := scanner.New(fetcher, nil, scanner.Options{Parsing: runtime.GOMAXPROCS(0), Log: a.log})
	err := look.Pass(ctx, asked, afresh, func(r scanner.Result) {
		checks = append(checks, compared(r, states[r.Scan.Source.Name].Profile))
	})
	slices.SortFunc(checks, func(a, b pageCheck) int { return strings.Compare(a.Name, b.Name) })
	if err == nil && ctx.Err() != nil {
		err = errors.New("stopped before every page was asked")
	}
	return checks, err
}

// remembered is what the last scans saw of a page that is not asked.
func remembered(src news.Source, st news.State, wait bool) pageCheck {
	c := pageCheck{Name: src.Name, URL: src.Display, Status: "as usual", What: "as it used to be when it was last read", Usual: st.Profile.Usual, Since: stamp(st.Profile.Since)}
	switch {
	case st.Failures > 0 || !st.Retired.IsZero():
		c.Status, c.What = "failed", st.Error
	case st.Profile.Drift != "":
		c.Status, c.What = "drifted", st.Profile.Drift
	}
	if wait {
		c.What += "; not asked now: its publisher asks to wait until " + st.NotBefore.UTC().Format(time.RFC3339)
	}
	return c
}

// compared is what a page that was asked is like.
func compared(r scanner.Result, before news.Profile) pageCheck {
	c := pageCheck{Name: r.Scan.Source.Name, URL: r.Scan.Source.Display, Status: "as usual", Usual: before.Usual}
	if r.Scan.Err != nil {
		c.Status, c.What = "failed", r.Scan.Err.Error()
		return c
	}
	c.Now = r.Shape
	if c.Now == nil {
		c.Status, c.What = "failed", "it is no listing page any more"
		return c
	}
	if changes := before.Usual.Changes(*c.Now); len(changes) > 0 {
		c.Status, c.What = "drifted", strings.Join(changes, "; ")
		c.Since = stamp(before.Since)
		return c
	}
	c.What = fmt.Sprintf("%s, used to be %d", count(c.Now.Items, "item", "items"), before.Usual.Items)
	return c
}

func (a *app) printChecks(checks []pageCheck, asJSON bool) error {
	rows := [][]string{{"PAGE", "STATUS", "WHAT"}}
	for _, c := range checks {
		c.What = plain(c.What)
		if asJSON {
			if err := jsonLine(a.stdout, c); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{fit(c.Name, 40), c.Status, c.What})
	}
	if len(rows) == 1 {
		return nil
	}
	fmt.Fprintln(a.stdout)
	return table(a.stdout, rows)
}
