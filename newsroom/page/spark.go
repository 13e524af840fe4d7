package page

import (
	"fmt"
	"html/template"
	"strings"
)

const sparkBar, sparkHeight = 4, 20

// spark draws one bar a day. A day with anything has a bar that can be seen.
func spark(days []int) template.HTML {
	if len(days) == 0 {
		return ""
	}
	most, sum := 0, 0
	for _, n := range days {
		most, sum = max(most, n), sum+n
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="spark" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s in %d days, at most %s a day">`,
		len(days)*sparkBar, sparkHeight, len(days)*sparkBar, sparkHeight, plural(sum, "story", "stories"), len(days), thousands(most))
	fmt.Fprintf(&b, `<line x1="0" x2="%d" y1="%.1f" y2="%.1f"/>`, len(days)*sparkBar, sparkHeight-.5, sparkHeight-.5)
	for i, n := range days {
		if n > 0 {
			h := max((sparkHeight-2)*float64(n)/float64(most), 1.5)
			today := ""
			if i == len(days)-1 {
				today = ` class="today"`
			}
			fmt.Fprintf(&b, `<rect%s x="%d" y="%.1f" width="%d" height="%.1f"/>`, today, i*sparkBar, sparkHeight-1-h, sparkBar-1, h)
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}
