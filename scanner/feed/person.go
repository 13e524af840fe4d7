package feed

import (
	"strings"

	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// addPerson appends somebody of whom more is known than a name that stands in
// the list of authors already.
func addPerson(list []news.Person, p news.Person) []news.Person {
	if p.Name == "" && p.Email == "" && p.URL == "" || len(list) >= maxList {
		return list
	}
	if p.Role == roleAuthor && p.URL == "" && p.Image == "" && (p.Email == "" || p.Name == "") {
		return list
	}
	for _, have := range list {
		if have == p {
			return list
		}
	}
	return append(list, p)
}

const (
	roleAuthor      = "author"
	roleContributor = "contributor"
	roleOwner       = "owner"
)

// named returns who stands in an RSS field, mail address and name apart.
func named(s, role string) news.Person {
	s = clean.Line(s)
	name, mail := person(s), mailIn(s)
	if name == mail {
		name = ""
	}
	return news.Person{Name: cutAt(name, maxField), Email: mail, Role: role}
}

// mailIn returns the mail address in "mail@host (Name)" and the like.
func mailIn(s string) string {
	if strings.IndexByte(s, '@') < 0 {
		return ""
	}
	for _, word := range strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune(" \t()<>[],;\"", c) }) {
		word = strings.TrimPrefix(word, "mailto:")
		if at := strings.IndexByte(word, '@'); at > 0 && at < len(word)-1 {
			return cutAt(word, maxField)
		}
	}
	return ""
}

// addNamed adds an author of an RSS field who gives a mail address beside the
// name. Most give none, and cost nothing.
func addNamed(list []news.Person, s string) []news.Person {
	if strings.IndexByte(s, '@') < 0 {
		return list
	}
	return addPerson(list, named(s, roleAuthor))
}

// part reads somebody who stands beside the texts: podcast:person, of which the
// role is that of the host when it does not say, media:credit, Dublin Core.
func (r *reader) part(s *said) news.Person {
	role := s.name
	if role == personPart {
		role = strings.ToLower(cutAt(firstOf(s.attribute("role"), "host"), 64))
	}
	p := named(s.text(), role)
	if len(s.attrs) > 0 {
		p.URL = r.saidURL(s, s.attribute("href"))
		p.Image = r.saidURL(s, s.attribute("img"))
	}
	return p
}

func (r *reader) addAtomPeople(list []news.Person, people []*atom.Person, role string) []news.Person {
	for _, p := range people {
		if role == roleAuthor && p.URI == "" && p.Email == "" && strings.IndexByte(p.Name, '@') < 0 {
			continue
		}
		list = addPerson(list, r.atomPerson(p.Name, p.Email, p.URI, role))
	}
	return list
}

// addExtended adds the people of Atom's elements within RSS.
func (r *reader) addExtended(list []news.Person, people []ext.Extension, role string) []news.Person {
	for _, x := range people {
		value := func(name string) string { return firstValue("", x.Children[name]) }
		list = addPerson(list, r.atomPerson(value("name"), value("email"), value("uri"), role))
	}
	return list
}

func (r *reader) atomPerson(name, email, uri, role string) news.Person {
	p := named(name, role)
	p.Email = firstOf(cutAt(clean.Line(strings.TrimPrefix(email, "mailto:")), maxField), p.Email)
	p.URL = r.url(uri)
	return p
}

// addOwners adds the owners of a podcast.
func addOwners(list []news.Person, owners []ext.Extension) []news.Person {
	for _, x := range owners {
		p := named(firstValue("", x.Children["name"]), roleOwner)
		p.Email = firstOf(cutAt(clean.Line(firstValue("", x.Children["email"])), maxField), p.Email)
		list = addPerson(list, p)
	}
	return list
}
