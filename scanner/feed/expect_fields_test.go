package feed

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"alsoread/news"
)

// feedField returns what a listing has under a path of feedparser's feed.
func feedField(l *news.Listing, path string) ([]string, bool) {
	name := index.ReplaceAllString(path, "")
	switch name {
	case "title", "title_detail.value":
		return []string{l.Title}, true
	case "tagline", "subtitle", "description", "info", "tagline_detail.value", "info_detail.value", "subtitle_detail.value":
		return []string{l.Description}, true
	case "copyright", "rights", "rights_detail.value", "copyright_detail.value":
		return []string{l.Copyright}, true
	case "link":
		return []string{l.Link}, true
	case "links":
		return filled(l.Link, l.Self, l.Hub, l.Next), path == name // their number
	case "links.href":
		return []string{l.Link, l.Self, l.Hub}, true
	case "links.rel":
		return relations(map[string]string{"alternate": l.Link, "self": l.Self, "hub": l.Hub, "next": l.Next, "license": l.Licence}), true
	case "license":
		return []string{l.Licence}, true
	case "id", "guid":
		return []string{l.ID}, true
	case "language", "title_detail.language", "tagline_detail.language", "info_detail.language", "copyright_detail.language":
		return []string{l.Language}, true
	case "author", "author_detail.name":
		return l.Authors, true
	case "author_detail.email", "author_detail.url":
		return append(people(l.People, roleAuthor, name), l.Authors...), true
	case "tags.term", "category":
		return nth(l.Categories, path), true
	case "image.href", "image.url", "logo", "icon":
		return []string{l.Image}, true
	case "updated_parsed", "published_parsed", "modified_parsed", "created_parsed", "updated", "published", "created", "modified":
		return date(l.Updated), true
	case "ttl":
		return []string{strconv.Itoa(int(l.TTL / time.Minute))}, true
	case "newlocation":
		return []string{l.MovedTo}, true
	case "generator":
		return []string{l.Generator.String(), l.Generator.Name}, true
	case "generator_detail.name":
		return []string{l.Generator.Name}, true
	case "generator_detail.version":
		return []string{l.Generator.Version}, true
	case "generator_detail.url", "generator_detail.href":
		return []string{l.Generator.URL}, true
	case "itunes_block":
		return flag01(l.Podcast != nil && l.Podcast.Blocked), true
	case "itunes_explicit":
		if l.Podcast == nil {
			return nil, true
		}
		return explicitAs(l.Podcast.Explicit), true
	}
	return personField(l.People, path)
}

// personField returns what is known of people.
func personField(all []news.Person, path string) ([]string, bool) {
	head, field, _ := strings.Cut(path, ".")
	switch index.ReplaceAllString(head, "") {
	case "contributors":
		return nth(people(all, roleContributor, field), head), true
	case "publisher", "publisher_detail":
		return people(all, "publisher", field), true
	case "media_credit":
		return nth(people(all, "", field), head), true
	}
	return nil, false
}

// people returns a field of those who have a role: of all when role is empty,
// as feedparser writes them when field is.
func people(all []news.Person, role, field string) (values []string) {
	for _, p := range all {
		if role != "" && p.Role != role {
			continue
		}
		switch field[strings.LastIndexByte(field, '.')+1:] {
		case "name", "content":
			values = append(values, p.Name)
		case "email":
			values = append(values, p.Email)
		case "url", "href":
			values = append(values, p.URL)
		case "role":
			values = append(values, p.Role)
		case "":
			b, _ := json.Marshal(map[string]string{"name": p.Name, "email": p.Email, "href": p.URL})
			values = append(values, string(b))
			if p.Role == "publisher" {
				values = append(values, p.Name)
			}
		}
	}
	return values
}

// relations returns those of which there is an address: a listing keeps each in
// a field of its own.
func relations(of map[string]string) (all []string) {
	for rel, address := range of {
		if address != "" {
			all = append(all, rel)
		}
	}
	return all
}

func filled(values ...string) (all []string) {
	for _, v := range values {
		if v != "" {
			all = append(all, v)
		}
	}
	return all
}

func flag01(b bool) []string {
	if b {
		return []string{"1"}
	}
	return []string{"0"}
}

// explicitAs returns feedparser's 1 or true, false and nothing.
func explicitAs(e news.Explicit) []string {
	switch e {
	case news.ExplicitYes:
		return []string{"1", "true"}
	case news.ExplicitNo:
		return []string{"false"}
	}
	return nil
}

