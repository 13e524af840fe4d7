package clean

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// meaning is what a word can be in a date. A word can be several things: "mar"
// is March in French and Tuesday in Spanish.
type meaning struct {
	month   int8 // 1 to 12
	weekday int8 // 1 (Sunday) to 7; unsureDay when languages disagree
	half    int8 // of the day: am or pm
	day     int8 // today, yesterday
	role    role
	unit    int32 // seconds, of "3 hours ago"
}

const (
	unsureDay = 8
	am        = 1
	pm        = 2
	today     = 1
	yesterday = 2
	justNow   = 3
)

type role int8

const (
	roleNone     role = iota
	roleHour          // follows the hour: "14h30", "14.30 Uhr"
	roleMinute        // follows the minute
	roleSecond        // follows the second
	roleAt            // stands before a time: "kl. 14.30"
	roleYear          // follows the year
	roleMonth         // follows the month
	roleDay           // follows the day
	roleMonthOf       // stands before the number of the month: "tháng 3"
	roleYearOf        // stands before the year
	roleOrdinal       // follows a number: "3rd"
	roleT             // separates date and time
	roleWeek          // "2026-W10"
	roleAgo           // "3 hours ago"
	roleFill          // says nothing
	roleKorean        // like roleYear, in Korean: the zone is known
	roleBuddhist      // a Thai month
)

// months holds the names of the months, January first, language by language.
// Alternatives are separated by '|'. Every beginning of a name of three
// letters and more is understood as well when no other month begins with it.
const months = `
january february march|mar april may june july august september|sept october november december
januar|jänner|jaenner februar|feber märz|maerz|mrz april mai juni|juno juli|julei august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
januari februari maart|mrt april mei juni juli augustus september oktober november december
gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
январь|января февраль|февраля март|марта апрель|апреля май|мая июнь|июня июль|июля август|августа сентябрь|сентября октябрь|октября ноябрь|ноября декабрь|декабря
січень|січня лютий|лютого березень|березня квітень|квітня травень|травня червень|червня липень|липня серпень|серпня вересень|вересня жовтень|жовтня листопад|листопада грудень|грудня
януари февруари март април май юни юли август септември октомври ноември декември
styczeń|stycznia luty|lutego marzec|marca kwiecień|kwietnia maj|maja czerwiec|czerwca lipiec|lipca sierpień|sierpnia wrzesień|września październik|października listopad|listopada grudzień|grudnia
leden|ledna únor|února březen|března duben|dubna květen|května červen|června|čvn červenec|července|čvc srpen|srpna září říjen|října listopad|listopadu prosinec|prosince
január|januára február|februára marec|marca apríl|apríla máj|mája jún|júna júl|júla august|augusta september|septembra október|októbra november|novembra december|decembra
januari februari mars april maj juni juli augusti september oktober november december
januar februar mars|marts april mai|maj juni juli august september oktober november desember|december
tammikuu|tammikuuta helmikuu|helmikuuta maaliskuu|maaliskuuta huhtikuu|huhtikuuta toukokuu|toukokuuta kesäkuu|kesäkuuta heinäkuu|heinäkuuta elokuu|elokuuta syyskuu|syyskuuta lokakuu|lokakuuta marraskuu|marraskuuta joulukuu|joulukuuta
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
január február március április május június július augusztus szeptember október november december
januari februari|pebruari maret april mei juni juli agustus|agt|ags september oktober november|nopember desember
januar februar marec april maj junij julij avgust september oktober november december
ιανουάριος|ιανουαρίου φεβρουάριος|φεβρουαρίου μάρτιος|μαρτίου απρίλιος|απριλίου μάιος|μαΐου|μαώ ιούνιος|ιουνίου|ιον ιούλιος|ιουλίου|ιολ αύγουστος|αυγούστου σεπτέμβριος|σεπτεμβρίου οκτώβριος|οκτωβρίου νοέμβριος|νοεμβρίου δεκέμβριος|δεκεμβρίου
जनवरी फरवरी|फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर|सितम्बर अक्टूबर|अक्तूबर नवंबर|नवम्बर दिसंबर|दिसम्बर
يناير فبراير مارس أبريل|إبريل مايو يونيو|يونيه يوليو|يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
جانفي شباط|فيفري آذار نيسان|أفريل أيار|ماي حزيران|جوان تموز|جويلية آب|أوت أيلول أكتوبر نوفمبر ديسمبر
ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر
一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月
ינואר|בינואר פברואר|בפברואר מרץ|מרס|במרץ|במרס אפריל|באפריל מאי|במאי יוני|ביוני יולי|ביולי אוגוסט|באוגוסט ספטמבר|בספטמבר אוקטובר|באוקטובר נובמבר|בנובמבר דצמבר|בדצמבר
`

