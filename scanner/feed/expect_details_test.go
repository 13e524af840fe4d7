package feed

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

// toldUnder returns what a description has under one of feedparser's paths.
func toldUnder(d *Description, path string) ([]string, bool) {
	head, rest, _ := strings.Cut(path, ".")
	if head == "feed" {
		return d.Feed.under(rest)
	}
	if !strings.HasPrefix(head, "entries[") {
		return nil, false
	}
	i, _ := strconv.Atoi(index.FindStringSubmatch(head)[1])
	if i >= len(d.Items) {
		return nil, false
	}
	if inner, ok := strings.CutPrefix(rest, "source."); ok {
		source := d.Items[i].Source
		if source == nil {
			source = &Part{}
		}
		return source.under(inner)
	}
	return d.Items[i].under(rest)
}

// calledElements are those that feedparser calls by one name, by that name.
var calledElements = map[string]*regexp.Regexp{
	"title_detail":     regexp.MustCompile(`^title$`),
	"subtitle_detail":  regexp.MustCompile(`^subtitle$`),
	"tagline_detail":   regexp.MustCompile(`^tagline$`),
	"info_detail":      regexp.MustCompile(`^info$`),
	"rights_detail":    regexp.MustCompile(`^rights$`),
	"copyright_detail": regexp.MustCompile(`^copyright$`),
	"summary_detail":   regexp.MustCompile(`^(summary|description|abstract)$`),
	"content":          regexp.MustCompile(`^(content|content:encoded|fullitem|body|xhtml:body)$`),
	"subtitle":         regexp.MustCompile(`^subtitle$`),
}

func (p *Part) under(path string) ([]string, bool) {
	head, field, _ := strings.Cut(path, ".")
	name := index.ReplaceAllString(head, "")
	if of := calledElements[name]; of != nil && (name == "subtitle" || strings.Contains("type base language", field)) {
		return p.ofText(of, field), true
	}
	switch name {
	case "links":
		return p.ofLink(head, field)
	case "tags":
		var all []string
		for _, c := range p.Categories {
			all = append(all, map[string]string{"scheme": c.Scheme, "label": c.Label}[field])
		}
		return nth(all, head), field == "scheme" || field == "label"
	case "author_detail":
		return p.ofPerson("author", field), true
	case "contributors":
		return p.ofPerson("contributor", field), true
	case "generator", "generator_detail":
		if p.Generator == nil {
			return nil, true
		}
		return []string{map[string]string{"": p.Generator.Name, "name": p.Generator.Name, "version": p.Generator.Version, "href": p.Generator.URL}[field]}, true
	case "validity_start", "validity_start_parsed", "validity_end", "validity_end_parsed", "expired", "expired_parsed":
		switch {
		case p.Valid == nil:
			return nil, true
		case strings.HasPrefix(name, "validity_start"):
			return date(p.Valid.From), true
		}
		return date(p.Valid.Until), true
	}
	return p.besideTexts(path)
}

func (p *Part) ofText(element *regexp.Regexp, field string) []string {
	for _, t := range p.Texts {
		if element.MatchString(strings.TrimPrefix(t.Element, "atom:")) {
			return []string{map[string]string{"": t.Text, "type": t.Type, "base": t.Base, "language": t.Language}[field]}
		}
	}
	return nil
}

func (p *Part) ofLink(head, field string) ([]string, bool) {
	var all []string
	for _, l := range p.Links {
		whole, _ := json.Marshal(map[string]string{"href": l.Href, "rel": l.Rel, "type": l.Type})
		all = append(all, map[string]string{"": string(whole), "href": l.Href, "rel": l.Rel, "type": l.Type,
			"title": l.Title, "length": strconv.FormatInt(l.Length, 10)}[field])
	}
	return nth(all, head), field != "" || head != "links"
}

func (p *Part) ofPerson(role, field string) (all []string) {
	for _, of := range p.People {
		if of.Role == role {
			all = append(all, map[string]string{"name": of.Name, "email": of.Email, "url": of.URL}[field])
		}
	}
	return all
}

// besideTexts returns what stands in the smaller parts, which are known by one
// path each.
func (p *Part) besideTexts(path string) ([]string, bool) {
	var image Image
	var input Input
	var cloud Cloud
	var reply Reply
	if p.Image != nil {
		image = *p.Image
	}
	if p.TextInput != nil {
		input = *p.TextInput
	}
	if p.Cloud != nil {
		cloud = *p.Cloud
	}
	if len(p.ReplyTo) > 0 {
		reply = p.ReplyTo[0]
	}
	value, known := map[string]string{
		"image.title": image.Title, "image.link": image.Link, "image.description": image.Description,
		"image.width": strconv.Itoa(image.Width), "image.height": strconv.Itoa(image.Height),
		"textinput.title": input.Title, "textinput.link": input.Link,
		"cloud.domain": cloud.Domain, "cloud.port": strconv.Itoa(cloud.Port), "cloud.path": cloud.Path,
		"cloud.registerprocedure": cloud.Procedure, "cloud.protocol": cloud.Protocol,
		"thr_in-reply-to.href": reply.Href, "thr_in-reply-to.ref": reply.Ref, "thr_in-reply-to.type": reply.Type, "thr_in-reply-to.source": reply.Source,
		"docs": p.Docs,
	}[path]
	return []string{value}, known
}
