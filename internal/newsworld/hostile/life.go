package hostile

import "net/http"

func lifeCases() []Case {
	return []Case{
		{Name: "shrinks to nothing and returns", Row: 15, Want: []string{"", "", ""}, Items: 5, Serve: inTurn(func(p Place) []http.HandlerFunc {
			return []http.HandlerFunc{send(rss(p, 0, 5)), send(rss(p, 0, 0)), send(rss(p, 0, 5))}
		})},
		{Name: "fails, then heals", Row: 16, Want: []string{"503", "500", "503", ""}, Items: 3, Serve: inTurn(func(p Place) []http.HandlerFunc {
			return []http.HandlerFunc{status(503), status(500), status(503), send(rss(p, 0, 3))}
		})},
		{Name: "fails always", Row: 16, Want: []string{"502"}, Serve: always(status(http.StatusBadGateway))},
	}
}
