package newsworld

import (
	"encoding/json"
	"time"
)

type jsonDocument struct {
	Version     string     `json:"version"`
	Title       string     `json:"title"`
	Home        string     `json:"home_page_url"`
	Self        string     `json:"feed_url"`
	Description string     `json:"description"`
	Language    string     `json:"language"`
	Items       []jsonItem `json:"items"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	HTML      string       `json:"content_html,omitempty"`
	Summary   string       `json:"summary"`
	Image     string       `json:"image,omitempty"`
	Published string       `json:"date_published"`
	Modified  string       `json:"date_modified,omitempty"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

func (w *World) writeJSONFeed(p *publisher, f feed, stories []Story) ([]byte, error) {
	home := w.URL(p.key)
	document := jsonDocument{
		Version: "https://jsonfeed.org/version/1.1", Title: f.name, Home: home + "/", Self: home + f.path,
		Description: p.motto, Language: p.language, Items: []jsonItem{},
	}
	for _, s := range stories {
		document.Items = append(document.Items, w.jsonItem(p, f, s))
	}
	return json.MarshalIndent(document, "", " ")
}

func (w *World) jsonItem(p *publisher, f feed, s Story) jsonItem {
	address := w.StoryURL(s)
	item := jsonItem{
		ID: address, URL: p.link(address), Title: s.Title, Summary: s.Summary, Tags: s.Tags,
		Published: s.Published.In(p.zone()).Format(time.RFC3339),
		Modified:  dateOrNone(s.Updated, p, time.RFC3339),
	}
	if s.Author != "" {
		item.Authors = []jsonAuthor{{s.Author}}
	}
	if s.Image != "" {
		item.Image = w.pictureURL(s)
	}
	if f.full {
		item.HTML = w.bodyHTML(s)
	}
	return item
}
