package feed

import (
	"bytes"
	"encoding/json"
	"strings"
)

// jsonItem is an item of a JSON Feed. Its fields take any JSON value, and keep
// of it what they can.
type jsonItem struct {
	ID            jsonText            `json:"id"`
	URL           jsonText            `json:"url"`
	ExternalURL   jsonText            `json:"external_url"`
	Title         jsonText            `json:"title"`
	ContentHTML   jsonText            `json:"content_html"`
	ContentText   jsonText            `json:"content_text"`
	Summary       jsonText            `json:"summary"`
	Image         jsonText            `json:"image"`
	Banner        jsonText            `json:"banner_image"`
	DatePublished jsonText            `json:"date_published"`
	DateModified  jsonText            `json:"date_modified"`
	Author        jsonAuthors         `json:"author"`
	Authors       jsonAuthors         `json:"authors"`
	Tags          jsonList[jsonText]  `json:"tags"`
	Attachments   jsonList[jsonMedia] `json:"attachments"`
	Language      jsonText            `json:"language"`
}

type jsonMedia struct {
	URL      jsonText `json:"url"`
	MimeType jsonText `json:"mime_type"`
	Size     jsonText `json:"size_in_bytes"`
}

type jsonHub struct {
	URL jsonText `json:"url"`
}

// jsonText is a string, or a number as it is written; anything else is empty.
// The specification asks readers to take an id of any type as a string.
type jsonText string

func (t *jsonText) UnmarshalJSON(raw []byte) error {
	*t = jsonText(t.of(raw))
	return nil
}

func (t *jsonText) of(raw []byte) string {
	if len(raw) == 0 {
		return ""
	}
	switch c := raw[0]; {
	case c == '"':
		var s string
		if json.Unmarshal(raw, &s) == nil {
			return s
		}
	case c == '-' || c >= '0' && c <= '9':
		return string(raw)
	}
	return ""
}

// jsonList takes an array and leaves out what does not fit, or a single value
// where an array should be.
type jsonList[T any] []T

func (l *jsonList[T]) UnmarshalJSON(raw []byte) error {
	var all []json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		all = []json.RawMessage{raw}
	}
	for _, one := range all {
		var v T
		if len(one) == 0 || bytes.Equal(one, []byte("null")) || json.Unmarshal(one, &v) != nil {
			continue
		}
		if len(*l) < maxList {
			*l = append(*l, v)
		}
	}
	return nil
}

// jsonAuthors are the names of "authors" or "author": objects, or, as some
// write, bare strings.
type jsonAuthors []string

func (a *jsonAuthors) UnmarshalJSON(raw []byte) error {
	var all jsonList[json.RawMessage]
	if err := all.UnmarshalJSON(raw); err != nil {
		return err
	}
	for _, one := range all {
		var t jsonText
		if name := t.of(one); name != "" {
			*a = append(*a, name)
			continue
		}
		var author struct {
			Name jsonText `json:"name"`
			URL  jsonText `json:"url"`
		}
		if json.Unmarshal(one, &author) == nil {
			*a = append(*a, firstOf(strings.TrimSpace(string(author.Name)), string(author.URL)))
		}
	}
	return nil
}

func (a jsonAuthors) names(list []string) []string {
	for _, name := range a {
		list = add(list, name)
	}
	return list
}

// mendJSON returns text with the faults mended that are met with in feeds: raw
// control characters and wrong escapes in strings, commas before a bracket.
func mendJSON(text []byte) []byte {
	out := make([]byte, 0, len(text)+64)
	inString := false
	comma := -1 // where in out a comma stands that nothing has followed yet
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case inString && c == '\\':
			if i+1 < len(text) && validEscape(text[i+1:]) {
				out = append(out, c, text[i+1])
				i++
			}
			continue
		case inString && c < 0x20:
			if c == '\n' || c == '\t' {
				out = append(out, ' ')
			}
			continue
		case c == '"':
			inString = !inString
			comma = -1
		case inString || isSpace(c):
		case c == ',':
			comma = len(out)
		case (c == ']' || c == '}') && comma >= 0:
			out[comma] = ' '
			comma = -1
		default:
			comma = -1
		}
		out = append(out, c)
	}
	return out
}

// validEscape reports whether s, which follows a backslash, makes an escape.
func validEscape(s []byte) bool {
	if s[0] != 'u' {
		return isOneOf(s[0], `"\/bfnrt`)
	}
	if len(s) < 5 {
		return false
	}
	for _, c := range s[1:5] {
		if !(c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f') {
			return false
		}
	}
	return true
}
