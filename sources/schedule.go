package sources

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"alsoread/news"
)

// Auto is the schedule of a source whose rhythm is learnt from its past. Such
// a source has no timetable.
const Auto = "auto"

// Limits of "@every". The shortest is what cron can tell apart; how often a
// publisher may really be asked is for the fetcher's manners to say.
const (
	minEvery = time.Second
	maxEvery = 366 * 24 * time.Hour
)

// maxSpec is the longest schedule, in bytes. Listing every minute, hour and
// day one by one takes about 400.
const maxSpec = 500

// ParseSchedule reads a schedule: five cron fields (minute, hour, day of month,
// month, day of week), "@hourly" and its kin, or "@every 15m". Cron fields are
// of the time zone loc, UTC when it is nil; times that a change of clocks skips
// do not fire that day. What is returned by Next is in the zone of its argument.
//
// It refuses what github.com/robfig/cron/v3 panics on ("TZ="), rounds
// ("@every 0s") or lets pass in silence: days that never come (30 February),
// empty list items, a range after a star.
func ParseSchedule(spec string, loc *time.Location) (news.Timetable, error) {
	if loc == nil {
		loc = time.UTC
	}
	fields := strings.Fields(spec)
	switch {
	case len(spec) > maxSpec:
		return nil, fmt.Errorf("the schedule is %d bytes long; the limit is %d", len(spec), maxSpec)
	case len(fields) == 0:
		return nil, errors.New("the schedule is empty")
	case strings.Contains(fields[0], "TZ="):
		return nil, errors.New("a schedule holds no time zone; use timezone")
	case strings.EqualFold(fields[0], "@every"):
		return parseEvery(strings.Join(fields[1:], ""))
	case strings.HasPrefix(fields[0], "@"):
		return parseDescriptor(strings.Join(fields, " "), loc)
	}
	return parseFields(fields, loc)
}

func parseEvery(s string) (news.Timetable, error) {
	d, err := ParseDuration(s)
	switch {
	case s == "":
		return nil, errors.New(`@every wants a duration, such as "@every 15m"`)
	case err != nil:
		return nil, fmt.Errorf("@every: %w", err)
	case d < minEvery || d > maxEvery:
		return nil, fmt.Errorf("@every %s; it may be %s to %s", s, formatDuration(minEvery), formatDuration(maxEvery))
	case d%time.Second != 0:
		return nil, fmt.Errorf("@every %s; it counts whole seconds", s)
	}
	return news.Period(d), nil
}

var descriptors = []string{"@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"}

func parseDescriptor(spec string, loc *time.Location) (news.Timetable, error) {
	for _, known := range descriptors {
		if strings.EqualFold(spec, known) {
			return parseCron(known, loc)
		}
	}
	return nil, fmt.Errorf("%s is no schedule; there are @every, %s", quote(spec), strings.Join(descriptors, ", "))
}

// cronFields are the fields of a cron spec in their order.
var cronFields = []struct {
	name   string
	option cron.ParseOption
	hint   string
}{
	{"minute", cron.Minute, "0-59"},
	{"hour", cron.Hour, "0-23"},
	{"day of month", cron.Dom, "1-31"},
	{"month", cron.Month, "1-12 or jan-dec"},
	{"day of week", cron.Dow, "0-6 or sun-sat, Sunday is 0"},
}

// cronItem is one item of a cron field's list. Numbers are bounded here, so
// that they cannot overflow.
var cronItem = regexp.MustCompile(`^(?:[*?]|(?:\d{1,2}|[A-Za-z]{3})(?:-(?:\d{1,2}|[A-Za-z]{3}))?)(?:/\d{1,2})?$`)

func parseFields(fields []string, loc *time.Location) (news.Timetable, error) {
	switch {
	case len(fields) == 6:
		return nil, errors.New(`a schedule has 5 fields, not 6: leave out the seconds, or write "@every 30s"`)
	case len(fields) != len(cronFields):
		return nil, fmt.Errorf(`a schedule has 5 fields (minute, hour, day of month, month, day of week), is "@every 15m" or auto; %s has %d`,
			quote(strings.Join(fields, " ")), len(fields))
	}
	for i, field := range fields {
		if err := checkField(i, field); err != nil {
			return nil, err
		}
	}
	return parseCron(strings.Join(fields, " "), loc)
}

// checkField checks the field at index i for itself, so that the error can name it.
func checkField(i int, field string) error {
	known := cronFields[i]
	for item := range strings.SplitSeq(field, ",") {
		if !cronItem.MatchString(item) {
			return fmt.Errorf("%s: %s is not of the form 5, 1-5, */10 or 1,2,3 (%s)", known.name, quote(item), known.hint)
		}
	}
	if _, err := cron.NewParser(known.option).Parse(field); err != nil {
		return fmt.Errorf("%s: %s is out of range (%s)", known.name, quote(field), known.hint)
	}
	return nil
}

func parseCron(spec string, loc *time.Location) (news.Timetable, error) {
	schedule, err := cron.ParseStandard(spec)
	if err != nil {
		return nil, fmt.Errorf("%s is no schedule: %w", quote(spec), err)
	}
	table := zoned{schedule, loc}
	// From here a leap day lies within the five years that cron looks ahead.
	if table.Next(time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return nil, fmt.Errorf("%s never comes: there is no such day", quote(spec))
	}
	return table, nil
}

// zoned is a cron schedule of a fixed time zone. The schedule itself would
// take the zone of the time it is asked about.
type zoned struct {
	schedule cron.Schedule
	loc      *time.Location
}

// Next returns the first time after t. Cron looks five years ahead; around
// years like 2100, 29 February is further away than that.
func (z zoned) Next(t time.Time) time.Time {
	from := t.In(z.loc)
	for range 2 {
		if next := z.schedule.Next(from); !next.IsZero() {
			return next.In(t.Location())
		}
		from = from.AddDate(4, 11, 0)
	}
	return time.Time{}
}

// specKey and timetable make the memory of schedules already read: thousands
// of sources share a few.
type specKey struct {
	spec string
	loc  *time.Location
}

type timetable struct {
	table news.Timetable
	err   error
}

// timetable compiles a schedule; Auto has none.
func (r *reader) timetable(spec string, loc *time.Location) (news.Timetable, error) {
	if spec == Auto {
		return nil, nil
	}
	key := specKey{spec, loc}
	known, found := r.timetables[key]
	if !found {
		known.table, known.err = ParseSchedule(spec, loc)
		r.timetables[key] = known
	}
	return known.table, known.err
}
