package main

import (
	"context"
	"fmt"
	"path/filepath"

	"alsoread/coverage"
	"alsoread/internal/labelled"
)

// sweep prints how every set fares under a grid of gammas and thresholds.
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
	for _, model.Threshold = range []float64{0.4, 0.45, 0.5} {
		for _, model.Gamma = range []float64{0.007, 0.01, 0.02} {
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
	fmt.Printf(" threshold %.2f gamma %.3f\n", model.Threshold, model.Gamma)
	return nil
}
