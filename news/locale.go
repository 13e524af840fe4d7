package news

import "strings"

// DateLocales are the languages whose names of months and weekdays are known for
// dates that are written by a layout.
const DateLocales = "ar bg bn ca cs da de el en es fa fi fr he hi hr hu id it ja ko mr ms nl no pl pt ro ru sk sl sr sv ta te th tr uk ur vi zh"

// DateLocale returns the one of DateLocales that a language tag is of: "pt" of
// "pt-BR", "no" of "nb"; "" when it is none.
func DateLocale(tag string) string {
	primary, _, _ := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	switch primary = strings.ToLower(primary); primary {
	case "nb", "nn":
		primary = "no"
	case "iw":
		primary = "he"
	case "in":
		primary = "id"
	case "bs":
		primary = "hr"
	}
	for known := range strings.FieldsSeq(DateLocales) {
		if known == primary {
			return known
		}
	}
	return ""
}
