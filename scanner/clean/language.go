package clean

import "strings"

// Language returns a language tag in the spelling of BCP 47 ("EN_us" is
// "en-US", "de_DE.UTF-8" is "de-DE"), or "" when tag is none. Of a list it
// returns the first. Codes of three letters that have one of two are shortened,
// names of languages are understood. Whether a code is registered is not
// checked.
func Language(tag string) string {
	tag = strings.TrimSpace(tag)
	if end := strings.IndexAny(tag, ",;.@ ("); end >= 0 {
		tag = tag[:end]
	}
	if len(tag) > 35 { // RFC 5646, 4.4.1
		return ""
	}
	parts := strings.FieldsFunc(tag, func(r rune) bool { return r == '-' || r == '_' })
	if len(parts) == 0 {
		return ""
	}
	primary := primaryLanguage(strings.ToLower(parts[0]))
	if primary == "" {
		return ""
	}
	out := primary
	for _, part := range parts[1:] {
		subtag := languageSubtag(part)
		if subtag == "" {
			break
		}
		out += "-" + subtag
	}
	return out
}

// primaryLanguage returns the code of two or three letters, or "".
func primaryLanguage(code string) string {
	if short, ok := languageCodes[code]; ok {
		return short
	}
	if len(code) != 2 && len(code) != 3 || !letters(code) {
		return ""
	}
	return code
}

// languageSubtag returns a script, region or variant in its usual case, or ""
// when it is none.
func languageSubtag(part string) string {
	switch {
	case len(part) == 4 && letters(part):
		return strings.ToUpper(part[:1]) + strings.ToLower(part[1:])
	case len(part) == 2 && letters(part):
		return strings.ToUpper(part)
	case len(part) == 3 && isPort(part):
		return part
	case len(part) > 1 && len(part) <= 8 && alphanumeric(part):
		return strings.ToLower(part)
	}
	return ""
}

func letters(s string) bool {
	for i := range len(s) {
		if !isLetter(s[i]) {
			return false
		}
	}
	return true
}

func alphanumeric(s string) bool {
	for i := range len(s) {
		if !isLetter(s[i]) && !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// languageCodes holds what feeds write for a code of BCP 47: codes of ISO 639-2,
// withdrawn codes, names, and codes that say no language ("").
var languageCodes = map[string]string{
	"und": "", "zxx": "", "mul": "", "mis": "", "xx": "", "non": "",
	"iw": "he", "in": "id", "ji": "yi", "jp": "ja", "cz": "cs", "gr": "el", "dk": "da", "ua": "uk",
	"eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl", "dut": "nl",
	"rus": "ru", "ukr": "uk", "pol": "pl", "ces": "cs", "cze": "cs", "slk": "sk", "slo": "sk", "swe": "sv", "nor": "no", "dan": "da",
	"fin": "fi", "tur": "tr", "ron": "ro", "rum": "ro", "hun": "hu", "ell": "el", "gre": "el", "bul": "bg", "srp": "sr", "hrv": "hr",
	"zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "vie": "vi", "tha": "th", "ind": "id", "msa": "ms", "may": "ms", "hin": "hi",
	"ben": "bn", "tam": "ta", "tel": "te", "mar": "mr", "urd": "ur", "fas": "fa", "per": "fa", "ara": "ar", "heb": "he", "cat": "ca",
	"english": "en", "german": "de", "deutsch": "de", "french": "fr", "francais": "fr", "français": "fr", "spanish": "es",
	"espanol": "es", "español": "es", "italian": "it", "italiano": "it", "portuguese": "pt", "dutch": "nl", "russian": "ru",
	"polish": "pl", "turkish": "tr", "japanese": "ja", "chinese": "zh", "korean": "ko", "arabic": "ar", "hebrew": "he",
	"hindi": "hi", "swedish": "sv", "norwegian": "no", "danish": "da", "finnish": "fi", "greek": "el", "czech": "cs",
}
