package feed

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"alsoread/news"
)

// itemAsides reads what stands beside the texts of an item.
func (r *reader) itemAsides(item *news.Item, m *mark) {
	if len(m.asides) == 0 {
		return
	}
	item.Place = placeOf(m.asides)
	for i := range m.asides {
		switch s := &m.asides[i]; s.name {
		case licenceOf:
			item.Licence = firstOf(item.Licence, r.licence(s))
		case personPart, personContributor, personPublisher:
			p := r.part(s)
			item.People = addPerson(item.People, p)
			if p.Role == "host" {
				item.Authors = add(item.Authors, p.Name)
			}
		default:
			r.episodeAside(&item.Episode, s)
		}
	}
}

// feedAsides reads what stands beside the texts of the feed.
func (r *reader) feedAsides() {
	l := r.listing
	for i := range r.digest.asides {
		switch s := &r.digest.asides[i]; s.name {
		case licenceOf:
			l.Licence = firstOf(l.Licence, r.licence(s))
		case generatorOf:
			r.generator(s)
		case movedTo:
			l.MovedTo = firstOf(l.MovedTo, r.saidURL(s, s.text()))
		case personPart, personContributor, personPublisher:
			l.People = addPerson(l.People, r.part(s))
		default:
			podcastAside(&l.Podcast, s)
		}
	}
}

// licence returns the address of a licence; its name where it has none.
func (r *reader) licence(s *said) string {
	text := s.text()
	link := s.attribute("href", "url", "rdf:resource")
	if link == "" && isAddress(text) {
		link = text
	}
	return firstOf(r.saidURL(s, link), text)
}

// generator reads the program that wrote the feed: a name, or in RSS often an
// address that ends in "?v=" and the version.
func (r *reader) generator(s *said) {
	g := &r.listing.Generator
	if *g != (news.Generator{}) {
		return
	}
	g.Name = s.text()
	g.Version = cutAt(s.attribute("version"), 64)
	g.URL = r.saidURL(s, s.attribute("uri", "url", "rdf:resource"))
	if isAddress(g.Name) {
		if address, version, ok := strings.Cut(g.Name, "?v="); ok && g.Version == "" {
			g.Name, g.Version = address, cutAt(version, 64)
		}
		g.URL, g.Name = firstOf(g.URL, r.saidURL(s, g.Name)), ""
	}
}

// podcastAside reads what a podcast says of itself.
func podcastAside(p **news.Podcast, s *said) {
	var of news.Podcast
	if *p != nil {
		of = **p
	}
	switch s.name {
	case episodeType:
		of.Type = s.word()
	case episodeExplicit, episodeRating:
		of.Explicit = cmp.Or(of.Explicit, explicit(s.word()))
	case episodeBlock:
		of.Blocked = of.Blocked || s.word() == "yes"
	case podcastComplete:
		of.Complete = s.word() == "yes"
	}
	if of != (news.Podcast{}) {
		*p = &of
	}
}

// episodeAside reads what a player shows of an episode.
func (r *reader) episodeAside(p **news.Episode, s *said) {
	var e news.Episode // most of what stands aside says nothing of an episode: none is made for it
	if *p != nil {
		e = **p
	}
	known := true
	switch s.name {
	case episodeDuration:
		e.Duration, known = duration(s.text())
	case episodeNumber:
		e.Number = ordinal(s.word())
		known = e.Number > 0
	case episodeSeason:
		e.Season = ordinal(s.word())
		known = e.Season > 0
	case episodeType:
		e.Type = s.word()
	case episodeExplicit, episodeRating:
		e.Explicit = cmp.Or(e.Explicit, explicit(s.word()))
		known = e.Explicit != ""
	case episodeBlock:
		e.Blocked = s.word() == "yes"
		known = e.Blocked
	case episodeTranscript, episodeChapters, episodeChapter:
		known = r.episodePart(&e, s)
	default:
		known = false
	}
	if !known {
		return
	}
	if *p == nil {
		*p = &news.Episode{}
	}
	**p = e
}

// episodePart reads transcripts and chapters.
func (r *reader) episodePart(e *news.Episode, s *said) bool {
	link := r.saidURL(s, s.attribute("url", "href"))
	switch {
	case s.name == episodeChapters && link != "":
		e.ChaptersURL = firstOf(e.ChaptersURL, link)
		return true
	case s.name == episodeTranscript && link != "" && len(e.Transcripts) < maxList:
		e.Transcripts = append(e.Transcripts, news.Enclosure{URL: link, Type: mediaType(s.attribute("type"))})
		return true
	case s.name == episodeChapter:
		start, ok := duration(s.attribute("start"))
		if title := cutAt(s.attribute("title"), maxTitle); ok && title != "" {
			e.Chapters = append(e.Chapters, news.Chapter{Start: start, Title: title, URL: link})
			return true
		}
	}
	return false
}

// chaptersRelation is that of a link to a file of chapters (podlove.org).
const chaptersRelation = "http://podlove.org/simple-chapters"

func (r *reader) linkedChapters(item *news.Item, address string) {
	if u := r.url(address); u != "" {
		if item.Episode == nil {
			item.Episode = &news.Episode{}
		}
		item.Episode.ChaptersURL = firstOf(item.Episode.ChaptersURL, u)
	}
}

// explicit reads yes and no as podcasts have spelled them over the years, and
// Media RSS's rating.
func explicit(word string) news.Explicit {
	switch word {
	case "yes", "true", "explicit", "adult":
		return news.ExplicitYes
	case "no", "false", "clean", "nonadult":
		return news.ExplicitNo
	}
	return ""
}

// ordinal reads the number of an episode or a season; 0 when it is none.
func ordinal(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// lasts tells how long an item's sound or film is, unless it is told already.
func (r *reader) lasts(item *news.Item, s string) {
	d, ok := duration(s)
	switch {
	case !ok || d == 0:
	case item.Episode == nil:
		item.Episode = &news.Episode{Duration: d}
	case item.Episode.Duration == 0:
		item.Episode.Duration = d
	}
}

// maxDuration is the longest episode that is believed.
const maxDuration = 1000 * time.Hour

// duration reads hours, minutes and seconds with colons between them, of which
// the first may be missing: "1:02:03", "62:03", "3723", "00:03:07.250".
func duration(s string) (time.Duration, bool) {
	if strings.Count(s, ":") > 2 || strings.Trim(s, "0123456789:.") != "" {
		return 0, false
	}
	total := 0.0
	for part := range strings.SplitSeq(s, ":") {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil {
			return 0, false
		}
		total = total*60 + n
	}
	if total > maxDuration.Seconds() {
		return 0, false
	}
	return time.Duration(total*1000+0.5) * time.Millisecond, true
}