// thaiMonths come with years of the Buddhist era.
const thaiMonths = `มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม`

// weekdays holds the names of the days, Sunday first. Beginnings of two letters
// and more are understood.
const weekdays = `
sunday monday tuesday wednesday thursday friday saturday
sonntag montag dienstag mittwoch donnerstag freitag samstag|sonnabend
dimanche lundi mardi mercredi jeudi vendredi samedi
domingo lunes martes miércoles jueves viernes sábado
domingo segunda terça quarta quinta sexta sábado
domenica lunedì martedì mercoledì giovedì venerdì sabato
zondag maandag dinsdag woensdag donderdag vrijdag zaterdag
söndag måndag tisdag onsdag torsdag fredag lördag
søndag mandag tirsdag onsdag torsdag fredag lørdag
sunnuntai maanantai tiistai keskiviikko torstai perjantai lauantai
niedziela poniedziałek wtorek środa czwartek piątek sobota
neděle pondělí úterý středa čtvrtek pátek sobota
воскресенье|вс понедельник|пн вторник|вт среда|ср четверг|чт пятница|пт суббота|сб
неділя|нд понеділок|пн вівторок|вт середа|ср четвер|чт пʼятниця|пт субота|сб
pazar pazartesi salı çarşamba perşembe cuma cumartesi
duminică luni marți miercuri joi vineri sâmbătă
vasárnap hétfő kedd szerda csütörtök péntek szombat
minggu senin selasa rabu kamis jumat sabtu
κυριακή δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο
रविवार सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार
الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت
일요일|일 월요일|월 화요일|화 수요일|수 목요일|목 금요일|금 토요일|토
星期日|星期天|周日|週日|日曜日 星期一|周一|週一|月曜日 星期二|周二|週二|火曜日 星期三|周三|週三|水曜日 星期四|周四|週四|木曜日 星期五|周五|週五|金曜日 星期六|周六|週六|土曜日
`

// roles holds the other words, and what they are.
var roles = map[role]string{
	roleHour:    "h hr hrs uhr 時 时 點 点 시 น",
	roleMinute:  "分 분",
	roleSecond:  "秒 초",
	roleAt:      "kl klo klockan um om at lúc ore alle saat pukul jam в о godz ώρα",
	roleYear:    "年",
	roleKorean:  "년",
	roleMonth:   "月 월",
	roleDay:     "日 号 號 일",
	roleMonthOf: "tháng thg",
	roleYearOf:  "năm",
	roleOrdinal: "st nd rd th er re ro eme ème e º ª ste de ter",
	roleT:       "t",
	roleWeek:    "w",
	roleAgo:     "ago vor hace fa há atrás geleden назад тому sedan siden sitten temu lalu önce acum před πριν पहले قبل منذ לפני 前 전 trước",
	roleFill:    "on of the de del di den der le la el il den am às as a à o ngày år yıl г года год р року god στις",
}

// units holds the words of "3 hours ago" by the seconds they stand for.
var units = map[int32]string{
	1: `second seconds sec secs s sekunde sekunden seconde secondes segundo segundos secondo secondi seconden секунд секунды секунду
		sekund sekunder sekuntia sekundy saniye detik 秒 秒前 초 วินาที`,
	60: `minute minutes min mins m minuten minuto minutos minuto minuti minuut minuten минут минуты минуту minut minuter minutter
		minuuttia minuty dakika menit 分钟 分鐘 分 분 phút λεπτά मिनट دقيقة دقائق דקות`,
	3600: `hour hours hr hrs h stunde stunden heure heures hora horas ora ore uur час часа часов timme timmar time timer tuntia
		godzin godziny godzinę hodin hodinami saat jam 小时 小時 時間 시간 giờ ώρες घंटे ساعة ساعات שעות`,
	86400: `day days d tag tagen tage jour jours día días dia dias giorno giorni dag dagen день дня дней dagar dage dager päivää
		dni dzień dnů gün hari 天 日 일 ngày μέρες दिन يوم أيام ימים`,
	7 * 86400: `week weeks w woche wochen semaine semaines semana semanas settimana settimane weken неделю недели недель vecka veckor
		uke uker viikkoa tydzień tygodnie hafta minggu 周 週間 주 tuần`,
	30 * 86400:  `month months monat monate monaten mois mes meses mese mesi maand maanden месяц месяца месяцев`,
	365 * 86400: `year years jahr jahre jahren an ans année años anos anno anni jaar год года лет`,
}

