package clean

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var dateNow = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// dateExceptions are dates of the development data that its oracle has wrong,
// with the reason.
var dateExceptions = map[string]string{
	"2020/1/10 14:": "the oracle reads the first of November",
	"8:56 am PST":   "the oracle loses the zone",
	"Seg, 24 Set":   "the oracle does not read Portuguese",
}

func TestDatesAsFound(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(dataDir, "feeds", "dates.jsonl"))
	if err != nil {
		t.Skip("skipped: the data for measuring is not there: ", err)
	}
	stated, right, refused, silent := 0, 0, 0, 0
	for line := range strings.Lines(string(data)) {
		var c struct {
			In   string
			Unix *int64
			OK   bool
		}
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		if excepted(c.In) {
			continue
		}
		got, note, ok := Date(c.In, dateNow)
		switch {
		case c.Unix == nil:
			if ok && !c.OK && note == "" {
				silent++
				t.Errorf("%q: read as %v without a word", c.In, got)
			}
			if ok != c.OK {
				t.Logf("%q: ok %v", c.In, ok)
			}
			continue
		case !ok:
			refused++
			t.Logf("%q: refused, is %v", c.In, time.Unix(*c.Unix, 0).UTC())
		case got.Unix() != *c.Unix:
			t.Errorf("%q: read as %v, is %v (%s)", c.In, got, time.Unix(*c.Unix, 0).UTC(), note)
		default:
			right++
		}
		stated++
	}
	t.Logf("%d state an instant: %d right, %d wrong, %d refused", stated, right, stated-right-refused, refused)
	if right*100 < stated*98 {
		t.Errorf("%d of %d right", right, stated)
	}
}

func excepted(in string) bool {
	for part := range dateExceptions {
		if strings.Contains(in, part) {
			return true
		}
	}
	return false
}

