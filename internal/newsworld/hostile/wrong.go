package hostile

import (
	"io"
	"net/http"
)

const captcha = `<!DOCTYPE html><html><head><title>Just a moment...</title><meta name="robots" content="noindex"></head>
<body><h1>Checking that you are human</h1><form action="/verify"><input type="checkbox" name="human"></form>
<script>setTimeout(function(){location.reload()},5000)</script></body></html>`

func wrongCases() []Case {
	return []Case{
		{Name: "304 unasked", Row: 13, Want: []string{"304"}, Serve: always(status(http.StatusNotModified))},
		{Name: "304 unasked after a feed", Row: 13, Want: []string{"", "", ""}, Items: 2, Serve: inTurn(func(p Place) []http.HandlerFunc {
			return []http.HandlerFunc{tagged(`"one"`, rss(p, 0, 2)), status(http.StatusNotModified), tagged(`"one"`, rss(p, 0, 2))}
		})},
		{Name: "new stories under the old ETag", Row: 13, Want: []string{"", ""}, Items: 4, Serve: inTurn(func(p Place) []http.HandlerFunc {
			return []http.HandlerFunc{tagged(`"one"`, rss(p, 0, 2)), tagged(`"one"`, rss(p, 0, 4))}
		})},
		{Name: "HTML as a feed", Row: 13, Want: []string{"html|not a feed"}, Serve: always(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", typeRSS)
			io.WriteString(w, "<!DOCTYPE html><html><head><title>Home</title></head><body><p>Welcome.</p></body></html>")
		})},
		{Name: "a captcha after a feed", Row: 13, Want: []string{"", "html|not a feed", ""}, Items: 3, Serve: inTurn(func(p Place) []http.HandlerFunc {
			return []http.HandlerFunc{tagged(`"one"`, rss(p, 0, 2)), page(captcha), notFor(`"captcha"`, rss(p, 0, 3))}
		})},
		{Name: "empty 200", Row: 13, Want: []string{"empty"}, Serve: always(status(http.StatusOK))},
		{Name: "empty 200 after a feed", Row: 13, Want: []string{"", "empty", ""}, Items: 2, Serve: inTurn(func(p Place) []http.HandlerFunc {
			return []http.HandlerFunc{tagged(`"one"`, rss(p, 0, 2)), status(http.StatusOK), send(rss(p, 0, 2))}
		})},
		{Name: "204", Row: 13, Want: []string{"204|empty"}, Serve: always(status(http.StatusNoContent))},
		{Name: "206 unasked", Row: 13, Want: []string{"206|partial"}, Serve: always(status(http.StatusPartialContent))},
		{Name: "404", Row: 13, Want: []string{"404"}, Serve: always(status(http.StatusNotFound))},
		{Name: "410", Row: 13, Want: []string{"410"}, Serve: always(status(http.StatusGone))},
		{Name: "500 with a feed for a body", Row: 13, Want: []string{"500"}, Serve: func(p Place) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", typeRSS)
				w.WriteHeader(http.StatusInternalServerError)
				io.WriteString(w, rss(p, 0, 2))
			})
		}},
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(code) }
}

// tagged sends a body under an ETag, whatever the client has.
func tagged(etag, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		send(body)(w, r)
	}
}

// page sends HTML under an ETag of its own.
func page(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"captcha"`)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, body)
	}
}

// notFor answers 304 to whoever has the ETag, and the body to all others.
func notFor(etag, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		send(body)(w, r)
	}
}
