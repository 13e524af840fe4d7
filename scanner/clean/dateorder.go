package clean

import "time"

// numericDay reads three numbers in a row, separated alike.
func (d *dateReader) numericDay() bool {
	for i := range d.tokens {
		if d.number(i, 4) && d.separated(i+1) && d.number(i+2, 4) && d.separated(i+3) && d.number(i+4, 4) {
			if d.tokens[i+1].mark != d.tokens[i+3].mark {
				continue
			}
			return d.orderDay(&d.tokens[i], &d.tokens[i+2], &d.tokens[i+4], d.tokens[i+1].mark)
		}
		if d.number(i, 4) && d.number(i+1, 2) && d.number(i+2, 4) && d.tokens[i].digits != d.tokens[i+2].digits {
			return d.orderDay(&d.tokens[i], &d.tokens[i+1], &d.tokens[i+2], ' ')
		}
	}
	return false
}

func (d *dateReader) separated(i int) bool { return d.mark(i, "-/.") }

// orderDay decides which of three numbers is the year, the month and the day.
func (d *dateReader) orderDay(a, b, c *dateToken, mark byte) bool {
	a.used, b.used, c.used = true, true, true
	if a.digits == 1 && c.digits == 1 {
		return false
	}
	switch {
	case a.digits >= 3: // ISO 8601, and everywhere where the year comes first
		if d.setYear(a.value, a.digits); b.value > 12 && c.value <= 12 {
			d.guess("year, day, month: no other order makes sense")
			b, c = c, b
		}
		d.month, d.day = b.value, c.value
		return true
	case c.digits >= 3:
		d.setYear(c.value, c.digits)
		return d.dayOrMonthFirst(a.value, b.value, mark)
	case mark == '-' && a.digits == 2 && b.value <= 12 && 12 < c.value && c.value <= 31:
		d.setYear(a.value, 2) // ISO 8601 without the century
		d.month, d.day = b.value, c.value
		if a.value <= 31 {
			d.guess("%02d-%02d-%02d: read as year, month and day", a.value, b.value, c.value)
		}
		return true
	case a.value > 31:
		d.setYear(a.value, 2)
		d.month, d.day = b.value, c.value
		return true
	}
	d.setYear(c.value, 2)
	return d.dayOrMonthFirst(a.value, b.value, mark)
}

// dayOrMonthFirst tells the day from the month. Where both orders make sense,
// the weekday decides, then the zone, then the mark: slashes are American,
// dashes and dots are everybody else's.
func (d *dateReader) dayOrMonthFirst(a, b int, mark byte) bool {
	if a > 12 || b > 12 || a == b || mark == '.' {
		if d.day, d.month = a, b; b > 12 {
			d.day, d.month = b, a
		}
		return true
	}
	dayFirst, sure := d.weekdayDecides(a, b)
	if !sure {
		dayFirst = mark != '/'
		if d.hasZone && d.offset != 0 && mark == '/' {
			dayFirst = d.offset > -3*3600
		}
		if dayFirst {
			d.guess("%d%c%d: read as day and month", a, mark, b)
		} else {
			d.guess("%d%c%d: read as month and day", a, mark, b)
		}
	}
	if d.day, d.month = a, b; !dayFirst {
		d.day, d.month = b, a
	}
	return true
}

// weekdayDecides says whether the weekday that is named fits one order only.
func (d *dateReader) weekdayDecides(a, b int) (dayFirst, sure bool) {
	for i := range d.tokens {
		named := d.tokens[i].word.weekday
		if named == 0 || named == unsureDay {
			continue
		}
		on := func(day, month int) bool {
			return int8(time.Date(d.year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Weekday())+1 == named
		}
		return on(a, b), on(a, b) != on(b, a)
	}
	return false, false
}
