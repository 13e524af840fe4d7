package rig

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"time"
)

const performanceDocument = "docs/performance.md"

// Facts are the day, and what a table was measured with.
func Facts() string {
	return fmt.Sprintf("%s, %s, %s/%s, %d cores", time.Now().UTC().Format(time.DateOnly), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
}

// UpdateDocument puts text into docs/performance.md, between the lines that mark
// where the part of that name begins and ends.
func UpdateDocument(part, text string) error {
	begin, end := "<!-- "+part+": begin -->", "<!-- "+part+": end -->"
	old, err := os.ReadFile(performanceDocument)
	if err != nil {
		return err
	}
	before, rest, found := bytes.Cut(old, []byte(begin))
	_, after, ended := bytes.Cut(rest, []byte(end))
	if !found || !ended {
		return fmt.Errorf("%s: the lines %s and %s are not there", performanceDocument, begin, end)
	}
	return os.WriteFile(performanceDocument, []byte(string(before)+begin+"\n"+text+"\n"+end+string(after)), 0o644)
}
