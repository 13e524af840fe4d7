package clean

import "time"

// findDay finds year, month and day among the tokens that are left.
func (d *dateReader) findDay() bool {
	return d.markedDay() || d.weekDay() || d.monthDay() || d.numericDay() || d.fewNumbers()
}

// markedDay reads days whose numbers are named: "2026年3月5日", "2026년 3월 5일",
// "ngày 5 tháng 3 năm 2026".
func (d *dateReader) markedDay() bool {
	var year, month, day *dateToken
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.kind != tokenNumber || t.used {
			continue
		}
		switch after, before := d.role(i+1), d.role(i-1); {
		case after == roleYear || after == roleKorean || before == roleYearOf:
			d.korean = d.korean || after == roleKorean
			year = t
		case after == roleMonth || before == roleMonthOf:
			month = t
		case after == roleDay && day == nil:
			day = t
		case year == nil && day == nil && month == nil:
			day = t
		case year == nil && month != nil:
			year = t
		}
	}
	if month == nil || day == nil && year == nil {
		return false
	}
	if d.month, d.day = month.value, 1; day != nil {
		d.day, day.used = day.value, true
	}
	month.used = true
	return d.yearOrGuess(year, day != nil)
}

// yearOrGuess takes the year from a token, or guesses it from now.
func (d *dateReader) yearOrGuess(year *dateToken, hasDay bool) bool {
	if !hasDay {
		d.guess("no day: read as the first of the month")
	}
	if year != nil {
		d.setYear(year.value, year.digits)
		year.used = true
		return true
	}
	if d.now.IsZero() || !hasDay || d.unknownWords() > 0 {
		return false
	}
	d.year = d.now.UTC().Year()
	if time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).After(d.now.Add(48 * time.Hour)) {
		d.year--
	}
	d.guess("no year: read as %d", d.year)
	return true
}

func (d *dateReader) unknownWords() int {
	n := 0
	for i := range d.tokens {
		if t := &d.tokens[i]; t.kind == tokenWord && !t.used && t.word == (meaning{}) {
			n++
		}
	}
	return n
}

// weekDay reads a week date (ISO 8601): "2026-W10-4", "2026W104", "2026-W10".
func (d *dateReader) weekDay() bool {
	for i := range d.tokens {
		if d.role(i) != roleWeek || !d.number(i+1, 3) || d.tokens[i+1].digits < 2 {
			continue
		}
		at := i - 1
		if d.mark(at, "-") {
			at--
		}
		if !d.number(at, 4) || d.tokens[at].digits != 4 {
			continue
		}
		week, day := d.tokens[i+1].value, 0
		if d.tokens[i+1].digits == 3 {
			week, day = week/10, week%10
		} else if d.mark(i+2, "-") && d.number(i+3, 1) {
			day, d.tokens[i+3].used = d.tokens[i+3].value, true
		}
		d.tokens[at].used, d.tokens[i+1].used = true, true
		return d.setWeek(d.tokens[at].value, week, day)
	}
	return false
}

func (d *dateReader) setWeek(year, week, day int) bool {
	if week < 1 || week > 53 || day > 7 {
		return false
	}
	if day == 0 {
		day = 1
		d.guess("no day: read as the first of the week")
	}
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // always in week 1
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
	t := monday.AddDate(0, 0, (week-1)*7+day-1)
	if isoYear, isoWeek := t.ISOWeek(); isoYear != year || isoWeek != week {
		return false
	}
	d.year, d.month, d.day = t.Year(), int(t.Month()), t.Day()
	return true
}

// monthDay reads days whose month is a word.
func (d *dateReader) monthDay() bool {
	at := d.monthWord()
	if at < 0 {
		return false
	}
	d.tokens[at].used = true
	d.month = int(d.tokens[at].word.month)
	year, day := d.aroundMonth(at)
	if year == nil && day == nil {
		return false
	}
	d.day = 1
	if day != nil {
		d.day, day.used = day.value, true
	}
	if !d.yearOrGuess(year, day != nil) {
		return false
	}
	if d.tokens[at].word.role == roleBuddhist && d.year > 2400 {
		d.year -= 543
	}
	return true
}

// monthWord returns the index of the word that names the month. Where several
// words could, it is the one that cannot be a weekday as well, and of those the
// one next to a number.
func (d *dateReader) monthWord() int {
	best, bestScore := -1, 0
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.kind != tokenWord || t.used {
			continue
		}
		if t.word.month == 0 && !d.arabicMonth(i) {
			continue
		}
		score := 1
		if t.word.weekday == 0 {
			score += 2
		}
		if d.nearNumber(i) {
			score += 4
		}
		if score > bestScore {
			best, bestScore = i, score
		}
	}
	return best
}

