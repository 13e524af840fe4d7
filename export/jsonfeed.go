package export

import (
	"io"
	"iter"
	"strconv"
	"time"

	"alsoread/news"
)

// WriteJSON writes JSON Feed 1.1. Each item carries the extension _alsoread:
// the story's number in the database, its publisher, when it was first seen,
// the links that its publisher recommends beside it, and the sources that listed it with the times they did. It returns the first
// error of w or of stories; the document is then incomplete.
func WriteJSON(w io.Writer, f Feed, stories iter.Seq2[news.Story, error]) error {
	j := &jsonWriter{output: newOutput(w), feed: &f, about: webURL(f.About)}
	noDate := time.Unix(0, 0) // the format has no date of the feed: nothing to wait for
	return j.write("JSON Feed", j, noDate, stories)
}

type jsonWriter struct {
	*output
	feed  *Feed
	about string
	items int
}

func (j *jsonWriter) head(*time.Time) {
	f := j.feed
	j.raw("{")
	j.member("version", "https://jsonfeed.org/version/1.1")
	j.member("title", f.Title)
	j.memberIf("home_page_url", webURL(f.Link))
	j.memberIf("feed_url", webURL(f.Self))
	j.memberIf("description", f.Description)
	j.memberIf("language", language(f.Language))
	j.key("items")
	j.raw("[")
}

func (j *jsonWriter) end(*time.Time) { j.raw("\n]}\n") }

func (j *jsonWriter) item(s *news.Story) {
	if j.items++; j.items > 1 {
		j.raw(",")
	}
	j.raw("\n{")
	j.key("id")
	j.raw(`"`)
	j.buf = appendID(j.buf, s)
	j.raw(`"`)
	j.memberIf("url", webURL(s.URL))
	j.memberIf("title", s.Title)
	j.body(s)
	j.memberIf("image", webURL(s.Image))
	j.date("date_published", published(s))
	if s.Updated.After(published(s)) {
		j.date("date_modified", s.Updated)
	}
	j.authors(s.Authors)
	j.tags(s.Categories)
	j.memberIf("language", language(s.Language))
	j.attachments(s.Enclosures)
	j.extension(s)
	j.raw("}")
}

// body writes the content. The format wants one of content_html and
// content_text in every item, and plain text as summary.
func (j *jsonWriter) body(s *news.Story) {
	switch {
	case !blank(s.Content):
		j.member("content_html", s.Content)
		j.memberIf("summary", plainText(s.Summary))
	case !blank(s.Summary):
		j.member("content_html", s.Summary)
	default:
		j.member("content_text", s.Title)
	}
}

func (j *jsonWriter) authors(names []string) {
	j.list("authors", len(names), func(i int) {
		if blank(names[i]) {
			return
		}
		j.raw("{")
		j.member("name", names[i])
		j.raw("}")
	})
}

func (j *jsonWriter) tags(tags []string) {
	j.list("tags", len(tags), func(i int) {
		if !blank(tags[i]) {
			j.string(tags[i])
		}
	})
}

func (j *jsonWriter) attachments(files []news.Enclosure) {
	j.list("attachments", len(files), func(i int) {
		e := &files[i]
		address := webURL(e.URL)
		if address == "" {
			return
		}
		j.raw("{")
		j.member("url", address)
		j.member("mime_type", mediaType(e.Type, address))
		if e.Length > 0 {
			j.number("size_in_bytes", e.Length)
		}
		j.raw("}")
	})
}

func (j *jsonWriter) extension(s *news.Story) {
	j.key("_alsoread")
	j.raw("{")
	j.memberIf("about", j.about)
	j.number("story", s.ID)
	j.memberIf("publisher", s.Publisher)
	j.date("first_seen", s.FirstSeen)
	if s.CopyOf != 0 {
		j.number("copy_of", s.CopyOf)
	}
	if s.Group != 0 {
		j.number("group", s.Group)
	}
	j.memberIf("image_credit", s.ImageCredit)
	if s.Paywalled {
		j.key("paywalled")
		j.raw("true")
	}
	j.alsoRead(s)
	j.list("sources", len(s.Sightings), func(i int) { j.sighting(s, &s.Sightings[i]) })
	j.raw("}")
}

// alsoRead names the known story that a link leads to by its number.
func (j *jsonWriter) alsoRead(s *news.Story) {
	all := links(s)
	j.list("also_read", len(all), func(i int) {
		l := all[i]
		j.raw("{")
		j.member("url", l.URL)
		j.member("title", l.Title)
		j.member("label", l.Label)
		if l.Story != 0 {
			j.number("story", l.Story)
		}
		j.raw("}")
	})
}

// sighting gives address and title only where they are not the story's own.
func (j *jsonWriter) sighting(s *news.Story, sighting *news.Sighting) {
	j.raw("{")
	j.member("name", sighting.Source)
	j.memberIf("feed_url", webURL(sighting.SourceURL))
	j.memberIf("publisher", sighting.Publisher)
	j.date("seen", sighting.At)
	if sighting.URL != s.URL {
		j.memberIf("url", webURL(sighting.URL))
	}
	if sighting.Title != s.Title {
		j.memberIf("title", sighting.Title)
	}
	j.raw("}")
}

// list writes an array of n elements, or nothing when there is none. An
// element that appends nothing is left out.
func (j *jsonWriter) list(name string, n int, element func(i int)) {
	mark := len(j.buf)
	j.key(name)
	j.raw("[")
	empty := true
	for i := range n {
		before := len(j.buf)
		if !empty {
			j.raw(",")
		}
		start := len(j.buf)
		element(i)
		if len(j.buf) == start {
			j.buf = j.buf[:before]
			continue
		}
		empty = false
	}
	if empty {
		j.buf = j.buf[:mark]
		return
	}
	j.raw("]")
}

// key begins a member of an object; spill never falls inside an object that
// has begun, so the byte before tells whether a comma is due.
func (j *jsonWriter) key(name string) {
	if j.buf[len(j.buf)-1] != '{' {
		j.raw(",")
	}
	j.raw(`"`)
	j.raw(name)
	j.raw(`":`)
}

func (j *jsonWriter) string(s string) {
	j.raw(`"`)
	j.buf = appendEscaped(j.buf, s, &jsonString)
	j.raw(`"`)
}

func (j *jsonWriter) member(name, value string) {
	j.key(name)
	j.string(value)
}

func (j *jsonWriter) memberIf(name, value string) {
	if !blank(value) {
		j.member(name, value)
	}
}

func (j *jsonWriter) number(name string, n int64) {
	j.key(name)
	j.buf = strconv.AppendInt(j.buf, n, 10)
}

func (j *jsonWriter) date(name string, t time.Time) {
	if writable(t) {
		j.key(name)
		j.raw(`"`)
		j.time(t, atomDate)
		j.raw(`"`)
	}
}
