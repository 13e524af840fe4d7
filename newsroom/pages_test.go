package newsroom

import (
	"context"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

// text is what a part of a page says, without its elements.
func text(part string) string {
	return strings.Join(strings.Fields(html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(part, " "))), " ")
}

// healthOf is what the page of sources says of the health of one.
func healthOf(t *testing.T, f *fake, name string) string {
	t.Helper()
	page := body(t, get(New(Options{Store: f}), "/sources"))
	_, row, ok := strings.Cut(page, `dir="auto">`+name+`</a>`)
	_, cell, there := strings.Cut(row, `<td data-label="Health">`)
	if !ok || !there {
		t.Fatalf("the page does not show %s", name)
	}
	cell, _, _ = strings.Cut(cell, "</td>")
	return text(cell)
}

func TestSourcesPageTellsDrift(t *testing.T) {
	drift := "12 items where there used to be 40; <no> dates"
	for _, test := range []struct {
		name   string
		source news.SourceState
		want   string
	}{
		{"drifted", news.SourceState{Drift: drift}, "its page has changed since 9 Mar 2024 08:01: " + drift},
		{"drifted, and articles unread for it", news.SourceState{Drift: drift, Unread: 3, ArticleError: "no text"}, "its page has changed since 9 Mar 2024 08:01: " + drift},
		{"as it was", news.SourceState{}, "well"},
		{"articles unread alone", news.SourceState{Unread: 3, ArticleError: "no text"}, "3 articles not read no text"},
		{"failing is worse", news.SourceState{Drift: drift, State: news.State{FailingSince: at(2), Error: "timeout"}}, "timeout for"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := test.source
			s.Name, s.URL, s.State.LastScan = "Quay", "https://quay.example/news", at(3)
			s.State.Profile.Since = time.Date(2024, 3, 9, 8, 1, 0, 0, time.UTC)
			got := healthOf(t, &fake{sources: []news.SourceState{s}}, "Quay")
			if !strings.HasPrefix(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

// The filter offers the languages that the store knows, not those of the groups
// that were on pages, and asks for them once in a while.
func TestFrontOffersTheLanguagesOfTheLastDays(t *testing.T) {
	o := wholeOptions()
	asked := 0
	o.Languages = func(_ context.Context, since time.Time) ([]string, error) {
		if asked++; time.Since(since) < 24*time.Hour || time.Since(since) > 7*24*time.Hour {
			t.Errorf("asked since %v", since)
		}
		return []string{"ar", "hi", "not a language"}, nil
	}
	room := New(o)
	offered := func(target string) string {
		page := body(t, get(room, target))
		_, list, _ := strings.Cut(page, `<select name="lang">`)
		list, _, _ = strings.Cut(list, "</select>")
		return list
	}
	if got := text(offered("/")); got != "any العربية हिन्दी" {
		t.Errorf("offers %q", got)
	}
	if got := offered("/?lang=pt-BR"); text(got) != "any العربية हिन्दी português" {
		t.Errorf("asked for Portuguese it offers %q", got)
	}
	if asked != 1 {
		t.Errorf("the store was asked %d times for two pages", asked)
	}
}

func TestRemembered(t *testing.T) {
	var m remembered[int]
	n := 0
	read := func(context.Context) (int, error) { n++; return n, nil }
	get := func(age time.Duration) int {
		t.Helper()
		v, err := m.get(context.Background(), age, read)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for i, want := range []int{1, 1, 2} {
		age := time.Hour
		if i == 2 {
			age = 0
		}
		if got := get(age); got != want {
			t.Errorf("call %d: read %d times, want %d", i, got, want)
		}
	}
	m.forget()
	if get(time.Hour) != 3 {
		t.Error("what was forgotten came back")
	}
	begun, end := make(chan bool), make(chan bool)
	slow := func(context.Context) (int, error) {
		begun <- true
		<-end
		return 10, nil
	}
	ago := func(d time.Duration) { m.at = time.Now().Add(-d) }
	ago(90 * time.Second)
	if v, err := m.get(context.Background(), time.Minute, slow); v != 3 || err != nil {
		t.Errorf("%d, %v: a page waits although something is there", v, err)
	}
	<-begun
	if get(time.Minute) != 3 {
		t.Error("it is read twice at once")
	}
	m.forget()
	end <- true
	if got := get(time.Hour); got != 4 {
		t.Errorf("%d: what was begun to be read before it was forgotten is kept", got)
	}
	ago(3 * time.Minute)
	if got := get(time.Minute); got != 5 {
		t.Errorf("%d: what is too old is shown", got)
	}
	ago(90 * time.Second)
	if v, err := m.get(context.Background(), time.Minute, func(context.Context) (int, error) { panic("beside a page") }); v != 5 || err != nil {
		t.Errorf("%d, %v", v, err)
	}
	if m.reading.Lock(); get(time.Minute) != 5 {
		t.Error("a fault took what was there")
	}
	m.reading.Unlock()
}
