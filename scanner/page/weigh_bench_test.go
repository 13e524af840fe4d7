package page

import "testing"

// What the look ahead costs beside the parsing itself.
func BenchmarkWeigh(b *testing.B) {
	text := benchmarkPage()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := weigh(b.Context(), text, keepScripts); err != nil {
			b.Fatal(err)
		}
	}
}
