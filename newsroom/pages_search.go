package newsroom

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"alsoread/news"
	"alsoread/newsroom/page"
)

const foundLength = 30 // stories of one part of what was found

// searchPage serves what was searched for, and found.
func (r *Room) searchPage(w http.ResponseWriter, req *http.Request) error {
	asked := strings.TrimSpace(req.URL.Query().Get("q"))
	before, err := parseStoryPlace(req.URL.Query().Get("before"))
	if err != nil {
		return err
	}
	return r.send(w, req, func(ctx context.Context, w io.Writer) error {
		v := &page.Search{Frame: r.frame(req, "search")}
		v.Title, v.Asked = "Search", asked
		if asked != "" {
			v.Title = "Search: " + asked
			if err := r.fillSearch(ctx, v, before); err != nil {
				return err
			}
		}
		return r.pages.draw.Search(w, v)
	})
}

func (r *Room) fillSearch(ctx context.Context, v *page.Search, before news.Cursor) error {
	var q news.Query
	err := search(v.Asked, &q, r.zone)
	if err == nil {
		var list *sourceList
		if list, err = r.sourceList(ctx); err != nil {
			return err
		}
		err = q.Resolve(list.all)
	}
	if err != nil { // the person can mend it
		v.Trouble = err.Error()
		return nil
	}
	v.Feeds = feedsOf(v.Asked, "search", url.Values{"q": {v.Asked}}.Encode())
	v.Words, v.Fields = wordsOf(q.Search), r.fieldsOf(&q)
	q.Before, q.Limit, q.Bare = before, foundLength+1, true
	for s, err := range r.store.Stories(ctx, q) {
		if err != nil {
			return fmt.Errorf("search: %w", err)
		}
		if len(v.Found) == foundLength {
			last := &v.Found[foundLength-1]
			v.Older = url.Values{"q": {v.Asked}, "before": {strconv.FormatInt(last.Sort.UnixMilli(), 10) + "." + strconv.FormatInt(last.ID, 10)}}.Encode()
			break
		}
		v.Found = append(v.Found, s)
	}
	return nil
}

// wordsOf are the words of a search, without the marks between which they stand
// together.
func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n\"“”„«»", r) })
}

// fieldsOf are the fields of a search, for people.
func (r *Room) fieldsOf(q *news.Query) []page.Field {
	var out []page.Field
	add := func(name string, values ...string) {
		for _, v := range values {
			if v != "" {
				out = append(out, page.Field{Name: name, Value: v})
			}
		}
	}
	add("source", q.Sources...)
	add("tag", q.Tags...)
	add("publisher", q.Publisher)
	add("language", q.Language)
	for name, t := range map[string]time.Time{"after": q.Since, "before": q.Until} {
		if !t.IsZero() {
			add(name, r.show(t))
		}
	}
	return out
}

func parseStoryPlace(s string) (c news.Cursor, err error) {
	if s == "" {
		return c, nil
	}
	sort, id, ok := strings.Cut(s, ".")
	at, err1 := strconv.ParseInt(sort, 10, 64)
	c.ID, err = strconv.ParseInt(id, 10, 64)
	if !ok || err1 != nil || err != nil || c.ID < 1 || at < math.MinInt64>>10 || at > math.MaxInt64>>10 {
		return c, &refusal{status: http.StatusBadRequest, text: "before is no place in what was found"}
	}
	c.Sort = time.UnixMilli(at).UTC()
	return c, nil
}
