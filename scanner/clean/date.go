package clean

import (
	"strings"
	"time"
)

// maxDate is how many bytes of a date are looked at. The longest of 962 dates
// found in feeds has 35; listing pages put text around theirs.
const maxDate = 256

// Date reads a date as feeds and pages write it: RFC 822 and 3339 on a fast
// path without allocation, then whatever else is out there, in some thirty
// languages. now is the time dates such as "yesterday" and "5 March" count from;
// with a zero now they are not read.
//
// The time is in UTC. note says in one line what the date did not say and had
// to be guessed ("no zone: read as UTC"), and is empty when it said everything.
// A date that states no instant, or one that does not exist, is not ok.
func Date(s string, now time.Time) (t time.Time, note string, ok bool) {
	s = strings.TrimSpace(s)
	if t, ok := rfc3339(s); ok {
		return t, "", true
	}
	if t, ok := rfc822(s); ok {
		return t, "", true
	}
	return readDate(s, now)
}

// Clamp returns what may be kept of t as the time of a publication that was
// seen at seen. It is never later than seen: a time up to two days ahead (zones,
// embargoes) becomes seen, one further ahead is no publication time. Nor is one
// before 1900 or within a day of 1 January 1970, which is what a publisher's
// program makes of nothing at all. The zero time stands for those. The result
// is in UTC.
func Clamp(t, seen time.Time) time.Time {
	const skew = 48 * time.Hour
	epoch := t.Unix()
	switch {
	case t.Year() < 1900, -86400 < epoch && epoch < 86400, t.After(seen.Add(skew)):
		return time.Time{}
	case t.After(seen):
		return seen.UTC()
	}
	return t.UTC()
}

// moment is a date and time of day with an offset, not yet checked.
type moment struct {
	year, month, day     int
	hour, minute, second int
	nanosecond           int
	offset               int // seconds east of UTC
}

// time returns the moment in UTC, unless it does not exist. 24:00 is the
// midnight that ends the day; a leap second is the first of the next minute.
func (m *moment) time() (time.Time, bool) {
	switch {
	case m.year < 1 || m.year > 9999 || m.month < 1 || m.month > 12 || m.day < 1 || m.day > daysIn(m.year, m.month):
		return time.Time{}, false
	case m.hour > 24 || m.minute > 59 || m.second > 60 || m.hour == 24 && m.minute+m.second > 0:
		return time.Time{}, false
	}
	t := time.Date(m.year, time.Month(m.month), m.day, m.hour, m.minute, m.second-m.offset, m.nanosecond, time.UTC)
	return t, t.Year() >= 1 && t.Year() <= 9999
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// digits reads exactly n digits at s[i]. It returns -1 when they are not there.
func digits(s string, i, n int) int {
	if i+n > len(s) {
		return -1
	}
	v := 0
	for ; n > 0; n-- {
		if !isDigit(s[i]) {
			return -1
		}
		v = v*10 + int(s[i]-'0')
		i++
	}
	return v
}

// rfc3339 reads "2006-01-02T15:04:05.999Z" and "2006-01-02 15:04:05+01:00".
func rfc3339(s string) (time.Time, bool) {
	if len(s) < 20 || s[4] != '-' || s[7] != '-' || s[10] != 'T' && s[10] != ' ' {
		return time.Time{}, false
	}
	m := moment{year: digits(s, 0, 4), month: digits(s, 5, 2), day: digits(s, 8, 2)}
	i, ok := clock(s, 11, &m)
	if !ok || i < 19 {
		return time.Time{}, false
	}
	i = fraction(s, i, &m)
	switch {
	case i == len(s)-1 && s[i] == 'Z':
	case i == len(s)-6 && s[i+3] == ':':
		if !offset(s[i], digits(s, i+1, 2), digits(s, i+4, 2), &m) {
			return time.Time{}, false
		}
	default:
		return time.Time{}, false
	}
	return m.time()
}

// clock reads "15:04" or "15:04:05" and returns where it ends.
func clock(s string, i int, m *moment) (int, bool) {
	if i+5 > len(s) || s[i+2] != ':' {
		return i, false
	}
	m.hour, m.minute = digits(s, i, 2), digits(s, i+3, 2)
	i += 5
	if i < len(s) && s[i] == ':' {
		m.second = digits(s, i+1, 2)
		i += 3
	}
	return i, m.hour >= 0 && m.minute >= 0 && m.second >= 0
}

// fraction reads a fraction of a second, if there is one at i.
func fraction(s string, i int, m *moment) int {
	if i >= len(s) || s[i] != '.' {
		return i
	}
	i++
	for unit := int(time.Second) / 10; i < len(s) && isDigit(s[i]); unit /= 10 {
		m.nanosecond += unit * int(s[i]-'0')
		i++
	}
	return i
}

// offset sets the offset of a zone given by number.
func offset(sign byte, hours, minutes int, m *moment) bool {
	if sign != '+' && sign != '-' || hours < 0 || hours > 14 || minutes < 0 || minutes > 59 {
		return false
	}
	m.offset = hours*3600 + minutes*60
	if sign == '-' {
		m.offset = -m.offset
	}
	return true
}

// rfc822 reads "Mon, 2 Jan 2006 15:04:05 -0700", with or without the weekday
// and the seconds. Of zone names it takes those that mean one thing only.
func rfc822(s string) (time.Time, bool) {
	if len(s) > 5 && s[3] == ',' && s[4] == ' ' {
		s = strings.TrimLeft(s[5:], " ")
	}
	m := moment{day: digits(s, 0, 2)}
	i := 2
	if m.day < 0 {
		m.day, i = digits(s, 0, 1), 1
	}
	if len(s) < i+16 || s[i] != ' ' || s[i+4] != ' ' || s[i+9] != ' ' {
		return time.Time{}, false
	}
	m.month, m.year = englishMonth(s[i+1:i+4]), digits(s, i+5, 4)
	i, ok := clock(s, i+10, &m)
	if !ok || i >= len(s) || s[i] != ' ' || !zone822(s[i+1:], &m) {
		return time.Time{}, false
	}
	return m.time()
}

func zone822(s string, m *moment) bool {
	switch s {
	case "GMT", "UTC", "UT", "Z":
	case "EST":
		m.offset = -5 * 3600
	case "EDT":
		m.offset = -4 * 3600
	case "PST":
		m.offset = -8 * 3600
	case "PDT":
		m.offset = -7 * 3600
	default:
		return len(s) == 5 && offset(s[0], digits(s, 1, 2), digits(s, 3, 2), m)
	}
	return true
}

func englishMonth(s string) int {
	switch s {
	case "Jan":
		return 1
	case "Feb":
		return 2
	case "Mar":
		return 3
	case "Apr":
		return 4
	case "May":
		return 5
	case "Jun":
		return 6
	case "Jul":
		return 7
	case "Aug":
		return 8
	case "Sep":
		return 9
	case "Oct":
		return 10
	case "Nov":
		return 11
	case "Dec":
		return 12
	}
	return 0
}
