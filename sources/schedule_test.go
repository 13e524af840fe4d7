package sources

import (
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

func TestParseScheduleNext(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	tests := []struct{ spec, zone, from, want string }{
		{"*/10 6-23 * * *", "UTC", "2025-03-01T05:07:30Z", "2025-03-01T06:00:00Z"},
		{"*/10 6-23 * * *", "UTC", "2025-03-01T06:00:00Z", "2025-03-01T06:10:00Z"},
		{"  30   6 * *  * ", "Asia/Kolkata", "2025-03-01T00:00:00Z", "2025-03-01T01:00:00Z"},
		{"0 9 * * mon-FRI", "UTC", "2025-03-01T00:00:00Z", "2025-03-03T09:00:00Z"},
		{"0 0 1 jan ?", "UTC", "2025-03-01T00:00:00Z", "2026-01-01T00:00:00Z"},
		{"5,35 */6 * * *", "UTC", "2025-03-01T00:05:00Z", "2025-03-01T00:35:00Z"},
		{"@hourly", "UTC", "2025-03-01T00:59:59Z", "2025-03-01T01:00:00Z"},
		{"@Daily", "Europe/Berlin", "2025-03-01T00:00:00Z", "2025-03-01T23:00:00Z"},
		{"@weekly", "UTC", "2025-03-01T00:00:00Z", "2025-03-02T00:00:00Z"},
		{"@monthly", "UTC", "2025-03-01T00:00:00Z", "2025-04-01T00:00:00Z"},
		{"@yearly", "UTC", "2025-03-01T00:00:00Z", "2026-01-01T00:00:00Z"},
		{"@every 15m", "UTC", "2025-03-01T00:00:00Z", "2025-03-01T00:15:00Z"},
		{"@every 15m", "Asia/Kolkata", "2025-03-01T00:14:59.5Z", "2025-03-01T00:15:00Z"},
		{"@every 1h30m", "UTC", "1970-01-01T00:00:00Z", "1970-01-01T01:30:00Z"},
		{"@every 1h", "UTC", "1969-12-31T22:30:00Z", "1969-12-31T23:00:00Z"},
		{"@every 2d", "UTC", "1970-01-04T00:00:00Z", "1970-01-05T00:00:00Z"},
		{"@EVERY 7s", "UTC", "1970-01-01T00:00:07Z", "1970-01-01T00:00:14Z"},
		// Leap days, also where the next one is eight years away.
		{"0 0 29 2 *", "UTC", "2025-03-01T00:00:00Z", "2028-02-29T00:00:00Z"},
		{"0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z"},
		// Clocks go from 2 to 3 on 30 March, and from 3 to 2 on 26 October.
		{"30 2 * * *", "Europe/Berlin", "2025-03-29T12:00:00Z", "2025-03-31T00:30:00Z"},
		{"30 3 * * *", "Europe/Berlin", "2025-03-29T12:00:00Z", "2025-03-30T01:30:00Z"},
		{"@every 1h", "Europe/Berlin", "2025-10-26T00:30:00Z", "2025-10-26T01:00:00Z"},
		// 4 November 2018 began at one o'clock there.
		{"0 0 * * *", "America/Sao_Paulo", "2018-11-03T12:00:00Z", "2018-11-05T02:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.spec+" from "+tt.from, func(t *testing.T) {
			from := at(tt.from).In(zone(t, "Australia/Lord_Howe"))
			got := schedule(t, tt.spec, zone(t, tt.zone)).Next(from)
			if !got.Equal(at(tt.want)) {
				t.Errorf("got %v, want %s", got.UTC(), tt.want)
			}
			if got.Location() != from.Location() {
				t.Errorf("in the zone %v, want that of the argument", got.Location())
			}
		})
	}
}

