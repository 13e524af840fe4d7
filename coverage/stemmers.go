package coverage

import (
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/irish"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/tamil"
	"github.com/blevesearch/snowballstem/turkish"
)

// stemmers are the languages that Snowball takes endings off.
var stemmers = map[language]func(*snowballstem.Env) bool{
	"ar": arabic.Stem, "da": danish.Stem, "de": german.Stem, "en": english.Stem, "es": spanish.Stem, "fi": finnish.Stem, "fr": french.Stem,
	"ga": irish.Stem, "hu": hungarian.Stem, "it": italian.Stem, "nl": dutch.Stem, "no": norwegian.Stem, "pt": portuguese.Stem, "ro": romanian.Stem,
	"ru": russian.Stem, "sv": swedish.Stem, "ta": tamil.Stem, "tr": turkish.Stem,
}

// stem takes the ending off a word as far as is known how, and the marks off what
// is left.
func stem(w string, lang language) string {
	if cut, ok := stemmers[lang]; ok {
		env := snowballstem.NewEnv(w)
		cut(env)
		if s := env.Current(); s != "" {
			return unmarked(s, lang)
		}
		return unmarked(w, lang)
	}
	return unmarked(endings[lang].off(w), lang)
}

// affixes are the endings of a language, and what it puts before words.
type affixes struct {
	suffixes, prefixes []string
	least              int // letters that stay
}

// off takes the longest ending off that leaves enough, and of what stands before a
// word as much as there is.
func (a affixes) off(w string) string {
	for again := true; again; {
		again = false
		for _, p := range a.prefixes {
			if rest := strings.TrimPrefix(w, p); len(rest) < len(w) && utf8.RuneCountInString(rest) >= a.least {
				w, again = rest, true
				break
			}
		}
	}
	best := ""
	for _, s := range a.suffixes {
		if len(s) > len(best) && strings.HasSuffix(w, s) && utf8.RuneCountInString(w)-utf8.RuneCountInString(s) >= a.least {
			best = s
		}
	}
	return strings.TrimSuffix(w, best)
}

func affixesOf(least int, suffixes string) affixes {
	return affixes{suffixes: wordsOf(suffixes), least: least}
}

