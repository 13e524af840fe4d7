package feed

import (
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"

	"alsoread/news"
)

// extended gives access to the elements of other namespaces.
type extended ext.Extensions

// get returns the text of the first such element that has one.
func (e extended) get(prefix, name string) string {
	for _, x := range e[prefix][name] {
		if x.Value != "" {
			return x.Value
		}
	}
	return ""
}

// last returns the text of the last such element that has one: of several
// dates the last is the one that was corrected.
func (e extended) last(prefix, name string) string {
	of := e[prefix][name]
	for i := len(of) - 1; i >= 0; i-- {
		if of[i].Value != "" {
			return of[i].Value
		}
	}
	return ""
}

// attribute returns an attribute of the first such element that has it.
func (e extended) attribute(prefix, name, attribute string) string {
	for _, x := range e[prefix][name] {
		if v := x.Attrs[attribute]; v != "" {
			return v
		}
	}
	return ""
}

// itunesImage returns the cover of a podcast or an episode; before there was an
// element for it, it was a link.
func (e extended) itunesImage() string {
	if image := e.attribute("itunes", "image", "href"); image != "" {
		return image
	}
	for _, x := range e["itunes"]["link"] {
		if strings.EqualFold(x.Attrs["rel"], "image") {
			return x.Attrs["href"]
		}
	}
	return firstOf(e.attribute("itunes", "image", "url"), e.get("itunes", "image"))
}

// link returns the address of the first atom:link of that relation.
func (e extended) link(rel string) string {
	for _, x := range e["atom"]["link"] {
		if strings.EqualFold(x.Attrs["rel"], rel) || rel == "alternate" && x.Attrs["rel"] == "" {
			if x.Attrs["href"] != "" {
				return x.Attrs["href"]
			}
		}
	}
	return ""
}

// media is what the media: elements of an item come to.
type media struct {
	r           *reader
	item        *news.Item
	image       string // the best image so far
	rank        int    // how good it is
	title       string // numbers of lifted texts
	description string
}

const (
	thumbnailRank = iota + 1
	contentRank
)

// read takes the media: elements at one level; groups and contents nest.
func (m *media) read(of map[string][]ext.Extension) {
	for _, x := range of["thumbnail"] {
		m.offer(x.Attrs["url"], thumbnailRank)
	}
	for _, x := range of["content"] {
		m.content(x)
		m.read(x.Children)
	}
	for _, x := range of["group"] {
		m.read(x.Children)
	}
	for _, x := range of["category"] {
		m.item.Categories = add(m.item.Categories, x.Value)
	}
	for _, x := range of["keywords"] {
		m.item.Categories = addAll(m.item.Categories, x.Value)
	}
	m.title = firstValue(m.title, of["title"])
	m.description = firstValue(m.description, of["description"])
}

func (m *media) content(x ext.Extension) {
	address, kind := x.Attrs["url"], x.Attrs["type"]
	m.duration(x.Attrs["duration"])
	switch {
	case address == "":
	case x.Attrs["medium"] == "image" || x.Attrs["medium"] == "" && isImage(kind, address):
		m.offer(address, contentRank)
	default:
		m.r.enclose(m.item, address, kind, x.Attrs["fileSize"])
	}
}

// duration reads the length of a sound or a film, in seconds.
func (m *media) duration(s string) {
	if s == "" {
		return
	}
	m.r.lasts(m.item, strings.TrimSpace(s))
}

func (m *media) offer(image string, rank int) {
	if image != "" && rank > m.rank {
		m.image, m.rank = image, rank
	}
}

func firstValue(have string, of []ext.Extension) string {
	for _, x := range of {
		if have == "" {
			have = x.Value
		}
	}
	return have
}
