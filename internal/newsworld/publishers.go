package newsworld

import (
	"net/url"
	"time"
)

// publisher is who stands behind feeds and stories, and what is odd about it.
type publisher struct {
	key      string // name of its file in content, word in World.URL
	name     string
	host     string // its own loopback address
	language string // primary tag
	motto    string
	offset   time.Duration // of its dates from UTC
	tags     []string      // in sources.yaml
	schedule string        // in sources.yaml; empty: the default
	feeds    []feed

	validators validators
	closed     string // path that its robots.txt forbids
	sitemaps   bool   // it has them, and its robots.txt names them
	tracking   string // query that its feeds put behind every link
	down       bool   // nobody answers
}

// feed is one document in which a publisher lists stories.
type feed struct {
	name    string // of the source, in sources.yaml
	path    string
	moved   string // the path it had before, answered by 301 and still in sources.yaml
	format  format
	section string   // "": all sections
	others  []string // "publisher/slug": stories of others that it lists too
	limit   int      // newest so many; 0: 30
	full    bool     // whole articles, not summaries alone
	escaped bool     // titles are HTML, escaped once more than they should be
	xhtml   bool     // Atom content is XHTML
	noGUID  bool
	ttl     int // minutes; RSS 2.0
}

type format string

const (
	rss2     format = "rss 2.0"
	rss1     format = "rss 1.0"
	atom     format = "atom 1.0"
	jsonFeed format = "json feed 1.1"
	listing  format = "page"
)

// validators says which of them a publisher sends with its feeds, and so
// whether it can answer 304.
type validators int

const (
	bothValidators validators = iota
	onlyETag
	onlyLastModified
	noValidators
)

func (v validators) etag() bool         { return v == bothValidators || v == onlyETag }
func (v validators) lastModified() bool { return v == bothValidators || v == onlyLastModified }

func publisherOf(key string) *publisher {
	for i := range publishers {
		if publishers[i].key == key {
			return &publishers[i]
		}
	}
	return nil
}

// zone is the one the publisher writes its dates in.
func (p *publisher) zone() *time.Location {
	if p.offset == 0 {
		return time.FixedZone("GMT", 0)
	}
	return time.FixedZone("", int(p.offset.Seconds()))
}

// direction is that of the publisher's script, for HTML.
func (p *publisher) direction() string {
	if p.language == "ar" {
		return "rtl"
	}
	return "ltr"
}

