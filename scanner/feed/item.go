package feed

import (
	"html"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// text returns the lifted text that a number in the digest stands for; nil
// when there is none.
func (r *reader) text(number string) *lifted {
	from, base := r.digest.texts, r.digest.textBase
	number = strings.TrimSpace(number)
	if n, ok := strings.CutPrefix(number, "f"); ok {
		number, from, base = n, r.digest.feed, 0
	}
	i, err := strconv.Atoi(number)
	if err != nil || i < base || i-base >= len(from) {
		return nil
	}
	return &from[i-base]
}

// first returns the first of the lifted texts that says something.
func (r *reader) first(numbers ...string) *lifted {
	for _, n := range numbers {
		if n == "" {
			continue
		}
		if x := r.text(n); x != nil && !blank(x.raw) {
			return x
		}
	}
	return nil
}

func blank(raw []byte) bool {
	for _, c := range raw {
		if !isSpace(c) {
			return false
		}
	}
	return true
}

// safe returns a lifted text as sanitised HTML.
func (r *reader) safe(x *lifted, line int) string {
	if x == nil {
		return ""
	}
	if x.cut {
		r.note(line, "a text of over "+strconv.Itoa(maxContent>>20)+" MiB was cut")
	}
	return clean.HTML(x.html(), r.baseOf(x))
}

func (r *reader) baseOf(x *lifted) *url.URL {
	if x.base != nil {
		return x.base
	}
	return r.base
}

// title returns a lifted text as one line of plain text.
func (r *reader) title(x *lifted, line int) string {
	if x == nil {
		return ""
	}
	return r.cutTitle(x.title(), line)
}

func (r *reader) cutTitle(title string, line int) string {
	if len(title) <= maxTitle {
		return title
	}
	r.note(line, "a title was cut at "+strconv.Itoa(maxTitle)+" bytes")
	return cutAt(title, maxTitle) + "…"
}

// cutAt returns at most n bytes of s, whole characters.
func cutAt(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// id returns a lifted text as an identifier: as the publisher gave it.
func (r *reader) id(x *lifted, line int) string {
	if x == nil {
		return ""
	}
	return r.guid(x.plain(), line)
}

func (r *reader) guid(id string, line int) string {
	if len(id) > maxGUID {
		r.note(line, "a guid was cut at "+strconv.Itoa(maxGUID)+" bytes")
		id = cutAt(id, maxGUID)
	}
	return clean.Line(id)
}

// url returns the first address that is one, absolute.
func (r *reader) url(candidates ...string) string {
	for _, c := range candidates {
		if c == "" {
			continue
		}
		if u := clean.URL(c, r.base); u != "" {
			return u
		}
	}
	return ""
}

// when reads the first of the dates that can be read, never later than now.
func (r *reader) when(line int, dates ...string) time.Time {
	for _, s := range dates {
		if s == "" {
			continue
		}
		t, note, ok := clean.Date(s, r.now)
		if !ok {
			r.note(line, "date not understood: "+strconv.Quote(cutAt(clean.Line(s), 60)))
			continue
		}
		if note != "" {
			r.note(line, "date: "+note)
		}
		if t = clean.Clamp(t, r.now); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// add appends s to a list of texts unless it is empty or there already.
func add(list []string, s string) []string {
	s = cutAt(clean.Line(s), maxField)
	if s == "" || len(list) >= maxList {
		return list
	}
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}

// addAll adds the parts of a list that is written with commas.
func addAll(list []string, s string) []string {
	for part := range strings.SplitSeq(s, ",") {
		list = add(list, part)
	}
	return list
}

// person returns the name in what RSS writes as "mail@host (Name)", and people
// as "Name <mail@host>" or "Name (mail@host)"; the address when there is no
// name.
func person(s string) string {
	s = strings.TrimSpace(s)
	at := strings.IndexByte(s, '@')
	if at < 0 {
		return s
	}
	before, inside, ok := cutBrackets(s)
	switch {
	case !ok:
		return strings.TrimPrefix(s, "mailto:")
	case before == "":
		return inside
	case strings.Contains(before, "@") && inside != "":
		return inside
	}
	return before
}

// cutBrackets splits "before (inside)" and "before <inside>".
func cutBrackets(s string) (before, inside string, ok bool) {
	i := strings.IndexAny(s, "(<")
	if i < 0 {
		return s, "", false
	}
	inside, _, _ = strings.Cut(s[i+1:], map[byte]string{'(': ")", '<': ">"}[s[i]])
	return strings.Trim(s[:i], " \t\""), strings.TrimSpace(inside), true
}

// enclose adds a file to an item unless it is there already.
func (r *reader) enclose(item *news.Item, address, kind, length string) {
	u := r.url(address)
	if u == "" || len(item.Enclosures) >= maxList {
		return
	}
	kind = mediaType(kind)
	size, _ := strconv.ParseInt(strings.TrimSpace(length), 10, 64)
	for i := range item.Enclosures {
		if e := &item.Enclosures[i]; e.URL == u {
			e.Length = max(e.Length, size)
			if e.Type == "" {
				e.Type = kind
			}
			return
		}
	}
	item.Enclosures = append(item.Enclosures, news.Enclosure{URL: u, Type: kind, Length: max(size, 0)})
}

func mediaType(s string) string {
	s = strings.ToLower(clean.Line(s))
	if len(s) > 100 || strings.Count(s, "/") != 1 {
		return ""
	}
	return s
}

// isImage reports whether a media type, or else the end of an address, is that
// of an image.
func isImage(kind, address string) bool {
	if kind != "" {
		return strings.HasPrefix(strings.ToLower(strings.TrimSpace(kind)), "image")
	}
	address, _, _ = strings.Cut(address, "?")
	switch strings.ToLower(path.Ext(address)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif":
		return true
	}
	return false
}

// firstImage returns the address of the first image of sanitised HTML.
func firstImage(fragment string) string {
	_, rest, ok := strings.Cut(fragment, "<img ")
	if !ok {
		return ""
	}
	tag, _, _ := strings.Cut(rest, ">")
	_, rest, ok = strings.Cut(tag, `src="`)
	if !ok {
		return ""
	}
	src, _, _ := strings.Cut(rest, `"`)
	return html.UnescapeString(src)
}

// finish fills what can be had from an item itself.
func (r *reader) finish(item *news.Item, image string) {
	item.Image = r.url(image)
	if item.Image == "" {
		for _, e := range item.Enclosures {
			if isImage(e.Type, e.URL) {
				item.Image = e.URL
				break
			}
		}
	}
	if item.Image == "" {
		item.Image = firstImage(item.Content)
	}
	if item.Image == "" {
		item.Image = firstImage(item.Summary)
	}
	if item.Language == "" {
		item.Language = r.listing.Language
	}
}

// resolved returns an address resolved against base; as it is when base is nil
// or it cannot be parsed.
func resolved(base *url.URL, address string) string {
	address = strings.TrimSpace(address)
	if base == nil || address == "" {
		return address
	}
	u, err := base.Parse(address)
	if err != nil {
		return address
	}
	return u.String()
}
