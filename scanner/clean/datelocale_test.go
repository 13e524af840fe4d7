package clean

import (
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

func TestDateLayout(t *testing.T) {
	day := time.Date(2026, 3, 3, 14, 5, 0, 0, time.UTC) // a Tuesday
	for _, c := range []struct{ locale, layout, text string }{
		{"", "2 January 2006 15:04", "3 March 2026 14:05"},
		{"en", "Monday, Jan 2, 2006 3:04 PM", "Tue, March 3, 2026 2:05 pm"},
		{"en-GB", "Mon 2 Jan 2006 15:04", "TUESDAY 3 Mar. 2026 14:05"},
		{"de", "Monday, 2. January 2006, 15:04 Uhr", "Dienstag, 3. März 2026, 14:05 Uhr"},
		{"de-AT", "Mon, 2. Jan 2006 15:04", "Di., 3. Mrz. 2026 14:05"},
		{"fr", "Monday 2 January 2006 à 15h04", "mardi 3 mars 2026 à 14h05"},
		{"es", "Mon 2 Jan 2006 15:04", "mar 3 mar 2026 14:05"},
		{"es", "2 de January de 2006, 15:04", "3 de marzo de 2026, 14:05"},
		{"pt-BR", "Monday, 2 de January de 2006 15h04", "terça-feira, 3 de março de 2026 14h05"},
		{"it", "Mon 2 January 2006 15.04", "mar 3 Marzo 2026 14.05"},
		{"nl", "Monday 2 January 2006 15:04", "dinsdag 3 maart 2026 14:05"},
		{"ca", "Monday, 2 January 2006 15:04", "dimarts, 3 març 2026 14:05"},
		{"ru", "Mon, 2 January 2006, 15:04", "вт, 3 марта 2026, 14:05"},
		{"uk", "Monday, 2 January 2006, 15:04", "вівторок, 3 березня 2026, 14:05"},
		{"bg", "Monday, 2 January 2006 15:04", "вторник, 3 март 2026 14:05"},
		{"pl", "Monday, 2 January 2006 15:04", "wtorek, 3 marca 2026 14:05"},
		{"cs", "Mon 2. January 2006 15:04", "út 3. března 2026 14:05"},
		{"sk", "Monday 2. January 2006 15:04", "utorok 3. marca 2026 14:05"},
		{"sl", "Monday, 2. January 2006 15:04", "torek, 3. marec 2026 14:05"},
		{"hr", "Monday, 2. January 2006. 15:04", "utorak, 3. ožujka 2026. 14:05"},
		{"sr", "Monday, 2. January 2006. 15:04", "уторак, 3. март 2026. 14:05"},
		{"sv", "Monday 2 January 2006 kl 15:04", "tisdag 3 mars 2026 kl 14:05"},
		{"nb", "Monday 2. Jan 2006 15:04", "tirsdag 3. mars 2026 14:05"},
		{"da", "Mon 2. January 2006 15.04", "tir. 3. marts 2026 14.05"},
		{"fi", "Mon 2. January 2006 15.04", "ti 3. maaliskuuta 2026 14.05"},
		{"tr", "2 January 2006, Monday 15:04", "3 Mart 2026, Salı 14:05"},
		{"ro", "Monday, 2 January 2006 15:04", "marți, 3 martie 2026 14:05"},
		{"hu", "2006. January 2., Monday 15:04", "2026. március 3., kedd 14:05"},
		{"id", "Monday, 2 January 2006 15:04 WIB", "Selasa, 3 Maret 2026 14:05 WIB"},
		{"ms", "Monday, 2 January 2006 15:04", "Selasa, 3 Mac 2026 14:05"},
		{"el", "Monday, 2 January 2006 15:04", "Τρίτη, 3 Μαρτίου 2026 14:05"},
		{"el", "2 Jan 2006 03:04 PM", "3 Μαρ. 2026 02:05 μμ"},
		{"hi", "Monday, 2 January 2006 15:04", "मंगलवार, ३ मार्च २०२६ १४:०५"},
		{"mr", "Monday, 2 January 2006 15:04", "मंगळवार, ३ मार्च २०२६ १४:०५"},
		{"bn", "Monday, 2 January 2006 15:04", "মঙ্গলবার, ৩ মার্চ ২০২৬ ১৪:০৫"},
		{"ta", "Monday, 2 January 2006 15:04", "செவ்வாய், 3 மார்ச் 2026 14:05"},
		{"te", "Monday, 2 January 2006 15:04", "మంగళవారం, 3 మార్చి 2026 14:05"},
		{"ur", "Monday 2 January 2006 15:04", "منگل 3 مارچ 2026 14:05"},
		{"ar", "Monday 2 January 2006 15:04", "الثلاثاء ٣ مارس ٢٠٢٦ ١٤:٠٥"},
		{"ar", "2 January 2006 15:04", "3 آذار 2026 14:05"},
		{"ar", "2 January 2006 15:04", "3 مارس 2026 14:05"},
		{"fa", "Monday 2 January 2006 15:04", "سه\u200cشنبه 3 مارس 2026 14:05"},
		{"he", "Monday, 2 January 2006 15:04", "יום שלישי, 3 במרץ 2026 14:05"},
		{"zh", "2006年1月2日Monday 15:04", "2026年3月3日星期二 14:05"},
		{"zh-TW", "2006/1/2 (Mon) 15:04", "2026/3/3 (二) 14:05"},
		{"ja", "2006年1月2日(Mon) 15:04", "2026年3月3日(火) 14:05"},
		{"ja", "2006年1月2日Monday 15時04分", "2026年3月3日火曜日 14時05分"},
		{"ko", "2006년 1월 2일 Monday 15:04", "2026년 3월 3일 화요일 14:05"},
		{"th", "Monday 2 January 2006 15:04", "วันอังคาร 3 มีนาคม 2569 14:05"},
		{"th", "2 Jan 2006 15:04", "3 มี.ค. 2569 14:05"},
		{"vi", "Monday, 2/1/2006 15:04", "Thứ Ba, 3/3/2026 14:05"},
		{"vi", "Mon, 2/1/2006 15:04", "T3, 3/3/2026 14:05"},
	} {
		got, ok := NewDateLayout(c.layout, c.locale).Read(c.text)
		if !ok || !got.Equal(day) {
			t.Errorf("%s: %q by %q is %v, %v", c.locale, c.text, c.layout, got, ok)
		}
	}
}

func TestDateLayoutRefuses(t *testing.T) {
	for _, c := range []struct{ locale, layout, text string }{
		{"de", "2. January 2006", "3. mars 2026"},
		{"de", "2. January 2006", "3. J 2026"},
		{"de", "2. January 2006", "3. Ju 2026"},
		{"de", "2. January 2006", ""},
		{"de", "2. January 2006", "31. Februar 2026"},
		{"", "2 January 2006", "3 März 2026"},
		{"fr", "2 January 2006", "mars mars mars mars 2026"},
	} {
		if got, ok := NewDateLayout(c.layout, c.locale).Read(c.text); ok {
			t.Errorf("%s: %q by %q is %v", c.locale, c.text, c.layout, got)
		}
	}
}

// Every language of news.DateLocales has all its names, each of one month and one
// day, save where months are numbers.
func TestDateLocalesAreWhole(t *testing.T) {
	all := strings.Fields(news.DateLocales)
	if len(localeLines) != len(all) {
		t.Errorf("%d languages have names, %d are known", len(localeLines), len(all))
	}
	for _, locale := range all {
		n := namesOf(locale)
		for what, list := range map[string][][]string{"month": n.months, "weekday": n.weekdays} {
			seen := map[string]int{}
			for i, names := range list {
				if len(names) == 0 && !(what == "month" && (locale == "ko" || locale == "vi")) {
					t.Errorf("%s: %s %d has no name", locale, what, i+1)
				}
				for _, name := range names {
					if other, ok := seen[name]; ok && other != i {
						t.Errorf("%s: %q is %s %d and %d", locale, name, what, other+1, i+1)
					}
					seen[name] = i
				}
			}
		}
		if !slices.Contains(all, news.DateLocale(locale)) {
			t.Errorf("%s is not known", locale)
		}
	}
	for tag, want := range map[string]string{"de-DE": "de", "nb-NO": "no", "PT_br": "pt", "tlh": "", "": "", "english": ""} {
		if got := news.DateLocale(tag); got != want {
			t.Errorf("%q is %q", tag, got)
		}
	}
}

func FuzzDateLayout(f *testing.F) {
	f.Add("Mon 2 Jan 2006 15:04", "es", "mar 3 mar 2026 14:05")
	f.Add("2006年1月2日(Mon)", "ja", "2026年3月3日(火)")
	f.Fuzz(func(t *testing.T, layout, locale, text string) {
		if len(layout) > 1000 || len(text) > 1000 {
			t.Skip()
		}
		NewDateLayout(layout, locale).Read(text)
	})
}
