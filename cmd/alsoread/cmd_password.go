package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"alsoread/access"
)

const passwordLong = `Set the password of the newsroom that "alsoread daemon" serves. It is asked for
twice on a terminal; otherwise the first line of standard input is taken. Kept is
its argon2id hash alone, in a file beside the database (alsoread.db.keys) that only
its owner can read. A running daemon takes it up at once, and ends the sessions of
the password before.

Without a password everybody who reaches the server may enter, which is why a
daemon without one listens on the loopback alone.`

func (a *app) passwordCommand() *cobra.Command {
	var remove bool
	cmd := &cobra.Command{
		Use: "password", Short: "Set the password of the newsroom", Long: passwordLong, Args: cobra.NoArgs,
		Example: "  alsoread password\n  pass show alsoread | alsoread password",
		RunE: func(*cobra.Command, []string) error {
			return a.setPassword(remove)
		},
	}
	cmd.Flags().BoolVar(&remove, "remove", false, "remove the password")
	return cmd
}

func (a *app) setPassword(remove bool) error {
	keys, err := access.Open(access.Path(a.databasePath))
	if err != nil {
		return failed(err)
	}
	password := ""
	if !remove {
		if password, err = a.askPassword(); err != nil {
			return usage(err)
		}
	}
	if err := keys.SetPassword(password); err != nil {
		return usage(err)
	}
	said := "The password is set."
	if remove {
		said = "The password is removed; tokens stay."
	}
	_, err = fmt.Fprintln(a.stdout, said)
	return failed(err)
}

// askPassword asks on a terminal without showing what is typed, and reads a line
// elsewhere. A password never comes as an argument: others could see it there.
func (a *app) askPassword() (string, error) {
	in, ok := a.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		line, err := bufio.NewReader(io.LimitReader(a.stdin, 4096)).ReadString('\n')
		if line = strings.TrimRight(line, "\r\n"); line == "" {
			return "", errors.Join(errors.New("standard input holds no password"), ignoreEnd(err))
		}
		return line, nil
	}
	first, err := a.typed(in, "New password: ")
	if err != nil {
		return "", err
	}
	second, err := a.typed(in, "Once more:    ")
	if err == nil && first != second {
		err = errors.New("the two are not the same; nothing was changed")
	}
	return first, err
}

func ignoreEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func (a *app) typed(in *os.File, prompt string) (string, error) {
	fmt.Fprint(a.stderr, prompt)
	text, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(a.stderr)
	return string(text), err
}
