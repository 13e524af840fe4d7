package clean

import "time"

// dateReader reads one date from its tokens. The order of its steps matters:
// the time of day is the least doubtful part of a date, then the zone; what
// numbers are left say the day.
type dateReader struct {
	moment
	tokens   []dateToken
	now      time.Time
	hasClock bool
	clockEnd int // the token behind the time of day
	hasZone  bool
	zoneName string // of a zone nobody knows
	korean   bool
	note     string
}

func readDate(s string, now time.Time) (time.Time, string, bool) {
	if len(s) > maxDate {
		s, _ = shorten(s, maxDate)
	}
	var space [maxTokens]dateToken
	tokens, ok := lexDate(s, space[:0])
	if !ok || len(tokens) == 0 {
		return time.Time{}, "", false
	}
	d := dateReader{tokens: tokens, now: now}
	if i := d.bareNumber(); i >= 0 {
		if t, note, ok := d.bare(i); ok {
			return t, note, true
		}
		return time.Time{}, "", false
	}
	if t, ok := d.relative(); ok {
		return t.UTC(), d.note, true
	}
	if d.isBroken() || !d.findClock() || !d.findZone() || !d.findDay() {
		return time.Time{}, "", false
	}
	d.assume()
	t, ok := d.time()
	if !ok || d.year < gregorian {
		return time.Time{}, "", false
	}
	return t, d.note, true
}

// gregorian is the first full year of the calendar. An earlier year in a date
// that has no standard form is of another calendar, the Persian or the Islamic.
const gregorian = 1583

// assume says what the date did not: the zone, the time of day.
func (d *dateReader) assume() {
	switch {
	case !d.hasClock && d.note == "":
		d.guess("no time of day: read as midnight")
	case d.hasClock && !d.hasZone && d.zoneName != "":
		d.guess("zone %s unknown: read as UTC", d.zoneName)
	case d.hasClock && !d.hasZone && d.korean:
		// The only language whose speakers live in one zone and whose programs
		// leave it out: feedparser reads it the same way.
		d.offset = 9 * 3600
		d.guess("no zone: read as Korea's (+09:00)")
	case d.hasClock && !d.hasZone:
		d.guess("no zone: read as UTC")
	}
	for i := range d.tokens {
		if t := &d.tokens[i]; t.kind == tokenNumber && !t.used && (t.digits == 4 || d.isClock(i)) {
			d.guess("more than one date: the first is read")
			return
		}
	}
}

// isBroken says whether a word nobody knows stands where a number must be, as
// in "2013-xx-27" and "09:xx": what is left would be another date.
func (d *dateReader) isBroken() bool {
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.kind != tokenWord || t.word != (meaning{}) {
			continue
		}
		if _, _, ok := zone(t.raw); ok {
			continue
		}
		before, after := d.joined(i, -1), d.joined(i, 1)
		if before || after {
			return true
		}
	}
	return false
}

// joined says whether the word at i is joined to a number, in the direction of
// step, by nothing or by a mark of dates and times.
func (d *dateReader) joined(i, step int) bool {
	glued := func(i, j int) bool { // no white space between neighbours
		return !d.tokens[max(i, j)].spaced
	}
	j := i + step
	if j < 0 || j >= len(d.tokens) || !glued(i, j) {
		return false
	}
	if d.tokens[j].kind == tokenNumber {
		return true
	}
	k := j + step
	return d.mark(j, "-:+/") && (step < 0 && d.mark(j, "+") || k >= 0 && k < len(d.tokens) && glued(j, k) && d.tokens[k].kind == tokenNumber)
}

// bareNumber returns the index of the number that is the whole date, or -1. A
// number as long as the Unix clock may have company: "/Date(1780474530123)/".
func (d *dateReader) bareNumber() int {
	if d.tokens[0].kind == tokenNumber && (len(d.tokens) == 1 || d.tokens[0].digits > 8 && len(d.tokens) == 3 && d.mark(1, ".,")) {
		return 0
	}
	for i := range d.tokens {
		if t := &d.tokens[i]; t.kind == tokenNumber && t.digits >= 10 && (d.mark(i-1, "(") || i == 1 && d.mark(0, "?")) {
			return i
		}
	}
	return -1
}

