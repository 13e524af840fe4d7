//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// surviveFileLimit makes a write beyond RLIMIT_FSIZE an error, as a full disk
// is, instead of the end of the program.
func surviveFileLimit() { signal.Ignore(syscall.SIGXFSZ) }
