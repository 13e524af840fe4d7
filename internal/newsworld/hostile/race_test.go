//go:build race

package hostile_test

import "time"

// Under the race detector everything takes several times as long and as much.
const (
	mixedTimeout = 5 * time.Second
	mixedMemory  = 1 << 30
)
