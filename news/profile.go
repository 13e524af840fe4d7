package news

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Shape is what a listing page gave at one reading, and how its cards are made.
// Of items that are no more than found by their links the card is what they stand
// in.
type Shape struct {
	Items      int     `json:"items"`
	Titled     float64 `json:"titled"` // share of the items that have a title, 0 to 1
	Dated      float64 `json:"dated"`
	Pictured   float64 `json:"pictured"`
	Summarised float64 `json:"summarised"`
	Authored   float64 `json:"authored"`
	Card       string  `json:"card"` // "article.card in div.list in main": what most cards share; empty: items without cards
}

// Profile is what a listing page used to give, learnt over its readings, and how
// it differs from that now.
type Profile struct {
	Usual    Shape     `json:"usual"`
	Readings int       `json:"readings"`        // that Usual is made of; 0: nothing is known yet
	Drift    string    `json:"drift,omitempty"` // what has changed, one line; empty: nothing
	Since    time.Time `json:"since,omitzero"`  // when that was first seen
}

const (
	// fewestItems is how many a page must list for their number to tell anything.
	fewestItems = 4
	// fewerItems is the share of the usual number of items below which a page
	// gives fewer: numbers of news vary by day, but rarely by half.
	fewerItems = 0.5
	// A field is lost when it used to be on most items and now is on hardly any.
	usualField, lostField = 0.5, 0.1
	// sameCard is how much of two cards must agree: of what their elements are and
	// are called. A class more or less, for a campaign, is no other card.
	sameCard = 0.5
	// learning is the weight of a reading.
	learning = 0.2
	// settled is after how long a changed page is the usual one: whoever wanted
	// to know has been told by then.
	settled = 7 * 24 * time.Hour
)

// Learn takes a reading into the profile. What differs from the usual is Drift
// until the page is as it was again, or has been as it is now for a week.
func (p *Profile) Learn(at time.Time, now Shape) {
	changes := p.Usual.Changes(now)
	switch {
	case p.Readings == 0, p.Drift != "" && len(changes) > 0 && at.Sub(p.Since) >= settled:
		*p = Profile{Usual: now, Readings: 1}
	case len(changes) == 0:
		p.Usual, p.Drift, p.Since = p.Usual.toward(now), "", time.Time{}
		p.Readings++
	default:
		if p.Drift == "" {
			p.Since = at
		}
		p.Drift = strings.Join(changes, "; ")
	}
}

// toward is the usual shape after one more reading.
func (s Shape) toward(now Shape) Shape {
	blend := func(a, b float64) float64 { return a + learning*(b-a) }
	return Shape{Items: int(math.Round(blend(float64(s.Items), float64(now.Items)))), Titled: blend(s.Titled, now.Titled), Dated: blend(s.Dated, now.Dated),
		Pictured: blend(s.Pictured, now.Pictured), Summarised: blend(s.Summarised, now.Summarised), Authored: blend(s.Authored, now.Authored), Card: now.Card}
}

// Changes tells in words how a page differs from what it usually is; nil when it
// does not.
func (s Shape) Changes(now Shape) (changes []string) {
	if s.Items >= fewestItems && float64(now.Items) < fewerItems*float64(s.Items) {
		changes = append(changes, fmt.Sprintf("%s, used to be %d", itemsText(now.Items), s.Items))
	}
	for _, f := range []struct {
		what    string
		was, is float64
	}{{"titles", s.Titled, now.Titled}, {"dates", s.Dated, now.Dated}, {"pictures", s.Pictured, now.Pictured},
		{"summaries", s.Summarised, now.Summarised}, {"authors", s.Authored, now.Authored}} {
		switch {
		case f.was < usualField || f.is > lostField:
		case f.is == 0:
			changes = append(changes, fmt.Sprintf("no %s any more, used to be on %.0f %% of the items", f.what, 100*f.was))
		default:
			changes = append(changes, fmt.Sprintf("%s on %.0f %% of the items, used to be on %.0f %%", f.what, 100*f.is, 100*f.was))
		}
	}
	if s.Card != "" && likeness(s.Card, now.Card) < sameCard {
		changes = append(changes, fmt.Sprintf("the cards are %s, used to be %s", orNone(now.Card), s.Card))
	}
	return changes
}

func itemsText(n int) string {
	if n == 1 {
		return "1 item"
	}
	return fmt.Sprintf("%d items", n)
}

func orNone(card string) string {
	if card == "" {
		return "none"
	}
	return card
}

// likeness is the share of what two cards have in common: elements where they
// stand, and class names.
func likeness(a, b string) float64 {
	first, second := traits(a), traits(b)
	common := 0
	for _, t := range first {
		if slices.Contains(second, t) {
			common++
		}
	}
	if all := len(first) + len(second) - common; all > 0 {
		return float64(common) / float64(all)
	}
	return 1
}

func traits(card string) (out []string) {
	for depth, element := range strings.Split(card, " in ") {
		names := strings.Split(element, ".")
		if names[0] != "" {
			out = append(out, fmt.Sprintf("%d %s", depth, names[0]))
		}
		for _, class := range names[1:] {
			if class = "." + class; !slices.Contains(out, class) {
				out = append(out, class)
			}
		}
	}
	return out
}
