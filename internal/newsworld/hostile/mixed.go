package hostile

import (
	"fmt"
	"net/http"
	"time"
)

// mixedNames are twenty cases whose first scan fails, some of every kind.
var mixedNames = []string{
	"redirect to a private address", "redirect to file:", "redirect loop", "redirect to a growing URL",
	"never answers", "headers drip", "body drips", "gzip body drips",
	"gzip bomb", "gzip bomb in gzip", "gzip with a wrong checksum", "endless items",
	"headers without end", "early hints without end", "short body", "bad chunk",
	"HTML as a feed", "two million nested elements", "10,000 nested namespaces", "429, two minutes",
}

// goodItems is how many stories each good source of a mixed set has.
const goodItems = 10

// Mixed are twenty good sources and twenty hostile ones, each of which must fail
// at its first scan: a scan of them all is to end soon after the timeout of its
// sources, with two hundred stories kept.
func Mixed() []Case {
	var cases []Case
	for i := range 20 {
		cases = append(cases, good(i))
	}
	byName := make(map[string]Case)
	for _, c := range Cases() {
		byName[c.Name] = c
	}
	for _, name := range mixedNames {
		cases = append(cases, byName[name])
	}
	return cases
}

// good is a source without fault; every fourth is a little slow.
func good(i int) Case {
	return Case{
		Name: fmt.Sprintf("good %d", i+1), Want: []string{""}, Items: goodItems,
		Serve: func(p Place) http.Handler {
			body := rss(p, 0, goodItems)
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if i%4 == 0 {
					time.Sleep(200 * time.Millisecond)
				}
				tagged(fmt.Sprintf(`"good-%d"`, i), body)(w, r)
			})
		},
	}
}