var days = map[int8]string{
	today:     "today heute aujourd hoy hoje oggi vandaag сегодня сьогодні idag dzisiaj dziś dnes bugün azi 今天 今日 오늘 σήμερα आज اليوم היום",
	yesterday: "yesterday gestern hier ayer ontem ieri gisteren вчера вчора igår wczoraj včera dün kemarin 昨天 昨日 어제 χθες कल أمس אתמול",
	justNow:   "now",
}

var halves = map[int8]string{
	am: "am a vorm 上午 午前 오전 πμ ص पूर्वाह्न öö sa",
	pm: "pm p nachm 下午 午後 오후 μμ م अपराह्न ös ch",
}

type vocabulary struct {
	words    map[string]meaning
	prefixed []string // names of months and weekdays, sorted
}

// dateVocabulary builds the dictionary from the tables above, once.
var dateVocabulary = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{words: map[string]meaning{}}
	for r, list := range roles {
		v.add(list, func(m *meaning) { m.role = r })
	}
	for seconds, list := range units {
		v.add(list, func(m *meaning) { m.unit = seconds })
	}
	for half, list := range halves {
		v.add(list, func(m *meaning) { m.half = half })
	}
	for day, list := range days {
		v.add(list, func(m *meaning) { m.day = day })
	}
	v.names(weekdays, func(m *meaning, i int) {
		if m.weekday != 0 && m.weekday != int8(i) {
			i = unsureDay
		}
		m.weekday = int8(i)
	})
	v.names(months, func(m *meaning, i int) { m.month = int8(i) })
	v.names(thaiMonths, func(m *meaning, i int) { m.month, m.role = int8(i), roleBuddhist })
	slices.Sort(v.prefixed)
	v.prefixed = slices.Compact(v.prefixed)
	return v
})

func (v *vocabulary) add(list string, set func(*meaning)) {
	for _, word := range strings.Fields(list) {
		key := foldWord(word)
		m := v.words[key]
		set(&m)
		v.words[key] = m
	}
}

// names adds the names of months or weekdays, and lets them be abbreviated.
func (v *vocabulary) names(table string, set func(m *meaning, i int)) {
	for line := range strings.Lines(table) {
		for i, names := range strings.Fields(line) {
			for name := range strings.SplitSeq(names, "|") {
				v.add(name, func(m *meaning) { set(m, i+1) })
				v.prefixed = append(v.prefixed, foldWord(name))
			}
		}
	}
}

// meaningOf returns what a word as written in a date can be.
func meaningOf(word string) meaning {
	if len(word) > 64 {
		return meaning{}
	}
	v, key := dateVocabulary(), foldWord(word)
	m := v.words[key]
	switch {
	case m.month == 0 && m.weekday == 0:
		abbreviated := v.abbreviation(key)
		m.month, m.weekday = abbreviated.month, abbreviated.weekday
	case m.month != 0 && m.weekday == 0 && len(key) == 3:
		m.weekday = v.abbreviation(key).weekday // "mar" is martes too
	}
	return m
}

// abbreviation returns the month and the weekday whose name begins with key, if
// there is one only.
func (v *vocabulary) abbreviation(key string) (m meaning) {
	length := utf8.RuneCountInString(key)
	if length < 2 {
		return m
	}
	monthsFound, weekdaysFound := 0, 0
	start, _ := slices.BinarySearch(v.prefixed, key)
	for _, name := range v.prefixed[start:] {
		if !strings.HasPrefix(name, key) {
			break
		}
		full := v.words[name]
		if full.month != 0 && length > 2 && full.month != m.month {
			m.month = full.month
			monthsFound++
		}
		if full.weekday != 0 && full.weekday != m.weekday {
			m.weekday = full.weekday
			weekdaysFound++
		}
	}
	if monthsFound > 1 {
		m.month = 0
	}
	if weekdaysFound > 1 {
		m.weekday = unsureDay
	}
	return m
}

// foldWord makes one of the ways a word is written: lower case, without accents
// and other signs that people leave out. Vowel signs of Indic scripts stay.
func foldWord(word string) string {
	if isASCII(word) {
		return strings.ToLower(word)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'ı':
			return 'i'
		case 0x300 <= r && r <= 0x36F, 0x64B <= r && r <= 0x65F, 0x591 <= r && r <= 0x5C7, r == 0x93C:
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(strings.ToLower(word)))
}
