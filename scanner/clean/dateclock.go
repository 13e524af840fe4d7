package clean

import (
	"fmt"
	"time"
)

// findClock finds the time of day among the tokens. It reports false when there
// is one that cannot be.
func (d *dateReader) findClock() bool {
	for i := range d.tokens {
		switch {
		case d.isClock(i):
			return d.colonClock(i)
		case d.number(i, 2) && i+1 < len(d.tokens) && d.tokens[i+1].word.role == roleHour:
			return d.wordClock(i)
		case d.isDottedClock(i):
			return d.dottedClock(i)
		case d.number(i, 2) && d.tokens[i].value <= 12 && d.halfAfter(i+1) > 0:
			d.setClock(d.tokens[i].value, 0, i, i+1)
			return d.halfDay(i, i+1)
		case d.isCompactClock(i):
			return d.compactClock(i)
		}
	}
	return true
}

// number says whether a number of at most so many digits, not yet used, is at i.
func (d *dateReader) number(i, digits int) bool {
	return i >= 0 && i < len(d.tokens) && d.tokens[i].kind == tokenNumber && !d.tokens[i].used && d.tokens[i].digits <= digits
}

// mark says whether one of marks stands at i.
func (d *dateReader) mark(i int, marks string) bool {
	return i >= 0 && i < len(d.tokens) && d.tokens[i].isMark(marks)
}

func (d *dateReader) isClock(i int) bool {
	if d.mark(i-1, "+") || d.mark(i-1, "-") && d.tokens[i-1].spaced && !d.tokens[i].spaced { // an offset
		return false
	}
	return d.number(i, 2) && d.mark(i+1, ":") && i+2 < len(d.tokens) && d.tokens[i+2].kind == tokenNumber
}

// isDottedClock says whether "14.30" stands at i, with a word before it that
// promises a time or the half of the day behind it.
func (d *dateReader) isDottedClock(i int) bool {
	if !d.number(i, 2) || !d.mark(i+1, ".") || !d.number(i+2, 2) {
		return false
	}
	before := i - 1
	if d.mark(before, ".") {
		before--
	}
	end := i + 3
	for d.mark(end, ".") && d.number(end+1, 9) {
		end += 2
	}
	return d.role(before) == roleAt && end == i+3 && !d.mark(end, "./-") || d.halfAfter(end) > 0
}

// dottedClock reads "14.30", "02.30.15" and "02.30.15.000000" at i.
func (d *dateReader) dottedClock(i int) bool {
	d.setClock(d.tokens[i].value, d.tokens[i+2].value, i, i+3)
	end := i + 3
	if d.mark(end, ".") && d.number(end+1, 2) {
		d.second = d.tokens[end+1].value
		end += 2
		if d.mark(end, ".") && d.number(end+1, 9) {
			d.nanosecond = nanoseconds(&d.tokens[end+1])
			end += 2
		}
		d.setClock(d.hour, d.minute, i, end)
	}
	return d.halfDay(i, end)
}

// setClock takes the time of day, which the tokens from start to end say.
func (d *dateReader) setClock(hour, minute, start, end int) {
	d.hour, d.minute, d.hasClock = hour, minute, true
	for i := start; i < end && i < len(d.tokens); i++ {
		d.tokens[i].used = true
	}
	d.clockEnd = end
}

// colonClock reads "15:04", "15:04:05" and "15:04:05.999" at i.
func (d *dateReader) colonClock(i int) bool {
	if d.tokens[i+2].digits > 2 {
		return false
	}
	d.setClock(d.tokens[i].value, d.tokens[i+2].value, i, i+3)
	end := i + 3
	if d.mark(end, ":") {
		if !d.number(end+1, 2) {
			return false
		}
		d.second = d.tokens[end+1].value
		end += 2
		if d.mark(end, ".,:") && end+1 < len(d.tokens) && d.tokens[end+1].kind == tokenNumber && !d.tokens[end+1].spaced {
			d.nanosecond = nanoseconds(&d.tokens[end+1])
			end += 2
		}
		d.setClock(d.hour, d.minute, i, end)
	}
	return d.halfDay(i, end)
}

// nanoseconds reads a number as the fraction of a second.
func nanoseconds(t *dateToken) int {
	value := t.value
	for n := t.digits; n < 9; n++ {
		value *= 10
	}
	for n := t.digits; n > 9; n-- {
		value /= 10
	}
	return value % int(time.Second)
}

// wordClock reads "14h30", "14.30 Uhr", "오후 3시 5분", where the word for the
// hour stands at i+1.
func (d *dateReader) wordClock(i int) bool {
	if d.mark(i-1, ".") && d.number(i-2, 2) { // the hour stands before
		d.setClock(d.tokens[i-2].value, d.tokens[i].value, i-2, i+2)
		return d.halfDay(i-2, i+2)
	}
	d.setClock(d.tokens[i].value, 0, i, i+2)
	end := i + 2
	if d.number(end, 2) && (!d.tokens[end].spaced || d.role(end+1) == roleMinute) {
		d.minute = d.tokens[end].value
		end++
		if d.role(end) == roleMinute {
			end++
		}
		if d.number(end, 2) && d.role(end+1) == roleSecond {
			d.second = d.tokens[end].value
			end += 2
		}
	}
	d.setClock(d.hour, d.minute, i, end)
	return d.halfDay(i, end)
}

func (d *dateReader) role(i int) role {
	if i < 0 || i >= len(d.tokens) {
		return roleNone
	}
	return d.tokens[i].word.role
}

// isCompactClock says whether "1504" or "150405" stands behind a 'T' at i.
func (d *dateReader) isCompactClock(i int) bool {
	return d.role(i) == roleT && !d.tokens[i].spaced && d.number(i+1, 6) && d.tokens[i+1].digits%2 == 0 && !d.mark(i+2, ":")
}

func (d *dateReader) compactClock(i int) bool {
	value, digits := d.tokens[i+1].value, d.tokens[i+1].digits
	if digits == 6 {
		d.second = value % 100
		value /= 100
	}
	if digits == 2 {
		value *= 100
	}
	d.setClock(value/100, value%100, i, i+2)
	return true
}

// halfAfter returns how many tokens at i say that the time before them is before
// or after noon: "PM", "p.m.".
func (d *dateReader) halfAfter(i int) int {
	if i >= len(d.tokens) || d.tokens[i].word.half == 0 {
		return 0
	}
	t := &d.tokens[i]
	if len(t.raw) > 1 {
		return 1
	}
	n := 1
	if d.mark(i+n, ".") {
		n++
	}
	if i+n < len(d.tokens) && foldWord(d.tokens[i+n].raw) == "m" {
		n++
		if d.mark(i+n, ".") {
			n++
		}
		return n
	}
	if t.upper && t.spaced { // a military zone
		return 0
	}
	return 1
}

// halfDay applies the half of the day that is named after the time of day, or
// before it as in East Asia. start and end are where the time stands.
func (d *dateReader) halfDay(start, end int) bool {
	half := int8(0)
	if n := d.halfAfter(end); n > 0 {
		half = d.tokens[end].word.half
		d.setClock(d.hour, d.minute, end, end+n)
	} else if start > 0 && d.tokens[start-1].word.half != 0 && d.tokens[start-1].raw[0] >= 0x80 {
		half = d.tokens[start-1].word.half
		d.tokens[start-1].used = true
	}
	switch {
	case half == pm && d.hour < 12:
		d.hour += 12
	case half == am && d.hour == 12:
		d.hour = 0
	}
	return true
}

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
