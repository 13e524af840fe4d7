package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"alsoread/scanner/clean"
)

// titleTrait is something that speaks for or against a text being the title:
// who says it, and how it stands to what the others say.
type titleTrait int

const (
	saidHeading     titleTrait = iota // the heading that readers see
	saidSubheading                    // an h2 in its place
	saidShared                        // og:title
	saidTweeted                       // twitter:title
	saidHeadline                      // headline of the JSON-LD article
	saidNamed                         // name of the JSON-LD article
	saidWindow                        // the title element
	saidAlternative                   // alternativeHeadline
	newsHeading                       // the heading where JSON-LD says NewsArticle
	newsShared                        // og:title there
	newsHeadline                      // headline there
	newsWindow                        // the title element there
	brief                             // less than 15 characters
	capitals                          // in capitals throughout: how it is shown, not how it is written
	titleTraitCount
)

// titleCandidate is one text that may be the title.
type titleCandidate struct {
	text   string
	traits [titleTraitCount]bool
}

// odds returns the logarithm of the odds that the text is the title, up to what
// all candidates of a page have in common.
func (c *titleCandidate) odds(weights *[titleTraitCount]float64) float64 {
	sum := 0.0
	for t, has := range c.traits {
		if has {
			sum += weights[t]
		}
	}
	return sum
}

// titles returns the titles that the page gives itself, without the site's
// name, each once.
func (r *articleReader) titles() []*titleCandidate {
	var all titleList
	var told []string
	say := func(trait titleTrait, raw ...string) {
		for _, text := range raw {
			if t := r.withoutSite(clean.Title(text, true)); t != "" && !r.isSite(t) {
				all.add(trait, t)
				told = append(told, t)
			}
		}
	}
	if articleRank(r.main) >= 3 {
		say(saidHeadline, r.main.text("headline"))
	}
	say(saidShared, r.facts.first("og:title"))
	say(saidTweeted, r.facts.first("twitter:title"))
	say(saidWindow, r.facts.title)
	if articleRank(r.main) >= 3 {
		say(saidNamed, r.main.text("name"))
		say(saidAlternative, r.main.text("alternativeHeadline"))
	}
	if h := r.heading(told); h != "" {
		all.add(saidHeading, h)
	} else if h := r.subheading(told); h != "" {
		all.add(saidSubheading, h)
	}
	all.compare(articleRank(r.main) >= 4)
	return all.candidates
}

// titleList gathers candidates; texts that differ by kinds of quotation marks,
// dashes and spaces are one.
type titleList struct {
	candidates []*titleCandidate
	folded     []string
}

func (l *titleList) add(trait titleTrait, text string) {
	f := foldTitle(text)
	for i, known := range l.folded {
		if known == f {
			l.candidates[i].traits[trait] = true
			if trait == saidHeading {
				l.candidates[i].text = text
			}
			return
		}
	}
	c := &titleCandidate{text: text}
	c.traits[trait] = true
	l.candidates = append(l.candidates, c)
	l.folded = append(l.folded, f)
}

// shouted says whether a text is in capitals throughout. Names and abbreviations
// of eight letters and fewer are written so.
func shouted(text string) bool {
	upper, lower := 0, 0
	for _, c := range text {
		switch {
		case unicode.IsUpper(c):
			upper++
		case unicode.IsLower(c):
			lower++
		}
	}
	return upper > 8 && upper > 4*lower
}

var foldMarks = strings.NewReplacer("’", "'", "‘", "'", "‚", "'", "‹", "'", "›", "'", "´", "'", "`", "'", "“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "–", "-", "—", "-", "‑", "-", "−", "-", "…", "...")

func foldTitle(s string) string { return foldMarks.Replace(foldSpace(s)) }

// compare finds the traits that depend on the page.
func (l *titleList) compare(news bool) {
	for _, c := range l.candidates {
		c.traits[brief] = utf8.RuneCountInString(c.text) < 15
		c.traits[capitals] = shouted(c.text)
		c.traits[newsHeading] = news && c.traits[saidHeading]
		c.traits[newsShared] = news && c.traits[saidShared]
		c.traits[newsHeadline] = news && c.traits[saidHeadline]
		c.traits[newsWindow] = news && c.traits[saidWindow]
	}
}
