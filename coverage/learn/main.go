// Command learn fits the weights of package coverage on labelled sets:
//
//	go run ./coverage/learn -out coverage/weights.json DIR...
//
// It counts how common the stems of the sets are, each event, and each story of
// a pair, once. The same folders give the same weights.
//
//	go run ./coverage/learn -near coverage/near.json DIR...
//
// fits the model of near-duplicate headlines on sets of scored pairs, and says
// how well it does on pairs that it has not seen.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"alsoread/coverage"
	"alsoread/internal/labelled"
)

func main() {
	out := flag.String("out", "coverage/weights.json", "file to write")
	tune := flag.Bool("sweep", false, "measure what chance may explain with the weights as they are, and write nothing")
	near := flag.String("near", "", "file to write the model of near-duplicate headlines to; nothing else is learnt then")
	flag.Parse()
	if *near != "" {
		if err := learnNear(*near, flag.Args()); err != nil {
			fmt.Fprintln(os.Stderr, "learn:", err)
			os.Exit(1)
		}
		return
	}
	if *tune {
		if err := sweep(flag.Args()); err != nil {
			fmt.Fprintln(os.Stderr, "learn:", err)
			os.Exit(1)
		}
		return
	}
	if err := learn(*out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

func learn(out string, dirs []string) error {
	chosen, err := coverage.Shipped()
	if err != nil {
		return err
	}
	var sets []*labelled.Set
	var names []string
	for _, dir := range dirs {
		set, err := labelled.Read(dir)
		if err != nil {
			return err
		}
		names = append(names, filepath.Base(dir))
		sets = append(sets, set)
	}
	learnt := coverage.Model{
		Provenance: "written by coverage/learn from " + strings.Join(names, ", "),
		Weak:       chosen.Weak, Strong: chosen.Strong, Common: commonWords(sets),
	}
	body, err := json.MarshalIndent(learnt, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(body, '\n'), 0o644)
}
