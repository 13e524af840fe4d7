package bulk

import (
	"math"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// vocabularySize is about that of a month of news in one language, and with
	// zipfOffset and zipfExponent makes texts that gzip to 0.29 of their size,
	// as the feeds of real news sites do.
	vocabularySize = 12_000
	zipfOffset     = 2.7
	zipfExponent   = 1.1
	drawSize       = 1 << 16
)

// language is a vocabulary and a way to draw from it.
type language struct {
	draw []string // each word or collocation as often as its rank says
}

var (
	onsets = strings.Fields("t s n r l d m th b f h k p g w v c sh st br ch tr pr gr pl cl fl dr sl sp qu str j z")
	nuclei = strings.Fields("a e i o u ai ea ee ia io oo ou é ü ö")
	codas  = strings.Fields("n r s t d l m nd st ng ck th ll nt rn sh ft x")
)

func newLanguage(seed uint64) language {
	r := rand.New(rand.NewPCG(seed, 1))
	words := make([]string, 0, vocabularySize)
	var single []string
	seen := make(map[string]bool)
	for len(words) < vocabularySize {
		// Frequent words are short: one syllable for the first two hundred or so.
		word := invent(r, 1+min(2, int(math.Log10(float64(len(words)+20)/20))))
		joined := len(words) > 20 && r.IntN(3) > 0
		if joined {
			word = collocation(r, single)
		}
		if seen[word] {
			continue
		}
		seen[word] = true
		words = append(words, word)
		if !joined {
			single = append(single, word)
		}
	}
	return language{draw: zipfTable(words)}
}

// collocation is two to five words that are used together: two thirds of a
// language's stock, and why texts compress better than their words alone would.
func collocation(r *rand.Rand, words []string) string {
	parts := make([]string, 2+r.IntN(4))
	for i := range parts {
		parts[i] = words[min(r.IntN(len(words)), r.IntN(len(words)), r.IntN(len(words)), r.IntN(len(words)))]
	}
	return strings.Join(parts, " ")
}

func invent(r *rand.Rand, syllables int) string {
	var b strings.Builder
	for i := range syllables {
		if i > 0 || r.IntN(5) > 0 {
			b.WriteString(onsets[min(r.IntN(len(onsets)), r.IntN(len(onsets)))])
		}
		b.WriteString(nuclei[min(r.IntN(len(nuclei)), r.IntN(len(nuclei)))])
		if i == syllables-1 && r.IntN(3) > 0 {
			b.WriteString(codas[min(r.IntN(len(codas)), r.IntN(len(codas)))])
		}
	}
	return b.String()
}

// zipfTable lays the words out so that drawing an index evenly draws word r with
// a probability in proportion to 1/(r+offset)^exponent.
func zipfTable(words []string) []string {
	weights := make([]float64, len(words))
	total := 0.0
	for r := range weights {
		weights[r] = math.Pow(float64(r)+zipfOffset, -zipfExponent)
		total += weights[r]
	}
	table := make([]string, 0, drawSize)
	sum := 0.0
	for r, word := range words {
		sum += weights[r]
		for len(table) < int(math.Round(sum/total*drawSize)) {
			table = append(table, word)
		}
	}
	return table
}

func (l language) word(r *rand.Rand) string { return l.draw[r.IntN(len(l.draw))] }

// sentence has a capital, some commas and quotation marks, and a full stop.
func (l language) sentence(b *strings.Builder, r *rand.Rand) {
	n := 4 + r.IntN(12)
	quoted := r.IntN(12) == 0
	if quoted {
		b.WriteString("“")
	}
	for i := range n {
		word := l.word(r)
		if i == 0 || r.IntN(25) == 0 {
			word = capital(word)
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		if i < n-1 && r.IntN(12) == 0 {
			b.WriteByte(',')
		}
	}
	b.WriteByte('.')
	if quoted {
		b.WriteString("”")
	}
}

// phrase is n words without punctuation, with a capital.
func (l language) phrase(r *rand.Rand, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = l.word(r)
	}
	words[0] = capital(words[0])
	return strings.Join(words, " ")
}

func capital(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}