// link is the address of a story as a feed of the publisher writes it.
func (p *publisher) link(address string) string {
	if p.tracking == "" {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.RawQuery = p.tracking
	return u.String()
}

var publishers = []publisher{
	{
		key: "harbour-post", name: "Harbour Post", host: "127.0.0.11", language: "en",
		motto: "The daily of Port Merrow since 1884", tags: []string{"local"},
		feeds: []feed{
			{name: "Harbour Post", path: "/feeds/front.xml", format: rss2, ttl: 1},
			{name: "Harbour Post: City", path: "/feeds/city.xml", format: rss2, section: "city"},
			{name: "Harbour Post: Country", path: "/feeds/country.xml", format: rss2, section: "country"},
			{name: "Harbour Post: Business", path: "/feeds/business.xml", format: rss2, section: "business"},
			{name: "Harbour Post: Sport", path: "/feeds/sport.xml", format: rss2, section: "sport"},
		},
	},
	{
		key: "wire-nine", name: "Wire Nine", host: "127.0.0.12", language: "en",
		motto: "The co-operative news agency of nine newspapers", tags: []string{"agency"},
		feeds: []feed{{name: "Wire Nine", path: "/atom", format: atom, full: true}},
	},
	{
		key: "courrier-du-port", name: "Le Courrier du Port", host: "127.0.0.13", language: "fr", offset: time.Hour,
		motto: "Le quotidien de Saint-Aubrec et des îles", tags: []string{"world", "français"},
		feeds:      []feed{{name: "Le Courrier du Port", path: "/flux.rss", format: rss2, full: true}},
		validators: onlyLastModified,
	},
	{
		key: "kurier-am-fluss", name: "Kurier am Fluss", host: "127.0.0.14", language: "de", offset: time.Hour,
		motto: "Zeitung für Altbrück und das Orrtal", tags: []string{"world", "deutsch"},
		feeds:      []feed{{name: "Kurier am Fluss", path: "/schlagzeilen.atom", format: atom}},
		validators: onlyETag,
	},
	{
		key: "sagar-samachar", name: "सागर समाचार", host: "127.0.0.15", language: "hi", offset: 5*time.Hour + 30*time.Minute,
		motto: "समुद्र पार की हर ख़बर", tags: []string{"world", "हिन्दी"},
		feeds: []feed{{name: "सागर समाचार", path: "/rss/pramukh.xml", format: rss2, full: true}},
	},
	{
		key: "minato-shimpo", name: "みなと新報", host: "127.0.0.16", language: "ja", offset: 9 * time.Hour,
		motto: "港と海のニュース", tags: []string{"world", "日本語"},
		feeds:      []feed{{name: "みなと新報", path: "/index.rdf", format: rss1, full: true}},
		validators: noValidators,
	},
	{
		key: "sawt-al-marfa", name: "صوت المرفأ", host: "127.0.0.17", language: "ar", offset: 3 * time.Hour,
		motto: "أخبار الساحل والداخل", tags: []string{"world", "العربية"},
		feeds: []feed{{name: "صوت المرفأ", path: "/rss", format: rss2, full: true}},
	},
	{
		key: "gaceta-del-muelle", name: "La Gaceta del Muelle", host: "127.0.0.18", language: "es", offset: -4 * time.Hour,
		motto: "Diario independiente de Puerto Salvia", tags: []string{"world", "español"},
		feeds:    []feed{{name: "La Gaceta del Muelle", path: "/rss/portada.xml", format: rss2}},
		tracking: "utm_source=rss&utm_medium=feed&utm_campaign=portada",
	},
	{
		key: "tidepool", name: "Tidepool Science Weekly", host: "127.0.0.19", language: "en",
		motto: "Findings, carefully", tags: []string{"science"}, schedule: "*/5 * * * *",
		feeds: []feed{{name: "Tidepool Science Weekly", path: "/feed.json", format: jsonFeed, full: true}},
	},
	{
		key: "touchline", name: "Touchline Daily", host: "127.0.0.20", language: "en",
		motto: "All the sport of the coast", tags: []string{"sport"},
		feeds: []feed{{name: "Touchline Daily", path: "/rss.xml", format: rss2, escaped: true, noGUID: true}},
	},
	{
		key: "deck-and-dock", name: "Deck & Dock", host: "127.0.0.21", language: "en",
		motto: "A podcast about boats, ports and the people in them", tags: []string{"podcast"},
		feeds: []feed{{name: "Deck & Dock", path: "/podcast.xml", format: rss2, full: true}},
	},
	{
		key: "pier-six", name: "Notes from Pier Six", host: "127.0.0.22", language: "en",
		motto: "What I see from the window, by Ina Holloway", tags: []string{"blog"},
		feeds: []feed{{name: "Notes from Pier Six", path: "/atom.xml", format: atom, full: true, xhtml: true}},
	},
	{
		key: "inland-observer", name: "Inland Observer", host: "127.0.0.23", language: "en",
		motto: "News of the Orr valley", tags: []string{"local"},
		feeds:  []feed{{name: "Inland Observer", path: "/latest", format: listing, limit: 20}},
		closed: "/archive/", sitemaps: true,
	},
	{
		key: "meridian", name: "Meridian Business Review", host: "127.0.0.24", language: "en",
		motto: "Markets, money, trade", tags: []string{"business"},
		feeds:  []feed{{name: "Meridian Business Review", path: "/feed", format: rss2}},
		closed: "/members/",
	},
	{
		key: "evening-lantern", name: "Evening Lantern", host: "127.0.0.25", language: "en",
		motto: "Read after dark", tags: []string{"local"},
		feeds: []feed{{name: "Evening Lantern", path: "/feeds/all.atom", moved: "/rss", format: atom}},
	},
	{
		key: "coast-digest", name: "Coast Digest", host: "127.0.0.26", language: "en",
		motto: "The best of the coast's papers, once a day", tags: []string{"digest"},
		feeds: []feed{{name: "Coast Digest", path: "/index.xml", format: rss2, others: []string{
			"harbour-post/ferry-aground", "tidepool/glass-sponges", "inland-observer/orrin-evacuation",
			"meridian/reserve-raises-rate",
		}}},
	},
	{
		key: "north-quay-radio", name: "North Quay Radio", host: "127.0.0.27", language: "en",
		motto: "Off air", tags: []string{"local"}, down: true,
		feeds: []feed{{name: "North Quay Radio", path: "/news.rss", format: rss2}},
	},
}
