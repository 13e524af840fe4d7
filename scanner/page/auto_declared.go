package page

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// Bounds of what scripts declare.
const (
	maxScript       = 8 << 20 // bytes of one script
	maxScriptNodes  = 300_000 // values of all scripts of a page
	maxScriptDepth  = 64
	enoughDeclared  = 5   // declarations that can be a listing
	declaredAgainst = 1.5 // times as many of them as of links: the page is drawn by a script
)

// declarations are stories that a page declares for machines.
type declarations struct {
	by     map[string]news.Item
	listed []string // keys, as listed in JSON-LD
	stated []string // keys found in the state of a script
}

// declared reads JSON-LD, microdata and the state of scripts.
func (r *lister) declared(ctx context.Context) *declarations {
	d := &declarations{by: map[string]news.Item{}}
	w := jsonWalk{r: r, d: d}
	var scripts []*html.Node
	for n := range r.root.Descendants() {
		if n.Type == html.ElementNode && isEntry(n) && len(d.listed) < DefaultMaxItems {
			w.entry(n)
		}
		if n.Type != html.ElementNode || n.Data != "script" || n.FirstChild == nil || len(n.FirstChild.Data) > maxScript {
			continue
		}
		text := n.FirstChild.Data
		switch kind := strings.ToLower(attribute(n, "type")); {
		case strings.Contains(kind, "ld+json"):
			w.linked(text)
		default:
			scripts = append(scripts, n)
		}
	}
	w.states(ctx, scripts)
	return d
}

// isEntry tells elements that are marked as a story: by microdata of schema.org,
// or by the classes of microformats (h-entry, and hentry before it).
func isEntry(n *html.Node) bool {
	kind := strings.ToLower(attribute(n, "itemtype"))
	if strings.HasSuffix(kind, "article") || strings.HasSuffix(kind, "blogposting") {
		return true
	}
	class := attribute(n, "class")
	return hasToken(class, "h-entry") || hasToken(class, "hentry")
}

// entry reads a marked element. Its link is the one marked so, or its heading's.
func (w *jsonWalk) entry(n *html.Node) {
	link := within(n, func(n *html.Node) bool {
		return attribute(n, "href") != "" && (hasToken(attribute(n, "class"), "u-url") || hasToken(attribute(n, "itemprop"), "url"))
	})
	if link == nil {
		if h := within(n, isHeading); h != nil {
			link = within(h, func(n *html.Node) bool { return n.Data == "a" && attribute(n, "href") != "" })
		}
	}
	if link == nil {
		return
	}
	it := w.r.readCard(n, link)
	it.URL = w.r.address(attribute(link, "href"))
	u := webAddress(it.URL, nil)
	if u != nil && it.Title != "" && (w.r.page == nil || sameSite(u, w.r.page)) && linkScore(u, it.Title, w.r.page) > -9 {
		w.add(it, &w.d.listed)
	}
}

// alone returns the declarations when they are the listing by themselves: when
// they are far more than the links of the page.
func (d *declarations) alone(links int) []news.Item {
	for _, keys := range [][]string{d.listed, d.stated} {
		if len(keys) < enoughDeclared || float64(len(keys)) < declaredAgainst*float64(links) {
			continue
		}
		if len(keys) == len(d.stated) && links >= 3 && &keys[0] == &d.stated[0] {
			continue // a script's state often holds more than the page shows
		}
		var out []news.Item
		for _, k := range keys {
			out = append(out, d.by[k])
		}
		return out
	}
	return nil
}

// jsonWalk looks for stories in JSON.
type jsonWalk struct {
	r        *lister
	d        *declarations
	nodes    int
	entities map[string]map[string]any // of a normalised state, by key
}

func (w *jsonWalk) linked(text string) {
	var v any
	if json.Unmarshal([]byte(strings.TrimSpace(text)), &v) == nil {
		w.walkLinked(v, 0)
	}
}

// walkLinked follows JSON-LD (schema.org): stories, and lists of them.
func (w *jsonWalk) walkLinked(v any, depth int) {
	if w.nodes++; w.nodes > maxScriptNodes || depth > maxScriptDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			w.walkLinked(e, depth+1)
		}
	case map[string]any:
		kind := strings.ToLower(jsonText(v["@type"]))
		if strings.Contains(kind, "breadcrumb") || strings.Contains(kind, "navigation") {
			return
		}
		if strings.Contains(kind, "listitem") || strings.Contains(kind, "article") || strings.Contains(kind, "blogposting") {
			if it, ok := w.item(v); ok {
				w.add(it, &w.d.listed)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			w.walkLinked(v[key], depth+1)
		}
	}
}

func (w *jsonWalk) add(it news.Item, to *[]string) {
	key := addressKey(it.URL)
	if old, ok := w.d.by[key]; ok {
		fill(&old, it)
		w.d.by[key] = old
		return
	}
	if len(w.d.by) < DefaultMaxItems {
		w.d.by[key] = it
		*to = append(*to, key)
	}
}

// item reads an object as a story. The names are those of schema.org and of the
// content systems whose states were seen.
func (w *jsonWalk) item(m map[string]any) (news.Item, bool) {
	inner, _ := m["item"].(map[string]any)
	get := func(keys ...string) string {
		for _, from := range []map[string]any{m, inner} {
			for _, k := range keys {
				if s := jsonText(from[k]); s != "" {
					return s
				}
			}
		}
		return ""
	}
	it := news.Item{
		URL:   w.r.address(get("url", "canonicalUrl", "canonical_url", "webUrl", "permalink", "link", "href", "path", "uri", "item", "@id", "mainEntityOfPage")),
		Title: shortened(clean.Title(get("headline", "title", "name", "hed"), true), maxItemTitle),
	}
	u := webAddress(it.URL, nil)
	if u == nil || it.Title == "" || w.r.page != nil && !sameSite(u, w.r.page) || linkScore(u, it.Title, w.r.page) < candidate {
		return it, false
	}
	it.Published = w.r.when(get("datePublished", "publishedAt", "published_at", "publishDate", "firstPublished", "date", "pubDate"), nil)
	if s := get("description", "summary", "abstract", "excerpt", "dek", "standfirst"); s != "" {
		it.Summary = summaryHTML(clean.Text(s))
	}
	it.Image = w.r.address(get("image", "thumbnailUrl", "thumbnail"))
	if a := get("author", "byline"); a != "" && len(a) < 120 {
		it.Authors = authorNames(clean.Line(a))
	}
	return it, true
}

// jsonText returns a value of JSON-LD as text: itself, the first of several, or the
// name or address of an object.
func jsonText(v any) string {
	for range 4 {
		switch t := v.(type) {
		case string:
			return t
		case []any:
			if len(t) == 0 {
				return ""
			}
			v = t[0]
		case map[string]any:
			v = nil
			for _, key := range []string{"rendered", "name", "url", "src", "@id"} {
				if s, ok := t[key]; ok {
					v = s
					break
				}
			}
		default:
			return ""
		}
	}
	return ""
}
