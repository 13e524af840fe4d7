package newsroom

import (
	"slices"
	"strings"
	"testing"

	"alsoread/news"
)

// The buttons of the page and the API ask the desk for the same.
func TestSourcesAreChanged(t *testing.T) {
	o := wholeOptions()
	o.Store.(*fake).sources[1].State = news.State{}
	desk := o.Desk.(*fakeDesk)
	room := New(o)
	page := func(want int, pairs ...string) string {
		t.Helper()
		res := postForm(room, "/sources/change", "text/html", pairs...)
		if res.Code != want {
			t.Fatalf("%v: %d %s", pairs, res.Code, res.Body)
		}
		return res.Header().Get("Location")
	}
	if to := page(303, "disable", "Harbour"); to != "../sources?said=disabled" || !desk.disabled["Harbour"] {
		t.Errorf("to %q, disabled %v", to, desk.disabled)
	}
	if got := healthOf(t, o.Store.(*fake), "Harbour"); got == "disabled" {
		t.Error("a room without a desk knows what is disabled")
	}
	text := body(t, get(room, "/sources"))
	if !strings.Contains(text, "</span>disabled</span>") || !strings.Contains(text, `name="enable" value="Harbour"`) || strings.Contains(text, `<button name="source" value="Harbour"`) {
		t.Errorf("the page does not show it:\n%s", text)
	}
	if text := send(room, "GET", "/api/v1/sources?status=disabled", "", "").Body.String(); !strings.Contains(text, `"name":"Harbour"`) || strings.Contains(text, "Hill") {
		t.Errorf("the API lists %s", text)
	}
	if to := page(303, "enable", "Harbour"); to != "../sources?said=enabled" || desk.disabled["Harbour"] {
		t.Errorf("to %q, disabled %v", to, desk.disabled)
	}
	page(303, "remove", "Hill/Wire 1.0")
	if res := send(room, "DELETE", "/api/v1/sources/1", "", ""); res.Code != 204 || !slices.Equal(desk.removed, []string{"Hill/Wire 1.0", "Harbour"}) {
		t.Errorf("%d, removed %q", res.Code, desk.removed)
	}
	page(422, "remove", "Old")
	page(400, "source", "Harbour")
}
