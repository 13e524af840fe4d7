package page

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"alsoread/scanner/clean"
)

// maxAuthors is how many authors are kept: papers in journals have dozens.
const maxAuthors = 60

// authors returns the people the page names as its authors, from the first
// kind of statement that names any.
func (r *articleReader) authors() []string {
	for _, statement := range []func() []string{r.linkedAuthors, r.metaAuthors, r.propAuthors, r.bylineAuthors, r.spokenAuthors} {
		if names := r.people(statement()); len(names) > 0 {
			return names
		}
	}
	return r.newsroom()
}

// newsroom returns the organisation that the page names as its author when it
// names nobody else: "Reuters", or the site itself.
func (r *articleReader) newsroom() []string {
	var linked []string
	for _, v := range flat(r.main["author"]) {
		names, _ := r.linkedName(v)
		linked = append(linked, names...)
	}
	for _, statement := range [][]string{linked, r.facts.meta["author"], r.facts.meta["twitter:data1"]} {
		for _, name := range statement {
			name = clean.Title(name, true)
			if name != "" && utf8.RuneCountInString(name) <= 60 && !strings.Contains(name, "://") && !slices.Contains(nobody, strings.ToLower(name)) {
				return []string{name}
			}
		}
	}
	return nil
}

// linkedAuthors resolves the author of the JSON-LD, by @id too. An organisation
// is an author like others, but for the one that publishes the page.
func (r *articleReader) linkedAuthors() []string {
	var out []string
	for _, key := range [...]string{"author", "creator"} {
		for _, v := range flat(r.main[key]) {
			names, person := r.linkedName(v)
			for _, name := range names {
				if person || !r.publishes(name) {
					out = append(out, name)
				}
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// publishes says whether an organisation is the site: the name of one is part
// of the other's ("The Social Shepherd Ltd").
func (r *articleReader) publishes(name string) bool {
	folded := foldName(name)
	for _, site := range r.siteNames() {
		if len(site) >= 4 && strings.Contains(folded, site) || len(folded) >= 4 && strings.Contains(site, folded) {
			return true
		}
	}
	return false
}

func flat(v any) []any {
	if list, ok := v.([]any); ok {
		if len(list) == 1 {
			return flat(list[0])
		}
		return list
	}
	if v == nil {
		return nil
	}
	return []any{v}
}

func (r *articleReader) linkedName(v any) (names []string, person bool) {
	o, ok := v.(map[string]any)
	if !ok {
		return texts(v), true
	}
	if o["name"] == nil {
		if id, ok := o["@id"].(string); ok {
			for _, other := range r.linked {
				if other["@id"] == id && other["name"] != nil {
					o = other
				}
			}
		}
	}
	organisation := object(o).is(func(t string) bool { return strings.HasSuffix(t, "Organization") })
	return texts(o["name"]), !organisation
}

func (r *articleReader) metaAuthors() []string {
	for _, name := range [...]string{"author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dcsext.author",
		"citation_author", "byl", "cxenseparse:author", "article:author_name", "article:author", "og:article:author", "authors", "creator", "twitter:data1"} {
		if name == "twitter:data1" && !strings.Contains(strings.ToLower(r.facts.first("twitter:label1")), "written") {
			continue
		}
		if values := r.people(slices.Clone(r.facts.meta[name])); len(values) > 0 {
			return values
		}
	}
	return nil
}

// propAuthors reads microdata.
func (r *articleReader) propAuthors() []string {
	var out []string
	for _, n := range append(slices.Clone(r.facts.props["author"]), r.facts.props["creator"]...) {
		out = append(out, nameWithin(n))
	}
	return out
}

// nameWithin returns the itemprop=name inside an element, or its text.
func nameWithin(n *html.Node) string {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && attr(c, "itemprop") == "name" {
			if v := attr(c, "content"); v != "" {
				return v
			}
			return textOf(c)
		}
	}
	if v := attr(n, "content"); v != "" {
		return v
	}
	return textOf(n)
}

// bylineAuthors reads rel=author and elements that are called author or byline.
func (r *articleReader) bylineAuthors() []string {
	var linked, called []string
	for _, n := range r.facts.bylines {
		text := textOf(n)
		if text == "" || utf8.RuneCountInString(text) > 150 || outsideArticle(n) {
			continue
		}
		if strings.Contains(attr(n, "rel"), "author") {
			linked = append(linked, text)
		} else {
			called = append(called, text)
		}
	}
	if len(linked) > 0 {
		return linked
	}
	for _, text := range called {
		if names := r.people([]string{text}); len(names) > 0 {
			return names
		}
	}
	return nil
}

// outsideArticle says whether an element is in a part of the page that is never
// the article's own.
func outsideArticle(n *html.Node) bool {
	for p := n; p != nil; p = p.Parent {
		switch p.DataAtom {
		case atom.Aside, atom.Footer, atom.Nav:
			return true
		case atom.Body, atom.Html, atom.Main:
			return false
		}
		if asideName(attr(p, "class")) || asideName(attr(p, "id")) {
			return true
		}
	}
	return false
}

// asideName says whether a class or id has a word that names such a part.
func asideName(names string) bool {
	names = bounded(names)
	for name := range strings.FieldsSeq(names) {
		name = strings.ToLower(name)
		for _, part := range [...]string{"comment", "related", "sidebar", "recommend", "teaser", "mostread", "most-read"} {
			if strings.HasPrefix(name, part) {
				return true
			}
		}
	}
	return false
}

// maxNames is how much of a class, id or data attribute is looked at, in bytes:
// what names a part of the page stands first.
const maxNames = 300

func bounded(names string) string {
	if len(names) > maxNames {
		return names[:maxNames]
	}
	return names
}

// people cleans names and leaves out what is none.
func (r *articleReader) people(raw []string) []string {
	var out []string
	seen := map[string]bool{}
	sites := r.siteNames()
	for _, text := range raw {
		for i, name := range splitNames(text) {
			if i > 0 && rolePattern.MatchString(name) {
				continue
			}
			name = withoutTrailing(name, sites)
			folded := foldName(name)
			if folded == "" || seen[folded] || len(out) >= maxAuthors || !personal(name) || slices.Contains(sites, folded) {
				continue
			}
			seen[folded] = true
			out = append(out, name)
		}
	}
	return out
}
