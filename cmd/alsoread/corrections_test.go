package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"
)

// Groups of a running daemon are corrected over the API, and the correction is
// taken back.
func TestCorrectionsOverTheAPI(t *testing.T) {
	d, _ := newWorldDesk(t)
	d.scan()
	p := d.start("daemon", "--listen", "127.0.0.1:0")
	api := p.serving() + "api/v1/"
	var page struct {
		Groups []struct{ ID, Stories int64 }
	}
	for range 200 {
		body, _ := get(t, api+"groups?limit=100")
		if err := json.Unmarshal([]byte(body), &page); err != nil {
			t.Fatal(err)
		}
		if len(page.Groups) > 10 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if len(page.Groups) < 2 {
		t.Fatalf("%d groups\n%s", len(page.Groups), p.said())
	}
	one, other := page.Groups[0].ID, page.Groups[1].ID
	status := func(id int64) int {
		t.Helper()
		client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		res, err := client.Get(fmt.Sprint(api, "groups/", id))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	var merged struct {
		ID, Group, Other int64
		Kind             string
		Stories          []int64
		At, Undone       *time.Time
	}
	call(t, api+"corrections", fmt.Sprintf(`{"kind":"merge","group":%d,"other":%d}`, one, other), 201, &merged)
	if merged.Group != one || merged.Other != other || len(merged.Stories) == 0 || status(other) != 308 || status(one) != 200 {
		t.Errorf("%+v; the groups answer %d and %d", merged, status(one), status(other))
	}
	call(t, api+"corrections", fmt.Sprintf(`{"kind":"merge","group":%d,"other":%d}`, one, other), 422, nil)
	call(t, api+"corrections", `{"kind":"merge","group":987654,"other":1}`, 422, nil)
	call(t, fmt.Sprint(api, "corrections/", merged.ID, "/undo"), "", 200, &merged)
	if merged.Undone == nil || status(other) == 404 {
		t.Errorf("%+v; the other answers %d", merged, status(other))
	}
	call(t, fmt.Sprint(api, "corrections/", merged.ID, "/undo"), "", 404, nil)
	body, _ := get(t, fmt.Sprint(api, "corrections?group=", one))
	has(t, body, fmt.Sprintf(`"id":%d,"kind":"merge"`, merged.ID), `"undone":"`)

	// Whoever asks for what changed gets the groups, in the order of their changes.
	body, _ = get(t, api+"groups?limit=1000&changed_after=2020-01-01")
	var changes struct{ Groups []struct{ Changed time.Time } }
	if err := json.Unmarshal([]byte(body), &changes); err != nil || len(changes.Groups) < len(page.Groups)-1 {
		t.Fatalf("%d groups changed, %v", len(changes.Groups), err)
	}
	for i := 1; i < len(changes.Groups); i++ {
		if changes.Groups[i].Changed.Before(changes.Groups[i-1].Changed) {
			t.Errorf("change %d comes before the one before it", i)
		}
	}
}
