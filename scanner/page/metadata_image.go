package page

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"alsoread/scanner/clean"
)

// image fills the lead image and its credit.
func (r *articleReader) image() {
	for _, raw := range r.imageCandidates() {
		address := clean.URL(firstSource(raw), r.base)
		if address == "" || isPlaceholder(address) {
			continue
		}
		r.article.Image = address
		break
	}
	r.article.ImageCredit = r.credit()
}

// sourceList matches the beginning of a list like that of srcset.
var sourceList = regexp.MustCompile(`^(\S+?)(?:%20|\s)+\d+(?:\.\d+)?[wx](?:,|$)`)

// firstSource returns the first address of such a list, which some templates put
// where one address belongs; other addresses as they are.
func firstSource(raw string) string {
	raw = strings.TrimSpace(raw)
	if m := sourceList.FindStringSubmatch(raw); m != nil {
		return m[1]
	}
	return raw
}

// imageCandidates orders what the page offers as its image, best first.
func (r *articleReader) imageCandidates() []string {
	f := r.facts
	out := []string{f.first("og:image", "og:image:url", "og:image:secure_url"), f.first("twitter:image", "twitter:image:src")}
	if r.main != nil && articleRank(r.main) >= 2 {
		out = append(out, linkedImage(r.main["image"]), linkedImage(r.main["thumbnailUrl"]))
	}
	out = append(out, f.rel["image_src"], f.first("thumbnail", "image", "sailthru.image.full", "parsely-image-url"))
	for _, n := range f.images {
		if !outsideArticle(n) && leadSized(n) {
			out = append(out, imageSource(n))
		}
	}
	return out
}

// linkedImage returns the address of a JSON-LD image: its url before its @id,
// which is often no address of an image.
func linkedImage(v any) string {
	for _, e := range flat(v) {
		switch e := e.(type) {
		case string:
			return e
		case map[string]any:
			for _, key := range [...]string{"url", "contentUrl"} {
				if s := object(e).text(key); s != "" {
					return s
				}
			}
		}
	}
	return ""
}

// isPlaceholder tells images that stand for none: they are named so.
func isPlaceholder(address string) bool {
	low := strings.ToLower(address)
	if i := strings.IndexByte(low, '?'); i >= 0 {
		low = low[:i]
	}
	file := low[strings.LastIndexByte(low, '/')+1:]
	return strings.HasPrefix(file, "blank") || strings.HasPrefix(file, "spacer") || strings.HasPrefix(file, "placeholder") || strings.HasSuffix(file, ".svg")
}

// leadSized says whether an img element may be an article's lead image: it
// states a size and that is not one of an icon, or stands in a figure.
func leadSized(n *html.Node) bool {
	if w := attr(n, "width"); w != "" {
		return len(w) >= 3 && w >= "300" || len(w) >= 4
	}
	for p, depth := n.Parent, 0; p != nil && depth < 5; p, depth = p.Parent, depth+1 {
		if p.DataAtom == atom.Figure {
			return true
		}
	}
	return false
}

// imageSource returns the address of an img element, lazily loaded or not.
func imageSource(n *html.Node) string {
	for _, key := range [...]string{"data-src", "data-original", "data-lazy-src", "src"} {
		if v := attr(n, key); v != "" && !strings.HasPrefix(v, "data:") {
			return v
		}
	}
	return ""
}

// creditPattern matches how captions introduce a credit, in the languages of
// the labels of Also Read where they differ from "photo" and "image".
var creditPattern = regexp.MustCompile(`(?i)(?:\b(?:(?:image|photo|picture|photograph|pic|file photo|cover image|featured image|feature image)s?(?:[ -]?(?:source|credits?|courtesy|by|copyright))?|credits?|source|courtesy(?: of)?|copyright|foto(?:s|graf)?|fotocredit|bildquelle|bild|quelle|crédits?(?: photo)?|photo de|fuente|fonte|foto de|crédito|imagen|immagine|zdjęcie|źródło|fot\.|kuva|kép|forrás|kilde|källa|bron|beeld|sumber|nguồn|ảnh)|фото|источник|джерело|φωτογραφία|πηγή|תמונה|צילום|المصدر|صورة|عکس|منبع|चित्र|तस्वीर|फोटो|साभार|ছবি|写真|提供|图片来源|圖片來源|图源|来源|사진|출처)\s*[:：/]\s*([^|•\n]{2,120})|(?:©|\(c\))\s*([^|•\n]{2,120})`)

// credit looks for the credit of the lead image: in JSON-LD, then in elements
// named so, then at the end of the caption of the article's first figure.
func (r *articleReader) credit() string {
	for _, v := range flat(r.main["image"]) {
		if o, ok := v.(map[string]any); ok {
			for _, key := range [...]string{"creditText", "copyrightHolder", "author", "creator", "copyrightNotice"} {
				if s := creditName(object(o).text(key)); s != "" {
					return s
				}
			}
		}
	}
	for _, n := range r.facts.images {
		if outsideArticle(n) {
			continue
		}
		if s := figureCredit(n); s != "" {
			return s
		}
	}
	return ""
}

// figureCredit reads the credit out of the figure an image is in.
func figureCredit(img *html.Node) string {
	figure := img.Parent
	for depth := 0; figure != nil && figure.DataAtom != atom.Figure && depth < 6; depth++ {
		figure = figure.Parent
	}
	if figure == nil || figure.DataAtom != atom.Figure {
		return ""
	}
	var caption string
	for n := range figure.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		low := strings.ToLower(attr(n, "class") + " " + attr(n, "itemprop"))
		if strings.Contains(low, "credit") || strings.Contains(low, "copyright") || strings.Contains(low, "attribution") || strings.Contains(low, "source") && n.DataAtom != atom.Source {
			if s := creditName(textOf(n)); s != "" {
				return s
			}
		}
		if n.DataAtom == atom.Figcaption && caption == "" {
			caption = textOf(n)
		}
	}
	return captionCredit(caption)
}

// captionCredit returns what a caption says after "Image Source:" and its kin.
func captionCredit(caption string) string {
	if len(caption) > 2000 {
		return "" // not a caption
	}
	if !strings.ContainsAny(caption, ":：/©") && !strings.Contains(strings.ToLower(caption), "(c)") {
		return "" // no credit is without one of them
	}
	m := creditPattern.FindStringSubmatch(caption)
	if m == nil {
		return ""
	}
	return creditName(m[1] + m[2])
}

// creditName cleans a credit; what is too long is a caption.
func creditName(s string) string {
	s = clean.Line(s)
	if m := creditPattern.FindStringSubmatch(s); m != nil && strings.HasPrefix(s, m[0]) {
		s = m[1] + m[2]
	}
	s = strings.Trim(s, " .;:|()[]/-–—")
	if utf8.RuneCountInString(s) > 120 || strings.Contains(s, "://") {
		return ""
	}
	return s
}
