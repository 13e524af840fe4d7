//go:build !race

package hostile_test

import "time"

const (
	mixedTimeout = 2 * time.Second
	mixedMemory  = 256 << 20
)
