package feed

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"alsoread/news"
)

// shapes are what georss calls what it gives the points of, with the least
// number of points that each has (OGC 17-002r1 section 8).
var shapes = map[string]int{placePoint: 1, placeLine: 2, placeBox: 2, placePolygon: 4}

// placeOf returns where an item happened; nil when it does not say, or says
// what no place on earth is.
func placeOf(asides []said) *news.Place {
	var f placeFinder
	for i := range asides {
		f.look(&asides[i])
	}
	return f.place()
}

// placeFinder gathers the parts of a place, which are elements of their own.
type placeFinder struct {
	shape     string
	points    []float64 // latitude and longitude in turn; of a point the elevation as well
	latitude  string
	longitude string
	elevation string
	name      string
}

func (f *placeFinder) look(s *said) {
	switch s.name {
	case placePoint, placeLine, placeBox, placePolygon:
		f.take(s.name, coordinates(string(plain(s.raw))))
	case placeList:
		f.takeList(coordinates(string(plain(s.raw))))
	case placeCorner:
		if f.shape == "" || f.shape == placeBox {
			f.shape = placeBox
			f.points = append(f.points, coordinates(string(plain(s.raw)))...)
		}
	case placeLatitude:
		f.latitude = firstOf(f.latitude, s.text())
	case placeLongitude:
		f.longitude = firstOf(f.longitude, s.text())
	case placeElevation:
		f.elevation = firstOf(f.elevation, s.text())
	case placeName:
		f.name = firstOf(f.name, s.text())
	case placeLocation:
		f.location(s)
	}
}

func (f *placeFinder) take(shape string, points []float64) {
	if f.shape == "" && len(points) >= 2*shapes[shape] {
		f.shape, f.points = shape, points
	}
}

// takeList takes the points of GML: a polygon ends where it began.
func (f *placeFinder) takeList(points []float64) {
	n := len(points)
	if n >= 8 && points[0] == points[n-2] && points[1] == points[n-1] {
		f.take(placePolygon, points)
		return
	}
	f.take(placeLine, points)
}

// location reads podcast:location: a name, and "geo:30.2672,-97.7431" (RFC 5870)
// in an attribute.
func (f *placeFinder) location(s *said) {
	uri, _, _ := strings.Cut(strings.TrimPrefix(s.attribute("geo"), "geo:"), ";")
	if f.take(placePoint, coordinates(uri)); f.shape != "" {
		f.name = firstOf(f.name, s.text())
	}
}

func (f *placeFinder) place() *news.Place {
	if f.shape == "" && f.latitude != "" {
		f.take(placePoint, coordinates(f.latitude+" "+f.longitude))
	}
	if f.shape == "" || len(f.points) < 2*shapes[f.shape] {
		return nil
	}
	p := &news.Place{Shape: f.shape, Name: cutAt(f.name, maxTitle)}
	if f.shape == placePoint {
		p.Latitude, p.Longitude = f.points[0], f.points[1]
		if len(f.points) > 2 {
			p.Elevation = f.points[2]
		}
	} else {
		p.Latitude, p.Longitude = middle(f.points, f.shape == placeBox)
	}
	if metres := coordinates(f.elevation); len(metres) == 1 {
		p.Elevation = metres[0]
	}
	if math.Abs(p.Latitude) > 90 || math.Abs(p.Longitude) > 180 {
		return nil
	}
	return p
}

// middle returns the middle of the bounds of points. A box that ends west of
// where it begins crosses the line where the days change.
func middle(points []float64, box bool) (latitude, longitude float64) {
	south, west := points[0], points[1]
	north, east := south, west
	for i := 2; i+1 < len(points); i += 2 {
		south, north = min(south, points[i]), max(north, points[i])
		west, east = min(west, points[i+1]), max(east, points[i+1])
	}
	latitude, longitude = (south+north)/2, (west+east)/2
	if box && points[3] < points[1] {
		longitude += 180
		if longitude > 180 {
			longitude -= 360
		}
	}
	return latitude, longitude
}

// coordinates reads numbers with spaces or commas between them; none at all
// when one of them is not a number.
func coordinates(s string) []float64 {
	var all []float64
	for field := range strings.FieldsFuncSeq(s, func(c rune) bool { return c == ',' || unicode.IsSpace(c) }) {
		n, err := strconv.ParseFloat(field, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return nil
		}
		all = append(all, n)
	}
	return all
}
