package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"alsoread/coverage"
	"alsoread/internal/labelled"
)

const evalCoverageLong = `Stream a labelled set of stories through the engine that groups them, as it is
shipped, and say how good the groups are.

DIR holds items.jsonl (id, title, and where there are any text, url, source,
date, lang, links; one story a line, streamed in that order) and truth.tsv
(id<TAB>cluster); or pairs.jsonl: two headlines h1, h2 with a score of 0 to 5,
where 4 and over means nearly the same, or title1, text1, url1 and title2,
text2, url2 with a label OK (one event) or BAD.`

func (a *app) evalCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "eval", Short: "Measure the program on labelled sets"}
	var asJSON bool
	var predictions string
	eval := &cobra.Command{
		Use: "coverage DIR", Short: "How well stories are grouped", Long: evalCoverageLong, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := labelled.Read(args[0])
			if err != nil {
				return failed(err)
			}
			if n := set.Strays(); n > 0 {
				fmt.Fprintf(a.stderr, "labels of truth.tsv that name no story of items.jsonl: %d; each counts as a story that no group was found for\n", n)
			}
			out, err := labelled.Run(cmd.Context(), set, coverage.Options{})
			if err != nil {
				return failed(err)
			}
			if predictions != "" {
				if err := writePredictions(predictions, out.Predicted); err != nil {
					return failed(err)
				}
			}
			return failed(printOutcome(a.stdout, out, asJSON))
		},
	}
	eval.Flags().BoolVar(&asJSON, "json", false, "print the numbers as JSON")
	eval.Flags().StringVar(&predictions, "predictions", "", "write id<TAB>group of every story (of a pair: 1 or 0) to this `file`")
	cmd.AddCommand(eval)
	return cmd
}

func writePredictions(path string, list []labelled.Prediction) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	for _, p := range list {
		if _, err := fmt.Fprintf(f, "%s\t%s\n", p.Name, p.Group); err != nil {
			f.Close()
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	return f.Close()
}

func printOutcome(w io.Writer, out *labelled.Outcome, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(out)
	}
	if out.Pairs != nil {
		fmt.Fprintf(w, "pairs     %d\n", len(out.Predicted))
		return printScore(w, "pairs", *out.Pairs)
	}
	fmt.Fprintf(w, "stories   %d\nclusters  %d\ngroups    %d\n", out.Items, out.Clusters, out.Groups)
	if err := printScore(w, "BCubed", out.BCubed); err != nil {
		return err
	}
	return printScore(w, "pairwise", out.Pairwise)
}

func printScore(w io.Writer, name string, s coverage.Score) error {
	_, err := fmt.Fprintf(w, "%-9s precision %.4f  recall %.4f  F1 %.4f\n", name, s.Precision, s.Recall, s.F1)
	return err
}