// TestParseScheduleWithoutZone: cron itself would take the zone of the time it
// is asked about.
func TestParseScheduleWithoutZone(t *testing.T) {
	got := schedule(t, "0 6 * * *", nil).Next(time.Date(2025, 1, 1, 0, 0, 0, 0, zone(t, "Asia/Kolkata")))
	if want := time.Date(2025, 1, 1, 6, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestParseScheduleRefuses(t *testing.T) {
	tests := []struct{ spec, want string }{
		{"", "the schedule is empty"},
		{" \t ", "the schedule is empty"},
		{"TZ=", "a schedule holds no time zone; use timezone"},
		{"TZ=0", "a schedule holds no time zone; use timezone"},
		{"TZ=UTC 0 * * * *", "a schedule holds no time zone; use timezone"},
		{"CRON_TZ=Asia/Tokyo 0 6 * * ?", "a schedule holds no time zone; use timezone"},
		{"@every 0s", "@every 0s; it may be 1s to 366d"},
		{"@every 999ms", "@every 999ms; it may be 1s to 366d"},
		{"@every 1500ms", "@every 1500ms; it counts whole seconds"},
		{"@every 367d", "@every 367d; it may be 1s to 366d"},
		{"@every -5m", `@every: "-5m" is negative`},
		{"@every 5", `@every: "5" has no unit; write 5s for seconds`},
		{"@every", `@every wants a duration, such as "@every 15m"`},
		{"@every 99999999999999999999h", `@every: "99999999999999999999h" is too long`},
		{"@reboot", `"@reboot" is no schedule; there are @every, @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually`},
		{"@", `"@" is no schedule; there are @every, @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually`},
		{"0 0 30 2 *", `"0 0 30 2 *" never comes: there is no such day`},
		{"0 0 31 4,6,9,11 *", `"0 0 31 4,6,9,11 *" never comes: there is no such day`},
		{"* * * *", `a schedule has 5 fields (minute, hour, day of month, month, day of week), is "@every 15m" or auto; "* * * *" has 4`},
		{"0 */5 * * * *", `a schedule has 5 fields, not 6: leave out the seconds, or write "@every 30s"`},
		{"60 * * * *", `minute: "60" is out of range (0-59)`},
		{"* 24 * * *", `hour: "24" is out of range (0-23)`},
		{"* * 0 * *", `day of month: "0" is out of range (1-31)`},
		{"* * * 13 *", `month: "13" is out of range (1-12 or jan-dec)`},
		{"* * * * 7", `day of week: "7" is out of range (0-6 or sun-sat, Sunday is 0)`},
		{"* * * foo *", `month: "foo" is out of range (1-12 or jan-dec)`},
		{"* 5-2 * * *", `hour: "5-2" is out of range (0-23)`},
		{"*/0 * * * *", `minute: "*/0" is out of range (0-59)`},
		{"*-5 * * * *", `minute: "*-5" is not of the form 5, 1-5, */10 or 1,2,3 (0-59)`},
		{"1,,2 * * * *", `minute: "" is not of the form 5, 1-5, */10 or 1,2,3 (0-59)`},
		{", * * * *", `minute: "" is not of the form 5, 1-5, */10 or 1,2,3 (0-59)`},
		{"* * L * *", `day of month: "L" is not of the form 5, 1-5, */10 or 1,2,3 (1-31)`},
		{"* * * * 5#3", `day of week: "5#3" is not of the form 5, 1-5, */10 or 1,2,3 (0-6 or sun-sat, Sunday is 0)`},
		{"*/99999999999999999999 * * * *", `minute: "*/99999999999999999999" is not of the form 5, 1-5, */10 or 1,2,3 (0-59)`},
		{"+5 * * * *", `minute: "+5" is not of the form 5, 1-5, */10 or 1,2,3 (0-59)`},
		{strings.Repeat("*,", 300) + "* * * * *", "the schedule is 609 bytes long; the limit is 500"},
	}
	for _, tt := range tests {
		t.Run(tt.spec, func(t *testing.T) {
			table, err := ParseSchedule(tt.spec, time.UTC)
			if table != nil || err == nil || err.Error() != tt.want {
				t.Errorf("got %v, %v\nwant %s", table, err, tt.want)
			}
		})
	}
}

// TestEveryIsAligned: the moments of an interval are the same whoever asks and
// whenever, so that a process that begins anew does not begin a new rhythm.
func TestEveryIsAligned(t *testing.T) {
	table := news.Period(7 * time.Minute)
	for offset := range 2000 {
		from := time.Unix(1_700_000_000+int64(offset), 999)
		next := table.Next(from)
		if !next.After(from) || next.Sub(from) > 7*time.Minute || next.Unix()%420 != 0 || next.Nanosecond() != 0 {
			t.Fatalf("after %v comes %v", from, next)
		}
	}
	if second := (news.Period(0)).Length(); second != time.Second || news.Period(-time.Hour).Length() != second {
		t.Error("an interval below a second is not one second")
	}
}

func FuzzParseSchedule(f *testing.F) {
	for _, spec := range []string{"* * * * *", "*/10 6-23 * * mon-fri", "@every 15m", "@daily", "TZ=", "TZ=0", "@every 0s", "0 0 30 2 *",
		"0 0 29 2 *", "1,2,3-5/2 ? 31 * 6", "@every 1h30m2d", "CRON_TZ= ", "*-5 * * * *", ",", "0/59 23 31 dec sun"} {
		f.Add(spec, int64(1_700_000_000))
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, spec string, unix int64) {
		table, err := ParseSchedule(spec, berlin)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\x00\x1b") || len(err.Error()) > 1000 {
				t.Errorf("message %q", err)
			}
			return
		}
		from := time.Unix(unix%(1<<33), 0) // years 1697 to 2242
		checkNext(t, table, from)
	})
}

// checkNext asks three times in a row: time moves on.
func checkNext(t *testing.T, table news.Timetable, from time.Time) {
	for range 3 {
		next := table.Next(from)
		if !next.After(from) {
			t.Fatalf("after %v comes %v", from, next)
		}
		from = next
	}
}
