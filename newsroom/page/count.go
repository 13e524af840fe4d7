package page

import (
	"math"
	"strconv"
)

// coverage is "5 newsrooms, 9 reprints".
func coverage(publishers, copies int) string {
	told := plural(publishers, "newsroom", "newsrooms")
	if copies == 0 {
		return told
	}
	return told + ", " + plural(copies, "reprint", "reprints")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// thousands is a number with its digits in threes.
func thousands(n int) string {
	if n < 0 {
		return "-" + thousands(-n)
	}
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// percentage is a part of one, in whole hundredths.
func percentage(part float64) string {
	return strconv.Itoa(int(math.Round(100*part))) + " %"
}
