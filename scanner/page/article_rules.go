package page

import (
	"fmt"

	"golang.org/x/net/html"

	"alsoread/news"
)

// ArticleRules are a source's selectors of article pages, compiled. What is not
// set is found by itself.
type ArticleRules struct {
	body     *matcher
	alsoRead *matcher
	remove   []*matcher
}

// CompileArticle compiles the selectors of a source; nil compiles to nil, which
// ReadArticle takes.
func CompileArticle(s *news.ArticleSelect) (*ArticleRules, error) {
	if s == nil {
		return nil, nil
	}
	r := &ArticleRules{}
	var err error
	if r.body, err = compileOne("body", s.Body); err != nil {
		return nil, err
	}
	if r.alsoRead, err = compileOne("also_read", s.AlsoRead); err != nil {
		return nil, err
	}
	for _, text := range s.Remove {
		m, err := compileOne("remove", text)
		if err != nil {
			return nil, err
		}
		if m != nil {
			r.remove = append(r.remove, m)
		}
	}
	return r, nil
}

func compileOne(name, text string) (*matcher, error) {
	if text == "" {
		return nil, nil
	}
	m, err := compile(text)
	if err != nil {
		return nil, fmt.Errorf("article.%s: %w", name, err)
	}
	return m, nil
}

// chosen returns what a selector matches, outermost only.
func (r *articleReader) chosen(m *matcher) ([]*html.Node, error) {
	nodes, err := m.all(r.ctx, r.root)
	if err != nil {
		return nil, err
	}
	return outermost(nodes), nil
}
