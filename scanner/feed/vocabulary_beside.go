package feed

func asAside(name string) rule { return rule{do: aside, name: name} }
func asInto(inside place) rule { return rule{do: into, place: inside} }

// beside are the extensions that stand beside the texts, in channels, feeds,
// items and entries alike.
var beside = map[string]rule{
	"dc:contributor":          asAside(personContributor),
	"dc:publisher":            asAside(personPublisher),
	"podcast:person":          asAside(personPart),
	"media:credit":            asAside(personPart),
	"media:license":           asAside(licenceOf),
	"creativecommons:license": asAside(licenceOf),
	"cc:license":              asAside(licenceOf),
	"dcterms:license":         asAside(licenceOf),
	"podcast:license":         asAside(licenceOf),
	"media:rating":            asAside(episodeRating),
	"itunes:explicit":         asAside(episodeExplicit),
	"googleplay:explicit":     asAside(episodeExplicit),
	"itunes:block":            asAside(episodeBlock),
	"googleplay:block":        asAside(episodeBlock),
	"itunes:duration":         asAside(episodeDuration),
	"itunes:episode":          asAside(episodeNumber),
	"podcast:episode":         asAside(episodeNumber),
	"itunes:season":           asAside(episodeSeason),
	"podcast:season":          asAside(episodeSeason),
	"itunes:episodetype":      asAside(episodeType),
	"itunes:type":             asAside(episodeType), // of a podcast
	"itunes:complete":         asAside(podcastComplete),
	"itunes:new-feed-url":     asAside(movedTo),
	"podcast:transcript":      asAside(episodeTranscript),
	"podcast:chapters":        asAside(episodeChapters),
	"psc:chapters":            asInto(atChapters),
	"podcast:location":        asAside(placeLocation),
	"georss:where":            asInto(atWhere),
	"georss:point":            asAside(placePoint),
	"georss:line":             asAside(placeLine),
	"georss:box":              asAside(placeBox),
	"georss:polygon":          asAside(placePolygon),
	"georss:elev":             asAside(placeElevation),
	"georss:featurename":      asAside(placeName),
	"gml:point":               asInto(atWhere),
	"geo:point":               asInto(atWhere),
	"geo:lat":                 asAside(placeLatitude),
	"geo:long":                asAside(placeLongitude),
	"geo:lon":                 asAside(placeLongitude),
	"geo:alt":                 asAside(placeElevation),
	"icbm:latitude":           asAside(placeLatitude),
	"icbm:longitude":          asAside(placeLongitude),
}

// whereRules are read in <georss:where> and in the shapes of GML (OGC 17-002r1
// section 8), and in the point of the W3C's vocabulary.
var whereRules = map[string]rule{
	"gml:point":       asInto(atWhere),
	"gml:linestring":  asInto(atWhere),
	"gml:polygon":     asInto(atWhere),
	"gml:exterior":    asInto(atWhere),
	"gml:linearring":  asInto(atWhere),
	"gml:envelope":    asInto(atWhere),
	"gml:pos":         asAside(placePoint),
	"gml:poslist":     asAside(placeList),
	"gml:lowercorner": asAside(placeCorner),
	"gml:uppercorner": asAside(placeCorner),
	"geo:lat":         asAside(placeLatitude),
	"geo:long":        asAside(placeLongitude),
	"geo:lon":         asAside(placeLongitude),
	"geo:alt":         asAside(placeElevation),
}
