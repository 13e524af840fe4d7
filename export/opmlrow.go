package export

import (
	"fmt"
	"strings"

	"alsoread/news"
)

// get returns the first attribute of that name as XML has it: white space
// characters as spaces, references decoded.
func (t *tag) get(name string) string {
	for _, a := range t.attrs {
		if a.name == name {
			return unescape(whiteSpace.Replace(a.value))
		}
	}
	return ""
}

var whiteSpace = strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ", "\t", " ")

// address returns what the row says its feed's address is. Some old programs
// write url for xmlUrl; with type="link" it means a page.
func (t *tag) address() string {
	for _, name := range [...]string{"xmlurl", "feedurl"} {
		if address := strings.TrimSpace(t.get(name)); address != "" {
			return address
		}
	}
	switch strings.ToLower(t.get("type")) {
	case "rss", "atom", "feed":
		return strings.TrimSpace(t.get("url"))
	}
	return ""
}

// row reads an outline of that name as a row of the list and reports whether it
// was meant to be one.
func (l *listReader) row(t *tag, name string) bool {
	given := t.address()
	if given == "" {
		return false
	}
	address, fault := importAddress(given)
	if fault != "" {
		l.problem(t.line, "%s: %s: left out", quoted(name), fault)
		return true
	}
	if t.torn {
		l.problem(t.line, "%s: the outline is not closed", quoted(name))
	}
	l.Outlines = append(l.Outlines, Outline{
		Title:       l.title(t, orElse(name, hostOf(address))),
		FeedURL:     address,
		SiteURL:     l.site(t, name),
		Description: cut(oneLine(t.get("description")), maxDescription),
		Language:    language(t.get("language")),
		Tags:        l.tags(t, name),
		Kind:        notFeed(news.Kind(t.get("type"))),
		Line:        t.line,
	})
	return true
}

// title shortens a row's name and tells what was done to it. Line ends that
// came as character references were put there by someone.
func (l *listReader) title(t *tag, name string) string {
	if strings.ContainsFunc(t.get("title")+t.get("text"), isControl) {
		l.problem(t.line, "%s: line breaks or control characters taken out of the name", quoted(name))
	}
	short := cut(name, maxName)
	if short != name {
		l.problem(t.line, "%s: name longer than %d characters: cut", quoted(name), maxName)
	}
	return short
}

func (l *listReader) site(t *tag, title string) string {
	given := strings.TrimSpace(t.get("htmlurl"))
	site := feedAddress(given)
	if site == "" && given != "" {
		l.problem(t.line, "%s: site address %s is no http or https address: left out", quoted(title), quoted(given))
	}
	return site
}

func (l *listReader) tags(t *tag, title string) []string {
	var tags []string
	for _, folder := range l.open {
		if !folder.feed {
			tags = append(tags, folder.title)
		}
	}
	tags = append(tags, splitCategories(t.get("category"))...)
	clean := cleanTags(tags)
	if len(clean) == maxTags && len(tags) > maxTags {
		l.problem(t.line, "%s: more than %d tags: the rest was left out", quoted(title), maxTags)
	}
	return clean
}

// importAddress checks the address of a row and says in a few words what is
// wrong with it. The schemes with which programs were once started are undone.
func importAddress(given string) (address, fault string) {
	for _, scheme := range [...]string{"feed:", "itpc:", "pcast:"} {
		if len(given) <= len(scheme) || !strings.EqualFold(given[:len(scheme)], scheme) {
			continue
		}
		if given = given[len(scheme):]; strings.HasPrefix(given, "//") {
			given = "http:" + given
		}
		break
	}
	switch {
	case len(given) > maxAddress:
		return "", fmt.Sprintf("address longer than %d bytes", maxAddress)
	case strings.ContainsFunc(given, notInAddress):
		return "", quoted(given) + " holds white space or control characters"
	case feedAddress(given) == "":
		return "", quoted(given) + " is no http or https address"
	}
	return given, ""
}

func (l *listReader) problem(line int, format string, args ...any) {
	if len(l.Problems) >= maxProblems {
		l.untold++
		return
	}
	l.Problems = append(l.Problems, news.Problem{Line: line, What: fmt.Sprintf(format, args...)})
}

// quoted returns s, shortened, as it may be printed on one line.
func quoted(s string) string { return fmt.Sprintf("%q", cut(oneLine(s), 80)) }
