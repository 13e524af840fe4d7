package clean

import (
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
