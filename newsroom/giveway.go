package newsroom

import (
	"context"
	"time"
)

// Bounds of giving way. Documents are made in some milliseconds, so that who gives
// way waits but a few; where clients never stop asking, scans and grouping go on all
// the same, a step each patience.
const (
	patience  = 20 * time.Millisecond
	lookAgain = time.Millisecond
)

// GiveWay waits while documents are being made for clients, a moment at most. What
// nobody waits for asks it before each of its steps: a page would otherwise wait for
// the processor as long as those who have it may keep it, ten milliseconds at a time
// for each of them (Go's scheduler knows no priorities).
func (r *Room) GiveWay(ctx context.Context) {
	for end := time.Now().Add(patience); len(r.making) > 0 && ctx.Err() == nil && time.Now().Before(end); {
		time.Sleep(lookAgain)
	}
}
