package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"alsoread/access"
	"alsoread/sources"
)

const tokenLong = `Make, list and revoke the tokens that programs show to the newsroom of "alsoread
daemon". A token stands in the header "Authorization: Bearer TOKEN"; feed readers,
which know only user names and passwords, give any user name and the token as the
password. It is never part of an address.

A token with the scope read may read pages, feeds and the API; write may correct
groups and scan now as well; admin may change what is scanned. Kept is a hash
alone: a token is shown once.`

func (a *app) tokenCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "token", Short: "Make, list and revoke tokens for programs", Long: tokenLong}
	var scope, expires string
	create := &cobra.Command{
		Use: "create NAME", Short: "Make a token and print it", Args: cobra.ExactArgs(1),
		Example: "  alsoread token create phone\n  alsoread token create robot --scope write --expires 90d",
		RunE: func(_ *cobra.Command, args []string) error {
			return a.createToken(args[0], access.Scope(scope), expires)
		},
	}
	create.Flags().StringVar(&scope, "scope", "read", "read, write or admin")
	create.Flags().StringVar(&expires, "expires", "", "how long it is good for, such as 90d; empty: for ever")
	var asJSON bool
	listing := &cobra.Command{
		Use: "list", Short: "List the tokens", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.listTokens(asJSON) },
	}
	listing.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	revoke := &cobra.Command{
		Use: "revoke NAME", Short: "Take a token out of force, at once", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.revokeToken(args[0]) },
	}
	cmd.AddCommand(create, listing, revoke)
	return cmd
}

func (a *app) createToken(name string, scope access.Scope, expires string) error {
	var end time.Time
	if expires != "" {
		age, err := sources.ParseDuration(expires)
		if err != nil || age <= 0 {
			return usage(fmt.Errorf("--expires %s: a time such as 90d", expires))
		}
		end = time.Now().Add(age)
	}
	keys, err := access.Open(access.Path(a.databasePath))
	if err != nil {
		return failed(err)
	}
	secret, err := keys.NewToken(name, scope, end)
	if err != nil {
		return usage(err)
	}
	_, err = fmt.Fprintln(a.stdout, secret)
	fmt.Fprintln(a.stderr, "This is the only time that it is shown.")
	return failed(err)
}

// tokenLine is one line of "token list --json".
type tokenLine struct {
	Name    string       `json:"name"`
	Scope   access.Scope `json:"scope"`
	Created *time.Time   `json:"created,omitempty"`
	Expires *time.Time   `json:"expires,omitempty"`
}

func (a *app) listTokens(asJSON bool) error {
	keys, err := access.Open(access.Path(a.databasePath))
	if err != nil {
		return failed(err)
	}
	rows := [][]string{{"NAME", "SCOPE", "CREATED", "EXPIRES"}}
	zone := a.zone()
	for _, t := range keys.Tokens() {
		if asJSON {
			if err := jsonLine(a.stdout, tokenLine{t.Name, t.Scope, stamp(t.Created), stamp(t.Expires)}); err != nil {
				return failed(err)
			}
			continue
		}
		rows = append(rows, []string{fit(t.Name, 40), string(t.Scope), clock(t.Created, zone), clock(t.Expires, zone)})
	}
	if asJSON {
		return nil
	}
	return failed(table(a.stdout, rows))
}

func (a *app) revokeToken(name string) error {
	keys, err := access.Open(access.Path(a.databasePath))
	if err != nil {
		return failed(err)
	}
	if err := keys.Revoke(name); errors.Is(err, access.ErrNoToken) {
		return usage(err)
	} else if err != nil {
		return failed(err)
	}
	_, err = fmt.Fprintf(a.stdout, "Token %q is revoked.\n", plain(name))
	return failed(err)
}
