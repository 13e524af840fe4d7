package page

import (
	"encoding/json"
	"html"
	"strings"
)

// Bounds of JSON-LD, which is as hostile as any other part of a page.
const (
	maxJSONLD      = 2 << 20 // bytes of one script
	maxJSONLDDepth = 24
	maxJSONLDNodes = 2000
)

// object is one node of JSON-LD.
type object map[string]any

// linkedData returns the typed nodes of a page's JSON-LD, outermost first,
// whatever they are wrapped in: arrays, @graph, mainEntity and their kin.
func linkedData(scripts []string) []object {
	var found []object
	for _, text := range scripts {
		if v, ok := lenientJSON(text); ok {
			found = collect(found, v, 0)
		}
	}
	return found
}

// lenientJSON reads JSON as publishers write it: in comments and CDATA, with
// raw line breaks inside strings and commas before closing brackets.
func lenientJSON(text string) (v any, ok bool) {
	if len(text) > maxJSONLD || nestedDeeper(text, 200) {
		return nil, false
	}
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "<!--") || strings.HasPrefix(text, "//") || strings.HasPrefix(text, "/*") || strings.HasPrefix(text, "<![") {
		if i, j := strings.IndexAny(text, "{["), strings.LastIndexAny(text, "}]"); i >= 0 && j > i {
			if strings.HasPrefix(text[i:], "[CDATA[") {
				i = strings.IndexByte(text, '{')
				j = strings.LastIndexByte(text, '}')
			}
			if i >= 0 && j > i {
				text = text[i : j+1]
			}
		}
	}
	text = strings.TrimSuffix(text, ";")
	if json.Unmarshal([]byte(text), &v) == nil {
		return v, true
	}
	if json.Unmarshal([]byte(repairJSON(text)), &v) == nil {
		return v, true
	}
	dec := json.NewDecoder(strings.NewReader(repairJSON(html.UnescapeString(text))))
	return v, dec.Decode(&v) == nil // what follows the first value does not count
}

// nestedDeeper guards the recursion of encoding/json's caller, not its own.
func nestedDeeper(text string, limit int) bool {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > limit {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// repairJSON escapes control characters inside strings and drops the commas
// before closing brackets: 7 of 747 pages need it or what lenientJSON does.
func repairJSON(text string) string {
	var b strings.Builder
	quoted := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quoted && c == '\\' && i+1 < len(text):
			if !strings.ContainsRune(`"\/bfnrtu`, rune(text[i+1])) {
				continue // an escape that JSON does not know: the character itself
			}
			b.WriteByte(c)
			i++
			b.WriteByte(text[i])
		case quoted && c < ' ':
			b.WriteByte(' ')
		case !quoted && c == ',' && closesNext(text[i+1:]):
		default:
			if c == '"' {
				quoted = !quoted
			}
			b.WriteByte(c)
		}
	}
	return b.String()
}

func closesNext(rest string) bool {
	rest = strings.TrimLeft(rest, " \t\r\n")
	return rest != "" && (rest[0] == '}' || rest[0] == ']' || rest[0] == ',')
}

func collect(found []object, v any, depth int) []object {
	if depth > maxJSONLDDepth || len(found) >= maxJSONLDNodes {
		return found
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			found = collect(found, e, depth+1)
		}
	case map[string]any:
		if v["@type"] != nil {
			found = append(found, v)
		}
		for _, key := range [...]string{"@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", "subjectOf", "@included", "hasPart"} {
			if inner, ok := v[key]; ok {
				found = collect(found, inner, depth+1)
			}
		}
	}
	return found
}

// is says whether an object is of a type, given without its namespace.
func (o object) is(accept func(string) bool) bool {
	for _, t := range texts(o["@type"]) {
		if i := strings.LastIndexAny(t, "/#:"); i >= 0 {
			t = t[i+1:]
		}
		if accept(t) {
			return true
		}
	}
	return false
}

// articleRank orders the types that stand for the article itself.
func articleRank(o object) int {
	rank := 0
	o.is(func(t string) bool {
		switch {
		case strings.HasSuffix(t, "NewsArticle"), t == "LiveBlogPosting":
			rank = max(rank, 4)
		case strings.HasSuffix(t, "Article"), t == "BlogPosting", t == "Report", t == "Review", t == "CriticReview", t == "SocialMediaPosting":
			rank = max(rank, 3)
		case t == "Recipe", t == "HowTo", t == "VideoObject":
			rank = max(rank, 1)
		case strings.HasSuffix(t, "WebPage"):
			rank = max(rank, 2)
		}
		return false
	})
	return rank
}

// pickArticle returns the node that describes the page's own article, nil when
// there is none. Of several of one rank the first with a headline.
func pickArticle(nodes []object) object {
	var best object
	score := 0
	for _, o := range nodes {
		s := articleRank(o) * 10
		if s == 0 {
			continue
		}
		if s >= 30 && (o.text("headline") != "" || o.text("name") != "") {
			s += 5
		}
		if o.text("datePublished") != "" {
			s += 2
		}
		if s > score {
			best, score = o, s
		}
	}
	return best
}

// text returns the first text under a key; of objects their @value, name or
// url, in this order.
func (o object) text(key string) string {
	for _, s := range texts(o[key]) {
		if s != "" {
			return s
		}
	}
	return ""
}

// texts flattens a value to its texts.
func texts(v any) []string { return appendTexts(nil, v, 0) }

func appendTexts(out []string, v any, depth int) []string {
	if depth > 6 || len(out) > maxPerKind {
		return out
	}
	switch v := v.(type) {
	case string:
		return append(out, strings.TrimSpace(v))
	case []any:
		for _, e := range v {
			out = appendTexts(out, e, depth+1)
		}
	case map[string]any:
		for _, key := range [...]string{"@value", "name", "url", "@id"} {
			if inner := appendTexts(nil, v[key], depth+1); len(inner) > 0 {
				return append(out, inner...)
			}
		}
	}
	return out
}
