package clean

import (
	"testing"
)

func TestHTMLLeavesNothingThatRuns(t *testing.T) {
	n := 0
	payloads(t, func(name, payload string) {
		n++
		checkHTML(t, payload)
		if t.Failed() {
			t.Fatal(name)
		}
	})
	t.Logf("%d payloads", n)
	if n < 4000 {
		t.Errorf("only %d payloads", n)
	}
}
