package coverage

import (
	"strconv"
	"time"
)

// withoutClock blanks what a text repeats of when it was published, the year and the
// time of day in whatever zone: the line under a headline that says so is shared by
// all that was written that day, and in a small window nothing tells that these
// numbers are common. Other years and times tell events apart (without them ECB+
// loses .008).
func withoutClock(text string, published time.Time) string {
	if published.IsZero() {
		return text
	}
	year, minutes := strconv.Itoa(published.Year()), published.Format(":04")
	var out []byte
	for i := 0; i < len(text); {
		if !isDigit(text[i]) {
			i++
			continue
		}
		from := i
		for i < len(text) && isDigit(text[i]) {
			i++
		}
		if i-from <= 2 && i+2 < len(text) && text[i:i+3] == minutes {
			i += 3
		} else if text[from:i] != year {
			continue
		}
		if i < len(text) && isDigit(text[i]) {
			continue // a longer number
		}
		if out == nil {
			out = []byte(text)
		}
		for k := from; k < i; k++ {
			out[k] = ' '
		}
	}
	if out == nil {
		return text
	}
	return string(out)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
