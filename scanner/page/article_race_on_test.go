//go:build race

package page

import "time"

// raced says whether the race detector is on: what is measured is too slow then,
// and a part of the pages races as well as all.
const raced = true

// patience tells only what never ends from what does: the detector takes twenty
// times as long, and so do other programs beside it.
const patience = time.Minute