// bare reads a date that is one number: seconds, milliseconds, microseconds or
// nanoseconds of the Unix clock, or a date without separators.
func (d *dateReader) bare(i int) (time.Time, string, bool) {
	value, digits := d.tokens[i].value, d.tokens[i].digits
	switch {
	case digits == 9 || digits == 10:
		return time.Unix(int64(value), 0).UTC(), "a number: read as seconds since 1970", true
	case digits == 12 && value/1e10 >= 19 && value/1e10 <= 20, digits == 14:
		if t, note, ok := d.compact(value, digits); ok {
			return t, note, ok
		}
		return time.UnixMilli(int64(value)).UTC(), "a number: read as milliseconds since 1970", digits == 12
	case digits == 12 || digits == 13:
		return time.UnixMilli(int64(value)).UTC(), "a number: read as milliseconds since 1970", true
	case digits == 16:
		return time.UnixMicro(int64(value)).UTC(), "a number: read as microseconds since 1970", true
	case digits == 19 && value > 0:
		return time.Unix(0, int64(value)).UTC(), "a number: read as nanoseconds since 1970", true
	}
	if !d.compactDay(i) {
		return time.Time{}, "", false
	}
	t, ok := d.time()
	if d.note == "" {
		d.guess("no time of day: read as midnight")
	}
	return t, d.note, ok
}

// compact reads "20060102150405" and "200601021504".
func (d *dateReader) compact(value, digits int) (time.Time, string, bool) {
	if digits == 14 {
		d.second = value % 100
		value /= 100
	}
	d.minute, d.hour = value%100, value/100%100
	value /= 1e4
	d.day, d.month, d.year = value%100, value/100%100, value/1e4
	t, ok := d.time()
	return t, "no zone: read as UTC", ok
}

// compactDay reads the number at i as a day, month or year without separators:
// "20060102", "2006002", "060102", "200601", "2006".
func (d *dateReader) compactDay(i int) bool {
	t := &d.tokens[i]
	t.used = true
	switch t.digits {
	case 8:
		d.year, d.month, d.day = t.value/1e4, t.value/100%100, t.value%100
	case 7:
		return d.dayOfYear(t.value/1000, t.value%1000)
	case 6:
		d.setYear(t.value/1e4, 2)
		d.month, d.day = t.value/100%100, t.value%100
	case 4:
		d.year, d.month, d.day = t.value, 1, 1
		d.guess("no day: read as the first of the year")
	default:
		return false
	}
	return d.plausible()
}

// plausible says whether the year is one that a date without separators, or
// with little else to know it by, can be from.
func (d *dateReader) plausible() bool { return d.year >= 1000 && d.year <= 2999 }

// dayOfYear reads an ordinal date (ISO 8601).
func (d *dateReader) dayOfYear(year, day int) bool {
	if day < 1 || day > 366 || year < 1 || year > 9999 {
		return false
	}
	t := time.Date(year, 1, day, 0, 0, 0, 0, time.UTC)
	d.year, d.month, d.day = year, int(t.Month()), t.Day()
	return t.Year() == year
}

// setYear takes a year of so many digits. Two digits are a year of the century
// around now; three are what programs print that count from 1900.
func (d *dateReader) setYear(year, digits int) {
	switch {
	case digits > 3:
	case digits == 3 && year >= 100:
		year += 1900
		d.guess("year of three digits: read as %d", year)
	case digits <= 2:
		latest := 2069
		if !d.now.IsZero() {
			latest = d.now.Year() + 5
		}
		year += latest / 100 * 100
		if year > latest {
			year -= 100
		}
		d.guess("year of two digits: read as %d", year)
	}
	d.year = year
}
