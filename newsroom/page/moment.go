package page

import (
	"fmt"
	"html/template"
	"strings"
	"time"
)

// Ago is a time in relation to now, whole on hover: "12 min", "yesterday".
func (f Frame) Ago(t time.Time) template.HTML {
	if t.IsZero() {
		return ""
	}
	f.changes(distanceChanges(f.Now, t, f.Zone))
	return f.timeTag(t, "ago", distance(f.Now, t, f.Zone))
}

// Since is how long something has lasted: "for 3 h".
func (f Frame) Since(t time.Time) template.HTML {
	if t.IsZero() {
		return ""
	}
	f.changes(spanChanges(f.Now, t))
	return f.timeTag(t, "span", span(f.Now.Sub(t)))
}

// Clock is the time of day, with the day where it is not today's.
func (f Frame) Clock(t time.Time) template.HTML {
	if t.IsZero() {
		return ""
	}
	return f.timeTag(t, "", f.Clock24(t))
}

// Clock24 is what Clock shows, as text.
func (f Frame) Clock24(t time.Time) string {
	local, now := t.In(f.Zone), f.Now.In(f.Zone)
	f.changes(time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, f.Zone))
	layout := "2 Jan 15:04"
	switch {
	case sameDay(local, now):
		layout = "15:04"
	case local.Year() != now.Year():
		layout = "2 Jan 2006 15:04"
	}
	return local.Format(layout)
}

// Whole is a time with day and zone.
func (f Frame) Whole(t time.Time) string {
	return t.In(f.Zone).Format("Mon 2 Jan 2006, 15:04 ") + zoneName(t.In(f.Zone))
}

// WallClock is now, as the clock of the masthead shows it; ZoneName is what
// stands behind it.
func (f Frame) WallClock() string { return f.Now.In(f.Zone).Format("Mon 2 Jan, 15:04") }
func (f Frame) ZoneName() string  { return zoneName(f.Now.In(f.Zone)) }

// ISO is a time for programs.
func (f Frame) ISO(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// ZoneID is the zone for the script's clock; empty where only this program knows it.
func (f Frame) ZoneID() string {
	if name := f.Zone.String(); strings.Contains(name, "/") || name == "UTC" {
		return name
	}
	return ""
}

// zoneName is the short name of a zone: IST. Many zones have only numbers.
func zoneName(t time.Time) string {
	name, offset := t.Zone()
	if name != "" && name[0] != '+' && name[0] != '-' {
		return name
	}
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	if offset%3600 == 0 {
		return fmt.Sprintf("UTC%c%d", sign, offset/3600)
	}
	return fmt.Sprintf("UTC%c%d:%02d", sign, offset/3600, offset%3600/60)
}

// timeTag writes the element; kind tells the script which of them to keep up to date.
func (f Frame) timeTag(t time.Time, kind, text string) template.HTML {
	b := make([]byte, 0, 160)
	b = append(b, `<time datetime="`...)
	b = t.UTC().AppendFormat(b, time.RFC3339)
	b = append(b, `" title="`...)
	b = append(b, template.HTMLEscapeString(f.Whole(t))...)
	b = append(b, '"')
	if kind != "" {
		b = append(append(append(b, ` data-time="`...), kind...), '"')
	}
	b = append(b, '>')
	b = append(b, template.HTMLEscapeString(text)...)
	return template.HTML(append(b, `</time>`...))
}

// distance tells how far t lies from now. The script does the same (distance in
// room.js): a change here is one there.
func distance(now, t time.Time, zone *time.Location) string {
	d := now.Sub(t)
	switch {
	case d < -time.Minute:
		return "in " + span(-d)
	case d < time.Minute:
		return "just now"
	case d < 7*24*time.Hour:
		return span(d) + " ago"
	case t.In(zone).Year() == now.In(zone).Year():
		return t.In(zone).Format("2 Jan")
	}
	return t.In(zone).Format("2 Jan 2006")
}

// distanceChanges is when distance says something else.
func distanceChanges(now, t time.Time, zone *time.Location) time.Time {
	d := now.Sub(t)
	switch {
	case d < -time.Minute: // it counts down
		return now.Add(max(-d%unit(-d), 1))
	case d < time.Minute:
		return t.Add(time.Minute)
	case d < 7*24*time.Hour:
		return spanChanges(now, t)
	}
	return time.Date(now.In(zone).Year()+1, 1, 1, 0, 0, 0, 0, zone)
}

// spanChanges is when the span from t to now has become another.
func spanChanges(now, t time.Time) time.Time {
	d := max(now.Sub(t), 0)
	return now.Add(unit(d) - d%unit(d))
}

// unit is the greatest unit of a length of time, in which span gives it.
func unit(d time.Duration) time.Duration {
	switch {
	case d < time.Minute:
		return time.Second
	case d < time.Hour:
		return time.Minute
	case d < 48*time.Hour:
		return time.Hour
	}
	return 24 * time.Hour
}

// span is a length of time in its greatest unit.
func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", max(int(d/time.Second), 0))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d/time.Minute))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d/time.Hour))
	}
	return fmt.Sprintf("%d days", int(d/(24*time.Hour)))
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
