package scanner

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) // a Wednesday

func httpDate(t time.Time) string { return t.UTC().Format(http.TimeFormat) }

// Row 14.
func TestRetryAfter(t *testing.T) {
	day := 24 * time.Hour
	for value, want := range map[string]time.Duration{
		"": 0, "0": 0, "1": time.Second, "120": 2 * time.Minute, " 120 ": 2 * time.Minute, "86400": day, "86401": day,
		"100000000000000": day, "9223372036854775807": day, "9223372036854775808": day, "18446744073709551616": day,
		strings.Repeat("9", 5000): day,
		"-1":                      0, "-100000000000000": 0, "+5": 0, "1.5": 0, "1e9": 0, "0x10": 0, "soon": 0, "120 seconds": 0, "١٢٠": 0,
		httpDate(noon.Add(time.Hour)):                time.Hour,
		httpDate(noon.Add(-time.Hour)):               0,
		httpDate(noon.Add(1000 * day)):               day,
		"Fri, 31 Dec 9999 23:59:59 GMT":              day,
		"Mon, 01 Jan 0001 00:00:00 GMT":              0,
		"Wednesday, 04-Mar-26 13:00:00 GMT":          time.Hour, // RFC 850
		"Wed Mar  4 13:00:00 2026":                   time.Hour, // asctime
		"Wed, 04 Mar 2026 13:00:00 GMT, and garbage": 0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {value}}, noon); got != want {
			t.Errorf("%.60q: %v, want %v", value, got, want)
		}
	}
	// A date means what the server's own clock says.
	h := http.Header{"Retry-After": {httpDate(noon.Add(time.Hour))}, "Date": {httpDate(noon.Add(50 * time.Minute))}}
	if got := retryAfter(h, noon); got != 10*time.Minute {
		t.Errorf("with a Date: %v", got)
	}
}

