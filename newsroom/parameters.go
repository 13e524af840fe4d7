package newsroom

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"alsoread/news"
)

const (
	defaultLimit = 100
	maxLimit     = 1000
	maxSearch    = 400 // characters
)

// parameters reads what a request asks of a feed into q. It returns the
// parameters it knows, in a fixed order, for the feed's own address. Days in a
// search are those of the zone.
func parameters(values url.Values, q *news.Query, zone *time.Location) (url.Values, error) {
	known := url.Values{}
	for _, p := range []struct {
		name string
		read func(string) error
	}{
		{"limit", func(s string) (err error) { q.Limit, err = whole(s, 1, maxLimit); return err }},
		{"since", func(s string) (err error) { q.Since, err = moment(s); return err }},
		{"until", func(s string) (err error) { q.Until, err = moment(s); return err }},
		{"q", func(s string) error { return search(s, q, zone) }},
	} {
		given, ok := values[p.name]
		if !ok {
			continue
		}
		if err := p.read(given[0]); err != nil || len(given) > 1 {
			return nil, badParameter(p.name, err)
		}
		known.Set(p.name, given[0])
	}
	return known, nil
}

func badParameter(name string, err error) error {
	if refused := (*refusal)(nil); errors.As(err, &refused) {
		return err
	}
	if err == nil {
		return &refusal{status: http.StatusBadRequest, text: name + " is given more than once"}
	}
	return &refusal{status: http.StatusBadRequest, text: fmt.Sprintf("%s must be %v", name, err)}
}

// Errors of the readers say what a value must be.

func moment(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("a day or a time, such as 2026-03-14 or 2026-03-14T09:30:00Z")
}

// search reads words and fields into a query. A field may not say again what
// the query says already.
func search(s string, q *news.Query, zone *time.Location) error {
	if !plainText(s, maxSearch) {
		return fmt.Errorf("words to look for, at most %d characters of them", maxSearch)
	}
	found, err := news.ParseSearch(s, time.Now(), zone)
	switch {
	case err != nil:
		return &refusal{status: http.StatusBadRequest, text: "q: " + err.Error()}
	case !found.Since.IsZero() && !q.Since.IsZero(), !found.Until.IsZero() && !q.Until.IsZero():
		return &refusal{status: http.StatusBadRequest, text: "q: the time is given beside it as well"}
	case !found.Since.IsZero():
		q.Since = found.Since
	}
	if !found.Until.IsZero() {
		q.Until = found.Until
	}
	q.Search, q.Sources, q.Tags, q.Publisher, q.Language = found.Search, found.Sources, found.Tags, found.Publisher, found.Language
	return nil
}

func plainText(s string, most int) bool {
	return strings.TrimSpace(s) != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= most
}
