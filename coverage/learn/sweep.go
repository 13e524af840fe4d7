package main

import (
	"context"
	"fmt"
	"path/filepath"

	"alsoread/coverage"
	"alsoread/internal/labelled"
)

// sweep prints how every set fares under a grid of what chance may explain.
func sweep(dirs []string) error {
	var sets []*labelled.Set
	for _, dir := range dirs {
		set, err := labelled.Read(dir)
		if err != nil {
			return err
		}
		sets = append(sets, set)
		fmt.Printf("%-20.20s", filepath.Base(dir))
	}
	fmt.Println()
	model, err := coverage.Shipped()
	if err != nil {
		return err
	}
	for _, model.Weak = range []float64{-8, -4, 0} {
		for _, model.Strong = range []float64{4, 6, 8} {
			if err := sweepOne(sets, model); err != nil {
				return err
			}
		}
	}
	return nil
}

func sweepOne(sets []*labelled.Set, model coverage.Model) error {
	for _, set := range sets {
		out, err := labelled.Run(context.Background(), set, coverage.Options{Model: &model})
		if err != nil {
			return err
		}
		s, groups := out.Pairs, 0
		if s == nil {
			s, groups = &out.BCubed, out.Groups
		}
		fmt.Printf("%.3f %.3f %.3f %4d|", s.Precision, s.Recall, s.F1, groups)
	}
	fmt.Printf(" weak %.0f strong %.0f\n", model.Weak, model.Strong)
	return nil
}