func TestDate(t *testing.T) {
	const utc, midnight = "no zone: read as UTC", "no time of day: read as midnight"
	for in, want := range map[string]struct{ time, note string }{
		// Fast path.
		"Tue, 03 Mar 2026 08:15:30 +0100": {"2026-03-03T07:15:30Z", ""},
		"3 Mar 2026 08:15 EST":            {"2026-03-03T13:15:00Z", ""},
		"2026-03-03T08:15:30.125+05:30":   {"2026-03-03T02:45:30.125Z", ""},
		"2026-03-03 08:15:30Z":            {"2026-03-03T08:15:30Z", ""},
		"Sat, 31 Dec 2016 23:59:60 GMT":   {"2017-01-01T00:00:00Z", ""},
		"Fri, 27 Feb 2026 24:00:00 GMT":   {"2026-02-28T00:00:00Z", ""},
		"Sat, 29 Feb 2020 10:00:00 +0000": {"2020-02-29T10:00:00Z", ""},
		"Fri, 29 Feb 2019 10:00:00 +0000": {"", ""},
		"2026-13-03T08:15:30Z":            {"2026-03-13T08:15:30Z", "year, day, month: no other order makes sense"},
		"2026-13-13T08:15:30Z":            {"", ""},
		"9999-12-31T23:59:59Z":            {"9999-12-31T23:59:59Z", ""},
		"9999-12-31T23:59:59-05:00":       {"", ""},
		"0000-00-00T00:00:00Z":            {"", ""},
		"0000-00-00 00:00:00":             {"", ""},

		// Zones.
		"Tue, 03 Mar 2026 08:15:30 MET":                                    {"2026-03-03T07:15:30Z", ""},
		"Wed, 03 Jun 2026 08:15:30 MEST":                                   {"2026-06-03T06:15:30Z", ""},
		"Wed, 03 Jun 2026 08:15:30 CEST":                                   {"2026-06-03T06:15:30Z", ""},
		"Wed, 03 Jun 2026 08:15:30 BST":                                    {"2026-06-03T07:15:30Z", ""},
		"Wed, 03 Jun 2026 08:15:30 IST":                                    {"2026-06-03T02:45:30Z", "zone IST read as India's (+05:30)"},
		"Wed, 03 Jun 2026 08:15:30 JST":                                    {"2026-06-02T23:15:30Z", ""},
		"Wed, 03 Jun 2026 08:15:30 AEST":                                   {"2026-06-02T22:15:30Z", ""},
		"Wed, 03 Jun 2026 08:15:30 GMT+2":                                  {"2026-06-03T06:15:30Z", ""},
		"Wed, 03 Jun 2026 08:15:30 UTC-3":                                  {"2026-06-03T11:15:30Z", ""},
		"Wed, 03 Jun 2026 08:15:30 GMT+05:30":                              {"2026-06-03T02:45:30Z", ""},
		"Wed, 03 Jun 2026 08:15:30 Etc/GMT+5":                              {"2026-06-03T13:15:30Z", ""},
		"Wed, 03 Jun 2026 08:15:30 A":                                      {"2026-06-03T07:15:30Z", "zone A read as the military one"},
		"Wed Jun 03 2026 08:15:30 GMT+0200 (Central European Summer Time)": {"2026-06-03T06:15:30Z", ""},
		"Wed, 03 Jun 2026 08:15:30 -0500 (EST)":                            {"2026-06-03T13:15:30Z", ""},
		"Wed, 03 Jun 2026 08:15:30 XYZ":                                    {"2026-06-03T08:15:30Z", "zone XYZ unknown: read as UTC"},
		"Wed, 03 Jun 2026 08:15:30":                                        {"2026-06-03T08:15:30Z", utc},
		"2026-06-03T08:15:30+0530":                                         {"2026-06-03T02:45:30Z", ""},
		"2026-06-03T08:15+05":                                              {"2026-06-03T03:15:00Z", ""},
		"2026-06-03T08:15:30,5Z":                                           {"2026-06-03T08:15:30.5Z", ""},
		"2026-06-03 08:15:30 +05:30":                                       {"2026-06-03T02:45:30Z", ""},
		"2026-06-03 08:15:30 UTC":                                          {"2026-06-03T08:15:30Z", ""},
		"2026-06-03 08:15:30.123456789 +0000 UTC m=+0.01":                  {"2026-06-03T08:15:30.123456789Z", ""},
		"Wed, 03 Jun 2026 08:15:30 +zz:00":                                 {"", ""},
		"Wed, 03 Jun 2026 08:15:30 +0575":                                  {"", ""},

		// Other programs' forms.
		"Wed Jun  3 08:15:30 2026":          {"2026-06-03T08:15:30Z", utc},
		"Wed Jun  3 08:15:30 EDT 2026":      {"2026-06-03T12:15:30Z", ""},
		"Wed Jun 03 08:15:30 +0200 2026":    {"2026-06-03T06:15:30Z", ""},
		"Wednesday, 03-Jun-26 08:15:30 GMT": {"2026-06-03T08:15:30Z", "year of two digits: read as 2026"},
		"Wed, 3 Jun 104 08:15:30 GMT":       {"2004-06-03T08:15:30Z", "year of three digits: read as 2004"},
		"3 Jun 98 08:15 GMT":                {"1998-06-03T08:15:00Z", "year of two digits: read as 1998"},
		"20260603T081530Z":                  {"2026-06-03T08:15:30Z", ""},
		"20260603T0815":                     {"2026-06-03T08:15:00Z", utc},
		"20260603081530":                    {"2026-06-03T08:15:30Z", utc},
		"20260603":                          {"2026-06-03T00:00:00Z", midnight},
		"1780474530":                        {"2026-06-03T08:15:30Z", "a number: read as seconds since 1970"},
		"1780474530.25":                     {"2026-06-03T08:15:30Z", "a number: read as seconds since 1970"},
		"1780474530123":                     {"2026-06-03T08:15:30.123Z", "a number: read as milliseconds since 1970"},
		"2026-W23-3":                        {"2026-06-03T00:00:00Z", midnight},
		"2026W233T08:15Z":                   {"2026-06-03T08:15:00Z", ""},
		"2026-154":                          {"2026-06-03T00:00:00Z", midnight},
		"2026-06":                           {"2026-06-01T00:00:00Z", "no day: read as the first of the month"},
		"06/2026":                           {"2026-06-01T00:00:00Z", "no day: read as the first of the month"},
		"2026":                              {"2026-01-01T00:00:00Z", "no day: read as the first of the year"},
		"June 2026":                         {"2026-06-01T00:00:00Z", "no day: read as the first of the month"},
		"2026-06-03":                        {"2026-06-03T00:00:00Z", midnight},
		"June 3rd, 2026 at 8:15 pm":         {"2026-06-03T20:15:00Z", utc},
		"3 June 2026, 12:05 a.m. EST":       {"2026-06-03T05:05:00Z", ""},
		"Jun 3, 2026 12pm GMT":              {"2026-06-03T12:00:00Z", ""},
		"Published: Wednesday, 3 June 2026 at 08:15 GMT by M. Osei":    {"2026-06-03T08:15:00Z", ""},
		"Wed, 03 Jun 2026 08:15:30 GMT, Thu, 04 Jun 2026 09:00:00 GMT": {"2026-06-03T08:15:30Z", "more than one date: the first is read"},

		"05-MAR-20 10.30.15.250000 PM +02:00":     {"2020-03-05T20:30:15.25Z", "year of two digits: read as 2020"},
		"5 March 2020 10:00p":                     {"2020-03-05T22:00:00Z", utc},
		"/Date(1780474530123)/":                   {"2026-06-03T08:15:30.123Z", "a number: read as milliseconds since 1970"},
		"@1780474530":                             {"2026-06-03T08:15:30Z", "a number: read as seconds since 1970"},
		"05/Mar/2020:10:00:00 +0100":              {"2020-03-05T09:00:00Z", ""},
		"Thu, 05 Mar 2020 10:00:00 --0500":        {"2020-03-05T15:00:00Z", ""},
		"2020-03-05T10:00:00+01:00[Europe/Paris]": {"2020-03-05T09:00:00Z", ""},
		"2020-03-05 10:00:00 Europe/Paris":        {"2020-03-05T10:00:00Z", "zone Europe unknown: read as UTC"},
		"Chapter 5 of 2020":                       {"", ""},
		"2020 vision":                             {"", ""},
		"05 ??? 2020 10:00:00 GMT":                {"", ""},
		"192.168.1.1":                             {"", ""},

		// The order of day and month.
		"06/03/2026 08:15":         {"2026-06-03T08:15:00Z", "6/3: read as month and day; " + utc},
		"06/03/2026 08:15 +0100":   {"2026-03-06T07:15:00Z", "6/3: read as day and month"},
		"Wed 06/03/2026 08:15 GMT": {"2026-06-03T08:15:00Z", ""},
		"Fri 06/03/2026 08:15 GMT": {"2026-03-06T08:15:00Z", ""},
		"13/06/2026 08:15 GMT":     {"2026-06-13T08:15:00Z", ""},
		"06/13/2026 08:15 GMT":     {"2026-06-13T08:15:00Z", ""},
		"03.06.2026 08:15 MESZ":    {"2026-06-03T06:15:00Z", ""},
		"3.6.26":                   {"2026-06-03T00:00:00Z", "year of two digits: read as 2026"},
		"06-03-2026 08:15 GMT":     {"2026-03-06T08:15:00Z", "6-3: read as day and month"},
		"26-06-13":                 {"2026-06-13T00:00:00Z", "year of two digits: read as 2026; 26-06-13: read as year, month and day"},
		"5-3-20":                   {"2020-03-05T00:00:00Z", "year of two digits: read as 2020; 5-3: read as day and month"},
		"1.2.3":                    {"", ""},
		"2026-13-06":               {"2026-06-13T00:00:00Z", "year, day, month: no other order makes sense"},

		// Languages.
		"Mi, 03 Jun 2026 08:15:30 +0200":         {"2026-06-03T06:15:30Z", ""},
		"Mittwoch, 3. Juni 2026, 08:15 Uhr MESZ": {"2026-06-03T06:15:00Z", ""},
		"3. März 2026 14.30 Uhr":                 {"2026-03-03T14:30:00Z", utc},
		"3 mars 2026 à 14h30":                    {"2026-03-03T14:30:00Z", utc},
		"1er août 2025 08:15 +0200":              {"2025-08-01T06:15:00Z", ""},
		"mar. 3 mars 2026 08:15:30 +0100":        {"2026-03-03T07:15:30Z", ""},
		"mar, 03 mar 2026 08:15:30 +0100":        {"2026-03-03T07:15:30Z", ""},
		"miércoles, 3 de junio de 2026 8:15":     {"2026-06-03T08:15:00Z", utc},
		"Qua, 03 Fev 2026 08:15:30 -0300":        {"2026-02-03T11:15:30Z", ""},
		"3 giugno 2026 ore 08.15":                {"2026-06-03T08:15:00Z", utc},
		"wo 3 mrt 2026 08:15:30 +0100":           {"2026-03-03T07:15:30Z", ""},
		"3 июня 2026 г., 08:15 MSK":              {"2026-06-03T05:15:00Z", ""},
		"Ср, 03 июн 2026 08:15:30 +0300":         {"2026-06-03T05:15:30Z", ""},
		"3 червня 2026 року 08:15 +0300":         {"2026-06-03T05:15:00Z", ""},
		"3 października 2026 08:15 +0200":        {"2026-10-03T06:15:00Z", ""},
		"paź 3, 2026 08:15 +0200":                {"2026-10-03T06:15:00Z", ""},
		"3. září 2026 08:15 +0200":               {"2026-09-03T06:15:00Z", ""},
		"ons, 03 maj 2026 08:15:30 +0200":        {"2026-05-03T06:15:30Z", ""},
		"3. desember 2026 kl. 14.30":             {"2026-12-03T14:30:00Z", utc},
		"3. kesäkuuta 2026 klo 14.30":            {"2026-06-03T14:30:00Z", utc},
		"3 Ağustos 2026 08:15 +0300":             {"2026-08-03T05:15:00Z", ""},
		"3 KASIM 2026 08:15 +0300":               {"2026-11-03T05:15:00Z", ""},
		"3 iunie 2026, 08:15 EEST":               {"2026-06-03T05:15:00Z", ""},
		"2026. június 3. 08:15":                  {"2026-06-03T08:15:00Z", utc},
		"2026-július-13T9:15-05:00":              {"2026-07-13T14:15:00Z", ""},
		"Rabu, 03 Agustus 2026 08:15 WIB":        {"2026-08-03T01:15:00Z", ""},
		"Τετ, 03 Ιουν 2026 08:15:30 +0300":       {"2026-06-03T05:15:30Z", ""},
		"3 Ιουλίου 2026, 8:15 μμ":                {"2026-07-03T20:15:00Z", utc},
		"ngày 3 tháng 6 năm 2026, 08:15":         {"2026-06-03T08:15:00Z", utc},
		"3 जून 2026 08:15 IST":                   {"2026-06-03T02:45:00Z", "zone IST read as India's (+05:30)"},
		"३ जनवरी २०२६ ०८:१५ GMT":                 {"2026-01-03T08:15:00Z", ""},
		"٣ يونيو ٢٠٢٦ ٠٨:١٥ GMT":                 {"2026-06-03T08:15:00Z", ""},
		"3 كانون الثاني 2026 08:15 +0200":        {"2026-01-03T06:15:00Z", ""},
		"3 ביוני 2026 08:15 +0300":               {"2026-06-03T05:15:00Z", ""},
		"星期三, 03 六月 2026 08:15:30 +0800":         {"2026-06-03T00:15:30Z", ""},
		"2026年6月3日 8時15分":                        {"2026-06-03T08:15:00Z", utc},
		"2026年6月3日 下午8:15 +0800":                 {"2026-06-03T12:15:00Z", ""},
		"2026年06月03日(水) 08:15 JST":               {"2026-06-02T23:15:00Z", ""},
		"2026년 06월 03일 08:15:30":                 {"2026-06-02T23:15:30Z", "no zone: read as Korea's (+09:00)"},
		"2026년 6월 3일 오후 8시 15분":                  {"2026-06-03T11:15:00Z", "no zone: read as Korea's (+09:00)"},
		"3 มิถุนายน 2569":                        {"2026-06-03T00:00:00Z", midnight},
		"3 de març de 2026":                      {"2026-03-03T00:00:00Z", midnight},

		// From now on (10 March 2026, 12:00).
		"3 hours ago":           {"2026-03-10T09:00:00Z", "counted from the time of reading"},
		"vor 2 Tagen":           {"2026-03-08T12:00:00Z", "counted from the time of reading"},
		"il y a 5 minutes":      {"2026-03-10T11:55:00Z", "counted from the time of reading"},
		"hace una hora":         {"2026-03-10T11:00:00Z", "counted from the time of reading"},
		"2 часа назад":          {"2026-03-10T10:00:00Z", "counted from the time of reading"},
		"3小时前":                  {"2026-03-10T09:00:00Z", "counted from the time of reading"},
		"Today, 08:15 GMT":      {"2026-03-10T08:15:00Z", "counted from the time of reading"},
		"gestern, 14:30 Uhr":    {"2026-03-09T14:30:00Z", "counted from the time of reading; " + utc},
		"5 March":               {"2026-03-05T00:00:00Z", "no year: read as 2026"},
		"24 December 08:15 GMT": {"2025-12-24T08:15:00Z", "no year: read as 2025"},

		// No date.
		"":                            {"", ""},
		"soon":                        {"", ""},
		"Sun, 16 Dec zz 11:47:32 GMT": {"", ""},
		"2013-xx-27":                  {"", ""},
		"2013-01-28T09:xx:00Z":        {"", ""},
		"2003-12-31T10:61:55Z":        {"", ""},
		"31 June 2026":                {"", ""},
		"10:15":                       {"", ""},
		"12":                          {"", ""},
		"99999999999999999999999":     {"", ""},
		"1399/01/05":                  {"", ""},
	} {
		got, note, ok := Date(in, dateNow)
		text := ""
		if ok {
			text = got.Format(time.RFC3339Nano)
		}
		if text != want.time || ok && note != want.note {
			t.Errorf("%q\n got %s (%s)\nwant %s (%s)", in, text, note, want.time, want.note)
		}
	}
}

