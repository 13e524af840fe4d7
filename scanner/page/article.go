package page

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// Article is what an article's own page says.
type Article struct {
	URL          string // where it was found
	CanonicalURL string // as the page declares it; URL when it declares none that can be meant
	Title        string // text, without the site's name
	Authors      []string
	Published    time.Time // in the zone the page wrote it in; zero: not found
	Modified     time.Time
	Section      string
	Tags         []string
	Image        string // lead image, absolute
	ImageCredit  string
	Language     string // BCP 47
	Paywalled    bool   // the page says that not all of it is free to read
	Text         string // body, paragraphs apart by an empty line, without Also Read blocks
	HTML         string // body, sanitised, addresses absolute, without Also Read blocks
	Words        int    // of Text
	AlsoRead     []Link // in the order of the page

	// Problems tell what was wrong with the page and what had to be guessed.
	Problems []news.Problem

	declared bool // the page calls itself an article
}

// Link is a hyperlink that the publisher put into an article's block of related
// coverage.
type Link struct {
	URL      string // absolute
	Title    string // the anchor's text, without the label
	Label    string // "Also Read", as the page writes it; empty: only the markup says so
	Position int    // from 0, in the order of the page
}

// ReadArticle reads an article's page. The page is parsed once; rules may be
// nil. What one of the limits of Parse cuts off is an error that wraps the
// limit. A page without any text that could be an article's is none: its
// metadata is returned and Problems say so.
func ReadArticle(ctx context.Context, d Document, rules *ArticleRules) (*Article, error) {
	r, err := readArticle(ctx, d, rules)
	if err != nil {
		return nil, err
	}
	return r.article, nil
}

func readArticle(ctx context.Context, d Document, rules *ArticleRules) (*articleReader, error) {
	ctx, cancel := limited(ctx)
	defer cancel()
	r := &articleReader{ctx: ctx, doc: d, rules: rules, article: &Article{URL: d.URL}}
	doc, err := parse(ctx, d, r.keep)
	if err != nil {
		return nil, err
	}
	r.root, r.base = doc.Get(0), doc.Url
	r.facts = gather(r.root)
	r.linked = linkedData(r.facts.scripts)
	r.main = pickArticle(r.linked)
	r.metadata()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	if err := r.content(); err != nil {
		return nil, fmt.Errorf("read article: %w", err)
	}
	return r, nil
}

// articleReader is one page on its way to an Article.
type articleReader struct {
	ctx     context.Context
	doc     Document
	root    *html.Node
	base    *url.URL
	rules   *ArticleRules
	scripts [][]byte // what is in no element of root: see keep
	facts   *facts
	linked  []object          // JSON-LD
	main    object            // the article's node of it; nil: none
	named   []*titleCandidate // what the page may be called
	shown   *html.Node        // the element that shows the title
	stated  bool              // its metadata holds a date
	sites   []string          // names of the site, see siteNames
	whole   []string          // names of organisations, not to be split
	rivals  []stamp           // statements of a publication on another day
	article *Article
}

// keep takes scripts, styles and drawings out of the page, more than half of its
// bytes, before it is parsed: only JSON-LD is read as such. The other scripts are
// kept beside it, for the dates they may hold. Selectors of the source may look
// into drawings.
func (r *articleReader) keep(tag atom.Atom, start, raw []byte) bool {
	switch {
	case tag == atom.Style:
		return false
	case tag == atom.Svg:
		return r.rules != nil
	case tag != atom.Script || bytes.Contains(bytes.ToLower(start), []byte("json")):
		return true
	}
	r.scripts = append(r.scripts, raw)
	return false
}

func (r *articleReader) problem(format string, args ...any) {
	r.article.Problems = append(r.article.Problems, news.Problem{What: fmt.Sprintf(format, args...)})
}

func (r *articleReader) metadata() {
	a := r.article
	a.CanonicalURL = r.canonical()
	a.Title = r.title()
	a.Authors = r.authors()
	r.dates()
	r.image()
	r.classification()
	a.Language = r.language()
	a.Paywalled = r.paywalled()
	a.declared = r.declaresArticle()
}

// canonical returns the address the page declares as its own. Declarations that
// cannot be meant do not count: another site's when the page does not say it is
// a copy, and the front page, which broken templates name on every article.
func (r *articleReader) canonical() string {
	for _, raw := range []string{r.facts.rel["canonical"], r.facts.first("og:url"), r.main.text("mainEntityOfPage"), r.main.text("url")} {
		address := clean.URL(raw, r.base)
		if raw == "" || address == "" {
			continue
		}
		u, err := url.Parse(address)
		if err != nil || strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && !r.atFront() {
			continue
		}
		return address
	}
	return clean.URL(r.doc.URL, nil)
}

func (r *articleReader) atFront() bool {
	u, err := url.Parse(r.doc.URL)
	return err == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}

func (r *articleReader) language() string {
	for _, tag := range []string{r.facts.language, r.facts.first("og:locale", "content-language", "language", "dc.language", "inlanguage"), r.main.text("inLanguage")} {
		if l := clean.Language(tag); l != "" {
			return l
		}
	}
	return ""
}

// classification fills section and tags.
func (r *articleReader) classification() {
	f := r.facts
	section := r.main.text("articleSection")
	if section == "" {
		section = f.first("article:section", "section", "articlesection", "parsely-section", "cxenseparse:section", "sailthru.section")
	}
	r.article.Section = clean.Title(section, true)
	lists := append(texts(r.main["keywords"]), f.meta["article:tag"]...)
	lists = append(lists, f.meta["news_keywords"]...)
	if len(lists) == 0 {
		lists = append(f.meta["keywords"], f.meta["parsely-tags"]...)
	}
	r.article.Tags = tags(lists)
}

// maxTags is how many tags are kept; who lists more lists everything.
const maxTags = 50

func tags(lists []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, list := range lists {
		for tag := range strings.FieldsFuncSeq(list, func(c rune) bool { return c == ',' || c == ';' || c == '、' || c == '،' }) {
			tag = clean.Title(tag, true)
			low := strings.ToLower(tag)
			if tag == "" || seen[low] || len(tag) > 100 || len(out) >= maxTags {
				continue
			}
			seen[low] = true
			out = append(out, tag)
		}
	}
	return out
}

// paywalled reads schema.org's isAccessibleForFree and what publishers used
// before it.
func (r *articleReader) paywalled() bool {
	for _, o := range r.linked {
		if v, ok := o["isAccessibleForFree"]; ok && articleRank(o) > 0 && isFalse(v) {
			return true
		}
	}
	for _, n := range r.facts.props["isaccessibleforfree"] {
		if isFalse(attr(n, "content")) || isFalse(textOf(n)) {
			return true
		}
	}
	for _, v := range r.facts.meta["isaccessibleforfree"] {
		if isFalse(v) {
			return true
		}
	}
	switch strings.ToLower(r.facts.first("article:content_tier", "og:article:content_tier", "content_tier", "cxenseparse:access")) {
	case "locked", "metered", "paid", "premium":
		return true
	}
	return false
}

func isFalse(v any) bool {
	switch v := v.(type) {
	case bool:
		return !v
	case string:
		v = strings.ToLower(v[strings.LastIndexByte(v, '/')+1:])
		return v == "false" || v == "no" || v == "0"
	}
	return false
}
