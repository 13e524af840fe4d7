package page

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// siteNames are the names under which a site may stand in a title.
func (r *articleReader) siteNames() []string {
	if r.sites == nil {
		r.sites = r.findSiteNames()
	}
	return r.sites
}

func (r *articleReader) findSiteNames() []string {
	names := []string{}
	add := func(s string) {
		if s = foldName(s); s != "" {
			names = append(names, s)
		}
	}
	add(r.facts.first("og:site_name"))
	add(r.facts.first("application-name"))
	add(r.facts.first("al:ios:app_name"))
	add(r.facts.first("apple-mobile-web-app-title"))
	add(strings.TrimPrefix(r.facts.first("twitter:site"), "@"))
	if publisher := r.main["publisher"]; publisher != nil {
		for _, s := range texts(publisher) {
			add(s)
		}
	}
	for _, o := range r.linked {
		if o.is(func(t string) bool { return t == "WebSite" || strings.HasSuffix(t, "Organization") }) {
			add(o.text("name"))
		}
	}
	if u, err := url.Parse(r.doc.URL); err == nil {
		add(strings.TrimPrefix(u.Hostname(), "www."))
		domain := news.Publisher(r.doc.URL)
		add(domain)
		label, _, _ := strings.Cut(domain, ".")
		add(label)
	}
	return names
}

// foldName leaves the letters and digits of a name, in lower case.
func foldName(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, c := range s {
		switch {
		case c < utf8.RuneSelf:
			if letter(byte(c)) {
				b.WriteByte(byte(c) | 0x20) // the small letter
			} else if digit(byte(c)) {
				b.WriteByte(byte(c))
			}
		case unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c):
			b.WriteRune(unicode.ToLower(c))
		}
	}
	return b.String()
}

func (r *articleReader) isSite(title string) bool {
	folded := foldName(title)
	for _, name := range r.siteNames() {
		if folded == name {
			return true
		}
	}
	return false
}

// titleSeparators stand between a title and the name of its site.
var titleSeparators = []string{" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " • ", " · ", " / ", " ｜ ", "｜", "|", "ㅣ", "：", ": "}

// withoutSite removes the site's name, and the section before it, from the end
// or the beginning of a title: only what is known to be a site's name, or what
// the page's own heading leaves out.
func (r *articleReader) withoutSite(title string) string {
	names := r.siteNames()
	for range 3 {
		shorter := cutSite(title, names)
		if shorter == title {
			break
		}
		title = cutSection(shorter, r.facts.first("article:section"))
	}
	title = cutBar(title)
	if r.declares(title) {
		return title
	}
	return r.asHeading(title)
}

// declares says whether a title stands as it is in the heading or the headline
// of the JSON-LD: then its dashes are its own.
func (r *articleReader) declares(title string) bool {
	if foldTitle(clean.Title(r.main.text("headline"), true)) == foldTitle(title) {
		return true
	}
	for _, h := range r.facts.headings {
		if foldTitle(clean.Line(textOf(h))) == foldTitle(title) {
			return true
		}
	}
	return false
}

// cutSection removes the section that some sites put between title and name.
func cutSection(title, section string) string {
	if i := strings.LastIndexByte(title, '-'); i > 0 && section != "" && foldName(title[i:]) == foldName(section) {
		return strings.TrimSpace(title[:i])
	}
	return title
}

// cutBar removes what follows the last spaced bar of a title: no title has one
// of its own, but for titles too short to be one without it.
func cutBar(title string) string {
	if i := strings.LastIndex(title, " | "); i > 0 && utf8.RuneCountInString(title[:i]) >= 20 {
		return strings.TrimSpace(title[:i])
	}
	return title
}

func cutSite(title string, names []string) string {
	for _, sep := range titleSeparators {
		if i := strings.LastIndex(title, sep); i > 0 && sep != ": " && namesSite(title[i+len(sep):], names) {
			return strings.TrimSpace(title[:i])
		}
		if i := strings.Index(title, sep); i > 0 && namesSite(title[:i], names) {
			return strings.TrimSpace(title[i+len(sep):])
		}
	}
	return title
}

func namesSite(part string, names []string) bool {
	folded := foldName(part)
	if folded == "" || len(folded) > 60 {
		return false
	}
	for _, name := range names {
		if folded == name || folded == "the"+name || "the"+folded == name {
			return true
		}
	}
	return false
}

// asHeading returns the page's heading when the title is that heading with one
// part more, set off by a separator.
func (r *articleReader) asHeading(title string) string {
	for _, h := range r.facts.headings {
		heading := clean.Line(textOf(h))
		if len(heading) < 10 || len(heading) >= len(title) {
			continue
		}
		for _, sep := range titleSeparators {
			if sep == ": " {
				continue
			}
			if strings.HasPrefix(title, heading+sep) || strings.HasSuffix(title, sep+heading) {
				return heading
			}
		}
	}
	return title
}
