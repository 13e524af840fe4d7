package page

import (
	"fmt"

	"github.com/andybalholm/cascadia"

	"alsoread/news"
)

// ArticleRules are a source's selectors of article pages, compiled. The zero
// value finds everything by itself.
type ArticleRules struct {
	body     cascadia.SelectorGroup
	alsoRead cascadia.SelectorGroup
	remove   []cascadia.SelectorGroup
}

// CompileArticle compiles the selectors of a source; nil compiles to nil.
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
		selector, err := compileOne("remove", text)
		if err != nil {
			return nil, err
		}
		r.remove = append(r.remove, selector)
	}
	return r, nil
}

func compileOne(name, text string) (cascadia.SelectorGroup, error) {
	if text == "" {
		return nil, nil
	}
	selector, err := cascadia.ParseGroup(text)
	if err != nil {
		return nil, fmt.Errorf("selector %s %q: %w", name, text, err)
	}
	return selector, nil
}