// endings are those of languages without a Snowball stemmer, the commonest cases
// and numbers of nouns and names alone: to take too much joins what is different.
// Written by hand.
var endings = map[language]affixes{
	"uk": affixesOf(4, "а я у ю о е и і ї ом ем єм ам ям ах ях ами ями ів їв ою ею єю ові еві ий ій ого ього ому ьому им ім их іх ої а є ть ти в ла ло ли ться"),
	"be": affixesOf(4, "а я у ю о е ы і ом ем ам ям ах ях амі ямі аў яў ой ай ага яга аму яму ым ім ых іх ая ыя"),
	"bg": affixesOf(4, "а я о е и ът та то те ят ите ата ята ето ия ията ов ове овете ен на ни но"),
	"mk": affixesOf(4, "а о е и от та то те ите ата ови овите ен на ни но"),
	"sr": affixesOf(4, "а е и о у ом ем ама има има ова ева их ог ога ој ом ом ју ла ло ли ао"),
	"hr": affixesOf(4, "a e i o u om em ama ima ova eva ih og oga oj ju la lo li ao"),
	"sl": affixesOf(4, "a e i o u om em ama ima ov ev ih ega emu im imi ah am la lo li"),
	"pl": affixesOf(4, "a ą e ę i o u y ów owi em om ach ami ach ego emu ej ym im ymi imi ych ich ie iem ią ał ała ali ało"),
	"cs": affixesOf(4, "a á e é ě i í o u ů ú y ý ou em om ům ách ech ích ami emi mi ého ému ém ým ých ími ým ovi al ala ali alo"),
	"sk": affixesOf(4, "a á e é i í o u ú y ý ou om em ov ám iam ách iach ami mi ého ému ej ým ých ými ovi al ala ali alo"),
	"lt": affixesOf(4, "as is us ys a ė o io io ui iui ą į ų ių ai iai ams iams us ius ais iais uose e ėje oje yje os ės ei ai"),
	"lv": affixesOf(4, "s š a e is us i u am im ai ei as es ā ē ī ū iem ām ēm us os ās ēs ijā"),
	"et": affixesOf(4, "d t s st l lt le ga ks sse te de id est ist"),
	"el": affixesOf(4, "α ας ο ος ου ον οι ους ων η ης ες ι ια ιας ιου ιων α ατα ατος ατων ε εις εων εως"),
	"hi": affixesOf(3, "ा ी े ो ू ु ि ों ें ीं ियों ियां ियाँ ाओं ाएं ाएँ ओं एं ने"),
	"mr": affixesOf(3, "ा ी े ो ू ांच्या ांचा ांची ांचे ांना ांनी च्या चा ची चे ला ना नी त मध्ये वर साठी हून तील ात ाच्या ाचा ाची ाचे ाला ाने ांत ातील ावर"),
	"ne": affixesOf(3, "ा ी े ो को का की ले लाई मा बाट हरू हरूले हरुको हरूको हरूलाई"),
	"bn": affixesOf(3, "া ি ী ে র ের কে তে টি টা রা দের য় য়ের গুলো গুলি গুলোর ায় ার তেই েও"),
	"te": affixesOf(3, "లో కు కి ను ని తో పై లు ల లకు లను లో ంలో కోసం ు ం ి"),
	"kn": affixesOf(3, "ಲ್ಲಿ ಗೆ ಕ್ಕೆ ನ್ನು ವನ್ನು ಯನ್ನು ದ ನ ರ ಗಳು ಗಳ ಗಳನ್ನು ದಿಂದ ಯಿಂದ ದಲ್ಲಿ ಯಲ್ಲಿ ಯ"),
	"ml": affixesOf(3, "ിൽ ിൽ നിന്ന് ക്ക് ിന് ിന്റെ യുടെ യെ ിനെ ങ്ങൾ ങ്ങളിൽ കൾ യിൽ ത്തിൽ ത്തിന്റെ ന്റെ യിലെ ിലെ ത്തിലെ"),
	"gu": affixesOf(3, "ા ી ે ો ું માં ના ની નો નું ને થી ઓ ોના ોમાં એ"),
	"pa": affixesOf(3, "ਾ ੀ ੇ ੋ ਾਂ ੀਆਂ ਿਆਂ ਆਂ ਨੇ"),
	"ur": affixesOf(3, "وں یں ات یاں ے ا ی و"),
	"fa": affixesOf(3, "ها های هایی ی ان ات ترین تر اش شان"),
	"az": affixesOf(4, "lar lər ı i u ü a ə da də dan dən nın nin nun nün ın in un ün ya yə nı ni ları ləri larda lərdə"),
	"kk": affixesOf(4, "лар лер дар дер тар тер ның нің дың дің тың тің ға ге қа ке да де та те дан ден тан тен ны ні ды ді ты ті"),
	"id": affixesOf(4, "nya lah kah kan"),
	"sq": affixesOf(4, "a i u e it in un es ve ët et en"),
	"ka": affixesOf(4, "ი ა მა ამ ს ას ის ით ად ო ში აში ზე აზე თან ასთან დან იდან ების ები ებს ებში ისთვის"),
	"hy": affixesOf(4, "ը ն ի ում ից ով ին եր ներ երի ների երը ները ի ու"),
	"ca": affixesOf(4, "a e o s es os as"),
	"ko": affixesOf(2, "은 는 이 가 을 를 에 의 와 과 도 로 으로 에서 에게 에선 에는 에도 까지 부터 만 보다 서 이나 나 들 들이 들은 들의 께 께서 라고 라며 이라고 이라며"),
	"he": {prefixes: []string{"ה", "ו", "ב", "ל"}, suffixes: []string{"ים", "ות"}, least: 4},
}
