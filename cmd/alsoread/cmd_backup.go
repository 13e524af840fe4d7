package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"alsoread/store"
)

func (a *app) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use: "backup FILE", Short: "Write a consistent copy of the database, also while a daemon runs",
		Example: "  alsoread backup alsoread-2026-11-22.db",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			db, err := a.openStore(cmd.Context(), store.Options{ReadOnly: true})
			if err != nil {
				return err
			}
			defer db.Close()
			if err := db.Backup(cmd.Context(), args[0]); err != nil {
				return failed(err)
			}
			_, err = fmt.Fprintf(a.stdout, "%s is a whole copy of %s.\n", args[0], a.databasePath)
			return failed(err)
		},
	}
}
