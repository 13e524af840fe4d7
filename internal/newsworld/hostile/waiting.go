package hostile

import (
	"net/http"
	"time"
)

func waitingCases() []Case {
	refuse := func(code int, retryAfter string) func(Place) http.Handler {
		return always(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", retryAfter)
			w.WriteHeader(code)
		})
	}
	wait := func(header, value string) func(Place) http.Handler {
		return func(p Place) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set(header, value)
				send(rss(p, 0, 2))(w, r)
			})
		}
	}
	return []Case{
		{Name: "429, two minutes", Row: 14, Want: []string{"429"}, Serve: refuse(429, "120")},
		{Name: "503, a date", Row: 14, Want: []string{"503"}, Serve: always(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
			w.WriteHeader(http.StatusServiceUnavailable)
		})},
		{Name: "503, three million years", Row: 14, Want: []string{"503"}, Serve: refuse(503, "100000000000000")},
		{Name: "429, more digits than an int", Row: 14, Want: []string{"429"}, Serve: refuse(429, "99999999999999999999999999")},
		{Name: "429, negative", Row: 14, Want: []string{"429"}, Serve: refuse(429, "-3600")},
		{Name: "429, words", Row: 14, Want: []string{"429"}, Serve: refuse(429, "tomorrow, perhaps")},
		{Name: "503, a date long past", Row: 14, Want: []string{"503"}, Serve: refuse(503, "Thu, 01 Jan 1970 00:00:00 GMT")},
		{Name: "503, the year 9999", Row: 14, Want: []string{"503"}, Serve: refuse(503, "Fri, 31 Dec 9999 23:59:59 GMT")},
		{Name: "max-age 2^63", Row: 14, Want: []string{""}, Items: 2, Serve: wait("Cache-Control", "public, max-age=9223372036854775808")},
		{Name: "max-age negative", Row: 14, Want: []string{""}, Items: 2, Serve: wait("Cache-Control", "max-age=-1")},
		{Name: "expires in the year 9999", Row: 14, Want: []string{""}, Items: 2, Serve: wait("Expires", "Fri, 31 Dec 9999 23:59:59 GMT")},
	}
}
