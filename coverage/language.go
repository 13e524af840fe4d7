package coverage

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball"
)

// language is a primary tag such as "en"; "" is unknown.
type language string

// stemmers are the languages for which there is a Snowball stemmer.
var stemmers = map[language]string{
	"en": "english", "es": "spanish", "fr": "french", "ru": "russian",
	"sv": "swedish", "no": "norwegian", "hu": "hungarian",
}

// stopLists are the commonest words by language: they tell a language, and
// carry nothing about an event.
var stopLists = map[language]string{
	"en": "a an the of in on at to for and or but with by from as is are was were be been has have had it its this that these those he she they we you his her their our not no will would can could may after over into than who what how why when where says said say new more up out about if just do does did so there some all also one which him them us your my been being before between during because while most other only two first last year years i s t re ll ve m mr mrs",
	"es": "el la los las un una de del en y o que por para con sin se su sus al lo como mas pero es son fue ha han este esta estos no ya muy entre sobre tras desde hasta ser hay le les cuando donde tambien también más según",
	"fr": "le la les un une des de du en et ou que qui par pour avec sans se sa son ses au aux ce cette ces il elle ils elles ne pas plus est sont été a ont dans sur sous entre après avant mais comme être leur leurs nous vous",
	"de": "der die das den dem des ein eine einen einem einer und oder nicht mit von vom zu zum zur im in ist sind war wird werden auf für aus bei nach über vor unter auch als wie sich es er sie wir ihr noch nur aber hat haben dass um an am",
	"it": "il lo la i gli le un una di del della dei delle in nel nella e o che per con senza si su al alla è sono ha hanno non più come ma anche questo questa dopo da dal dalla tra fra",
	"pt": "o a os as um uma de do da dos das em no na nos nas e ou que por para com sem se seu sua ao aos é são foi não mais como mas após sobre entre pelo pela",
	"nl": "de het een van in op en of dat die voor met zonder te is zijn was wordt niet ook als aan bij naar uit door over om maar er nog meer heeft hebben",
	"sv": "en ett och i på av för med att det som är den till inte om har de från efter var vid men nu så kan ska",
	"no": "en et og i på av for med at det som er den til ikke om har de fra etter var ved men nå så kan skal",
	"hu": "a az egy és hogy nem is van volt meg ez csak de már még el ki mint vagy lesz után",
	"pl": "w z na i o do się nie to jest że jak po od za przez dla co są był ma już tylko oraz",
	"tr": "ve bir bu da de için ile çok daha en gibi olarak olan sonra kadar ne var yok",
	"ru": "и в во не на что с со как а то он она они так его но да ты к у же вы за бы по только ее мне было вот от меня еще нет о из ему когда даже ну ли если уже или ни быть был была были до вас для мы их чем без будет тоже при об это этого этом этой который которые которая также после более года году сообщает сообщил заявил",
	"uk": "і в у не на що з зі як а та він вона вони так його але до за про для ми їх чи це цього також після було був була які який від",
}

// stopLanguages are those of the lists, in order.
var stopLanguages = slices.Sorted(maps.Keys(stopLists))

// stops, and the places in stopLanguages that a word votes for, are read-only
// after they are built.
var stops, votesOf = buildStops()

func buildStops() (map[language]map[string]bool, map[string][]uint8) {
	byLanguage, byWord := map[language]map[string]bool{}, map[string][]uint8{}
	for i, lang := range stopLanguages {
		list, set := stopLists[lang], map[string]bool{}
		for _, w := range strings.Fields(list) {
			if !set[w] {
				set[w] = true
				byWord[w] = append(byWord[w], uint8(i))
			}
		}
		byLanguage[lang] = set
	}
	return byLanguage, byWord
}

// detectWords are looked at to tell a language.
const detectWords = 200

// detect tells the language of a text by the stop words in it; declared, which
// feeds often get wrong, decides only where the words do not.
func detect(words []word, declared string) language {
	var votes [32]int
	for _, w := range words[:min(len(words), detectWords)] {
		for _, i := range votesOf[w.text] {
			votes[i]++
		}
	}
	best, most := primary(declared), 0
	if i := slices.Index(stopLanguages, best); i >= 0 {
		most = votes[i]
	}
	voted := most > 0
	most = max(most, 1)
	for i := range stopLanguages { // of two with as many votes the first
		if votes[i] > most {
			best, most, voted = stopLanguages[i], votes[i], true
		}
	}
	if guess := byScript(words); best == "" || !voted && misfits(best, guess) {
		return guess
	}
	return best
}

// notLatin are languages of other scripts that feeds often declare.
var notLatin = map[language]bool{"ru": true, "uk": true, "be": true, "bg": true, "mk": true, "sr": true, "kk": true, "ky": true, "mn": true, "tg": true,
	"zh": true, "ja": true, "ko": true, "ar": true, "he": true, "fa": true, "ur": true, "hi": true, "bn": true, "th": true, "el": true}

// misfits says whether a declared language cannot be written in the script
// that was found.
func misfits(declared, script language) bool {
	switch script {
	case "en":
		return notLatin[declared]
	case "ru":
		return !notLatin[declared] || declared == "zh" || declared == "ja" || declared == "ko" || declared == "ar"
	}
	return false
}

// primary is the first part of a language tag: en of en-GB.
func primary(tag string) language {
	tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	if len(tag) > 3 {
		return ""
	}
	return language(tag)
}

// byScript guesses for headlines without a single stop word: English and
// Russian are much the commonest of their scripts, and a wrong stem does
// little harm.
func byScript(words []word) language {
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w.text)
		switch {
		case unicode.Is(unicode.Latin, r):
			return "en"
		case unicode.Is(unicode.Cyrillic, r):
			return "ru"
		}
	}
	return ""
}

// stem takes the ending off a word, where its language has a stemmer.
func stem(w string, lang language) string {
	name, ok := stemmers[lang]
	if !ok {
		return w
	}
	stemmed, err := snowball.Stem(w, name, false)
	if err != nil || stemmed == "" {
		return w
	}
	return stemmed
}
