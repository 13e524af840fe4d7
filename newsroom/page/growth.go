package page

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"
)

// told is a story in the picture of growth.
type told struct {
	at        time.Time
	publisher string
	copy      bool
}

// The picture, in units of its view box.
const (
	growthWidth, growthHeight = 640, 176
	growthLeft, growthRight   = 28, 8
	growthTop, growthBottom   = 12, 24
)

// scale puts times and counts into the picture.
type scale struct {
	from, to time.Time
	most     int
}

func (s scale) x(t time.Time) float64 {
	part := float64(t.Sub(s.from)) / float64(s.to.Sub(s.from))
	return growthLeft + part*(growthWidth-growthLeft-growthRight)
}

func (s scale) y(n int) float64 {
	return growthHeight - growthBottom - float64(n)/float64(s.most)*(growthHeight-growthTop-growthBottom)
}

// growth draws how many publishers had told of an event, over time: a step for
// each that joined, a dot for each story, a hollow one for each copy. It is
// empty for less than two stories, which have no growth.
func growth(stories []told, now time.Time, zone *time.Location) template.HTML {
	if len(stories) < 2 {
		return ""
	}
	slices.SortStableFunc(stories, func(a, b told) int { return a.at.Compare(b.at) })
	s := scale{from: stories[0].at, to: stories[len(stories)-1].at, most: max(publishersOf(stories), 2)}
	if s.to.Sub(s.from) < 10*time.Minute {
		s.to = s.from.Add(10 * time.Minute)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="growth" viewBox="0 0 %d %d" role="img" aria-label="%s in %s">`, growthWidth, growthHeight,
		plural(publishersOf(stories), "newsroom", "newsrooms"), span(stories[len(stories)-1].at.Sub(s.from)))
	s.counts(&b)
	s.times(&b, zone)
	s.steps(&b, stories)
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// publishersOf counts those that told it themselves.
func publishersOf(stories []told) int {
	seen := map[string]bool{}
	for _, s := range stories {
		if !s.copy {
			seen[s.publisher] = true
		}
	}
	return len(seen)
}

// counts draws the lines of the vertical axis: at most four, at round numbers.
func (s scale) counts(b *strings.Builder) {
	step := 1
	for _, next := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if step = next; s.most/step <= 4 {
			break
		}
	}
	for n := 0; n <= s.most; n += step {
		fmt.Fprintf(b, `<line class="grid" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/>`, growthLeft, growthWidth-growthRight, s.y(n), s.y(n))
		if n > 0 {
			fmt.Fprintf(b, `<text x="%d" y="%.1f" text-anchor="end">%d</text>`, growthLeft-8, s.y(n)+4, n)
		}
	}
}

// times draws the horizontal axis: round times, at most seven of them.
func (s scale) times(b *strings.Builder, zone *time.Location) {
	length, step, layout := s.to.Sub(s.from), 7*24*time.Hour, "2 Jan"
	for _, next := range []struct {
		step   time.Duration
		layout string
	}{{2 * time.Minute, "15:04"}, {5 * time.Minute, "15:04"}, {15 * time.Minute, "15:04"}, {30 * time.Minute, "15:04"}, {time.Hour, "15:04"},
		{2 * time.Hour, "15:04"}, {3 * time.Hour, "15:04"}, {6 * time.Hour, "Mon 15:04"}, {12 * time.Hour, "Mon 15:04"},
		{24 * time.Hour, "2 Jan"}, {48 * time.Hour, "2 Jan"}} {
		if length/next.step < 7 {
			step, layout = next.step, next.layout
			break
		}
	}
	for length/step > 7 {
		step *= 2
	}
	local := s.from.In(zone)
	day := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone)
	for t := day; !t.After(s.to); t = t.Add(step) {
		if x := s.x(t); !t.Before(s.from) && x < growthWidth-growthRight-16 {
			fmt.Fprintf(b, `<text x="%.1f" y="%d" text-anchor="middle">%s</text>`, max(x, growthLeft+12), growthHeight-6, t.In(zone).Format(layout))
			fmt.Fprintf(b, `<line class="tick" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f"/>`, x, x, s.y(0), s.y(0)+4)
		}
	}
}

// steps draws the line and its dots.
func (s scale) steps(b *strings.Builder, stories []told) {
	seen := map[string]bool{}
	var line, dots strings.Builder
	fmt.Fprintf(&line, "M%.1f %.1f", s.x(s.from), s.y(0))
	for _, t := range stories {
		if !t.copy && !seen[t.publisher] {
			seen[t.publisher] = true
			fmt.Fprintf(&line, "H%.1fV%.1f", s.x(t.at), s.y(len(seen)))
		}
		class := "told"
		if t.copy {
			class = "copied"
		}
		fmt.Fprintf(&dots, `<circle class="%s" cx="%.1f" cy="%.1f" r="3"><title>%s</title></circle>`,
			class, s.x(t.at), s.y(len(seen)), template.HTMLEscapeString(t.publisher))
	}
	fmt.Fprintf(&line, "H%.1f", s.x(s.to))
	fmt.Fprintf(b, `<path class="line" d="%s"/>%s`, line.String(), dots.String())
}