// Row 14.
func TestFreshness(t *testing.T) {
	day := 24 * time.Hour
	tests := map[string]struct {
		header map[string]string
		want   time.Duration
	}{
		"nothing":              {nil, 0},
		"max-age":              {map[string]string{"Cache-Control": "max-age=900"}, 15 * time.Minute},
		"among others":         {map[string]string{"Cache-Control": `public, Max-Age = "900" , must-revalidate`}, 15 * time.Minute},
		"first of two":         {map[string]string{"Cache-Control": "max-age=60, max-age=900"}, time.Minute},
		"zero":                 {map[string]string{"Cache-Control": "max-age=0"}, 0},
		"2^63":                 {map[string]string{"Cache-Control": "max-age=9223372036854775808"}, day},
		"10^14":                {map[string]string{"Cache-Control": "max-age=100000000000000"}, day},
		"negative":             {map[string]string{"Cache-Control": "max-age=-1"}, 0},
		"garbage":              {map[string]string{"Cache-Control": "max-age=soon"}, 0},
		"no value":             {map[string]string{"Cache-Control": "max-age"}, 0},
		"for shared caches":    {map[string]string{"Cache-Control": "s-maxage=900"}, 0},
		"no-cache":             {map[string]string{"Cache-Control": "max-age=900, no-cache"}, 0},
		"no-store":             {map[string]string{"Cache-Control": "no-store"}, 0},
		"age on the way":       {map[string]string{"Cache-Control": "max-age=900", "Age": "300"}, 10 * time.Minute},
		"older than max-age":   {map[string]string{"Cache-Control": "max-age=900", "Age": "3000"}, 0},
		"Expires":              {map[string]string{"Expires": httpDate(noon.Add(time.Hour))}, time.Hour},
		"Expires by its clock": {map[string]string{"Expires": httpDate(noon.Add(time.Hour)), "Date": httpDate(noon.Add(50 * time.Minute))}, 10 * time.Minute},
		"Expires in the past":  {map[string]string{"Expires": httpDate(noon.Add(-time.Hour))}, 0},
		"Expires in 9999":      {map[string]string{"Expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, day},
		"Expires 0":            {map[string]string{"Expires": "0"}, 0},
		"Expires -1":           {map[string]string{"Expires": "-1"}, 0},
		"max-age goes first":   {map[string]string{"Expires": httpDate(noon.Add(time.Hour)), "Cache-Control": "max-age=60"}, time.Minute},
		"no-cache goes first":  {map[string]string{"Expires": httpDate(noon.Add(time.Hour)), "Cache-Control": "no-cache"}, 0},
	}
	for name, test := range tests {
		h := http.Header{}
		for k, v := range test.header {
			h.Set(k, v)
		}
		if got := freshness(h, noon); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func TestWishes(t *testing.T) {
	every := make([]int, 24)
	for h := range every {
		every[h] = h
	}
	week := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	tests := map[string]struct {
		listing news.Listing
		want    wishes
		says    string
	}{
		"none":           {news.Listing{}, wishes{}, ""},
		"ttl":            {news.Listing{TTL: time.Hour}, wishes{ttl: time.Hour}, ""},
		"negative ttl":   {news.Listing{TTL: -time.Hour}, wishes{}, ""},
		"long ttl":       {news.Listing{TTL: 1000 * time.Hour}, wishes{ttl: maxWait}, ""},
		"hours":          {news.Listing{SkipHours: []int{0, 1, 23, 1}}, wishes{hours: 1 | 2 | 1<<23}, ""},
		"hour 24":        {news.Listing{SkipHours: []int{24}}, wishes{hours: 1}, ""},
		"no hours":       {news.Listing{SkipHours: []int{-1, 25, 3}}, wishes{hours: 8}, "is no hour"},
		"all hours":      {news.Listing{SkipHours: every}, wishes{}, "skipHours forbids all 24 hours: not followed"},
		"days":           {news.Listing{SkipDays: []time.Weekday{time.Saturday, time.Sunday}}, wishes{days: 1 | 1<<6}, ""},
		"no day":         {news.Listing{SkipDays: []time.Weekday{7, -1}}, wishes{}, "is no day"},
		"all days":       {news.Listing{SkipDays: week}, wishes{}, "skipDays forbids all 7 days: not followed"},
		"all but at one": {news.Listing{SkipHours: every[1:], SkipDays: week[1:]}, wishes{hours: allHours &^ 1, days: allDays &^ 1}, ""},
	}
	for name, test := range tests {
		got := wishesOf(&test.listing)
		if got.ttl != test.want.ttl || got.hours != test.want.hours || got.days != test.want.days {
			t.Errorf("%s: %+v", name, got)
		}
		if (len(got.problems) > 0) != (test.says != "") || test.says != "" && !strings.Contains(got.problems[0].What, test.says) {
			t.Errorf("%s: said %v", name, got.problems)
		}
	}
}

func TestPermitted(t *testing.T) {
	india := time.FixedZone("IST", 5*3600+1800)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, time.UTC) }
	tests := map[string]struct {
		t     time.Time
		hours uint32
		days  uint8
		want  time.Time
	}{
		"no wish":          {at(4, 12, 30), 0, 0, at(4, 12, 30)},
		"another hour":     {at(4, 12, 30), 1 << 13, 0, at(4, 12, 30)},
		"this hour":        {at(4, 12, 30), 1 << 12, 0, at(4, 13, 0)},
		"over midnight":    {at(4, 23, 30), 1<<23 | 1 | 2, 0, at(5, 2, 0)},
		"this day":         {at(4, 12, 30), 0, 1 << time.Wednesday, at(5, 0, 0)},
		"all but one hour": {at(4, 12, 30), allHours &^ (1 << 11), 0, at(5, 11, 0)},
		"weekend":          {at(7, 1, 0), 1, 1<<time.Saturday | 1<<time.Sunday, at(9, 1, 0)},
		"in GMT":           {at(4, 12, 30).In(india), 1 << 12, 0, at(4, 13, 0)},
		"nothing left":     {at(4, 12, 30), allHours, 0, at(4, 12, 30)},
		"no day left":      {at(4, 12, 30), 0, allDays, at(4, 12, 30)},
		"one hour a week":  {at(4, 12, 30), allHours &^ 1, allDays &^ (1 << time.Wednesday), at(11, 0, 0)},
	}
	for name, test := range tests {
		if got := permitted(test.t, news.State{SkipHours: test.hours, SkipDays: test.days}); !got.Equal(test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"120", "-1", "100000000000000", "Fri, 31 Dec 9999 23:59:59 GMT", "Wed Mar  4 13:00:00 2026", "\x00"} {
		f.Add(seed, httpDate(noon))
	}
	seeds, _ := filepath.Glob("../../shared/data/adversarial/http-fuzz/time/*")
	for _, name := range seeds {
		if data, err := os.ReadFile(name); err == nil {
			f.Add(string(data), string(data))
		}
	}
	f.Fuzz(func(t *testing.T, value, date string) {
		h := http.Header{"Retry-After": {value}, "Date": {date}, "Expires": {value}}
		for _, d := range []time.Duration{retryAfter(h, noon), freshness(h, noon)} {
			if d < 0 || d > maxWait {
				t.Errorf("%q: %v", value, d)
			}
		}
	})
}

func FuzzCacheControl(f *testing.F) {
	for _, seed := range []string{"max-age=900", `public, max-age="1"`, "max-age=9223372036854775808", "no-cache,,=,", "MAX-AGE"} {
		f.Add(seed, "5")
	}
	f.Fuzz(func(t *testing.T, value, age string) {
		d := freshness(http.Header{"Cache-Control": {value, value}, "Age": {age}}, noon)
		if d < 0 || d > maxWait {
			t.Errorf("%q: %v", value, d)
		}
	})
}
