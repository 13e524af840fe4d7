package coverage

import "strings"

func setOf(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[lowered(w)] = true
	}
	return out
}

func stemmed(list string) map[string]bool {
	out := map[string]bool{}
	for w := range setOf(list) {
		out[stem(w, "en")] = true
	}
	return out
}

func phrases(list string) []string { return strings.Split(strings.TrimSpace(list), "\n") }

// The words by which headings of the trade are known, in the languages with the
// most feeds; lower case, without apostrophes. All are read-only.
var (
	tops       = setOf("top best топ टॉप")
	listWords  = setOf("the die les las los le i as os das de het")
	liveLabels = setOf("live direct directo vivo diretta онлайн مباشر लाइव canlı livestream")
	// listed is what top lists are of.
	listed = setOf("news stories headlines events things updates noticias notícias titulares claves nouvelles infos actus actualités informations nachrichten meldungen schlagzeilen " +
		"notizie wiadomości новостей новости событий события новин подій haber haberi berita nieuwsberichten nyheter खबरें ख़बरें समाचार tin")
	// onlyTop are so much else that they need the word before the number.
	onlyTop = setOf("stories events things updates haber tin claves")
	teasers = stemmed("believe happened happens next shocking shocked trick tricks reason reasons secret secrets thing things mind minds blow blows heart hearts " +
		"tears cry internet viral amazing incredible unbelievable jaw dropping hilarious adorable watch see look guess wait find know need everyone nobody everybody someone anyone " +
		"never ever always love hate best worst way ways moment made make makes got get gets going want wont cant dont didnt thought really actually exactly " +
		"truth why weird simple most very so too ever here stop start video photos pics pictures must click read story")
	// calendar are the words by which a template says which day it is of.
	calendar = setOf("monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun today tonight tomorrow " +
		"january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec " +
		"montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember heute " +
		"lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril juin juillet août septembre octobre novembre décembre " +
		"lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre hoy " +
		"lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre oggi " +
		"segunda terça quarta quinta sexta janeiro fevereiro março maio junho julho setembro outubro novembro dezembro hoje " +
		"maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart mei augustus vandaag " +
		"понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье января февраля марта апреля мая июня июля августа сентября октября ноября декабря сегодня")
)

var roundupMarks = marksOf(phrases(`
morning briefing
evening briefing
daily briefing
morning brief
evening brief
daily brief
news briefing
morning digest
morning update
evening update
news roundup
news round up
news wrap
weekly roundup
daily roundup
week in review
week in pictures
day in pictures
todays papers
what the papers say
newspaper headlines
headlines today
todays headlines
todays top
top news
top stories
top headlines
news in brief
news briefs
things to know today
things to know for
what to know today
daily digest
news digest
weekly digest
at a glance
revue de presse
lessentiel de lactualité
lessentiel de linfo
lactualité du jour
lactu du jour
les titres du jour
les infos du jour
les actualités du jour
le récap
nachrichten des tages
nachrichtenüberblick
das wichtigste am morgen
das wichtigste am abend
das wichtigste vom tag
was heute wichtig ist
die lage am morgen
morgenbriefing
morning newsletter
presseschau
kurznachrichten
wochenrückblick
noticias del día
noticias de hoy
resumen de noticias
resumen del día
titulares del día
las claves del día
lo más importante del día
rassegna stampa
notizie del giorno
le notizie di oggi
i fatti del giorno
resumo do dia
resumo de notícias
notícias do dia
principais notícias
manchetes do dia
manchetes dos jornais
nieuwsoverzicht
dagoverzicht
nieuws van de dag
dit is het nieuws
главные новости
главное за день
главное за сутки
главное к утру
главные события
итоги дня
итоги недели
коротко о главном
обзор прессы
дайджест
головні новини
головне за день
підсумки дня
najważniejsze wiadomości
przegląd prasy
podsumowanie dnia
günün özeti
günün manşetleri
haber özeti
nyheter i korthet
nyhetsoversikt
أهم الأخبار
أبرز الأخبار
موجز الأخبار
نشرة الأخبار
عناوين الصحف
आज की बड़ी खबरें
आज की ताजा खबर
मुख्य समाचार
今日要闻
要闻速览
一周要闻
新闻早餐
新闻摘要
早间新闻
ニュースまとめ
今日のニュース
主なニュース
오늘의 뉴스
주요 뉴스
뉴스 브리핑
berita terpopuler
rangkuman berita
điểm tin
tin tức trong ngày
สรุปข่าว
ข่าวเด่น
`))

var liveMarks = marksOf(phrases(`
live updates
live update
live blog
liveblog
live ticker
liveticker
live coverage
live report
as it happened
minute by minute
en direct
suivez en direct
en vivo
en directo
minuto a minuto
in diretta
la diretta
minuto per minuto
ao vivo
minuto a minuto
canlı blog
canlı anlatım
na żywo
онлайн трансляция
текстовая трансляция
онлайн хроника
онлайн трансляція
liverapportering
direkterapport
تغطية مباشرة
بث مباشر
مباشر
लाइव अपडेट
लाइव अपडेट्स
文字直播
实时更新
ライブ更新
실시간
รายงานสด
`))
