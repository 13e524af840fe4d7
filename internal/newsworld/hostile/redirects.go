package hostile

import (
	"fmt"
	"net/http"
	"strings"
)

func redirectCases() []Case {
	to := func(location string) func(Place) http.Handler { return redirect(http.StatusFound, location) }
	cases := []Case{
		{Name: "redirect to a private address", Row: 3, Want: []string{"public|private|forbidden"}, Serve: to("http://10.255.255.1/feed")},
		{Name: "redirect to the metadata service", Row: 3, Want: []string{"public|private|forbidden"}, Serve: to("http://169.254.169.254/latest/meta-data/")},
		{Name: "redirect to a mapped address", Row: 3, Want: []string{"public|private|forbidden"}, Serve: to("http://[::ffff:192.168.0.1]/feed")},
		{Name: "redirect to file:", Row: 3, Want: []string{"scheme"}, Serve: to("file:///etc/passwd")},
		{Name: "redirect to gopher:", Row: 3, Want: []string{"scheme"}, Serve: to("gopher://127.0.0.1:6379/_INFO")},
		{Name: "redirect with a user name", Row: 3, Want: []string{"user name"}, Serve: func(p Place) http.Handler {
			return redirect(http.StatusFound, strings.Replace(p.Elsewhere, "http://", "http://me:secret@", 1))(p)
		}},
		{Name: "redirect loop", Row: 4, Want: []string{"redirect"}, Serve: to("/feed")},
		{Name: "redirect loop of two", Row: 4, Want: []string{"redirect"}, Serve: func(Place) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, map[string]string{"/feed": "/other", "/other": "/feed"}[r.URL.Path], http.StatusFound)
			})
		}},
		{Name: "redirect without end", Row: 4, Want: []string{"redirect"}, Serve: always(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"/on", http.StatusFound)
		})},
		{Name: "redirect to a growing URL", Row: 4, Want: []string{"redirect|URL over"}, Serve: always(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", r.URL.Path+strings.Repeat("/and/on", 300+len(r.URL.Path)/7))
			w.WriteHeader(http.StatusFound)
		})},
		{Name: "redirect without Location", Row: 4, Want: []string{"location"}, Serve: always(status(http.StatusFound))},
		{Name: "redirect to another host", Row: 5, Want: []string{""}, Items: 1, Serve: func(p Place) http.Handler {
			return redirect(http.StatusFound, p.Elsewhere)(p)
		}},
	}
	for _, code := range []int{301, 302, 303, 307, 308} {
		cases = append(cases, Case{Name: fmt.Sprintf("redirect by %d", code), Row: 4, Want: []string{"", ""}, Items: 2, Serve: moved(code)})
	}
	return append(cases,
		Case{Name: "300 without a choice", Row: 4, Want: []string{"300|redirect"}, Serve: always(status(http.StatusMultipleChoices))},
		Case{Name: "305 use proxy", Row: 4, Want: []string{"305|redirect"}, Serve: redirect(http.StatusUseProxy, "http://127.0.0.1:9/")},
		Case{Name: "moved to a captcha", Row: 4, Want: []string{"html|not a feed", ""}, Items: 2, Serve: movedToCaptcha},
	)
}

func redirect(code int, location string) func(Place) http.Handler {
	return always(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", location)
		w.WriteHeader(code)
	})
}

// moved redirects /feed to /new/feed.
func moved(code int) func(Place) http.Handler {
	return func(p Place) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				http.Redirect(w, r, "/new/feed", code)
				return
			}
			send(rss(p, 0, 2))(w, r)
		})
	}
}

// movedToCaptcha says 301 once, to what is no feed: who follows that for good
// never finds back.
func movedToCaptcha(p Place) http.Handler {
	first := inTurn(func(p Place) []http.HandlerFunc {
		return []http.HandlerFunc{
			func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "/captcha", http.StatusMovedPermanently)
			},
			send(rss(p, 0, 2)),
		}
	})(p)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/captcha" {
			page(captcha)(w, r)
			return
		}
		first.ServeHTTP(w, r)
	})
}
