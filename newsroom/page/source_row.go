package page

import "html/template"

// rowSize is about what a row takes, in bytes.
const rowSize = 2000

// Rows draws the sources, a row of the table each. It is written by hand: for a
// thousand of them a template takes seventy milliseconds, ten times as long.
func (v *Sources) Rows() template.HTML {
	b := &markupBuilder{buf: make([]byte, 0, rowSize*len(v.Sources))}
	tags := map[string]string{} // ways to what they narrow: many sources share them
	for i := range v.Sources {
		s := &v.Sources[i]
		for _, t := range s.Tags {
			if tags[t] == "" {
				tags[t] = v.With("tag", t)
			}
		}
		v.row(b, s, tags)
	}
	return template.HTML(b.String())
}

func (v *Sources) row(b *markupBuilder, s *Source, tags map[string]string) {
	b.raw("\n<tr class=\"entry ").text(string(s.Health)).raw(`" tabindex="-1" id="source-`, whole(s.ID), "\">\n")
	b.raw(`<th scope="row"><a class="open" href="`).text(v.Find("source", s.Name)).raw(`" dir="auto">`).text(s.Name).raw(`</a> <span class="meta"><bdi>`).text(s.Publisher).raw(`</bdi>`)
	for _, t := range s.Tags {
		b.raw(` <a href="`).text(tags[t]).raw(`" dir="auto">`).text(t).raw(`</a>`)
	}
	b.raw("</span></th>\n")
	v.health(b, s)
	b.raw(`<td data-label="Scanned">`, string(v.Ago(s.State.LastScan)), "</td>\n")
	b.raw(`<td data-label="Last new">`, string(v.Ago(s.State.LastNew)), "</td>\n")
	b.raw(`<td data-label="Rhythm">`, s.Rhythm(), "</td>\n")
	b.raw(`<td data-label="Stories a day">`).spark(s.Days)
	b.raw("</td>\n")
	b.raw(`<td data-label="Stories" class="number">`, thousands(s.Stories), "</td>\n")
	b.raw(`<td class="act">`)
	v.act(b, s)
	b.raw("</td>\n</tr>")
}

func (v *Sources) health(b *markupBuilder, s *Source) {
	b.raw(`<td data-label="Health"><span class="state"><span class="dot" aria-hidden="true"></span>`).text(s.Says).raw(`</span>`)
	if !s.Paused && !s.State.FailingSince.IsZero() {
		b.raw(` <span class="meta">for `, string(v.Since(s.State.FailingSince)), `</span>`)
	}
	if s.Cause != "" {
		b.raw(` <span class="cause" dir="auto">`).text(s.Cause).raw(`</span>`)
	}
	b.raw("</td>\n")
}

// act is what can be done with a source.
func (v *Sources) act(b *markupBuilder, s *Source) {
	if !s.Gone && !s.Paused {
		b.raw(`<form method="post" action="`).text(v.Root).raw(`sources/scan"><button name="source" value="`).text(s.Name).raw(`"`)
		if s.Busy {
			b.raw(` disabled`)
		}
		b.raw(`>Scan now<span class="unseen">: `).text(s.Name).raw(`</span></button></form>`)
	}
	if to := v.Outside(s.URL); to != "" {
		b.raw(`<a class="source" href="`).text(to).raw(`" rel="noopener noreferrer">View Source</a>`)
	}
	if v.Writable {
		v.change(b, s)
	}
}

// change is what can be changed of it in sources.yaml.
func (v *Sources) change(b *markupBuilder, s *Source) {
	b.raw(`<details class="change"><summary>Change<span class="unseen">: `).text(s.Name).raw(`</span></summary>`)
	button := func(name, says string) {
		b.raw(`<button form="desk" name="`, name, `" value="`).text(s.Name).raw(`">`, says, `</button>`)
	}
	if s.Paused {
		button("enable", "Enable")
	} else {
		button("disable", "Disable")
	}
	b.raw(" ")
	button("remove", "Remove")
	b.raw(`</details>`)
}

// markupBuilder builds what is shown so often that a template would take too long.
type markupBuilder struct{ buf []byte }

func (b *markupBuilder) String() string { return string(b.buf) }

// raw writes markup of our own.
func (b *markupBuilder) raw(parts ...string) *markupBuilder {
	for _, p := range parts {
		b.buf = append(b.buf, p...)
	}
	return b
}

// text writes what comes from elsewhere, between elements or in an attribute in
// double quotes.
func (b *markupBuilder) text(s string) *markupBuilder {
	b.buf = append(b.buf, template.HTMLEscapeString(s)...)
	return b
}
