package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// sourcesDisableCommand disables sources, or enables them again.
func (a *app) sourcesDisableCommand(disabled bool) *cobra.Command {
	use, short, did := "enable", "Have a disabled source scanned again", "Enabled"
	if disabled {
		use, short, did = "disable", "Keep a source in sources.yaml, but from being scanned", "Disabled"
	}
	return &cobra.Command{
		Use: use + " NAME", Short: short, Args: cobra.ExactArgs(1), ValidArgsFunction: a.completeSources,
		RunE: func(_ *cobra.Command, args []string) error {
			file, err := a.editableSources()
			if err != nil {
				return err
			}
			data, err := file.SetDisabled(args[0], disabled)
			if err != nil {
				return usage(err)
			}
			if err := a.writeSources(data); err != nil {
				return failed(err)
			}
			_, err = fmt.Fprintf(a.stdout, "%s %q in %s.\n", did, plain(args[0]), a.sourcesPath)
			return failed(err)
		},
	}
}
