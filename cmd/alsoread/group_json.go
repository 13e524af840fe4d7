package main

import (
	"time"

	"alsoread/news"
)

// groupDetail is what "group show --json" prints.
type groupDetail struct {
	groupLine
	Timeline    []momentLine     `json:"timeline"`
	Members     []memberLine     `json:"members"`
	Related     []relationLine   `json:"related"`
	Corrections []correctionLine `json:"corrections"`
}

// momentLine is a publisher's part. After is in seconds, behind the publisher
// that broke the event.
type momentLine struct {
	Publisher string     `json:"publisher"`
	Story     int64      `json:"story"`
	Title     string     `json:"title"`
	At        *time.Time `json:"at"`
	After     int64      `json:"after"`
	Stories   int        `json:"stories"`
	Copies    int        `json:"copies"`
}

type memberLine struct {
	ID        int64         `json:"id"`
	URL       string        `json:"url"`
	Title     string        `json:"title"`
	Publisher string        `json:"publisher"`
	Published *time.Time    `json:"published,omitempty"`
	FirstSeen *time.Time    `json:"first_seen"`
	Language  string        `json:"language,omitempty"`
	CopyOf    int64         `json:"copy_of,omitempty"`
	Joined    *time.Time    `json:"joined"`
	Pinned    bool          `json:"pinned,omitempty"`
	Reasons   []news.Reason `json:"reasons"`
	AlsoRead  []linkLine    `json:"also_read,omitempty"`
}

type relationLine struct {
	Group  int64       `json:"group"`
	Title  string      `json:"title"`
	Score  float64     `json:"score"`
	Kind   string      `json:"kind"`
	From   int64       `json:"from"`
	To     int64       `json:"to"`
	Label  string      `json:"label,omitempty"`
	Shared []news.Term `json:"terms,omitempty"`
}

type correctionLine struct {
	ID      int64      `json:"id"`
	Kind    string     `json:"kind"`
	Group   int64      `json:"group"`
	Other   int64      `json:"other,omitempty"`
	Stories []int64    `json:"stories"`
	At      *time.Time `json:"at"`
	Undone  *time.Time `json:"undone,omitempty"`
}

func correctionLineOf(c news.Correction) correctionLine {
	return correctionLine{ID: c.ID, Kind: string(c.Kind), Group: c.Group, Other: c.Other, Stories: c.Stories, At: stamp(c.At), Undone: stamp(c.Undone)}
}

func (v groupView) line() groupDetail {
	out := groupDetail{groupLine: groupLineOf(v.group), Timeline: []momentLine{}, Members: []memberLine{}, Related: []relationLine{}, Corrections: []correctionLine{}}
	for _, m := range news.Timeline(v.members) {
		out.Timeline = append(out.Timeline, momentLine{Publisher: m.Publisher, Story: m.Story, Title: m.Title, At: stamp(m.At),
			After: int64(m.After.Seconds()), Stories: m.Stories, Copies: m.Copies})
	}
	for _, m := range v.members {
		out.Members = append(out.Members, memberLineOf(m))
	}
	for _, r := range v.related {
		out.Related = append(out.Related, relationLine{Group: r.Group.ID, Title: r.Group.Title, Score: r.Score, Kind: string(r.Reason.Kind),
			From: r.Reason.From, To: r.Reason.To, Label: r.Reason.Label, Shared: r.Reason.Terms})
	}
	for _, c := range v.corrections {
		out.Corrections = append(out.Corrections, correctionLineOf(c))
	}
	return out
}

func memberLineOf(m news.Member) memberLine {
	s := m.Story
	line := memberLine{ID: s.ID, URL: s.URL, Title: s.Title, Publisher: s.Publisher, Published: stamp(s.Published), FirstSeen: stamp(s.FirstSeen),
		Language: s.Language, CopyOf: s.CopyOf, Joined: stamp(m.Joined), Pinned: m.Pinned, Reasons: m.Reasons, AlsoRead: linkLines(s)}
	if line.Reasons == nil {
		line.Reasons = []news.Reason{}
	}
	return line
}
