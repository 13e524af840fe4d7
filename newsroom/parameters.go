package newsroom

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"alsoread/news"
)

const (
	defaultLimit = 100
	maxLimit     = 1000
	maxSearch    = 200 // characters
)

// parameters reads what a request asks of a feed into q. It returns the
// parameters it knows, in a fixed order, for the feed's own address.
func parameters(values url.Values, q *news.Query) (url.Values, error) {
	known := url.Values{}
	for _, p := range []struct {
		name string
		read func(string) error
	}{
		{"limit", func(s string) (err error) { q.Limit, err = limit(s); return err }},
		{"since", func(s string) (err error) { q.Since, err = moment(s); return err }},
		{"until", func(s string) (err error) { q.Until, err = moment(s); return err }},
		{"q", func(s string) (err error) { q.Search, err = search(s); return err }},
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
	if err == nil {
		return &refusal{status: http.StatusBadRequest, text: name + " is given more than once"}
	}
	return &refusal{status: http.StatusBadRequest, text: fmt.Sprintf("%s must be %v", name, err)}
}

// Errors of the readers say what a value must be.

func limit(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > maxLimit || strings.TrimLeft(s, "0123456789") != "" {
		return 0, fmt.Errorf("a whole number from 1 to %d", maxLimit)
	}
	return n, nil
}

func moment(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("a day or a time, such as 2026-03-14 or 2026-03-14T09:30:00Z")
}

func search(s string) (string, error) {
	if strings.TrimSpace(s) == "" || utf8.RuneCountInString(s) > maxSearch || !utf8.ValidString(s) {
		return "", fmt.Errorf("words to look for, at most %d characters of them", maxSearch)
	}
	return s, nil
}
