package coverage

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// agency is a news agency: its own name first, then what it is called in
// bylines, datelines and names of publishers, all in lower case.
type agency []string

// agencies are those whose texts others print; members of the European Alliance
// of News Agencies, of MINDS and the national ones that feeds were seen to
// credit. Maintained by hand.
var agencies = []agency{
	{"Reuters", "reuters", "thomson reuters", "reuters staff", "thomson reuters foundation", "рейтер", "ロイター", "路透社", "路透", "رويترز"},
	{"AFP", "afp", "agence france-presse", "agence france presse", "afp.com", "афп", "法新社", "أ ف ب", "فرانس برس"},
	{"AP", "ap", "associated press", "the associated press", "apnews", "ap news", "美联社"},
	{"UPI", "upi", "united press international"},
	{"Bloomberg", "bloomberg", "bloomberg news", "彭博社"},
	{"dpa", "dpa", "deutsche presse-agentur", "dpa international", "dpa/lnw", "dpa-infocom"},
	{"epd", "epd", "evangelischer pressedienst"},
	{"KNA", "kna", "katholische nachrichten-agentur"},
	{"SID", "sid", "sport-informations-dienst"},
	{"APA", "apa", "austria presse agentur"},
	{"Keystone-SDA", "sda", "keystone-sda", "schweizerische depeschenagentur", "ats", "keystone-ats"},
	{"ANSA", "ansa", "agenzia ansa"},
	{"Adnkronos", "adnkronos", "adnkronos international"},
	{"AGI", "agi", "agenzia giornalistica italia"},
	{"LaPresse", "lapresse"},
	{"EFE", "efe", "agencia efe"},
	{"Europa Press", "europa press", "europapress"},
	{"Lusa", "lusa", "agência lusa"},
	{"Belga", "belga", "belga news agency"},
	{"ANP", "anp", "algemeen nederlands persbureau"},
	{"Ritzau", "ritzau", "ritzaus bureau"},
	{"TT", "tt", "tidningarnas telegrambyrå"},
	{"NTB", "ntb", "norsk telegrambyrå"},
	{"STT", "stt", "suomen tietotoimisto"},
	{"PAP", "pap", "polska agencja prasowa"},
	{"ČTK", "čtk", "ctk", "česká tisková kancelář"},
	{"TASR", "tasr"},
	{"MTI", "mti", "magyar távirati iroda"},
	{"Agerpres", "agerpres"},
	{"BTA", "bta", "българска телеграфна агенция"},
	{"HINA", "hina"},
	{"Tanjug", "tanjug", "танјуг"},
	{"ANA-MPA", "ana-mpa", "amna", "απε-μπε"},
	{"Anadolu", "anadolu", "anadolu agency", "anadolu ajansı", "aa"},
	{"DHA", "dha", "demirören haber ajansı"},
	{"PA Media", "pa", "pa media", "press association", "the press association"},
	{"TASS", "tass", "itar-tass", "тасс", "итар-тасс"},
	{"RIA Novosti", "ria novosti", "ria", "риа новости", "риа"},
	{"Interfax", "interfax", "интерфакс"},
	{"Ukrinform", "ukrinform", "укринформ", "укрінформ"},
	{"UNIAN", "unian", "униан", "уніан"},
	{"BelTA", "belta", "белта"},
	{"Xinhua", "xinhua", "xinhua news agency", "新华社", "新华网", "新華社"},
	{"CNA", "cna", "central news agency", "中央社"},
	{"Kyodo", "kyodo", "kyodo news", "共同通信", "共同"},
	{"Jiji", "jiji", "jiji press", "時事通信", "時事"},
	{"Yonhap", "yonhap", "yonhap news agency", "연합뉴스"},
	{"PTI", "pti", "press trust of india"},
	{"ANI", "ani", "asian news international"},
	{"IANS", "ians", "indo-asian news service"},
	{"UNI", "uni", "united news of india"},
	{"APP", "app", "associated press of pakistan"},
	{"BSS", "bss", "bangladesh sangbad sangstha"},
	{"Bernama", "bernama"},
	{"Antara", "antara", "antara news"},
	{"VNA", "vna", "vietnam news agency", "ttxvn"},
	{"PNA", "pna", "philippine news agency"},
	{"AAP", "aap", "australian associated press"},
	{"NZME", "nzme", "nzpa"},
	{"CP", "cp", "the canadian press", "canadian press", "la presse canadienne"},
	{"Notimex", "notimex"},
	{"Télam", "télam", "telam"},
	{"Agência Brasil", "agência brasil", "agencia brasil"},
	{"Prensa Latina", "prensa latina"},
	{"MENA", "mena", "middle east news agency"},
	{"SPA", "spa", "saudi press agency"},
	{"WAM", "wam", "emirates news agency"},
	{"IRNA", "irna", "ایرنا"},
	{"Fars", "fars", "fars news agency"},
	{"SANA", "sana", "syrian arab news agency"},
	{"MAP", "map", "maghreb arabe presse"},
	{"APS", "aps", "algérie presse service"},
	{"NAN", "nan", "news agency of nigeria"},
	{"PANA", "panapress"},
	{"PR Newswire", "prnewswire", "pr newswire"},
	{"Business Wire", "business wire", "businesswire"},
	{"GlobeNewswire", "globenewswire", "globe newswire"},
}

