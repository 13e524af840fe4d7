package page

import (
	"math"
	"strconv"
)

const sparkBar, sparkHeight = 4, 20

// spark draws one bar a day. A day with anything has a bar that can be seen.
func (b *markupBuilder) spark(days []int) {
	if len(days) == 0 {
		return
	}
	most, sum := 0, 0
	for _, n := range days {
		most, sum = max(most, n), sum+n
	}
	width, height := whole(len(days)*sparkBar), whole(sparkHeight)
	b.raw(`<svg class="spark" viewBox="0 0 `, width, ` `, height, `" width="`, width, `" height="`, height, `" role="img" aria-label="`,
		plural(sum, "story", "stories"), ` in `, whole(len(days)), ` days, at most `, thousands(most), ` a day">`)
	b.raw(`<line x1="0" x2="`, width, `" y1="19.5" y2="19.5"/>`)
	last := len(days) - 1
	b.bars("", days[:last], 0, most)
	b.bars(` class="today"`, days[last:], last, most)
	b.raw(`</svg>`)
}

// bars draws those of some days as one path, the first of them at a place.
func (b *markupBuilder) bars(class string, days []int, from, most int) {
	begun := false
	for i, n := range days {
		if n == 0 {
			continue
		}
		if !begun {
			begun = true
			b.raw(`<path`, class, ` d="`)
		}
		b.buf = append(b.buf, 'M')
		b.buf = strconv.AppendInt(b.buf, int64((from+i)*sparkBar), 10)
		b.buf = append(b.buf, " 19v-"...)
		b.tenths(max((sparkHeight-2)*float64(n)/float64(most), 1.5))
		b.buf = append(b.buf, "h3V19z"...)
	}
	if begun {
		b.raw(`"/>`)
	}
}

func whole[T int | int64](n T) string { return strconv.FormatInt(int64(n), 10) }

// tenths writes a number that is not negative with one decimal place.
func (b *markupBuilder) tenths(n float64) {
	t := int64(math.Round(n * 10))
	b.buf = append(strconv.AppendInt(b.buf, t/10, 10), '.', '0'+byte(t%10))
}
