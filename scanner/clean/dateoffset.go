package clean

import "fmt"

// findZone reads the zone behind the time of day, and the name of UTC anywhere.
// It reports false when there is one that cannot be.
func (d *dateReader) findZone() bool {
	i := d.clockEnd
	if !d.hasClock {
		return d.findZoneName(0)
	}
	for d.mark(i, "(,") {
		i++
	}
	if d.number(i, 4) && d.tokens[i].digits == 4 && i+1 < len(d.tokens) { // asctime: the year comes first
		i++
	}
	for d.mark(i, "-") && d.mark(i+1, "+-") {
		i++
	}
	if d.mark(i, "+-") && i+1 < len(d.tokens) && !d.tokens[i+1].spaced {
		if d.tokens[i+1].kind == tokenWord {
			return false
		}
		if d.isOffset(i) {
			return d.readOffset(i)
		}
	}
	return d.findZoneName(d.clockEnd)
}

// isOffset says whether the sign at i starts an offset and not a date.
func (d *dateReader) isOffset(i int) bool {
	if !d.number(i+1, 4) {
		return false
	}
	return d.tokens[i+1].digits > 2 || !d.mark(i+2, "-/.")
}

// readOffset reads "+0530", "+05:30", "+5" and "-0800" at i.
func (d *dateReader) readOffset(i int) bool {
	t := &d.tokens[i+1]
	hours, minutes := t.value, 0
	d.tokens[i].used, t.used = true, true
	switch {
	case t.digits > 2:
		hours, minutes = t.value/100, t.value%100
	case d.mark(i+2, ":") && d.number(i+3, 2) && !d.tokens[i+3].spaced:
		minutes = d.tokens[i+3].value
		d.tokens[i+3].used = true
	}
	if minutes > 59 {
		return false
	}
	if hours > 14 {
		d.guess("no zone is %d hours off: read as written", hours)
	}
	d.offset, d.hasZone = hours*3600+minutes*60, true
	if d.tokens[i].mark == '-' {
		d.offset = -d.offset
	}
	return true
}

// findZoneName reads the first name of a zone from i on. Behind the time of day
// itself any name is taken for one, further on only capitals.
func (d *dateReader) findZoneName(i int) bool {
	start := i
	for ; i < len(d.tokens); i++ {
		t := &d.tokens[i]
		if t.kind != tokenWord || t.used || len(t.raw) > 9 {
			continue
		}
		next := d.hasClock && i == start
		if !next && (!t.upper || len(t.raw) < 2 && t.raw != "Z") || !next && t.word.month+t.word.weekday > 0 {
			continue
		}
		if minutes, note, ok := zone(t.raw); ok {
			t.used = true
			return d.setZone(i, minutes, note)
		}
		if next && t.word == (meaning{}) && (t.upper || d.mark(i+1, "/")) {
			d.zoneName, t.used = t.raw, true
		}
	}
	return true
}

// setZone takes a zone by name, and the offset from it that may follow:
// "GMT+02:00". In tzdata's "Etc/GMT+5" the sign is the other way round.
func (d *dateReader) setZone(i, minutes int, note string) bool {
	d.hasZone, d.offset = true, minutes*60
	if note != "" {
		d.guess("%s", note)
	}
	if minutes != 0 || !d.mark(i+1, "+-") || !d.number(i+2, 4) || d.tokens[i+2].spaced || !d.isOffset(i+1) {
		return true
	}
	etc := d.mark(i-1, "/") && i > 1 && foldWord(d.tokens[i-2].raw) == "etc"
	ok := d.readOffset(i + 1)
	if etc {
		d.offset = -d.offset
	}
	return ok
}

func (d *dateReader) guess(format string, args ...any) {
	if d.note != "" {
		d.note += "; "
	}
	d.note += fmt.Sprintf(format, args...)
}
