package coverage

import "strings"

// sameWords writes what headlines abbreviate, and the people of a country, as
// its name: "UK probe" and "British probe" say the same. Maintained by hand.
var sameWords = func() map[string]string {
	out := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(countryLines+sameLines), "\n") {
		words := strings.Fields(line)
		for _, w := range words[1:] {
			out[w] = words[0]
		}
	}
	return out
}()

// countryLines are countries and their people, the country first.
const countryLines = `
us usa american americans america
britain uk british britons briton brits
france french
germany german germans
italy italian italians
spain spanish
russia russian russians
china chinese
japan japanese
korea korean koreans
india indian indians
pakistan pakistani pakistanis
afghanistan afghan afghans
iran iranian iranians
iraq iraqi iraqis
syria syrian syrians
israel israeli israelis
palestine palestinian palestinians
egypt egyptian egyptians
libya libyan libyans
turkey turkish turks
greece greek greeks
ukraine ukrainian ukrainians
europe european europeans
africa african africans
australia australian australians
canada canadian canadians
mexico mexican mexicans
brazil brazilian brazilians
nigeria nigerian nigerians
kenya kenyan kenyans
somalia somali somalis
sudan sudanese
yemen yemeni yemenis
lebanon lebanese
jordan jordanian
saudi saudis
bangladesh bangladeshi bangladeshis
myanmar burma burmese
thailand thai thais
vietnam vietnamese
indonesia indonesian indonesians
philippines philippine filipino filipinos
ireland irish
poland polish poles
sweden swedish swedes
norway norwegian norwegians
denmark danish danes
netherlands dutch
belgium belgian belgians
switzerland swiss
austria austrian austrians
hungary hungarian hungarians
portugal portuguese
venezuela venezuelan venezuelans
colombia colombian colombians
argentina argentine argentinian
chile chilean chileans
cuba cuban cubans
haiti haitian haitians
tunisia tunisian tunisians
mali malian
congo congolese
`

const sameLines = `north n northern
south s southern
percent pct pc
government govt
police cops cop
president prez
earthquake quake tremor
dead dies died die death deaths
injured injures injure hurt wounded wounds wound
`
