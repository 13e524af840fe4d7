//go:build unix

package rig

import (
	"os"
	"runtime"
	"syscall"
)

// peakOf is the most memory that a process had resident, in bytes. Linux and the
// BSDs count kilobytes, macOS bytes.
func peakOf(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	switch {
	case !ok:
		return 0
	case runtime.GOOS == "darwin":
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) * 1024
}
