package newsroom

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"alsoread/news"
)

// asking reads the parameters of a request to the API. The first fault stays;
// end tells it, and names a parameter that nothing asked for.
type asking struct {
	values url.Values
	known  []string
	fault  error
}

func askingOf(req *http.Request) *asking {
	values, err := url.ParseQuery(req.URL.RawQuery)
	a := &asking{values: values}
	if err != nil {
		a.fault = &refusal{status: http.StatusBadRequest, text: "the address holds a parameter that cannot be read"}
	}
	return a
}

// text returns a parameter that may be given once.
func (a *asking) text(name string, most int) string {
	given := a.texts(name, most)
	if len(given) > 1 {
		a.fail(badParameter(name, nil))
	}
	if len(given) == 0 {
		return ""
	}
	return given[0]
}

// texts returns a parameter that may be repeated.
func (a *asking) texts(name string, most int) []string {
	a.known = append(a.known, name)
	given, there := a.values[name]
	if there {
		for _, text := range given {
			if !plainText(text, most) {
				a.fail(badParameter(name, fmt.Errorf("text of 1 to %d characters", most)))
			}
		}
	}
	return given
}

func (a *asking) read(name string, read func(string) error) {
	if text := a.text(name, maxSearch); text != "" && a.fault == nil {
		if err := read(text); err != nil {
			a.fail(badParameter(name, err))
		}
	}
}

func (a *asking) moment(name string) (at time.Time) {
	a.read(name, func(s string) (err error) { at, err = moment(s); return err })
	return at
}

func (a *asking) number(name string, otherwise, least, most int) int {
	n := otherwise
	a.read(name, func(s string) (err error) { n, err = whole(s, least, most); return err })
	return n
}

func (a *asking) yes(name string) (yes bool) {
	a.read(name, func(s string) error {
		yes = s == "true"
		if s != "true" && s != "false" {
			return fmt.Errorf("true or false")
		}
		return nil
	})
	return yes
}

// choice is nil where nothing is said.
func (a *asking) choice(name string) *bool {
	if yes := a.yes(name); a.values.Has(name) {
		return &yes
	}
	return nil
}

func (a *asking) oneOf(name string, words ...string) string {
	chosen := ""
	a.read(name, func(s string) error {
		if chosen = s; !slices.Contains(words, s) {
			return fmt.Errorf("one of %s", strings.Join(words, ", "))
		}
		return nil
	})
	return chosen
}

func (a *asking) language(name string) (language string) {
	a.read(name, func(s string) error {
		q, err := news.ParseSearch("lang:"+s, time.Time{}, nil)
		if language = q.Language; err != nil || language == "" || q.Search != "" {
			return fmt.Errorf("the code of a language, such as en or hi")
		}
		return nil
	})
	return language
}

func (a *asking) fail(err error) {
	if a.fault == nil {
		a.fault = err
	}
}

func (a *asking) end() error {
	for name := range a.values {
		if !slices.Contains(a.known, name) {
			a.fail(&refusal{status: http.StatusBadRequest, text: fmt.Sprintf("there is no parameter %q; there are %s", cut(name, 40), listed(a.known))})
		}
	}
	return a.fault
}

func whole(s string, least, most int) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most || strings.TrimLeft(s, "0123456789") != "" {
		return 0, fmt.Errorf("a whole number from %d to %d", least, most)
	}
	return n, nil
}

// numberOf reads the number of a thing out of a path.
func numberOf(req *http.Request) (int64, error) {
	id, err := strconv.ParseInt(req.PathValue("id"), 10, 64)
	if err != nil || id < 1 {
		return 0, errNotFound
	}
	return id, nil
}

func cut(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
