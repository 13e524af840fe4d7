package page

import (
	"net/url"
	"strings"
)

// storyQuery tells whether the query names a story: "/?p=123".
func storyQuery(u *url.URL) bool {
	for _, key := range []string{"p", "id", "story", "article", "aid", "newsid"} {
		if v := u.Query().Get(key); v != "" && digits(v) == len(v) {
			return true
		}
	}
	return false
}

// segments returns the parts of a path in lower case, without a file extension.
func segments(u *url.URL) []string {
	var all []string
	for part := range strings.SplitSeq(strings.ToLower(u.Path), "/") {
		if part != "" {
			all = append(all, part)
		}
	}
	if len(all) > 0 {
		last := &all[len(all)-1]
		if i := strings.LastIndexByte(*last, '.'); i > 0 && len(*last)-i <= 6 {
			*last = (*last)[:i]
		}
	}
	return all
}

// nameWords splits a segment of a path into its words.
func nameWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '_' || r == '+' || r == ' ' || r == ',' || r == '.' })
}

func digits(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}

// longHex tells an id such as 36f71a2bd1: ten characters and more, some digits.
func longHex(w string) bool {
	if len(w) < 8 || digits(w) < 2 {
		return false
	}
	for i := range len(w) {
		if c := w[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// longNumber tells an id of five digits and more in the last two segments.
func longNumber(path []string) bool {
	for _, s := range path[max(0, len(path)-2):] {
		run := 0
		for i := range len(s) {
			if s[i] < '0' || s[i] > '9' {
				run = 0
			} else if run++; run >= 5 {
				return true
			}
		}
	}
	return false
}

// pathDate tells a year followed by a month, as segments or within one, with
// something after it.
func pathDate(path []string) bool {
	for i, s := range path {
		year := len(s) >= 4 && digits(s[:4]) == 4 && (strings.HasPrefix(s, "20") || strings.HasPrefix(s, "199"))
		switch {
		case !year:
		case len(s) == 4 && i+2 < len(path) && month(path[i+1]):
			return true
		case len(s) >= 7 && len(s) <= 10 && digits(s) >= 6 && i+1 < len(path):
			return true
		}
	}
	return false
}

func month(s string) bool {
	switch s {
	case "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec":
		return true
	}
	return len(s) > 0 && len(s) <= 2 && digits(s) == len(s) && s != "0" && s != "00" && (len(s) == 1 || s <= "12")
}
