package page

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"alsoread/scanner/clean"
)

var (
	emailPattern = regexp.MustCompile(`\(?<?[\w.+-]+@[\w-]+(\.[\w-]+)+>?\)?`)
	// bylineStart is how bylines start in many languages.
	bylineStart = regexp.MustCompile(`(?i)^(?:(?:written|reported|posted|published|story|article|words|text|reviewed|edited) by|by|von|par|por|de autor|autor(?:es|in|en)?|auteurs?|authors?|redactie|door|di|a cura di|av|af|tekst|text|texto|texte|testo|od|napisał(?:a)?|autorzy|автор(?:ы)?|текст|oleh|penulis|reporter|yazan|haber|door|kirjoittanut|írta|szerző|de către|bởi|tác giả|著者|文|作者|記者|记者|撰文|기자|कॉपी|लेखक|द्वारा|بقلم|كتب|نویسنده|מאת)\s*[:：●・/]?\s+|^(?:文|著者|作者|記者|记者|撰文)[:：●・/]\s*|^(?:by|von|par|por|author|autor)\s*[:：]\s*`)
	// gluedStart is a byline's first word in an element of its own, glued to the name.
	gluedStart = regexp.MustCompile(`^(?:By|BY|Von|Par|Por|Written by)+(?:by )?(\p{Lu}[\p{Ll}\p{Lu}])`)
	nameEnd    = regexp.MustCompile(`(?i)\s*(?:[|•·●]|[-–—]\s?\d|\s[-–—]\s|\(|\[|,?\s(?:last\s)?(?:updated?|published|posted|sponsored|für|for|on|in|at)\b|,?\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d|,?\s\d{1,2}[./ ]).*$`)
	// sectionStart is a section before the names: "Politik · Jane Doe".
	sectionStart = regexp.MustCompile(`^\p{Lu}\p{L}+ [·|] (\p{Lu}\p{L}+ \p{Lu})`)
	// agencyTail is the agency after a name: "Jane Doe / TNN / Updated".
	agencyTail = regexp.MustCompile(`(\p{Ll}) / \p{Lu}{2,5}(?: / .*)?$`)
	nameTail   = regexp.MustCompile(`\s*(?:기자|특파원|記者|记者|선임기자)$`)
	nameJoin   = regexp.MustCompile(`(?i)\s*(?:,\s*(?:and|und|et|y|e|og|och|en|i)\s+|\s+(?:and|und|et|og|och|with|mit|&)\s+|\s*[;、/]\s*|\s+(?:y|e|i)\s+)`)
	nameComma  = regexp.MustCompile(`\s*[,，]\s*`)
)

// splitNames turns what a page gives as its authors into single names.
func splitNames(text string) []string {
	text = clean.Title(text, true)
	if strings.Contains(text, "://") || strings.HasPrefix(text, "@") || utf8.RuneCountInString(text) > 400 {
		return nil
	}
	text = strings.TrimSpace(emailPattern.ReplaceAllString(text, ""))
	for range 2 {
		text = strings.TrimSpace(bylineStart.ReplaceAllString(gluedStart.ReplaceAllString(text, "$1")+" ", ""))
	}
	text = agencyTail.ReplaceAllString(sectionStart.ReplaceAllString(text, "$1"), "$1")
	text = nameTail.ReplaceAllString(nameEnd.ReplaceAllString(text, ""), "")
	var out []string
	for _, part := range nameJoin.Split(text, maxAuthors) {
		for _, name := range splitCommas(part) {
			if name = strings.Trim(name, " \t,.;:-–—|*\"“”„»"); name != "" {
				out = append(out, name)
			}
		}
	}
	return out
}

// splitCommas splits a list of names at its commas. "Jane Doe, MD" and "AFP,
// MANILA" are no lists: there every part would have two words; of "Doe, J." as
// well. What follows the comma is then a title and goes, when it is known as one.
func splitCommas(s string) []string {
	parts := nameComma.Split(s, maxAuthors)
	if len(parts) == 1 {
		return parts
	}
	full := 0
	for _, p := range parts {
		if len(strings.Fields(p)) >= 2 || !isASCII(p) {
			full++
		}
	}
	if full == len(parts) {
		return parts
	}
	if len(strings.Fields(parts[0])) < 2 {
		return []string{s}
	}
	var out []string
	for _, p := range parts {
		if len(strings.Fields(p)) >= 2 && strings.ToUpper(p) != p {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		out = parts[:1]
	}
	return out
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// personal says whether a text can be a name: letters, not too many words.
func personal(name string) bool {
	letters, digits := 0, 0
	for _, c := range name {
		switch {
		case unicode.IsLetter(c):
			letters++
		case unicode.IsDigit(c):
			digits++
		}
	}
	words := len(strings.Fields(name))
	low := strings.ToLower(name)
	return letters >= 2 && (digits == 0 || words == 1 && digits <= 4) && !aboutPattern.MatchString(name) && !strings.ContainsAny(name, ":?!@") && !monthDay.MatchString(name) && words <= 6 && utf8.RuneCountInString(name) <= 60 && !slices.Contains(nobody, low)
}

// aboutPattern matches the text of buttons beside a byline.
var aboutPattern = regexp.MustCompile(`(?i)^(?:more|view|see|read|about|follow|all) `)

// rolePattern matches what people are called after their name.
var rolePattern = regexp.MustCompile(`(?i)\b(?:attorney|director|editor|manager|expert|officer|president|founder|co-founder|reporter|correspondent|writer|contributor|ceo|cto|cmo|specialist|head of|analyst|consultant|professor|redakteur|redakteurin|journalist|journalistin|redactor|redactora|columnist)\b`)

// withoutTrailing removes the site's name from the end of a person's: bylines
// set them in one line.
func withoutTrailing(name string, sites []string) string {
	words := strings.Fields(name)
	for i := 2; i < len(words); i++ {
		if slices.Contains(sites, foldName(strings.Join(words[i:], " "))) {
			return strings.Join(words[:i], " ")
		}
	}
	return name
}

// monthDay is a date where a name should be.
var monthDay = regexp.MustCompile(`(?i)^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d`)

// nobody lists what content systems write where no author was entered.
var nobody = []string{"admin", "administrator", "author", "authors", "editor", "unknown", "none", "null", "undefined", "anonymous", "guest", "user", "website", "webmaster", "the author", "about the author", "staff writer"}
