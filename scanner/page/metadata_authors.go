package page

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"alsoread/scanner/clean"
)

// maxAuthors is how many authors are kept: papers in journals have dozens.
const maxAuthors = 60

// authors returns the people the page names as its authors, from the first
// kind of statement that names any.
func (r *articleReader) authors() []string {
	for _, statement := range []func() []string{r.linkedAuthors, r.metaAuthors, r.propAuthors, r.bylineAuthors, r.spokenAuthors, r.addressedAuthors} {
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
	for _, statement := range [][]string{r.facts.meta["articleauthor"], linked, r.facts.meta["author"], r.facts.meta["twitter:data1"], r.signedBySite()} {
		for _, name := range statement {
			name = clean.Title(name, true)
			if name != "" && utf8.RuneCountInString(name) <= 60 && !strings.Contains(name, "://") && !slices.Contains(nobody, strings.ToLower(name)) {
				return []string{name}
			}
		}
	}
	return nil
}

// signedBySite returns the site's name where a byline gives it.
func (r *articleReader) signedBySite() []string {
	for _, n := range r.facts.bylines {
		if outsideArticle(n) {
			continue
		}
		if names := splitNames(textOf(n)); len(names) == 1 && r.isSite(names[0]) {
			return names
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
				if !person {
					r.whole = append(r.whole, name)
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
	if given, family := object(o).text("givenName"), object(o).text("familyName"); o["name"] == nil && family != "" {
		return []string{strings.TrimSpace(given + " " + family)}, true
	}
	organisation := object(o).is(func(t string) bool { return strings.HasSuffix(t, "Organization") })
	return texts(o["name"]), !organisation
}

func (r *articleReader) metaAuthors() []string {
	for _, name := range [...]string{"articleauthor", "article:author", "author", "byline", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dcsext.author",
		"citation_author", "byl", "cxenseparse:author", "article:author_name", "og:article:author", "authors", "creator", "twitter:data1"} {
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

// people cleans names and leaves out what is none.
func (r *articleReader) people(raw []string) []string {
	var out []string
	seen := map[string]bool{}
	sites := r.siteNames()
	for _, text := range raw {
		for i, name := range r.single(text, sites) {
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

// single returns the names in a text. The name of an organisation is one
// whatever words it has, and so is that of a site with its agency.
func (r *articleReader) single(text string, sites []string) []string {
	if slices.Contains(r.whole, text) {
		return []string{clean.Title(text, true)}
	}
	names := splitNames(text)
	if len(names) != 2 {
		return names
	}
	site, other := names[0], names[1]
	if slices.Contains(sites, foldName(other)) {
		site, other = other, site
	}
	if slices.Contains(sites, foldName(site)) && strings.ToUpper(other) == other && !strings.Contains(other, " ") {
		return []string{clean.Title(text, true)}
	}
	return names
}
