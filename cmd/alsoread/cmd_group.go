package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"alsoread/news"
	"alsoread/store"
)

const groupLong = `Look at one group of stories, and correct it.

A correction is kept. Grouping obeys it from then on, also a daemon that is
running, and whatever it moved stays moved until it is undone with --undo. Numbers
of groups stay good: that of a group which was joined to another leads to it.`

func (a *app) groupCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "group", Short: "Show a group of stories, or correct it", Long: groupLong}
	cmd.AddCommand(a.groupShowCommand(), a.groupSplitCommand(), a.groupMergeCommand(), a.groupPinCommand())
	return cmd
}

func (a *app) groupShowCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "show ID", Short: "Its stories, and what ties them; who broke it; what is related", Args: cobra.ExactArgs(1),
		Long: `Show who told an event and when, each story with what tied it to the group
(the words, names and numbers it shares with which other story, the same text, a
link, a correction) and the odds that both tell of one event, the groups of the
same thread, and what people have corrected.`,
		Example: "  alsoread group show 17\n  alsoread group show 17 --json | jq '.members[].reasons'",
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := numbers(args)
			if err != nil {
				return usage(err)
			}
			return a.showGroup(cmd.Context(), ids[0], asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// correctionFlags are those that split, merge and pin share.
type correctionFlags struct{ undo, json, never bool }

func (o *correctionFlags) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&o.undo, "undo", false, "take back the last such correction")
	cmd.Flags().BoolVar(&o.json, "json", false, "print the correction as JSON")
}

func (a *app) groupSplitCommand() *cobra.Command {
	var o correctionFlags
	cmd := &cobra.Command{
		Use: "split ID STORY...", Short: "Take stories out, into a group of their own", Args: cobra.MinimumNArgs(1),
		Long: `Take the stories out of the group, into a new one. They stay together, and no
story of the one group will join the other; what comes later is free. Undone, they
go back, and grouping looks at them again.`,
		Example: "  alsoread group split 17 203 204\n  alsoread group split 17 203 204 --undo",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.correct(cmd.Context(), news.CorrectSplit, args, o)
		},
	}
	o.flags(cmd)
	return cmd
}

func (a *app) groupMergeCommand() *cobra.Command {
	var o correctionFlags
	cmd := &cobra.Command{
		Use: "merge ID OTHER", Short: "Take another group in: both are one event", Args: cobra.RangeArgs(1, 2),
		Long: `Take the stories of OTHER into the group ID. They stay there with those that it
has; the number of OTHER leads to ID. Undone, they go back under their old number,
and grouping looks at them again.`,
		Example: "  alsoread group merge 17 23\n  alsoread group merge 17 --undo",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.correct(cmd.Context(), news.CorrectMerge, args, o)
		},
	}
	o.flags(cmd)
	return cmd
}

func (a *app) groupPinCommand() *cobra.Command {
	var o correctionFlags
	cmd := &cobra.Command{
		Use: "pin ID STORY...", Short: "Have stories stay in the group, or never join it", Args: cobra.MinimumNArgs(1),
		Long: `Have the stories stay in the group, whatever comes; those that are elsewhere are
taken in. With --never they do not join it: those that are in it leave, and grouping
finds where they belong instead.`,
		Example: "  alsoread group pin 17 203\n  alsoread group pin 17 203 --never\n  alsoread group pin 17 203 --never --undo",
		RunE: func(cmd *cobra.Command, args []string) error {
			kind := news.CorrectPin
			if o.never {
				kind = news.CorrectBar
			}
			return a.correct(cmd.Context(), kind, args, o)
		},
	}
	o.flags(cmd)
	cmd.Flags().BoolVar(&o.never, "never", false, "the stories never join the group")
	return cmd
}

// numbers reads the numbers of a group and of stories.
func numbers(args []string) ([]int64, error) {
	out := make([]int64, len(args))
	for i, arg := range args {
		n, err := strconv.ParseInt(arg, 10, 64)
		if err != nil || n <= 0 {
			return nil, fmt.Errorf("%q is no number of a group or story; \"alsoread groups\" and \"alsoread stories\" list them", arg)
		}
		out[i] = n
	}
	return out, nil
}

// correct carries a correction out, or takes it back.
func (a *app) correct(ctx context.Context, kind news.CorrectionKind, args []string, o correctionFlags) error {
	ids, err := numbers(args)
	if err != nil {
		return usage(err)
	}
	if len(ids) == 1 && !o.undo {
		return usage(errors.New("name the stories after the group, or the other group; or --undo"))
	}
	db, err := a.openStore(ctx, store.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	c := news.Correction{Kind: kind, Group: ids[0], Stories: ids[1:]}
	if kind == news.CorrectMerge && len(ids) > 1 {
		c.Other, c.Stories = ids[1], nil
	}
	if o.undo {
		c, err = undoLast(ctx, db, c)
	} else {
		c, err = db.Correct(ctx, c)
	}
	if err != nil {
		return failed(err)
	}
	return failed(a.printCorrection(c, o.json))
}

// undoLast takes back the last correction of the kind about the group: if stories
// or another group were named, about just them.
func undoLast(ctx context.Context, db *store.Store, like news.Correction) (news.Correction, error) {
	all, err := db.Corrections(ctx, like.Group)
	if err != nil {
		return like, err
	}
	slices.Sort(like.Stories)
	for _, c := range all {
		if c.Kind == like.Kind && c.Undone.IsZero() && (like.Other == 0 || like.Other == c.Other) &&
			(len(like.Stories) == 0 || slices.Equal(like.Stories, c.Stories)) {
			return db.Undo(ctx, c.ID)
		}
	}
	return like, fmt.Errorf("group %d: %w; \"alsoread group show\" lists them", like.Group, store.ErrNoCorrection)
}

func (a *app) printCorrection(c news.Correction, asJSON bool) error {
	if asJSON {
		return jsonLine(a.stdout, correctionLineOf(c))
	}
	text := tellCorrection(c)
	if !c.Undone.IsZero() {
		text = "Undone: " + text
	}
	_, err := fmt.Fprintln(a.stdout, text)
	return err
}

// tellCorrection says in words what a correction does.
func tellCorrection(c news.Correction) string {
	stories := count(len(c.Stories), "story", "stories")
	switch c.Kind {
	case news.CorrectSplit:
		return fmt.Sprintf("%s of group %d %s group %d.", stories, c.Group, verb(len(c.Stories), "is", "are"), c.Other)
	case news.CorrectMerge:
		return fmt.Sprintf("group %d is taken into group %d, with %s.", c.Other, c.Group, stories)
	case news.CorrectPin:
		return fmt.Sprintf("%s %s in group %d.", stories, verb(len(c.Stories), "stays", "stay"), c.Group)
	}
	return fmt.Sprintf("%s never %s group %d.", stories, verb(len(c.Stories), "joins", "join"), c.Group)
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
