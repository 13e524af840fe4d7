package page

import "testing"

// Arabic writes vowel signs or leaves them out, and the tanwin before or after
// its alef.
func TestLabelsWithAndWithoutVowelSigns(t *testing.T) {
	for _, line := range []string{"اقرأ أيضا: خبر", "اقرأ أيضاً: خبر", "اقرأ أيضًا: خبر", "اِقرأ أيضـاً: خبر"} {
		if _, start, end, ok := labelAt(line); !ok || line[start:end] == "" || line[end] != ':' {
			t.Errorf("%s: found %v, the label ends at %d", line, ok, end)
		}
	}
	if _, _, _, ok := labelAt("اقرأ أيضاح"); ok {
		t.Error("a longer word was taken for the label")
	}
}
