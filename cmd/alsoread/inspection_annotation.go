package main

import (
	"context"
	"time"

	"alsoread/news"
	"alsoread/scanner/feed"
)

// What "inspect --json" prints beside the texts, where a document has it.

type inspectedPerson struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	URL   string `json:"url,omitempty"`
	Image string `json:"image,omitempty"`
	Role  string `json:"role,omitempty"`
}

type inspectedPlace struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Elevation float64 `json:"elevation,omitempty"` // metres
	Shape     string  `json:"shape,omitempty"`
	Name      string  `json:"name,omitempty"`
}

type inspectedPodcast struct {
	Type     string        `json:"type,omitempty"`
	Explicit news.Explicit `json:"explicit,omitempty"`
	Blocked  bool          `json:"blocked,omitempty"`
	Complete bool          `json:"complete,omitempty"`
}

type inspectedEpisode struct {
	Seconds     float64              `json:"duration,omitempty"`
	Number      int                  `json:"number,omitempty"`
	Season      int                  `json:"season,omitempty"`
	Type        string               `json:"type,omitempty"`
	Explicit    news.Explicit        `json:"explicit,omitempty"`
	Blocked     bool                 `json:"blocked,omitempty"`
	Transcripts []inspectedEnclosure `json:"transcripts,omitempty"`
	ChaptersURL string               `json:"chapters_url,omitempty"`
	Chapters    []inspectedChapter   `json:"chapters,omitempty"`
}

type inspectedChapter struct {
	Start float64 `json:"start"` // seconds
	Title string  `json:"title"`
	URL   string  `json:"url,omitempty"`
}

type inspectedSource struct {
	Title     string     `json:"title,omitempty"`
	Link      string     `json:"link,omitempty"`
	URL       string     `json:"url,omitempty"` // of the feed
	ID        string     `json:"id,omitempty"`
	Authors   []string   `json:"authors,omitempty"`
	Copyright string     `json:"copyright,omitempty"`
	Updated   *time.Time `json:"updated,omitempty"`
}

func inspectedPeople(people []news.Person) (all []inspectedPerson) {
	for _, p := range people {
		all = append(all, inspectedPerson(p))
	}
	return all
}

func inspectedEpisodeOf(e *news.Episode) *inspectedEpisode {
	if e == nil {
		return nil
	}
	out := &inspectedEpisode{Seconds: e.Duration.Seconds(), Number: e.Number, Season: e.Season, Type: e.Type,
		Explicit: e.Explicit, Blocked: e.Blocked, ChaptersURL: e.ChaptersURL}
	for _, t := range e.Transcripts {
		out.Transcripts = append(out.Transcripts, inspectedEnclosure(t))
	}
	for _, c := range e.Chapters {
		out.Chapters = append(out.Chapters, inspectedChapter{Start: c.Start.Seconds(), Title: c.Title, URL: c.URL})
	}
	return out
}

func inspectedSourceOf(o *news.Origin) *inspectedSource {
	if o == nil {
		return nil
	}
	return &inspectedSource{Title: o.Title, Link: o.Link, URL: o.Feed, ID: o.ID, Authors: o.Authors,
		Copyright: o.Copyright, Updated: stamp(o.Updated)}
}

// detailsOf tells how a feed that was read is written; nil of anything else, and
// of a feed that says nothing.
func detailsOf(ctx context.Context, doc feed.Document, l *news.Listing) (*feed.Description, error) {
	if l.Kind != news.KindFeed {
		return nil, nil
	}
	d, err := feed.Describe(ctx, doc)
	if err != nil || d.Empty() {
		return nil, err
	}
	return d, nil
}