// itemField returns what an item has under a path of feedparser's entries.
func itemField(it *news.Item, path string) ([]string, bool) {
	name := index.ReplaceAllString(path, "")
	enclosures := func(of func(news.Enclosure) string) (all []string) {
		for _, e := range it.Enclosures {
			all = append(all, of(e))
		}
		return nth(all, path)
	}
	switch name {
	case "title", "title_detail.value":
		return []string{it.Title}, true
	case "description", "summary", "summary_detail.value":
		return []string{it.Summary, it.Content}, true
	case "content.value":
		return []string{it.Content, it.Summary}, true
	case "link":
		return []string{it.URL}, true
	case "links.href":
		all := []string{it.URL, it.Via, it.CommentsURL, it.Licence}
		for _, e := range it.Enclosures {
			all = append(all, e.URL)
		}
		if it.Episode != nil {
			all = append(all, it.Episode.ChaptersURL)
		}
		return all, true
	case "links.rel":
		of := map[string]string{"alternate": it.URL, "via": it.Via, "replies": it.CommentsURL, "license": it.Licence}
		if len(it.Enclosures) > 0 {
			of["enclosure"] = it.Enclosures[0].URL
		}
		return relations(of), true
	case "id", "guid":
		return []string{it.GUID}, true
	case "guidislink":
		if it.GUID != it.URL {
			return nil, true
		}
		return []string{it.URL}, true
	case "author", "author_detail.name":
		return it.Authors, true
	case "author_detail.email", "author_detail.url":
		return append(people(it.People, roleAuthor, name), it.Authors...), true
	case "tags.term", "category":
		return nth(it.Categories, path), true
	case "image.href", "media_thumbnail.url":
		return []string{it.Image}, true
	case "updated_parsed", "published_parsed", "created_parsed", "updated", "published", "created":
		return date(it.Published, it.Updated), true
	case "enclosures.url":
		return enclosures(func(e news.Enclosure) string { return e.URL }), true
	case "enclosures.type":
		return enclosures(func(e news.Enclosure) string { return e.Type }), true
	case "enclosures.length", "links.length":
		return enclosures(func(e news.Enclosure) string { return strconv.FormatInt(e.Length, 10) }), true
	case "comments":
		return []string{it.CommentsURL}, true
	case "source.href", "source.link":
		all := []string{it.Via}
		if it.Origin != nil {
			all = append(all, it.Origin.Link)
		}
		return all, true
	case "content.language", "language", "title_detail.language", "summary_detail.language":
		return []string{it.Language}, true
	case "copyright", "rights", "rights_detail.value":
		return []string{it.Copyright}, true
	case "license", "media_license.href":
		return []string{it.Licence}, true
	}
	return annotationField(it, name, path)
}

// annotationField returns what stands beside the texts of an item.
func annotationField(it *news.Item, name, path string) ([]string, bool) {
	episode := it.Episode
	if episode == nil {
		episode = &news.Episode{}
	}
	switch name {
	case "itunes_block":
		return flag01(episode.Blocked), true
	case "itunes_explicit":
		return explicitAs(episode.Explicit), true
	case "psc_chapters.chapters":
		var all []string
		for _, c := range episode.Chapters {
			all = append(all, c.Title)
		}
		return all, true
	case "where":
		if it.Place == nil {
			return []string{"{}"}, true
		}
		return []string{it.Place.Shape}, true
	case "where.type":
		if it.Place == nil {
			return nil, true
		}
		return []string{it.Place.Shape}, true
	case "where.coordinates":
		return coordinatesOf(it.Place), true
	}
	if rest, ok := strings.CutPrefix(name, "source."); ok {
		return originField(it.Origin, rest)
	}
	return personField(it.People, path)
}

// coordinatesOf returns those of a point as GeoJSON orders them.
func coordinatesOf(p *news.Place) []string {
	if p == nil {
		return nil
	}
	numbers := []float64{p.Longitude, p.Latitude}
	if p.Elevation != 0 {
		numbers = append(numbers, p.Elevation)
	}
	b, _ := json.Marshal(numbers)
	return []string{string(b)}
}

// originField returns what is known of the feed an item was taken from.
func originField(o *news.Origin, name string) ([]string, bool) {
	if o == nil {
		o = &news.Origin{}
	}
	switch name {
	case "title", "title_detail.value":
		return []string{o.Title}, true
	case "id":
		return []string{o.ID}, true
	case "links.href":
		return []string{o.Link, o.Feed}, true
	case "links.rel":
		return relations(map[string]string{"alternate": o.Link, "self": o.Feed}), true
	case "author", "author_detail.name", "author_detail.email":
		return o.Authors, true
	case "rights", "rights_detail.value":
		return []string{o.Copyright}, true
	case "updated_parsed", "updated":
		return date(o.Updated), true
	}
	return nil, false
}
