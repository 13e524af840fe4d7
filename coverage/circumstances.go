package coverage

import "strings"

// circumstances are where, when and how surely a headline says that something
// happened: two headlines alike but for these are two pieces of news ("President
// to visit Britain", "President to visit Australia").
func (p *pairing) circumstances(f *NearFeatures, textA, textB string) {
	placesA, daysA := notShared(p.a, p.b)
	placesB, daysB := notShared(p.b, p.a)
	f[32], f[33] = sorted(placesA, placesB)
	f[34], f[35] = sorted(daysA, daysB)
	expectedA, expectedB := has(p.a, expectations), has(p.b, expectations)
	f[36], f[37] = one(expectedA != expectedB), one(expectedA && expectedB)
	f[38] = one(asks(p.a, textA) != asks(p.b, textB))
	f[39] = one(said(p.a, textA) != said(p.b, textB))
	f[40] = one(has(p.a, infinitives) != has(p.b, infinitives))
	f[41], f[42] = runsInCommon(textA, textB, 2), runsInCommon(textA, textB, maxRun)
}

func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// notShared counts the places and days that the other headline does not have.
func notShared(words, others []headWord) (ofPlaces, ofDays float64) {
	for _, w := range words {
		if !places[w.text] && !days[w.text] || has(others, map[string]bool{w.text: true}) {
			continue
		}
		if places[w.text] {
			ofPlaces++
		} else {
			ofDays++
		}
	}
	return ofPlaces, ofDays
}

func has(words []headWord, list map[string]bool) bool {
	for _, w := range words {
		if list[w.text] {
			return true
		}
	}
	return false
}

func asks(words []headWord, text string) bool {
	return strings.ContainsAny(text, "?？؟") || len(words) > 0 && questions[words[0].text]
}

func said(words []headWord, text string) bool {
	return strings.ContainsAny(text, ":：") || has(words, sayings)
}

// The words of circumstances, of English headlines; maintained by hand, read-only.
var (
	// places are the countries of sameWords and what news is datelined from.
	places = func() map[string]bool {
		out := setOf("london paris moscow beijing tokyo cairo damascus baghdad kabul gaza jerusalem tehran geneva boston texas california florida york chicago " +
			"washington delhi mumbai karachi islamabad homs aleppo asia asian arab pyongyang seoul bangkok rome berlin athens madrid dublin belfast scotland wales " +
			"england zimbabwe cyprus iceland singapore malaysia crimea kiev kyiv caracas taiwan tibet nepal bali ohio michigan georgia arizona nevada utah oregon alaska " +
			"quebec toronto sydney melbourne auckland jakarta manila hanoi dhaka lahore amman beirut riyadh doha dubai tripoli algiers lagos abuja nairobi havana bogota " +
			"vienna warsaw prague budapest bucharest sofia oslo stockholm helsinki copenhagen brussels amsterdam lisbon istanbul ankara armenia azerbaijan ethiopia " +
			"uganda rwanda ghana senegal morocco algeria oman qatar kuwait bahrain peru ecuador bolivia paraguay uruguay panama guatemala honduras jamaica")
		for line := range strings.SplitSeq(strings.TrimSpace(countryLines), "\n") {
			first, _, _ := strings.Cut(line, " ")
			out[first] = true
		}
		return out
	}()
	days = setOf("monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december " +
		"today tomorrow yesterday")
	expectations = setOf("will may could would might plan plans vow vows expected likely urge urges")
	infinitives  = setOf("to")
	questions    = setOf("why how what who where when")
	sayings      = setOf("say says said claim claims report reports official officials source sources")
)
