package clean

import "time"

// relative reads dates that count from now: "3 hours ago", "vor 3 Stunden",
// "yesterday", "heute, 14:30 Uhr".
func (d *dateReader) relative() (time.Time, bool) {
	if d.now.IsZero() || d.hasYear() {
		return time.Time{}, false
	}
	ago, day := false, int8(0)
	for i := range d.tokens {
		ago = ago || d.tokens[i].word.role == roleAgo
		if day == 0 {
			day = d.tokens[i].word.day
		}
	}
	if d.frenchAgo() {
		ago = true
	}
	if ago {
		if t, ok := d.before(); ok {
			return t, true
		}
	}
	if day == 0 {
		return time.Time{}, false
	}
	return d.namedDay(day)
}

// frenchAgo says whether the date starts with "il y a".
func (d *dateReader) frenchAgo() bool {
	for i := 0; i+2 < len(d.tokens); i++ {
		if foldWord(d.tokens[i].raw) == "il" && foldWord(d.tokens[i+1].raw) == "y" {
			return true
		}
	}
	return false
}

// before reads the number and the unit of "3 hours ago".
func (d *dateReader) before() (time.Time, bool) {
	for i := range d.tokens {
		unit := d.tokens[i].word.unit
		if unit == 0 {
			continue
		}
		count := 1
		if d.number(i-1, 3) {
			count = d.tokens[i-1].value
		} else if i > 0 && d.tokens[i-1].kind == tokenNumber {
			return time.Time{}, false
		}
		d.guess("counted from the time of reading")
		return d.now.Add(-time.Duration(count) * time.Duration(unit) * time.Second).Truncate(time.Second), true
	}
	return time.Time{}, false
}

// hasYear says whether a year is there: then the date does not count from now,
// whatever words stand around it.
func (d *dateReader) hasYear() bool {
	for i := range d.tokens {
		if d.tokens[i].kind == tokenNumber && d.tokens[i].digits == 4 {
			return true
		}
	}
	return false
}

// namedDay reads "yesterday" and "today, 14:30".
func (d *dateReader) namedDay(day int8) (time.Time, bool) {
	if day == justNow {
		d.guess("counted from the time of reading")
		return d.now.Truncate(time.Second), true
	}
	if !d.findClock() || !d.findZone() {
		return time.Time{}, false
	}
	t := d.now.UTC().Add(time.Duration(d.offset) * time.Second)
	if day == yesterday {
		t = t.AddDate(0, 0, -1)
	}
	d.year, d.month, d.day = t.Year(), int(t.Month()), t.Day()
	d.guess("counted from the time of reading")
	d.assume()
	return d.time()
}
