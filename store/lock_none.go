//go:build (!unix && !windows) || solaris || illumos || aix

package store

import (
	"errors"
	"os"
)

var errHeld = errors.New("held by another process")

func tryLock(*os.File) error {
	return errors.New("this system has no file locks alsoread could use")
}
