package page

import (
	"testing"
	"time"
)

// What readers see beside the title decides where metadata is vague or says two
// things.
func TestDatesBesideTheTitle(t *testing.T) {
	const title = `<title>Dam was weak for years</title>`
	const heading = `<h1>Dam was weak for years</h1>`
	for _, test := range []struct{ name, url, html, want string }{
		{"a vague date is that of the last change", "", title + `<meta name="date" content="2026-02-20T10:00:00+01:00">` + heading + `<p>03.02.2026</p>`, "2026-02-03T00:00:00Z"},
		{"a vague date alone", "", title + `<meta name="date" content="2026-02-20T10:00:00+01:00">` + heading, "2026-02-20T10:00:00+01:00"},
		{"the hour of the day that is shown", "", title + `<meta name="date" content="2026-02-03T10:00:00+01:00">` + heading + `<p>03.02.2026</p>`, "2026-02-03T10:00:00+01:00"},
		{"the same instant in a zone", "", title + `<meta property="article:published_time" content="2026-02-02T23:30:00Z"><meta name="date" content="Tue, 03 Feb 2026 00:30:00 +0100">` + heading, "2026-02-03T00:30:00+01:00"},
		{"midnight in UTC", "", title + `<meta property="article:published_time" content="2026-02-02T23:00:00Z">` + heading + `<p>3 February 2026</p>`, "2026-02-03T00:00:00+01:00"},
		{"an hour in UTC beside the next day", "", title + `<meta property="article:published_time" content="2026-02-02T23:10:00Z">` + heading + `<p>3 February 2026</p>`, "2026-02-02T23:10:00Z"},
		{"two days said, one shown", "", title + `<meta property="article:published_time" content="2026-02-02T10:00:00Z"><meta name="publish_date" content="2026-02-03T10:00:00Z">` + heading + `<p>3 February 2026</p>`, "2026-02-03T10:00:00Z"},
		{"published anew", "https://news.example/2024/02/03/dam", title + `<meta property="article:published_time" content="2026-02-02T10:00:00Z">` + heading, "2024-02-03T00:00:00Z"},
		{"changed before published", "", title + heading + `<p>Updated 9 February 2026</p><p>Published 3 February 2026</p>`, "2026-02-03T00:00:00Z"},
		{"only changed", "", title + heading + `<p>Updated 9 February 2026</p>`, "2026-02-09T00:00:00Z"},
		{"above the title", "", title + `<p>3 February 2026</p>` + heading + `<p>The dam built on 1 May 2019 gave way.</p>`, "2026-02-03T00:00:00Z"},
		{"a caption above the title", "", title + `<p>The dam as it stood on the morning of 1 May 2019 (Photo: Ann Ox)</p>` + heading + `<p>3 February 2026</p>`, "2026-02-03T00:00:00Z"},
		{"digits alone", "", title + heading + `<p>von Jane Doe, 3.2.26</p>`, "2026-02-03T00:00:00Z"},
		{"a year is no day", "", title + heading + `<p>2026.02.03</p>`, "2026-02-03T00:00:00Z"},
		{"in the title", "", `<title>03.02.2026 - Dam was weak</title><h1>03.02.2026 - Dam was weak</h1>`, "2026-02-03T00:00:00Z"},
		{"named far below", "", title + heading + first + second + third + first + second + third + first + second + third + first + second + third + first + second + third + `<div>on 1 May 2019</div><p>Zuletzt geändert: 09.02.2026<br>Erschienen am: 03.02.2026<br>© Valley</p>`, "2026-02-03T00:00:00Z"},
		{"a forum's clock and its member", "", title + heading + `<p>Aktuelle Zeit: 14.02.2026, 12:18</p><p>Registriert: 18.09.2008</p><p>r23 » 03.02.2026, 05:42</p>`, "2026-02-03T00:00:00Z"},
		{"a heading in a part named as aside", "", title + `<div class="related-box"><span>1 May 2019</span></div><p>Home</p><div class="teaser-wrap"><h2>Dam was weak for years</h2><p>3 Feb 2026</p></div>`, "2026-02-03T00:00:00Z"},
		{"readers' comments", "", title + `<div class="comments"><p>3 February 2026</p></div>`, "0001-01-01T00:00:00Z"},
	} {
		t.Run(test.name, func(t *testing.T) {
			address := test.url
			if address == "" {
				address = "https://news.example/dam"
			}
			d := Document{Body: []byte(test.html + first + second + third), URL: address, Now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
			a, err := ReadArticle(t.Context(), d, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := a.Published.Format(time.RFC3339); got != test.want {
				t.Errorf("%s, want %s (%v)", got, test.want, a.Problems)
			}
		})
	}
}
