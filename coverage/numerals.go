package coverage

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// digits reads 1,200 and 6.8 as one number.
func (h *headline) digits(runes []rune, i int) int {
	var text []rune
	for ; i < len(runes); i++ {
		r := runes[i]
		if !unicode.IsDigit(r) && (!joiner(r) || i+1 == len(runes) || !unicode.IsDigit(runes[i+1])) {
			break
		}
		switch r {
		case ',', '٬':
		case '٫':
			text = append(text, '.')
		default:
			text = append(text, fold(r))
		}
	}
	value, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		value = 0 // more than one point: a date or a version, told apart by its text
	}
	h.number(string(text), value)
	return i
}

func (h *headline) number(text string, value float64) {
	stem := text
	if value != 0 {
		stem = strconv.FormatFloat(value, 'g', -1, 64)
	}
	weight := min(h.e.lexicon.rarityOf(stem), numberWeight)
	h.words = append(h.words, headWord{text: text, stem: stem, weight: weight, number: true, value: value})
}

// numberWeight is the most that a number weighs: rare in itself it tells less
// than a rare word.
const numberWeight = 4

// scales multiply the number before them.
var scales = map[string]float64{"k": 1e3, "thousand": 1e3, "mil": 1e6, "mln": 1e6, "million": 1e6, "m": 1e6, "mn": 1e6,
	"b": 1e9, "bn": 1e9, "bln": 1e9, "bil": 1e9, "billion": 1e9, "trillion": 1e12, "tn": 1e12,
	"тыс": 1e3, "млн": 1e6, "млрд": 1e9, "millones": 1e6, "millions": 1e6, "milliards": 1e9, "millionen": 1e6, "milliarden": 1e9}

// numerals are numbers written out, as headlines have them up to twelve.
var numerals = func() map[language]map[string]float64 {
	out := map[language]map[string]float64{}
	for lang, list := range map[language]string{
		"en": "one two three four five six seven eight nine ten eleven twelve",
		"es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
		"fr": "un deux trois quatre cinq six sept huit neuf dix onze douze",
		"de": "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
		"it": "uno due tre quattro cinque sei sette otto nove dieci undici dodici",
		"pt": "um dois três quatro cinco seis sete oito nove dez onze doze",
		"ru": "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
	} {
		out[lang] = map[string]float64{}
		for i, w := range strings.Fields(list) {
			out[lang][w] = float64(i + 1)
		}
	}
	return out
}()

// sameValue compares two numbers, to a rounding.
func sameValue(a, b headWord) bool {
	if a.value == 0 && b.value == 0 {
		return a.text == b.text
	}
	return math.Abs(a.value-b.value) <= 1e-9*math.Max(a.value, b.value)
}