// agencyOfName is read-only: what an agency is called -> its place, from 1.
var agencyOfName = func() map[string]uint8 {
	out := map[string]uint8{}
	for i, a := range agencies {
		for _, name := range a[1:] {
			out[name] = uint8(i + 1)
		}
	}
	return out
}()

func agencyName(n uint8) string {
	if n == 0 {
		return ""
	}
	return agencies[n-1][0]
}

// agencyOf is the agency that a story is credited to, and whether its publisher
// is that agency itself.
func agencyOf(s *Story) (n uint8, own bool) {
	if n = agencyPublisher(s.Publisher); n != 0 {
		return n, true
	}
	for _, author := range s.Authors {
		if n = agencyIn(author); n != 0 {
			return n, false
		}
	}
	if n = agencyInDateline(s.Text); n == 0 {
		n = agencyInCredit(s.Text)
	}
	return n, false
}

// agencyPublisher knows a publisher by its name, or by the first part of its
// domain if that is more than an abbreviation, of which others have the same.
func agencyPublisher(name string) uint8 {
	name = strings.ToLower(strings.TrimSpace(name))
	if n := agencyOfName[name]; n != 0 {
		return n
	}
	label, _, domain := strings.Cut(strings.TrimPrefix(name, "www."), ".")
	if domain && (len(label) > 3 || label == "afp" || label == "efe" || label == "dpa") {
		return agencyOfName[label]
	}
	return 0
}

// agencyIn reads a byline: an agency alone, or one in brackets or after a comma
// or a slash behind a person ("Ann Other, Reuters").
func agencyIn(byline string) uint8 {
	for _, part := range strings.FieldsFunc(strings.ToLower(byline), func(r rune) bool { return strings.ContainsRune(",;/|()[]", r) }) {
		part = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(part), "by "), "von ")
		if n := agencyOfName[strings.TrimSpace(part)]; n != 0 {
			return n
		}
	}
	return 0
}

// dateline is how far into a text its dateline may stand, in bytes: after a
// byline and a place.
const dateline = 240

// agencyInDateline finds "LONDON (Reuters) -", "PARIS, Jan 1 (AFP)", "KYIV /TASS/",
// "NEW DELHI: PTI -" and "МОСКВА, 1 янв — РИА Новости." before the first sentence.
func agencyInDateline(text string) uint8 {
	head, _ := cut(text, dateline)
	if n := agencyBetween(head, "(", ")"); n != 0 {
		return n
	}
	if n := agencyBetween(head, "/", "/"); n != 0 {
		return n
	}
	head, _ = cut(head, dateline/2)
	parts := strings.FieldsFunc(head, func(r rune) bool { return strings.ContainsRune("-—–:.\n", r) })
	for i, part := range parts[:min(len(parts), 3)] {
		if n := agencyNamed(part); n != 0 && i > 0 {
			return n
		}
	}
	return 0
}

// agencyNamed knows an agency written as a name is: the words "pap" and "map" are
// none.
func agencyNamed(s string) uint8 {
	s = strings.TrimSpace(s)
	n := agencyOfName[strings.ToLower(s)]
	if n != 0 && startsLower(s) && !startsLower(agencyName(n)) {
		return 0
	}
	return n
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// sureDateline is how far into a text brackets may stand for a dateline whatever
// follows them, in bytes. Later a dash must: (AP) in a sentence is what that
// sentence explains.
const sureDateline = 60

func agencyBetween(s, open, shut string) uint8 {
	for at := 0; ; {
		i := strings.Index(s[at:], open)
		if i < 0 {
			return 0
		}
		at += i + len(open)
		inside, after, closed := strings.Cut(s[at:], shut)
		if !closed {
			return 0
		}
		if at < sureDateline || hasDash(after) {
			for _, part := range strings.FieldsFunc(inside, func(r rune) bool { return r == '/' || r == ',' }) {
				if n := agencyNamed(part); n != 0 {
					return n
				}
			}
		}
	}
}

func hasDash(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " \u00a0"))
	return r == '-' || r == '–' || r == '—' || r == ':'
}

// credit is how much of a text's end is searched, in bytes.
const credit = 80

// agencyInCredit reads what stands behind the last sentence: "(AFP)", "— Reuters",
// "© 2026 AFP", "Source: Xinhua".
func agencyInCredit(text string) uint8 {
	text = strings.TrimRight(text, " \n\t.)")
	tail := text[max(0, len(text)-credit):]
	i := strings.LastIndexAny(tail, ".!?\n(©—–:")
	if i < 0 {
		return 0
	}
	_, size := utf8.DecodeRuneInString(tail[i:])
	return agencyNamed(strings.TrimLeft(tail[i+size:], " -0123456789"))
}
