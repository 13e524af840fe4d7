package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"alsoread/store"
)

const restoreLong = `Put a backup in the place of the database. The backup is checked first, whole;
one that is damaged, or of a newer alsoread, changes nothing. The database that was
there is kept beside it under another name, which is printed. A daemon must not be
running. Passwords and tokens are not part of a backup and stay as they are.`

func (a *app) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use: "restore FILE", Short: "Put a backup in the place of the database, which is kept aside", Long: restoreLong,
		Example: "  alsoread restore alsoread-2026-11-22.db",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			done, err := store.Restore(cmd.Context(), args[0], a.databasePath)
			if err != nil {
				return failed(err)
			}
			fmt.Fprintf(a.stdout, "%s is %s now: %s, %s.\n", a.databasePath, args[0],
				count(done.Stories, "story", "stories"), count(done.Sources, "source", "sources"))
			if done.Aside != "" {
				fmt.Fprintf(a.stdout, "What was there before is %s.\n", done.Aside)
			}
			return nil
		},
	}
}
