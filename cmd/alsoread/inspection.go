package main

import (
	"time"

	"alsoread/news"
	"alsoread/scanner/feed"
)

// inspection is what "inspect --json" prints of a document. Times are in UTC,
// titles plain text, summary and content sanitised HTML; what is not known is
// absent.
type inspection struct {
	File        string             `json:"file"`
	Kind        news.Kind          `json:"kind"` // feed, sitemap, article, listing, page (one that could not be read), none
	Format      string             `json:"format,omitempty"`
	ID          string             `json:"id,omitempty"`
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Link        string             `json:"link,omitempty"`
	Language    string             `json:"language,omitempty"`
	Authors     []string           `json:"authors,omitzero"`
	Copyright   string             `json:"copyright,omitempty"`
	Image       string             `json:"image,omitempty"`
	Categories  []string           `json:"categories,omitempty"`
	Updated     *time.Time         `json:"updated,omitempty"`
	Charset     string             `json:"charset,omitempty"`
	Generator   string             `json:"generator,omitempty"`
	Licence     string             `json:"licence,omitempty"`
	MovedTo     string             `json:"moved_to,omitempty"`
	People      []inspectedPerson  `json:"people,omitempty"`
	Podcast     *inspectedPodcast  `json:"podcast,omitempty"`
	Items       []inspectedItem    `json:"items,omitempty"`
	Sitemaps    []inspectedSitemap `json:"sitemaps,omitempty"` // of an index
	Details     *feed.Description  `json:"details,omitempty"`  // how a feed is written
	Problems    []inspectedProblem `json:"problems,omitempty"`
	Error       string             `json:"error,omitempty"`

	inspectedPage
}

type inspectedItem struct {
	ID         string               `json:"id,omitempty"`
	URL        string               `json:"url,omitempty"`
	Title      string               `json:"title,omitempty"`
	Authors    []string             `json:"authors,omitempty"`
	Published  *time.Time           `json:"published,omitempty"`
	Updated    *time.Time           `json:"updated,omitempty"`
	Summary    string               `json:"summary,omitempty"`
	Content    string               `json:"content,omitempty"`
	Image      string               `json:"image,omitempty"`
	Categories []string             `json:"categories,omitempty"`
	Enclosures []inspectedEnclosure `json:"enclosures,omitempty"`
	Copyright  string               `json:"copyright,omitempty"`
	Licence    string               `json:"licence,omitempty"`
	People     []inspectedPerson    `json:"people,omitempty"`
	Place      *inspectedPlace      `json:"place,omitempty"`
	Episode    *inspectedEpisode    `json:"episode,omitempty"`
	Source     *inspectedSource     `json:"source,omitempty"`
}

type inspectedEnclosure struct {
	URL    string `json:"url"`
	Type   string `json:"type,omitempty"`
	Length int64  `json:"length,omitempty"`
}

type inspectedProblem struct {
	Line int    `json:"line,omitempty"`
	What string `json:"what"`
}

func inspectionOf(file string, l *news.Listing) inspection {
	in := inspection{File: file, Kind: l.Kind, Format: l.Format, ID: l.ID, Title: l.Title, Description: l.Description,
		Link: l.Link, Language: l.Language, Authors: l.Authors, Copyright: l.Copyright, Image: l.Image,
		Categories: l.Categories, Updated: stamp(l.Updated), Charset: l.Charset, Generator: l.Generator.String(),
		Licence: l.Licence, MovedTo: l.MovedTo, People: inspectedPeople(l.People), Podcast: (*inspectedPodcast)(l.Podcast)}
	for i := range l.Items {
		in.Items = append(in.Items, inspectedItemOf(&l.Items[i]))
	}
	for _, p := range l.Problems {
		in.Problems = append(in.Problems, inspectedProblem(p))
	}
	return in
}

func inspectedItemOf(it *news.Item) inspectedItem {
	out := inspectedItem{ID: it.GUID, URL: it.URL, Title: it.Title, Authors: it.Authors, Published: stamp(it.Published),
		Updated: stamp(it.Updated), Summary: it.Summary, Content: it.Content, Image: it.Image, Categories: it.Categories,
		Copyright: it.Copyright, Licence: it.Licence, People: inspectedPeople(it.People), Place: (*inspectedPlace)(it.Place),
		Episode: inspectedEpisodeOf(it.Episode), Source: inspectedSourceOf(it.Origin)}
	for _, e := range it.Enclosures {
		out.Enclosures = append(out.Enclosures, inspectedEnclosure(e))
	}
	return out
}