// nearNumber says whether a number that is not used stands next to i, with
// marks or words that say nothing between them.
func (d *dateReader) nearNumber(i int) bool {
	for _, step := range [...]int{-1, 1} {
		j := i + step
		for j >= 0 && j < len(d.tokens) && (d.mark(j, ".,-/'") || d.role(j) == roleFill || d.role(j) == roleOrdinal) {
			j += step
		}
		if d.number(j, 4) {
			return true
		}
	}
	return false
}

// arabicMonth reads the Levantine names of two words.
func (d *dateReader) arabicMonth(i int) bool {
	if i+1 >= len(d.tokens) || d.tokens[i+1].kind != tokenWord {
		return false
	}
	second := foldWord(d.tokens[i+1].raw) == foldWord("الثاني")
	first := foldWord(d.tokens[i+1].raw) == foldWord("الأول")
	switch foldWord(d.tokens[i].raw) {
	case "كانون":
		if d.tokens[i].word.month = 12; second {
			d.tokens[i].word.month = 1
		}
	case "تشرين":
		if d.tokens[i].word.month = 10; second {
			d.tokens[i].word.month = 11
		}
	default:
		return false
	}
	d.tokens[i+1].used = true
	return first || second
}

// aroundMonth returns the numbers around the month at i that are the year and
// the day; nil where there is none.
func (d *dateReader) aroundMonth(i int) (year, day *dateToken) {
	var small []*dateToken
	for j := range d.tokens {
		t := &d.tokens[j]
		if t.kind != tokenNumber || t.used {
			continue
		}
		switch {
		case year == nil && (t.digits == 4 || t.digits == 3 && j > i || t.digits <= 2 && d.mark(j-1, "'")):
			year = t
		case t.digits <= 2 || t.digits == 3 && t.value <= 31:
			small = append(small, t)
		}
	}
	before, after := d.neighbour(i, -1), d.neighbour(i, 1)
	switch {
	case before != nil && before != year && before.value <= 31:
		day = before
	case after != nil && after != year && after.value <= 31:
		day = after
	case len(small) > 0 && small[0].value <= 31:
		day = small[0]
	}
	if year != nil {
		return year, day
	}
	for _, t := range small {
		if t != day && t.digits == 2 {
			return t, day
		}
	}
	return nil, day
}

// neighbour returns the number of at most two digits next to the word at i.
func (d *dateReader) neighbour(i, step int) *dateToken {
	j := i + step
	for j >= 0 && j < len(d.tokens) && (d.mark(j, ".,-/") || d.role(j) == roleFill || d.role(j) == roleOrdinal) {
		j += step
	}
	if !d.number(j, 3) || d.tokens[j].digits == 3 && d.tokens[j].value > 31 || d.mark(j-1, "'") {
		return nil
	}
	return &d.tokens[j]
}

// fewNumbers reads what has one or two numbers only: "2026-03", "03/2026",
// "2026-062", "-03-12", "20260305", "2026".
func (d *dateReader) fewNumbers() bool {
	for i := range d.tokens {
		if !d.number(i, 8) {
			continue
		}
		t := &d.tokens[i]
		if d.separated(i+1) && d.number(i+2, 4) && !d.tokens[i+2].spaced {
			return d.twoNumbers(i)
		}
		if t.digits >= 6 || t.digits == 4 && !d.hasClock && d.unknownWords() == 0 && d.numbersLeft() == 1 {
			return d.compactDay(i)
		}
	}
	return false
}

func (d *dateReader) numbersLeft() int {
	n := 0
	for i := range d.tokens {
		if d.number(i, 19) {
			n++
		}
	}
	return n
}

func (d *dateReader) twoNumbers(i int) bool {
	a, b := &d.tokens[i], &d.tokens[i+2]
	a.used, b.used = true, true
	truncated := i == 1 && d.mark(0, "-") // ISO 8601:1988 leaves out the century
	switch {
	case b.digits == 3 && (a.digits == 4 || a.digits == 2):
		d.setYear(a.value, a.digits)
		return d.dayOfYear(d.year, b.value)
	case a.digits == 4 || truncated && a.digits == 2 && b.digits == 2:
		d.setYear(a.value, a.digits)
		d.month = b.value
	case b.digits == 4 && a.digits <= 2:
		d.setYear(b.value, b.digits)
		d.month = a.value
	default:
		return false
	}
	d.day = 1
	d.guess("no day: read as the first of the month")
	return d.plausible()
}
