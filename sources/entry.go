package sources

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"alsoread/news"
)

// Entry is a source to add to a file. Only URL is required; what is empty is
// not written.
type Entry struct {
	Name      string // by default the publisher or the host; made unique
	URL       string
	Kind      news.Kind
	Publisher string
	Tags      []string
	Schedule  string
	Timezone  string
	Disabled  bool
	Select    *news.Select // of a listing page; its MaxPages is not written

	// Env says that ${ENV_NAME} in URL is to be filled in from the
	// environment whenever the file is read. It is for what the owner of the
	// file has typed; in a list from outside it would let a stranger read the
	// environment, so there ${ is written as $${.
	Env bool
}

// clean brings the texts of an entry into the form that the file takes.
func (e *Entry) clean() {
	e.Publisher = cleanText(e.Publisher, maxName)
	e.Name = cleanText(e.Name, maxName)
	if e.Name == "" {
		e.Name = e.Publisher
	}
	if u, err := url.Parse(e.URL); e.Name == "" && err == nil {
		e.Name = cleanText(u.Hostname(), maxName)
	}
	if e.Name == "" {
		e.Name = "unnamed"
	}
	var tags []string
	for _, tag := range e.Tags {
		if tag = cleanText(tag, maxTag); tag != "" && !slices.Contains(tags, tag) && len(tags) < maxTags {
			tags = append(tags, tag)
		}
	}
	e.Tags = tags
}

// check reads the entry as if it stood alone in a file.
func (e *Entry) check() error {
	alone := "sources:\n" + e.yaml(style{newline: "\n", gap: 1})
	f, err := Parse("", []byte(alone), nil)
	var faults Faults
	switch {
	case errors.As(err, &faults):
		return errors.New(strings.TrimPrefix(faults[0].Key+": "+faults[0].What, ": "))
	case err != nil:
		return err
	case f.Sources[0].Name != e.Name || f.Sources[0].Display != e.written() || !slices.Equal(f.Sources[0].Tags, e.Tags),
		!sameSelect(f.Sources[0].Select, e.Select):
		return errors.New("its text cannot be written to the file unchanged")
	}
	return nil
}

// written returns what Display is once the URL was read back.
func (e *Entry) written() string {
	if hasReference(e.URL) {
		return e.URL
	}
	return strings.ReplaceAll(e.URL, "$${", "${")
}

// yaml writes the entry.
func (e *Entry) yaml(style style) string {
	var b strings.Builder
	line := func(key, value string) {
		lead := strings.Repeat(" ", style.dash+1+style.gap)
		if b.Len() == 0 {
			lead = strings.Repeat(" ", style.dash) + "-" + strings.Repeat(" ", style.gap)
		}
		b.WriteString(lead + key + ": " + value + style.newline)
	}
	line("name", yamlText(e.Name))
	line("url", yamlText(e.URL))
	for _, field := range []struct{ key, value string }{
		{"kind", string(e.Kind)}, {"publisher", e.Publisher}, {"schedule", e.Schedule}, {"timezone", e.Timezone},
	} {
		if field.value != "" {
			line(field.key, yamlText(field.value))
		}
	}
	if len(e.Tags) > 0 {
		line("tags", yamlList(e.Tags))
	}
	if e.Disabled {
		line("disabled", "true")
	}
	if e.Select != nil {
		b.WriteString(selectYAML(e.Select, strings.Repeat(" ", style.dash+1+style.gap), style.newline))
	}
	return b.String()
}

// selectYAML writes the selectors of a listing page that are not empty.
func selectYAML(s *news.Select, lead, newline string) string {
	text := lead + "select:" + newline
	for _, field := range []struct{ key, value string }{
		{"item", s.Item}, {"link", s.Link}, {"title", s.Title}, {"summary", s.Summary}, {"author", s.Author},
		{"time", s.Time}, {"time_format", s.TimeFormat}, {"time_locale", s.TimeLocale}, {"image", s.Image}, {"next", s.Next},
	} {
		if field.value != "" {
			text += lead + "  " + field.key + ": " + yamlText(field.value) + newline
		}
	}
	if len(s.Remove) > 0 {
		text += lead + "  remove: " + yamlList(s.Remove) + newline
	}
	return text
}

// sameSelect tells whether selectors were read back as they were written.
func sameSelect(read, written *news.Select) bool {
	if read == nil || written == nil {
		return read == written
	}
	return selectYAML(read, "", "\n") == selectYAML(written, "", "\n")
}
