package clean

import "strings"

// zone returns the offset from UTC of a zone's name, in minutes. The names are
// those of tzdata and of RFC 822, with what publishers add. note is not empty
// when the name means several zones, or a country's clock of either season, and
// says which was taken: by RFC 2822 the American one, else the one that feeds
// mostly mean.
func zone(name string) (minutes int, note string, ok bool) {
	name = strings.ToUpper(name)
	for _, z := range zones {
		if strings.Contains(z.names, " "+name+" ") {
			return z.minutes, "", true
		}
	}
	for _, z := range unsureZones {
		if z.name == name {
			return z.minutes, "zone " + name + " read as " + z.as, true
		}
	}
	if len(name) == 1 && name[0] != 'J' && isLetter(name[0]) {
		return military(name[0]) * 60, "zone " + name + " read as the military one", true
	}
	return 0, "", false
}

// military returns the hours of a military zone letter. RFC 822 has the signs
// the wrong way round (RFC 2822, 4.3).
func military(letter byte) int {
	switch {
	case letter <= 'I':
		return int(letter - 'A' + 1)
	case letter <= 'M':
		return int(letter - 'A')
	case letter <= 'Y':
		return -int(letter - 'N' + 1)
	}
	return 0
}

var zones = []struct {
	names   string
	minutes int
}{
	{" GMT UTC UT Z WET UCT ZULU GREENWICH ", 0},
	{" EST ", -5 * 60}, {" EDT ", -4 * 60},
	{" CST ", -6 * 60}, {" CDT ", -5 * 60},
	{" MST ", -7 * 60}, {" MDT ", -6 * 60},
	{" PST ", -8 * 60}, {" PDT ", -7 * 60},
	{" AKST ", -9 * 60}, {" AKDT ", -8 * 60},
	{" HST HAST ", -10 * 60}, {" HADT HDT ", -9 * 60},
	{" ADT ", -3 * 60}, {" NST ", -210}, {" NDT ", -150},
	{" BRT CLST UYT PYST GFT ", -3 * 60}, {" ART ", -3 * 60}, {" BRST UYST ", -2 * 60},
	{" CLT BOT VET PYT GYT ", -4 * 60}, {" COT PET ECT ACT ", -5 * 60},
	{" WEST CET MET MEZ HEC WAT BST ", 60},
	{" CEST MEST MESZ MSZ EET OEZ CAT SAST WAST HAEC ", 120},
	{" EEST OESZ MSK TRT EAT FET IDT ", 180},
	{" MSD SAMT AZT GET ", 240}, {" IRST ", 210}, {" AFT ", 270},
	{" PKT UZT YEKT TMT TJT MVT ", 300}, {" NPT ", 345}, {" OMST BTT ALMT KGT ", 360}, {" MMT ", 390},
	{" ICT WIB KRAT NOVT HOVT ", 420},
	{" SGT MYT PHT PHST HKT WITA IRKT AWST ULAT BNT ", 480},
	{" JST KST WIT YAKT TLT PWT ", 540},
	{" ACST ", 570}, {" ACDT ", 630},
	{" AEST VLAT CHST PGT ", 600}, {" AEDT LHDT MAGT SBT NCT VUT ", 660},
	{" NZST FJT PETT ", 720}, {" NZDT TOT ", 780},
}

var unsureZones = []struct {
	name    string
	minutes int
	as      string
}{
	{"IST", 330, "India's (+05:30)"},
	{"AST", -240, "Atlantic (-04:00)"},
	{"GST", 240, "the Gulf's (+04:00)"},
	{"ET", -300, "standard time (-05:00)"},
	{"CT", -360, "standard time (-06:00)"},
	{"MT", -420, "standard time (-07:00)"},
	{"PT", -480, "standard time (-08:00)"},
	{"AT", -240, "standard time (-04:00)"},
	{"UK", 0, "Greenwich's"},
}