func TestClamp(t *testing.T) {
	at := func(s string) time.Time {
		if s == "" {
			return time.Time{}
		}
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	seen := at("2026-03-10T12:00:00Z")
	for in, want := range map[string]string{
		"2026-03-10T11:59:59Z":      "2026-03-10T11:59:59Z",
		"2026-03-10T13:00:00+02:00": "2026-03-10T11:00:00Z",
		"1925-06-01T00:00:00Z":      "1925-06-01T00:00:00Z",
		"2026-03-10T12:00:01Z":      "2026-03-10T12:00:00Z",
		"2026-03-12T11:00:00Z":      "2026-03-10T12:00:00Z",
		"2026-03-13T00:00:00Z":      "",
		"9999-12-31T23:59:59Z":      "",
		"1970-01-01T00:00:00Z":      "",
		"1970-01-01T00:00:00+01:00": "",
		"1969-12-31T17:00:00-07:00": "",
		"1970-01-03T00:00:00Z":      "1970-01-03T00:00:00Z",
		"0001-01-01T00:00:00Z":      "",
		"1601-01-01T00:00:00Z":      "",
	} {
		if got := Clamp(at(in), seen); !got.Equal(at(want)) || got.Location() != time.UTC {
			t.Errorf("%s: got %v, want %s", in, got, want)
		}
	}
}

// TestDateFastPathsAgree checks that what the fast paths read, the general
// reader reads the same way.
func TestDateFastPathsAgree(t *testing.T) {
	start := time.Date(1996, 2, 28, 23, 59, 58, 0, time.UTC)
	for i := range 3000 {
		at := start.Add(time.Duration(i) * 9_999_991 * time.Second / 10)
		for _, layout := range []string{time.RFC1123Z, time.RFC1123, "2 Jan 2006 15:04:05 -0700", time.RFC3339, time.RFC3339Nano} {
			zone := time.FixedZone("", (i%27-13)*3600+(i%4)*900)
			if layout == time.RFC1123 {
				zone = time.FixedZone("GMT", 0)
			}
			s := at.In(zone).Format(layout)
			fast, note, ok := Date(s, time.Time{})
			slow, slowNote, slowOK := readDate(s, time.Time{})
			want, _ := time.Parse(layout, s)
			if !ok || note != "" || !fast.Equal(want) || !slowOK || slowNote != "" || !slow.Equal(fast) {
				t.Fatalf("%s: %v %q %v, generally %v %q %v", s, fast, note, ok, slow, slowNote, slowOK)
			}
		}
	}
}

func TestDateFastPathsCostNoAllocation(t *testing.T) {
	for _, s := range []string{"Tue, 03 Mar 2026 08:15:30 +0100", "3 Mar 2026 08:15 GMT", "2026-03-03T08:15:30.125+05:30"} {
		if allocs := testing.AllocsPerRun(100, func() { Date(s, dateNow) }); allocs > 0 {
			t.Errorf("%s: %v allocations", s, allocs)
		}
	}
}

func TestDateIsBounded(t *testing.T) {
	for _, unit := range []string{"1", "a", "1 ", "a ", ":", "12:", "Mar ", "年", "١", "\u0301", "1:1:", "2026-", "\x80"} {
		start := time.Now()
		Date(strings.Repeat(unit, 5_000_000/len(unit)), dateNow)
		if took := time.Since(start); took > time.Second {
			t.Errorf("%q: %v", unit, took)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{
		"Tue, 03 Mar 2026 08:15:30 +0100", "2026-03-03T08:15:30Z", "3. März 2026 14.30 Uhr", "2026年6月3日 下午8:15", "vor 3 Stunden",
		"06/03/26 8:15 p.m. EST", "2026-W23-3", "1780474530123", "-03-12", "gestern", "12h", "a.m.", "il y a 5 min", "كانون الثاني 3 2026",
	} {
		f.Add(s)
	}
	seedDates(f)
	f.Fuzz(func(t *testing.T, s string) {
		for _, now := range []time.Time{dateNow, {}} {
			at, note, ok := Date(s, now)
			switch {
			case !ok && (!at.IsZero() || note != ""):
				t.Errorf("%q: %v %q", s, at, note)
			case ok && (at.Year() < 1 || at.Year() > 9999 || at.Location() != time.UTC):
				t.Errorf("%q: %v", s, at)
			case unsafeText(note) != "" || strings.Contains(note, "\n"):
				t.Errorf("%q: note %q", s, note)
			}
		}
	})
}
